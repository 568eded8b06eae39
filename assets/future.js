/* The fields of a scenario: each is sent while it is typed in. */
(function () {
  "use strict";

  document.addEventListener("input", function (event) {
    const field = event.target;
    if (!field.matches("form[data-at-once] input[type=number], form[data-at-once] input[type=date]")) return;
    if (field.validity.valid && window.sendPage.isLive()) {
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
})();
