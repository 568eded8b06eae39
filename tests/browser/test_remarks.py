"""Remarks and replies in a real browser, by keyboard: written, changed, withdrawn, told in a list."""

import re
from collections.abc import Callable
from typing import Final

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.journeys import expect_focus

PLAN: Final = "area=E09000014&framework=ha-wsoa-2021"
MEASURE: Final = f"/measure/cyp-influence?{PLAN}&tab=commentary"
OWN: Final = "#commentary .told-challenge li:has-text('A. Lee')"
SAVED: Final = "The remark is saved for the report of 19 April 2023."


def unfold(page: Page, part: str, words: str) -> Locator:
    """Open a form by keyboard, and go to its first field."""
    summary = page.locator(f"{part} summary", has_text=words).first
    expect(summary).to_be_visible()
    summary.focus()
    page.keyboard.press("Enter")
    form = page.locator(f"{part} details[open] form")
    expect(form).to_be_visible()
    page.keyboard.press("Tab")
    return form


def expect_message(page: Page, slot: str, words: str) -> None:
    """See that it is told what became of it, where the focus is, on the page drawn anew."""
    said = page.locator(f"[data-slot={slot}]")
    expect(said).to_contain_text(words)
    expect(said).to_be_focused()


def test_a_remark_is_written_changed_and_withdrawn_by_keyboard(
    writing: Callable[[str], Visit],
) -> None:
    seen = writing(MEASURE)
    page, keys = seen.page, seen.page.keyboard
    form = unfold(page, "#commentary", "Add a remark")
    seen.axe()
    keys.press("c")  # A challenge.
    keys.press("Tab")
    keys.type("77.2% were asked, and EHC plans issued within 20 weeks help")
    expect(form.locator(".counter [aria-hidden]")).to_have_text("441 characters left")
    keys.press("Tab")
    keys.type("Head of SEND")
    form.get_by_label("Due").fill("2023-05-31")
    form.get_by_label("Your name or role").focus()
    keys.type("A. Lee")
    keys.press("Enter")
    expect_message(page, "remarks", SAVED)
    item = page.locator(OWN)
    expect(item).to_contain_text("Written by A. Lee (unverified) for the report of 19 April 2023.")
    expect(item).to_contain_text("Owner: Head of SEND. Due 31 May 2023. Overdue.")
    link = item.get_by_role("link", name="EHC plans issued within 20 weeks")
    expect(link).to_have_attribute("href", f"/measure/ehcp-20-weeks?{PLAN}")

    form = unfold(page, OWN, "Edit")
    # The name is remembered.
    expect(form.get_by_label("Your name or role")).to_have_value("A. Lee")
    form.get_by_label("Remark").fill("91% were asked")
    form.get_by_label("State").select_option("done")
    form.get_by_role("button", name="Save changes").focus()
    keys.press("Enter")
    expect_message(page, "remarks", "The remark is changed. Check the numbers: 91% is not a figure")
    expect(item).to_contain_text("91% were asked")
    expect(item).to_contain_text("Done.")
    seen.axe()

    unfold(page, OWN, "Edit")
    page.get_by_role("button", name="Withdraw this remark").focus()
    keys.press("Enter")
    expect_message(page, "remarks", "The remark is withdrawn.")
    expect(item).to_have_count(0)


def test_who_is_signed_out_meanwhile_is_led_to_sign_in_and_keeps_the_words(
    writing: Callable[[str], Visit],
) -> None:
    seen = writing(MEASURE)
    page = seen.page
    words = '{"error": {"words": "Sign in first.", "sign_in": "/sign-in"}}'
    # Not an error of the page's: a status of 401 would be told in the console.
    page.evaluate(
        "(words) => { window.fetch = async () => new Response(words, {status: 401}); }", words
    )
    form = unfold(page, "#commentary", "Add a remark")
    page.keyboard.press("c")  # A challenge.
    form.get_by_label("Remark").fill("Advice is slow")
    form.get_by_label("Your name or role").fill("A. Lee")
    form.get_by_role("button", name="Save").click()
    alert = page.locator("#commentary [role=alert]")
    expect(alert).to_contain_text("You are signed out.")
    expect(alert).to_be_focused()
    link = alert.get_by_role("link", name="Sign in in another tab")
    expect(link).to_have_attribute("href", "/sign-in")
    expect(form.get_by_label("Remark")).to_have_value("Advice is slow")
    seen.axe()


