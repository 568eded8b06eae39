/* Only the Data page takes files: what that needs is fetched when the page is first drawn, and stays,
   so that a load goes on while other pages are read. */
(function () {
  "use strict";

  const SCRIPTS = ["column_map", "upload_parts", "upload_effects", "upload_view", "intake"];

  const watch = new MutationObserver(fetchWhereNeeded);

  function fetchWhereNeeded() {
    if (!document.querySelector("[data-intake]")) {
      return;
    }
    watch.disconnect();
    SCRIPTS.forEach(function (name) {
      const script = document.createElement("script");
      script.src = "/assets/" + name + ".js";
      script.async = false; /* One after the other. */
      document.head.append(script);
    });
  }

  watch.observe(document.documentElement, { childList: true, subtree: true });
  fetchWhereNeeded();
})();
