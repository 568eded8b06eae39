/* Filters, order and view of an overview: done here on what the page holds already, and written to
   the address, which the server answers with the same. */
(function () {
  "use strict";

  const FILTERS = ["status", "trend", "priority", "target", "signal", "changed"];
  const NAMES = FILTERS.concat(["sort", "view", "group", "all"]);
  const FOLD_ABOVE = 24;
  const FOLDED_TO = 12;

  function byId(id) {
    return document.getElementById(id);
  }

  function isHere() {
    return byId("tool-form") !== null;
  }

  function state() {
    const query = new URLSearchParams(window.location.search);
    const chosen = Object.fromEntries(NAMES.map((name) => [name, query.get(name) || ""]));
    const [name, value] = (query.get("show") || "").split(":");
    if (FILTERS.includes(name)) {
      chosen[name] = value;
    }
    return chosen;
  }

  function addressOf(chosen) {
    const query = new URLSearchParams(window.location.search);
    query.delete("show");
    NAMES.forEach(function (name) {
      query.delete(name);
      if (chosen[name]) {
        query.set(name, chosen[name]);
      }
    });
    const text = query.toString().replaceAll("%3D", "=").replaceAll("%2C", ",");
    return window.location.pathname + (text ? `?${text}` : "");
  }

  function fits(item, chosen) {
    return FILTERS.every(
      (name) => !chosen[name] || item.dataset[name].split(" ").includes(chosen[name]),
    );
  }

  function isFiltered(chosen) {
    return FILTERS.some((name) => chosen[name]);
  }

  function place(item, sort) {
    const name = `place${(sort || "attention").replace(/^./, (first) => first.toUpperCase())}`;
    return Number(item.dataset[name]);
  }

  /* Put items in their order, under the headings of a group where there is one; `shown` are those
     that are not hidden. */
  function arrange(parent, sort, group, shown) {
    const items = [...parent.querySelectorAll(":scope > [data-measure]")];
    const headings = [...parent.querySelectorAll(":scope > [data-heading]")];
    items.sort((one, other) => place(one, sort) - place(other, sort));
    const ordered = [];
    let left = items;
    headings.forEach(function (heading) {
      const isOfGroup = heading.dataset.heading === group;
      const isUnder = (item) =>
        isOfGroup && item.dataset[group].split(" ")[0] === heading.dataset.value;
      const own = left.filter(isUnder);
      left = left.filter((item) => !isUnder(item));
      heading.hidden = !own.some((item) => shown.has(item));
      ordered.push(heading, ...own);
    });
    items.forEach(function (item) {
      item.hidden = !shown.has(item);
    });
    const isInPlace = [...parent.children].filter((child) => ordered.includes(child) || left.includes(child));
    ordered.push(...left);
    if (ordered.some((item, at) => item !== isInPlace[at])) {
      parent.append(...ordered);
    }
  }

  function showTiles(chosen, isList) {
    const parent = byId("tiles");
    const fitting = [...parent.querySelectorAll("[data-measure]")]
      .filter((item) => fits(item, chosen))
      .sort((one, other) => place(one, chosen.sort) - place(other, chosen.sort));
    const isFolded = fitting.length > FOLD_ABOVE && !chosen.all;
    const shown = new Set(isFolded ? fitting.slice(0, FOLDED_TO) : fitting);
    arrange(parent, chosen.sort, chosen.sort === "plan" ? "priority" : "", shown);
    byId("show-all").hidden = !isFolded;
    byId("tiles-place").hidden = isList;
    document.querySelectorAll(".key-tile").forEach(function (tile) {
      tile.hidden = !fits(tile, chosen);
    });
    document.querySelectorAll(".keys").forEach(function (keys) {
      keys.hidden = isList;
    });
  }

  function showRows(chosen, isList) {
    const list = byId("list");
    const rows = [...list.querySelectorAll("[data-measure]")].filter((row) => fits(row, chosen));
    arrange(list, chosen.sort, chosen.group, new Set(rows));
    list.hidden = !isList;
    byId("signal-matrix").hidden = !(isList && chosen.group === "signal");
    list.querySelectorAll("thead a").forEach(function (link) {
      const head = link.closest("th");
      if (link.dataset.set === `sort=${chosen.sort}`) {
        head.setAttribute("aria-sort", "ascending");
      } else {
        head.removeAttribute("aria-sort");
      }
    });
    return rows;
  }

  function changed(chosen, text) {
    const next = { ...chosen };
    text.split("&").forEach(function (pair) {
      const [name, value] = pair.split("=");
      next[name] = value;
    });
    if (!next.view) {
      next.group = "";
    }
    return next;
  }

  function toggled(chosen, text) {
    const [name, value] = text.split("=");
    return { ...chosen, [name]: chosen[name] === value ? "" : value };
  }

  /* Each link leads where its press would: the address of what it changes. */
  function writeLinks(chosen) {
    document.querySelectorAll("[data-set]").forEach(function (link) {
      link.href = addressOf(changed(chosen, link.dataset.set));
    });
    document.querySelectorAll("[data-toggle]").forEach(function (link) {
      const [name, value] = link.dataset.toggle.split("=");
      link.href = addressOf(toggled(chosen, link.dataset.toggle));
      if (chosen[name] === value) {
        link.setAttribute("aria-current", "true");
      } else {
        link.removeAttribute("aria-current");
      }
    });
    document.querySelectorAll(".view-switch a, .order-switch a").forEach(function (link) {
      const [name, value] = link.dataset.set.split("=");
      if (chosen[name] === value) {
        link.setAttribute("aria-current", "true");
      } else {
        link.removeAttribute("aria-current");
      }
    });
  }

  function optionOf(name, value) {
    return byId("tool-show").querySelector(`option[value="${name}:${CSS.escape(value)}"]`);
  }

  /* Of what a load changed there is no option: an address alone asks for it. */
  function wordsOf(name, value) {
    return name === "changed" ? "Changed by " + value.replace("-", " ") : (optionOf(name, value) || {}).textContent || value;
  }

  function writeControls(chosen) {
    const active = FILTERS.filter((name) => chosen[name]);
    const show = byId("tool-show");
    show.options[0].textContent = active.length > 1 ? "Several" : "All";
    const only = active.length === 1 ? optionOf(active[0], chosen[active[0]]) : null;
    show.value = only ? only.value : "";
    byId("tool-sort").value = chosen.sort;
    byId("tool-group").value = chosen.group;
    document.querySelector(".group-field").hidden = chosen.view !== "list";
    const selected = byId("tool-sort").selectedOptions[0];
    byId("measures-heading").textContent = selected.dataset.heading;
    document.querySelectorAll("[data-chip]").forEach(function (chip) {
      const value = chosen[chip.dataset.chip];
      chip.hidden = !value;
      const words = value ? wordsOf(chip.dataset.chip, value) : "";
      const link = chip.querySelector("a");
      link.firstElementChild.textContent = words;
      link.setAttribute("aria-label", `${words}: remove this filter`);
    });
  }

  function measures(count) {
    return `${count} measure${count === 1 ? "" : "s"}`;
  }

  function writeCounts(chosen, rows) {
    const total = byId("list").querySelectorAll("[data-measure]").length;
    const others = byId("tiles").querySelectorAll("[data-measure]").length;
    const unfiltered =
      chosen.view === "list" || !others ? measures(total) : `${others} more measure${others === 1 ? "" : "s"}`;
    byId("count-of-measures").textContent = isFiltered(chosen)
      ? `${rows.length} of ${measures(total)}`
      : unfiltered;
    byId("no-measure").hidden = rows.length > 0;
    const names = new Set(rows.map((row) => row.dataset.measure));
    document.querySelectorAll("[data-glyph]").forEach(function (glyph) {
      glyph.toggleAttribute("data-out", !names.has(glyph.dataset.glyph));
    });
    const announcer = byId("announcer");
    if (announcer) {
      announcer.textContent =
        rows.length < total ? `${rows.length} of ${total} measures shown` : `${total} measures shown`;
    }
  }

  function choose(chosen) {
    window.history.replaceState(window.history.state, "", addressOf(chosen));
    const isList = chosen.view === "list";
    showTiles(chosen, isList);
    const rows = showRows(chosen, isList);
    writeLinks(chosen);
    writeControls(chosen);
    writeCounts(chosen, rows);
  }

  function isPlain(event) {
    return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  }

  /* What a link leads to on this page is unfolded first. */
  function openFolded(id) {
    for (let each = byId(id); each; each = each.parentElement) {
      if (each.tagName === "DETAILS") {
        each.open = true;
      }
    }
  }

  function openRow(button) {
    const rest = button.closest("tbody").querySelector(".row-parts");
    rest.hidden = !rest.hidden;
    button.setAttribute("aria-expanded", String(!rest.hidden));
  }

  /* On a phone the controls are a sheet at the foot of the screen: a dialog while it is open. */
  function openSheet() {
    const form = byId("tool-form");
    form.setAttribute("data-open", "");
    form.setAttribute("role", "dialog");
    form.setAttribute("aria-modal", "true");
    form.setAttribute("aria-label", "Sort and filter");
    form.querySelector("select:not([hidden])").focus();
  }

  function closeSheet() {
    const form = byId("tool-form");
    ["data-open", "role", "aria-modal", "aria-label"].forEach((name) => form.removeAttribute(name));
    document.querySelector(".open-filter").focus();
  }

  /* Inside the open sheet the tab key goes round; Escape closes it. */
  function onSheetKey(event) {
    if (event.key === "Escape") {
      closeSheet();
    } else if (event.key === "Tab") {
      const stops = [...byId("tool-form").querySelectorAll("select, button")].filter(
        (stop) => stop.getClientRects().length > 0,
      );
      const end = event.shiftKey ? stops[0] : stops.at(-1);
      if (document.activeElement === end) {
        event.preventDefault();
        (event.shiftKey ? stops.at(-1) : stops[0]).focus();
      }
    }
  }

  function onClick(event) {
    if (!isHere() || !isPlain(event)) {
      return;
    }
    if (event.target.closest(".open-filter")) {
      openSheet();
      return;
    }
    if (event.target.closest(".clear-filter")) {
      const none = Object.fromEntries(FILTERS.concat(["sort"]).map((each) => [each, ""]));
      choose({ ...state(), ...none });
      return;
    }
    const isOutside = byId("tool-form").hasAttribute("data-open") && !event.target.closest("#tool-form");
    if (event.target.closest(".close-filter") || isOutside) {
      event.preventDefault();
      closeSheet();
      return;
    }
    const inside = event.target.closest('a[href^="#"]');
    if (inside) {
      openFolded(inside.getAttribute("href").slice(1));
      return;
    }
    const link = event.target.closest("[data-set], [data-toggle]");
    const button = event.target.closest(".open-row");
    if (button) {
      openRow(button);
    } else if (link) {
      event.preventDefault();
      event.stopPropagation();
      const { set, toggle } = link.dataset;
      choose(set === undefined ? toggled(state(), toggle) : changed(state(), set));
    }
  }

  function onChange(event) {
    if (!isHere() || !event.target.closest("#tool-form")) {
      return;
    }
    const { name, value } = event.target;
    if (name !== "show") {
      choose({ ...state(), [name]: value });
      return;
    }
    const cleared = value ? {} : Object.fromEntries(FILTERS.map((each) => [each, ""]));
    const [filter, chosen] = value.split(":");
    choose({ ...state(), ...cleared, ...(value ? { [filter]: chosen } : {}) });
  }

  /* In the list the arrows move from row to row. */
  function onKey(event) {
    if (isHere() && byId("tool-form").hasAttribute("data-open")) {
      onSheetKey(event);
      return;
    }
    const row = event.target.closest("#list tbody[data-measure]");
    if (!row || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) {
      return;
    }
    const rows = [...byId("list").querySelectorAll("tbody[data-measure]:not([hidden])")];
    const next = rows[rows.indexOf(row) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) {
      event.preventDefault();
      next.querySelector("th a").focus();
    }
  }

  /* Before anything else that listens for presses of links. */
  window.addEventListener("click", onClick, true);
  document.addEventListener("change", onChange);
  document.addEventListener("keydown", onKey);
})();
