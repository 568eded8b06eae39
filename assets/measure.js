/* The page of a measure by keyboard: arrows move along the tabs; and no more lines can be ticked than a
   chart holds. Listens on the document. */
(function () {
  "use strict";

  function alongTabs(tab, key) {
    const tabs = [...tab.parentElement.querySelectorAll("[role=tab]")];
    const last = tabs.length - 1;
    const place = tabs.indexOf(tab);
    const next = { ArrowLeft: place ? place - 1 : last, ArrowRight: place < last ? place + 1 : 0, Home: 0, End: last };
    return tabs[next[key]];
  }

  document.addEventListener("keydown", function (event) {
    const target = event.target;
    if (!(target instanceof Element) || event.altKey || event.ctrlKey || event.metaKey) return;
    const tab = target.closest(".tabs [role=tab]");
    const next = tab && alongTabs(tab, event.key);
    if (next) {
      next.focus();
    } else if (tab && event.key === " ") {
      tab.click();
    } else {
      return;
    }
    event.preventDefault();
  });

  /* A shorter tab leaves the page where it is. */
  document.addEventListener("page:choice", function () {
    const tabs = document.getElementById("measure-tabs");
    if (!tabs) return;
    const top = tabs.getBoundingClientRect().top + window.scrollY;
    tabs.style.minHeight = `${Math.max(0, window.scrollY + window.innerHeight - top)}px`;
  });

  /* The span of a drag over the chart is the period of the form. */
  document.addEventListener("chart:span", function (event) {
    const form = event.target.closest(".measure-card, .panel.is-large")?.querySelector("form[data-live]");
    if (!form) return;
    event.preventDefault();
    form.elements.from.value = event.detail.from;
    form.elements.to.value = event.detail.to;
    form.elements.from.dispatchEvent(new Event("change", { bubbles: true }));
  });

  document.addEventListener(
    "change",
    function (event) {
      const boxes = event.target.closest("[data-most]");
      if (!boxes || !event.target.checked) return;
      const ticked = boxes.querySelectorAll("input[type=checkbox]:checked");
      if (ticked.length > Number(boxes.dataset.most)) {
        event.target.checked = false;
        event.stopImmediatePropagation();
      }
    },
    true,
  );
})();
