"""With JavaScript off a page says what it says with it: nothing is left to scripts but what they do."""

from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, Page

PLAN: Final = "area=E09000014&framework=ha-wsoa-2021"
PAGES: Final = (
    f"/actions?{PLAN}",
    f"/actions?{PLAN}&status=delayed&priority=1",
    f"/meeting?{PLAN}",
    "/about",
    "/about?tab=measures&find=autism",
    "/about?tab=statements",
    "/data?tab=history&find=referrals",
    "/data?tab=check",
    "/data?tab=templates",
)
# What stands in the page, shown or folded, without what a script alone can offer.
WORDS: Final = """() => {
  const main = document.querySelector("main").cloneNode(true);
  main.querySelectorAll("[data-form], [data-closed], [data-undo], [data-intake], noscript, style").forEach((one) => one.remove());
  return main.textContent.split(/\\s+/).filter(Boolean).join(" ");
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


def test_forms_lead_to_the_address_of_what_was_chosen(plain_page, server_url):
    plain_page.goto(f"{server_url}/about?tab=measures")
    plain_page.get_by_label("Find a measure").fill("autism wait")
    plain_page.get_by_role("button", name="Find").click()
    assert "tab=measures" in plain_page.url
    assert "find=autism+wait" in plain_page.url
    assert plain_page.locator(".measure-dictionary tbody tr:visible").count() > 0
    assert plain_page.locator(".measure-dictionary tbody tr.is-out").count() > 0
