/* Where no answer comes to a choice, each part that waits for it says so, offers what can be done, and keeps
   its size: what it showed is not what was chosen. Dash notes what failed in its store. */
(function () {
  "use strict";

  const NO_ANSWER = "The server did not answer.";
  let unanswered = [];
  let count = 0; /* Failures that are shown. */

  function link(words, address, attributes) {
    const made = document.createElement("a");
    Object.entries({ href: address, ...attributes }).forEach(([name, value]) => made.setAttribute(name, value));
    made.textContent = words;
    return made;
  }

  /* The numbers of a measure are under its chart, in a part of their own; those of a priority in its list. */
  function ways() {
    const here = new URL(window.location.href);
    const found = [link("Try again", here.pathname + here.search, { class: "button first" })];
    const [name, value, words] = document.getElementById("measure-tabs")
      ? ["tab", "numbers", "Show the numbers"]
      : ["view", "list", "Show a list of figures"];
    if (here.searchParams.get(name) !== value) {
      here.searchParams.set(name, value);
      found.push(link(words, here.pathname + here.search, { class: "button" }));
    }
    return found;
  }

  /* A server that fails says under which reference, one that refuses says why in JSON; what stands in front of
     it answers in HTML, or nothing. */
  function wordsOf(error) {
    const answer = (error.html || "").trim();
    if (answer.startsWith("{")) {
      try {
        return JSON.parse(answer).error.words || NO_ANSWER;
      } catch {
        return NO_ANSWER;
      }
    }
    return answer && !answer.startsWith("<") ? answer : NO_ANSWER;
  }

  function fail(part, words) {
    const isChart = part.querySelector(".can-live") !== null;
    if (!isChart && part.querySelector("form[data-live]")) return; /* By its controls something else is chosen. */
    const names = ["div", "strong", "p", "p", "p"];
    const [box, title, reason, advice, links] = names.map((name) => document.createElement(name));
    title.textContent = isChart ? "This chart could not be drawn." : "This could not be shown.";
    reason.append(title, ` ${words}`);
    advice.textContent = "The figures are as they were, and your choice is kept.";
    links.append(...ways());
    box.append(reason, advice, links);
    box.className = "not-drawn";
    box.dataset.atOnce = ""; /* What it offers is a page, not one more answer. */
    box.dataset.announcement = reason.textContent;
    part.style.minHeight = `${part.offsetHeight}px`;
    part.dataset.failed = "";
    window.dash_clientside.set_props(part.id, { "data-html": box.outerHTML });
  }

  function showFailures(failures) {
    const added = failures.slice(0, failures.length - count);
    count = failures.length;
    added.forEach(function ({ error }) {
      const named = unanswered.filter((part) => error.html && error.message.includes(`${part.id}.`));
      (named.length ? named : unanswered).forEach((part) => fail(part, wordsOf(error)));
    });
  }

  function watch() {
    const [store] = window.dash_stores;
    store.subscribe(function () {
      const failures = store.getState().error.backEnd;
      if (failures.length !== count) showFailures(failures);
    });
  }

  document.addEventListener("page:choice", watch, { once: true });
  document.addEventListener("page:choice", function () {
    unanswered = [...document.querySelectorAll("[data-part]")];
  });
  document.addEventListener("live:renewed", function ({ target }) {
    unanswered = unanswered.filter((part) => part !== target);
    const box = target.querySelector(":scope > .not-drawn");
    if (box && document.activeElement === document.body) {
      box.querySelector("a").focus({ preventScroll: true });
    } else if (!box && "failed" in target.dataset) {
      delete target.dataset.failed;
      target.style.minHeight = "";
    }
  });
})();
