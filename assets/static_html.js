/* Puts the still parts of a page in place: an element's data-html is its content, written by the
   server. A mutation observer answers before the browser paints, so nothing flickers; what was put
   in is remembered, so that it can be taken out when Dash gives the element another content. */
(function () {
  "use strict";

  const ATTRIBUTE = "data-html";
  const placed = new WeakMap();

  function place(element) {
    (placed.get(element) || []).forEach((node) => node.remove());
    placed.delete(element);
    const text = element.getAttribute(ATTRIBUTE);
    if (text !== null) {
      const template = document.createElement("template");
      template.innerHTML = text;
      placed.set(element, [...template.content.childNodes]);
      element.append(template.content);
    }
  }

  function placeWithin(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) {
      return;
    }
    if (node.hasAttribute(ATTRIBUTE)) {
      place(node);
    } else {
      node.querySelectorAll("[" + ATTRIBUTE + "]").forEach(place);
    }
  }

  new MutationObserver(function (changes) {
    changes.forEach(function (change) {
      if (change.type === "attributes") {
        place(change.target);
      } else {
        change.addedNodes.forEach(placeWithin);
      }
    });
  }).observe(document.documentElement, {
    attributes: true,
    attributeFilter: [ATTRIBUTE],
    childList: true,
    subtree: true,
  });
})();
