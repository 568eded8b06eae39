/* The Meeting page: leads to the comparison of two packs, and says where no pack can be made. Forms
   are those of assets/forms.js. The server's side is callbacks/packs.py. */
(function () {
  "use strict";

  const CLOSED = "No pack is made, checked or finalised here. ";
  const GONE = "The server did not answer: whether a pack can be made here is not known.";
  let words = null; /* Why packs cannot be made here, "" where they can, once the server was asked. */

  /* A link that is followed leads on without loading the dashboard anew. */
  function lead(address) {
    const link = document.createElement("a");
    link.href = address;
    link.hidden = true;
    document.getElementById("main").append(link);
    link.click();
    link.remove();
  }

  document.addEventListener("submit", function (event) {
    const form = event.target.closest("[data-compare]");
    if (form) {
      event.preventDefault();
      const plain = form.dataset.compare;
      const chosen = new URLSearchParams(new FormData(form));
      lead(plain + (plain.includes("?") ? "&" : "?") + chosen + "#compare");
    }
  });

  async function knock() {
    words = "";
    try {
      const answer = await fetch("/intake", { headers: { "X-Intake": "1" } });
      const told = await answer.json();
      words = told.is_open ? "" : CLOSED + (told.words || told.error.words);
    } catch {
      words = GONE;
    }
    show();
  }

  function show() {
    const place = document.querySelector('[data-door="packs"]');
    if (place && words === null) {
      knock();
    } else if (place && place.textContent !== words) {
      place.textContent = words;
    }
  }

  new MutationObserver(show).observe(document.documentElement, { childList: true, subtree: true });
})();
