"""The About pages: each is sound, and the measures are searched as one types, or by address."""

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import look

ROWS = ".measure-dictionary tbody tr:visible"


@pytest.mark.parametrize("tab", ["", "measures", "statements"])
def test_each_page_is_sound_and_leads_to_the_others(visit, page, tab):
    look(visit(f"/about?tab={tab}"), on_phone=True, is_touched=True)
    index = page.get_by_role("navigation", name="About")
    assert index.locator(":scope > ul > li").count() == 3
    assert index.locator("[aria-current=page]").count() == 1


def test_measures_are_found_as_one_types_without_a_request(visit, page):
    seen = visit("/about?tab=measures")
    everything = page.locator(".measure-dictionary tbody tr").count()
    assert page.evaluate("() => document.documentElement.scrollHeight") < 1100
    asked = len(seen.requests)
    page.get_by_label("Find a measure", exact=True).press_sequentially("autism wait")
    expect(page.locator("#rows-found")).to_contain_text(f" of {everything} measures")
    found = page.locator(ROWS).count()
    assert 0 < found < everything
    assert page.locator(ROWS).filter(has_text="utism").count() == found
    assert "find=autism+wait" in page.url
    page.keyboard.press("Enter")
    assert len(seen.requests) == asked
    page.reload()
    expect(page.locator(ROWS)).to_have_count(found)
    page.get_by_label("Find a measure", exact=True).fill("")
    expect(page.locator(ROWS)).to_have_count(0)
    expect(page.locator("#rows-found")).to_have_text(f"{everything} of {everything} measures")
    page.get_by_text("Co-production", exact=False).locator("visible=true").first.click()
    expect(page.locator(ROWS)).not_to_have_count(0)
