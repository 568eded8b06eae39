/* Only the Data page takes files: what that needs is fetched when the page is first drawn, and stays,
   so that a load goes on while other pages are read. */
(function () {
  "use strict";

  const SCRIPTS = ["/assets/column_map.js", "/assets/upload_view.js", "/assets/intake.js"];

  const watch = new MutationObserver(fetchWhereNeeded);

  function fetchWhereNeeded() {
    if (!document.querySelector('[data-intake="work"]')) {
      return;
    }
    watch.disconnect();
    SCRIPTS.forEach(function (address) {
      const script = document.createElement("script");
      script.src = address;
      script.async = false; /* One after the other. */
      document.head.append(script);
    });
  }

  watch.observe(document.documentElement, { childList: true, subtree: true });
  fetchWhereNeeded();
})();
