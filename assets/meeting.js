/* The Meeting page: leads to the comparison of the two packs that are chosen. Its forms are those of
   assets/forms.js. */
(function () {
  "use strict";

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
})();
