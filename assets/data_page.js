/* The Data page alone takes files: what that needs is fetched there. On a phone its tabs scroll sideways:
   the current one is brought into sight. */
(function () {
  "use strict";

  const SCRIPTS = ["column_map", "upload_parts", "upload_effects", "upload_view", "intake"];

  const tab = document.querySelector(".tab-head [aria-current]");
  if (tab) {
    const list = tab.closest("ul");
    list.scrollLeft = tab.getBoundingClientRect().left - list.getBoundingClientRect().left;
  }

  if (document.querySelector("[data-intake], [data-contents-of]")) {
    SCRIPTS.forEach(function (name) {
      const script = document.createElement("script");
      script.src = "/assets/" + name + ".js";
      script.async = false; /* One after the other. */
      document.head.append(script);
    });
  }
})();
