/* Writing the scrutiny log: where the server says that this browser may write, each form that a page
   tells of (layouts/scrutiny_forms.py) is drawn, what is written is sent, and the page is asked for
   anew. The server's side is callbacks/scrutiny.py. */
(function () {
  "use strict";

  const GONE = "The server did not answer. Nothing is known to be saved: open the page again and look.";
  const READ_ONLY = "The log can be read here and not written. ";
  const NAME = "send-dashboard:by";
  let isOpen = null; /* Whether the log may be written here, once the server was asked. */
  let why = ""; /* Why not. */
  let drawn = 0;
  let kept = null; /* What was said of the last writing, for the page that is drawn anew. */

  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    element.append(...children);
    return element;
  }

  function recall() {
    try {
      return window.sessionStorage.getItem(NAME) || "";
    } catch {
      return "";
    }
  }

  function remember(name) {
    try {
      window.sessionStorage.setItem(NAME, name);
    } catch {
      /* A browser that keeps nothing asks again. */
    }
  }

  function select(field) {
    const options = field.choices.map(([value, words]) => make("option", { value: value }, words));
    return make("select", { class: "form-select" }, ...options);
  }

  function control(field) {
    if (field.kind === "select") {
      return select(field);
    }
    if (field.kind === "textarea") {
      return make("textarea", { rows: "3", maxlength: field.longest });
    }
    const limits = field.kind === "date" ? { max: field.latest || "" } : { maxlength: field.longest };
    return make("input", Object.assign({ type: field.kind, autocomplete: "off" }, limits));
  }

  function row(field, id) {
    const one = control(field);
    one.id = id;
    one.name = field.name;
    one.required = Boolean(field.required);
    one.value = field.name === "by" ? recall() : field.value || one.value;
    const told = [make("label", { for: id }, field.label + (field.required ? "" : " (optional)"))];
    if (field.hint) {
      one.setAttribute("aria-describedby", id + "-hint");
      told.push(make("span", { id: id + "-hint", class: "small" }, field.hint));
    }
    return make("div", { class: "choice" }, ...told, one);
  }

  function draw(room) {
    const told = JSON.parse(room.dataset.form);
    drawn += 1;
    const rows = told.fields.map((field) => row(field, "log-" + drawn + "-" + field.name));
    const buttons = told.buttons.map((one, place) =>
      make("button", { type: "submit", class: place ? "button" : "button first", value: place }, one.words),
    );
    const form = make("form", { class: "headline-form" }, ...rows, make("div", { class: "buttons" }, ...buttons));
    room.replaceChildren(form, make("p", { class: "headline-said", role: "status" }));
    room.closest("details").hidden = false;
  }

  /* A result takes the focus, so that who uses the keyboard or listens is where it is told. */
  function tell(place, words, role) {
    const said = make("p", { class: "headline-said is-" + role, role: role, tabindex: "-1" }, words);
    place.replaceWith(said);
    said.focus();
  }

  /* Of an entry that is logged already only what was changed is said. */
  function said(form, told, button) {
    const values = {};
    told.fields.forEach(function (field) {
      const value = form.elements[field.name].value.trim();
      if (!told.fixed.was || field.name === "by" || value !== field.value) {
        values[field.name] = value;
      }
    });
    return Object.assign(values, told.fixed, button.fixed);
  }

  async function send(to, values) {
    const answer = await fetch(to, {
      method: "POST",
      headers: { "X-Intake": "1", "Content-Type": "application/json" },
      body: JSON.stringify(values),
    });
    const told = await answer.json();
    if (!answer.ok) {
      const reference = told.error.reference ? " Reference " + told.error.reference + "." : "";
      throw Object.assign(new Error(told.error.words + reference), { isTold: true });
    }
    return told;
  }

  async function write(room, to, values) {
    const buttons = [...room.querySelectorAll("button")];
    const entry = room.closest("[data-entry]");
    buttons.forEach((one) => (one.disabled = true));
    try {
      const told = await send(to, values);
      const number = told.question_id || told.recommendation_id || (entry ? entry.dataset.entry : "");
      kept = { room: room, words: told.words, number: number };
      tell(room.querySelector(".headline-said"), told.words, "status");
      window.dash_clientside.page.again();
    } catch (error) {
      tell(room.querySelector(".headline-said"), error.isTold ? error.message : GONE, "alert");
    } finally {
      buttons.forEach((one) => (one.disabled = false));
    }
  }

  document.addEventListener("submit", function (event) {
    const room = event.target.closest("[data-form]");
    if (!room) {
      return;
    }
    event.preventDefault();
    const told = JSON.parse(room.dataset.form);
    const button = told.buttons[event.submitter ? Number(event.submitter.value) : 0];
    if (button.confirm && !window.confirm(button.confirm)) {
      return;
    }
    remember(event.target.elements.by.value.trim());
    write(room, told.to, said(event.target, told, button));
  });

  async function knock() {
    isOpen = false;
    try {
      const answer = await fetch("/intake", { headers: { "X-Intake": "1" } });
      const told = await answer.json();
      isOpen = answer.ok && told.is_open;
      why = isOpen ? "" : told.words || "";
    } catch {
      why = "";
    }
    settle();
  }

  function tellWhy() {
    const note = document.querySelector("[data-read-only]");
    if (note && note.hidden && why) {
      note.textContent = READ_ONLY + why;
      note.hidden = false;
    }
  }

  /* What was said of a writing stands by its entry, or where the page begins if that is gone. */
  function tellKept() {
    const entries = [...document.querySelectorAll("[data-entry]")];
    const entry = entries.find((one) => one.dataset.entry === kept.number);
    const place = entry ? entry.querySelector(".said") : document.querySelector(".said");
    if (place) {
      const words = kept.words;
      kept = null;
      tell(place, words, "status");
    }
  }

  function settle() {
    const rooms = document.querySelectorAll("[data-form]:empty");
    const isAsked = rooms.length || document.querySelector("[data-read-only]");
    if (isAsked && isOpen === null) {
      knock();
    } else if (isOpen) {
      rooms.forEach(draw);
    } else {
      tellWhy();
    }
    if (kept && !kept.room.isConnected) {
      tellKept();
    }
  }

  new MutationObserver(settle).observe(document.documentElement, { childList: true, subtree: true });
})();
