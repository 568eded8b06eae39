"""The log of a committee in a real browser, by keyboard: asked, answered, closed, shown again."""

from collections.abc import Callable
from typing import Final

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.journeys import go_within, tab_to

PLAN: Final = "area=E09000014&framework=ha-wsoa-2021"
MEASURE: Final = f"/measure/ehcp-20-weeks?{PLAN}&tab=commentary"
LOG: Final = f"/scrutiny?{PLAN}"
MOST_TABS: Final = 12
QUESTION: Final = "How many plans wait for health advice?"


def unfold(page: Page, words: str) -> Locator:
    """Open a form by keyboard."""
    summary = page.locator("summary", has_text=words).first
    expect(summary).to_be_visible()
    summary.focus()
    page.keyboard.press("Enter")
    form = page.locator("details[open] form").last
    expect(form).to_be_visible()
    return form


def fill(form: Locator, label: str, words: str) -> None:
    """Write in the field that has a label, having come to it with Tab."""
    field = form.get_by_label(label, exact=True)
    tab_to(form.page, f"#{field.get_attribute('id')}")
    form.page.keyboard.type(words)


def press(form: Locator, words: str) -> None:
    """Press a button that has been come to with Tab."""
    button = form.get_by_role("button", name=words)
    for _ in range(MOST_TABS):
        form.page.keyboard.press("Tab")
        if button.evaluate("(one) => one === document.activeElement"):
            break
    expect(button).to_be_focused()
    form.page.keyboard.press("Enter")


def expect_message(page: Page, words: str) -> None:
    """See that what became of something is told where the focus is."""
    slot = page.locator(".form-said", has_text=words)
    expect(slot).to_be_focused()


def test_a_question_is_asked_answered_and_closed_by_keyboard(writing: Callable[[str], Visit]):
    seen = writing(MEASURE)
    page, section = seen.page, seen.page.locator("#questions")
    expect(section).to_contain_text("No question on this measure is open.")
    form = unfold(page, "Log a question")
    seen.axe()
    fill(form, "Question", QUESTION)
    fill(form, "Asked by", "Chair")
    fill(form, "Your name or role", "Clerk")
    press(form, "Log the question")
    expect_message(page, "The question is logged.")
    expect(section.get_by_role("heading", name=QUESTION)).to_be_visible()
    seen.axe()
    form = unfold(page, "Answer, close or change")
    fill(form, "Answer", "52 children")
    press(form, "Save")
    expect_message(page, "It is saved.")
    expect(section).to_contain_text("52 children")
    expect(section.locator(".tag")).to_have_text("Answered")
    go_within(seen, LOG)
    expect(page.locator(".headline")).to_have_text("1 question is answered and not closed.")
    form = unfold(page, "Answer, close or change")
    fill(form, "What came of it", "Noted")
    press(form, "Save")
    expect_message(page, "The question is closed.")
    expect(page.get_by_text("No question is open.")).to_be_visible()
    seen.axe()
    go_within(seen, f"{LOG}&status=all")
    expect(page.locator(".log .tag")).to_have_text("Closed")
    seen.axe()
    go_within(seen, MEASURE)
    expect(section).to_contain_text("No question on this measure is open.")


def test_a_recommendation_is_logged_and_what_cannot_be_saved_is_said(
    writing: Callable[[str], Visit],
):
    seen = writing(LOG)
    page = seen.page
    page.set_viewport_size({"width": 390, "height": 844})
    form = unfold(page, "Log a recommendation")
    seen.axe()
    form.get_by_label("Recommendation", exact=True).fill("Write to jo.bloggs@example.com")
    form.get_by_label("The committee is asked", exact=True).select_option("refer")
    form.get_by_label("Your name or role", exact=True).fill("Clerk")
    form.get_by_role("button", name="Log the recommendation").click()
    alert = form.locator("xpath=..").get_by_role("alert")
    expect(alert).to_be_focused()
    expect(alert).to_contain_text("seems to hold an e-mail address: take it out.")
    seen.excuse("422")
    form.get_by_label("Recommendation", exact=True).fill("Report on waits in June")
    form.get_by_role("button", name="Log the recommendation").click()
    expect_message(page, "The recommendation is logged.")
    entry = page.locator(".log > li", has_text="Report on waits in June")
    expect(entry).to_contain_text("to refer it on")
    unfold(page, "Tell its progress")
    # Who wrote before need not say again who that was.
    expect(page.get_by_label("Your name or role", exact=True)).to_have_value("Clerk")
    page.get_by_role("button", name="Withdraw this recommendation").click()
    expect_message(page, "It is withdrawn.")
    expect(page.get_by_text("No recommendation is logged yet.")).to_be_visible()


def test_a_browser_that_may_not_write_is_told_why_and_reads_on(page: Page, writable_server: str):
    seen = Visit(page, writable_server, has_entered=False)
    seen.listen()
    seen.open(LOG)
    note = page.get_by_text("The log can be read here and not written. Nothing is loaded")
    expect(note).to_contain_text("open the link that the server printed")
    assert page.locator("summary:visible").count() == 0
    seen.axe()
