/* What a page knows of the reader's session: the token that goes with whatever changes something,
   whether the reader has signed in, so that no name is asked for, and what is said once they are out. */
(function () {
  "use strict";

  // A browser sends the cookies of a host to each of its ports: ours are of one.
  function cookie(name) {
    const start = name + (location.port && "-" + location.port) + "=";
    const found = document.cookie.split("; ").find((each) => each.startsWith(start));
    return found ? found.slice(start.length) : "";
  }

  /* Words with a link: what was typed stays in this tab. */
  function signedOut(address) {
    const link = document.createElement("a");
    Object.assign(link, { href: address, target: "_blank", textContent: "Sign in in another tab" });
    return ["You are signed out. ", link, ", then try again: nothing is lost here."];
  }

  window.session = { token: () => cookie("csrf"), hasName: () => cookie("has_name") === "1", signedOut: signedOut };
})();
