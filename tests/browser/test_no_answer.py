"""What a reader sees when the server stops, fails or takes too long."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import wait_until_shown
from tests.conftest import Serve
from tests.servers import Server
from tests.stores import MakeStore, address

HARINGEY = "/?area=E09000014&framework=ha-wsoa-2021"
ANSWERS = re.compile("_dash-update-component")
IS_BUSY = "() => document.getElementById('main').getAttribute('aria-busy') === 'true'"


@pytest.fixture(scope="module")
def own_server(make_sqlite: MakeStore, serve: Serve) -> Iterator[Server]:
    with serve(address(make_sqlite("shipped"))) as server:
        yield server


@pytest.fixture
def stoppable(own_server: Server) -> Server:
    """A server that tests may stop; running, however the test before left it."""
    if not own_server.is_running():
        own_server.start()
    return own_server


@pytest.fixture
def opened(page: Page, stoppable: Server) -> Callable[[str], None]:
    """Open a page without holding it to silence: Dash reports what it cannot fetch."""

    def open_page(path: str) -> None:
        page.goto(f"{stoppable.url}{path}")
        wait_until_shown(page, *path.split("?"))

    return open_page


def test_a_choice_that_is_not_answered_is_told_taken_back_and_tried_again(opened, page, stoppable):
    opened(HARINGEY)
    status = page.get_by_label("Status", exact=True)
    stoppable.stop()
    status.select_option("missed")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("What you see is still the page before.")
    expect(page).to_have_url(re.compile(f"{re.escape(HARINGEY)}$"))
    expect(status).to_have_value("all")
    expect(page.locator("#main")).not_to_have_attribute("aria-busy", "true")
    stoppable.start()
    alert.get_by_role("button", name="Try again").click()
    wait_until_shown(page, "status=missed")
    expect(alert).to_have_count(0)
    expect(status).to_have_value("missed")
    page.go_back()
    expect(status).to_have_value("all")
    expect(page).to_have_url(re.compile(f"{re.escape(HARINGEY)}$"))


def test_a_link_and_the_back_button_leave_address_and_screen_together(opened, page, stoppable):
    opened(HARINGEY)
    page.locator(".measure-group h2 a").first.click()
    wait_until_shown(page, "/priority/")
    priority, heading = page.url, page.locator("h1").inner_text()
    stoppable.stop()
    page.locator(".panel h3 a").first.click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page).to_have_url(priority)
    page.evaluate("() => history.back()")
    page.wait_for_url(re.compile("/priority/"))
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("h1")).to_have_text(heading)
    expect(page).to_have_url(priority)


def test_an_answer_that_is_slow_is_told_and_taken_when_it_comes(opened, page):
    page.clock.install()
    opened(HARINGEY)
    held = []
    page.route(ANSWERS, lambda route: held.append(route))  # noqa: PLW0108
    page.get_by_label("Sort by").select_option("name")
    page.wait_for_function(IS_BUSY)
    page.clock.fast_forward("01:00")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page).to_have_url(re.compile(f"{re.escape(HARINGEY)}$"))
    held[0].continue_()
    wait_until_shown(page, "sort=name")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_server_that_fails_is_told_at_once(opened, page):
    opened(HARINGEY)
    page.route(ANSWERS, lambda route: route.fulfill(status=502))
    page.get_by_label("Sort by").select_option("name")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Sort by")).to_have_value("all")
