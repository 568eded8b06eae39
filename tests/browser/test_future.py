"""Future need in a real browser: every size, its fields by keyboard, without scripts, in print."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.browser.journeys import (
    FITS,
    LAPTOP,
    NARROW,
    ON_BOTH,
    ON_BOTH_IN_SWEEP,
    PHONE,
    look,
    on_stores,
    resize,
    tab_to,
)

TOWER_HAMLETS: Final = "/future?area=E09000030"
EXAMPLE: Final = "/future?area=X99000001"
SCENARIO: Final = "Scenario, not a figure."


@on_stores("address", [TOWER_HAMLETS, f"{EXAMPLE}&growth=5"])
def test_it_is_sound_at_every_size(visit: Any, page: Page, address: str):
    look(visit(address), on_phone=True, is_touched=True)
    for size in (LAPTOP, (1920, 1080), PHONE, NARROW):
        resize(page, size)
        assert page.evaluate(FITS, size[0])


@ON_BOTH_IN_SWEEP
def test_a_field_is_changed_by_key_and_keeps_the_focus(visit: Any, page: Page):
    visit(EXAMPLE)
    expect(page.locator("html")).to_have_attribute("data-mounted", "ready")
    field = page.get_by_label("Requests change by")
    field.fill("20")
    expect(page.locator(".scenario")).to_contain_text("change by 20% every year")
    expect(field).to_be_focused()
    field.press("ArrowUp")
    expect(page.locator(".scenario")).to_contain_text("change by 21% every year")
    assert "growth=21" in page.url
    page.reload()
    expect(page.locator(".scenario")).to_contain_text("change by 21% every year")


@ON_BOTH
def test_a_list_clears_with_the_capacity_that_is_chosen(visit: Any, page: Page):
    visit(EXAMPLE)
    expect(page.locator("html")).to_have_attribute("data-mounted", "ready")
    page.get_by_label("Capacity of").select_option("camhs-waiting")
    page.get_by_label("becomes", exact=True).fill("90")
    card = page.locator(".outlook-card").filter(has_text="Children waiting for CAMHS")
    expect(card).to_contain_text("Scenario: it is clear by")
    expect(page.locator(".scenario")).to_contain_text("Assumes 90 a month from")


def test_a_scenario_is_printed_with_what_it_assumes_and_its_fields_are_not(visit: Any, page: Page):
    visit(f"{TOWER_HAMLETS}&growth=0")
    page.emulate_media(media="print")
    expect(page.locator(".scenario")).to_be_visible()
    expect(page.locator(".what-if")).to_be_hidden()


INTERVAL_ENDS = ".outlook-card td:nth-of-type(2):not(:empty)"
# What is printed before and after each of them.
ROUND_IT = """all => all.map((e) =>
  ["::before", "::after"].map((place) => getComputedStyle(e, place).content))"""


@ON_BOTH_IN_SWEEP
def test_paper_has_every_number_on_five_pages(visit: Any, page: Page):
    visit(EXAMPLE)
    numbers = page.locator(".outlook-card tbody tr").count()
    pages = PdfReader(BytesIO(page.pdf(format="A4"))).pages
    assert len(pages) <= 5
    page.emulate_media(media="print")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    assert numbers > 100
    # A head would stand over the first of three columns of rows.
    expect(page.locator(".outlook-card thead").filter(visible=True)).to_have_count(0)
    assert page.locator(INTERVAL_ENDS).first.evaluate_all(ROUND_IT) == [['"("', '" to"']]
    expect(page.locator(".outlook-card tbody tr").filter(visible=True)).to_have_count(numbers)
    assert page.evaluate(FITS, LAPTOP[0])


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """A page of a browser without scripts."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_without_scripts_a_button_sends_the_fields(plain_page: Page, server_url: str):
    plain_page.goto(f"{server_url}{TOWER_HAMLETS}")
    plain_page.get_by_label("Requests change by").fill("0")
    plain_page.get_by_role("button", name="Show").last.click()
    expect(plain_page.locator(".scenario")).to_contain_text(SCENARIO)
    assert "growth=0" in plain_page.url


@pytest.mark.parametrize("size", [LAPTOP, (1920, 1080), PHONE])
def test_a_scenario_is_chosen_and_left_by_the_keyboard_alone(
    visit: Any, page: Page, size: tuple[int, int]
):
    visit(TOWER_HAMLETS)
    resize(page, size)
    expect(page.locator("html")).to_have_attribute("data-mounted", "ready")
    tab_to(page, "input[name=growth]")
    page.keyboard.press("Control+a")
    page.keyboard.type("12")
    expect(page.locator(".scenario")).to_contain_text("change by 12% every year")
    tab_to(page, "input[name=capacity]")
    page.keyboard.type("900")
    expect(page.locator(".scenario")).to_contain_text("Assumes 900 special school places")
    assert {"growth=12", "capacity=900"} <= {*page.url.partition("?")[2].split("&")}
    tab_to(page, ".what-if a")
    page.keyboard.press("Enter")
    expect(page.locator(".scenario")).to_have_count(0)
    tab_to(page, ".fold summary")
    page.keyboard.press("Enter")
    expect(page.locator(".fold").first).to_have_attribute("open", "")
