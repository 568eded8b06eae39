"""A control chart in a real browser: its switch by keyboard, its signals read out, its words."""

import re

from playwright.sync_api import expect

from tests.browser.journeys import EXAMPLE, ON_BOTH, go_within, look, tab_to

MEETINGS = f"/measure/ehcp-coproduction-meeting?{EXAMPLE}"
DRAWN_LINES = """() => document.querySelector(".when-wide .js-plotly-plot")?.data
  .filter((one) => ["Mean", "Control limit"].includes(one.name)).length"""


def wait_until_live(page):
    expect(page.locator(".when-wide .can-live.is-live")).to_be_visible()


@ON_BOTH
def test_limits_are_hidden_and_shown_again_by_keyboard(visit, page):
    visit(MEETINGS)
    wait_until_live(page)
    # A mean and two limits on either side of the event.
    assert page.evaluate(DRAWN_LINES) == 6
    tab_to(page, "input[type='checkbox'][name='limits']")
    page.keyboard.press("Space")
    page.wait_for_url("**limits=0*")
    page.wait_for_function(f"() => ({DRAWN_LINES})() === 0")
    limits = page.get_by_role("checkbox", name="Limits")
    expect(limits).not_to_be_checked()
    limits.press("Space")
    page.wait_for_function(f"() => ({DRAWN_LINES})() === 6")


@ON_BOTH
def test_a_signal_is_read_out_and_an_event_that_restarts_limits_is_told(visit, page):
    visited = visit(f"/measure/autism-over-52-weeks?{EXAMPLE}")
    tab_to(page, "[role='img'][data-stops]")
    page.keyboard.press("End")
    readout = page.locator("figure .chart-readout").first
    expect(readout).to_contain_text("special cause concern: above the upper limit")
    go_within(visited, f"{MEETINGS}&tab=related")
    expect(page.locator(".chart-events")).to_contain_text("Control limits start anew")
    go_within(visited, f"{MEETINGS}&tab=method")
    expect(page.locator(".signals").first).to_contain_text("within its usual range")
    section = page.locator("section", has=page.get_by_role("heading", name="Before and after"))
    expect(section).to_contain_text(
        re.compile(r"September 2024 to [A-Z][a-z]+ 2026, \d+ (months|figures)")
    )
    look(visited)
    go_within(visited, f"/measure/annual-review-decided-4-weeks?{EXAMPLE}&tab=related")
    expect(page.locator(".chart-events")).to_contain_text("nothing is compared across it")
