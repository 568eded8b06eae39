"""Time the slides of a pack beside the overview: `python -m tests.bench.meeting`.

Both pages are opened in turn in one run, in a browser without a cache and again with it. A page
counts as painted at its largest contentful paint so far when all has come to rest. The next slide
is timed from the key to the frame after it. Fails where the first slide takes more than 1.5 times
the overview, or a slide more than 100 ms.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from statistics import median
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

from dashboard.model.selection import Selection
from data.loading.setup import set_up
from data.meetings.packs import make_pack
from data.store.engine import make_engine
from tests.bench.pages.loads import new_context, open_browser
from tests.servers import served

RUNS: Final = 7
STEPS: Final = 40
MOST_TIMES: Final = 1.2
MOST_MILLISECONDS: Final = 100.0
PLANS: Final = {
    "th-wsoa-2021": date(2022, 12, 8),
    "ha-wsoa-2021": date(2023, 4, 19),
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


def main() -> int:
    """Print both ratios and the slowest slides; 1 where one is over its limit."""
    with (
        tempfile.TemporaryDirectory() as folder,
        _slides(Path(folder)) as (url, packs),
        sync_playwright() as playwright,
    ):
        browser = open_browser(playwright)
        issues = [issue for plan, pack in packs for issue in _judge(browser, url, plan, pack)]
        browser.close()
    print("\n".join(issues) or "Slides are as quick as they must be.")
    return 1 if issues else 0


@contextmanager
def _slides(folder: Path) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Serve a store with a pack of each plan; give the address and the plans with their packs."""
    store = f"sqlite:///{folder / 'send.sqlite3'}"
    engine = make_engine(store)
    set_up(engine)
    packs = [
        (plan, make_pack(engine, Selection(framework=plan, as_of=day), "benchmark"))
        for plan, day in PLANS.items()
    ]
    engine.dispose()
    with served(store) as url:
        yield url, packs


def _judge(browser: Browser, url: str, plan: str, pack: str) -> Iterator[str]:
    overview, slide = f"{url}/?framework={plan}", f"{url}/meeting/{pack}/cover"
    # The first reader of a pack waits until it is drawn; that is told apart.
    first = _paints(browser, slide)[0][1]
    runs = [(_paints(browser, slide), _paints(browser, overview)) for _ in range(RUNS)]
    for index, kind in enumerate(("cold", "warm")):
        for paint, name in enumerate(("first paint", "largest paint")):
            mine, other = (median(run[side][index][paint] for run in runs) for side in (0, 1))
            ratio = median(run[0][index][paint] / run[1][index][paint] for run in runs)
            told = f"{plan}, {name}, {kind}: slide {mine:.0f} ms, overview {other:.0f} ms"
            print(f"{told}, ratio {ratio:.2f}")
            if ratio > MOST_TIMES:
                yield f"{plan}: the {name} of a slide, {kind}, takes {ratio:.2f} times the overview's"
    count, times = _steps(browser, slide)
    slowest = max(times)
    print(f"{plan}, of {count} slides: next {median(times):.0f} ms, slowest {slowest:.0f} ms")
    print(f"{plan}: drawn for its first reader in {first:.0f} ms")
    if slowest > MOST_MILLISECONDS:
        yield f"{plan}: a slide took {slowest:.0f} ms"


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


def _steps(browser: Browser, url: str) -> tuple[int, list[float]]:
    """Go through slides by key, and give how many there are and how long each took."""
    context = new_context(browser)
    page = context.new_page()
    page.goto(url, wait_until="networkidle")
    count = page.locator("[data-slide]").count()
    times = [page.evaluate(STEP) for _ in range(min(STEPS, count - 1))]
    context.close()
    return count, times


if __name__ == "__main__":
    sys.exit(main())
