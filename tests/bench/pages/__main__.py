"""Measure the pages beside plain twins and beside their floor: `make bench`, `make bench-quick`.

Medians of seven loads each; product, twin and floor in turn, so that a slow moment of the machine
falls on all. Cold is a browser without a cache, warm the same browser's second load. The twin is the
same measures as anyone would first draw them in Dash; the floor the page's own HTML, stylesheets and
font without a script. Visible is the first frame that has every picture; live the first in which a
press filters (overview) or every chart in view zooms. Fails where a bar is not met.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any, Final

from playwright.sync_api import Browser, sync_playwright

from tests.bench.pages.loads import (
    Load,
    Subject,
    change_times,
    cold_and_warm,
    follow_time,
    open_browser,
    opened,
    weigh,
)
from tests.bench.pages.plan import AREA, CHARTED, FRAMEWORK, make_store
from tests.bench.pages.table import Row, keep, print_table, print_worse, row, row_beside
from tests.servers import served

RUNS: Final = 7
QUICK_RUNS: Final = 3
PATHS: Final = {
    "overview": f"/?area={AREA}&framework={FRAMEWORK}",
    "priority": f"/priority/{FRAMEWORK}/1",
    "measure": f"/measure/{CHARTED[0]}?area={AREA}&framework={FRAMEWORK}",
}
# Months, quarters and years of cases, with limits and a projection.
CASES: Final = "/measure/ehcp-20-weeks?area=X99000001"
PANELS: Final = "/priority/example-plan/1"
PICTURES: Final = {
    # A count without target and baseline has none.
    "overview": ("main .key-tile .mini, main .tile .mini", 14),
    "priority": (".panel .drawn > svg", 4),
    "measure": (".measure-card .drawn > svg", 1),
}
GRAPHS: Final = {"overview": 15, "priority": 4, "measure": 1}
GRAPH: Final = ".js-plotly-plot .scatterlayer .trace"
IN_VIEW: Final = """() => {
  const inView = [...document.querySelectorAll(".can-live")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.height && box.top < innerHeight && box.bottom > 0;
  });
  return inView.length > 0 && inView.every((one) => one.classList.contains("is-live"));
}"""
ANSWERS: Final = "() => window.sendPage !== undefined"
LIVE: Final = {"overview": ANSWERS, "priority": IN_VIEW, "measure": IN_VIEW}
# Of the twin: (visible cold, visible warm, live cold, live warm); of the floor: visible cold and warm.
TWIN_BARS: Final = {
    "overview": {"visible": (0.15, 0.15), "live": (0.30, 0.30)},
    "priority": {"visible": (0.18, None), "live": (0.55, 0.70)},
    "measure": {"visible": (None, None), "live": (None, None)},
}
FLOOR_BARS: Final = {"priority": (None, 1.5)}
MOST_KILOBYTES: Final = {"overview": 330, "priority": 680}
MOST_SHIFT: Final = 0.01
MOST_CHANGE: Final = 150
MOST_FOLLOW: Final = 300
KINDS: Final = ("cold", "warm")


def main() -> int:
    """Print the table; 1 where a bar is not met."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pages")
    parser.add_argument("--quick", action="store_true", help="three loads of two pages")
    parser.add_argument("--keep", action="store_true", help="keep this run to set others beside")
    parser.add_argument("--json", type=Path, help="where the run is written as JSON")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = open_browser(playwright)
        rows = list(measured(browser, make_store(Path(folder)), is_quick=options.quick))
        browser.close()
    machine = describe_machine()
    print_table(rows, machine)
    print_worse(rows)
    if options.json:
        keep(rows, machine, options.json)
    if options.keep:
        keep(rows, machine)
    return int(not all(each.is_met for each in rows))


def measured(browser: Browser, store: str, *, is_quick: bool) -> Iterator[Row]:
    """Serve everything, measure everything."""
    pages = ("overview", "priority") if is_quick else tuple(PATHS)
    runs = QUICK_RUNS if is_quick else RUNS
    with served(store) as own, served_floor(own) as floor:
        for page in pages:
            with served(store, "tests.bench.pages.twin:server", TWIN_PAGE=page) as twin:
                yield from _loads(browser, page, (own, twin, floor), runs)
            yield from _weights(browser, page, own)
        yield from _changes(browser, own, runs)


