/* The fields of a scenario: each is sent while it is typed in, once nothing was typed for a moment. */
(function () {
  "use strict";

  const PAUSE = 30;
  let waiting = 0;

  document.addEventListener("input", function (event) {
    const field = event.target;
    if (!field.matches("form[data-at-once] input[type=number], form[data-at-once] input[type=date]")) return;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(function () {
      if (field.validity.valid && window.sendPage.isLive()) {
        field.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }, PAUSE);
  });
})();
