"""Measure the pages beside their plain twins: `make bench`.

Medians of seven loads each, product and twin in turn, so that a slow moment of the machine falls
on both. Cold is a browser without a cache, warm the same browser's second load. A page counts as
drawn when all its pictures are there: tiles with their minis, or charts with a line.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.bench.plan import AREA, FRAMEWORK, make_store
from tests.bench.servers import served

RUNS = 7
ROWS = 15
CHARTS = 4
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
OVERVIEW = f"/?area={AREA}&framework={FRAMEWORK}"
PRIORITY = f"/priority/{FRAMEWORK}/1"
GRAPHS = """(count) => [...document.querySelectorAll('.js-plotly-plot')]
  .filter(graph => graph.querySelector('.scatterlayer .trace')).length >= count"""
SPARKS = """(count) =>
  document.querySelectorAll('main .key-tile .mini, main .tile .mini').length >= count"""
# Runs before the page's own scripts: notes the first frame at which the condition holds.
WATCH = """(() => {
  const holds = %s;
  const look = () => {
    if (document.body && holds(%d)) { window.drawnAt = performance.now(); }
    else { requestAnimationFrame(look); }
  };
  requestAnimationFrame(look);
})()"""


def new_context(browser: Browser) -> BrowserContext:
    """Open a browser without a cache; waiting for a condition needs scripts the pages forbid."""
    return browser.new_context(viewport={"width": 1280, "height": 720}, bypass_csp=True)


def load_time(page: Page, url: str) -> float:
    """Open an address and give the seconds until it was drawn."""
    page.goto(url, wait_until="commit")
    page.wait_for_function("window.drawnAt !== undefined", timeout=60_000)
    return page.evaluate("window.drawnAt") / 1000


def cold_and_warm(browser: Browser, url: str, holds: str, count: int) -> tuple[float, float]:
    """Load twice in a fresh context: without a cache, then with it."""
    context = new_context(browser)
    context.add_init_script(WATCH % (holds, count))
    page = context.new_page()
    times = load_time(page, url), load_time(page, url)
    context.close()
    return times


def compare(
    browser: Browser, name: str, ours: tuple[str, str, int], twin: tuple[str, str, int]
) -> None:
    """Load product and twin in turn and print medians and ratios."""
    runs = [(cold_and_warm(browser, *ours), cold_and_warm(browser, *twin)) for _ in range(RUNS)]
    for index, kind in enumerate(("cold", "warm")):
        mine, plain = (median(run[side][index] for run in runs) for side in (0, 1))
        ratio = median(run[0][index] / run[1][index] for run in runs)
        print(f"{name}, {kind}: {mine:.2f} s against {plain:.2f} s, ratio {ratio:.2f}")


def weigh(browser: Browser, name: str, url: str, holds: str, count: int) -> None:
    """Print what a cold load brings over the wire, and whether Plotly is among it."""
    context = new_context(browser)
    context.add_init_script(WATCH % (holds, count))
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    sizes = _count_bytes(context, page)
    load_time(page, url)
    page.wait_for_load_state("networkidle")
    plotly = "loads Plotly" if any("plotly" in one for one in asked) else "loads no Plotly"
    print(f"{name}, cold: {sum(sizes) / 1000:.0f} kB in {len(asked)} requests; {plotly}")
    context.close()


def _count_bytes(context: BrowserContext, page: Page) -> list[float]:
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    return sizes


def time_filter(browser: Browser, url: str) -> None:
    """Print the time from pressing a status, and again, to the tiles that show it."""
    context = new_context(browser)
    context.add_init_script(WATCH % (SPARKS, ROWS))
    page = context.new_page()
    load_time(page, url)
    times = [_change(page) for _ in range(2 * RUNS)]
    print(f"Filter change: {median(times) * 1000:.0f} ms, slowest {max(times) * 1000:.0f} ms")
    context.close()


def _change(page: Page) -> float:
    """Press the last status, and wait until the tiles are those of the press."""
    before = page.locator("main .tile:not([hidden])").count()
    page.evaluate(
        """(before) => {
          window.addEventListener('click', () => {
            const start = performance.now();
            const look = () => {
              const now = document.querySelectorAll('main .tile:not([hidden])').length;
              if (now !== before) { window.changedIn = performance.now() - start; }
              else { requestAnimationFrame(look); }
            };
            window.changedIn = undefined;
            requestAnimationFrame(look);
          }, { once: true, capture: true });
        }""",
        before,
    )
    page.locator(".status-strip a").last.click()
    page.wait_for_function("window.changedIn !== undefined", timeout=10_000)
    return page.evaluate("window.changedIn") / 1000


def measure(folder: Path, with_browser: Callable[[], Browser]) -> None:
    """Serve everything, measure everything."""
    store = {"DATABASE_URL": make_store(folder)}
    twin = "tests.bench.twin:server"
    with (
        served("app:server", store) as ours,
        served(twin, store | {"TWIN_PAGE": "overview"}) as plain_overview,
        served(twin, store | {"TWIN_PAGE": "priority"}) as plain_priority,
    ):
        browser = with_browser()
        overview = (ours + OVERVIEW, SPARKS, ROWS)
        priority = (ours + PRIORITY, GRAPHS, CHARTS)
        compare(browser, "Overview drawn", overview, (plain_overview, GRAPHS, ROWS))
        compare(browser, "Priority live", priority, (plain_priority, GRAPHS, CHARTS))
        weigh(browser, "Overview", *overview)
        weigh(browser, "Priority", *priority)
        time_filter(browser, ours + OVERVIEW)
        browser.close()


if __name__ == "__main__":
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as made:
        measure(
            Path(made), lambda: playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        )
