/* Draws what a load or an undo changes in the measures, before and after, and undoing itself.
   assets/intake.js says what there is to draw. */
(function () {
  "use strict";

  const { numbers, make, draw, room, counted, button, tag, fold, trouble, progress, whoField } = window.uploadParts;
  /* More changes than these are folded away. */
  const MOST_TILES = 12;
  const MOST_IN_ROW = 3;
  const WIDTH = 132;
  const HEIGHT = 30;
  const INSET = 6;

  function effects(found, most = MOST_TILES) {
    if (!found) {
      return null;
    }
    const tiles = (found.lines || []).map(tile);
    const list = (some) => make("ul", { class: "effect-tiles" }, some);
    return make(
      "div",
      { class: "effects" },
      found.words ? make("p", { class: "effects-words" }, found.words) : null,
      tiles.length ? list(tiles.slice(0, most)) : null,
      tiles.length > most ? fold(counted(tiles.length - most, "more change"), list(tiles.slice(most))) : null,
    );
  }

  function tile(one) {
    const { before, after } = one;
    const place = make("span", { class: "small" }, one.area + ", " + one.plan);
    const title = make("p", { class: "effect-title" }, make("a", { href: one.address }, one.measure), one.part ? " (" + one.part + ")" : "");
    const look = { class: one.has_turned ? "has-turned" : null };
    if (!before && !after) {
      return make("li", look, title, make("p", {}, one.detail.replace(/^[:,] /, "")), place);
    }
    return make(
      "li",
      look,
      title,
      make("p", { class: "effect-values" }, make("span", {}, before ? before.value : "no figure"), " → ", make("strong", {}, after ? after.value : "no figure"), picture(one)),
      make("p", { class: "effect-tags" }, before && one.has_turned ? [statusTag(before), " → "] : null, after ? statusTag(after) : null),
      make("p", { class: "small" }, periods(before, after)),
      place,
    );
  }

  function statusTag(reading) {
    return tag("status-" + reading.status, reading.status_word);
  }

  function periods(before, after) {
    const words = [...new Set([before, after].filter(Boolean).map((one) => one.period))];
    const targets = before && after && before.target !== after.target;
    return words.join(" → ") + (targets ? ", another target" : "");
  }

  /* Both figures on one track, with the target: where it went is seen before it is read. */
  function picture({ before, after, unit }) {
    const figures = [before?.number, after?.number];
    if (!figures.every(Number.isFinite)) {
      return null;
    }
    const target = after.target;
    const most = unit === "percent" ? 100 : 1.1 * Math.max(...figures, target || 0) || 1;
    const at = (value) => INSET + (Math.max(0, Math.min(value, most)) / most) * (WIDTH - 2 * INSET);
    const middle = HEIGHT / 2;
    const line = (from, to) => draw("line", { class: "moved", x1: at(from), x2: at(to), y1: middle, y2: middle });
    const mark = target === null || target === undefined ? null : draw("path", { class: "aim", d: "M" + at(target) + " 3V" + (HEIGHT - 3) });
    return draw(
      "svg",
      { class: "effect-picture", viewBox: "0 0 " + WIDTH + " " + HEIGHT, width: WIDTH, height: HEIGHT, "aria-hidden": "true" },
      draw("rect", { class: "track", x: INSET, y: middle - 5, width: WIDTH - 2 * INSET, height: 10 }),
      line(...figures),
      mark,
      draw("circle", { class: "was", cx: at(figures[0]), cy: middle, r: 4 }),
      draw("circle", { class: "now", cx: at(figures[1]), cy: middle, r: 5 }),
    );
  }

  /* What a load has changed, and the way to see it. */
  function outcome(found, loads) {
    const off = found.newly_off ? ", " + numbers.format(found.newly_off) + (found.newly_off === 1 ? " is" : " are") + " newly off target" : "";
    const words = found.measures_changed ? counted(found.measures_changed, "measure") + " changed" + off + "." : found.words;
    const several = found.overviews.length > 1;
    const way = (one) => make("li", {}, make("a", { href: changedAddress(one.address, loads) }, several ? one.plan : "See them on the overview"));
    return make(
      "div",
      { class: "outcome" },
      make("p", { class: "effects-words" }, words),
      several ? make("p", {}, "See them on the overview of:") : null,
      found.measures_changed ? make("ul", { class: "bare" }, found.overviews.map(way)) : null,
      found.measures_changed ? fold("What changed", effects({ ...found, words: "" })) : null,
    );
  }

  function changedAddress(address, loads) {
    return address + (address.includes("?") ? "&" : "?") + "changed=load-" + Math.min(...loads);
  }

  /* ---- undoing in the history */

  function undoHeading(undo) {
    const load = "load " + undo.load;
    return { asking: "Undo " + load + "?", undoing: "Undoing " + load, undone: "Load " + undo.load + " is undone", stopped: "Stopped", failed: "Load " + undo.load + " could not be undone" }[undo.phase];
  }

  function drawUndo({ undo, by }) {
    document.querySelectorAll(".undo-row").forEach((row) => row.remove());
    const note = room("undone");
    note && note.replaceChildren();
    if (!undo) {
      return;
    }
    const row = document.querySelector('[data-undo="' + undo.load + '"]')?.closest("tr");
    const inside = make("div", { class: "intake-panel" }, make("h3", { tabindex: "-1" }, undoHeading(undo)), undoBody(undo, by));
    if (row && ["asking", "undoing"].includes(undo.phase)) {
      row.after(make("tr", { class: "undo-row", role: "row" }, make("td", { colspan: String(row.children.length), role: "cell" }, inside)));
    } else if (note) {
      note.append(inside);
    }
    inside.querySelector("h3").focus();
  }

  function undoBody(undo, by) {
    const draws = {
      asking: () => [make("p", {}, "All that came with " + undo.file + " is taken back, and what it replaced stands again."), make("div", { id: "undo-preview" }, undo.preview ? effects(undo.preview.effects, MOST_IN_ROW) : make("p", {}, "Working out what would change …")), undoForm(undo, by)],
      undoing: () => [progress("Undoing")],
      undone: () => [effects(undo.result.effects, MOST_IN_ROW), setAside(undo.result.undone)],
      stopped: () => [make("p", {}, "The work was stopped. Nothing of it is kept, unless it had ended at that moment: the history tells what is loaded.")],
      failed: () => [trouble(undo.trouble)],
    };
    return draws[undo.phase]();
  }

  function undoForm(undo, by) {
    return make(
      "form",
      { "data-act": "undo-one", class: "intake-form" },
      whoField("undo-by", by),
      make("div", { class: "buttons" }, make("button", { class: "button first" }, "Undo load " + undo.load), button("Keep it", "keep-load")),
    );
  }

  function setAside(undone) {
    const kinds = Object.entries((undone && undone.set_aside) || {});
    const items = kinds.map(([kind, count]) => make("li", {}, kind + ": " + counted(count, "row")));
    return items.length ? make("div", {}, make("p", {}, "These rows refer to something that no longer stands. They are set aside until it is loaded again:"), make("ul", {}, items)) : null;
  }

  function showUndoPreview({ undo }) {
    const place = document.getElementById("undo-preview");
    place && place.replaceChildren(effects(undo.preview.effects, MOST_IN_ROW));
  }

  /* ---- what came of a load */

  function topicOf(topic) {
    const items = topic.notes.map((note) => make("li", {}, note.place ? make("strong", {}, note.place + ": ") : null, note.words));
    const left = topic.count - topic.notes.length;
    return make("div", {}, make("p", { class: "topic" }, topic.title + " (" + numbers.format(topic.count) + ")"), make("ul", {}, items), left > 0 ? make("p", {}, numbers.format(left) + " more of this kind.") : null);
  }

  function drawContents(place, told) {
    const items = ((told && told.contents) || []).map((one) => make("li", {}, make("strong", {}, one.name), ": " + one.words));
    const words = told ? (told.error ? told.error.words : "No figure of a measure came from it.") : "This could not be looked up: the server did not answer.";
    place.replaceChildren(items.length ? make("ul", {}, items) : make("p", { class: "small" }, words), ...((told && told.notes) || []).map(topicOf));
  }

  window.uploadEffects = { effects, outcome, undoHeading, drawUndo, showUndoPreview, topicOf, drawContents };
})();
