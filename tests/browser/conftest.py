"""One way to visit a page, which also asserts what must hold on every page."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, expect
from playwright.sync_api import TimeoutError as NotDrawnError

from callbacks.access.this_machine import ENTRY_COOKIE
from tests.conftest import Serve
from tests.servers import SERVERS
from tests.stores import MakeStore, address

AXE: Final = Path(__file__).parent / "vendor" / "axe-4.14.1.min.js"
# The shell draws what Chromium draws, without a window: it takes half of the time.
BROWSERS: Final = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
BROWSER_OPTIONS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Whatever is waited for comes, however busy the machine; how fast it comes `make bench` measures.
PATIENCE_MILLISECONDS: Final = 120_000
expect.set_options(timeout=PATIENCE_MILLISECONDS)
WAITING: Final = "._dash-loading, ._dash-loading-callback, [data-dash-is-loading='true']"
# The page has its heading and its title; what is live has been mounted and each graph drawn.
IS_DRAWN: Final = """(waiting) => {
  const heading = document.querySelector("main h1");
  const graphs = [...document.querySelectorAll(".dash-graph")];
  return heading !== null
    && heading.textContent.trim() !== ""
    && document.title.startsWith(heading.textContent.trim())
    && document.querySelector(waiting) === null
    && (document.getElementById("live-scripts") === null || document.documentElement.dataset.mounted === "ready")
    && graphs.every((graph) => graph.querySelector(".main-svg") !== null);
}"""
REPEATED_IDS: Final = """() => {
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  return ids.filter((id, place) => ids.indexOf(id) !== place);
}"""
AXE_VIOLATIONS: Final = """async (hasTargets) => {
  const rules = {"target-size": {enabled: hasTargets}};
  const found = await axe.run(document, {resultTypes: ["violations"], rules});
  return found.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${violation.help}: ${node.html}`));
}"""


@dataclass
class Visit:
    """A page in the browser and what it has asked for and complained of so far."""

    page: Page
    server_url: str
    requests: list[str] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    excused: list[str] = field(default_factory=list)
    has_entered: bool = True

    def listen(self) -> None:
        """Note every request, answer, console error and uncaught error from now on.

        The browser may write, unless it has not entered.
        """
        if self.has_entered:
            let_write(self.page.context, self.server_url)
        self.page.on("request", self._note_request)
        self.page.on("response", self._note_answer)
        self.page.on("console", self._note_message)
        self.page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))

    def open(self, path: str, status: int = 200) -> None:
        """Go to an address and wait until it is drawn; then hold it to what every page owes."""
        answer = self.page.goto(f"{self.server_url}{path}")
        assert answer is not None
        assert answer.status == status, f"{path} answered {answer.status}"
        if status >= 400:
            # Chromium reports the page's own status as an error; any other stays one.
            self.excuse(f"({self.server_url}{path})")
        self.wait_until_drawn()
        self.check()

    def wait_until_drawn(self) -> None:
        """Wait until the page and its charts are drawn; `check` says what was still missing."""
        assert self.complaints == []
        try:
            self.page.wait_for_function(IS_DRAWN, arg=WAITING)
        except NotDrawnError:
            self.check()
            waiting = self.page.locator(WAITING).count()
            pytest.fail(f"{self.page.url} was not drawn; {waiting} parts were still loading.")

    def check(self) -> None:
        """Assert what holds on every page."""
        assert self.complaints == []
        assert self.foreign_requests() == []
        assert self.page.locator("html").get_attribute("lang") == "en-GB"
        assert self.page.locator("h1").count() == 1, self.page.url
        heading = self.page.locator("main h1").inner_text().strip()
        assert heading
        assert self.page.title().startswith(heading), (self.page.title(), heading)
        assert self.page.evaluate(REPEATED_IDS) == []

    def excuse(self, words: str) -> None:
        """Let pass each console error with these words, noted already or still to come.

        A refused request is logged by the browser, and by Dash, after the page has shown it.
        """
        self.excused.append(words)
        self.complaints[:] = [text for text in self.complaints if words not in text]

    def axe(self, *, has_targets: bool = False) -> None:
        """Assert that axe-core finds nothing to complain of on the page as it is now.

        With `has_targets` each thing to press has 24 pixels too; an open menu covers some.
        """
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE.read_text())
        found = self.page.evaluate(AXE_VIOLATIONS, has_targets)
        assert found == [], "\n".join(found)

    def foreign_requests(self) -> list[str]:
        """The requests that went anywhere but to the dashboard itself."""
        own = (f"{self.server_url}/", "data:", f"blob:{self.server_url}/")
        return [url for url in self.requests if not url.startswith(own)]

    def bytes_received(self) -> int:
        """How many bytes of body and headers came over the wire."""
        sizes = [answer.request.sizes() for answer in self.answers]
        return sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)

    def _note_request(self, request: Request) -> None:
        self.requests.append(request.url)

    def _note_answer(self, answer: Response) -> None:
        self.answers.append(answer)

    def _note_message(self, message: ConsoleMessage) -> None:
        text = f"{message.text} ({message.location.get('url', '')})"
        if message.type == "error" and not any(words in text for words in self.excused):
            self.complaints.append(text)


def let_write(context: BrowserContext, server_url: str) -> None:
    """Give a browser the cookie of the link that a server printed."""
    if server := SERVERS.get(server_url):
        secret = server.entry().rpartition("/")[2]
        name = f"{ENTRY_COOKIE}-{server.port}"
        context.add_cookies([{"name": name, "value": secret, "url": server_url}])


@pytest.fixture(scope="session")
def base_url() -> str:
    """Stand in for the plugin's own fixture, of a kind that pytest has deprecated."""
    return ""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Launch the system's own Chromium; nothing is downloaded."""
    found = [path for name in BROWSERS if (path := shutil.which(name))]
    if not found:
        pytest.fail("The browser tests need Chromium or Chrome on PATH.")
    return {**browser_type_launch_args, "executable_path": found[0], "args": list(BROWSER_OPTIONS)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Read as a British reader on a laptop does."""
    return {
        **browser_context_args,
        "locale": "en-GB",
        "timezone_id": "Europe/London",
        "viewport": {"width": 1280, "height": 800},
    }


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    """A browser context whose every wait is as patient."""
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    return context


@pytest.fixture
def is_marked(request: pytest.FixtureRequest) -> bool:
    """Whether the Example borough of the server is marked synthetic."""
    return request.node.callspec.params["server_url"] == "filled_store"


@pytest.fixture
def visitor(server_url: str) -> Iterator[Callable[[Page], Visit]]:
    """Make a visit of any page; at the end every visit must have stayed quiet and at home."""
    visits: list[Visit] = []

    def watch(page: Page) -> Visit:
        visit = Visit(page, server_url)
        visit.listen()
        visits.append(visit)
        return visit

    yield watch
    for visit in visits:
        assert visit.complaints == []
        assert visit.foreign_requests() == []


@pytest.fixture
def visit(page: Page, visitor: Callable[[Page], Visit]) -> Callable[..., Visit]:
    """Open an address of the dashboard; every browser test fetches its pages through this."""
    watched = visitor(page)

    def go(path: str, status: int = 200) -> Visit:
        watched.open(path, status)
        return watched

    return go


@contextmanager
def opening(page: Page, url: str, *, has_entered: bool = True) -> Iterator[Callable[[str], Visit]]:
    """Open addresses of one server; at the end the visit must have stayed quiet and at home."""
    seen = Visit(page, url, has_entered=has_entered)
    seen.listen()

    def go(path: str) -> Visit:
        seen.open(path)
        return seen

    yield go
    assert seen.complaints == []
    assert seen.foreign_requests() == []


@pytest.fixture
def writable_server(make_sqlite: MakeStore, serve: Serve) -> Iterator[str]:
    """A server in front of a store of its own, which tests may write to."""
    with serve(address(make_sqlite("shipped"))) as server:
        yield server.url


@pytest.fixture
def writing(page: Page, writable_server: str) -> Iterator[Callable[[str], Visit]]:
    """Open addresses of the dashboard that may be written to."""
    with opening(page, writable_server) as go:
        yield go
