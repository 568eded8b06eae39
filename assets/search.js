/* A search of the rows of tables that are all in the page, each folded under its theme: as it is typed,
   without a request. The address follows, so that it can be sent on; without this script the form asks the server. */
(function () {
  "use strict";

  const TABLE = ".measure-dictionary";

  function filter(field) {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = [...document.querySelectorAll(TABLE + " tbody tr")];
    rows.forEach(function (row) {
      const text = row.textContent.toLowerCase();
      row.classList.toggle("is-out", !words.every((word) => text.includes(word)));
    });
    document.querySelectorAll(".theme").forEach(function (theme) {
      const isEmpty = theme.querySelector("tbody tr:not(.is-out)") === null;
      theme.classList.toggle("is-out", isEmpty);
      theme.open = words.length > 0 && !isEmpty;
    });
    const count = rows.filter((row) => !row.classList.contains("is-out")).length;
    document.getElementById("rows-found").textContent = count + " of " + rows.length + (rows.length === 1 ? " measure" : " measures");
    const place = new URL(window.location.href);
    place.searchParams.delete("find");
    if (field.value.trim()) {
      place.searchParams.set("find", field.value.trim());
    }
    window.history.replaceState(window.history.state, "", place);
  }

  function fieldOf(form) {
    return document.querySelector(TABLE) && form?.querySelector("#find-rows");
  }

  document.addEventListener("input", function (event) {
    if (event.target.id === "find-rows" && fieldOf(event.target.form)) {
      filter(event.target);
    }
  });

  /* Before anybody else sends the form. */
  document.addEventListener(
    "submit",
    function (event) {
      const field = fieldOf(event.target);
      if (field) {
        event.preventDefault();
        filter(field);
      }
    },
    true,
  );
})();
