/* Forms that layouts/ui/forms.py describes: made where the server says that this browser may write,
   sent as JSON, and the page asked for anew. What became of it is told in the form's slot, which
   takes the focus: who uses the keyboard or listens is then where it is told. */
(function () {
  "use strict";

  const LONGEST_NAME = 60;
  const NAME = "send-dashboard:by";
  const QUIET_MILLISECONDS = 800;
  const NO_ANSWER = "The server did not answer. Nothing is known to be saved: open the page again and look.";
  let isOpen = null; /* Whether this browser may write, once the server was asked. */
  let why = ""; /* Why not. */
  let by = window.sessionStorage.getItem(NAME) || ""; /* Who writes, while the browser is open. */
  let told = null; /* What was said last, for the page that is drawn anew. */

  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    element.append(...children);
    return element;
  }

  const MAKERS = {
    line: (field) => make("input", { type: "text", autocomplete: "off", maxlength: field.longest || LONGEST_NAME }),
    day: () => make("input", { type: "date" }),
    text: () => make("textarea", { rows: "4" }),
    tick: () => make("input", { type: "checkbox" }),
    choice: (field) => make("select", {}, ...field.options.map(([code, words]) => make("option", { value: code }, words))),
  };

  function control(form, field) {
    const made = MAKERS[field.kind](field);
    made.id = form.name + "-" + field.name;
    made.name = field.name;
    made.required = field.is_required;
    made.value = field.value;
    return made;
  }

  function hintWords(field) {
    const most = field.kind === "text" && field.longest ? "Up to " + field.longest + " characters." : "";
    return [field.hint, most].filter(Boolean).join(" ");
  }

  function place(form, field) {
    const made = control(form, field);
    if (field.kind === "tick") {
      return make("div", { class: "choice tick" }, made, make("label", { for: made.id }, field.label));
    }
    const parts = [make("label", { for: made.id }, field.label)];
    if (hintWords(field)) {
      made.setAttribute("aria-describedby", made.id + "-hint");
      parts.push(make("span", { id: made.id + "-hint", class: "small" }, hintWords(field)));
    }
    parts.push(made);
    if (field.kind === "text" && field.longest) {
      parts.push(counter(made, field.longest));
    }
    return make("div", { class: "choice" }, ...parts);
  }

  /* Seen at once, heard only when the typing pauses. */
  function counter(text, longest) {
    const seen = make("span", { class: "small", "aria-hidden": "true" });
    const heard = make("span", { class: "visually-hidden", role: "status" });
    let pause = 0;
    function count() {
      const words = room(text, longest);
      seen.textContent = words;
      window.clearTimeout(pause);
      pause = window.setTimeout(() => (heard.textContent = words), QUIET_MILLISECONDS);
    }
    text.addEventListener("input", count);
    seen.textContent = room(text, longest);
    return make("span", { class: "counter" }, seen, heard);
  }

  function room(text, longest) {
    const left = longest - text.value.length;
    const characters = Math.abs(left) === 1 ? " character" : " characters";
    return Math.abs(left) + characters + (left < 0 ? " too many" : " left");
  }

  function button(one) {
    const made = make("button", { type: "submit", class: "button" }, one.words);
    made.payload = one.payload;
    made.formNoValidate = one.is_bare;
    return made;
  }

  function plain(name) {
    return (name || "").toLowerCase().split(/\s+/).join(" ").trim();
  }

  function build(form) {
    const known = plain(by) === plain(form.excluded_name) ? "" : by;
    const name = { name: "by", label: "Your name or role", kind: "line", value: known, hint: "Kept with what you write.", is_required: true };
    const buttons = form.buttons.map(button);
    buttons[0].classList.add("first");
    const leave = make("button", { type: "button", class: "button", "data-leave": "" }, "Cancel");
    const fields = [...form.fields, name].map((field) => place(form, field));
    const made = make("form", { class: "writing-form" }, ...fields, make("div", { class: "buttons" }, ...buttons, leave));
    made.described = form;
    return made;
  }

  function draw(details) {
    const place = details.querySelector("[data-form]");
    if (place && !place.firstChild) {
      place.append(build(JSON.parse(place.dataset.form)), make("p", { class: "form-said" }));
    }
  }

  function complain(form, words) {
    const said = make("p", { class: "form-said is-alert", role: "alert", tabindex: "-1" }, words);
    form.parentElement.querySelector(".form-said").replaceWith(said);
    said.focus();
  }

  function tooLong(form) {
    const field = form.described.fields.find((one) => one.longest && form.elements[one.name].value.length > one.longest);
    return field ? field.label + " may have up to " + field.longest + " characters." : "";
  }

  function content(form, more) {
    const typed = Object.fromEntries(new FormData(form));
    const address = window.location.pathname + window.location.search;
    return { address: address, ...form.described.payload, ...typed, ...more };
  }

  async function send(to, said) {
    const answer = await fetch(to, {
      method: "POST",
      headers: { "X-Intake": "1", "Content-Type": "application/json" },
      body: JSON.stringify(said),
    });
    const words = await answer.json();
    if (!answer.ok) {
      const reference = words.error.reference ? " Reference " + words.error.reference + "." : "";
      throw Object.assign(new Error(words.error.words + reference), { isServerMessage: true });
    }
    return words.words;
  }

  /* What takes a while says so. */
  function wait(form) {
    const words = form.described.busy_text;
    const waiting = make("p", { class: "waiting", role: "status" });
    form.append(waiting);
    waiting.append(words, words ? make("progress", { "aria-label": words }) : "");
    return waiting;
  }

  async function write(form, more) {
    const buttons = [...form.querySelectorAll("button")];
    const waiting = wait(form);
    buttons.forEach((one) => (one.disabled = true));
    form.parentElement.querySelector(".form-said").replaceWith(make("p", { class: "form-said", role: "status" }, "Saving…"));
    try {
      const words = await send(form.described.to, content(form, more));
      told = { slot: form.described.status_slot, words: words, address: window.location.href };
      const details = form.closest("details");
      details.open = false;
      form.parentElement.replaceChildren();
      await window.sendPage.again();
      showOutcome();
    } catch (error) {
      complain(form, error.isServerMessage ? error.message : NO_ANSWER);
    } finally {
      waiting.remove();
      buttons.forEach((one) => (one.disabled = false));
    }
  }

  function showOutcome() {
    const place = told && told.address === window.location.href && document.querySelector('[data-slot="' + told.slot + '"]');
    if (place && place.textContent !== told.words) {
      place.textContent = told.words;
      place.focus();
    }
  }

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (!form.described) {
      return;
    }
    event.preventDefault();
    by = form.elements.by.value.trim();
    window.sessionStorage.setItem(NAME, by);
    if (!by) {
      complain(form, "Say who you are: it is kept with what you write.");
      form.elements.by.focus();
      return;
    }
    const words = tooLong(form);
    if (words) {
      complain(form, words);
      return;
    }
    write(form, event.submitter ? event.submitter.payload : {});
  });

  document.addEventListener("click", function (event) {
    const leave = event.target.closest && event.target.closest("[data-leave]");
    if (leave) {
      const details = leave.closest("details");
      leave.closest("[data-form]").replaceChildren();
      details.open = false;
      details.querySelector("summary").focus();
    }
  });

  document.addEventListener("toggle", (event) => event.target.open && event.target.matches("details.writing") && draw(event.target), true);
  /* What a person does next ends what was told: a page drawn later does not tell it again. */
  ["keydown", "pointerdown"].forEach((name) => document.addEventListener(name, () => (told = null), true));

  async function loadAccess() {
    isOpen = false;
    try {
      const answer = await fetch("/intake", { headers: { "X-Intake": "1" } });
      const words = await answer.json();
      isOpen = answer.ok && words.is_open;
      why = isOpen ? "" : words.words || "";
    } catch {
      isOpen = false;
    }
    show();
  }

  function show() {
    showOutcome();
    const hidden = document.querySelectorAll("details.writing[hidden]");
    if (hidden.length && isOpen === null) {
      loadAccess();
    } else if (isOpen) {
      hidden.forEach((details) => (details.hidden = false));
    } else if (why) {
      document.querySelectorAll("[data-closed][hidden]").forEach(showReason);
    }
  }

  function showReason(note) {
    note.textContent = note.dataset.closed + " " + why;
    note.hidden = false;
  }

  new MutationObserver(show).observe(document.documentElement, { childList: true, subtree: true });
  show();
})();
