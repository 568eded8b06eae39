"""Load pages in a browser and note when they were painted, visible and live; time what they answer."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

ARGUMENTS: Final = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
# Runs before the page's own scripts. Notes the first frame at which each condition holds, and how far
# the layout has shifted until then; then tells so in the console. Nothing is asked of the page before
# that: what asks would be run ahead of a frame.
WATCH: Final = """(() => {
  const visible = () => document.querySelectorAll(%s).length >= %d;
  const live = %s;
  const seen = window.seen = { shift: 0 };
  const tell = () => {
    if (seen.live !== undefined && seen.painted !== undefined) console.debug("%s");
  };
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => { seen.shift += entry.value; }))
    .observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver((list) => {
    const [painted] = list.getEntriesByName("first-contentful-paint");
    if (painted) { seen.painted = painted.startTime; tell(); }
  }).observe({ type: "paint", buffered: true });
  const look = () => {
    const now = performance.now();
    if (document.body && seen.visible === undefined && visible()) seen.visible = now;
    if (seen.visible !== undefined && seen.live === undefined && live()) { seen.live = now; tell(); }
    if (seen.live === undefined) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()"""
SEEN_WORD: Final = "bench: seen"
# Runs a script, and resolves with the milliseconds to the first frame in which every chart is another. What a bare
# page has in a chart's place is text, which is replaced in its element.
TIMED: Final = """([script, charts]) => new Promise((resolve) => {
  const chartOrText = (one) => (one.firstElementChild ? one : one.textContent);
  const drawn = () => [...document.querySelectorAll(charts)].map(chartOrText);
  const before = drawn();
  const start = performance.now();
  new Function(script)();
  const look = () => {
    const now = drawn();
    if (now.length && now.every((one) => !before.includes(one))) resolve(performance.now() - start);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})"""


@dataclass(frozen=True)
class Subject:
    """A page to load: visible once it has so many pictures, live once a condition in JavaScript holds."""

    url: str
    pictures: str
    count: int
    live: str

    def watch(self) -> str:
        """Return the script that notes when this page is visible and live."""
        return WATCH % (repr(self.pictures), self.count, self.live, SEEN_WORD)


@dataclass(frozen=True)
class Load:
    """One load of a page, in milliseconds from its start; `shift` is the layout shift until it was live."""

    painted: float
    visible: float
    live: float
    shift: float


def open_browser(playwright: Playwright) -> Browser:
    """Launch the system's own Chromium."""
    return playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)


def new_context(browser: Browser) -> BrowserContext:
    """Open a browser without a cache; waiting for a condition needs scripts that the pages forbid."""
    return browser.new_context(viewport={"width": 1280, "height": 720}, bypass_csp=True)


@contextmanager
def opened(browser: Browser, subject: Subject) -> Iterator[Page]:
    """Open a page in a browser without a cache, and wait until it is live."""
    context = new_context(browser)
    context.add_init_script(subject.watch())
    page = context.new_page()
    load(page, subject.url)
    yield page
    context.close()


def load(page: Page, url: str) -> Load:
    """Open an address, and return when it was painted, visible and live."""
    with page.expect_console_message(lambda message: message.text == SEEN_WORD, timeout=60_000):
        page.goto(url, wait_until="commit")
    seen: dict[str, float] = page.evaluate("() => window.seen")
    return Load(seen["painted"], seen["visible"], seen["live"], seen["shift"])


def cold_and_warm(browser: Browser, subject: Subject) -> tuple[Load, Load]:
    """Load twice in a fresh context: without a cache, then with it."""
    context = new_context(browser)
    context.add_init_script(subject.watch())
    page = context.new_page()
    cold = load(page, subject.url)
    page.wait_for_load_state("networkidle")
    page.goto("about:blank")
    warm = load(page, subject.url)
    context.close()
    return cold, warm


def weigh(browser: Browser, subject: Subject) -> tuple[float, int]:
    """Return the bytes that a cold load brings over the wire until the page has come to rest, and its requests."""
    context = new_context(browser)
    context.add_init_script(subject.watch())
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    load(page, subject.url)
    page.wait_for_load_state("networkidle")
    context.close()
    # An image within a stylesheet is no request.
    return sum(sizes), len(list(filter(None, sizes)))


def change_times(
    page: Page, control: str, values: list[str], charts: str, rest: str
) -> list[float]:
    """Choose values of a control one after another; return the time to the frame that has every new chart.

    Each is chosen where the condition `rest` holds: the charts of the choice before have come alive.
    """
    times = []
    for value in values:
        page.wait_for_function(rest)
        times.append(script_time(page, _press(control, value), charts))
    return times


def script_time(page: Page, script: str, charts: str) -> float:
    """Run a script; return the time to the frame that has every new chart."""
    return page.evaluate(TIMED, [script, charts])


def enlarge_times(page: Page, link: str, runs: int, rest: str) -> list[float]:
    """Enlarge a panel again and again, where `rest` holds; return the time to the frame of its large chart."""
    times = []
    for _ in range(runs):
        page.wait_for_function(rest)
        press = f"document.querySelector({link!r}).click()"
        times.append(page.evaluate(TIMED, [press, ".panel.is-large .can-live > svg"]))
        page.locator("main a[data-close]").click()
        page.wait_for_function("!document.querySelector('.panel.is-large')")
    return times


def round_trips(page: Page) -> list[float]:
    """Return what each callback of a page took, from its request to the end of its answer."""
    return page.evaluate(
        """() => performance.getEntriesByType("resource")
          .filter((one) => one.name.includes("_dash-update-component")).map((one) => one.duration)"""
    )


def _press(control: str, value: str) -> str:
    """Return the script with which a reader's choice of a value begins."""
    return f"""
      const found = [...document.querySelectorAll({control!r})];
      const one = found.find((each) => each.value === {value!r} || ["select-one", "number"].includes(each.type));
      if (one.type === "checkbox") one.checked = !one.checked;
      else if (one.type === "radio") one.checked = true;
      else one.value = {value!r};
      const name = one.type === "number" ? "input" : "change";
      one.dispatchEvent(new Event(name, {{ bubbles: true }}));
    """


def follow_time(page: Page, link: str) -> float:
    """Press a link over which no pointer has rested; return the time to the frame with the next page's pictures."""
    began: float = page.evaluate(
        """(link) => {
          const start = performance.timeOrigin + performance.now();
          document.querySelector(link).click();
          return start;
        }""",
        link,
    )
    page.wait_for_url("**/measure/**", wait_until="commit")
    page.wait_for_function("window.seen.visible !== undefined", timeout=60_000)
    at: Any = page.evaluate("performance.timeOrigin + window.seen.visible")
    return at - began
