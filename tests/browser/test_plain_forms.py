"""With JavaScript off people write as with it: what is saved and what is refused stands on the page."""

import re
from collections.abc import Callable, Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Visit, let_write

PLAN: Final = "area=E09000014&framework=ha-wsoa-2021"
MEASURE: Final = f"/measure/local-offer-useful?{PLAN}&tab=commentary"


@pytest.fixture
def plain_page(browser: Browser, writable_server: str) -> Iterator[Page]:
    """A page without scripts, whose addresses are those of a store that may be written to."""
    context = browser.new_context(java_script_enabled=False, base_url=writable_server)
    let_write(context, writable_server)
    yield context.new_page()
    context.close()


def unfold(place: Page | Locator, words: str) -> Locator:
    """Open a form, sign it and return it."""
    folded = place.locator("details.writing", has_text=words).first
    folded.locator("summary").click()
    form = folded.locator("form")
    form.get_by_label("Your name or role").fill("A. Lee")
    return form


def test_a_remark_is_refused_corrected_saved_and_withdrawn(plain_page: Page) -> None:
    page = plain_page
    page.goto(MEASURE)
    form = unfold(page, "Add a remark")
    form.get_by_label("What it is").select_option("challenge")
    form.get_by_label("Remark", exact=True).fill("Write to jo.bloggs@example.com")
    form.get_by_role("button", name="Save remark").click()
    expect(page.locator("main > [role=alert]")).to_contain_text("The remark is not saved.")
    form = page.locator("form#remark-new")
    expect(form.locator(".is-alert")).to_contain_text("The remark is not saved.")
    expect(form.get_by_label("What it is")).to_have_value("challenge")
    expect(form.get_by_label("Remark", exact=True)).to_have_value("Write to jo.bloggs@example.com")
    form.get_by_label("Remark", exact=True).fill("Too few parents answer")
    form.get_by_role("button", name="Save remark").click()
    expect(page).to_have_url(f"{page.url.split('/measure')[0]}{MEASURE}")
    notice = page.locator("main > [role=status]")
    expect(notice).to_contain_text("The remark is saved for the report of")
    item = page.locator("#commentary li", has_text="Too few parents answer")
    expect(item).to_contain_text("Written by A. Lee")
    page.reload()
    expect(notice).to_have_count(0)
    form = unfold(item, "Edit")
    form.get_by_role("button", name="Withdraw this remark").click()
    expect(notice).to_contain_text("The remark is withdrawn.")
    expect(item).to_have_count(0)


def test_a_question_is_logged_closed_and_opened_again(plain_page: Page) -> None:
    page = plain_page
    page.goto(f"/scrutiny?{PLAN}")
    form = unfold(page, "Log a question")
    form.get_by_label("Question").fill("Why do so few answer?")
    form.get_by_label("Asked by").fill("Chair")
    form.get_by_role("button", name="Log the question").click()
    notice = page.locator("main > [role=status]")
    expect(notice).to_contain_text("The question is logged.")
    entry = page.locator("#questions li", has_text="Why do so few answer?")
    form = unfold(entry, "Answer, close or change")
    form.get_by_label("What came of it").fill("Asked again in May")
    form.get_by_role("button", name="Save").click()
    expect(notice).to_contain_text("The question is closed.")
    page.goto(f"/scrutiny?{PLAN}&status=all")
    form = unfold(entry, "Change or open again")
    form.get_by_role("button", name="Open it again").click()
    expect(notice).to_contain_text("It is saved.")
    page.goto(f"/scrutiny?{PLAN}")
    expect(entry).to_contain_text("Open")


def test_a_pack_is_made_and_a_headline_and_a_reply_are_written(plain_page: Page) -> None:
    page = plain_page
    notice = page.locator("main > [role=status]")
    page.goto(f"/meeting?{PLAN}")
    unfold(page, "Make a new pack").get_by_role("button", name="Make this pack").click()
    expect(notice).to_contain_text("is made, as a draft.")
    page.goto(f"/measure/annual-review-on-time?{PLAN}&tab=commentary")
    form = unfold(page, "Change the headline")
    form.get_by_label("Headline").fill("Reviews come later than they should")
    form.get_by_role("button", name="Save headline").click()
    expect(notice).to_contain_text("The headline is saved")
    expect(page.locator(".card-sentence p").first).to_have_text(
        "Reviews come later than they should."
    )
    form = unfold(page, "Reply, or name who is asked")
    form.get_by_label("Reply", exact=True).fill("Two case officers start in May")
    form.get_by_role("button", name="Save").click()
    expect(notice).to_contain_text("The reply is saved.")
    expect(page.locator("blockquote.reply")).to_contain_text("Two case officers start in May")


APRIL: Final = (
    "area_code,measure_id,basis,period_start,period_end,value\n"
    "E09000014,ehcp-20-weeks,month,2023-04-01,2023-04-30,61\n"
)
# The form of a browser without scripts, put into a page with them.
SHOW_FORM: Final = """async () => {
  const text = await (await fetch("/data")).text();
  const page = new DOMParser().parseFromString(text, "text/html");
  document.querySelector("main").append(page.getElementById("load-files"));
}"""


def choose(page: Page, name: str, text: str) -> None:
    """Choose a file and send it."""
    sent = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    page.get_by_label("Files", exact=True).set_input_files(files=[sent])  # type: ignore[arg-type]
    page.get_by_role("button", name="Check").click()


def test_a_file_is_refused_corrected_and_loaded(plain_page: Page) -> None:
    page = plain_page
    page.goto("/data")
    choose(page, "april.csv", APRIL.replace("61", "lots"))
    expect(page.locator("h1")).to_have_text("Data: this file cannot be loaded")
    expect(page.get_by_role("table", name="Issues: 1")).to_contain_text("lots")
    page.get_by_role("link", name="Start again").click()
    choose(page, "april.csv", APRIL)
    expect(page.locator("h1")).to_have_text("Data: ready to load")
    page.get_by_label("Your name or role").fill("A. Lee")
    page.get_by_role("button", name="Load this file").click()
    expect(page.locator("main > [role=status]")).to_contain_text("Loaded. 1 measure changed")
    expect(page).to_have_url(re.compile(f"{PLAN}&changed=load-"))
    expect(page.locator("#tiles, .key-tiles").first).to_contain_text("EHC plans")
    page.goto("/data")
    expect(page.locator("#history")).to_contain_text("april.csv")


@pytest.mark.parametrize(
    "text", [APRIL.replace("61", "lots"), APRIL, "Indicator,YTD Apr-22\nx,1\n"]
)
def test_axe_finds_nothing_on_the_page_of_a_check(
    writing: Callable[[str], Visit], page: Page, text: str
) -> None:
    seen = writing("/about")
    page.evaluate(SHOW_FORM)
    choose(page, "april.csv", text)
    expect(page.locator("h1")).to_contain_text("Data: ")
    seen.axe()
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
