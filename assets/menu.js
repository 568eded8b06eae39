/* What opens over a page, a menu (details) or an explanation (popover), is closed by Escape, which gives the
   focus back, and once the focus or a press is elsewhere. Escape folds what was unfolded in the page too,
   where the focus is in it. An Escape that closed something is marked as used. */
(function () {
  "use strict";

  const MENU = "details:is(.pack-menu, .choice-menu, .panel-menu, .card-tools > .take-away)[open]";

  function hide(over) {
    if (over.matches("details")) over.open = false;
    else over.hidePopover();
  }

  function fold(details) {
    details.open = false;
    details.querySelector("summary").focus();
  }

  function keep(target) {
    const isOf = (over) => over.contains(target) || target.closest(`[popovertarget="${over.id}"]`);
    [...document.querySelectorAll(`${MENU}, :popover-open`)].filter((over) => !isOf(over)).forEach(hide);
  }

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const popover = document.querySelector(":popover-open");
    const details = document.querySelector(MENU) || (!popover && event.target.closest("details[open]"));
    if (!details && !popover) return;
    event.preventDefault();
    if (details) fold(details);
    else hide(popover);
  });

  ["click", "focusin"].forEach((name) => document.addEventListener(name, (event) => keep(event.target)));
})();