def served_floor(own: str) -> Any:
    """Serve the pages without scripts."""
    return served(
        "", "tests.bench.pages.still:server", STILL_OF=own, STILL_PATHS="\n".join(PATHS.values())
    )


def _loads(browser: Browser, page: str, servers: tuple[str, str, str], runs: int) -> Iterator[Row]:
    own, twin, floor = servers
    pictures, count = PICTURES[page]
    never_later = "() => true"
    subjects = (
        Subject(own + PATHS[page], pictures, count, LIVE[page]),
        Subject(twin, GRAPH, GRAPHS[page], never_later),
        Subject(floor + PATHS[page], pictures, count, never_later),
    )
    # The first reader of a page has the server import what it needs.
    for subject in subjects:
        cold_and_warm(browser, subject)
    taken = [[cold_and_warm(browser, subject) for subject in subjects] for _ in range(runs)]
    for index, kind in enumerate(KINDS):
        ours, plain, still = ([each[side][index] for each in taken] for side in range(3))
        yield from _load_rows(page, index, kind, ours, plain, still)


def _load_rows(
    page: str, index: int, kind: str, ours: list[Load], plain: list[Load], still: list[Load]
) -> Iterator[Row]:
    name = f"{page} {{}}, {kind}".format
    painted = [each.painted for each in ours]
    yield row_beside(name("first paint"), painted, "floor", [each.painted for each in still])
    for state in ("visible", "live"):
        own = [getattr(each, state) for each in ours]
        other = [getattr(each, state) for each in plain]
        yield row_beside(name(state), own, "twin", other, TWIN_BARS[page][state][index])
    bar = FLOOR_BARS.get(page, (None, None))[index]
    own, other = [each.visible for each in ours], [each.visible for each in still]
    yield row_beside(name("visible beside floor"), own, "floor", other, bar)
    yield row(name("layout shift"), "", [each.shift for each in ours], MOST_SHIFT)


def _weights(browser: Browser, page: str, own: str) -> Iterator[Row]:
    pictures, count = PICTURES[page]
    sizes, requests = weigh(browser, Subject(own + PATHS[page], pictures, count, LIVE[page]))
    yield row(f"{page} bytes, cold", "kB", [sizes / 1000], MOST_KILOBYTES.get(page))
    yield row(f"{page} requests, cold", "requests", [requests])


def _changes(browser: Browser, own: str, runs: int) -> Iterator[Row]:
    """Time choices on the page of a measure and of a priority, and a tile that is followed."""
    both = f"() => document.documentElement.dataset.mounted === 'ready' && ({IN_VIEW})()"
    chart, panels = ".measure-card .can-live > svg", ".panel .can-live > svg"
    with opened(browser, Subject(own + CASES, chart, 1, both)) as page:
        bases = ["quarter", "month"] * runs
        times = change_times(page, "input[name=basis]", bases, chart)
        yield row("change of basis to new chart", "ms", times[2:], MOST_CHANGE)
        lines = ["last-year"] * 2 * runs
        times = change_times(page, "input[name=compare]", lines, chart)
        yield row("change of comparison to new chart", "ms", times[2:], MOST_CHANGE)
    with opened(browser, Subject(own + PANELS, panels, 1, both)) as page:
        lines = ["last-year", ""] * runs
        times = change_times(page, "select[name=compare]", lines, panels)
        yield row("priority, change of comparison to last panel", "ms", times[2:], MOST_CHANGE)
    times = [_follow(browser, own) for _ in range(runs)]
    yield row("tile to painted measure page, warm", "ms", times, MOST_FOLLOW)


def _follow(browser: Browser, own: str) -> float:
    picture = ".measure-card .drawn > svg"
    with opened(browser, Subject(own + PATHS["measure"], picture, 1, "() => true")) as page:
        page.wait_for_load_state("networkidle")
        page.goto(own + PATHS["overview"], wait_until="networkidle")
        return follow_time(page, "main .tile h3 a")


def describe_machine() -> dict[str, Any]:
    """Return what says how quick the machine is: the time of a loop, its cores and its load."""
    times = []
    for _ in range(5):
        began = time.perf_counter()
        sum(number * number for number in range(2_000_000))
        times.append(time.perf_counter() - began)
    return {
        "loop": f"{median(times) * 1000:.0f} ms",
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
    }


if __name__ == "__main__":
    sys.exit(main())
