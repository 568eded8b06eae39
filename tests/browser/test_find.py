"""Finding by typing, and the keys of one character."""

import re
from typing import Final

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.journeys import (
    EXAMPLE,
    ON_BOTH_IN_SWEEP,
    PHONE,
    expect_focus,
    look,
    resize,
    wait_until_shown,
)

PLAN: Final = "area=E09000014&framework=ha-wsoa-2021"
HARINGEY: Final = f"/?{PLAN}"
MEASURE: Final = f"/measure/ehcp-20-weeks?{PLAN}"
FIND_PAGE: Final = f"/find?{PLAN}"
ELSEWHERE: Final = (
    HARINGEY,
    "/priority/ha-wsoa-2021/2",
    MEASURE,
    f"/actions?{PLAN}",
    "/data",
    "/about",
)


def field_of(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Find a measure, priority or action")


def options_of(page: Page) -> Locator:
    return page.locator("#find-options").get_by_role("option")


@pytest.mark.parametrize("address", ELSEWHERE)
def test_two_letters_and_enter_lead_to_a_measure_from_any_page(visit, page: Page, address):
    visit(address)
    page.locator("h1").focus()
    page.keyboard.press("/")
    expect_focus(page, id="find")
    page.keyboard.type("lo")
    expect(options_of(page).first).to_contain_text("Local Offer")
    page.keyboard.press("Enter")
    wait_until_shown(page, "/measure/", PLAN)
    expect(page.locator("h1")).to_contain_text("Local Offer")
    page.go_back()
    wait_until_shown(page, address.split("?")[0])
    expect_focus(page, id="find")


def test_the_list_has_value_and_status_and_asks_the_server_once(visit, page: Page):
    seen = visit(HARINGEY)
    field = field_of(page)
    before = len(seen.requests)
    field.press_sequentially("ehc pl")
    words = "EHC plans issued within 20 weeks 82% On target Measure"
    expect(page.get_by_role("option", name=words, exact=True)).to_be_visible()
    assert len(seen.requests) == before + 1
    page.keyboard.press("Backspace")
    expect(page.get_by_role("option", name="Priority")).to_contain_text("4 of 9 on target")
    field.fill("e")
    expect(field).to_have_attribute("aria-expanded", "false")
    assert len(seen.requests) == before + 1


def test_arrows_move_in_the_list_and_escape_closes_it(visit, page: Page):
    visit(HARINGEY)
    field = field_of(page)
    field.press_sequentially("action 3.")
    options = options_of(page)
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "find-option-1")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(field).to_have_value("action 3.")
    page.keyboard.press("ArrowDown")
    words = options.first.locator(".find-name").inner_text()
    page.keyboard.press("Enter")
    wait_until_shown(page, "/actions")
    reference = words.split()[0]
    expect(page.locator(f"[id='action-{reference}']")).to_contain_text(
        words.removeprefix(reference)
    )
    expect(page.locator(f"[id='action-{reference}']")).to_be_in_viewport()


def test_words_that_nothing_has_are_answered_in_place_and_on_the_page(visit, page: Page):
    visit(HARINGEY)
    field_of(page).press_sequentially("zebra")
    expect(page.locator(".find-popup")).to_have_text(re.compile("^No measure, priority or action"))
    expect(page.locator("#announcer")).to_contain_text("No measure")
    page.keyboard.press("Enter")
    wait_until_shown(page, "/find", "find=zebra")
    expect(page.locator("#found")).to_contain_text("No measure, priority or action")


def test_a_finger_reaches_a_measure_of_the_phone_by_the_page_of_the_field(
    browser, visitor, server_url
):
    context = browser.new_context(
        viewport={"width": PHONE[0], "height": PHONE[1]}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    visitor(page).open(HARINGEY)
    page.get_by_role("link", name="Find").tap()
    wait_until_shown(page, "/find")
    field_of(page).tap()
    page.keyboard.type("news")
    options_of(page).filter(has_text="subscribers").tap()
    wait_until_shown(page, "/measure/")
    expect(page.locator("h1")).to_have_text("SEND newsletter subscribers")
    context.close()


def test_without_scripts_the_form_leads_to_what_the_list_has(visit, page, browser, server_url):
    visit(HARINGEY)
    field_of(page).press_sequentially("plan")
    expect(options_of(page).first).to_be_visible()
    listed = page.locator(".find-name").all_inner_texts()
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{server_url}{HARINGEY}")
    plain.locator("#find").fill("plan")
    plain.get_by_role("button", name="Find").click()
    expect(plain.locator("#find-results a")).to_have_text(listed)
    context.close()


@ON_BOTH_IN_SWEEP
def test_the_list_and_its_page_are_accessible_everywhere(visit, page: Page):
    seen = visit(f"/?{EXAMPLE}")
    field_of(page).press_sequentially("pl")
    expect(options_of(page).first).to_be_visible()
    seen.axe()
    seen = visit(f"/find?{EXAMPLE}&find=plan")
    look(seen, on_phone=True, is_touched=True)
    resize(page, PHONE)
    field_of(page).fill("plans")
    expect(options_of(page).first).to_be_visible()
    seen.axe()


def test_single_keys_rest_while_somebody_writes_and_can_be_switched_off(visit, page: Page):
    visit(MEASURE)
    field = field_of(page)
    field.press_sequentially("p/[]")
    expect(field).to_have_value("p/[]")
    assert page.url.endswith(MEASURE)
    page.get_by_label("Keys:").uncheck()
    page.reload()
    expect(page.get_by_label("Keys:")).not_to_be_checked()
    page.locator("h1").focus()
    for key in ("/", "]", "[", "p"):
        page.keyboard.press(key)
    expect_focus(page, id="title")
    assert page.url.endswith(MEASURE)
    page.get_by_label("Keys:").check()
    page.locator("h1").focus()
    page.keyboard.press("/")
    expect_focus(page, id="find")


def test_p_presents_what_is_looked_at(visit, page: Page):
    visit(MEASURE)
    page.locator("h1").focus()
    with page.expect_request(lambda request: "/present?" in request.url) as asked:
        page.keyboard.press("P")
    assert asked.value.url.endswith("/present?framework=ha-wsoa-2021&slide=measure-ehcp-20-weeks")
