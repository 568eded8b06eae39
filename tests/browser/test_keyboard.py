"""The dashboard without a mouse."""

import re

from playwright.sync_api import expect

from tests.browser.journeys import expect_focus, tab_to, wait_until_shown

HARINGEY = "/?area=E09000014&framework=ha-wsoa-2021"


def test_the_skip_link_comes_first_and_leads_to_the_page(visit, page):
    visit(HARINGEY)
    page.keyboard.press("Tab")
    expect_focus(page, words="Skip to main content")
    expect(page.locator(".skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect_focus(page, id="main")
    wait_until_shown(page, "framework=ha-wsoa-2021")


def test_area_plan_and_filter_are_chosen_by_keyboard(visit, page):
    visit(HARINGEY)
    tab_to(page, "#choice-area")
    # One letter: a browser that is slow between letters takes a later one, "e", as a new start.
    page.keyboard.press("t")
    wait_until_shown(page, "area=E09000030")
    tab_to(page, "#tool-sort")
    page.keyboard.press("ArrowDown")
    expect(page).to_have_url(re.compile("sort=moved"))
    expect_focus(page, id="tool-sort")
    tab_to(page, ".view-switch li:last-child a")
    page.keyboard.press("Enter")
    expect(page.locator("#list")).to_be_visible()


def test_the_chart_cursor_reads_out_each_point_and_enter_drills(visit, page):
    visit("/priority/ha-wsoa-2021/1")
    tab_to(page, "[role='img'][data-stops]")
    readout = page.locator(".chart-readout").first
    page.keyboard.press("End")
    expect(readout).to_contain_text("2023 to date (to March): 25%")
    expect(page.locator("#announcer")).to_contain_text("2023 to date (to March): 25%")
    scrolled = page.evaluate("() => window.scrollY")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("() => window.scrollY") == scrolled
    page.keyboard.press("Enter")
    wait_until_shown(page, "/measure/")


def test_every_link_and_control_shows_where_the_focus_is(visit, page):
    visit(HARINGEY)
    for _ in range(25):
        page.keyboard.press("Tab")
        style = page.evaluate(
            """() => { const s = getComputedStyle(document.activeElement);
              return [s.boxShadow, s.outlineStyle, document.activeElement.outerHTML.slice(0, 80)];
            }"""
        )
        assert style[0] != "none" or style[1] != "none", style[2]
