/* What opens over a slide: all slides, the chart's table, the list to jump from, a blank screen,
   a question, the keys. The server's side of a question is callbacks/forms/scrutiny.py. */
(function () {
  "use strict";

  const deck = window.deck;
  const NO_ANSWER = "The server did not answer, so the question is not saved. Keep this open and try again.";
  const KEYS = [
    ["Next slide", "→, Page Down or Space"],
    ["Previous slide", "←, Page Up or Shift + Space"],
    ["First and last main slide", "Home, End"],
    ["A slide by its number", "digits, or A and digits, then Enter"],
    ["From item to item", "↓, ↑"],
    ["The backup of an item or a slide", "Enter"],
    ["Back to the main slide", "Backspace"],
    ["Go to a slide or measure", "J or /"],
    ["All slides", "G"],
    ["Table of the chart", "T"],
    ["Full screen", "F"],
    ["Presenter’s window", "N"],
    ["Blank screen", "B"],
    ["Ask a question", "Q"],
    ["These keys", "?"],
    ["Close what is open", "Esc"],
  ];

  function element(id) {
    return document.getElementById(id);
  }

  function make(name, attributes, ...children) {
    const made = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    made.append(...children);
    return made;
  }

  function open(id) {
    element(id).showModal();
  }

  function follow(event) {
    const link = event.target.closest("a[data-to]");
    const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (link && isPlain) {
      event.preventDefault();
      const over = link.closest("dialog");
      if (over) {
        over.close();
      }
      deck.go(link.dataset.to);
    }
  }

  function linkTo(slide, ...children) {
    const link = make("a", { href: deck.addressOf(slide), "data-to": slide.dataset.slide }, ...children);
    if (slide === deck.shown()) {
      link.setAttribute("aria-current", "true");
    }
    return link;
  }

  function numbered(slide) {
    return slide.dataset.number + ". " + deck.titleOf(slide);
  }

  function small(slide) {
    const copy = slide.cloneNode(true);
    copy.hidden = false;
    copy.inert = true;
    copy.setAttribute("aria-hidden", "true");
    copy.removeAttribute("data-slide");
    copy.querySelectorAll("template").forEach((one) => one.remove());
    return make("li", {}, linkTo(slide, copy, make("span", {}, numbered(slide))));
  }

  /* Every main slide small, the others behind a fold; copies are pictures alone and go when the grid
     closes. */
  const rest = element("grid").querySelector("details");

  deck.does.grid = function () {
    const main = deck.all().filter((slide) => !deck.isBackup(slide));
    element("grid").querySelector(".dialog-body").replaceChildren(...main.map(small));
    rest.open = deck.isBackup(deck.shown());
    showRest();
    open("grid");
    const current = element("grid").querySelector("[aria-current]");
    current.focus();
    current.scrollIntoView({ block: "center" });
  };

  function showRest() {
    const backup = deck.all().filter(deck.isBackup);
    rest.querySelector("summary").textContent = "Backup (" + backup.length + ")";
    rest.querySelector("ol").replaceChildren(...(rest.open ? backup.map(small) : []));
  }

  rest.addEventListener("toggle", showRest);
  element("grid").addEventListener("close", () => element("grid").querySelectorAll("ol").forEach((one) => one.replaceChildren()));

  deck.does.table = function () {
    const kept = deck.shown().querySelector("template.numbers");
    if (!kept) {
      return deck.announce("This slide has no chart with numbers.");
    }
    element("table").querySelector(".dialog-body").replaceChildren(kept.content.cloneNode(true));
    open("table");
  };

  /* Jumping: by reference, by words of the name, by number. */
  function matches(slide, words) {
    const number = slide.dataset.number.toLowerCase() === words;
    const told = ((slide.dataset.references || "") + " " + deck.titleOf(slide)).toLowerCase();
    return number || words.split(/\s+/).every((word) => told.includes(word));
  }

  /* What names a slide exactly comes first, then what its references hold. */
  function rank(slide, words) {
    const references = (slide.dataset.references || "").toLowerCase();
    const isExact = references.split(" | ").includes(words) || slide.dataset.number.toLowerCase() === words;
    return 2 * isExact + (words !== "" && references.includes(words));
  }

  function find() {
    const words = element("jump-words").value.trim().toLowerCase();
    const found = deck.all().filter((slide) => !words || matches(slide, words));
    found.sort((one, other) => rank(other, words) - rank(one, words));
    const items = found.map((slide) => make("li", {}, linkTo(slide, numbered(slide))));
    element("jump").querySelector(".dialog-body").replaceChildren(...items);
    const count = found.length === 1 ? "1 slide" : found.length + " slides";
    element("jump-found").textContent = found.length ? count + ". Enter goes to the first." : "No slide has these words.";
    return found;
  }

  deck.does.jump = function () {
    element("jump-words").value = "";
    find();
    open("jump");
    element("jump-words").focus();
    deck.whole().then(find, () => {});
  };
  element("jump-words").addEventListener("input", find);
  element("jump-form").addEventListener("submit", function (event) {
    event.preventDefault();
    const found = find();
    if (found.length) {
      element("jump").close();
      deck.go(found[0].dataset.slide);
    }
  });

  deck.does.blank = function () {
    const blank = element("blank");
    blank.open ? blank.close() : blank.showModal();
  };
  element("blank").addEventListener("click", () => element("blank").close());
  element("blank").addEventListener("keydown", function (event) {
    if (!["Tab", "Shift", "Escape"].includes(event.key)) {
      event.preventDefault();
      event.stopPropagation(); /* The key shows the slide again and does nothing else. */
      element("blank").close();
    }
  });

  deck.does.keys = function () {
    const rows = KEYS.map(([what, keys]) => make("div", {}, make("dt", {}, what), make("dd", {}, keys)));
    element("keys").querySelector(".dialog-body").replaceChildren(...rows);
    element("letters").checked = deck.hasLetters();
    open("keys");
  };
  element("letters").addEventListener("change", () => deck.storeLetters(element("letters").checked));

  /* Asking: what was typed stays until it is saved. */
  function showMessage(isAlert, ...words) {
    const said = element("ask-said");
    said.replaceChildren(...words);
    said.classList.toggle("is-alert", isAlert);
    said.focus();
  }

  let asked = null; /* The slide that a question is about, though another may be shown meanwhile. */

  if (window.session.hasName()) {
    element("ask-by").labels[0].remove();
    element("ask-by").remove();
  }

  deck.does.ask = function () {
    asked = deck.shown();
    element("ask-said").textContent = "";
    element("ask-about").textContent = "About slide " + numbered(asked);
    open("ask");
    element("ask-member").focus();
  };

  async function send(form) {
    const typed = Object.fromEntries(["member", "question", "due_on", "by"].map((name) => [name, form.elements[name]?.value.trim() ?? ""]));
    const slide = asked.dataset;
    const said = { framework_id: slide.framework || document.body.dataset.framework, measure_id: slide.measure || "", pack_id: deck.pack, slide: slide.slide };
    const answer = await fetch("/scrutiny/questions", {
      method: "POST",
      headers: { "X-Intake": "1", "X-CSRF-Token": window.session.token(), "Content-Type": "application/json" },
      body: JSON.stringify(Object.assign(said, typed)),
    });
    const told = await answer.json();
    if (!answer.ok) {
      const reference = told.error.reference ? " Reference " + told.error.reference + "." : "";
      throw Object.assign(new Error(told.error.words + reference), { isServerMessage: true, signIn: told.error.sign_in });
    }
    return told.words;
  }

  element("ask-form").addEventListener("submit", async function (event) {
    event.preventDefault();
    const form = event.target;
    const button = form.querySelector("[type=submit]");
    button.disabled = true;
    try {
      showMessage(false, await send(form));
      form.elements.question.value = "";
    } catch (error) {
      showMessage(true, ...(error.signIn ? window.session.signedOut(error.signIn) : [error.isServerMessage ? error.message : NO_ANSWER]));
    } finally {
      button.disabled = false;
    }
  });

  document.addEventListener("click", follow);
})();
