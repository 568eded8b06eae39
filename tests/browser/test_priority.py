"""The page of a priority in a browser: what is above the fold, what answers, and how it reads."""

from typing import Final

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import (
    FITS,
    LAPTOP,
    NARROW,
    ON_BOTH,
    ON_BOTH_IN_SWEEP,
    PHONE,
    resize,
    wait_until_shown,
)

HARINGEY: Final = "/priority/ha-wsoa-2021/1"
EXAMPLE: Final = "/priority/example-plan/1"
ABOVE: Final = """([selector, fold]) => [...document.querySelectorAll(selector)]
  .filter((one) => one.getBoundingClientRect().top < fold).length"""
# Every panel whose sentence says its value again, unless that is its target or what it was.
TWICE: Final = """() => [...document.querySelectorAll(".panel")].filter((panel) => {
  const value = panel.querySelector(".value")?.textContent;
  const words = panel.querySelector(".panel-words").textContent.split(" ");
  return value && !words.includes("Equal") && words.includes(value);
}).map((panel) => panel.textContent)"""


def test_four_panels_and_five_actions_are_on_the_first_screen(visit, page):
    page.set_viewport_size({"width": 1280, "height": 720})
    visit(HARINGEY)
    assert page.evaluate(ABOVE, [".panel .chart-picture, .panel .part-rows", 720]) >= 4
    assert page.evaluate(ABOVE, [".rail > #actions > ul > .act", 700]) >= 5
    assert page.evaluate("() => document.documentElement.scrollHeight") <= 1700
    assert page.evaluate(TWICE) == []


@pytest.mark.parametrize("path", [HARINGEY, *(f"/priority/example-plan/{n}" for n in (1, 2, 4))])
def test_a_large_screen_shows_up_to_nine_panels_at_once(visit, page, path):
    page.set_viewport_size({"width": 1920, "height": 1080})
    visit(path)
    assert page.locator(".panel").count() <= 9
    assert page.evaluate("() => document.documentElement.scrollHeight") <= 1080


FOLDED: Final = ".rail-part > summary"


def test_a_part_of_the_rail_takes_the_focus_only_where_it_is_folded(visit, page):
    page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
    visit(HARINGEY)
    page.locator(".rail").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.matches('.act a')")
    for heading in ("Actions", "Commentary", "Replies"):
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    resize(page, PHONE)
    page.locator(".rail").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("(part) => document.activeElement.matches(part)", FOLDED)
    page.keyboard.press("Enter")
    expect(page.locator(".rail .act a").first).to_be_visible()


@ON_BOTH
def test_charts_share_the_day_and_the_switch_is_remembered(visit, page):
    visit(EXAMPLE)
    charts = page.locator(".panel:has(.chart-picture)")
    charts.nth(0).locator(".chart-picture").focus()
    page.keyboard.press("End")
    for chart in (charts.nth(0), charts.nth(1)):
        value = chart.locator(".value").inner_text()
        expect(chart.locator(".chart-readout")).to_contain_text(f"October 2026: {value}")
    page.locator(".tools .panel-menu summary").click()
    page.get_by_label("Link cursors").uncheck()
    visit(EXAMPLE)
    charts.nth(0).locator(".chart-picture").focus()
    page.keyboard.press("End")
    expect(charts.nth(0).locator(".chart-readout.is-live")).to_be_visible()
    expect(charts.nth(1).locator(".chart-readout.is-live")).to_have_count(0)


def test_an_action_outlines_its_panels_and_a_panel_its_actions(visit, page):
    visit(HARINGEY)
    panel = page.locator("#panel-ehcp-20-weeks")
    page.locator("#actions .act[data-measures*='ehcp-20-weeks']").first.hover()
    expect(panel).to_have_class("panel chart is-meant")
    panel.locator("h3 a").focus()
    expect(page.locator(".act.is-meant")).not_to_have_count(0)
    expect(page.locator(".panel.is-meant")).to_have_count(0)


@ON_BOTH_IN_SWEEP
def test_a_panel_is_enlarged_in_place_and_escape_makes_it_small(visit, page):
    visit(EXAMPLE)
    page.get_by_role("link", name="Enlarge: Plans within 20 weeks").click()
    wait_until_shown(page, "open=ehcp-20-weeks")
    large = page.locator(".panel.is-large")
    assert large.bounding_box()["width"] > 800
    page.keyboard.press("Escape")
    page.wait_for_url(lambda address: "open=" not in address)
    expect(large).to_have_count(0)


