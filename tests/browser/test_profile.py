"""The profile in a real browser: what a screen and a half holds, its choices, a phone."""

from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import (
    FITS,
    LAPTOP,
    NARROW,
    PHONE,
    look,
    resize,
    tab_to,
    wait_until_shown,
)

TOWER_HAMLETS: Final = "/profile?area=E09000030"
DESK: Final = (1920, 1080)
# The lowest edge of each of the first tiles.
ENDS: Final = """() => [...document.querySelectorAll(".profile-tile")].slice(0, 12)
  .map((one) => Math.round(one.getBoundingClientRect().bottom))"""
# Text that is wider than its box.
CUT: Final = """() => [...document.querySelectorAll(".profile-tile *, .profile-tools *, .verdict")]
  .filter((one) => one.getClientRects().length && !one.closest("svg, .visually-hidden, select"))
  .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline")
  .map((one) => `${one.className}: ${one.textContent.slice(0, 60)}`)"""


@pytest.mark.parametrize("address", [TOWER_HAMLETS, "/profile?area=E09000012"])
def test_it_is_sound_at_every_size(visit: Any, page: Page, address: str):
    look(visit(address), on_phone=True, is_touched=True)
    for size in (LAPTOP, DESK, PHONE, NARROW):
        resize(page, size)
        assert page.evaluate(FITS, size[0])
        assert page.evaluate(CUT) == []


def test_twelve_tiles_end_within_a_screen_and_a_half(visit: Any, page: Page):
    visit(TOWER_HAMLETS)
    resize(page, LAPTOP)
    page.evaluate("() => document.fonts.ready")
    ends = page.evaluate(ENDS)
    assert len(ends) == 12
    assert max(ends) <= 1080


def test_an_area_is_chosen_by_typing_its_name(visit: Any, page: Page):
    visit(TOWER_HAMLETS)
    field = page.get_by_label("Area", exact=True)
    field.fill("Hackney")
    field.press("Enter")
    expect(page.locator("h1")).to_have_text("Hackney: children with SEND")
    expect(page.locator("#main")).to_have_attribute("data-shown", "/profile?area=E09000012")


def test_a_tile_is_one_stop_and_enter_opens_its_measure(visit: Any, page: Page):
    visit(TOWER_HAMLETS)
    first = page.locator(".profile-tile a").first
    first.focus()
    page.keyboard.press("Tab")
    expect(page.locator(".profile-tile a").nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Pupils at SEN support")


def test_a_choice_of_stage_and_pupils_stays_in_the_address(visit: Any, page: Page):
    visit(TOWER_HAMLETS)
    page.get_by_label("Stage").select_option("key_stage_4")
    expect(page.locator("#stage-key_stage_4")).to_be_visible()
    page.get_by_role("link", name="SEN support", exact=True).click()
    expect(page.locator(".profile-tile").first).to_contain_text("at SEN support")
    assert "section=key_stage_4" in page.url
    assert "group=sen_support" in page.url


@pytest.mark.parametrize("size", [LAPTOP, DESK, PHONE])
def test_pupils_stage_and_a_tile_are_reached_by_the_keyboard_alone(
    visit: Any, page: Page, size: tuple[int, int]
):
    visit(TOWER_HAMLETS)
    resize(page, size)
    tab_to(page, ".profile-groups a[href*='group=gap']")
    page.keyboard.press("Enter")
    wait_until_shown(page, "group=gap")
    tab_to(page, "select[name=section]")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    wait_until_shown(page, "group=gap", "section=key_stage_2")
    tab_to(page, ".profile-tile a")
    page.keyboard.press("Enter")
    wait_until_shown(page, "/measure/ks2-expected")


def test_a_tile_of_one_figure_says_in_place_of_a_picture_why_there_is_none(visit: Any, page: Page):
    visit(TOWER_HAMLETS)
    alone = page.locator(".profile-tile:has(.value):not(:has(svg))")
    assert alone.count() > 0
    words = "No other year or area to compare with"
    for tile in alone.all():
        expect(tile).to_contain_text(words)
    expect(page.locator(".profile-tile:has(svg)", has_text=words)).to_have_count(0)


def test_a_phone_folds_all_stages_but_the_first(visit: Any, page: Page):
    resize(page, PHONE)
    visit(TOWER_HAMLETS)
    assert page.evaluate("document.documentElement.scrollHeight") <= 2000
    fold = page.get_by_role("button", name="Key stage 4")
    cells = page.locator("[data-stage=key_stage_4] .profile-tile")
    expect(page.locator(".profile-tile").first).to_be_visible()
    expect(cells.filter(visible=True)).to_have_count(0)
    expect(fold).to_have_attribute("aria-expanded", "false")
    fold.press("Enter")
    expect(fold).to_have_attribute("aria-expanded", "true")
    expect(fold).to_be_focused()
    expect(cells.filter(visible=True)).to_have_count(cells.count())
    link = cells.last.get_by_role("link")
    link.press("Enter")
    wait_until_shown(page, "/measure/")
    page.go_back()
    expect(link).to_be_focused()
    resize(page, LAPTOP)
    expect(page.locator(".profile-cell h2 button")).to_have_count(0)
    assert page.locator(".profile-tile:visible").count() == page.locator(".profile-tile").count()


def test_without_scripts_a_phone_has_every_tile(browser: Any, server_url: str):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{server_url}{TOWER_HAMLETS}")
    tiles = page.locator(".profile-tile")
    expect(tiles.filter(visible=True)).to_have_count(tiles.count())
    context.close()


def test_a_tile_is_printed_whole(visit: Any, page: Page):
    visit(TOWER_HAMLETS)
    page.emulate_media(media="print")
    breaks = page.locator(".profile-cell").evaluate_all(
        "(cells) => cells.map((cell) => getComputedStyle(cell).breakInside)"
    )
    assert len(breaks) > 20
    assert set(breaks) == {"avoid"}
    expect(page.locator(".profile-tile .profile-chart").first).to_be_visible()


def test_paper_has_the_chosen_pupils_and_no_controls(visit: Any, page: Page):
    visit(f"{TOWER_HAMLETS}&group=gap")
    page.emulate_media(media="print")
    expect(page.locator(".profile-groups a:visible")).to_have_text(["Gap"])
    expect(page.locator("main select:visible, main button:visible")).to_have_count(0)
