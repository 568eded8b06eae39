/* Forms in which a person writes (layouts/ui/forms.py): taken from where they stand for browsers without
   scripts, sent from here, and the page asked for anew. What became of it is told in the form's slot,
   which takes the focus: who uses the keyboard or listens is then where it is told. */
(function () {
  "use strict";

  const NAME = "send-dashboard:by";
  const QUIET_MILLISECONDS = 800;
  const NO_ANSWER = "The server did not answer. Nothing is known to be saved: open the page again and look.";
  let by = window.sessionStorage.getItem(NAME) || ""; /* Who writes, while the browser is open. */
  let told = null; /* What was said last, for the page that is drawn anew. */

  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    element.append(...children);
    return element;
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

  /* Many rows are narrowed by their names as somebody types; Enter leads to the button of the only one left. */
  function finder(rows) {
    const field = make("input", { type: "search", autocomplete: "off" });
    const count = make("span", { class: "small", role: "status" });
    const left = () => [...rows.children].filter((row) => !row.hidden);
    field.addEventListener("input", function () {
      const words = field.value.toLowerCase().split(/\s+/);
      [...rows.children].forEach((row) => (row.hidden = !words.every((word) => row.firstElementChild.textContent.toLowerCase().includes(word))));
      count.textContent = `${left().length} of ${rows.children.length}`;
    });
    field.addEventListener("keydown", function (event) {
      if (event.key !== "Enter") return;
      event.preventDefault();
      if (left().length === 1) left()[0].querySelector("button").focus();
    });
    return make("div", { class: "choice" }, make("label", {}, rows.dataset.find, " ", field), count);
  }

  function draw(details) {
    const written = details.querySelector("noscript");
    if (details.querySelector("form") || !written) {
      return;
    }
    const place = make("div", {});
    place.innerHTML = written.textContent;
    const form = place.firstElementChild;
    form.querySelectorAll("[data-longest]").forEach((text) => text.after(counter(text, Number(text.dataset.longest))));
    form.querySelectorAll("[data-find]").forEach((rows) => rows.before(finder(rows)));
    if (!form.dataset.stays) {
      form.querySelector(".buttons").append(make("button", { type: "button", class: "button", "data-leave": "" }, "Cancel"));
    }
    if (form.elements.by) form.elements.by.value = form.dataset.secondPerson ? "" : by;
    place.append(make("p", { class: "form-said" }));
    details.append(place);
  }

  function complain(form, ...words) {
    const said = make("p", { class: "form-said is-alert", role: "alert", tabindex: "-1" }, ...words);
    form.parentElement.querySelector(".form-said").replaceWith(said);
    said.focus();
  }

  function tooLong(form) {
    const text = [...form.querySelectorAll("[data-longest]")].find((one) => one.value.length > Number(one.dataset.longest));
    return text ? `${text.labels[0].textContent} may have up to ${text.dataset.longest} characters.` : "";
  }

  function content(form, button) {
    const sent = new URLSearchParams(new FormData(form, button));
    sent.set("address", window.location.pathname + window.location.search);
    return sent;
  }

  async function send(to, content) {
    const answer = await fetch(to, { method: "POST", headers: { "X-Intake": "1", "X-CSRF-Token": window.session.token() }, body: content });
    const words = await answer.json();
    if (!answer.ok) {
      const reference = words.error.reference ? " Reference " + words.error.reference + "." : "";
      throw Object.assign(new Error(words.error.words + reference), { isServerMessage: true, signIn: words.error.sign_in });
    }
    return words.words;
  }

  /* What takes a while says so. */
  function wait(form) {
    const words = form.dataset.busy || "";
    const waiting = make("p", { class: "waiting", role: "status" });
    form.append(waiting);
    waiting.append(words, words ? make("progress", { "aria-label": words }) : "");
    return waiting;
  }

  async function write(form, button) {
    const sent = content(form, button);
    const buttons = [...form.querySelectorAll("button")];
    const waiting = wait(form);
    buttons.forEach((one) => (one.disabled = true));
    form.parentElement.querySelector(".form-said").replaceWith(make("p", { class: "form-said", role: "status" }, "Saving…"));
    try {
      const words = await send(form.getAttribute("action"), sent);
      told = { slot: form.dataset.slotName, words: words, address: window.location.href };
      if (form.dataset.stays) Object.assign(told, { form: form.id, pressed: button.value });
      form.closest("details").open = false;
      form.parentElement.remove();
      await window.sendPage.again();
      show();
    } catch (error) {
      complain(form, ...(error.signIn ? window.session.signedOut(error.signIn) : [error.isServerMessage ? error.message : NO_ANSWER]));
    } finally {
      waiting.remove();
      buttons.forEach((one) => (one.disabled = false));
    }
  }

  function showOutcome() {
    const place = told && told.address === window.location.href && document.querySelector('[data-slot="' + told.slot + '"]');
    if (place && place.textContent !== told.words) {
      /* A form that stays keeps the focus on the button that was pressed: it is pressed again. */
      const pressed = told.form && [...document.querySelectorAll("#" + told.form + " button")].find((one) => one.value === told.pressed);
      if (pressed && !pressed.disabled) {
        place.setAttribute("role", "alert");
        pressed.focus();
        place.textContent = told.words;
      } else {
        place.textContent = told.words;
        place.focus();
      }
    }
  }

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (!form.matches(".writing-form")) {
      return;
    }
    event.preventDefault();
    by = form.elements.by ? form.elements.by.value.trim() : "";
    window.sessionStorage.setItem(NAME, by);
    if (form.elements.by && !by) {
      complain(form, "Say who you are: it is kept with what you write.");
      form.elements.by.focus();
      return;
    }
    const words = tooLong(form);
    if (words) {
      complain(form, words);
      return;
    }
    write(form, event.submitter);
  });

  document.addEventListener("click", function (event) {
    const leave = event.target.closest && event.target.closest("[data-leave]");
    if (leave) {
      const details = leave.closest("details");
      leave.closest("form").parentElement.remove();
      details.open = false;
      details.querySelector("summary").focus();
    }
  });

  document.addEventListener("toggle", (event) => event.target.open && event.target.matches("details.writing") && draw(event.target), true);
  /* What a person does next ends what was told: a page drawn later does not tell it again. */
  ["keydown", "pointerdown"].forEach((name) => document.addEventListener(name, () => (told = null), true));

  function show() {
    /* What was parsed where no scripts run: here it is text until it is unfolded. */
    document.querySelectorAll("noscript > form").forEach((form) => (form.parentElement.textContent = form.outerHTML));
    document.querySelectorAll("details.writing[open]").forEach(draw);
    showOutcome();
    document.querySelectorAll("[data-closed][hidden]").forEach(function (note) {
      const why = document.getElementById("main").getAttribute("data-no-" + note.dataset.needs);
      /* A note that stays hidden is left alone: each change would call this again, without end. */
      if (why) {
        note.textContent = note.dataset.closed + " " + why;
        note.hidden = false;
      }
    });
  }

  new MutationObserver(show).observe(document.documentElement, { childList: true, subtree: true });
  show();
})();
