/* Loading files on the Data page: sends them, has them checked, loads and undoes them. What is going
   on is kept here; assets/upload_view.js draws it. The server's side is callbacks/uploads/routes.py. */
(function () {
  "use strict";

  const TIMEOUT_MILLISECONDS = 20000; /* The server says something far more often than this. */
  const ASK_MILLISECONDS = 1000;
  const MOST_FAILURES = 20; /* One after another, each a second. */
  const CONFIRMED_MILLISECONDS = 180000; /* The server ends what nobody could ask for in that time. */
  const ANNOUNCE_MILLISECONDS = 5000; /* Progress is read aloud no more often than this. */
  const BUSY = ["sending", "checking", "loading", "undoing"];
  const NO_ANSWER = "The server did not answer. It may have stopped, or the network may be down.";
  const emptyWork = () => ({ phase: "empty", files: [], options: {}, result: null, progress: null, trouble: null, loads: [] });

  let work = emptyWork();
  let access = null; /* Whether files may be loaded here, why not, and what may be chosen for them. */
  let early = []; /* Files that were dropped before that was known. */
  let undo = null; /* An undo asked for in the history: load, file, phase, result, trouble. */
  let by = "";
  let stop = null; /* Ends what is going on. */
  let lastAnnounced = 0;

  /* What is said aloud; the history is a tab without a place of its own for it. */
  function announce(words) {
    lastAnnounced = Date.now();
    const place = document.querySelector('[data-intake="status"]') || document.getElementById("announcer");
    place.textContent = words;
  }

  function isBusy() {
    return BUSY.includes(work.phase) || (undo !== null && BUSY.includes(undo.phase));
  }

  function show(phase) {
    work.phase = phase;
    window.uploadView.draw(viewState());
    announce(window.uploadView.heading(viewState()));
  }

  function viewState() {
    return { work: work, undo: undo, by: by, access: access };
  }

  function told(progress) {
    window.uploadView.showProgress(progress);
    if (Date.now() - lastAnnounced > ANNOUNCE_MILLISECONDS) {
      announce(window.uploadView.progressWords(progress));
    }
  }

  /* A file sent again under its name takes the place of the one before: that is how one is fixed. */
  function take(list) {
    if (!access) {
      early.push(...list);
    }
    if (!access?.is_open) {
      return;
    }
    const fresh = [...list].map((file) => ({ name: file.name, size: file.size, file: file, state: "waiting", sent: 0 }));
    if (!fresh.length || isBusy()) {
      return;
    }
    if (work.phase === "loaded" || work.phase === "undone") {
      work = emptyWork();
    }
    const names = fresh.map((one) => one.name);
    work.files.filter((one) => names.includes(one.name)).forEach(forget);
    work.files = [...work.files.filter((one) => !names.includes(one.name)), ...fresh];
    work.options.is_confirmed = false;
    work.options.accepted_rows = [];
    sendAll();
  }

  function forget(one) {
    if (one.token) {
      ask("/intake/files/" + one.token, "DELETE").catch(() => {});
    }
  }

  function sendAll() {
    work.result = null;
    work.trouble = null;
    show("sending");
    const waiting = work.files.find((one) => one.state === "waiting");
    if (waiting) {
      send(waiting).then(sendAll, stopped);
    } else if (work.files.some((one) => one.token)) {
      check();
    } else {
      show("checked");
    }
  }

  function send(one) {
    if (one.size > access.max_bytes) {
      const most = Math.floor(access.max_bytes / 1048576);
      refuse(one, "It has more than " + most + " MB, the most that may be sent. Send it in parts, or load it in a terminal on the server.");
      return Promise.resolve();
    }
    one.state = "sending";
    return new Promise(function (resolve, reject) {
      const request = new XMLHttpRequest();
      const sheet = one.sheet ? "&sheet=" + encodeURIComponent(one.sheet) : "";
      request.open("POST", "/intake/files?name=" + encodeURIComponent(one.name) + sheet);
      request.setRequestHeader("X-Intake", "1");
      request.setRequestHeader("X-CSRF-Token", window.session.token());
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.upload.addEventListener("progress", function (event) {
        one.sent = event.loaded;
        window.uploadView.showSent(one);
      });
      request.addEventListener("load", () => resolve(taken(one, request)));
      request.addEventListener("error", () => resolve(fail(one, NO_ANSWER)));
      request.addEventListener("abort", () => reject(new Error("stopped")));
      stop = () => request.abort();
      request.send(one.file);
    });
  }

  /* A file that takes longer to look through is asked for. */
  function taken(one, request) {
    const goesOn = read(request.responseText)?.goes_on;
    if (!goesOn) return sent(one, request.status, request.responseText);
    return later(goesOn).then(
      (result) => sent(one, result.is_refused ? 422 : 200, JSON.stringify(result)),
      (error) => {
        if (error instanceof Error) throw error;
        fail(one, error.words);
      },
    );
  }

  function sent(one, status, text) {
    const answer = read(text);
    const trouble = answer?.error;
    if (answer?.sheets?.length) {
      Object.assign(one, { sheet: answer.sheet, sheets: answer.sheets });
    }
    if (status < 300 && answer) {
      Object.assign(one, { state: "checking", token: answer.token, report: answer.report });
    } else if (status === 422 && answer && answer.report) {
      Object.assign(one, { state: "refused", report: answer.report, issuesToken: answer.token });
    } else if (status < 500 && trouble) {
      refuse(one, trouble.words);
    } else {
      fail(one, troubleOf(status, text).words);
    }
  }

  function refuse(one, words) {
    Object.assign(one, { state: "refused", words: words });
  }

  function fail(one, words) {
    Object.assign(one, { state: "failed", words: words });
  }

  function read(text) {
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  }

  function troubleOf(status, text) {
    const found = read(text)?.error;
    return { words: NO_ANSWER, ...(found || (status >= 400 && text && text.length < 300 && !text.includes("<") ? { words: text } : {})), status: status };
  }

  function ask(address, method, content, signal, keepalive) {
    const headers = { "X-Intake": "1", "X-CSRF-Token": window.session.token(), "Content-Type": "application/json" };
    return window.fetch(address, { method, headers, signal, keepalive, body: content && JSON.stringify(content) });
  }

  /* Do long work: its lines tell how far it is, the last one what came of it. */
  async function follow(address, content) {
    const controller = new AbortController();
    let silence = 0;
    const listen = function () {
      window.clearTimeout(silence);
      silence = window.setTimeout(() => controller.abort(NO_ANSWER), TIMEOUT_MILLISECONDS);
    };
    stop = () => controller.abort("stopped");
    listen();
    try {
      const answer = await ask(address, "POST", content, controller.signal);
      if (!answer.ok) {
        throw troubleOf(answer.status, await answer.text());
      }
      return await lastOf(answer.body.getReader(), listen);
    } catch (error) {
      if (error instanceof Error && error.message === "stopped") {
        throw error;
      }
      if (controller.signal.reason === "stopped") {
        throw new Error("stopped");
      }
      throw error.words ? error : { words: NO_ANSWER };
    } finally {
      window.clearTimeout(silence);
    }
  }

  async function lastOf(reader, listen) {
    const decoder = new TextDecoder();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      listen();
      const lines = (rest + decoder.decode(value || new Uint8Array(), { stream: !done })).split("\n");
      rest = lines.pop();
      for (const line of lines) {
        const found = read(line);
        if (found?.result) {
          return found.result;
        }
        if (found?.cancelled || found?.error) {
          throw found.error || found.cancelled;
        }
        if (found?.goes_on) {
          return await later(found.goes_on);
        }
        if (found?.progress) {
          told(found.progress);
        }
      }
      if (done) {
        throw { words: NO_ANSWER };
      }
    }
  }

  /* What takes longer than an answer may is asked for, until it is done or nobody wants it any more. */
  async function later(address) {
    let stopped = null;
    let failures = 0;
    let heard = Date.now();
    const leave = () => ask(address, "DELETE", null, null, true).catch(() => {});
    const isStopped = new Promise((_resolve, reject) => (stopped = reject));
    isStopped.catch(() => {});
    stop = function () {
      leave();
      stopped(new Error("stopped"));
    };
    window.addEventListener("pagehide", leave);
    try {
      for (;;) {
        await Promise.race([isStopped, new Promise((resolve) => window.setTimeout(resolve, ASK_MILLISECONDS))]);
        const answer = await Promise.race([isStopped, ask(address, "GET").catch(() => null)]);
        const line = answer && read(await answer.text().catch(() => ""));
        if (line?.result) {
          leave();
          return line.result;
        }
        if (line?.cancelled || (line?.error && answer.status < 500 && answer.status !== 401)) {
          throw { status: answer.status, ...(line.error || line.cancelled) };
        }
        failures = line?.progress ? 0 : failures + 1;
        heard = line?.progress ? Date.now() : heard;
        /* Whose rights have to be confirmed in another tab reads so here meanwhile; who is signed out is told. */
        if (answer?.status === 401 && (line?.error?.sign_in || Date.now() - heard > CONFIRMED_MILLISECONDS)) throw troubleOf(401, JSON.stringify(line));
        if (answer?.status === 401) told({ step: line?.error?.words || NO_ANSWER, done: 0, of: 0 });
        else if (line?.progress) told(line.progress);
        else if (failures > MOST_FAILURES) throw { words: line?.error?.words || NO_ANSWER };
      }
    } finally {
      window.removeEventListener("pagehide", leave);
    }
  }

  function tokens() {
    return work.files.filter((one) => one.token).map((one) => one.token);
  }

  function content(more) {
    const options = Object.fromEntries(Object.entries(work.options).filter((pair) => pair[1]));
    return { tokens: tokens(), options: options, ...more };
  }

  /* Whatever is begun while a page is on its way ends in one of three ways. */
  function run(address, what, phase, done) {
    work.trouble = null;
    show(phase);
    return follow(address, what).then(done, stopped);
  }

  function stopped(error) {
    work.files.filter((one) => ["waiting", "sending"].includes(one.state)).forEach((one) => fail(one, "Not sent."));
    if (error instanceof Error) {
      show("stopped");
    } else {
      work.trouble = error;
      show("failed");
    }
    refresh();
  }

  function check() {
    run("/intake/check", content({}), "checking", function (result) {
      keep(result);
      show("checked");
    });
  }

  function keep(result) {
    work.result = result;
    const sentOnes = work.files.filter((one) => one.token);
    sentOnes.forEach(function (one, place) {
      one.report = result.files[place];
      one.state = one.report.state;
      one.headings = one.report.headings.length ? one.report.headings : one.headings;
    });
  }

  function load() {
    run("/intake/load", content({ by: by }), "loading", function (result) {
      keep(result);
      work.loads = [...result.extract_ids].sort((a, b) => b - a);
      show(work.loads.length ? "loaded" : "checked");
      refresh();
    });
  }

  /* What was loaded together is taken back together, the last first. */
  function undoLoads() {
    const [next, ...rest] = work.loads;
    run("/intake/undo", { extract: next, by: by }, "undoing", function (result) {
      work.result = result;
      work.loads = rest;
      if (rest.length) {
        undoLoads();
      } else {
        show("undone");
        refresh();
      }
    });
  }

  /* The page tells its history anew. */
  function refresh() {
    if (window.location.pathname === "/data") {
      window.sendPage.again();
    }
  }

  function startAgain() {
    work.files.forEach(forget);
    work = emptyWork();
    show("empty");
  }

  function remove(name) {
    work.files.filter((one) => one.name === name).forEach(forget);
    work.files = work.files.filter((one) => one.name !== name);
    if (!work.files.length) {
      startAgain();
    } else if (tokens().length) {
      check();
    } else {
      show("checked");
    }
  }

  /* Of several files one shows its details; the button that asked for them keeps the focus. */
  function open(name) {
    work.openedName = name;
    window.uploadView.draw(viewState());
    [...document.querySelectorAll('[data-act="open"]')].find((one) => one.dataset.name === name).focus();
  }

  /* Of a workbook one sheet is sent on: another one is read by sending the workbook again. */
  function chooseSheet(select) {
    const one = work.files.find((each) => each.name === select.dataset.sheetOf);
    forget(one);
    Object.assign(one, { sheet: select.value, state: "waiting", token: "", report: null, headings: null, sent: 0 });
    work.options.is_confirmed = false;
    work.options.accepted_rows = [];
    sendAll();
  }

  /* A server that was started anew has none of the files: they are sent again from here. */
  function tryAgain() {
    const isForgotten = work.trouble && [404, 410].includes(work.trouble.status);
    work.files.filter((one) => isForgotten || one.state === "failed").forEach((one) => Object.assign(one, { state: "waiting", token: "", sent: 0 }));
    sendAll();
  }

  function noteOptions(form) {
    new FormData(form).forEach(function (value, name) {
      if (name !== "by") {
        work.options[name] = value;
      }
    });
  }

  function askUndo(button) {
    if (isBusy()) {
      announce("Wait until the work that is going on has ended.");
      return;
    }
    undo = { load: Number(button.dataset.undo), file: button.dataset.file, phase: "asking", result: null, trouble: null };
    window.uploadEffects.drawUndo(viewState());
    previewUndo();
  }

  /* What an undo would change is worked out while the person reads the question. */
  function previewUndo() {
    const asked = undo;
    const same = (then) => (found) => asked === undo && undo.phase === "asking" && then(found);
    follow("/intake/undo", { extract: undo.load, dry_run: true }).then(
      same(function (result) {
        undo.preview = result;
        window.uploadEffects.showUndoPreview(viewState());
      }),
      same(function (trouble) {
        undo.preview = { effects: { words: trouble.words || "" } };
        window.uploadEffects.showUndoPreview(viewState());
      }),
    );
  }

  function undoOne() {
    stop && stop();
    undo.phase = "undoing";
    window.uploadEffects.drawUndo(viewState());
    announce("Undoing load " + undo.load);
    follow("/intake/undo", { extract: undo.load, by: by }).then(
      (result) => endUndo("undone", result, null),
      (trouble) => endUndo(trouble instanceof Error ? "stopped" : "failed", null, trouble),
    );
  }

  function endUndo(phase, result, trouble) {
    Object.assign(undo, { phase: phase, result: result, trouble: trouble });
    if (phase === "undone" && work.loads.includes(undo.load)) {
      work.loads = work.loads.filter((one) => one !== undo.load);
      work.result = result;
      work.phase = work.loads.length ? work.phase : "undone";
      window.uploadView.draw(viewState());
    }
    window.uploadEffects.drawUndo(viewState());
    announce(window.uploadEffects.undoHeading(undo));
    refresh();
  }

  function cancelUndo() {
    const load = undo.load;
    stop && stop();
    undo = null;
    window.uploadEffects.drawUndo(viewState());
    document.querySelector('[data-undo="' + load + '"]')?.focus();
  }

  const ACTIONS = {
    load: load,
    check: check,
    confirm: function () {
      const accepted = [...document.querySelectorAll('[name="accept"]:checked')];
      work.options.accepted_rows = accepted.map((box) => [box.dataset.file, Number(box.dataset.row)]);
      work.options.is_confirmed = true;
      check();
    },
    map: function (form) {
      Object.assign(work.options, window.columnMap.answers(form));
      check();
    },
    stop: () => stop && stop(),
    remove: (button) => remove(button.dataset.name),
    open: (button) => open(button.dataset.name),
    "try-again": tryAgain,
    "start-again": startAgain,
    "undo-loads": undoLoads,
    "undo-one": undoOne,
    "keep-load": cancelUndo,
  };

  document.addEventListener("click", function (event) {
    const button = event.target.closest && event.target.closest("button");
    if (button && button.dataset.undo) {
      askUndo(button);
    } else if (button && button.type === "button" && ACTIONS[button.dataset.act]) {
      ACTIONS[button.dataset.act](button);
    }
  });

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && event.target.closest(".undo-row") && undo.phase === "asking") {
      event.preventDefault();
      cancelUndo();
    }
  });

  /* Forms are for what a person must say first: the browser itself asks for what is missing. */
  document.addEventListener("submit", function (event) {
    const act = event.target.dataset.act;
    if (ACTIONS[act]) {
      event.preventDefault();
      by = (new FormData(event.target).get("by") ?? by).trim();
      noteOptions(event.target);
      ACTIONS[act](event.target);
    }
  });

  document.addEventListener("change", function (event) {
    if (event.target.id === "intake-files") {
      take(event.target.files);
      event.target.value = "";
    } else if (event.target.dataset.sheetOf !== undefined) {
      chooseSheet(event.target);
    } else if (event.target.dataset.mapKind !== undefined) {
      work.mapKind = event.target.value;
      window.uploadView.draw(viewState());
      document.getElementById("map-kind").focus();
    }
  });

  /* The whole page takes files: dropped anywhere, or pasted. */
  function takesFiles(transfer) {
    return Boolean(document.querySelector('[data-intake="work"]') && transfer?.types.includes("Files"));
  }

  function markOver(isOver) {
    document.documentElement.classList.toggle("is-over", isOver);
  }

  ["dragover", "drop"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      if (takesFiles(event.dataTransfer)) {
        event.preventDefault();
        markOver(name === "dragover");
        if (name === "drop") {
          take(event.dataTransfer.files);
        }
      }
    });
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget || markOver(false));
  document.addEventListener("paste", function (event) {
    if (takesFiles(event.clipboardData)) {
      event.preventDefault();
      take(event.clipboardData.files);
    }
  });

  window.addEventListener("beforeunload", function (event) {
    if (isBusy()) {
      event.preventDefault();
    }
  });

  /* What came of a load is asked for when somebody wants to know. */
  document.addEventListener(
    "toggle",
    function (event) {
      const places = event.target.open ? [...event.target.querySelectorAll("[data-contents-of]:empty")] : [];
      places.forEach(async function (place) {
        place.textContent = "Looking …";
        try {
          const answer = await ask("/intake/extracts/" + place.dataset.contentsOf, "GET");
          window.uploadEffects.drawContents(place, await answer.json());
        } catch {
          window.uploadEffects.drawContents(place, null);
        }
      });
    },
    true,
  );

  /* Whether this browser may load files is asked whenever the page is opened. */
  async function loadAccess() {
    try {
      const answer = await ask("/intake", "GET");
      const told = await answer.json();
      access = answer.ok ? told : { is_open: false, words: told.error.words };
    } catch {
      access = { is_open: false, words: NO_ANSWER };
    }
    document.documentElement.classList.toggle("may-load", access.is_open);
    window.uploadView.draw(viewState());
    take(early.splice(0));
  }

  /* The page is drawn by others, and anew whenever a person comes back to it. */
  function drawWhereEmpty() {
    const rooms = document.querySelectorAll("[data-intake]:not([data-is-drawn])");
    rooms.forEach((room) => (room.dataset.isDrawn = ""));
    if (rooms.length) {
      loadAccess();
    }
    const isShown = document.querySelector('[data-intake="undone"]:not(:empty), .undo-row');
    if (undo && !isShown && document.querySelector('[data-intake="undone"]')) {
      window.uploadEffects.drawUndo(viewState());
    }
  }

  new MutationObserver(drawWhereEmpty).observe(document.documentElement, { childList: true, subtree: true });
  drawWhereEmpty();
})();
