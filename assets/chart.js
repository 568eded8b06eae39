/* What can be taken away of a chart: its picture, its numbers and its words. Listens on the document,
   so that charts drawn later are served too. */
(function () {
  "use strict";

  /* The server draws the picture; here it becomes dots, twice as many as a slide has. */
  async function downloadPicture(button) {
    const answer = await window.fetch(button.dataset.png);
    if (!answer.ok) throw new Error("no picture");
    const picture = new Image();
    picture.src = `data:image/svg+xml,${encodeURIComponent(await answer.text())}`;
    await picture.decode();
    const canvas = document.createElement("canvas");
    canvas.width = 2 * picture.width;
    canvas.height = 2 * picture.height;
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    saveFile(canvas.toDataURL("image/png"), `${button.dataset.file}.png`);
  }

  /* What a page that shows small numbers says of itself; blank on a page for the public. */
  function dataTeamNote() {
    return document.getElementById("small-numbers").textContent;
  }

  function saveFile(address, name) {
    const link = document.createElement("a");
    link.href = address;
    link.download = dataTeamNote() ? `unsuppressed-${name}` : name;
    link.click();
  }

  /* Without a secure address a browser has no clipboard but this old one. */
  async function copy(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const isDone = document.execCommand("copy");
    field.remove();
    if (!isDone) throw new Error("not copied");
  }

  /* Do what a button offers, and say politely that it is done, or that it is not. */
  async function runAndReport(button, act, done, failed) {
    const told = button.closest(".take-away").querySelector(".copied");
    const tell = function (words) {
      told.textContent = words;
      document.getElementById("announcer").textContent = words;
    };
    tell("");
    try {
      await act();
      tell(done);
    } catch {
      tell(failed);
    }
    button.focus();
  }

  function exportChart(button) {
    const data = button.dataset;
    if (data.png) {
      const failed = "The picture could not be made. Try again, or take the SVG.";
      runAndReport(button, () => downloadPicture(button), "The picture is in your downloads.", failed);
    } else {
      const view = new URL(data.copy || data.at, window.location.href).href;
      const words = [data.copyText, dataTeamNote(), view].filter(Boolean).join("\n");
      const text = data.copy ? view : words;
      const done = data.copy ? "The link is copied." : "The text is copied.";
      const failed = "This browser did not allow it. Copy it here: ";
      runAndReport(button, () => copy(text), done, `${failed}${text}`);
    }
  }

  /* The events by their numbers, then the sources. */
  function wordsBelow(chart) {
    const texts = (name) => Array.from(chart.querySelectorAll(name), (one) => one.textContent);
    const events = texts(".chart-events li").map((words, place) => `${place + 1}  ${words}`);
    return [...events, texts(".chart-source").join(". "), dataTeamNote()].filter(Boolean);
  }

  /* Lines short enough for the width of the picture. */
  function wrapped(text) {
    return text.match(/.{1,105}(\s|$)/g) || [text];
  }

  /* Drawings are SVG in the page: they are painted under their words onto one canvas. */
  async function downloadDrawn(panel, file, names) {
    const drawings = Array.from(panel.querySelectorAll(".drawn .for-wide svg"));
    const pictures = await Promise.all(drawings.map(asPicture));
    saveFile(paint(linesOf(panel, names), pictures, wordsBelow(panel).flatMap(wrapped)), `${file}.png`);
  }

  const PANEL_WORDS = ["h2", ".chart-subtitle", ".case-finding"];
  const DRAWN_WIDTH = 1600;

  async function asPicture(drawing) {
    const copy = drawing.cloneNode(true);
    copy.setAttribute("font-family", "Arial, sans-serif");
    const text = new XMLSerializer().serializeToString(copy);
    const picture = new Image(drawing.viewBox.baseVal.width, drawing.viewBox.baseVal.height);
    picture.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
    await picture.decode();
    return picture;
  }

  /* What is said above the drawings, in lines that fit. */
  function linesOf(panel, names) {
    const said = names.map((name) => panel.querySelector(name)).filter(Boolean);
    return said.flatMap((one) => one.textContent.match(/.{1,68}(\s|$)/g) || []);
  }

  /* Words above, the first of them bold; drawings; words below. */
  function paint(above, pictures, below) {
    const heights = pictures.map((picture) => (picture.height * DRAWN_WIDTH) / picture.width);
    const drawn = heights.reduce((sum, height) => sum + height + 20, 0);
    const canvas = document.createElement("canvas");
    canvas.width = DRAWN_WIDTH + 80;
    canvas.height = 90 + 56 * above.length + drawn + (below.length && 30 + 40 * below.length);
    const brush = canvas.getContext("2d");
    brush.fillStyle = "#ffffff";
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.fillStyle = "#0b0c0c";
    above.forEach(function (line, place) {
      brush.font = `${place ? "" : "bold "}42px Arial, sans-serif`;
      brush.fillText(line, 40, 70 + 56 * place);
    });
    let top = 80 + 56 * above.length;
    pictures.forEach(function (picture, place) {
      brush.drawImage(picture, 40, top, DRAWN_WIDTH, heights[place]);
      top += heights[place] + 20;
    });
    brush.font = "30px Arial, sans-serif";
    below.forEach((line, place) => brush.fillText(line, 40, top + 30 + 40 * place));
    return canvas.toDataURL("image/png");
  }

  document.addEventListener("click", function (event) {
    const clicked = (name) => event.target instanceof Element && event.target.closest(name);
    const button = clicked(".take-away button");
    if (button) exportChart(button);
    const drawn = clicked("[data-drawn]");
    if (drawn) {
      const panel = document.getElementById(drawn.dataset.drawn);
      downloadDrawn(panel, drawn.dataset.file, PANEL_WORDS);
    }
  });
})();
