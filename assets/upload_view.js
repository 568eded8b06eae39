/* Draws what assets/intake.js keeps of loading and undoing. Text of files and of the server goes into
   the page as text only. */
(function () {
  "use strict";

  const { numbers, make, room, counted, button, tag, fold, trouble, progress, whoField } = window.uploadParts;
  const { effects, outcome, topicOf } = window.uploadEffects;
  const LACKED = ["cut_off", "coverage"]; /* What an extract of cases is refused without. */
  const STEPS = { empty: 0, undone: 0, ready: 2, unchanged: 2, loading: 3, loaded: 4, undoing: 4 }; /* All else is the check. */

  function size(bytes) {
    if (bytes < 1024) {
      return counted(bytes, "byte");
    }
    const [unit, step] = bytes < 1048576 ? ["kB", 1024] : ["MB", 1048576];
    const whole = bytes / step;
    return (whole < 10 ? whole.toFixed(1) : Math.round(whole)) + " " + unit;
  }

  /* ---- what stands above all: how things are, in a few words */

  function isRefused(one) {
    return one.state === "refused" || one.state === "failed";
  }

  function asked(work) {
    const reports = work.files.map((one) => one.report).filter(Boolean);
    return [...new Set(reports.flatMap((report) => report.asks || []))];
  }

  function stateOf(work) {
    if (work.phase !== "checked") {
      return work.phase;
    }
    if (work.files.some(isRefused)) {
      return "refused";
    }
    const asks = asked(work);
    if (asks.length) {
      return asks.some((name) => name !== "confirmed") ? "asks" : "confirm";
    }
    return work.result && work.result.can_load ? "ready" : "unchanged";
  }

  function heading({ work, access }) {
    const files = counted(work.files.length, "file");
    const refused = work.files.filter(isRefused).length;
    const words = {
      empty: "",
      sending: "Sending " + files,
      checking: "Checking " + files,
      refused: refused === work.files.length ? (refused === 1 ? "This file cannot be loaded" : "None of these files can be loaded") : numbers.format(refused) + " of " + files + " cannot be loaded",
      asks: "Something must be said first",
      confirm: "Look at how it was read",
      ready: "Ready to load",
      unchanged: "Nothing new to load",
      loading: "Loading " + files,
      loaded: "Loaded",
      undoing: "Undoing the load",
      undone: "The load is undone",
      stopped: "Stopped",
      failed: "That did not work",
    };
    return access && !access.is_open ? "" : words[stateOf(work)];
  }

  const EXPLANATIONS = {
    refused: "Nothing was loaded. Fix what is named below and send the file again under the same name, or take it off the list.",
    asks: "The files do not say this themselves. Nothing is loaded yet.",
    confirm: "Nothing is loaded yet. See below whether each figure stands where it should.",
    ready: "Nothing is loaded yet. If you load, this is what changes:",
    unchanged: "Everything in these files stands already: loading them would change nothing.",
    undone: "What stood before the load stands again:",
    stopped: "The work was stopped. Nothing of it is kept, unless it had ended at that moment: the history below tells what is loaded.",
  };

  /* ---- the room as a whole */

  function draw(viewState) {
    const place = room("work");
    const below = room("details");
    if (!place || !viewState.access) {
      return;
    }
    const { work, access } = viewState;
    const hasFocus = (one) => one.contains(document.activeElement);
    const hadFocus = hasFocus(place) || hasFocus(below) || document.activeElement === document.body;
    const isWorking = access.is_open && work.phase !== "empty";
    place.closest(".data-screen").classList.toggle("is-working", isWorking);
    place.replaceChildren(...(access.is_open ? opened(viewState) : closed(access)));
    below.replaceChildren(...(isWorking ? details(viewState) : []));
    markStep(STEPS[stateOf(work)] ?? 1);
    const title = place.querySelector("h2");
    if (hadFocus && title && isWorking) {
      title.focus();
    } else if (hadFocus && work.phase === "empty" && place.dataset.wasBusy) {
      place.querySelector("input").focus();
    }
    place.dataset.wasBusy = work.phase === "empty" ? "" : "1";
  }

  function markStep(current) {
    document.querySelectorAll(".steps li").forEach(function (step, place) {
      step.toggleAttribute("aria-current", place === current);
      if (place === current) {
        step.setAttribute("aria-current", "step");
      }
    });
  }

  function closed(access) {
    return [make("p", { class: "closed" }, make("strong", {}, "Files cannot be loaded on this page. "), access.words)];
  }

  function opened(viewState) {
    const { work } = viewState;
    if (work.phase === "empty") {
      return [dropZone(work, viewState.access)];
    }
    const state = stateOf(work);
    const isBusy = ["sending", "checking", "loading", "undoing"].includes(work.phase);
    return [
      make(
        "div",
        { class: "intake-panel is-" + state },
        make("div", { class: "intake-head" }, make("div", {}, make("h2", { tabindex: "-1" }, heading(viewState)), EXPLANATIONS[state] ? make("p", {}, EXPLANATIONS[state]) : null), isBusy ? null : dropZone(work, viewState.access)),
        state === "failed" ? trouble(work.trouble) : null,
        ["checking", "loading", "undoing"].includes(state) ? progress({ checking: "Checking", loading: "Loading", undoing: "Undoing" }[state]) : null,
        state === "undone" || state === "undoing" ? null : files(work),
      ),
    ];
  }

  function details(viewState) {
    const { work } = viewState;
    const state = stateOf(work);
    const found = work.result && work.result.effects;
    const shown = state === "undone" || state === "undoing" ? null : openedFile(work);
    const drawn = [
      ["ready", "undone"].includes(state) ? effects(found) : null,
      state === "loaded" && found ? outcome(found, work.loads) : null,
      forms(state, viewState),
      shown && fileCard(shown, work),
    ].filter(Boolean);
    return drawn.length ? [make("div", { class: "intake-panel" }, drawn)] : [];
  }

  function dropZone(work, access) {
    const isFirst = work.phase === "empty";
    const most = Math.floor(access.max_bytes / 1048576);
    const hint = "CSV, workbook, ZIP or XML, several at once, up to " + most + " MB each. Nothing is loaded until you say so.";
    return make(
      "div",
      { class: isFirst ? "drop-zone" : "drop-zone is-small" },
      isFirst ? make("p", { class: "drop-title" }, "Drop this month’s files here") : null,
      make("p", { id: "intake-files-hint", class: isFirst ? null : "visually-hidden" }, hint),
      make("label", { for: "intake-files", class: "button first" }, isFirst ? "Choose files" : "Send more files, or a fixed one"),
      make("input", { type: "file", multiple: true, id: "intake-files", "aria-describedby": "intake-files-hint" }),
    );
  }

  /* ---- how far it is */

  function progressWords({ step, done, of }) {
    return of > 1 ? step + ": " + numbers.format(done) + " of " + numbers.format(of) : step;
  }

  function showProgress(told) {
    const bar = document.getElementById("intake-progress");
    if (!bar) {
      return;
    }
    document.getElementById("intake-step").textContent = progressWords(told);
    if (told.of > 1) {
      bar.max = told.of;
      bar.value = told.done;
    } else {
      bar.removeAttribute("value");
    }
  }

  function showSent(one) {
    const bar = [...document.querySelectorAll("progress[data-file]")].find((each) => each.dataset.file === one.name);
    if (bar) {
      bar.value = one.sent;
      bar.nextElementSibling.textContent = sentWords(one);
    }
  }

  function sentWords(one) {
    return one.state === "sending" ? size(one.sent) + " of " + size(one.size) : size(one.size);
  }

  /* ---- what a person must say */

  function forms(state, viewState) {
    const draws = {
      sending: () => [button("Cancel", "stop")],
      refused: () => [mapForm(viewState), isLacking(viewState.work) ? askForm(viewState) : restart(viewState)],
      asks: () => [askForm(viewState)],
      confirm: () => [confirmation()],
      ready: () => [given(viewState), loadForm(viewState), mapForm(viewState)],
      unchanged: () => [restart(viewState)],
      loaded: () => [button("Undo this load", "undo-loads"), button("Load other files", "start-again")],
      undone: () => [button("Load other files", "start-again")],
      stopped: () => [button("Check again", "try-again", "first"), button("Start again", "start-again")],
      failed: () => [button("Try again", "try-again", "first"), button("Start again", "start-again")],
    };
    return draws[state] ? make("div", { class: "intake-forms" }, draws[state]().filter(Boolean)) : null;
  }

  /* Of a file that nobody knows its columns are asked; what was said can be changed before it is loaded. */
  function mapForm(viewState) {
    const one = viewState.work.files.find((each) => each.headings);
    const form = one && window.columnMap.draw(make, one, viewState);
    return form && (isRefused(one) ? form : fold("What you said of the columns", form));
  }

  function restart({ work }) {
    const isUnsent = work.files.some((one) => one.state === "failed");
    return make("div", { class: "buttons" }, isUnsent ? button("Send again", "try-again", "first") : null, button("Start again", "start-again"));
  }

  function fields({ work, access }) {
    const wanted = asked(work);
    return access.asks.fields.filter(({ name }) => wanted.includes(name) || (LACKED.includes(name) && lacks(work, name)) || work.options[name]);
  }

  function isLacking(work) {
    return LACKED.some((name) => lacks(work, name));
  }

  /* An extract of cases without its cut-off is refused: both are asked for here. */
  function lacks(work, name) {
    return work.files.some((one) => ((one.report && one.report.issues) || []).some((issue) => issue.row === 0 && issue.column === name));
  }

  function askForm(viewState) {
    return make(
      "form",
      { "data-act": "check", class: "intake-form" },
      fields(viewState).map((each) => field(each, viewState.work.options[each.name] || "")),
      make("div", { class: "buttons" }, make("button", { class: "button first" }, "Check with this"), button("Start again", "start-again")),
    );
  }

  function given(viewState) {
    return fields(viewState).length ? fold("What you said of the files", askForm(viewState)) : null;
  }

  function field(known, value) {
    const id = "intake-" + known.name;
    const common = { id: id, name: known.name, required: true, "aria-describedby": id + "-hint" };
    const options = known.options.map(([code, words]) => choice(code, words, value));
    const control = options.length ? make("select", { ...common, class: "form-select" }, options) : make("input", { ...common, class: "form-control", type: known.kind === "day" ? "date" : "text", value: value });
    return make("div", { class: "choice" }, make("label", { for: id, class: "form-label" }, known.label), control, make("span", { class: "small", id: id + "-hint" }, known.hint));
  }

  function choice(code, words, value) {
    return make("option", { value: code, selected: code === value }, words);
  }

  function confirmation() {
    return make("div", { class: "buttons" }, button("This is right", "confirm", "first"), button("Start again", "start-again"));
  }

  function loadForm({ work, by }) {
    const words = work.files.length === 1 ? "Load this file" : "Load these " + numbers.format(work.files.length) + " files";
    return make(
      "form",
      { "data-act": "load", class: "intake-form" },
      whoField("intake-by", by),
      make("div", { class: "buttons" }, make("button", { class: "button first" }, words), button("Start again", "start-again")),
    );
  }

  /* ---- the files */

  function files(work) {
    const isQuiet = ["sending", "checking", "loading", "loaded"].includes(work.phase);
    const columns = ["File", "What it is", "Area, period", "Rows", "Result", ...(isQuiet && work.files.length === 1 ? [] : ["Act"])];
    const head = make("tr", {}, columns.map((name) => make("th", { scope: "col" }, name === "Act" ? make("span", { class: "visually-hidden" }, "What to do") : name)));
    return make("table", { class: "intake-files" }, make("caption", { class: "visually-hidden" }, "Files"), make("thead", {}, head), make("tbody", {}, work.files.map((one) => fileRow(one, work, isQuiet))));
  }

  function fileRow(one, work, isQuiet) {
    const report = one.report || {};
    const isSending = one.state === "sending" || (one.state === "waiting" && work.phase === "sending");
    const cell = (label, ...inside) => make("td", { "data-label": label }, ...inside);
    const about = [report.areas?.words, report.period?.words].filter(Boolean).join(", ");
    const isShown = openedFile(work) === one;
    const show = work.files.length > 1 ? button("Details", "open", "", { "data-name": one.name, "aria-label": "Details of " + one.name, "aria-pressed": String(isShown) }) : null;
    const remove = isQuiet ? null : button("Remove", "remove", "", { "data-name": one.name, "aria-label": "Remove " + one.name });
    return make(
      "tr",
      {},
      make("th", { scope: "row" }, one.name),
      cell("What it is", report.title || "–"),
      cell("Area, period", about || "–"),
      cell("Rows", typeof report.rows === "number" ? numbers.format(report.rows) : report.rows || "–"),
      cell("Result", isSending ? sending(one) : tag("intake-" + codeOf(one, work), issueWords(one))),
      show || remove ? cell("", make("div", { class: "buttons" }, show, remove)) : null,
    );
  }

  function sending(one) {
    return make("span", { class: "progress-of" }, make("progress", { max: Math.max(one.size, 1), value: one.sent, "data-file": one.name, "aria-label": "Sent of " + one.name }), make("span", {}, sentWords(one)));
  }

  /* Of a file that is refused how much is wrong with it says more than that it is. */
  function issueWords(one) {
    const count = one.report?.issue_count;
    return one.state === "refused" && count ? counted(count, "issue") : "";
  }

  /* The file whose details are open: the one chosen, else the first that has something to fix. */
  function openedFile(work) {
    const chosen = work.files.find((one) => one.name === work.openedName);
    return chosen || work.files.find(isRefused) || work.files.find((one) => (one.report?.asks || []).length) || work.files[0];
  }

  function fileCard(one, work) {
    const report = one.report || {};
    const isQuiet = ["sending", "checking", "loading", "loaded"].includes(work.phase);
    const inside = [
      facts(one, report),
      one.words ? make("p", { class: "file-words" }, one.words) : null,
      isQuiet ? null : sheetChoice(one),
      issues(one, report),
      warnings(report),
      likenesses(one, report),
      preview(report),
      parts(report),
      notes(report),
    ].filter(Boolean);
    return inside.length ? make("article", { "aria-label": one.name, class: "file-card" }, make("h3", {}, one.name), inside) : null;
  }

  function sheetChoice(one) {
    const sheets = one.sheets || [];
    const id = "sheet-of-" + one.name;
    const words = (sheet) => sheet.name + (sheet.is_hidden ? " (hidden)" : "");
    return sheets.length > 1 ? make("div", { class: "choice sheet-choice" }, make("label", { for: id, class: "form-label" }, "Sheet that is read"), make("select", { id: id, class: "form-select", "data-sheet-of": one.name }, one.sheet ? null : choice("", "Choose", ""), sheets.map((sheet) => choice(sheet.name, words(sheet), one.sheet)))) : null;
  }

  function codeOf(one, work) {
    if (one.report && (one.report.asks || []).length && !isRefused(one)) {
      return "asks";
    }
    if (work.phase === "stopped" && one.state === "checking") {
      return "stopped";
    }
    return work.phase === "checking" && one.state !== "refused" ? "checking" : one.state;
  }

  function facts(one, report) {
    const words = report.words && !((report.asks || []).length && !report.rows) ? report.words : "";
    const told = report.read_with ? "Read together with " + report.read_with + "." : words;
    return told ? make("p", {}, told) : null;
  }

  function issues(one, report) {
    const groups = report.issue_groups || [];
    if (!groups.length) {
      return null;
    }
    const token = one.token || one.issuesToken;
    const rows = groups.map((group) => [sourceText(group) || "The file", group.column, group.found, group.expected, group.fix]);
    const shown = groups.reduce((sum, group) => sum + group.count, 0);
    const left = report.issues_left ?? report.issue_count - shown;
    return make(
      "div",
      { class: "faults" },
      table("Issues in " + one.name + ": " + numbers.format(report.issue_count), ["Where", "Column", "Found", "Expected", "Fix"], rows),
      left > 0 ? make("p", {}, numbers.format(left) + " more in the file.") : null,
      token ? make("p", {}, make("a", { href: "/intake/" + token + "/faults.csv", download: true, class: "more" }, "Download " + (report.issue_count === 1 ? "the issue" : "all " + numbers.format(report.issue_count) + " issues") + " as CSV"), " to send back to whoever made the file.") : null,
    );
  }

  function sourceText(group) {
    const rows = group.rows_words ? group.rows_words[0].toUpperCase() + group.rows_words.slice(1) : "";
    return [group.source, rows].filter(Boolean).join(", ");
  }

  function warnings(report) {
    const found = report.warnings || [];
    if (!found.length) {
      return null;
    }
    const rows = found.map((one) => [one.row ? "Row " + numbers.format(one.row) : "The file", one.column, one.found, one.fix]);
    return make("div", { class: "warnings" }, make("p", {}, make("strong", {}, counted(report.warning_count, "warning")), ": these do not keep the file out."), table("Warnings", ["Where", "Column", "Found", "What to do"], rows));
  }

  /* A person says of each row by itself whether it is the measure that it is like. */
  function likenesses(one, report) {
    const rows = report.likenesses || [];
    if (!rows.length) {
      return null;
    }
    const isOpen = (report.asks || []).includes("confirmed");
    const answer = function (row) {
      const words = row.is_accepted ? "Yes, it is read" : "No, it is left out";
      const name = "Row " + row.row + ", “" + row.found + "”, is the measure “" + row.title + "”";
      return isOpen ? make("label", { class: "accept" }, make("input", { type: "checkbox", name: "accept", "data-file": one.name, "data-row": row.row, "aria-label": name, checked: row.is_accepted }), "Yes") : words;
    };
    const cells = rows.map((row) => [numbers.format(row.row), [row.reference, row.found].filter(Boolean).join(" "), row.title, answer(row)]);
    const caption = "Names that are like a measure’s but not the same: " + numbers.format(rows.length);
    return make("div", { class: "likenesses" }, make("p", {}, "A row is read only where you say that it is this measure."), table(caption, ["Row", "In the file", "Measure", "The same?"], cells));
  }

  function preview(report) {
    const [head, ...rows] = filled(report.preview || []);
    return head && table("How it was understood: the first " + (rows.length === 1 ? "row" : numbers.format(rows.length) + " rows"), head, rows, "preview");
  }

  /* Columns that hold nothing would push the figures out of sight. */
  function filled([head, ...rows]) {
    const isFilled = (_, place) => rows.some((row) => row[place]);
    return head ? [head, ...rows].map((row) => row.filter(isFilled)) : [];
  }

  function parts(report) {
    const found = report.parts || [];
    if (!found.length) {
      return null;
    }
    const titles = [...new Set(found.map((part) => part.title))];
    const items = titles.map((title) => make("li", {}, make("strong", {}, title), ": " + joined(found.filter((part) => part.title === title))));
    return fold("What is made of it", make("ul", {}, items));
  }

  /* Tables of one kind are told together, unless a count of few children is hidden in one of them. */
  function joined(parts) {
    const sum = (name) => parts.reduce((all, part) => all + part[name], 0);
    const counts = ["rows", "new", "changed", "unchanged"].map(sum);
    if (parts.length === 1 || !counts.every(Number.isInteger)) {
      return parts.map((part) => part.words).join(" ");
    }
    const [rows, fresh, changed, unchanged] = counts.map((count) => numbers.format(count));
    return rows + " rows of " + numbers.format(parts.length) + " tables: " + fresh + " new, " + changed + " changed, " + unchanged + " unchanged.";
  }

  function notes(report) {
    const found = report.notes || [];
    const all = found.reduce((sum, topic) => sum + topic.count, 0);
    if (!all) {
      return null;
    }
    const folded = fold("What was noticed (" + numbers.format(all) + ")", ...found.map(topicOf));
    folded.open = (report.asks || []).includes("confirmed"); /* It is what must be looked at. */
    return folded;
  }

  function table(caption, columns, rows, look) {
    const head = make("tr", {}, columns.map((name) => make("th", { scope: "col" }, name)));
    const body = rows.map(([first, ...cells]) => make("tr", {}, make("th", { scope: "row" }, first), cells.map((cell) => make("td", { class: String(cell).length > 40 && !(cell instanceof Node) ? "long" : null }, cell instanceof Node ? cell : String(cell)))));
    const drawn = make("table", { class: "plain" }, make("caption", {}, caption), make("thead", {}, head), make("tbody", {}, body));
    return make("div", { class: "scroll " + (look || ""), role: "region", "aria-label": caption, tabindex: "0" }, drawn);
  }

  window.uploadView = { draw, heading, progressWords, showProgress, showSent };
})();
