"""A control chart in a real browser: its switch by keyboard, its signals read out, its words."""

import re

from playwright.sync_api import expect

from tests.browser.journeys import EXAMPLE, go_within, look, tab_to

PLANS = f"/measure/ehcp-20-weeks?{EXAMPLE}"
DRAWN_LINES = """() => document.querySelector(".when-wide .js-plotly-plot")?.data
  .filter((one) => ["Mean", "Control limit"].includes(one.name)).length"""


def wait_until_live(page):
    expect(page.locator(".when-wide .can-live.is-live")).to_be_visible()


def test_limits_are_hidden_and_shown_again_by_keyboard(visit, page):
    visit(PLANS)
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


def test_a_signal_is_read_out_and_an_event_that_restarts_limits_is_told(visit, page):
    visited = visit(PLANS)
    tab_to(page, "[role='img'][data-stops]")
    page.keyboard.press("Home")
    readout = page.locator("figure .chart-readout").first
    expect(readout).to_contain_text("special cause improvement: above the upper limit")
    go_within(visited, f"{PLANS}&tab=related")
    expect(page.locator(".chart-events")).to_contain_text("Control limits start anew")
    go_within(visited, f"{PLANS}&tab=method")
    expect(page.locator(".signals").first).to_contain_text("within its usual range")
    section = page.locator("section", has=page.get_by_role("heading", name="Before and after"))
    expect(section).to_contain_text(re.compile(r"September 2025 to [A-Z][a-z]+ 2026, \d+ months"))
    look(visited)
    go_within(visited, f"/measure/annual-review-decided-4-weeks?{EXAMPLE}&tab=related")
    expect(page.locator(".chart-events")).to_contain_text("nothing is compared across it")
