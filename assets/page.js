/* The address is the state. Links and controls change it; one callback answers it; what that
   callback says of the page (title, focus, announcement) is carried out here. */
(function () {
  "use strict";

  const REMEMBERED = "send-dashboard:chosen-last";
  const NO_CHOICE = "all";
  const TYPING_MILLISECONDS = 700;
  const PATIENCE_MILLISECONDS = 8000;
  let current = here(); /* The address last asked for, or shown. */
  let view = null; /* The address, the history's place and the controls of what is shown. */
  let drawn = null; /* What Dash drew last, asked for or not. */
  let pending = null;
  let lapsed = null;
  let patience = 0;
  let pathShown = null;
  let focused = null;
  let without = {};
  let typing = 0;

  function here() {
    return window.location.pathname + window.location.search;
  }

  function recall() {
    try {
      return JSON.parse(window.localStorage.getItem(REMEMBERED)) || {};
    } catch {
      return {};
    }
  }

  function remember(chosen) {
    try {
      window.localStorage.setItem(REMEMBERED, JSON.stringify(chosen));
    } catch {
      /* A browser that keeps nothing opens on the default plan. */
    }
  }

  function visit() {
    return { address: pending.address, hash: pending.hash, remembered: recall() };
  }

  /* An address that names no plan opens on the one chosen last, which the server was not told of
     when it drew the first page. */
  function prefersAnother(shown) {
    const names = /[?&](area|framework)=/.test(current) || current.startsWith("/priority/");
    const kept = recall();
    const chosen = shown.remember || {};
    return !names && kept.framework && kept.framework !== chosen.framework;
  }

  function isAnswered(shown) {
    return shown && shown.asked === current && (shown.told || !prefersAnother(shown));
  }

  /* An address takes its place in the history when its page arrives, so that address and screen
     agree even where no answer comes. `isNew` says that it has no place there yet. */
  function begin(address, hash, isNew) {
    current = address;
    pending = { address: address, hash: hash, isNew: isNew };
    document.getElementById("main").setAttribute("aria-busy", "true");
    window.clearTimeout(patience);
    patience = window.setTimeout(fail, PATIENCE_MILLISECONDS);
  }

  function ask(address, hash, isNew) {
    begin(address, hash, isNew);
    window.dash_clientside.set_props("address", { data: visit() });
  }

  function stopWaiting() {
    pending = null;
    lapsed = null;
    window.clearTimeout(patience);
    document.getElementById("main").removeAttribute("aria-busy");
    document.getElementById("no-answer").replaceChildren();
  }

  function fail() {
    const unanswered = pending;
    if (!unanswered) {
      return;
    }
    stopWaiting();
    lapsed = unanswered;
    if (view) {
      restoreView();
    }
    showFailure();
  }

  /* Put address and controls back to what is on the screen. */
  function restoreView() {
    const isOnItsPage = lapsed.isNew;
    lapsed.isNew = true;
    current = view.address;
    if (drawn.address !== view.address) {
      current = drawn.asked;
      accept(drawn, { hash: "", isNew: isOnItsPage });
    } else if (!isOnItsPage) {
      leaveEntry();
    }
    view.controls.forEach(function (value, id) {
      document.getElementById(id).value = value;
      window.dash_clientside.set_props(JSON.parse(id), { value: value });
    });
  }

  /* Back and forward have moved in the history already: move as far the other way. */
  function leaveEntry() {
    const steps = view.place - ((window.history.state || {}).place ?? NaN);
    if (steps) {
      window.history.go(steps);
    } else {
      window.history.replaceState(window.history.state, "", view.address);
    }
  }

  function showFailure() {
    const words = document.createElement("p");
    const again = document.createElement("button");
    const alert = document.createElement("div");
    words.textContent = "The dashboard did not answer.";
    if (view) {
      words.textContent += " What you see is still the page before.";
    }
    again.type = "button";
    again.textContent = "Try again";
    again.addEventListener("click", function () {
      ask(lapsed.address, lapsed.hash, lapsed.isNew);
    });
    alert.setAttribute("role", "alert");
    alert.append(words, again);
    document.getElementById("no-answer").replaceChildren(alert);
  }

  /* The page came with what Dash asks for first: hand that over, once. */
  function embeddedAnswer(address) {
    const name = address.split("/").pop();
    const kept = document.querySelector('script[data-answer="' + name + '"]');
    if (!kept) {
      return null;
    }
    kept.remove();
    const headers = { "Content-Type": "application/json" };
    return Promise.resolve(new Response(kept.textContent, { headers: headers }));
  }

  /* Dash tells nobody that its server is gone or failed: listen to what it fetches. */
  const originalFetch = window.fetch;
  window.fetch = function (resource, ...more) {
    const address = resource instanceof Request ? resource.url : String(resource);
    const answer = embeddedAnswer(address) || originalFetch.call(this, resource, ...more);
    const asked = pending;
    if (asked && address.includes("_dash-update-component")) {
      const failAsked = () => asked === pending && fail();
      answer.then((got) => got.ok || failAsked(), failAsked);
    }
    return answer;
  };

  function keepScroll() {
    keepInHistory({ scroll: window.scrollY });
  }

  function keepInHistory(kept) {
    window.history.replaceState(Object.assign({}, window.history.state, kept), "");
  }

  function go(address, link) {
    const url = new URL(address, window.location.href);
    const inner = url.pathname + url.search;
    const headed = pending ? pending.address + pending.hash : here() + window.location.hash;
    if (inner + url.hash === headed) {
      return;
    }
    keepScroll();
    keepInHistory({ followed: link ? [link.getAttribute("href"), link.textContent] : null });
    noteFocus();
    if (inner === here() && !pending) {
      window.history.pushState({ place: view.place + 1 }, "", address);
      view.place += 1;
      focusOn(target());
    } else {
      ask(inner, url.hash, true);
    }
  }

  function target() {
    const id = decodeURIComponent(window.location.hash.slice(1));
    return id ? document.getElementById(id) : null;
  }

  /* What had the focus may be drawn anew: note how to find it again. */
  function noteFocus() {
    const element = document.activeElement;
    const isLink = element && element.matches && element.matches("main a[href]");
    focused = isLink ? element.textContent : null;
  }

  function findFocused() {
    const links = [...document.querySelectorAll("main a[href]")];
    return focused === null ? null : links.find((link) => link.textContent === focused);
  }

  /* Who comes back is put on the link that led away. */
  function findFollowed() {
    const [address, words] = (window.history.state || {}).followed || [];
    const nameOfPlace = (one) => one.getAttribute("href") || one.dataset.href;
    const places = [...document.querySelectorAll("main a[href], main [data-href]")];
    const leading = places.filter((one) => nameOfPlace(one) === address);
    return leading.find((one) => one.textContent === words) || leading[0];
  }

  function focusOn(element) {
    if (!element) {
      return;
    }
    if (!element.hasAttribute("tabindex")) {
      element.setAttribute("tabindex", "-1");
    }
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "start" });
  }

  function inAppLink(event) {
    const link = event.target.closest && event.target.closest("a[href]");
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !isPlain || event.defaultPrevented || link.target || link.hasAttribute("download")) {
      return null;
    }
    const url = new URL(link.href, window.location.href);
    const isPage = url.origin === window.location.origin && !/^\/(download|assets|healthz|report)\b|^\/meeting\/./.test(url.pathname);
    const isJump = url.pathname + url.search === here() && url.hash;
    return isPage && !isJump ? url : null;
  }

  document.addEventListener("click", function (event) {
    const url = inAppLink(event);
    if (url) {
      event.preventDefault();
      go(url.pathname + url.search + url.hash, event.target.closest("a[href]"));
    }
  });

  window.addEventListener("popstate", function () {
    if (here() !== current) {
      ask(here(), window.location.hash, false);
    } else if (view) {
      view.place = (window.history.state || {}).place ?? view.place;
    }
  });

  function withChoice(address, name, value) {
    if (!value) {
      return address;
    }
    const joint = address.includes("?") ? "&" : "?";
    return address + joint + name + "=" + encodeURIComponent(value);
  }

  function nameOf(control) {
    try {
      const id = JSON.parse(control.id);
      return id.type === "choice" ? id.name : null;
    } catch {
      return null;
    }
  }

  function choose(control, name) {
    const value = control.value === NO_CHOICE ? "" : control.value;
    const isHalfTyped = name === "as_of" && value && value < "2000";
    if (name in without && !isHalfTyped) {
      go(withChoice(without[name], name, value));
    }
  }

  /* A date counts as changed with every figure that is typed: wait until the typing stops. */
  document.addEventListener("change", function (event) {
    const name = nameOf(event.target);
    window.clearTimeout(typing);
    if (name === "as_of") {
      typing = window.setTimeout(choose, TYPING_MILLISECONDS, event.target, name);
    } else if (name) {
      choose(event.target, name);
    }
  });

  function settle(shown) {
    const isNewPath = pathShown !== null && pathShown !== window.location.pathname;
    const isFirst = pathShown === null;
    pathShown = window.location.pathname;
    document.title = shown.title;
    document.getElementById("main").dataset.shown = shown.address;
    view.controls = controlsShown();
    const announcer = document.getElementById("announcer");
    announcer.textContent = isFirst || isNewPath ? "" : shown.announcement;
    const scroll = window.history.state && window.history.state.scroll;
    if (target()) {
      focusOn(target());
    } else if (isNewPath) {
      (findFollowed() || document.getElementById("title")).focus({ preventScroll: true });
      window.scrollTo(0, scroll || 0);
    } else if (isFirst && scroll) {
      window.scrollTo(0, scroll);
    } else if (document.activeElement === document.body && findFocused()) {
      findFocused().focus({ preventScroll: true });
    }
    focused = null;
  }

  /* Dash draws after its callbacks have answered: wait until the page's title is the one shown. */
  function whenDrawn(shown) {
    const title = document.getElementById("title");
    if (title && shown.title.startsWith(title.textContent)) {
      settle(shown);
    } else {
      window.requestAnimationFrame(function () {
        whenDrawn(shown);
      });
    }
  }

  function controlsShown() {
    const controls = [...document.querySelectorAll("select, input")].filter(nameOf);
    return new Map(controls.map((control) => [control.id, control.value]));
  }

  function placeInHistory(address, isNew) {
    const state = window.history.state || {};
    if (isNew && address !== here() + window.location.hash) {
      window.history.pushState({ place: view.place + 1 }, "", address);
    } else {
      window.history.replaceState(Object.assign({ place: 0 }, state), "", address);
    }
  }

  function accept(shown, asked) {
    placeInHistory(shown.address + asked.hash, asked.isNew);
    current = here();
    view = { address: current, place: window.history.state.place, controls: new Map() };
    without = shown.without;
    if (shown.remember) {
      remember(shown.remember);
    }
    whenDrawn(shown);
  }

  if ("scrollRestoration" in window.history) {
    window.history.scrollRestoration = "manual";
  }
  window.addEventListener("pagehide", keepScroll);

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    page: {
      /* Ask for the page that is shown once more: what it tells may have changed. */
      again: function () {
        if (!pending) {
          ask(here(), "", false);
        }
      },

      /* The first page comes with the layout, unless this browser remembers another plan. */
      start: function (_, shown) {
        if (isAnswered(shown)) {
          return window.dash_clientside.no_update;
        }
        begin(here(), window.location.hash, false);
        return visit();
      },

      arrive: function (shown) {
        drawn = shown || drawn;
        const isLate = shown && lapsed && shown.asked === lapsed.address;
        if (!isLate && !isAnswered(shown)) {
          return; /* Another answer is on its way. */
        }
        const asked = pending || lapsed || { hash: window.location.hash, isNew: false };
        stopWaiting();
        accept(shown, asked);
      },
    },
  });
})();
