/* Keys of one character: what names one as its aria-keyshortcuts is focused, where it is a field, or
   pressed. They rest while somebody writes, and one switch, kept in the browser, turns them off. */
(function () {
  "use strict";

  const SWITCH = "send-dashboard:single-keys";
  const WRITING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
  const box = document.getElementById("single-keys");

  function isOn() {
    try {
      return window.localStorage.getItem(SWITCH) !== "off";
    } catch {
      return true; /* A browser that stores nothing has them on. */
    }
  }

  function store(isWanted) {
    try {
      window.localStorage.setItem(SWITCH, isWanted ? "on" : "off");
    } catch {
      /* They are off until another page opens. */
    }
    show(isWanted);
  }

  function show(isWanted) {
    box.checked = isWanted;
    document.documentElement.classList.toggle("without-keys", !isWanted);
  }

  /* What is seen comes first: on a narrow screen a link stands in place of a field. */
  function owner(key) {
    const named = [...document.querySelectorAll("[aria-keyshortcuts]")].filter(
      (one) => one.getAttribute("aria-keyshortcuts").toLowerCase() === key.toLowerCase(),
    );
    return named.find((one) => one.checkVisibility()) || named[0];
  }

  document.addEventListener("keydown", function (event) {
    const hasModifier = event.altKey || event.ctrlKey || event.metaKey;
    const isWriting = event.target instanceof Element && event.target.closest(WRITING);
    if (event.defaultPrevented || event.key.length !== 1 || hasModifier || isWriting || !box.checked) return;
    const wanted = owner(event.key);
    if (!wanted) return;
    event.preventDefault();
    if (wanted.matches("input")) {
      wanted.focus();
      wanted.select();
    } else {
      wanted.click();
    }
  });

  box.addEventListener("change", () => store(box.checked));
  show(isOn());
})();
