"""The page of a measure: one card on the first screen, tabs by address, nothing that moves."""

import re
from typing import Any, Final

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.journeys import EXAMPLE, ON_BOTH, ON_BOTH_IN_SWEEP, tab_to

HARINGEY: Final = "/measure/ehcp-20-weeks?area=E09000014&framework=ha-wsoa-2021"
PLANS: Final = f"/measure/ehcp-20-weeks?{EXAMPLE}"
# Where small numbers are hidden, plans without an exception are shown by quarter: what the page
# opens with, then the basis beside it and what it says, and the figure with exceptions.
AFTER: Final = {"month": ("quarter", "July to September 2026"), "quarter": ("ytd", "2026 to date")}
WITH_EXCEPTIONS: Final = {"month": "82.7%", "quarter": "80.6%"}
TABS: Final = ("breakdowns", "cases", "actions", "commentary", "numbers", "method", "related")
WORDS: Final = "() => document.querySelector('main').innerText.split(/\\s+/).length"


def bottom(part: Locator) -> float:
    box: Any = part.bounding_box()
    return box["y"] + box["height"]


@pytest.fixture
def laptop(page: Page) -> Page:
    page.set_viewport_size({"width": 1280, "height": 720})
    return page


@pytest.mark.parametrize(
    "path", [HARINGEY, f"{HARINGEY}&basis=year&breakdown=exceptions%3Dexcluding"]
)
def test_the_card_ends_on_the_first_screen_with_the_tabs_under_it(
    visit, laptop: Page, path: str
) -> None:
    visit(path)
    card = laptop.locator(".measure-card")
    assert bottom(card) <= 600
    assert bottom(laptop.locator(".tabs").first) <= 660
    assert laptop.locator(".six-facts > div").count() == 6
    assert laptop.evaluate(WORDS) <= 900
    assert bottom(laptop.locator(".chart-readout")) <= 600


@ON_BOTH
@pytest.mark.parametrize("tab", [*TABS, "all"])
def test_every_tab_is_sound_and_says_in_the_address_that_it_is_open(
    visit, page: Page, tab: str
) -> None:
    visited = visit(f"{PLANS}&tab={tab}&by=age")
    if tab != "all":
        expect(page.get_by_role("tabpanel")).to_have_attribute("aria-labelledby", f"tab-{tab}")
    visited.axe()
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320


@ON_BOTH_IN_SWEEP
def test_tabs_are_reached_by_arrows_and_opened_by_enter_and_space(visit, page: Page) -> None:
    visit(PLANS)
    tab_to(page, "[role='tab']")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.wait_for_url("**tab=cases*")
    expect(page.locator("#tab-cases")).to_have_attribute("aria-selected", "true")
    page.locator("#tab-cases").press("End")
    page.keyboard.press("Enter")
    page.wait_for_url("**tab=related*")
    expect(page.locator("#tab-related")).to_have_attribute("aria-selected", "true")


@ON_BOTH_IN_SWEEP
def test_dividing_moves_nothing_under_the_reader(visit, laptop: Page) -> None:
    visit(PLANS)
    age = laptop.get_by_role("link", name="Age", exact=True)
    age.scroll_into_view_if_needed()
    laptop.evaluate("() => window.scrollTo(0, 300)")
    before = laptop.evaluate("() => window.scrollY")
    age.click()
    laptop.wait_for_url("**by=age*")
    expect(laptop.locator(".parts-table")).to_be_visible()
    assert abs(laptop.evaluate("() => window.scrollY") - before) <= 2
    expect(age).to_be_focused()


@ON_BOTH
def test_a_fact_is_explained_by_a_button_and_escape_closes_it(visit, page: Page) -> None:
    visited = visit(f"/measure/ehcp-coproduction-meeting?{EXAMPLE}")
    button = page.get_by_role("button", name=re.compile("^Pace needed"))
    button.press("Enter")
    words = page.locator("#fact-3")
    expect(words).to_be_visible()
    expect(words).to_contain_text("plans a month would meet 75%")
    visited.axe()
    page.keyboard.press("Escape")
    expect(words).to_be_hidden()
    expect(button).to_be_focused()


@ON_BOTH
def test_another_basis_is_chosen_by_arrows_and_named_in_the_address(visit, page: Page) -> None:
    visit(PLANS)
    tab_to(page, "input[name='basis']:checked")
    checked = page.locator("input[name='basis']:checked").input_value()
    following, words = AFTER[checked]
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"**basis={following}*")
    expect(page.locator(".card-period")).to_contain_text(words)
    expect(page.locator("input[name='basis']:checked")).to_be_focused()


@ON_BOTH
def test_a_part_is_chosen_and_a_line_set_beside_it(visit, page: Page) -> None:
    visited = visit(PLANS)
    basis = page.locator("input[name='basis']:checked").input_value()
    page.get_by_label("Part").select_option("exceptions=including")
    page.wait_for_url("**breakdown=exceptions*including*")
    expect(page.locator(".card-value")).to_have_text(WITH_EXCEPTIONS[basis])
    menu = page.locator("summary", has_text="Compare")
    menu.press("Enter")
    visited.axe()
    page.get_by_role("checkbox", name="Year before").check()
    page.wait_for_url("**compare=last-year*")
    expect(page.locator(".when-wide [data-front=line-0]").first).to_contain_text("before")


