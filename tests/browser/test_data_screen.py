"""The first screen of the Data page: what is in sight, how far the keyboard goes, and its tabs."""

from typing import Final

import pytest

from layouts.pages.data_team.start import TABS
from tests.browser.journeys import LAPTOP, PHONE, look

BOXES: Final = ("#load .drop-zone", "#returns", "#check", "#history", ".steps")
# The links of the frame among them, and Find.
MOST_STOPS: Final = 20
STOPS: Final = """(height) => [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")]
  .filter((one) => one.getClientRects().length && !one.closest("footer"))
  .filter((one) => {
    const box = one.getBoundingClientRect();
    return box.bottom > 0 && box.top < height;
  }).map((one) => one.outerHTML.slice(0, 80))"""


def test_what_a_data_team_comes_for_is_on_the_first_screen_within_few_stops(visit, page):
    page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
    visit("/data")
    page.wait_for_selector("#intake-files", state="attached")
    for selector in BOXES:
        box = page.locator(selector).bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= LAPTOP[1], selector
    stops = page.evaluate(STOPS, LAPTOP[1])
    assert len(stops) <= MOST_STOPS, stops
    assert page.locator("#history [data-undo]").count() == 3


def test_the_place_of_the_drop_zone_is_of_its_size_from_the_start(visit, page):
    page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
    page.route("**/assets/intake.js", lambda route: route.fulfill(body=""))
    visit("/data")
    before = page.locator(".steps").bounding_box()
    page.unroute("**/assets/intake.js")
    page.reload()
    page.wait_for_selector("#intake-files", state="attached")
    assert page.locator(".steps").bounding_box() == before


@pytest.mark.parametrize("tab", TABS)
def test_each_tab_is_sound(visit, tab):
    look(visit(f"/data?tab={tab}"), on_phone=True, is_touched=True)


TABS_SHOWN: Final = """(list) => ({
  places: [...list.querySelectorAll("a")].map((one) => one.getBoundingClientRect().left),
  current: list.querySelector("[aria-current]").getBoundingClientRect().right,
  right: list.getBoundingClientRect().right,
})"""


def test_on_a_phone_tabs_are_in_the_order_of_the_keyboard_and_the_current_one_is_in_sight(
    visit, page
):
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    visit("/data?tab=terminal")
    shown = page.locator(".tab-head ul").evaluate(TABS_SHOWN)
    assert shown["places"] == sorted(shown["places"])
    assert shown["current"] <= shown["right"]


def test_a_load_is_found_and_pages_are_turned_by_address(visit, page):
    visit("/data?tab=history")
    page.get_by_role("searchbox", name="Find a load").fill("referrals")
    page.keyboard.press("Enter")
    page.wait_for_url("**/data?*tab=history&find=referrals")
    page.wait_for_selector(".loads")
    assert page.locator(".loads tbody tr").count() == 1


def test_the_box_of_returns_is_a_line_where_none_are_set(visit, page):
    page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
    visit("/data")
    box = page.locator("#returns:not(:has(.due-grid))").bounding_box()
    words = page.locator("#returns p").bounding_box()
    assert box["y"] + box["height"] - words["y"] - words["height"] <= 32
    assert box["width"] == page.locator("#load").bounding_box()["width"]


def test_on_a_phone_what_unfolds_has_its_mark(visit, page):
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    for path, folded in (("/data?tab=check", "main summary"), ("/", ".page-foot summary")):
        visit(path)
        looks = page.locator(folded).evaluate_all(
            "all => all.map((one) => getComputedStyle(one).display)"
        )
        assert {*looks} == {"list-item"}, path
