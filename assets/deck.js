/* Moving through the slides of a pack: keys, links, the address, the other window. All slides are
   in the document; nothing is fetched. What opens over a slide is in deck.dialogs.js. */
(function () {
  "use strict";

  const LETTERS_STORAGE_KEY = "send-dashboard:single-keys";
  const DIGITS_MILLISECONDS = 3000;
  const IDLE_MILLISECONDS = 3000;
  const pack = document.body.dataset.pack;
  const slides = [...document.querySelectorAll("[data-slide]")];
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("deck-" + pack) : null;
  const does = {}; /* What each button and key does, by name. */
  let place = slides.findIndex((one) => !one.hidden);
  let digits = "";
  let digitsTimer = 0;
  let idle = 0;

  /* Keys that never clash with what a reader dictates or types to other programs, and those that
     may be switched off. */
  const PLAIN_KEYS = {
    ArrowRight: "on", PageDown: "on", " ": "on", ArrowLeft: "back", PageUp: "back", Home: "first", End: "last",
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

  /* A step takes the address's place in the history, a jump adds to it: "back" returns from a jump
     and leaves the slides after any number of steps. */
  function show(number, how) {
    const wanted = Math.min(Math.max(number, 0), slides.length - 1);
    if (wanted === place) {
      return announce(wanted === 0 ? "This is the first slide." : wanted === slides.length - 1 ? "This is the last slide." : "");
    }
    slides[place].hidden = true;
    place = wanted;
    const slide = slides[place];
    slide.hidden = false;
    if (how !== "history") {
      window.history[how === "jump" ? "pushState" : "replaceState"]({}, "", addressOf(slide));
    }
    arrive();
    if (how !== "told" && channel) {
      channel.postMessage({ slide: slide.dataset.slide });
    }
  }

  function arrive() {
    const slide = slides[place];
    document.title = titleOf(slide) + " – " + document.body.dataset.suffix;
    window.scrollTo(0, 0);
    slide.scrollTop = 0;
    slide.querySelector("h1").focus({ preventScroll: true });
    announce("Slide " + (place + 1) + " of " + slides.length);
    drawToolbar();
  }

  function drawToolbar() {
    [["back", place - 1], ["on", place + 1]].forEach(([name, next]) => {
      const link = document.querySelector('.toolbar > [data-does="' + name + '"]');
      const isEnd = !(next in slides);
      link.setAttribute("href", addressOf(slides[isEnd ? place : next]));
      isEnd ? link.setAttribute("aria-disabled", "true") : link.removeAttribute("aria-disabled");
    });
  }

  function find(slideId) {
    return slides.findIndex((one) => one.dataset.slide === slideId);
  }

  function go(slideId, how) {
    const found = find(slideId);
    if (found >= 0 && found !== place) {
      show(found, how || "jump");
    }
  }

  does.on = () => show(place + 1, "step");
  does.back = () => show(place - 1, "step");
  does.first = () => show(0, "jump");
  does.last = () => show(slides.length - 1, "jump");
  does.full = async function () {
    try {
      await (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
    } catch {
      announce("This browser does not allow full screen here.");
    }
  };
  does.notes = function () {
    const opened = window.open(addressOf(slides[place]) + "/notes", "notes-" + pack, "popup,width=1100,height=760");
    announce(opened ? "The presenter's window is open." : "This browser did not open another window.");
  };

  /* A page that flows on scrolls first. */
  function canScroll(event) {
    const page = document.documentElement;
    const isDown = event.key === "PageDown" || (event.key === " " && !event.shiftKey);
    const left = isDown ? page.scrollHeight - page.clientHeight - window.scrollY : window.scrollY;
    return ["PageDown", "PageUp", " "].includes(event.key) && left > 4;
  }

  function isElsewhere(event) {
    const held = event.ctrlKey || event.altKey || event.metaKey;
    const typed = event.target.closest("input, textarea, select, dialog[open], [popover]");
    const pressed = event.target.closest("a, button, summary") && [" ", "Enter"].includes(event.key);
    return held || typed || pressed || document.querySelector("dialog[open]");
  }

  function countDigit(key) {
    window.clearTimeout(digitsTimer);
    digits = (digits + key).slice(-3);
    digitsTimer = window.setTimeout(() => (digits = ""), DIGITS_MILLISECONDS);
  }

  function goToNumber() {
    const wanted = Number(digits);
    digits = "";
    if (wanted >= 1 && wanted <= slides.length) {
      show(wanted - 1, "jump");
    } else {
      announce("There is no slide " + wanted + ".");
    }
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
    if (/^\d$/.test(event.key) && hasLetters()) {
      return countDigit(event.key);
    }
    if (event.key === "Enter" && digits) {
      return goToNumber();
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
    const asked = decodeURIComponent(window.location.pathname.split("/").pop());
    if (find(asked) >= 0 && find(asked) !== place) {
      show(find(asked), "history");
    }
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

  document.body.classList.add("is-live");
  document.body.classList.toggle("without-letters", !hasLetters());
  drawToolbar();
  window.deck = {
    pack: pack, slides: slides, does: does, go: go, announce: announce, titleOf: titleOf, addressOf: addressOf,
    hasLetters: hasLetters, storeLetters: storeLetters, shown: () => slides[place],
  };
})();
