"""The report in a real browser: on three screens, by keyboard, on paper."""

import re
from collections.abc import Callable, Iterator
from typing import Final

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from playwright.sync_api import Page, Route, expect
from sqlalchemy import Engine

import callbacks.packs.respond
from callbacks.packs.file_cache import PackFiles
from callbacks.packs.report import register_report
from callbacks.server.headers import policy_of
from tests.browser.conftest import Visit
from tests.builders.packs import HARINGEY, gather_pack

ADDRESS: Final = f"/report/{HARINGEY}-v1"
SCREENS: Final = ((1280, 720), (1920, 1080), (390, 844))
# Of what is drawn, letters of charts included.
SMALLEST: Final = """() => Math.min(...[...document.querySelectorAll("main *")]
  .filter((one) => one.getClientRects().length && [...one.childNodes]
    .some((node) => node.nodeType === 3 && node.textContent.trim()))
  .filter((one) => one.tagName !== "title")
  .map((one) => {
    const svg = one.closest("svg");
    const shown = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
    return shown * parseFloat(getComputedStyle(one).fontSize);
  }))"""
NEEDED_WIDTH: Final = "() => document.documentElement.scrollWidth"
HAS_FOCUS: Final = "() => document.activeElement.textContent"
Opened = Callable[[], Visit]


@pytest.fixture(scope="module")
def reports(filled_engine: Engine) -> Iterator[FlaskClient]:
    """The addresses of reports over packs that are gathered and never kept."""
    server = Flask(__name__)
    register_report(server, filled_engine, PackFiles(), lambda: None)
    with pytest.MonkeyPatch.context() as patch:
        load = lambda engine, pack_id: gather_pack(engine, pack_id.removesuffix("-v1"))  # noqa: E731
        patch.setattr(callbacks.packs.respond, "load_readable_pack", load)
        yield server.test_client()


@pytest.fixture
def report(page: Page, visit: Callable[..., Visit], reports: FlaskClient) -> Opened:
    """Open the report of Haringey, answered here; styles and typeface come from the server."""

    def answer(route: Route) -> None:
        told = reports.get(re.sub(r"^https?://[^/]+", "", route.request.url))
        policy = {"Content-Security-Policy": policy_of(Response(told.data))}
        route.fulfill(status=told.status_code, body=told.data, headers=dict(told.headers) | policy)

    page.route(re.compile("/report/"), answer)
    return lambda: visit(ADDRESS)


def test_it_reads_well_on_every_screen(report: Opened) -> None:
    opened = report()
    for width, height in SCREENS:
        opened.page.set_viewport_size({"width": width, "height": height})
        assert opened.page.evaluate(NEEDED_WIDTH) <= width
        assert opened.page.evaluate(SMALLEST) >= 15.9
    opened.axe()
    opened.page.set_viewport_size({"width": 320, "height": 640})
    assert opened.page.evaluate(NEEDED_WIDTH) <= 320


def test_the_keyboard_reaches_the_text_the_files_and_wide_tables(report: Opened) -> None:
    page = report().page
    page.keyboard.press("Tab")
    assert page.evaluate(HAS_FOCUS) == "Skip to main content"
    expect(page.locator(".skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate(HAS_FOCUS) == "Contents"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(HAS_FOCUS) == "Where we are"
    page.get_by_role("link", name="Measures", exact=True).press("Enter")
    expect(page.get_by_role("heading", name="Measures", exact=True)).to_be_in_viewport()
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("#measures [role=region]").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.activeElement.scrollLeft > 0")


def test_on_paper_there_is_the_report_alone(report: Opened) -> None:
    page = report().page
    page.emulate_media(media="print")
    expect(page.locator(".bar")).to_be_hidden()
    expect(page.locator(".skip-link")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".for-narrow").first).to_be_hidden()


def test_colours_of_the_readers_own_leave_every_word(report: Opened) -> None:
    page = report().page
    page.emulate_media(forced_colors="active")
    expect(page.locator(".tag").first).to_be_visible()
    expect(page.locator(".tag .icon").first).to_be_visible()
