/* Finding by typing: a listbox of what the plan has, under the field. The list is read once from the page
   that answers the form, so that no letter asks the server; the words are compared as that page does. */
(function () {
  "use strict";

  const LEAST = 2;
  const field = document.getElementById("find");
  if (!field) return;

  const popup = make("div", { class: "find-popup", hidden: "" });
  const list = make("ul", { id: "find-options", role: "listbox", "aria-label": field.getAttribute("aria-label") });
  const none = make("p", {});
  const announcer = document.getElementById("announcer");
  let rows = null;
  let options = [];
  let active = -1;

  function make(name, attributes) {
    const made = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  }

  async function load() {
    if (rows) return;
    rows = fetchRows();
    try {
      rows = await rows;
      update();
    } catch {
      rows = null; /* Enter asks the server. */
    }
  }

  async function fetchRows() {
    const answer = await window.fetch(field.dataset.list);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return [...page.querySelectorAll("#find-results li")];
  }

  function plain(text) {
    return text.toLowerCase().replaceAll("’", "'");
  }

  function fitting(typed) {
    const wanted = plain(typed).split(/\s+/);
    const isBegun = (row) => row.dataset.words.startsWith(wanted.join(" "));
    const hasBegun = (row) => {
      const own = row.dataset.words.split(/[^\p{L}\p{N}_.]+/u);
      return wanted.every((start) => own.some((word) => word.startsWith(start)));
    };
    const place = (row) => 2 - isBegun(row) - hasBegun(row);
    return rows
      .filter((row) => wanted.every((word) => row.dataset.words.includes(word)))
      .sort((one, other) => place(one) - place(other));
  }

  function optionOf(row, place) {
    const option = make("li", { role: "option", id: `find-option-${place}`, "aria-selected": "false" });
    option.append(...[...row.cloneNode(true).childNodes]);
    const link = option.querySelector("a");
    const name = make("span", { class: "find-name" });
    name.textContent = link.textContent;
    option.dataset.href = link.getAttribute("href");
    link.replaceWith(name);
    return option;
  }

  function update() {
    const typed = field.value.trim();
    if (!Array.isArray(rows) || typed.length < LEAST || document.activeElement !== field) {
      close();
      return;
    }
    options = fitting(typed).map(optionOf);
    list.replaceChildren(...options);
    list.hidden = options.length === 0;
    none.hidden = options.length > 0;
    none.textContent = options.length ? "" : field.dataset.none;
    popup.hidden = false;
    field.setAttribute("aria-expanded", String(options.length > 0));
    activate(options.length ? 0 : -1);
    announcer.textContent = none.textContent || (options.length === 1 ? "1 result" : `${options.length} results`);
  }

  function activate(place) {
    options[active]?.setAttribute("aria-selected", "false");
    active = place;
    const option = options[active];
    if (!option) {
      field.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function close() {
    popup.hidden = true;
    options = [];
    field.setAttribute("aria-expanded", "false");
    activate(-1);
  }

  /* Who comes back is in the field again. */
  function go(option) {
    window.history.replaceState({ ...window.history.state, followed: { id: field.id } }, "");
    window.location.assign(option.dataset.href);
  }

  const KEYS = {
    ArrowDown: () => activate((active + 1) % options.length),
    ArrowUp: () => activate((active || options.length) - 1),
    Enter: () => go(options[active]),
    Escape: close,
  };

  field.addEventListener("keydown", function (event) {
    if (popup.hidden && event.key === "ArrowDown") update();
    const isOpen = !popup.hidden && (options.length > 0 || event.key === "Escape");
    const act = isOpen && !event.isComposing && Object.hasOwn(KEYS, event.key) && KEYS[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  });
  field.addEventListener("focus", load);
  field.addEventListener("input", function () {
    load();
    update();
  });
  field.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); /* The field keeps the focus. */
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", function (event) {
    const option = event.target.closest("[role=option]");
    if (option) go(option);
  });

  Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" }).forEach(
    ([name, value]) => field.setAttribute(name, value),
  );
  popup.append(list, none);
  field.form.append(popup);
  if (document.activeElement === field) load();
})();
