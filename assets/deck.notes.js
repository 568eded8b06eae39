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

  function show(number, isFromOther) {
    const wanted = Math.min(Math.max(number, 0), slides.length - 1);
    notes[place].hidden = true;
    place = wanted;
    notes[place].hidden = false;
    slides.forEach((one, at) => (one.hidden = at !== place + 1));
    document.getElementById("last").hidden = place !== slides.length - 1;
    document.getElementById("place").textContent = place + 1;
    const heading = notes[place].querySelector("h1");
    document.title = heading.textContent + " – notes – " + document.body.dataset.suffix;
    const address = "/meeting/" + encodeURIComponent(pack) + "/" + encodeURIComponent(slides[place].dataset.slide) + "/notes";
    window.history.replaceState({}, "", address);
    heading.focus();
    if (!isFromOther && channel) {
      channel.postMessage({ slide: slides[place].dataset.slide });
    }
  }

  const does = {
    on: () => show(place + 1),
    back: () => show(place - 1),
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
      show(place + STEPS[event.key]);
    }
  });
  if (channel) {
    channel.addEventListener("message", function (event) {
      const found = slides.findIndex((one) => one.dataset.slide === event.data.slide);
      if (found >= 0 && found !== place) {
        show(found, true);
      }
    });
    channel.postMessage({ asks: true });
  }
  window.setInterval(tick, 1000);
  tick();
})();
