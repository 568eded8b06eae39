"""A pack in a real browser, by keyboard: made, checked by another person, made final, compared."""

import re
from collections.abc import Callable
from typing import Final

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit

MEETING: Final = "/meeting?area=E09000014&framework=ha-wsoa-2021"
FIRST, SECOND = (f"ha-wsoa-2021-2023-04-19-v{number}" for number in (1, 2))


ASK: Final = """(question) => fetch("/scrutiny/questions", {
  method: "POST",
  headers: {"X-Intake": "1", "X-CSRF-Token": session.token(), "Content-Type": "application/json"},
  body: JSON.stringify(question),
}).then((answer) => answer.status)"""


@pytest.fixture
def meeting(writing: Callable[[str], Visit]) -> Callable[..., Visit]:
    """Open the packs of a plan in the store that may be written to."""
    return lambda address=MEETING: writing(address)


def unfold(page: Page, within: Locator, words: str) -> None:
    """Open a form by keyboard."""
    summary = within.locator("summary", has_text=words)
    expect(summary).to_be_visible()
    summary.focus()
    page.keyboard.press("Enter")
    expect(within.get_by_label("Your name or role")).to_be_visible()


def card(page: Page, version: int) -> Locator:
    return page.get_by_role("article", name=f"As at 19 April 2023, version {version}")


def take_step(page: Page, words: str, by: str) -> None:
    """Fill in the form of the next step of the first version, by keyboard."""
    unfold(page, card(page, 1), words)
    card(page, 1).get_by_label("Note, if any").focus()
    page.keyboard.type("Read twice")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(by)
    page.keyboard.press("Enter")


def compare_with_a_second(seen: Visit) -> None:
    """Make another version, and set it against the first, by keyboard."""
    page = seen.page
    unfold(page, page.locator("#new"), "Make a new pack")
    page.locator("#new").get_by_label("Your name or role").fill("Ann Example")
    page.keyboard.press("Enter")
    expect(card(page, 2)).to_be_visible()
    page.get_by_role("button", name="Compare").focus()
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", name="What changed from version 1 to version 2")
    expect(heading).to_be_visible()
    expect(page).to_have_url(re.compile(f"pack={SECOND}.*#compare"))
    expect(page).to_have_url(re.compile(f"against={FIRST}"))
    expect(page.locator("#compare")).to_contain_text("Nothing is new in the figures since")
    seen.axe()


def test_a_pack_is_made_checked_made_final_and_compared_by_keyboard(
    meeting: Callable[..., Visit],
) -> None:
    seen = meeting()
    page, said = seen.page, seen.page.locator("[data-slot='pack-said']")
    expect(page.get_by_text("No pack of Written Statement of Action has been made")).to_be_visible()
    new = page.locator("#new")
    unfold(page, new, "Make a new pack")
    expect(new.get_by_label("Report date")).to_have_value("2023-04-19")
    seen.axe()
    new.get_by_label("Your name or role").focus()
    page.keyboard.type("Ann Example")
    page.keyboard.press("Enter")
    expect(said).to_have_text(
        "The pack of 19 April 2023, version 1, is made, as a draft. A second person checks it next."
    )
    expect(said).to_be_focused()
    expect(card(page, 1)).to_contain_text("Draft")
    seen.axe()
    unfold(page, card(page, 1), "Mark as checked")
    # Whoever made it is not the one who checks it: the name is not filled in again.
    expect(card(page, 1).get_by_label("Your name or role")).to_have_value("")
    seen.axe()
    page.get_by_role("button", name="Cancel").click()
    take_step(page, "Mark as checked", "Bea Other")
    expect(said).to_have_text(
        "The pack of 19 April 2023, version 1, is checked. It can be made final now."
    )
    expect(said).to_be_focused()
    expect(card(page, 1)).to_contain_text("by Bea Other")
    take_step(page, "Make final", "Ann Example")
    expect(said).to_have_text("The pack of 19 April 2023, version 1, is final: it never changes.")
    expect(card(page, 1).locator(".tag")).to_have_text("Final")
    expect(card(page, 1).locator("form, .writing")).to_have_count(0)
    seen.axe()
    menu = card(page, 1).locator("summary", has_text="Report and files")
    menu.press("Enter")
    page.keyboard.press("Tab")
    expect(card(page, 1).get_by_role("link", name="Report")).to_be_focused()
    seen.axe()
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(card(page, 1).get_by_role("link", name="PDF")).to_be_hidden()
    meeting()
    compare_with_a_second(seen)
    for own in (f"{MEETING}&pack={FIRST}&tab=minutes", f"/summary/{FIRST}"):
        page.goto(f"{seen.server_url}{own}")
        seen.axe()


