"""Text of twice the size, and letters and lines further apart: nothing is cut, nothing is out of reach."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import BrowserType, Page

from tests.browser.journeys import CUT, EXAMPLE, FITS, LAPTOP, ON_BOTH

HARINGEY: Final = "area=E09000014&framework=ha-wsoa-2021"
PAGES: Final = (
    f"/?{HARINGEY}",
    f"/?{EXAMPLE}&view=list",
    "/priority/example-plan/1",
    f"/measure/ehcp-20-weeks?{EXAMPLE}",
    f"/actions?{HARINGEY}",
    f"/profile?{HARINGEY}",
    f"/future?{EXAMPLE}",
    f"/meeting?{HARINGEY}",
    f"/scrutiny?{HARINGEY}",
    f"/find?{HARINGEY}&find=plan",
    "/data",
    "/data?tab=check",
    "/data?tab=history",
    "/data?tab=dictionary",
    "/about",
    "/about?tab=measures&find=autism",
    "/about?tab=statements",
    "/nowhere",
)
# The spacing that a page must bear by WCAG 1.4.12.
SPACING: Final = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }"""
# A style element would be refused by the policy that pages are sent with.
ADD_STYLES: Final = """(styles) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  document.adoptedStyleSheets.push(sheet);
}"""


@pytest.fixture
def large_text(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], server_url: str
) -> Iterator[Page]:
    """A browser whose reader has chosen letters of 32 pixels."""
    options = [*browser_type_launch_args["args"], "--blink-settings=defaultFontSize=32"]
    browser = browser_type.launch(**{**browser_type_launch_args, "args": options})
    size = {"width": LAPTOP[0], "height": LAPTOP[1]}
    yield browser.new_page(base_url=server_url, viewport=size)
    browser.close()


@ON_BOTH
def test_letters_of_twice_the_size_fit(large_text: Page) -> None:
    for path in PAGES:
        large_text.goto(path)
        assert (
            large_text.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)") >= 32
        )
        assert large_text.evaluate(CUT) == [], path
        large_text.wait_for_function(FITS, arg=LAPTOP[0])


@ON_BOTH
def test_letters_and_lines_further_apart_are_not_cut(page: Page, server_url: str) -> None:
    page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
    for path in PAGES:
        page.goto(f"{server_url}{path}")
        page.evaluate(ADD_STYLES, SPACING)
        assert page.evaluate("() => getComputedStyle(document.body).letterSpacing") != "normal"
        assert page.evaluate(CUT) == [], path
        assert page.evaluate(FITS, LAPTOP[0]), path
