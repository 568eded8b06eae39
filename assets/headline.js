/* Writing a headline on the Measure page: the form is drawn where the server says that this browser
   may write, what is written is sent, and the page is asked for anew. The server's side is
   callbacks/headlines.py. */
(function () {
  "use strict";

  const LONGEST_NAME = "60";
  const GONE = "The server did not answer. Nothing is known to be saved: open the page again and look.";
  let isOpen = null; /* Whether headlines may be written here, once the server was asked. */
  let by = "";
  let kept = null; /* What was said of the last writing, for the page that is drawn anew. */

  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    element.append(...children);
    return element;
  }

  function field(id, words, control, hint) {
    const label = make("label", { for: id }, words);
    control.id = id;
    if (!hint) {
      return make("div", { class: "choice" }, label, control);
    }
    control.setAttribute("aria-describedby", id + "-hint");
    return make("div", { class: "choice" }, label, make("span", { id: id + "-hint", class: "small" }, hint), control);
  }

  function form(room) {
    const longest = room.dataset.longest;
    const text = make("textarea", { name: "text", rows: "3", maxlength: longest });
    const name = make("input", { name: "by", type: "text", maxlength: LONGEST_NAME, autocomplete: "off" });
    text.value = room.dataset.text;
    text.required = !room.dataset.text; /* A blank one takes back what was written. */
    name.value = by;
    name.required = true;
    const buttons = make("div", { class: "buttons" }, make("button", { type: "submit", class: "button first", value: "save" }, "Save headline"));
    if (room.dataset.text) {
      buttons.append(make("button", { type: "submit", class: "button", value: "back" }, "Take it back"));
    }
    return make(
      "form",
      { class: "headline-form" },
      field("headline-text", "Headline", text, "Up to " + longest + " characters"),
      field("headline-by", "Your name or role", name),
      buttons,
    );
  }

  function draw(room) {
    room.replaceChildren(form(room), make("p", { class: "headline-said", role: "status" }));
    room.closest("details").hidden = false;
    if (kept) {
      const words = kept;
      kept = null;
      room.closest("details").open = true;
      tell(room, words, "status");
    }
  }

  /* A result takes the focus, so that who uses the keyboard or listens is where it is told. */
  function tell(room, words, role) {
    const said = make("p", { class: "headline-said is-" + role, role: role, tabindex: "-1" }, words);
    room.querySelector(".headline-said").replaceWith(said);
    said.focus();
  }

  async function send(room, text) {
    const said = { address: window.location.pathname + window.location.search, period_end: room.dataset.headline, text: text, by: by };
    const answer = await fetch("/headline", {
      method: "POST",
      headers: { "X-Intake": "1", "Content-Type": "application/json" },
      body: JSON.stringify(said),
    });
    const told = await answer.json();
    if (!answer.ok) {
      const reference = told.error.reference ? " Reference " + told.error.reference + "." : "";
      throw Object.assign(new Error(told.error.words + reference), { isTold: true });
    }
    return told.words;
  }

  async function write(room, text) {
    const buttons = [...room.querySelectorAll("button")];
    buttons.forEach((one) => (one.disabled = true));
    try {
      const words = await send(room, text);
      /* The same words again draw nothing anew. */
      kept = text.trim() === room.dataset.text ? null : words;
      tell(room, words, "status");
      window.dash_clientside.page.again();
    } catch (error) {
      tell(room, error.isTold ? error.message : GONE, "alert");
    } finally {
      buttons.forEach((one) => (one.disabled = false));
    }
  }

  document.addEventListener("submit", function (event) {
    const room = event.target.closest("[data-headline]");
    if (!room) {
      return;
    }
    event.preventDefault();
    by = event.target.elements.by.value.trim();
    const isTakenBack = event.submitter && event.submitter.value === "back";
    write(room, isTakenBack ? "" : event.target.elements.text.value);
  });

  async function knock() {
    isOpen = false;
    try {
      const answer = await fetch("/intake", { headers: { "X-Intake": "1" } });
      isOpen = answer.ok && (await answer.json()).is_open;
    } catch {
      isOpen = false;
    }
    drawWhereEmpty();
  }

  function drawWhereEmpty() {
    const room = document.querySelector("[data-headline]:empty");
    if (room && isOpen === null) {
      knock();
    } else if (room && isOpen) {
      draw(room);
    }
  }

  new MutationObserver(drawWhereEmpty).observe(document.documentElement, { childList: true, subtree: true });
})();
