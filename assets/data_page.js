/* Only the Data page takes files: what that needs is fetched there. */
(function () {
  "use strict";

  const SCRIPTS = ["column_map", "upload_parts", "upload_effects", "upload_view", "intake"];

  if (document.querySelector("[data-intake]")) {
    SCRIPTS.forEach(function (name) {
      const script = document.createElement("script");
      script.src = "/assets/" + name + ".js";
      script.async = false; /* One after the other. */
      document.head.append(script);
    });
  }
})();
