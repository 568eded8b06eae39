/* What a page knows of the reader's session: the token that goes with whatever changes something, and
   whether the reader has signed in, so that no name is asked for. */
(function () {
  "use strict";

  // A browser sends the cookies of a host to each of its ports: ours are of one.
  function cookie(name) {
    const start = name + (location.port && "-" + location.port) + "=";
    const found = document.cookie.split("; ").find((each) => each.startsWith(start));
    return found ? found.slice(start.length) : "";
  }

  window.session = { token: () => cookie("csrf"), hasName: () => cookie("has_name") === "1" };
})();
