/* What a page knows of the reader's session: the token that goes with whatever changes something, and
   whether the reader has signed in, so that no name is asked for. */
(function () {
  "use strict";

  function cookie(name) {
    const found = document.cookie.split("; ").find((each) => each.startsWith(name + "="));
    return found ? found.slice(name.length + 1) : "";
  }

  window.session = { token: () => cookie("csrf"), hasName: () => cookie("has_name") === "1" };
})();
