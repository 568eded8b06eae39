"""The pages in a browser, beside those of peers and beside their floor.

Product, floor and peers in turn, so that a slow moment of the machine falls on all. Cold is a browser
without a cache, warm the same browser's second load. The floor is the page's own HTML, stylesheets and
font without a script; peers show the same measures, one graph each. Visible is the first frame that has
every picture; live the first in which a press filters, every chart in view zooms, a field is answered
or a key turns the slide.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, sync_playwright

from tests.bench.pages.figures import write_figures
from tests.bench.pages.loads import (
    Load,
    Subject,
    change_times,
    cold_and_warm,
    enlarge_times,
    follow_time,
    open_browser,
    opened,
    round_trips,
    script_time,
    weigh,
)
from tests.bench.pages.peers import PEERS, served_peer
from tests.bench.pages.plan import AREA, CHARTED, FRAMEWORK, make_slides, make_store
from tests.bench.table import Row, row, row_beside
from tests.servers import served

RUNS: Final = 7
QUICK_RUNS: Final = 3
QUICK: Final = ("overview", "priority")
# Months, quarters and years of cases, with limits and a projection.
EXAMPLE: Final = "X99000001"
CASES: Final = f"/measure/ehcp-20-weeks?area={EXAMPLE}"
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
# A bare page, once its callback has answered the first time.
HAS_COUNTED: Final = "() => document.querySelector('#counted') !== null"
PRESS: Final = "document.querySelector('#press').click()"
AT_ONCE: Final = "() => true"
TURNS: Final = "() => window.deck !== undefined"
PLAIN: Final = "Dash"


@dataclass(frozen=True)
class Measured:
    """A page of the product: its address, the pictures of its first screen, and when it is live.

    Peers show so many `graphs`; none of them where it is 0. Bars are the most, cold and warm: of plain Dash
    for `visible` and `live`, of the floor for `floor`.
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
        visible_bars=(0.12, None),
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
    "profile": Measured(
        f"/profile?area={AREA}",
        "main .mini",
        35,
        ANSWERS,
        # Fewer than it has pictures.
        graphs=15,
        visible_bars=(0.12, None),
        live_bars=(0.25, 0.22),
        floor_bars=(1.6, None),
        most_kilobytes=250,
    ),
    "future": Measured(f"/future?area={AREA}", "main .for-wide > svg", 7, MOUNTED),
}
# Of Vizro and Streamlit: visible and live.
MOST_OF_OTHERS: Final = {"visible": 1 / 6, "live": 1.0}
MOST_SHIFT: Final = 0.01
MOST_CHANGE: Final = 120
MOST_SCENARIO: Final = 100
# The numbers that a scenario alters.
SCENARIO_CHARTS: Final = (
    ".outlook-cards:not(.outlook-section *) .outlook-card:nth-child(-n+3) .for-wide > svg"
)
MOST_FOLLOW: Final = 300
KINDS: Final = ("cold", "warm")


def measure_pages(folder: Path, *, is_quick: bool) -> Iterator[Row]:
    """Serve everything, measure everything."""
    store = make_store(folder)
    pages = {**PAGES, "slide": Measured(make_slides(store), "[data-slide] svg", 1, TURNS)}
    runs = QUICK_RUNS if is_quick else RUNS
    peers = (PLAIN,) if is_quick else tuple(PEERS)
    paths = "\n".join(page.path for page in pages.values())
    with (
        sync_playwright() as playwright,
        served(store) as own,
        served("", "tests.bench.pages.still:server", STILL_OF=own, STILL_PATHS=paths) as floor,
    ):
        browser = open_browser(playwright)
        for name in QUICK if is_quick else pages:
            page = pages[name]
            with ExitStack() as stack:
                subjects = {"own": page.at(own), "floor": page.still(floor)}
                if page.graphs:
                    figures = write_figures(store, folder, name, page.graphs)
                    for peer in peers:
                        url = stack.enter_context(served_peer(peer, figures))
                        subjects[peer] = Subject(url, GRAPH, page.graphs, AT_ONCE)
                yield from _loads(browser, name, page, subjects, runs)
                yield from _weights(browser, name, subjects, page.most_kilobytes)
        yield from _changes(browser, own, runs)
        browser.close()


def _loads(
    browser: Browser, name: str, page: Measured, subjects: dict[str, Subject], runs: int
) -> Iterator[Row]:
    # The first reader of a page has the server import what it needs.
    for subject in subjects.values():
        cold_and_warm(browser, subject)
    taken = [
        {side: cold_and_warm(browser, subject) for side, subject in subjects.items()}
        for _ in range(runs)
    ]
    for index, kind in enumerate(KINDS):
        loads = {side: [each[side][index] for each in taken] for side in subjects}
        yield from _load_rows(f"{name} {{}}, {kind}".format, page, index, loads)