def test_a_reply_is_given_by_keyboard_and_told_in_the_lists(
    writing: Callable[[str], Visit],
) -> None:
    overview = f"/?{PLAN}"
    seen = writing(overview)
    page, keys = seen.page, seen.page.keyboard
    # Other tests reply to others of these.
    overdue = page.get_by_role("link", name=re.compile(r"^\d+ replies overdue$"))
    count = int(overdue.inner_text().split()[0])
    writing(MEASURE)
    expect(page.locator("#exception")).to_contain_text(
        "77.2% in 2023 to date (to March): 7.8 points below the 85% target."
    )
    expect(page.locator("#exception")).to_contain_text("Reply was due 3 May 2023")
    form = unfold(page, "#exception", "Reply, or name who is asked")
    keys.type("The young people’s panel met once")
    keys.press("Tab")
    keys.type("Participation lead")
    form.get_by_label("Your name or role").focus()
    keys.type("A. Lee")
    keys.press("Enter")
    expect_message(page, "exception", "The reply is saved.")
    expect(page.locator("#exception .reply")).to_contain_text("The young people’s panel met once")
    seen.axe()
    writing(overview)
    expect(overdue).to_have_text(f"{count - 1} replies overdue")
    overdue.focus()
    keys.press("Enter")
    expect(page.locator("#replies")).to_be_visible()
    folded = page.locator("#replies summary", has_text="Replied to: ")
    folded.focus()
    keys.press("Enter")
    expect(page.locator("#replies details")).to_contain_text("The young people’s panel met once")
    seen.axe()


def test_what_cannot_be_saved_is_said_and_the_words_are_kept(
    writing: Callable[[str], Visit],
) -> None:
    seen = writing("/priority/ha-wsoa-2021/1")
    page = seen.page
    page.get_by_role("link", name="All remarks, sources, add a remark").click()
    form = unfold(page, "#commentary", "Add a remark")
    text, name = form.get_by_label("Remark"), form.get_by_label("Your name or role")
    alert = page.locator("#commentary [role=alert]")
    text.fill("x" * 501)
    expect(form.locator(".counter [aria-hidden]")).to_have_text("1 character too many")
    name.fill("A. Lee")
    name.press("Enter")
    expect(alert).to_have_text("Remark may have up to 500 characters.")
    expect(alert).to_be_focused()
    text.fill("Write to jo.bloggs@example.com")
    form.get_by_label("About").select_option("annual-review-on-time")
    name.press("Enter")
    expect(alert).to_contain_text("The remark is not saved.")
    expect(text).to_have_value("Write to jo.bloggs@example.com")
    seen.excuse("422")
    form.get_by_role("button", name="Cancel").press("Enter")
    expect(form).to_have_count(0)
    expect_focus(page, words="Add a remark")


def test_where_nothing_may_be_written_no_form_is_shown(visit: Callable[[str], Visit]) -> None:
    seen = visit(f"{MEASURE}&as_of=2023-04-19")
    expect(seen.page.locator("#exception")).to_contain_text("Reply is due 3 May 2023")
    assert seen.page.locator("details.writing").count() == 0


def test_a_page_fetched_before_something_was_written_is_fetched_again(
    writing: Callable[[str], Visit],
) -> None:
    page = writing(MEASURE).page
    link = page.get_by_role("navigation", name="Pages").get_by_role("link", name="Overview")
    with page.expect_event("requestfinished", lambda each: each.url.endswith(f"/?{PLAN}")):
        link.hover()
    form = unfold(page, "#commentary", "Add a remark")
    form.get_by_label("Remark", exact=True).fill("What is fetched before this does not have it")
    form.get_by_label("Your name or role").fill("A. Lee")
    form.get_by_role("button", name="Save remark").click()
    expect_message(page, "remarks", SAVED)
    # A press by itself would fetch it too.
    link.evaluate("(link) => link.click()")
    page.wait_for_url(f"**/?{PLAN}")
    assert page.evaluate("() => performance.getEntriesByType('navigation')[0].deliveryType") == ""
