/* The read-out of charts: what lies nearest to the pointer, a finger or the keyboard's place is written
   in the line kept for it under the chart. A press pins it, and offers the way on. Charts of one page
   may share the day. Listens on the document, so that charts drawn later are served too. */
(function () {
  "use strict";

  const LINKED = "send-dashboard:linked-cursor";
  const QUIET_MILLISECONDS = 150;
  const STILL_PIXELS = 6;
  /* What leads elsewhere within a picture: the way back from a zoom, names of lines, events. */
  const OTHER_PRESSES = ".chart-reset, [data-front]:not(.drawn), [data-event], .annotation";
  const parsed = new WeakMap();
  const opened = new WeakSet();
  let hovered = null; /* A place: {picture, index}. */
  let keyed = null;
  let pressed = null; /* Where a press began that may pin. */
  let pinned = null;
  let shown = []; /* The pictures whose read-out has words. */
  let frame = 0;
  let saying = 0;

  function pictureOf(target) {
    return target instanceof Element ? target.closest(".chart-picture[data-stops]") : null;
  }

  function stopsOf(picture) {
    const text = picture.dataset.stops;
    const kept = parsed.get(picture);
    if (kept && kept.text === text) return kept.stops;
    const stops = JSON.parse(text);
    parsed.set(picture, { text, stops });
    return stops;
  }

  function isHere(place) {
    return place && place.picture.isConnected && place.index < stopsOf(place.picture).length;
  }

  /* The px round the plot of the drawing that is seen: there is one for a phone, and one for a screen. */
  function sidesOf(picture) {
    const drawings = [...picture.querySelectorAll("[data-sides]")];
    return JSON.parse(drawings.find((one) => one.clientWidth).dataset.sides);
  }

  function nearest(picture, clientX) {
    const [left, right] = sidesOf(picture);
    const box = picture.getBoundingClientRect();
    const across = (clientX - box.left - left) / (box.width - left - right);
    let best = 0;
    stopsOf(picture).forEach(function (stop, index, stops) {
      const away = (one) => (one.across === null ? Infinity : Math.abs(one.across - across));
      if (away(stop) < away(stops[best])) best = index;
    });
    return { picture, index: best };
  }

  function isLinked() {
    try {
      return window.localStorage.getItem(LINKED) !== "no";
    } catch {
      return true;
    }
  }

  /* The stop of another chart for the same day: its period holds the day, or ends in its month. */
  function stopOn(picture, day) {
    const stops = stopsOf(picture);
    const holds = (stop) => stop.day && (stop.first ? stop.first <= day : stop.day.slice(0, 7) === day.slice(0, 7));
    const holding = stops.filter((stop) => holds(stop) && day <= (stop.first ? stop.day : day));
    return holding.find((stop) => stop.day === day) || holding[0] || null;
  }

  function othersOf(picture) {
    const linked = picture.closest("[data-linked]");
    if (!linked || !isLinked()) return [];
    return [...linked.querySelectorAll(".chart-picture[data-stops]")].filter((one) => one !== picture);
  }

  function readoutOf(picture) {
    return picture.closest(".chart").querySelector(".chart-readout");
  }

  function linkTo(picture, stop) {
    const link = document.createElement("a");
    const address = new URL(picture.dataset.href, window.location.href);
    if (stop.day) address.searchParams.set("at", stop.day);
    link.href = address.pathname + address.search;
    link.textContent = "Open →";
    link.setAttribute("aria-label", `Open ${picture.dataset.name}, ${stop.period}`);
    return link;
  }

  function wordsOf(stop) {
    return `${stop.period}: ${stop.words}`;
  }

  function write(picture, words, stop, isPinned) {
    const readout = readoutOf(picture);
    if (readout.dataset.idle === undefined) readout.dataset.idle = readout.textContent;
    const span = document.createElement("span");
    span.textContent = words;
    const parts = isPinned && picture.dataset.href ? [span, " ", linkTo(picture, stop)] : [span];
    readout.replaceChildren(...parts);
    readout.classList.add("is-live");
    readout.classList.toggle("is-pinned", Boolean(isPinned));
    picture.classList.toggle("is-pinned", Boolean(isPinned));
    mark(picture, stop);
  }

  function mark(picture, stop) {
    const cursor = picture.querySelector(".chart-cursor");
    cursor.hidden = !stop || stop.across === null;
    if (cursor.hidden) return;
    const [left, right, top, bottom] = sidesOf(picture);
    /* From the axis up to the point, so that the label over the point stays readable. */
    const over = stop.up === null ? 0 : 1 - stop.up;
    cursor.style.left = `calc(${left}px + (100% - ${left + right}px) * ${stop.across})`;
    cursor.style.top = `calc(${top}px + (100% - ${top + bottom}px) * ${over})`;
    cursor.style.bottom = `${bottom}px`;
    cursor.classList.toggle("without-value", stop.up === null);
  }

  function clear(picture) {
    const readout = readoutOf(picture);
    if (readout.dataset.idle !== undefined) readout.textContent = readout.dataset.idle;
    readout.classList.remove("is-live", "is-pinned");
    picture.classList.remove("is-pinned");
    mark(picture, null);
  }

  /* Every change goes through here, once before the next frame is painted. */
  function later() {
    frame = frame || window.requestAnimationFrame(paint);
  }

  function paint() {
    frame = 0;
    const place = [hovered, keyed, pinned].find(isHere) || null;
    const before = shown.filter((picture) => picture.isConnected);
    shown = [];
    if (place) {
      const stop = stopsOf(place.picture)[place.index];
      const isPin = (picture) => isHere(pinned) && pinned.picture === picture;
      const isPinned = isPin(place.picture) && pinned.index === place.index;
      write(place.picture, wordsOf(stop), stop, isPinned);
      shown.push(place.picture);
      if (stop.day) {
        othersOf(place.picture).forEach(function (picture) {
          const same = stopOn(picture, stop.day);
          write(picture, same ? wordsOf(same) : `${stop.period}: –`, same, false);
          shown.push(picture);
        });
      }
    }
    before.filter((picture) => !shown.includes(picture)).forEach(clear);
  }

  /* One polite live region a page: it speaks of the chart in use, once the keys rest. */
  function say(place) {
    window.clearTimeout(saying);
    saying = window.setTimeout(function () {
      const words = isHere(place) ? wordsOf(stopsOf(place.picture)[place.index]) : "";
      document.getElementById("announcer").textContent = words;
    }, QUIET_MILLISECONDS);
  }

  function pin(place) {
    const isSame = isHere(pinned) && pinned.picture === place.picture && pinned.index === place.index;
    pinned = isSame ? null : place;
    hovered = null;
    keyed = isSame || !keyed ? null : place;
    say(place);
    later();
  }

  function moved(place, key) {
    const stops = stopsOf(place.picture);
    const last = stops.length - 1;
    const inside = (index) => Math.min(Math.max(index, 0), last);
    if (key === "Home") return 0;
    if (key === "End") return last;
    if (place.index === null) return key === "ArrowRight" || key === "PageDown" ? 0 : last;
    if (key === "ArrowLeft") return inside(place.index - 1);
    if (key === "ArrowRight") return inside(place.index + 1);
    return inside(yearFrom(stops, place.index, key === "PageDown" ? 1 : -1));
  }

  /* The stop nearest to a year later or earlier. */
  function yearFrom(stops, index, step) {
    const time = (stop) => new Date(stop.day || 0).getTime();
    const wanted = new Date(stops[index].day || 0);
    wanted.setFullYear(wanted.getFullYear() + step);
    const away = (one) => Math.abs(time(stops[one]) - wanted.getTime());
    const ahead = stops.map((_, one) => one).filter((one) => (one - index) * step > 0);
    return ahead.reduce((best, one) => (away(one) < away(best) ? one : best), index + step);
  }

  function placeOn(picture) {
    if (isHere(keyed) && keyed.picture === picture) return keyed;
    if (isHere(pinned) && pinned.picture === picture) return pinned;
    return { picture, index: null };
  }

  function press(picture, key) {
    const place = placeOn(picture);
    if (["ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"].includes(key)) {
      hovered = null;
      keyed = { picture, index: moved(place, key) };
      say(keyed);
      later();
    } else if (key === "Escape" && (keyed || pinned || hovered)) {
      hovered = keyed = pinned = null;
      later();
    } else if (key === " " && place.index !== null) {
      pin(place);
    } else if (key === "Enter" && picture.dataset.href) {
      const stop = place.index === null ? {} : stopsOf(picture)[place.index];
      const link = linkTo(picture, stop);
      document.body.append(link);
      link.click();
      link.remove();
    } else if (key.toLowerCase() === "t") {
      showNumbers(picture);
    } else {
      return false;
    }
    return true;
  }

  /* The chart's numbers where the page has them, else the page that has. */
  function showNumbers(picture) {
    const chart = picture.closest(".chart");
    const numbers = chart.querySelector("details.chart-numbers");
    if (numbers) {
      numbers.open = !numbers.open;
      if (numbers.open) numbers.querySelector("summary").focus();
    } else {
      chart.querySelector("a[data-numbers]")?.click();
    }
  }

  document.addEventListener("keydown", function (event) {
    const picture = pictureOf(event.target);
    const isPlain = !(event.altKey || event.ctrlKey || event.metaKey || event.shiftKey);
    if (picture && isPlain && press(picture, event.key)) {
      event.preventDefault();
    } else if (event.key === "Escape" && isHere(pinned)) {
      pinned = null;
      event.preventDefault();
      later();
    }
  });

  /* Over a pinned chart nothing moves, so that the pointer gets to its link. */
  document.addEventListener("pointermove", function (event) {
    if (event.pointerType === "touch") return;
    const picture = pictureOf(event.target);
    const isPinnedHere = picture && isHere(pinned) && pinned.picture === picture;
    const next = picture && !isPinnedHere ? nearest(picture, event.clientX) : null;
    const isSame = next && hovered && hovered.picture === picture && hovered.index === next.index;
    if (isSame || (!next && !hovered)) return;
    hovered = next;
    later();
  });

  document.documentElement.addEventListener("pointerleave", function () {
    hovered = null;
    later();
  });

  /* A press is one that does not move: a drag chooses a span of time. A live chart keeps clicks to
     itself. */
  document.addEventListener("pointerdown", function (event) {
    const picture = pictureOf(event.target);
    const isOwn = picture && event.button === 0 && !event.target.closest(OTHER_PRESSES);
    pressed = isOwn ? { picture, x: event.clientX, y: event.clientY } : null;
  });

  document.addEventListener("pointerup", function (event) {
    const { picture, x, y } = pressed || {};
    pressed = null;
    if (picture && Math.hypot(event.clientX - x, event.clientY - y) <= STILL_PIXELS) {
      pin(nearest(picture, x));
    }
  });

  document.addEventListener("pointercancel", function () {
    pressed = null;
  });

  document.addEventListener("focusout", function (event) {
    if (keyed && pictureOf(event.target) === keyed.picture) {
      keyed = null;
      later();
    }
  });

  document.addEventListener("change", function (event) {
    if (!event.target.matches("[data-link-cursors]")) return;
    try {
      window.localStorage.setItem(LINKED, event.target.checked ? "yes" : "no");
    } catch {
      /* A browser that keeps nothing links them. */
    }
    later();
  });

  /* An address names the period that its chart opens at. */
  function arrive() {
    document.querySelectorAll("[data-link-cursors]:not([data-met])").forEach(function (box) {
      box.dataset.met = "";
      box.checked = isLinked();
    });
    const day = new URLSearchParams(window.location.search).get("at");
    const picture = document.querySelector(".chart-picture[data-stops]");
    if (!day || !picture || opened.has(picture)) return;
    opened.add(picture);
    const index = stopsOf(picture).findIndex((stop) => stop.day === day);
    if (index >= 0) pinned = { picture, index };
    later();
  }

  /* Another page may put another series into the same element: its read-out starts afresh. */
  function restart() {
    hovered = keyed = pinned = null;
    later();
  }

  new MutationObserver(function (changes) {
    if (changes.some((change) => change.type === "attributes")) restart();
    arrive();
  }).observe(document.documentElement, {
    attributeFilter: ["data-stops"],
    childList: true,
    subtree: true,
  });
  arrive();
})();
