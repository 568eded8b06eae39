/* Moving through the slides of a pack: keys, links, the address, the other window. The main slides are
   in the document; those behind them are fetched once these are painted. What opens over a slide is in
   deck.dialogs.js. */
(function () {
  "use strict";

  const LETTERS_STORAGE_KEY = "send-dashboard:single-keys";
  const DIGITS_MILLISECONDS = 3000;
  const IDLE_MILLISECONDS = 3000;
  const FETCH_WITHIN_MILLISECONDS = 2000;
  const pack = document.body.dataset.pack;
  const room = document.getElementById("slides");
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("deck-" + pack) : null;
  const does = {}; /* What each button and key does, by name. */
  let slides = [...room.children];
  let place = slides.findIndex((one) => !one.hidden);
  let loading = null; /* The backup slides that are being fetched, or have been. */
  let left = null; /* The main slide that was left for its backup, and the item that had the focus. */
  let typed = "";
  let typedTimer = 0;
  let idle = 0;

  /* Keys that never clash with what a reader dictates or types to other programs, and those that
     may be switched off. */
  const PLAIN_KEYS = {
    ArrowRight: "on", PageDown: "on", " ": "on", ArrowLeft: "back", PageUp: "back", Home: "first", End: "last",
    ArrowDown: "nextItem", ArrowUp: "previousItem", Enter: "backup", Backspace: "return",
  };
  const LETTER_KEYS = {
    g: "grid", f: "full", t: "table", n: "notes", b: "blank", j: "jump", "/": "jump", q: "ask", "?": "keys",
  };

  function titleOf(slide) {
    return slide.querySelector("h1").textContent;
  }

  function addressOf(slide) {
    return "/meeting/" + encodeURIComponent(pack) + "/" + encodeURIComponent(slide.dataset.slide);
  }

  function hasLetters() {
    try {
      return window.localStorage.getItem(LETTERS_STORAGE_KEY) !== "off";
    } catch {
      return true;
    }
  }

  function storeLetters(isOn) {
    document.body.classList.toggle("without-letters", !isOn);
    try {
      window.localStorage.setItem(LETTERS_STORAGE_KEY, isOn ? "on" : "off");
    } catch {
      /* A browser that keeps nothing asks again next time. */
    }
  }

  function announce(words) {
    document.getElementById("said").textContent = words;
  }

  function isBackup(slide) {
    return slide.dataset.group === "backup";
  }

  /* The slides among which a step stays: the main ones, or those behind them. */
  function group(slide) {
    return slides.filter((one) => one.dataset.group === slide.dataset.group);
  }

  /* A step takes the address's place in the history, a jump adds to it: "back" returns from a jump
     and leaves the slides after any number of steps. */
  function show(slide, how) {
    const before = slides[place];
    if (slide === before) {
      return;
    }
    if (isBackup(slide) && !isBackup(before)) {
      left = { slide: before, item: document.activeElement.closest(".item") };
    }
    before.hidden = true;
    place = slides.indexOf(slide);
    slide.hidden = false;
    if (how !== "history") {
      window.history[how === "jump" ? "pushState" : "replaceState"]({}, "", addressOf(slide));
    }
    arrive();
    if (how !== "told" && channel) {
      channel.postMessage({ slide: slide.dataset.slide });
    }
  }

  function step(count) {
    const own = group(slides[place]);
    const wanted = own[own.indexOf(slides[place]) + count];
    if (wanted) {
      show(wanted, "step");
    } else {
      announce(count < 0 ? "This is the first slide." : "This is the last slide.");
    }
  }

  function arrive() {
    const slide = slides[place];
    document.title = titleOf(slide) + " – " + document.body.dataset.suffix;
    window.scrollTo(0, 0);
    slide.scrollTop = 0;
    slide.querySelector("h1").focus({ preventScroll: true });
    announce("Slide " + slide.dataset.number + " of " + group(slide).length);
    drawToolbar();
  }

  function drawToolbar() {
    const own = group(slides[place]);
    const at = own.indexOf(slides[place]);
    [["back", own[at - 1]], ["on", own[at + 1]]].forEach(([name, next]) => {
      const link = document.querySelector('.toolbar > [data-does="' + name + '"]');
      link.setAttribute("href", addressOf(next || slides[place]));
      next ? link.removeAttribute("aria-disabled") : link.setAttribute("aria-disabled", "true");
    });
  }

  /* A backup slide that is shown already stays where it is: what moves loses the focus. */
  async function fetchBackup() {
    const answer = await fetch(document.body.dataset.rest);
    if (!answer.ok) {
      throw new Error("The backup slides did not come.");
    }
    const held = document.createElement("template");
    held.innerHTML = await answer.text();
    let here = slides.find(isBackup);
    [...held.content.children].forEach(function (one) {
      if (here && one.dataset.slide === here.dataset.slide) {
        here = null;
      } else {
        here ? here.before(one) : room.append(one);
      }
    });
    const shown = slides[place];
    slides = [...room.children];
    place = slides.indexOf(shown);
    document.body.classList.add("is-whole");
    drawToolbar();
  }

  function whole() {
    loading = loading || fetchBackup().catch((error) => {
      loading = null;
      throw error;
    });
    return loading;
  }

  function find(name) {
    return slides.find((one) => one.dataset.slide === name || one.dataset.number === name);
  }

  /* Without a connection what has not come cannot be shown. */
  async function go(name, how) {
    if (!find(name)) {
      try {
        await whole();
      } catch {
        return announce("The backup slides did not come. Try again.");
      }
    }
    const found = find(name);
    found ? show(found, how || "jump") : announce("There is no slide " + name + ".");
  }

  /* The items of a slide are stops of the arrow keys; their slide's title is the first. */
  function focusItem(count) {
    const stops = [slides[place].querySelector("h1"), ...slides[place].querySelectorAll("a.item")];
    const at = Math.max(stops.indexOf(document.activeElement), 0) + count;
    if (stops[at]) {
      stops[at].focus();
    }
  }

  does.on = () => step(1);
  does.back = () => step(-1);
  does.first = () => show(slides[0], "jump");
  does.last = () => show(group(slides[0]).at(-1), "jump");
  does.nextItem = () => focusItem(1);
  does.previousItem = () => focusItem(-1);
  does.backup = function () {
    const name = slides[place].dataset.backup;
    name ? go(name) : announce("This slide has no backup.");
  };
  does.return = function () {
    if (!isBackup(slides[place])) {
      return announce("This is a main slide.");
    }
    const name = slides[place].dataset.slide;
    const leads = slides.find((one) => !isBackup(one) && one.querySelector('[data-to="' + CSS.escape(name) + '"]'));
    const { slide, item } = left || { slide: leads || slides[0], item: null };
    show(slide, "jump");
    if (item) {
      item.focus();
    }
  };
  does.full = async function () {
    try {
      await (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
    } catch {
      announce("This browser does not allow full screen here.");
    }
  };
  does.notes = function () {
    const opened = window.open(addressOf(slides[place]) + "/notes", "notes-" + pack, "popup,width=1100,height=760");
    announce(opened ? "The presenter’s window is open." : "This browser did not open another window.");
  };

  /* A page that flows on scrolls first. */
  function canScroll(event) {
    const page = document.documentElement;
    const isDown = ["PageDown", "ArrowDown"].includes(event.key) || (event.key === " " && !event.shiftKey);
    const more = isDown ? page.scrollHeight - page.clientHeight - window.scrollY : window.scrollY;
    return ["PageDown", "PageUp", " ", "ArrowDown", "ArrowUp"].includes(event.key) && more > 4;
  }

  function isElsewhere(event) {
    const held = event.ctrlKey || event.altKey || event.metaKey;
    const writing = event.target.closest("input, textarea, select, dialog[open], [popover]");
    const pressed = !typed && event.target.closest("a, button, summary") && [" ", "Enter"].includes(event.key);
    return held || writing || pressed || document.querySelector("dialog[open]");
  }

  /* The label of a slide: digits, after an A for one of the backup. */
  function typeLabel(key) {
    window.clearTimeout(typedTimer);
    typed = (key === "a" ? "A" : typed + key).slice(0, 4);
    typedTimer = window.setTimeout(() => (typed = ""), DIGITS_MILLISECONDS);
  }

  function goToLabel() {
    const wanted = typed;
    typed = "";
    go(wanted);
  }

  function nameOf(event) {
    if (event.key in PLAIN_KEYS) {
      return event.key === " " && event.shiftKey ? "back" : PLAIN_KEYS[event.key];
    }
    return event.key && hasLetters() ? LETTER_KEYS[event.key.toLowerCase()] : undefined;
  }

  document.addEventListener("keydown", function (event) {
    if (isElsewhere(event)) {
      return;
    }
    if (/^[\da]$/i.test(event.key) && hasLetters()) {
      return typeLabel(event.key.toLowerCase());
    }
    if (event.key === "Enter" && typed) {
      event.preventDefault();
      return goToLabel();
    }
    const name = nameOf(event);
    if (name && !canScroll(event)) {
      event.preventDefault();
      window.performance.mark("slide-asked");
      does[name]();
    }
  });

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-does]");
    const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    const item = event.target.closest(".cell, .row")?.querySelector("a.item");
    if (isPlain && item && !event.target.closest("a")) {
      return go(item.dataset.to);
    }
    if (!button || !isPlain || !(button.dataset.does in does)) {
      return;
    }
    event.preventDefault();
    const menu = button.closest("[popover]");
    if (menu) {
      menu.hidePopover();
    }
    does[button.dataset.does]();
  });

  window.addEventListener("popstate", function () {
    go(decodeURIComponent(window.location.pathname.split("/").pop()), "history");
  });

  if (channel) {
    channel.addEventListener("message", function (event) {
      const told = event.data;
      if (told.asks) {
        channel.postMessage({ slide: slides[place].dataset.slide });
      } else if (told.does === "blank") {
        does.blank();
      } else if (told.slide) {
        go(told.slide, "told");
      }
    });
  }

  /* In full screen the toolbar goes when nobody points, and comes with the pointer or the focus. */
  function wake() {
    document.body.classList.remove("is-idle");
    window.clearTimeout(idle);
    idle = window.setTimeout(() => document.body.classList.add("is-idle"), IDLE_MILLISECONDS);
  }
  ["pointermove", "pointerdown", "focusin"].forEach((name) => document.addEventListener(name, wake));
  document.addEventListener("fullscreenchange", wake);

  /* Once the main slides are painted and nothing else is to be done; a browser that is never idle waits
     no longer than this. */
  window.addEventListener("load", function () {
    const later = window.requestIdleCallback || ((call) => window.setTimeout(call, 1));
    later(() => whole().catch(() => {}), { timeout: FETCH_WITHIN_MILLISECONDS });
  });

  document.body.classList.add("is-live");
  document.body.classList.toggle("without-letters", !hasLetters());
  drawToolbar();
  window.deck = {
    pack: pack, does: does, go: go, announce: announce, titleOf: titleOf, addressOf: addressOf, isBackup: isBackup,
    hasLetters: hasLetters, storeLetters: storeLetters, shown: () => slides[place], all: () => slides, whole: whole,
  };
})();