def _load_rows(
    label: Callable[[str], str], page: Measured, index: int, loads: dict[str, list[Load]]
) -> Iterator[Row]:
    def times(side: str, state: str) -> list[float]:
        return [getattr(each, state) for each in loads[side]]

    painted = times("own", "painted")
    yield row_beside(label("first paint"), painted, "floor", times("floor", "painted"))
    visible = times("own", "visible")
    bar = page.floor_bars[index]
    yield row_beside(
        label("visible beside floor"), visible, "floor", times("floor", "visible"), bar
    )
    for state, bars in (("visible", page.visible_bars), ("live", page.live_bars)):
        own = times("own", state)
        for peer in (each for each in PEERS if each in loads):
            most = bars[index] if peer == PLAIN else MOST_OF_OTHERS[state]
            yield row_beside(label(f"{state} beside {peer}"), own, peer, times(peer, state), most)
        if PLAIN not in loads:
            yield row(label(state), "ms", own)
    yield row(label("layout shift"), "", [each.shift for each in loads["own"]], MOST_SHIFT)


def _weights(
    browser: Browser, name: str, subjects: dict[str, Subject], most: float | None
) -> Iterator[Row]:
    sizes, requests = weigh(browser, subjects["own"])
    yield row(f"{name} bytes, cold", "kB", [sizes / 1000], most)
    yield row(f"{name} requests, cold", "requests", [requests])
    for peer in (each for each in PEERS if each in subjects):
        other, count = weigh(browser, subjects[peer])
        mine = [sizes / 1000]
        yield row_beside(f"{name} bytes beside {peer}", mine, peer, [other / 1000], unit="kB")
        yield row_beside(
            f"{name} requests beside {peer}", [requests], peer, [count], unit="requests"
        )


def _changes(browser: Browser, own: str, runs: int) -> Iterator[Row]:
    """Time choices on the page of a measure and of a priority, and a tile that is followed."""
    both = f"() => ({MOUNTED})() && ({IN_VIEW})()"
    chart, panels = ".measure-card .can-live > svg", ".panel .can-live > svg"
    with opened(browser, Subject(own + CASES, chart, 1, both)) as page:
        bases = ["quarter", "month"] * runs
        times = change_times(page, "input[name=basis]", bases, chart, both)
        yield row("change of basis to new chart", "ms", times[2:], MOST_CHANGE)
        lines = ["last-year"] * 2 * runs
        times = change_times(page, "input[name=compare]", lines, chart, both)
        yield row("change of comparison to new chart", "ms", times[2:], MOST_CHANGE)
        yield row("round trip of a callback", "ms", round_trips(page))
    with opened(browser, Subject(own + PANELS, panels, 1, both)) as page:
        lines = ["last-year", ""] * runs
        times = change_times(page, "select[name=compare]", lines, panels, both)
        yield row("priority, change of comparison to last panel", "ms", times[2:], MOST_CHANGE)
        times = enlarge_times(page, "#size-ehcp-20-weeks", runs + 1, both)
        yield row("priority, enlarge to large chart", "ms", times[1:], MOST_CHANGE)
    yield from _scenarios(browser, own, runs)
    times = [_follow(browser, own) for _ in range(runs)]
    yield row("tile to painted measure page, warm", "ms", times, MOST_FOLLOW)


def _scenarios(browser: Browser, own: str, runs: int) -> Iterator[Row]:
    """Time a number typed into a field of a scenario, beside the round trip of a bare callback."""
    with (
        served("", "tests.bench.pages.bare:server") as bare,
        opened(browser, Subject(bare, "#counted", 1, HAS_COUNTED)) as page,
    ):
        others = [script_time(page, PRESS, "#counted") for _ in range(runs + 2)]
    growth = [str(number) for number in range(1, runs + 3)]
    for area in (AREA, EXAMPLE):
        subject = Subject(f"{own}/future?area={area}", SCENARIO_CHARTS, 3, MOUNTED)
        with opened(browser, subject) as page:
            times = change_times(page, "input[name=growth]", growth, SCENARIO_CHARTS, MOUNTED)
        name = f"future of {area}, field to new charts"
        yield row(name, "ms", times[2:], MOST_SCENARIO)
        yield row_beside(f"{name}, beside", times[2:], "bare callback", others[2:])


def _follow(browser: Browser, own: str) -> float:
    measure = PAGES["measure"]
    with opened(browser, measure.still(own)) as page:
        page.wait_for_load_state("networkidle")
        page.goto(own + PAGES["overview"].path, wait_until="networkidle")
        return follow_time(page, "main .tile h3 a")
