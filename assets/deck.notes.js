/* The presenter's own window: notes, the next slide, the time; in step with the shown window. */
(function () {
  "use strict";

  const STEPS = {
    ArrowRight: 1, PageDown: 1, " ": 1, ArrowLeft: -1, PageUp: -1, Home: -Infinity, End: Infinity,
  };
  const pack = document.body.dataset.pack;
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("deck-" + pack) : null;
  const slides = [...document.querySelectorAll("[data-slide]")];
  const notes = [...document.querySelectorAll("[data-note]")];
  let place = notes.findIndex((one) => !one.hidden);
  let started = Date.now();

  /* A step stays among the main slides, or among those behind them. */
  function near(count) {
    const own = slides.filter((one) => one.dataset.group === slides[place].dataset.group);
    const at = own.indexOf(slides[place]) + count;
    return own[Math.min(Math.max(at, 0), own.length - 1)];
  }

  function show(slide, isFromOther) {
    notes[place].hidden = true;
    place = slides.indexOf(slide);
    notes[place].hidden = false;
    const next = near(1);
    slides.forEach((one) => (one.hidden = one !== next || one === slide));
    document.getElementById("last").hidden = next !== slide;
    document.getElementById("place").textContent = slide.querySelector(".place").textContent;
    const heading = notes[place].querySelector("h1");
    document.title = heading.textContent + " – notes – " + document.body.dataset.suffix;
    const address = "/meeting/" + encodeURIComponent(pack) + "/" + encodeURIComponent(slide.dataset.slide) + "/notes";
    window.history.replaceState({}, "", address);
    heading.focus();
    if (!isFromOther && channel) {
      channel.postMessage({ slide: slide.dataset.slide });
    }
  }

  const does = {
    on: () => show(near(1)),
    back: () => show(near(-1)),
    blank: () => channel && channel.postMessage({ does: "blank" }),
    restart: () => (started = Date.now()),
  };

  function two(number) {
    return String(number).padStart(2, "0");
  }

  function tick() {
    const now = new Date();
    const seconds = Math.floor((Date.now() - started) / 1000);
    document.getElementById("clock").textContent = two(now.getHours()) + ":" + two(now.getMinutes());
    document.getElementById("elapsed").textContent = two(Math.floor(seconds / 60)) + ":" + two(seconds % 60);
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-does]");
    if (button) {
      does[button.dataset.does]();
      tick();
    }
  });
  document.addEventListener("keydown", function (event) {
    const isPressed = event.target.closest("button") && event.key === " ";
    const held = event.ctrlKey || event.altKey || event.metaKey;
    if (event.key in STEPS && !isPressed && !held) {
      event.preventDefault();
      show(near(STEPS[event.key]));
    }
  });
  if (channel) {
    channel.addEventListener("message", function (event) {
      const found = slides.find((one) => one.dataset.slide === event.data.slide);
      if (found && found !== slides[place]) {
        show(found, true);
      }
    });
    channel.postMessage({ asks: true });
  }
  window.setInterval(tick, 1000);
  tick();
})();
