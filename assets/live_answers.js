/* Where no answer comes to a choice, each part that waits for it says so, offers what can be done, and keeps
   its size: what it showed is not what was chosen. Dash notes what failed in its store. */
(function () {
  "use strict";

  const NO_ANSWER = "The server did not answer.";
  const LOW = 160; /* Pixels, of a place without room for more than a sentence and what can be done. */
  const failed = new Map(); /* Parts, with what is said in the place of each. */
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

  function element(name, ...content) {
    const made = document.createElement(name);
    made.append(...content);
    return made;
  }

  function fail(part, words) {
    const before = failed.get(part) || {
      isChart: part.querySelector(".can-live") !== null,
      isLow: part.offsetHeight < LOW,
    };
    if (!before.isChart && part.querySelector("form[data-live]")) return; /* By its controls something else is chosen. */
    part.style.minHeight = `${part.offsetHeight}px`;
    part.style.flexBasis = `${part.offsetWidth}px`;
    failed.set(part, { ...before, words });
  }

  /* The same cause is said once, in the place of a chart if there is one; a low place has no room
     for more than one way on. */
  function boxOf(part) {
    const { isChart, words, isLow } = failed.get(part);
    const alike = [...failed].filter(([, other]) => other.words === words);
    const [saying] = alike.find(([, other]) => other.isChart) || alike[0];
    const title = element("strong", isChart ? "This chart could not be drawn." : "This could not be shown.");
    const reason = element("p", title);
    const box = element("div", reason);
    box.className = isLow ? "not-drawn is-low" : "not-drawn";
    box.dataset.atOnce = ""; /* What it offers is a page, not one more answer. */
    if (part === saying) {
      reason.append(` ${words}`);
      box.dataset.announcement = reason.textContent;
      if (!isLow) box.append(element("p", "The figures are as they were, and your choice is kept."));
      box.append(element("p", ...ways().slice(0, isLow ? 1 : 2)));
    }
    return box.outerHTML;
  }

  /* A part that still waits for an answer says nothing yet. */
  function showFailed() {
    [...failed.keys()].filter((part) => !unanswered.includes(part)).forEach(function (part) {
      const box = boxOf(part);
      if (part.innerHTML !== box) window.dash_clientside.set_props(part.id, { "data-html": box });
    });
  }

  function showFailures(failures) {
    const added = failures.slice(0, failures.length - count);
    count = failures.length;
    added.forEach(function ({ error }) {
      const named = unanswered.filter((part) => error.html && error.message.includes(`${part.id}.`));
      const silent = named.length ? named : unanswered;
      unanswered = unanswered.filter((part) => !silent.includes(part));
      silent.forEach((part) => fail(part, wordsOf(error)));
    });
    showFailed();
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
    const { outputMap } = window.dash_stores[0].getState().graphs;
    unanswered = [...document.querySelectorAll("[data-part]")].filter((part) => part.id in outputMap);
  });
  document.addEventListener("live:renewed", function ({ target }) {
    unanswered = unanswered.filter((part) => part !== target);
    if (target.querySelector(":scope > .not-drawn")) {
      const way = document.querySelector(".not-drawn a");
      if (document.activeElement === document.body) way?.focus({ preventScroll: true });
    } else if (failed.delete(target)) {
      target.style.minHeight = "";
      target.style.flexBasis = "";
      showFailed();
    }
  });
})();
