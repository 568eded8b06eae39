/* Elements that the scripts of the Data page share. Text of files and of the server goes into the
   page as text only. */
(function () {
  "use strict";

  const numbers = new Intl.NumberFormat("en-GB");

  function make(tag, attributes, ...children) {
    return fill(document.createElement(tag), attributes, children);
  }

  function draw(tag, attributes, ...children) {
    return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
  }

  function fill(element, attributes, children) {
    Object.entries(attributes || {}).forEach(function ([name, value]) {
      if (value !== undefined && value !== null && value !== false) {
        element.setAttribute(name, value === true ? "" : value);
      }
    });
    element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
    return element;
  }

  function room(name) {
    return document.querySelector('[data-intake="' + name + '"]');
  }

  function counted(count, one, many) {
    return numbers.format(count) + " " + (count === 1 ? one : many || one + "s");
  }

  function button(words, act, look, more) {
    return make("button", { type: "button", class: "button " + (look || ""), "data-act": act, ...more }, words);
  }

  /* A copy of a tag that the server drew, with other words where these are given. */
  function tag(name, words) {
    const found = room("tags").content.querySelector("." + name).cloneNode(true);
    if (words) {
      found.lastElementChild.textContent = words;
    }
    return found;
  }

  function fold(words, ...inside) {
    return make("details", {}, make("summary", {}, words), ...inside);
  }

  function trouble(found) {
    const reference = found && found.reference;
    const signIn = found && found.sign_in;
    return make(
      "div",
      { role: "alert" },
      signIn
        ? make("p", {}, ...window.session.signedOut(signIn))
        : make("p", {}, (found && found.words) || "The server did not answer."),
      reference ? make("p", {}, "Give the reference ", make("strong", { class: "reference" }, reference), " to whoever looks after this dashboard.") : null,
    );
  }

  function progress(name) {
    return make(
      "div",
      { class: "progress-of" },
      make("p", { id: "intake-step" }, "Starting …"),
      make("progress", { id: "intake-progress", "aria-label": name }),
      button("Cancel", "stop"),
    );
  }

  /* Whoever has signed in is asked for no name. */
  function whoField(id, by) {
    return window.session.hasName() ? "" : make(
      "div",
      { class: "choice" },
      make("label", { for: id, class: "form-label" }, "Your name"),
      make("input", { id: id, name: "by", class: "form-control", required: true, maxlength: "60", autocomplete: "name", value: by, "aria-describedby": id + "-hint" }),
      make("span", { class: "small", id: id + "-hint" }, "Kept in the history beside what you did."),
    );
  }

  window.uploadParts = { numbers, make, draw, room, counted, button, tag, fold, trouble, progress, whoField };
})();
