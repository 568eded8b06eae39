/* Starts Dash where a page has a live region, once the finished page has been painted and the charts in
   view are alive, or a reader reaches for the region. Dash draws anew what it mounts: it mounts the parts
   of the region without their content, beside the region that is seen. What is seen then moves over in
   one step, before the next frame, charts that are alive and typed text with it. From then on what Dash
   answers for a part takes the place of its content. */
(function () {
  "use strict";

  const HTML = "data-html";
  const listed = document.getElementById("live-scripts");
  const mount = document.getElementById("react-entry-point");
  const finished = document.getElementById("live");
  let hasBegun = false;

  function start() {
    const isMounted = new MutationObserver(function () {
      const region = mount.querySelector("#live");
      if (region) {
        isMounted.disconnect();
        moveUnselected(region);
      }
    });
    isMounted.observe(mount, { childList: true, subtree: true });
    const scripts = JSON.parse(listed.textContent).map(function (address) {
      const script = document.createElement("script");
      script.src = address;
      script.async = false; /* One after the other. */
      return script;
    });
    scripts[scripts.length - 1].addEventListener("load", () => new window.DashRenderer());
    document.head.append(...scripts);
  }

  /* What a reader has selected stays until it is let go. */
  function moveUnselected(region) {
    const selected = window.getSelection();
    if (!selected.isCollapsed && finished.contains(selected.anchorNode)) {
      document.addEventListener("selectionchange", () => moveUnselected(region), { once: true });
    } else {
      move(region);
    }
  }

  function move(region) {
    const focused = document.activeElement;
    const scrolled = [...finished.querySelectorAll("*")].filter((one) => one.scrollTop).map((one) => [one, one.scrollTop]);
    const parts = [...finished.querySelectorAll("[data-part]")];
    const places = [...region.querySelectorAll("[data-part]")];
    parts.forEach((part, number) => places[number].append(...part.childNodes));
    mount.hidden = false;
    finished.remove();
    scrolled.forEach(([one, top]) => {
      one.scrollTop = top;
    });
    if (focused !== document.activeElement) focused.focus({ preventScroll: true });
    new MutationObserver(renew).observe(region, { attributeFilter: [HTML], subtree: true });
    document.documentElement.dataset.mounted = "ready";
  }

  function renew(changes) {
    changes.forEach(function ({ target }) {
      const template = document.createElement("template");
      template.innerHTML = target.getAttribute(HTML);
      target.replaceChildren(template.content);
      target.dispatchEvent(new CustomEvent("live:renewed", { bubbles: true }));
    });
  }

  function begin() {
    if (hasBegun) return;
    hasBegun = true;
    start();
  }

  if (listed) {
    document.addEventListener("charts:alive", begin);
    ["pointerover", "focusin"].forEach((name) => finished.addEventListener(name, begin));
    if (!finished.querySelector(".can-live")) {
      window.requestAnimationFrame(() => window.setTimeout(begin));
    }
  }
})();