@ON_BOTH
def test_an_enlarged_panel_has_the_controls_of_its_measure(visit, page):
    visit(f"{EXAMPLE}?open=ehcp-20-weeks&sort=name")
    large = page.locator(".panel.is-large")
    large.get_by_role("radio", name="Rolling 12").check(force=True)
    wait_until_shown(page, "basis=rolling12")
    expect(large.get_by_role("radio", name="Rolling 12")).to_be_focused()
    expect(large.locator(".panel-words")).to_contain_text("12 months")
    large.locator("summary", has_text="Compare").click()
    large.get_by_label("Year before").check()
    wait_until_shown(page, "compare=last-year")
    expect(large.locator(".when-wide .drawn > svg")).to_contain_text("Year")
    assert "sort=name" in page.url
    assert "open=ehcp-20-weeks" in page.url
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_url(lambda address: "open=" not in address)
    assert "basis=" not in page.url
    expect(page.locator(".tools select[name=compare]")).to_have_value("last-year")


@pytest.mark.parametrize("width", [1280, 1920])
def test_no_row_has_a_hole_above_a_large_panel(visit, page, width):
    page.set_viewport_size({"width": width, "height": 900})
    visit(f"{HARINGEY}?open=ehcp-20-weeks")
    boxes = [panel.bounding_box() for panel in page.locator(".panel").all()]
    large = page.locator(".panel.is-large").bounding_box()
    above = max(
        (box for box in boxes if box["y"] < large["y"]), key=lambda box: (box["y"], box["x"])
    )
    assert above["x"] + above["width"] == pytest.approx(large["x"] + large["width"], abs=1)


def test_what_moved_apart_is_compared_one_above_the_other(visit, page):
    visit(HARINGEY)
    note = page.locator(".pair-note")
    expect(note.locator("b")).to_have_text("Faster, but quality fell:")
    expect(note).to_contain_text(
        "Plans within 20 weeks went from 27% to 82%; 5 quality figures fell. Compare"
    )
    note.get_by_role("link", name="Compare").click()
    wait_until_shown(page, "open=")
    expect(page.locator(".panel.is-large")).to_have_count(2)
    tops = [page.locator(".panel").nth(place).bounding_box() for place in (0, 1)]
    assert tops[0]["x"] == tops[1]["x"]


def test_a_link_of_the_rail_unfolds_what_it_leads_to(visit, page):
    visit(HARINGEY)
    assert not page.locator("#commentary").is_visible()
    page.get_by_role("link", name="All remarks, sources, add a remark").click()
    expect(page.locator("#commentary")).to_be_visible()


@ON_BOTH
@pytest.mark.parametrize("query", ["", "?view=list", "?open=ehcp-20-weeks", "?status=no_target"])
def test_nothing_is_found_wrong_in_any_state(visit, page, query):
    visited = visit(f"{EXAMPLE}{query}")
    visited.axe()
    page.evaluate(
        "() => document.querySelectorAll('details').forEach((one) => { one.open = true; })"
    )
    visited.axe()
    for size in (PHONE, NARROW):
        resize(page, size)
        assert page.evaluate(FITS, size[0])
    visited.axe()
    resize(page, LAPTOP)


def test_without_javascript_the_page_is_whole_and_its_form_answers(
    browser, server_url, visit, page
):
    visit(HARINGEY)
    live = page.locator(".panels, .rail").all_text_contents()
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{server_url}{HARINGEY}")
    assert plain.locator(".panel .value").count() == 9
    assert plain.locator(".rail").text_content() == live[1]
    plain.get_by_label("Sort").select_option("name")
    plain.get_by_role("button", name="Apply").click()
    expect(plain.locator(".panel h3").first).to_have_text("Annual reviews completed on time")
    plain.get_by_role("link", name="List").click()
    expect(plain.locator(".panel-table")).to_be_visible()
    context.close()


@ON_BOTH
def test_a_choice_acts_on_all_panels_at_once(visit, page):
    visit(EXAMPLE)
    page.locator(".tools select[name=compare]").select_option("last-year")
    page.wait_for_url("**compare=last-year**")
    expect(page.locator(".panel .drawn > svg", has_text="Year")).not_to_have_count(0)
    page.get_by_label("Sort").select_option("name")
    page.wait_for_url("**sort=name**")
    expect(page.locator(".tools select[name=compare]")).to_have_value("last-year")
