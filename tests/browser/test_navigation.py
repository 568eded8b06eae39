"""Addresses, links and controls as a person uses them."""

import re

from playwright.sync_api import expect

from tests.browser.journeys import (
    EXAMPLE,
    PHONE,
    expect_focus,
    go_from_overview_to_measure,
    wait_until_shown,
)

HARINGEY = "/?area=E09000014&framework=ha-wsoa-2021"


def test_the_first_visit_opens_an_area_and_plan_and_names_them_in_the_address(visit, page):
    visit("/")
    expect(page).to_have_url(re.compile("area=E09000014&framework=ha-wsoa-2021"))


def test_the_area_and_plan_chosen_last_open_next_time(visit, page):
    visit("/?area=E09000030&framework=th-wsoa-2021")
    visit("/")
    wait_until_shown(page, "framework=th-wsoa-2021")
    visit("/actions")
    wait_until_shown(page, "/actions", "framework=th-wsoa-2021")


def test_filling_in_the_address_is_no_trap_for_the_back_button(visit, page):
    visit("/about")
    page.get_by_role("link", name="SEND dashboard").click()
    wait_until_shown(page, "/?area=")
    page.go_back()
    wait_until_shown(page, "/about")


def test_on_a_phone_what_leads_up_stands_in_a_line_of_its_own_and_is_large_enough(visit, page):
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    for path, above in (
        ("/priority/ha-wsoa-2021/1", "/?area="),
        (f"/measure/ehcp-20-weeks?{EXAMPLE}", "/priority/"),
    ):
        visit(path)
        up = page.locator(".breadcrumb-trail a")
        expect(up).to_have_count(1)
        box, title = up.bounding_box(), page.locator("h1").bounding_box()
        assert box["height"] >= 44
        assert box["y"] + box["height"] <= title["y"] + 1
        assert box["x"] + box["width"] <= PHONE[0]
        up.press("Enter")
        wait_until_shown(page, above)


def test_three_clicks_lead_to_a_measure_and_back(visit, page):
    visit(HARINGEY)
    measure = "Professional advice of good quality"
    go_from_overview_to_measure(page, "Co-ordination", measure)
    page.locator(".breadcrumb-trail a").first.click()
    wait_until_shown(page, "/priority/")
    page.locator(".breadcrumb-trail a").first.click()
    wait_until_shown(page, "/?area=")
    page.go_back()
    wait_until_shown(page, "/priority/")
    page.go_back()
    wait_until_shown(page, "/measure/")
    page.go_back()
    wait_until_shown(page, "/priority/")
    page.go_forward()
    wait_until_shown(page, "/measure/")
    expect(page.locator("h1")).to_have_text(measure)


def test_choosing_another_area_opens_its_plan_and_keeps_the_report_date(visit, page):
    visit(f"{HARINGEY}&as_of=2023-04-19")
    page.get_by_label("Area", exact=True).select_option("E09000030")
    wait_until_shown(page, "area=E09000030", "as_of=2023-04-19")
    expect(page.locator("h1")).to_contain_text("Tower Hamlets")
    plan = page.get_by_label("Plan", exact=True)
    plan.focus()
    plan.select_option("th-strategy-2018")
    wait_until_shown(page, "framework=th-strategy-2018", "as_of=2023-04-19")
    expect_focus(page, id="choice-framework")


def test_back_forward_and_reload_keep_everything_that_was_chosen(visit, page):
    visit(f"{HARINGEY}&as_of=2023-05-01")
    page.get_by_label("Sort", exact=True).select_option("name")
    page.get_by_label("Show", exact=True).select_option("priority:1")
    page.locator(".tile:visible a").first.click()
    wait_until_shown(page, "/measure/")
    page.go_back()
    wait_until_shown(page, "sort=name", "priority=1")
    expect(page.get_by_label("Sort", exact=True)).to_have_value("name")
    page.reload()
    wait_until_shown(page, "priority=1", "sort=name", "as_of=2023-05-01")
    expect(page.get_by_label("Show", exact=True)).to_have_value("priority:1")
    expect(page.get_by_label("As at")).to_have_value("2023-05-01")


def test_an_earlier_report_date_shows_what_was_known_then(visit, page):
    visit("/?area=E09000030&framework=th-strategy-2020&as_of=2022-12-08")
    expect(page.locator(".meta")).to_contain_text("8 December 2022")
    page.get_by_label("As at").select_option("")
    expect(page.locator(".meta")).not_to_contain_text("8 December 2022")
    expect(page.get_by_label("As at")).to_have_value("")


def test_a_typed_report_date_goes_into_the_address(visit, page):
    visit(HARINGEY)
    page.get_by_label("As at").select_option(label="Another day …")
    expect_focus(page, id="another-day")
    page.get_by_label("Day", exact=True).fill("2023-05-01")
    page.get_by_label("Day", exact=True).press("Enter")
    wait_until_shown(page, "as_of=2023-05-01")
    expect(page.locator(".meta")).to_contain_text("1 May 2023")


def test_two_readers_at_once_do_not_see_each_others_choice(visit, visitor, page, browser):
    visit(HARINGEY)
    other = browser.new_context().new_page()
    visitor(other).open("/?area=E09000030&framework=th-strategy-2018")
    expect(page.locator("h1")).to_have_text("Haringey: Written Statement of Action")
    page.reload()
    wait_until_shown(page, "framework=ha-wsoa-2021")
    expect(page.locator("h1")).to_contain_text("Haringey")
    other.reload()
    wait_until_shown(other, "framework=th-strategy-2018")
    expect(other.locator("h1")).to_contain_text("Tower Hamlets")
    other.context.close()


def test_a_link_can_be_opened_in_a_new_tab(visit, page, context):
    visit(HARINGEY)
    with context.expect_page() as opened:
        page.locator(".priority-card h3 a").first.click(modifiers=["Control"])
    opened.value.wait_for_load_state()
    wait_until_shown(opened.value, "/priority/ha-wsoa-2021/1")
    expect(page).to_have_url(re.compile(f"{re.escape(HARINGEY)}$"))


def test_back_restores_the_place_and_the_focus_on_the_link_that_was_followed(visit, page):
    visit(HARINGEY)
    link = page.locator(".tile a[href^='/measure/']").nth(7)
    words = link.inner_text()
    page.evaluate("() => window.scrollTo(0, 200)")
    link.click()
    wait_until_shown(page, "/measure/")
    page.go_back()
    wait_until_shown(page, "/?area=")
    expect_focus(page, words=words)
    assert page.evaluate("() => window.scrollY") == 200


def test_the_page_begins_under_two_bars(visit, page):
    visit(HARINGEY)
    assert page.locator("#main h1").bounding_box()["y"] <= 104
