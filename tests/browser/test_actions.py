"""The Actions page: its length, its filters, and what is behind a press."""

from typing import Final

from playwright.sync_api import expect

from tests.browser.journeys import EXAMPLE, LAPTOP, NARROW, ON_BOTH_IN_SWEEP, look, tab_to

HARINGEY: Final = "/actions?area=E09000014&framework=ha-wsoa-2021"
ROW: Final = 46
# The tags of what an action is meant to move that end beyond where their row's "Details" begins.
COVERED: Final = """() => [...document.querySelectorAll(".aims")].filter((row) => {
  const tag = row.querySelector(".tag"), details = row.querySelector("summary");
  if (!tag || !details || !tag.getClientRects().length) return false;
  const [one, other] = [tag, details].map((each) => each.getBoundingClientRect());
  return one.right > other.left && one.bottom > other.top && one.top < other.bottom;
}).map((row) => row.textContent)"""
ROWS: Final = ".action-rows tbody tr:visible"


def test_a_plan_of_26_actions_takes_less_than_two_screens_in_rows_of_one_line(visit, page):
    page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
    visit(HARINGEY)
    assert page.evaluate("document.documentElement.scrollHeight") <= 1.9 * LAPTOP[1]
    rows = page.locator(ROWS).all()
    assert len(rows) == 10
    assert all(row.bounding_box()["height"] <= ROW for row in rows)


def test_actions_are_filtered_by_status_and_priority_with_the_keyboard(visit, page):
    seen = visit(HARINGEY)
    look(seen, on_phone=True, is_touched=True)
    tab_to(page, ".status-strip a.tag-missed")
    page.keyboard.press("Enter")
    page.wait_for_url("**status=delayed*")
    expect(page.locator(ROWS)).to_have_count(4)
    page.get_by_role("link", name="1. Co-ordination").press("Enter")
    page.wait_for_url("**status=delayed&priority=1*")
    expect(page.locator(ROWS)).to_have_count(2)
    page.locator(".aims summary").first.press("Enter")
    expect(page.locator(".evidence").first).to_contain_text("Since the plan began")
    look(seen)
    page.get_by_role("link", name="Clear filters").press("Enter")
    page.locator(".done-actions > summary").press("Enter")
    expect(page.locator(ROWS)).to_have_count(26)


def test_no_tag_lies_over_other_words_on_the_narrowest_screen(visit, page):
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    visit(HARINGEY)
    assert page.locator(".aims .tag").first.is_visible()
    assert page.evaluate(COVERED) == []


@ON_BOTH_IN_SWEEP
def test_what_an_action_was_is_seen_where_an_earlier_report_has_it(visit, page):
    seen = visit(f"/actions?{EXAMPLE}")
    assert page.get_by_role("columnheader", name="Was").first.is_visible()
    look(seen, on_phone=True)
