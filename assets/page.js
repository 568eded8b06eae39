/* The address is the state. Links and controls change it; one callback answers it; what that
   callback says of the page (title, focus, announcement) is carried out here. */
(function () {
  "use strict";

  const REMEMBERED = "send-dashboard:chosen-last";
  const NO_CHOICE = "all";
  const TYPING_MILLISECONDS = 700;
  let current = here();
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
    return { address: here(), hash: window.location.hash, remembered: recall() };
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

  function ask() {
    current = here();
    window.dash_clientside.set_props("address", { data: visit() });
  }

  function keepScroll() {
    const state = Object.assign({}, window.history.state, { scroll: window.scrollY });
    window.history.replaceState(state, "");
  }

  function go(address) {
    if (new URL(address, window.location.href).href === window.location.href) {
      return;
    }
    keepScroll();
    noteFocus();
    window.history.pushState({}, "", address);
    if (here() === current) {
      focusOn(target());
    } else {
      ask();
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
    const isPage = url.origin === window.location.origin && !/^\/(download|assets|healthz)\b/.test(url.pathname);
    const isJump = url.pathname + url.search === here() && url.hash;
    return isPage && !isJump ? url : null;
  }

  document.addEventListener("click", function (event) {
    const url = inAppLink(event);
    if (url) {
      event.preventDefault();
      go(url.pathname + url.search + url.hash);
    }
  });

  window.addEventListener("popstate", function () {
    if (here() !== current) {
      ask();
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
    const announcer = document.getElementById("announcer");
    announcer.textContent = isFirst || isNewPath ? "" : shown.announcement;
    const scroll = window.history.state && window.history.state.scroll;
    if (target()) {
      focusOn(target());
    } else if (isNewPath) {
      document.getElementById("title").focus({ preventScroll: true });
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

  if ("scrollRestoration" in window.history) {
    window.history.scrollRestoration = "manual";
  }
  window.addEventListener("pagehide", keepScroll);

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    page: {
      /* The first page comes with the layout, unless this browser remembers another plan. */
      start: function (_, shown) {
        return isAnswered(shown) ? window.dash_clientside.no_update : visit();
      },

      arrive: function (shown) {
        if (!isAnswered(shown)) {
          return; /* Another answer is on its way. */
        }
        if (here() !== shown.address) {
          window.history.replaceState(window.history.state, "", shown.address + window.location.hash);
        }
        current = here();
        without = shown.without;
        if (shown.remember) {
          remember(shown.remember);
        }
        whenDrawn(shown);
      },
    },
  });
})();
