/* Starts Dash where a page has a live region, once the finished page has been painted. Dash redraws
   what it mounts: it does so beside the region that is seen, and the two are exchanged in one step,
   before the next frame. */
(function () {
  "use strict";

  const HELD = "a[href], button, input, select, textarea, summary, details, [tabindex]";
  const listed = document.getElementById("live-scripts");
  const mount = document.getElementById("react-entry-point");
  const finished = document.getElementById("live");

  function start() {
    const isMounted = new MutationObserver(function () {
      const region = mount.querySelector("#live");
      if (region) {
        isMounted.disconnect();
        exchangeUnselected(region);
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
  function exchangeUnselected(region) {
    const selected = window.getSelection();
    if (!selected.isCollapsed && finished.contains(selected.anchorNode)) {
      document.addEventListener("selectionchange", () => exchangeUnselected(region), { once: true });
    } else {
      exchange(region);
    }
  }

  function exchange(region) {
    const before = [...finished.querySelectorAll(HELD)];
    const after = [...region.querySelectorAll(HELD)];
    const focused = after[before.indexOf(document.activeElement)];
    before.forEach((element, place) => after[place] && carry(element, after[place]));
    mount.hidden = false;
    finished.remove();
    if (focused) {
      focused.focus({ preventScroll: true });
    }
    document.documentElement.dataset.mounted = "ready";
  }

  function carry(from, to) {
    if ("open" in from) {
      to.open = from.open;
    }
    if (from.matches("input, select, textarea")) {
      to.value = from.value;
      to.checked = from.checked;
    }
    to.scrollTop = from.scrollTop;
  }

  if (listed) {
    window.requestAnimationFrame(() => window.setTimeout(start));
  }
})();
