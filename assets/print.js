/* On paper nothing can be unfolded: what says how a series was judged is printed open. */
(function () {
  "use strict";

  const opened = new Set();

  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details.folded:not([open])").forEach(function (folded) {
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