# The ground of a button while what it sent is at work, under letters as dark as others.
AT_WORK = """(button) => {
  button.disabled = true;
  const { backgroundColor } = getComputedStyle(button);
  button.disabled = false;
  return backgroundColor;
}"""


def test_what_is_refused_is_said_where_the_form_is(meeting: Callable[..., Visit]) -> None:
    seen = meeting()
    page = seen.page
    new = page.locator("#new")
    unfold(page, new, "Make a new pack")
    assert new.locator(".button.first").evaluate(AT_WORK) == "rgb(255, 255, 255)"
    new.get_by_label("Report date").fill("2099-01-01")
    new.get_by_label("Your name or role").fill("Ann Example")
    page.keyboard.press("Enter")
    alert = new.get_by_role("alert")
    expect(alert).to_contain_text("1 January 2099 is still to come")
    expect(alert).to_be_focused()
    seen.excuse("409")


def test_where_nobody_may_write_the_page_says_why(
    meeting: Callable[..., Visit], page: Page
) -> None:
    seen = meeting()
    page.context.clear_cookies()
    seen = meeting()
    note = page.locator("#new .note")
    expect(note).to_contain_text("No pack is made, checked or made final here. Nothing is loaded")
    expect(note).to_contain_text("open the link that the server printed")
    expect(page.locator("#new summary")).to_be_hidden()
    seen.axe()


def test_slides_are_chosen_by_keyboard(meeting: Callable[..., Visit]) -> None:
    seen = meeting()
    page, said = seen.page, seen.page.locator("[data-slot='slides-said']")
    new = page.locator("#new")
    unfold(page, new, "Make a new pack")
    new.get_by_label("Your name or role").fill("Ann Example")
    page.keyboard.press("Enter")
    menu = page.locator(".pack-menu", has_text="Choose slides").first
    menu.locator("summary").press("Enter")
    page.keyboard.press("Tab")
    expect(menu.get_by_role("link", name="Report")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu.locator("summary")).to_be_focused()
    expect(menu.get_by_role("link", name="Choose slides")).to_be_hidden()
    page.keyboard.press("Enter")
    menu.get_by_role("link", name="Choose slides").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Choose slides")).to_be_visible()
    rows = page.locator("#move-slides li")
    expect(page.locator("#move-slides").get_by_label("Your name or role")).to_have_value(
        "Ann Example"
    )
    second = rows.nth(1).locator("span").first.inner_text().partition(". ")[2]
    rows.nth(1).get_by_role("button", name="Down").focus()
    for number in (4, 5):
        page.keyboard.press("Enter")
        expect(said).to_have_text(f"“{second}” is slide {number}.")
        expect(rows.nth(number - 2).get_by_role("button", name="Down")).to_be_focused()
    seen.axe()
    rows.nth(3).get_by_role("button", name="Hide").focus()
    page.keyboard.press("Enter")
    expect(said).to_have_text("The slide is hidden.")
    expect(rows.last).to_contain_text(f"Hidden: {second}")


