/* The page of a measure by keyboard: [ and ] lead to the measures beside it, arrows move along the tabs,
   and no more lines can be ticked than a chart holds. Listens on the document. */
(function () {
  "use strict";

  const WRITING = "input, textarea, select, [contenteditable]";
  const SINGLE_KEYS = "send-dashboard:single-keys";

  function allowsSingleKeys() {
    try {
      return window.localStorage.getItem(SINGLE_KEYS) !== "off";
    } catch {
      return true;
    }
  }

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
    } else if ("[]".includes(event.key) && !target.closest(WRITING) && allowsSingleKeys()) {
      document.querySelector(`.next-measure[aria-keyshortcuts="${event.key}"]`)?.click();
    } else {
      if (event.key === "Escape") closeMenu(target);
      return;
    }
    event.preventDefault();
  });

  function closeMenu(target) {
    const menu = target.closest("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  }

  /* A change of a control is followed as a link is. */
  document.addEventListener("change", function (event) {
    const form = event.target.form;
    if (!form || !form.hasAttribute("data-live") || !(window.dash_clientside || {}).page) return;
    const link = document.createElement("a");
    const chosen = [...new FormData(form)].filter(([, value]) => value !== "");
    link.href = `${form.getAttribute("action")}?${new URLSearchParams(chosen)}`;
    document.body.append(link);
    link.click();
    link.remove();
  });

  /* A menu closes when something else is pressed. */
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  /* What was changed keeps the focus, and its menu stays open, when the card is drawn anew. */
  let changed = null;

  document.addEventListener("change", function (event) {
    const control = event.target;
    if (!control.form || !control.form.hasAttribute("data-live")) return;
    const { name, value, type } = control;
    changed = { name, value: ["radio", "checkbox"].includes(type) ? value : null, isInMenu: Boolean(control.closest(".menu")) };
  });

  function takeUp() {
    if (!changed || document.activeElement !== document.body) return;
    const alike = [...document.querySelectorAll("[data-live]")].flatMap((form) => [...form.elements]);
    const isSame = (one) => one.name === changed.name && one.type !== "hidden";
    const control = alike.find((one) => isSame(one) && (changed.value === null || one.value === changed.value));
    if (!control) return;
    if (changed.isInMenu) control.closest(".menu").open = true;
    control.focus({ preventScroll: true });
    changed = null;
  }

  new MutationObserver(takeUp).observe(document.documentElement, { childList: true, subtree: true });

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
