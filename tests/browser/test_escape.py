"""What opens is left by the keyboard: Escape closes it and gives the focus back, and nothing stays open behind.

Menus of a pack are opened in test_packs.py, the question before an undo in test_intake.py, dialogs over a
slide in test_deck.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.journeys import EXAMPLE, LAPTOP, PHONE, expect_focus, tab_to

HARINGEY: Final = "area=E09000014&framework=ha-wsoa-2021"
OVERVIEW: Final = f"/?{HARINGEY}"
PRIORITY: Final = "/priority/example-plan/1"
LARGE: Final = f"{PRIORITY}?open=ehcp-20-weeks"
MEASURE: Final = f"/measure/ehcp-20-weeks?{EXAMPLE}"
IS_MOUNTED: Final = """() => !document.getElementById("live-scripts")
  || document.documentElement.dataset.mounted === "ready" """


@dataclass(frozen=True)
class Opened:
    """What `opener` at an address opens: `content`, and whether it lies over the page."""

    words: str
    path: str
    opener: str
    content: str
    size: tuple[int, int] = LAPTOP
    is_over: bool = True


OPENED: Final = (
    Opened("a panel’s menu", PRIORITY, ".panel-menu summary", ".panel-menu [data-link-cursors]"),
    Opened("what a large panel is compared with", LARGE, ".choice-menu summary", "[name=compare]"),
    Opened("more controls of a large panel", LARGE, ".is-more summary", ".is-more select"),
    Opened("what is compared", MEASURE, ".choice-menu summary", "[name=compare]"),
    Opened("more controls", MEASURE, ".is-more summary", ".is-more select"),
    Opened("files of a measure", MEASURE, ".card-tools summary", ".card-tools details a"),
    Opened("a definition", MEASURE, ".meta .as-link", "#definition"),
    Opened("a fact explained", MEASURE, ".explain", "#fact-1"),
    Opened("the sheet of a measure", MEASURE, ".open-filter", ".filter-sheet select", PHONE),
    Opened("the bar of a phone", OVERVIEW, "#chooser-fold", "#choice-area", PHONE, is_over=False),
    Opened("the rules", OVERVIEW, ".rules summary", ".rules a", is_over=False),
    Opened("what changed", f"/?{EXAMPLE}", "#changes summary", ".change-columns", is_over=False),
    Opened(
        "actions that are done", f"/actions?{HARINGEY}", ".done-actions > summary",
        ".done-actions > table", is_over=False,
    ),
    Opened("a form", f"{MEASURE}&tab=commentary", ".writing summary", ".writing textarea", is_over=False),
)  # fmt: skip


def open_by_key(page: Page, opened: Opened) -> None:
    page.locator(opened.opener).first.press("Enter")
    expect(page.locator(opened.content).first).to_be_visible()


@pytest.mark.parametrize("opened", OPENED, ids=lambda opened: opened.words)
def test_escape_closes_what_a_key_opened_and_gives_the_focus_back(
    visit: Callable[..., Visit], page: Page, opened: Opened
) -> None:
    page.set_viewport_size({"width": opened.size[0], "height": opened.size[1]})
    visit(opened.path)
    page.wait_for_function(IS_MOUNTED)
    opener, content = page.locator(opened.opener).first, page.locator(opened.content).first
    expect(content).to_be_hidden()
    open_by_key(page, opened)
    page.keyboard.press("Escape")
    expect(content).to_be_hidden()
    expect(opener).to_be_focused()
    address = page.url
    open_by_key(page, opened)
    page.keyboard.press("Tab")
    # What was unfolded comes next, and is left from within; what only explains closes by itself.
    page.keyboard.press("Escape")
    expect(content).to_be_hidden()
    if opener.evaluate("(one) => one.matches('summary')"):
        expect(opener).to_be_focused()
    if opened.is_over:
        open_by_key(page, opened)
        page.locator("footer a").first.focus()
        expect(content).to_be_hidden()
        expect(page.locator("footer a").first).to_be_focused()
    assert page.url == address


def test_escape_closes_what_is_over_a_large_panel_before_it_makes_it_small(
    visit: Callable[..., Visit], page: Page
) -> None:
    visit(LARGE)
    page.wait_for_function(IS_MOUNTED)
    page.locator(".panel.is-large .choice-menu summary").first.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator(".panel.is-large")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".panel.is-large")).to_have_count(0)


def test_escape_takes_the_field_of_another_day_back(
    visit: Callable[..., Visit], page: Page
) -> None:
    visit(OVERVIEW)
    day, chosen = page.locator("#another-day"), page.locator("#choice-as_of")
    shown = chosen.input_value()
    expect(day).to_be_hidden()
    chosen.focus()
    page.keyboard.press("End")
    expect(day).to_be_focused()
    page.keyboard.press("Escape")
    expect(day).to_be_hidden()
    expect(chosen).to_be_focused()
    expect(chosen).to_have_value(shown)


def test_the_list_of_find_goes_with_the_focus(visit: Callable[..., Visit], page: Page) -> None:
    visit(OVERVIEW)
    page.keyboard.press("/")
    expect_focus(page, id="find")
    page.keyboard.type("plans")
    expect(page.locator("#find-options [role=option]").first).to_be_visible()
    tab_to(page, "#nav a", 3)
    expect(page.locator("#find-options")).to_be_hidden()