@ON_BOTH
def test_parts_are_put_on_the_chart_from_their_table(visit, page: Page) -> None:
    visit(f"/measure/annual-review-on-time?{EXAMPLE}&basis=rolling12&by=need")
    page.get_by_label("Draw Autis").check()
    page.wait_for_url("**members=*")
    expect(page.locator(".when-wide [data-front=line-0]").first).to_contain_text("Autis")


def test_the_measures_beside_it_are_reached_by_keys(visit, page: Page) -> None:
    visit(HARINGEY)
    page.locator("h1").focus()
    page.keyboard.press("]")
    page.wait_for_function("() => !location.pathname.endsWith('/ehcp-20-weeks')")
    expect(page.locator(".next-measure[rel=prev]")).to_be_visible()
    page.keyboard.press("[")
    page.wait_for_function("() => location.pathname.endsWith('/ehcp-20-weeks')")


@ON_BOTH
def test_without_scripts_every_tab_says_the_same(visit, page: Page, browser, server_url) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    for tab in TABS:
        visit(f"{PLANS}&tab={tab}&by=age")
        plain.goto(f"{server_url}{PLANS}&tab={tab}&by=age")
        for part in (".card-head", ".six-facts", "[role=tabpanel] h2"):
            live, still = (one.locator(part).all_inner_texts() for one in (page, plain))
            assert live == still
    basis = plain.locator("input[name='basis']:checked").input_value()
    plain.get_by_label("Part").select_option("exceptions=including")
    plain.locator("#measure-choices").get_by_role("button", name="Show").click()
    plain.wait_for_url("**breakdown=exceptions**")
    expect(plain.locator(".card-value")).to_have_text(WITH_EXCEPTIONS[basis])
    context.close()


@pytest.fixture
def phone(page: Page) -> Page:
    page.set_viewport_size({"width": 390, "height": 844})
    return page


@ON_BOTH_IN_SWEEP
def test_on_a_phone_what_is_seldom_changed_is_a_sheet_that_stays_until_it_is_closed(
    visit, phone: Page
) -> None:
    visited = visit(PLANS)
    phone.wait_for_function("document.documentElement.dataset.mounted === 'ready'")
    sheet, button = phone.locator(".filter-sheet"), phone.get_by_role("button", name="Filter")
    expect(sheet).to_be_hidden()
    expect(phone.locator(".controls .is-chosen")).to_have_text("Excluding exceptions")
    button.press("Enter")
    expect(sheet).to_be_visible()
    visited.axe()
    sheet.get_by_label("Part").select_option(label="Including exceptions")
    expect(phone.locator(".controls .is-chosen")).to_have_text("Including exceptions")
    expect(sheet.get_by_label("Part")).to_be_focused()
    phone.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


@ON_BOTH_IN_SWEEP
@pytest.mark.parametrize("tab", ["breakdowns", "actions", "related"])
def test_on_a_phone_tabs_are_an_accordion(visit, phone: Page, tab: str) -> None:
    visit(f"{PLANS}&tab={tab}")
    panel: Any = phone.get_by_role("tabpanel").bounding_box()
    tabs: list[Any] = [each.bounding_box() for each in phone.get_by_role("tab").all()]
    chosen = [each.get_attribute("id") for each in phone.get_by_role("tab").all()].index(
        f"tab-{tab}"
    )
    assert abs(bottom(phone.get_by_role("tab").nth(chosen)) - panel["y"]) <= 2
    assert all(each["y"] >= panel["y"] + panel["height"] - 2 for each in tabs[chosen + 1 :])
    assert all(each["y"] < panel["y"] for each in tabs[:chosen])
    assert phone.evaluate("() => document.documentElement.scrollWidth") <= 390


# Of the texts of the drawing that is seen, those that touch another or leave the picture; a line of
# letters is less high than its box.
CROWDED_TEXTS: Final = """() => {
  const picture = document.querySelector(".chart-picture");
  const drawing = [...picture.querySelectorAll(".drawn")].find((one) => one.clientWidth);
  const texts = [...drawing.querySelectorAll(":scope > svg text")].filter((one) => one.textContent.trim());
  const frame = picture.getBoundingClientRect();
  const boxes = texts.map(function (one) {
    const { left, right, top, bottom } = one.getBoundingClientRect();
    return { words: one.textContent, left, right, top: top + 4, bottom: bottom - 4 };
  });
  const isOver = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const isOut = (a) => a.left < frame.left || a.right > frame.right || a.top < frame.top || a.bottom > frame.bottom;
  const touching = boxes.flatMap((a, place) =>
    boxes.slice(place + 1).filter((b) => isOver(a, b)).map((b) => `${a.words} / ${b.words}`));
  return [texts.length, touching, boxes.filter(isOut).map((one) => one.words)];
}"""


@ON_BOTH_IN_SWEEP
@pytest.mark.parametrize("width", [390, 768, 1280])
@pytest.mark.parametrize(
    "choice",
    [
        "basis=month&compare=last-year&members={PD},{SEMH},{SPLD}",
        "basis=year&compare=E92000001,E09000014,E12000007&members={MSI},{SLCN},{MLD}",
        "basis=quarter&compare=last-year&members={HI},{SLD},{SEMH}",
    ],
)
def test_names_at_the_ends_of_many_lines_touch_nothing(
    visit, page: Page, choice: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    chosen = re.sub(r"\{(\w+)\}", r"exceptions%3Dexcluding%3Bneed%3D\1", choice)
    visit(f"{PLANS}&by=need&{chosen}")
    drawn, touching, outside = page.evaluate(CROWDED_TEXTS)
    assert drawn > 12
    assert (touching, outside) == ([], [])
