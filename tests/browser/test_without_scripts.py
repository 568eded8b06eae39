"""With JavaScript off a page says what it says with it: nothing is left to scripts but what they do."""

from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from layouts.pages.data_team.start import TABS as DATA_TABS
from tests.browser.journeys import on_stores

PLAN: Final = "area=E09000014&framework=ha-wsoa-2021"
PAGES: Final = (
    f"/actions?{PLAN}",
    f"/actions?{PLAN}&status=delayed&priority=1",
    f"/meeting?{PLAN}",
    f"/scrutiny?{PLAN}",
    f"/find?{PLAN}&find=plan",
    "/about",
    "/about?tab=measures&find=autism",
    "/about?tab=statements",
    "/data?tab=history&find=referrals",
    *(f"/data?tab={tab}" for tab in DATA_TABS),
)
MEASURE: Final = f"/measure/ehcp-20-weeks?{PLAN}"
TABS: Final = ("breakdowns", "actions", "commentary", "numbers", "method", "related", "all")
CHARTED: Final = (
    f"/?{PLAN}",
    f"/?{PLAN}&view=list",
    "/priority/ha-wsoa-2021/1",
    "/priority/ha-wsoa-2021/1?view=list",
    f"/profile?{PLAN}",
    "/future?area=X99000001&framework=example-plan",
    *(f"{MEASURE}&tab={tab}" for tab in TABS),
)
# What stands in the page, shown or folded, without what a script alone can offer.
WORDS: Final = """() => {
  const main = document.querySelector("main").cloneNode(true);
  main.querySelectorAll("[data-closed], [data-undo], [data-intake], noscript, style").forEach((one) => one.remove());
  return main.textContent.split(/\\s+/).filter(Boolean).join(" ");
}"""

# One after another; what Plotly draws over a picture says the same again.
EACH_WORD: Final = """() => {
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const words = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.parentElement.closest(".live-plot, noscript")) words.push(...node.data.split(/\\s+/));
  }
  return words;
}"""


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_complete_without_scripts(visit, page, plain_page, server_url, address):
    visit(address)
    live = page.evaluate(WORDS)
    plain_page.goto(f"{server_url}{address}")
    assert plain_page.evaluate(WORDS) == live
    assert len(live) > 100


@on_stores("address", CHARTED)
def test_a_page_with_charts_lacks_no_word_without_scripts(
    visit, page, plain_page, server_url, address
):
    visit(address)
    plain_page.goto(f"{server_url}{address}")
    assert plain_page.title() == page.title()
    assert set(page.evaluate(EACH_WORD)) <= set(plain_page.evaluate(EACH_WORD))


def test_area_and_day_are_chosen_by_forms(plain_page, server_url):
    plain_page.goto(f"{server_url}/?{PLAN}")
    plain_page.get_by_label("Area", exact=True).select_option("E09000030")
    plain_page.locator(".choice-area").get_by_role("button", name="Show").click()
    expect(plain_page.locator("h1")).to_contain_text("Tower Hamlets")
    plain_page.goto(f"{server_url}/actions?{PLAN}")
    plain_page.get_by_label("Day", exact=True).fill("2023-05-01")
    plain_page.locator(".choice-day").get_by_role("button", name="Show").click()
    plain_page.wait_for_url("**as_of=2023-05-01")
    expect(plain_page.locator("h1")).to_have_text("Actions")


def test_forms_lead_to_the_address_of_what_was_chosen(plain_page, server_url):
    plain_page.goto(f"{server_url}/about?tab=measures")
    plain_page.get_by_label("Find a measure", exact=True).fill("autism wait")
    plain_page.locator(".search-form").get_by_role("button", name="Find").click()
    plain_page.wait_for_url("**find=autism+wait**")
    assert "tab=measures" in plain_page.url
    assert plain_page.locator(".measure-dictionary tbody tr:visible").count() > 0
    assert plain_page.locator(".measure-dictionary tbody tr.is-out").count() > 0


def test_an_overview_is_filtered_by_its_form_and_its_rows_are_open(plain_page, server_url):
    plain_page.goto(f"{server_url}/?{PLAN}&view=list")
    expect(plain_page.locator(".row-parts").first).to_be_visible()
    expect(plain_page.locator(".open-row").first).to_be_hidden()
    plain_page.get_by_label("Show", exact=True).select_option("status:missed")
    plain_page.locator("#tool-form").get_by_role("button", name="Apply").click()
    expect(plain_page.locator("#count-of-measures")).to_have_text("8 of 18 measures")
    expect(plain_page.locator("#list")).to_be_visible()


@pytest.mark.parametrize(
    ("address", "folded"),
    [
        (f"/?{PLAN}", ".page-foot details .part"),
        ("/priority/ha-wsoa-2021/1", "details.page-part h2"),
        (f"{MEASURE}&tab=all", ".printed-tab h2"),
        (f"/actions?{PLAN}", ".done-actions td"),
        (f"/meeting?{PLAN}", "h1"),
    ],
)
def test_paper_has_what_is_folded_and_nothing_to_press(plain_page, server_url, address, folded):
    plain_page.goto(f"{server_url}{address}")
    plain_page.emulate_media(media="print")
    expect(plain_page.locator(folded).first).to_be_visible()
    pressed = plain_page.locator("main :is(button, select, input, [role=tab]):visible")
    expect(pressed).to_have_count(0)
    expect(plain_page.locator(".chooser-fold")).to_contain_text("Haringey · Written Statement")
    text, paper = (plain_page.locator(each).bounding_box() for each in ("#page", "main"))
    assert text is not None
    assert paper is not None
    assert text["width"] > 0.9 * paper["width"]
