/* The profile on a phone: the name of a stage is a button that shows its tiles. */
(function () {
  "use strict";

  const phone = window.matchMedia("screen and (max-width: 700px)");
  const headings = [...document.querySelectorAll(".profile-cell > h2")];
  if (headings.length === 0) return;

  const cellsOf = (cell) => document.querySelectorAll(`.profile-cell[data-stage="${cell.dataset.stage}"]`);

  function show(cell, isOpen) {
    cellsOf(cell).forEach((one) => one.classList.toggle("is-open", isOpen));
    cellsOf(cell)[0].querySelector("h2 button")?.setAttribute("aria-expanded", String(isOpen));
  }

  function fit() {
    headings.forEach(function (heading) {
      const words = heading.textContent;
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = words;
      heading.replaceChildren(phone.matches ? button : words);
      show(heading.parentElement, heading.parentElement.classList.contains("is-open"));
    });
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest(".profile-cell > h2 button");
    if (button) show(button.closest(".profile-cell"), button.getAttribute("aria-expanded") !== "true");
  });

  /* Who comes back finds the tile that led away; a link to a stage opens it. */
  const { followed } = window.history.state || {};
  const left = [...document.querySelectorAll(".profile-cell a")].find((one) => one.getAttribute("href") === followed?.href);
  const linked = document.getElementById(window.location.hash.slice(1));
  [left, linked].map((one) => one?.closest(".profile-cell")).forEach((cell) => cell && show(cell, true));

  phone.addEventListener("change", fit);
  fit();
})();
