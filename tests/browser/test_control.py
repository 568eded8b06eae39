"""A control chart in a real browser: its switch by keyboard, its signals read out, its words."""

import re

from playwright.sync_api import expect

from tests.browser.journeys import EXAMPLE, go_within, look, tab_to, wait_until_shown

PLANS = f"/measure/ehcp-20-weeks?{EXAMPLE}"
LIMITS = ".series-nav[aria-label='Control limits']"
DRAWN_LINES = """() => document.querySelector(".js-plotly-plot").data
  .filter((one) => ["Mean", "Control limit"].includes(one.name)).length"""


def test_limits_are_hidden_and_shown_again_by_keyboard_and_by_going_back(visit, page):
    visited = visit(PLANS)
    # A mean and two limits on either side of the event.
    assert page.evaluate(DRAWN_LINES) == 6
    tab_to(page, f"{LIMITS} a[href*='limits=0']")
    page.keyboard.press("Enter")
    wait_until_shown(page, "limits=0")
    visited.wait_until_drawn()
    assert page.evaluate(DRAWN_LINES) == 0
    expect(page.locator(f"{LIMITS} [aria-current='true']")).to_have_text("Hidden")
    expect(page.locator("#numbers th", has_text="Upper limit")).to_have_count(0)
    page.go_back()
    wait_until_shown(page, "ehcp-20-weeks")
    visited.wait_until_drawn()
    expect(page.locator("#numbers th", has_text="Upper limit")).to_have_count(1)
    assert page.evaluate(DRAWN_LINES) == 6
    page.go_forward()
    wait_until_shown(page, "limits=0")


def test_a_signal_is_read_out_and_an_event_that_restarts_limits_is_told(visit, page):
    visited = visit(PLANS)
    tab_to(page, "[role='img'][data-stops]")
    page.keyboard.press("Home")
    readout = page.locator("figure .chart-readout").first
    expect(readout).to_contain_text("special cause improvement: above the upper limit")
    expect(page.locator(".chart-events").first).to_contain_text("Control limits start anew")
    expect(page.locator(".signals").first).to_contain_text("within its usual variation")
    section = page.locator("section", has=page.get_by_role("heading", name="Before and after"))
    expect(section).to_contain_text(re.compile(r"September 2025 to [A-Z][a-z]+ 2026, \d+ months"))
    look(visited)
    go_within(visited, f"/measure/annual-review-decided-4-weeks?{EXAMPLE}")
    expect(page.locator(".chart-events").first).to_contain_text("nothing is compared across it")
