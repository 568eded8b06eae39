"""The data team's own view in a browser: the note on every page, and on what is taken away."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import opening
from tests.browser.test_pages import go_within
from tests.conftest import Serve
from tests.servers import Server

MEASURE = "/measure/ehc-open?area=X99000001"


@pytest.fixture(scope="module")
def server(filled_store: str, serve: Serve) -> Iterator[Server]:
    with serve(filled_store, SHOW_SMALL_NUMBERS="1") as started:
        yield started


def test_the_link_leads_to_pages_and_pictures_that_say_what_they_show(page: Page, server: Server):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    note = page.locator("#small-numbers")
    with opening(page, server.url, has_entered=False) as open_page:
        open_page("/about")
        assert note.inner_text() == ""
        visited = open_page(server.entry().removeprefix(server.url))
        assert "enter" not in page.url
        expect(note).to_contain_text("For the data team.")
        visited.axe()
        go_within(visited, MEASURE)
        expect(note).to_contain_text("For the data team.")
        page.locator(".take-away summary").first.click()
        with page.expect_download() as download:
            page.get_by_role("button", name="Picture (PNG)").first.click()
        assert download.value.suggested_filename.startswith("unsuppressed-")
        page.get_by_role("button", name="Copy as text").first.click()
        expect(page.locator("details .copied").first).to_have_text("The text is copied.")
        words = page.evaluate("navigator.clipboard.readText()").splitlines()
        assert words[-2].startswith("For the data team. Counts of a few children are shown")
