"""Writing a headline in a real browser, by keyboard: it stands, it is stamped, it is taken back."""

import re
from collections.abc import Callable
from typing import Any, Final

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Visit, let_write

MEASURE: Final = "/measure/ehcp-20-weeks?area=E09000014&framework=ha-wsoa-2021&tab=commentary"
OTHER_MEASURE: Final = MEASURE.replace("ehcp-20-weeks", "annual-review-on-time")
TEXT: Final = "More than 90% of plans now come on time"


def open_form(page: Page) -> Any:
    """Open the form by keyboard."""
    summary = page.get_by_text("Change the headline")
    expect(summary).to_be_visible()
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Headline", exact=True)).to_be_visible()
    return page.get_by_label("Headline", exact=True)


def test_a_headline_is_written_and_taken_back_by_keyboard(writing: Callable[[str], Visit]) -> None:
    seen = writing(MEASURE)
    page = seen.page
    computed = page.locator(".card-sentence p").first.inner_text()
    open_form(page)
    seen.axe()
    page.keyboard.press("Tab")
    page.keyboard.type(TEXT)
    page.keyboard.press("Tab")
    page.keyboard.type("Head of SEND")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".card-sentence p").first).to_have_text(f"{TEXT}.")
    stamp = page.locator(".headline-stamp")
    expect(stamp).to_contain_text("Written by Head of SEND (unverified) on")
    expect(stamp).to_contain_text("The figures say: EHC plans issued within 20 weeks: 82%")
    expect(page.locator(".headline-warning")).to_contain_text("Check the numbers: 90% is not")
    said = page.locator("[data-slot=headline]")
    expect(said).to_have_text("The headline is saved for this measure in March 2023.")
    expect(said).to_be_focused()
    seen.axe()
    picture = page.locator(".chart [role=img]").first
    expect(picture).to_have_attribute("aria-label", alt_of(TEXT))
    open_form(page)
    page.get_by_role("button", name="Take it back").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".card-sentence p").first).to_have_text(computed)
    expect(page.locator(".headline-stamp")).to_have_count(0)
    expect(said).to_have_text("The computed headline is back for this measure in March 2023.")


def alt_of(text: str) -> Any:
    return re.compile(rf"^{re.escape(text)}\. Written by Head of SEND \(unverified\) on ")


def test_what_cannot_be_saved_is_said(writing: Callable[[str], Visit]) -> None:
    seen = writing(MEASURE)
    page = seen.page
    open_form(page).fill("Write to jo.bloggs@example.com")
    page.get_by_label("Your name or role").fill("Head of SEND")
    page.get_by_role("button", name="Save headline").click()
    alert = page.locator(".writing [role=alert]")
    expect(alert).to_contain_text("The headline is not saved.")
    expect(alert).to_be_focused()
    seen.excuse("422")
    expect(page.locator(".headline-stamp")).to_have_count(0)


def test_a_headline_is_shown_before_and_after_the_page_becomes_live(
    page: Page, writable_server: str
) -> None:
    requests: list[Route] = []

    def delay(route: Route) -> None:
        requests.append(route)

    let_write(page.context, writable_server)
    page.route("**/_dash-layout", delay)
    page.goto(f"{writable_server}{OTHER_MEASURE}")
    open_form(page).fill(TEXT)
    page.get_by_label("Your name or role").fill("Head of SEND")
    page.get_by_role("button", name="Save headline").click()
    said = page.locator("[data-slot=headline]")
    expect(said).to_be_focused()
    expect(page.locator(".card-sentence p").first).to_have_text(f"{TEXT}.")
    (request,) = requests
    request.continue_()
    expect(page.locator("html")).to_have_attribute("data-mounted", "ready")
    expect(page.locator(".card-sentence p").first).to_have_text(f"{TEXT}.")
    expect(said).to_be_focused()
