"""Measure the pages beside plain twins and beside their floor: `make bench`, `make bench-quick`.

Medians of seven loads each; product, floor and twin in turn, so that a slow moment of the machine
falls on all. Cold is a browser without a cache, warm the same browser's second load. The floor is the
page's own HTML, stylesheets and font without a script; the twin, where a page has one, the same
measures as anyone would first draw them in Dash. Visible is the first frame that has every picture;
live the first in which a press filters, every chart in view zooms or, of future need, a field is
answered. Fails where a bar is not met.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

from playwright.sync_api import Browser, sync_playwright

from tests.bench.pages.loads import (
    Load,
    Subject,
    change_times,
    cold_and_warm,
    enlarge_times,
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
QUICK: Final = ("overview", "priority")
# Months, quarters and years of cases, with limits and a projection.
CASES: Final = "/measure/ehcp-20-weeks?area=X99000001"
PANELS: Final = "/priority/example-plan/1"
GRAPH: Final = ".js-plotly-plot .scatterlayer .trace"
IN_VIEW: Final = """() => {
  const inView = [...document.querySelectorAll(".can-live")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.height && box.top < innerHeight && box.bottom > 0;
  });
  return inView.length > 0 && inView.every((one) => one.classList.contains("is-live"));
}"""
ANSWERS: Final = "() => window.sendPage !== undefined"
MOUNTED: Final = "() => document.documentElement.dataset.mounted === 'ready'"
AT_ONCE: Final = "() => true"


@dataclass(frozen=True)
class Measured:
    """A page of the product: its address, the pictures of its first screen, and when it is live.

    Its twin has so many `graphs`; 0 where it has none. Bars are the most, cold and warm: of the twin
    for `visible` and `live`, of the floor for `beside_floor`.
    """

    path: str
    pictures: str
    count: int
    live: str
    graphs: int = 0
    visible_bars: tuple[float | None, float | None] = (None, None)
    live_bars: tuple[float | None, float | None] = (None, None)
    floor_bars: tuple[float | None, float | None] = (None, None)
    most_kilobytes: float | None = None

    def at(self, server: str) -> Subject:
        """Return the page on a server of the product."""
        return Subject(server + self.path, self.pictures, self.count, self.live)

    def still(self, server: str) -> Subject:
        """Return the page on the server without scripts."""
        return Subject(server + self.path, self.pictures, self.count, AT_ONCE)


PAGES: Final = {
    "overview": Measured(
        f"/?area={AREA}&framework={FRAMEWORK}",
        # A count without target and baseline has none.
        "main .key-tile .mini, main .tile .mini",
        14,
        ANSWERS,
        graphs=15,
        visible_bars=(0.12, 0.15),
        live_bars=(0.25, 0.22),
        floor_bars=(1.6, 1.3),
        most_kilobytes=250,
    ),
    "priority": Measured(
        f"/priority/{FRAMEWORK}/1",
        ".panel .drawn > svg",
        4,
        IN_VIEW,
        graphs=4,
        visible_bars=(0.12, None),
        live_bars=(0.45, 0.60),
        floor_bars=(None, 1.3),
        most_kilobytes=640,
    ),
    "measure": Measured(
        f"/measure/{CHARTED[0]}?area={AREA}&framework={FRAMEWORK}",
        ".measure-card .drawn > svg",
        1,
        IN_VIEW,
        graphs=1,
    ),
    "profile": Measured(f"/profile?area={AREA}", "main .mini", 35, ANSWERS),
    "future": Measured(f"/future?area={AREA}", "main .for-wide > svg", 7, MOUNTED),
}
MOST_SHIFT: Final = 0.01
MOST_CHANGE: Final = 120
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
    pages = QUICK if is_quick else tuple(PAGES)
    runs = QUICK_RUNS if is_quick else RUNS
    with served(store) as own, served_floor(own) as floor:
        for name in pages:
            page = PAGES[name]
            with served_twin(store, name) if page.graphs else nullcontext("") as twin:
                yield from _loads(browser, name, (own, floor, twin), runs)
            yield from _weights(browser, name, page.at(own))
        yield from _changes(browser, own, runs)


def served_floor(own: str) -> Any:
    """Serve the pages without scripts."""
    paths = "\n".join(page.path for page in PAGES.values())
    return served("", "tests.bench.pages.still:server", STILL_OF=own, STILL_PATHS=paths)


def served_twin(store: str, name: str) -> Any:
    """Serve the plain twin of a page."""
    return served(store, "tests.bench.pages.twin:server", TWIN_PAGE=name)


def _loads(browser: Browser, name: str, servers: tuple[str, str, str], runs: int) -> Iterator[Row]:
    own, floor, twin = servers
    page = PAGES[name]
    subjects = [page.at(own), page.still(floor)]
    if twin:
        subjects.append(Subject(twin, GRAPH, page.graphs, AT_ONCE))
    # The first reader of a page has the server import what it needs.
    for subject in subjects:
        cold_and_warm(browser, subject)
    taken = [[cold_and_warm(browser, subject) for subject in subjects] for _ in range(runs)]
    for index, kind in enumerate(KINDS):
        ours, still, *plain = (
            [each[side][index] for each in taken] for side in range(len(subjects))
        )
        yield from _load_rows(f"{name} {{}}, {kind}".format, page, index, ours, still, *plain)


def _load_rows(
    label: Callable[[str], str],
    page: Measured,
    index: int,
    ours: list[Load],
    still: list[Load],
    plain: list[Load] | None = None,
) -> Iterator[Row]:
    painted = [each.painted for each in ours]
    yield row_beside(label("first paint"), painted, "floor", [each.painted for each in still])
    for state, bars in (("visible", page.visible_bars), ("live", page.live_bars)):
        own = [getattr(each, state) for each in ours]
        if plain:
            other = [getattr(each, state) for each in plain]
            yield row_beside(label(state), own, "twin", other, bars[index])
        else:
            yield row(label(state), "ms", own)
    own, other = [each.visible for each in ours], [each.visible for each in still]
    yield row_beside(label("visible beside floor"), own, "floor", other, page.floor_bars[index])
    yield row(label("layout shift"), "", [each.shift for each in ours], MOST_SHIFT)


def _weights(browser: Browser, name: str, subject: Subject) -> Iterator[Row]:
    sizes, requests = weigh(browser, subject)
    yield row(f"{name} bytes, cold", "kB", [sizes / 1000], PAGES[name].most_kilobytes)
    yield row(f"{name} requests, cold", "requests", [requests])


def _changes(browser: Browser, own: str, runs: int) -> Iterator[Row]:
    """Time choices on the page of a measure and of a priority, and a tile that is followed."""
    both = f"() => ({MOUNTED})() && ({IN_VIEW})()"
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
        times = enlarge_times(page, "#size-ehcp-20-weeks", runs + 1)
        yield row("priority, enlarge to large chart", "ms", times[1:], MOST_CHANGE)
    times = [_follow(browser, own) for _ in range(runs)]
    yield row("tile to painted measure page, warm", "ms", times, MOST_FOLLOW)


def _follow(browser: Browser, own: str) -> float:
    measure = PAGES["measure"]
    with opened(browser, measure.still(own)) as page:
        page.wait_for_load_state("networkidle")
        page.goto(own + PAGES["overview"].path, wait_until="networkidle")
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
