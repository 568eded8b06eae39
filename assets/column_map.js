/* The form in which a person says what the columns of a file that fits no kind are. Its answers are
   read by assets/intake.js; assets/upload_view.js shows it and brings what makes elements. */
(function () {
  "use strict";

  const FIRST_KIND = "observations";

  function option(make, value, words, chosen) {
    return make("option", { value: value, selected: value === chosen }, words);
  }

  function draw(make, file, { work, access }) {
    const kinds = access.asks.kinds || [];
    const chosen = kinds.find((kind) => kind.name === (work.mapKind || file.report.kind || FIRST_KIND));
    const select = make("select", { id: "map-kind", class: "form-select", "data-map-kind": true }, kinds.map((kind) => option(make, kind.name, kind.title, chosen.name)));
    const rows = (isRequired) => chosen.columns.filter((column) => column.is_required === isRequired).map((column) => row(make, column, file.headings, work.options));
    return make(
      "form",
      { "data-act": "map", class: "column-map", "aria-label": "Map the columns of " + file.name },
      make("p", {}, make("strong", {}, "Map the columns of " + file.name + "."), " Say for each column of a kind which column of the file it is, or what it is in every row. The rows are then checked as always."),
      make("div", { class: "choice" }, make("label", { for: "map-kind", class: "form-label" }, "Kind"), select),
      rows(true),
      make("details", {}, make("summary", {}, "Columns that may be left out"), rows(false)),
      make("div", { class: "buttons" }, make("button", { class: "button first" }, "Check with these columns")),
    );
  }

  function row(make, column, headings, options) {
    const id = "map-" + column.name;
    const said = (options.columns || []).find((pair) => pair[1] === column.name);
    const text = (options.filled || []).find((pair) => pair[0] === column.name);
    const chosen = said ? said[0] : !text && headings.includes(column.name) ? column.name : "";
    return make(
      "div",
      { class: "column-map-row" },
      make("label", { for: id, class: "form-label" }, column.name, make("span", { class: "small" }, " " + column.description)),
      make("select", { id: id, class: "form-select", "data-map": column.name }, option(make, "", "Not in the file", chosen), headings.filter(Boolean).map((heading) => option(make, heading, heading, chosen))),
      make("input", { class: "form-control", "data-fill": column.name, value: text ? text[1] : "", placeholder: "or in every row", "aria-label": column.name + " in every row" }),
    );
  }

  /* Return what was said: pairs of a column of the file and one of the kind, and texts of every row. */
  function answers(form) {
    const pairs = (name, ordered) => [...form.querySelectorAll("[data-" + name + "]")].filter((one) => one.value.trim()).map(ordered);
    return {
      columns: pairs("map", (one) => [one.value, one.dataset.map]),
      filled: pairs("fill", (one) => [one.dataset.fill, one.value.trim()]),
    };
  }

  window.columnMap = { draw, answers };
})();
