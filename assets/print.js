/* On paper nothing can be unfolded: what a page folds is printed open. */
(function () {
  "use strict";

  const opened = new Set();

  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("main details:not([open], .writing)").forEach(function (folded) {
      folded.open = true;
      opened.add(folded);
    });
  });

  window.addEventListener("afterprint", function () {
    opened.forEach(function (folded) {
      folded.open = false;
    });
    opened.clear();
  });
})();
