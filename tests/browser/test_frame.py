"""The bar of area, plan and report date: folded on a phone, with a way for a newcomer."""

from typing import Final

from playwright.sync_api import Locator, Page, expect

from tests.browser.journeys import LAPTOP, NARROW, PHONE, expect_focus, resize, wait_until_shown

PLAN: Final = "area=E09000014&framework=ha-wsoa-2021"
HARINGEY: Final = f"/?{PLAN}"
EXAMPLE_WORDS: Final = "See it with monthly figures: Example borough"
ROWS_IN_SIGHT: Final = """(height) => [...document.querySelectorAll(".key-tile, .tile")]
  .map((row) => row.getBoundingClientRect())
  .filter((place) => place.height > 0 && place.bottom <= height).length"""


def height_of(part: Locator) -> float:
    return part.evaluate("(part) => part.getBoundingClientRect().height")


def test_on_a_phone_the_bar_is_one_line_and_five_measures_are_in_sight(visit, page: Page):
    visit(HARINGEY)
    resize(page, PHONE)
    fold = page.get_by_role("button", name="Haringey · Written Statement of Action · as at 19")
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_label("Area", exact=True)).to_be_hidden()
    assert height_of(page.locator("#chooser")) <= 37
    assert height_of(fold) >= 44
    assert page.evaluate(ROWS_IN_SIGHT, PHONE[1]) >= 5


def test_the_folded_bar_opens_by_keyboard_and_closes_once_something_is_chosen(visit, page: Page):
    seen = visit(HARINGEY)
    resize(page, PHONE)
    page.locator("#chooser-fold").press("Enter")
    expect(page.locator("#chooser-fold")).to_have_attribute("aria-expanded", "true")
    seen.axe()
    page.get_by_label("Plan", exact=True).focus()
    page.get_by_label("Area", exact=True).select_option("E09000030")
    wait_until_shown(page, "area=E09000030")
    expect(page.locator("#chooser-fold")).to_contain_text("Tower Hamlets")
    expect_focus(page, id="chooser-fold")
    page.keyboard.press("Enter")
    resize(page, NARROW)
    expect(page.get_by_role("link", name="Present")).to_be_visible()
    resize(page, LAPTOP)
    expect(page.locator("#chooser-fold")).to_be_hidden()


def test_a_day_is_chosen_from_words_and_no_field_shows_how_a_date_is_typed(visit, page: Page):
    visit(HARINGEY)
    dates = page.locator("input[type=date], [placeholder*=yyyy]")
    assert dates.count() == 1
    expect(dates.filter(visible=True)).to_have_count(0)
    chosen = page.get_by_label("As at").locator("option:checked")
    expect(chosen).to_have_text("Last report: 19 April 2023")


def test_a_newcomers_link_leaves_the_bar_one_row(visit, page: Page):
    visit("/")
    for width in (1100, 1240, LAPTOP[0]):
        resize(page, (width, LAPTOP[1]))
        expect(page.get_by_role("link", name="See it with monthly figures")).to_be_visible()
        assert height_of(page.locator("#chooser")) <= 48, width


def test_a_phone_says_of_made_up_figures_that_they_are(visit, page: Page):
    visit("/?area=X99000001&framework=example-plan")
    expect(page.locator("#synthetic")).to_have_text("Synthetic data: not a real place")
    resize(page, PHONE)
    expect(page.locator("#synthetic")).to_be_in_viewport()
    assert height_of(page.locator("#chooser")) <= 37
    assert page.evaluate(ROWS_IN_SIGHT, PHONE[1]) >= 5


def test_without_scripts_nothing_in_the_bar_is_folded(browser, server_url):
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": PHONE[0], "height": PHONE[1]}
    )
    page = context.new_page()
    page.goto(f"{server_url}{HARINGEY}")
    expect(page.locator("#chooser-fold")).to_be_hidden()
    page.get_by_label("Area", exact=True).select_option("E09000030")
    page.get_by_role("button", name="Show").first.click()
    expect(page.locator("h1")).to_contain_text("Tower Hamlets")
    context.close()


def test_a_newcomer_is_led_to_monthly_figures_until_the_first_choice(visit, page: Page):
    visit("/")
    page.get_by_role("link", name="Actions", exact=True).first.click()
    wait_until_shown(page, "/actions")
    page.get_by_role("link", name=EXAMPLE_WORDS).click()
    wait_until_shown(page, "area=X99000001")
    expect(page.get_by_role("link", name=EXAMPLE_WORDS)).to_have_count(0)
    visit("/")
    wait_until_shown(page, "framework=ha-wsoa-2021")
    expect(page.get_by_role("link", name=EXAMPLE_WORDS)).to_have_count(0)


def test_who_chooses_a_plan_is_a_newcomer_no_more(visit, page: Page):
    visit("/")
    expect(page.get_by_role("link", name=EXAMPLE_WORDS)).to_be_visible()
    assert height_of(page.locator("#chooser")) <= 49
    page.get_by_label("Area", exact=True).select_option("E09000030")
    wait_until_shown(page, "area=E09000030")
    expect(page.get_by_role("link", name=EXAMPLE_WORDS)).to_have_count(0)
    visit(HARINGEY)
    expect(page.get_by_role("link", name=EXAMPLE_WORDS)).to_have_count(0)
