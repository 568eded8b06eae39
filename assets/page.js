/* Every page: its one address, the plan that opens next time, forms that a change of their control
   sends, and where a reader was when the page comes back. Links are links: nothing here follows them. */
(function () {
  "use strict";

  const PLACE = "send-dashboard:place";
  const YEAR_SECONDS = 31536000;
  const ANOTHER_DAY = "another";
  const main = document.getElementById("main");
  let chosen = null;

  function here() {
    return window.location.pathname + window.location.search;
  }

  function nameAddress() {
    if (main.dataset.shown !== here()) {
      window.history.replaceState(window.history.state, "", main.dataset.shown + window.location.hash);
    }
  }

  function remember() {
    if (main.dataset.remember) {
      const secure = window.location.protocol === "https:" ? "; secure" : "";
      const chosen = encodeURIComponent(main.dataset.remember);
      document.cookie = `chosen=${chosen}; path=/; max-age=${YEAR_SECONDS}; samesite=lax${secure}`;
    }
  }

  /* The address that a form leads to, without what is empty in it. */
  function addressOf(form) {
    const url = new URL(form.getAttribute("action"), window.location.href);
    /* A ticked box of 1 is what holds without a choice; beside it stands what is sent where it is not. */
    const isPlain = (one) => one.type === "checkbox" && one.checked && one.value === "1";
    const plain = new Set([...form.elements].filter(isPlain).map((one) => one.name));
    const chosen = [...new FormData(form)].filter(([name, value]) => value !== "" && !plain.has(name));
    url.search = new URLSearchParams(chosen).toString();
    return url;
  }

  function describe(element) {
    const isOneOfMany = ["radio", "checkbox"].includes(element.type);
    const control = element.name ? { name: element.name, value: isOneOfMany ? element.value : null } : null;
    return { id: element.id, control, words: element.textContent, href: element.getAttribute("href") };
  }

  function findControl({ name, value }) {
    const alike = [...document.getElementsByName(name)].filter((one) => one.type !== "hidden");
    return alike.find((one) => value === null || one.value === value);
  }

  function find(described) {
    if (described.id) {
      return document.getElementById(described.id);
    }
    if (described.control) {
      return findControl(described.control);
    }
    const links = [...main.querySelectorAll("a[href], [data-href]")];
    const leading = links.filter((one) => (one.getAttribute("href") || one.dataset.href) === described.href);
    const named = links.filter((one) => one.textContent === described.words);
    return leading.find((one) => named.includes(one)) || named[0] || leading[0];
  }

  /* The same page for another choice opens where this one is. */
  function keepPlace(url, element) {
    const scroll = main.contains(element) ? window.scrollY : 0;
    const place = { path: url.pathname, scroll: scroll, focus: describe(element) };
    window.sessionStorage.setItem(PLACE, JSON.stringify(place));
  }

  function takePlace() {
    const place = JSON.parse(window.sessionStorage.getItem(PLACE));
    window.sessionStorage.removeItem(PLACE);
    if (!place || place.path !== window.location.pathname || window.location.hash) {
      return;
    }
    window.scrollTo(0, place.scroll);
    unfoldAndFocus(find(place.focus));
    const announcer = document.getElementById("announcer");
    announcer.textContent = announcer.dataset.words;
  }

  /* Who comes back is put on the link that led away; the browser has scrolled already. */
  function returnToLink() {
    const followed = (window.history.state || {}).followed;
    const isLost = document.activeElement === document.body;
    if (followed && isLost) {
      find(followed)?.focus({ preventScroll: true });
    }
  }

  /* Who follows a link to a part of a page goes on from there. */
  function focusOnPart() {
    const part = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
    if (part) {
      if (!part.matches("a[href], button, input, select, textarea, summary, [tabindex]")) {
        part.tabIndex = -1;
      }
      part.focus();
    }
  }

  function go(url, element) {
    keepPlace(url, element);
    window.location.assign(url);
  }

  function isLive() {
    return document.documentElement.dataset.mounted === "ready";
  }

  /* A live region answers a choice by itself: the address follows. */
  function choose(url, element) {
    if (!isLive()) {
      go(url, element);
      return;
    }
    document.dispatchEvent(new CustomEvent("page:choice"));
    const isInSheet = Boolean(element.closest(":popover-open"));
    chosen = { hash: url.hash, focus: describe(element), isInSheet, wasSeen: element.checkVisibility() };
    const address = url.pathname + url.search;
    main.dataset.shown = address;
    window.history.replaceState(window.history.state, "", address);
    window.dash_clientside.set_props("choices", { "data-address": address });
  }

  /* What was chosen keeps the focus when its part is drawn anew, and its menu stays open. */
  function takeUp(part) {
    const announced = part.querySelector("[data-announcement]");
    if (announced) document.getElementById("announcer").textContent = announced.dataset.announcement;
    if (!chosen) return;
    const place = chosen.hash && document.getElementById(decodeURIComponent(chosen.hash.slice(1)));
    if (place && part.contains(place)) place.scrollIntoView({ block: "nearest" });
    if (document.activeElement !== document.body) return;
    /* Escape presses a link in a menu that is closed: the chart that it made small has the focus. */
    const again = chosen.wasSeen ? find(chosen.focus) : part.querySelector(".chart-picture");
    if (again && chosen.isInSheet) again.closest("[popover]").showPopover();
    if (again) unfoldAndFocus(again);
  }

  function unfoldAndFocus(element) {
    const folded = element && element.closest("details");
    if (folded) {
      folded.open = true;
    }
    const isFolded = element?.closest(".chooser-fields") && !element.checkVisibility();
    (isFolded ? document.getElementById("chooser-fold") : element)?.focus({ preventScroll: true });
  }

  /* A link in a live region to another view of the same page is a choice. */
  function isChoice(link, url) {
    const isHere = url.pathname === window.location.pathname && url.origin === window.location.origin;
    const isPlace = url.hash && url.search === window.location.search;
    const isAnswered = link.closest("[data-part]") && !link.closest("[data-at-once]");
    return isLive() && isHere && !isPlace && isAnswered && url.searchParams.get("tab") !== "all";
  }

  function showDayField() {
    document.querySelector(".choice-day").classList.add("is-shown");
    document.getElementById("another-day").focus();
  }

  document.addEventListener("change", function (event) {
    const form = event.target.form;
    if (form && form.hasAttribute("data-live")) {
      choose(addressOf(form), event.target);
    } else if (form && form.hasAttribute("data-submit")) {
      if (event.target.value === ANOTHER_DAY) {
        showDayField();
      } else {
        go(addressOf(form), event.target);
      }
    }
  });

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.method === "get" && !event.defaultPrevented && form.getAttribute("action")) {
      event.preventDefault();
      go(addressOf(form), document.activeElement);
    }
  });

  /* On a phone the bar of area, plan and report date is folded. */
  document.getElementById("chooser-fold")?.addEventListener("click", function (event) {
    foldChooser(event.currentTarget.getAttribute("aria-expanded") !== "true");
  });

  document.addEventListener("click", function (event) {
    const link = event.target instanceof Element && event.target.closest("a[href]");
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !isPlain || event.defaultPrevented || link.target || link.hasAttribute("download")) {
      return;
    }
    const url = new URL(link.href);
    if (isChoice(link, url)) {
      event.preventDefault();
      choose(url, link);
      return;
    }
    const state = Object.assign({}, window.history.state, { followed: describe(link) });
    window.history.replaceState(state, "");
    if (main.contains(link) && url.origin === window.location.origin && url.pathname === window.location.pathname && !url.hash) {
      keepPlace(url, link);
    }
  });

  /* Show what the page says now. Where Dash is mounted it is given the new HTML of its parts. */
  async function again() {
    const answer = await window.fetch(here());
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const live = main.querySelector(".live-place");
    if (live) {
      renewRegion(live, fresh);
      fresh.querySelector(".live-place").replaceWith(live);
    }
    ["page-top", "page"].forEach((id) => document.getElementById(id).replaceWith(fresh.getElementById(id)));
  }

  function renewRegion(live, fresh) {
    if (!isLive()) {
      document.getElementById("live").replaceChildren(...fresh.getElementById("live").childNodes);
      return;
    }
    live.querySelectorAll("[data-part]").forEach(function (part) {
      window.dash_clientside.set_props(part.id, { "data-html": fresh.getElementById(part.id).innerHTML });
    });
  }

  function foldChooser(isOpen) {
    document.getElementById("chooser").classList.toggle("is-open", isOpen);
    document.getElementById("chooser-fold").setAttribute("aria-expanded", String(isOpen));
  }

  /* Escape takes the field of another day back, then folds the bar; return whether it did. */
  function leaveChooser() {
    const fold = document.getElementById("chooser-fold");
    const day = document.querySelector(".choice-day.is-shown");
    if (day?.contains(document.activeElement)) {
      day.classList.remove("is-shown");
      const select = document.getElementById("choice-as_of");
      select.form.reset();
      select.focus();
      return true;
    }
    const isUnfolded = fold?.getAttribute("aria-expanded") === "true" && fold.checkVisibility();
    const isInside = isUnfolded && document.getElementById("chooser").contains(document.activeElement);
    if (isInside) {
      foldChooser(false);
      fold.focus();
    }
    return isInside;
  }

  /* What is enlarged is made small. The Escape of a chart or a menu comes first: it marks the event as used. */
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || event.defaultPrevented) {
      return;
    }
    if (leaveChooser()) {
      event.preventDefault();
    } else {
      main.querySelector("a[data-close]")?.click();
    }
  });

  document.addEventListener("live:renewed", (event) => takeUp(event.target));

  window.addEventListener("pageshow", function (event) {
    const [entry] = performance.getEntriesByType("navigation");
    if (event.persisted || entry.type === "back_forward") {
      /* The browser brings back what was chosen here last: that led away. */
      document.querySelectorAll("form[data-submit], form[data-live]").forEach((form) => form.reset());
      returnToLink();
    }
  });

  nameAddress();
  remember();
  takePlace();
  focusOnPart();
  window.sendPage = { again, choose, isLive };
})();