def test_a_measure_is_found_as_it_is_typed_and_added_by_keyboard(
    meeting: Callable[..., Visit],
) -> None:
    seen = meeting()
    page, said = seen.page, seen.page.locator("[data-slot='slides-said']")
    new = page.locator("#new")
    unfold(page, new, "Make a new pack")
    new.get_by_label("Whose pack").select_option("priority:1")
    new.get_by_label("Your name or role").fill("Ann Example")
    page.keyboard.press("Enter")
    expect(page.locator("[data-slot='pack-said']")).to_contain_text(
        "(yearly account of priority 1)"
    )
    menu = page.locator(".pack", has_text="Yearly account of priority 1").first.locator(
        ".pack-menu"
    )
    menu.locator("summary").press("Enter")
    menu.get_by_role("link", name="Choose slides").press("Enter")
    summary = page.locator("summary", has_text="Add a measure")
    summary.press("Enter")
    rows, find = page.locator("#add-measure li"), page.get_by_label("Narrow the list")
    # The word of every row's button is no part of its name.
    find.fill("add co-production meeting")
    expect(rows.filter(visible=True)).to_have_count(0)
    find.clear()
    find.press_sequentially("co-production MEETING")
    expect(rows.filter(visible=True)).to_have_count(1)
    seen.axe()
    find.press("Enter")
    expect(rows.filter(visible=True).get_by_role("button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(said).to_contain_text("Plans with a co-production meeting is added to the slides")
    expect(page.locator("#slides li").first).to_be_visible()


HEIGHTS: Final = """() => [...document.querySelectorAll(".tile, .key-tile, #tiles, .page-foot")]
  .map((part) => [part.getBoundingClientRect().top, part.getBoundingClientRect().bottom])"""


def test_a_tile_leads_to_the_slides_by_keyboard_and_is_as_high_as_without(
    meeting: Callable[..., Visit],
) -> None:
    seen = meeting()
    page = seen.page
    overview = MEETING.replace("/meeting", "/")
    seen.open(overview)
    without = page.evaluate(HEIGHTS)
    seen.open(MEETING)
    new = page.locator("#new")
    unfold(page, new, "Make a new pack")
    new.get_by_label("Your name or role").fill("Ann Example")
    page.keyboard.press("Enter")
    expect(card(page, 1)).to_be_visible()
    seen.open(overview)
    assert page.evaluate(HEIGHTS) == without
    tile = page.locator("#tiles .tile").last
    link = tile.get_by_role("link", name="Add to slides")
    expect(link).to_have_css("opacity", "0")
    measure = tile.get_attribute("data-measure")
    tile.locator("h3 a").focus()
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    expect(link).to_have_css("opacity", "1")
    seen.axe()
    page.keyboard.press("Enter")
    form = page.locator("#add-measure")
    expect(form.get_by_role("button").first).to_have_attribute("value", f"measure={measure}")
    expect(form.get_by_label("Your name or role")).to_have_value("Ann Example")
    form.get_by_role("button").first.press("Enter")
    expect(page.locator("[data-slot='slides-said']")).to_contain_text("is added to the slides")
    seen.open("/priority/ha-wsoa-2021/1")
    menu = page.locator(".panel .panel-menu").first
    menu.locator("summary").press("Enter")
    expect(menu.get_by_role("link", name="Add to slides")).to_be_visible()
    seen.axe()
    page.set_viewport_size({"width": 390, "height": 844})
    seen.open(overview)
    expect(page.get_by_role("link", name="Choose slides")).to_be_visible()
    seen.axe()


def test_minutes_and_the_public_summary_read_well(meeting: Callable[..., Visit]) -> None:
    seen = meeting()
    page = seen.page
    new = page.locator("#new")
    unfold(page, new, "Make a new pack")
    new.get_by_label("Your name or role").fill("Ann Example")
    page.keyboard.press("Enter")
    expect(card(page, 1)).to_be_visible()
    question = {
        "framework_id": "ha-wsoa-2021",
        "pack_id": FIRST,
        "slide": "actions",
        "member": "Cllr Example",
        "question": "Why are four actions late?",
        "asked_on": "2023-05-02",
        "by": "Clerk",
    }
    assert page.evaluate(ASK, question) == 200
    for address in (f"{MEETING}&pack={FIRST}&tab=minutes", f"/summary/{FIRST}"):
        for width, height in ((1280, 720), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            seen.open(address)
            seen.axe()
            assert page.evaluate("document.documentElement.scrollWidth") <= width
