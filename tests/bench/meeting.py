"""Time meetings: the slides of a pack beside the overview, and its PDF while others read.

Both pages are opened in turn in one run, in a browser without a cache and again with it. A page
counts as painted at its largest contentful paint so far when all has come to rest. The next slide
is timed from the key to the frame after it.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from dashboard.model.selection import Selection
from data.loading.setup import set_up
from data.meetings.packs import make_pack
from data.store.databases.engine import make_engine
from tests.bench.pages.loads import new_context, open_browser
from tests.bench.table import Row, row, row_beside
from tests.servers import served

RUNS: Final = 7
STEPS: Final = 40
READERS: Final = 4
MOST_TIMES: Final = 1.2
MOST_MILLISECONDS: Final = 100.0
MOST_BESIDE: Final = 200.0
HARINGEY: Final = "ha-wsoa-2021"
PLANS: Final = {
    "th-wsoa-2021": date(2022, 12, 8),
    HARINGEY: date(2023, 4, 19),
    "example-plan": None,
}
PAINTED: Final = """() => new Promise((done) => {
  new PerformanceObserver((list) => {
    const last = list.getEntries().at(-1);
    const first = performance.getEntriesByName("first-contentful-paint")[0];
    done([first.startTime, last.startTime]);
  }).observe({type: "largest-contentful-paint", buffered: true});
})"""
STEP: Final = """() => new Promise((done) => {
  addEventListener("keydown", () => {
    const asked = performance.now();
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => done(performance.now() - asked);
      channel.port2.postMessage(0);
    });
  }, {once: true, capture: true});
  document.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", bubbles: true}));
})"""


def measure_meetings(folder: Path) -> Iterator[Row]:
    """Measure the slides of three plans, then what four readers who ask for one PDF do to others."""
    with _packs(folder) as (url, packs):
        with sync_playwright() as playwright:
            browser = open_browser(playwright)
            for plan, pack in packs.items():
                yield from _measure_slides(browser, url, plan, pack)
            browser.close()
        yield from _measure_readers(url, packs[HARINGEY])


@contextmanager
def _packs(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Serve a store with a pack of each plan; give the address, and the packs by plan."""
    store = f"sqlite:///{folder / 'send.sqlite3'}"
    engine = make_engine(store)
    set_up(engine)
    packs = {
        plan: make_pack(engine, Selection(framework=plan, as_of=day), "benchmark")
        for plan, day in PLANS.items()
    }
    engine.dispose()
    with served(store) as url:
        yield url, packs


def _measure_slides(browser: Browser, url: str, plan: str, pack: str) -> Iterator[Row]:
    overview, slide = f"{url}/?framework={plan}", f"{url}/meeting/{pack}/cover"
    # The first reader of a pack waits until it is drawn.
    first = _paints(browser, slide)[0][1]
    yield row(f"{plan}: slides drawn for their first reader", "ms", [first])
    runs = [(_paints(browser, slide), _paints(browser, overview)) for _ in range(RUNS)]
    for index, kind in enumerate(("cold", "warm")):
        for paint, name in enumerate(("first paint", "largest paint")):
            mine, others = ([run[side][index][paint] for run in runs] for side in (0, 1))
            yield row_beside(
                f"{plan}: first slide, {name}, {kind}", mine, "overview", others, MOST_TIMES
            )
    yield row(
        f"{plan}: next slide, slowest", "ms", [max(_steps(browser, slide))], MOST_MILLISECONDS
    )


def _paints(browser: Browser, url: str) -> tuple[list[float], list[float]]:
    """Open a page twice: without a cache, then with it."""
    context = new_context(browser)
    page = context.new_page()
    painted = _paint(page, url), _paint(page, url)
    context.close()
    return painted


def _paint(page: Page, url: str) -> list[float]:
    page.goto(url, wait_until="networkidle")
    return page.evaluate(PAINTED)


def _steps(browser: Browser, url: str) -> list[float]:
    """Go through slides by key; return how long each took."""
    context = new_context(browser)
    page = context.new_page()
    page.goto(url, wait_until="networkidle")
    count = page.locator("[data-slide]").count()
    times = [page.evaluate(STEP) for _ in range(min(STEPS, count - 1))]
    context.close()
    return times


def _measure_readers(url: str, pack: str) -> Iterator[Row]:
    """Let readers ask for one PDF that is not there yet; time it, and what others wait meanwhile."""
    file = f"{url}/download/report/{pack}.pdf"
    waits: list[float] = []
    with ThreadPoolExecutor(READERS) as readers:
        began = time.perf_counter()
        asked = [readers.submit(_fetch, file) for _ in range(READERS)]
        while not all(each.done() for each in asked):
            before = time.perf_counter()
            urlopen(f"{url}/healthz").read()
            waits.append((time.perf_counter() - before) * 1000)
            time.sleep(0.01)
    taken = [each.result() - began for each in asked]
    yield row(f"PDF of {pack} for {READERS} readers at once", "s", taken)
    yield row("/healthz meanwhile, slowest", "ms", [max(waits)], MOST_BESIDE)


def _fetch(url: str) -> float:
    """Ask for a file until it is there, as often as a browser is told to; return when that was."""
    while True:
        with urlopen(url) as answer:
            if answer.headers.get_content_type() == "application/pdf" and answer.read():
                return time.perf_counter()
            wait = int(answer.headers["Retry-After"])
        time.sleep(wait)
