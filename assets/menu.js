/* A menu is a details element: Escape closes it and gives the focus back, and so does a press elsewhere,
   which keeps the focus. An Escape that closed one is marked as used. */
(function () {
  "use strict";

  const MENU = "details:is(.pack-menu, .choice-menu, .panel-menu)[open]";
  const opened = () => [...document.querySelectorAll(MENU)];

  document.addEventListener("keydown", function (event) {
    const [menu] = event.key === "Escape" && !event.defaultPrevented ? opened() : [];
    if (menu) {
      event.preventDefault();
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  document.addEventListener("click", function (event) {
    opened()
      .filter((menu) => !menu.contains(event.target))
      .forEach((menu) => (menu.open = false));
  });
})();
