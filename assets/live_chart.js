/* Pictures of charts come to life: once one is in view, Plotly draws its figure over it,
   mark on mark. A drag chooses a span of time and writes it into the address; a press on a line's name
   brings it to the front, one on an event reads it out. Without Plotly only the drag is missing.
   Listens on the document, so that charts drawn later are served too. */
(function () {
  "use strict";

  const LIVE = ".drawn.can-live";
  const FAINT = 0.25;
  const MOST_BUSY = 50; /* Milliseconds. */
  const figures = new WeakMap();
  const wholeStops = new WeakMap();
  const waiting = [];
  let library = null;
  let isDrawing = false;

  /* --- Upgrade --------------------------------------------------------------------------------- */

  function load(address) {
    if (window.Plotly) return Promise.resolve();
    library = library || new Promise(function (done, failed) {
      const script = document.createElement("script");
      script.src = address;
      script.addEventListener("load", done);
      script.addEventListener("error", failed);
      document.head.append(script);
    });
    return library;
  }

  const watcher = new IntersectionObserver(function (entries) {
    entries.filter((entry) => entry.isIntersecting).forEach(function (entry) {
      watcher.unobserve(entry.target);
      waiting.push(entry.target);
    });
    drawWaiting();
  });

  /* One after the other, and a turn for others between, once they have taken longer than a reader notices. */
  async function drawWaiting() {
    if (isDrawing) return;
    isDrawing = true;
    let began = performance.now();
    while (waiting.length) {
      await draw(waiting.shift()).catch(() => {});
      if (performance.now() - began > MOST_BUSY) began = await nextTurn();
    }
    isDrawing = false;
    document.dispatchEvent(new CustomEvent("charts:alive"));
  }

  function nextTurn() {
    return new Promise((goOn) => window.setTimeout(() => goOn(performance.now())));
  }

  async function draw(drawn) {
    if (!drawn.isConnected || !drawn.clientWidth) return;
    await load(drawn.dataset.library);
    const figure = JSON.parse(drawn.dataset.figure);
    const isCoarse = window.matchMedia("(pointer: coarse)").matches;
    const layout = { ...figure.layout, width: drawn.clientWidth, dragmode: isCoarse ? false : "zoom" };
    layout.yaxis.fixedrange = true;
    layout.xaxis.fixedrange = isCoarse;
    const host = document.createElement("div");
    host.className = "live-plot";
    drawn.append(host);
    await window.Plotly.newPlot(host, figure.data, layout, figure.config);
    figures.set(drawn, { figure, host });
    host.on("plotly_relayout", (changes) => zoomed(drawn, changes));
    host.on("plotly_clickannotation", (event) => pressed(drawn, event.annotation.name || ""));
    drawn.classList.add("is-live");
  }

  function watch() {
    document.querySelectorAll(`${LIVE}:not([data-watched])`).forEach(function (drawn) {
      drawn.dataset.watched = "";
      watcher.observe(drawn);
    });
  }

  new ResizeObserver(function () {
    document.querySelectorAll(`${LIVE}.is-live`).forEach(function (drawn) {
      const { host } = figures.get(drawn) || {};
      const width = drawn.clientWidth;
      if (host && width && Math.abs(host.offsetWidth - width) + Math.abs(host.layout.width - width) > 1) {
        window.Plotly.relayout(host, { width });
      }
    });
  }).observe(document.documentElement);

  /* --- Time ------------------------------------------------------------------------------------ */

  function pictureOf(drawn) {
    return drawn.closest(".chart-picture");
  }

  function stopsOf(picture) {
    if (!wholeStops.has(picture)) wholeStops.set(picture, picture.dataset.stops);
    return JSON.parse(wholeStops.get(picture));
  }

  function zoomed(drawn, changes) {
    const range = [changes["xaxis.range[0]"], changes["xaxis.range[1]"]];
    if (!range[0]) return;
    const picture = pictureOf(drawn);
    const days = range.map((day) => day.slice(0, 10));
    const inside = stopsOf(picture).filter((stop) => stop.day && days[0] <= stop.day && stop.day <= days[1]);
    if (!inside.length) {
      reset(drawn);
      return;
    }
    const span = { from: inside[0].day, to: inside[inside.length - 1].day };
    const event = new CustomEvent("chart:span", { bubbles: true, cancelable: true, detail: span });
    if (picture.dispatchEvent(event)) {
      writeAddress(span);
      narrow(drawn, range);
    }
  }

  function writeAddress(span) {
    const address = new URL(window.location.href);
    ["from", "to"].forEach((name) => address.searchParams.delete(name));
    Object.entries(span).forEach(([name, day]) => address.searchParams.set(name, day));
    window.history.replaceState(window.history.state, "", address);
  }

  /* Show a part of the time: its own ticks, the labels of days, the stops that lie in it. */
  function narrow(drawn, range) {
    const { figure, host } = figures.get(drawn);
    const annotations = figure.layout.annotations.filter((note) => note.xref === "x");
    window.Plotly.restyle(host, { cliponaxis: true });
    window.Plotly.relayout(host, { "xaxis.tickmode": "auto", "xaxis.nticks": 5, annotations });
    const [whole, part] = [figure.layout.xaxis.range, range].map((ends) => ends.map((day) => new Date(day).getTime()));
    const share = (across) => (whole[0] + across * (whole[1] - whole[0]) - part[0]) / (part[1] - part[0]);
    const stops = stopsOf(pictureOf(drawn)).map(function (stop) {
      const across = stop.across === null ? null : share(stop.across);
      return { ...stop, across: across !== null && across >= 0 && across <= 1 ? across : null };
    });
    pictureOf(drawn).dataset.stops = JSON.stringify(stops);
    offerReset(drawn);
  }

  function offerReset(drawn) {
    const picture = pictureOf(drawn);
    if (picture.querySelector(".chart-reset")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "chart-reset";
    button.textContent = "Reset";
    picture.append(button);
  }

  function reset(drawn) {
    const { figure, host } = figures.get(drawn);
    const picture = pictureOf(drawn);
    const { xaxis, annotations } = figure.layout;
    window.Plotly.restyle(host, { cliponaxis: figure.data.map((trace) => trace.cliponaxis ?? true) });
    window.Plotly.relayout(host, { "xaxis.range": [...xaxis.range], "xaxis.tickmode": "array", annotations });
    picture.dataset.stops = wholeStops.get(picture) || picture.dataset.stops;
    writeAddress({});
    const button = picture.querySelector(".chart-reset");
    if (!button) return;
    if (button === document.activeElement) picture.focus();
    button.remove();
  }

  /* --- Lines and events ------------------------------------------------------------------------ */

  function pressed(drawn, name) {
    if (name.startsWith("event: ")) {
      readOut(drawn, name.slice("event: ".length));
    } else if (name) {
      bringToFront(drawn, drawn.dataset.front === name ? "" : name);
    }
  }

  function say(words) {
    document.getElementById("announcer").textContent = words;
  }

  function readOut(drawn, words) {
    const readout = drawn.closest(".chart").querySelector(".chart-readout");
    readout.dataset.idle = words;
    readout.textContent = words;
    say(words);
  }

  function bringToFront(drawn, key) {
    drawn.dataset.front = key;
    drawn.querySelectorAll("[data-line]").forEach(function (line) {
      line.style.opacity = !key || line.dataset.line === key ? "" : FAINT;
    });
    const { figure, host } = figures.get(drawn) || {};
    if (!host) return;
    figure.data.forEach(function (trace, place) {
      if (trace.meta) window.Plotly.restyle(host, { opacity: !key || trace.meta === key ? 1 : FAINT }, [place]);
    });
  }

  /* L brings one line after the other to the front, then none. */
  function nextToFront(drawn) {
    const names = [...drawn.querySelectorAll("[data-front]:not(.drawn)")];
    const keys = names.map((name) => name.dataset.front);
    const next = keys[keys.indexOf(drawn.dataset.front || "") + 1] || "";
    bringToFront(drawn, next);
    say(next ? `In front: ${names[keys.indexOf(next)].textContent}` : "All lines");
  }

  document.addEventListener(
    "click",
    function (event) {
      const target = event.target instanceof Element ? event.target : null;
      const drawn = target && target.closest(LIVE);
      if (target && target.closest(".chart-reset")) {
        event.stopPropagation();
        reset(target.closest(".chart-picture").querySelector(LIVE));
        return;
      }
      const part = drawn && target.closest("[data-front]:not(.drawn), [data-event]");
      if (!part) return;
      event.stopPropagation();
      pressed(drawn, part.dataset.front || `event: ${part.dataset.event}`);
    },
    true,
  );

  document.addEventListener("keydown", function (event) {
    const picture = event.target instanceof Element && event.target.closest(".chart-picture");
    const drawn = picture && picture.querySelector(LIVE);
    const isPlain = !(event.altKey || event.ctrlKey || event.metaKey || event.shiftKey);
    if (drawn && isPlain && event.key.toLowerCase() === "l" && drawn.querySelector("[data-front]")) {
      nextToFront(drawn);
      event.preventDefault();
    }
  });

  new MutationObserver(watch).observe(document.documentElement, {
    attributeFilter: ["data-figure"],
    childList: true,
    subtree: true,
  });
  watch();
})();
