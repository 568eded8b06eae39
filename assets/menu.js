/* A menu is a details element: it closes by Escape, which gives the focus back, and by a press elsewhere. */
(function () {
  "use strict";

  const opened = () => [...document.querySelectorAll("details.pack-menu[open]")];

  document.addEventListener("keydown", function (event) {
    const menu = event.key === "Escape" && opened().find((one) => one.contains(document.activeElement));
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  document.addEventListener("click", function (event) {
    opened()
      .filter((one) => !one.contains(event.target))
      .forEach((one) => (one.open = false));
  });
})();
