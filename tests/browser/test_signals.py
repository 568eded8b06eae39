"""The page of signals in a real browser: by keyboard, on a phone, and from the headline on."""

import csv
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.journeys import EXAMPLE, tab_to, wait_until_shown

ADDRESS = f"/signals?{EXAMPLE}"


def test_a_measure_in_the_matrix_is_reached_by_keyboard(visit, page):
    visited = visit(ADDRESS)
    visited.axe()
    tab_to(page, "table.matrix tbody a")
    page.keyboard.press("Enter")
    wait_until_shown(page, "/measure/", EXAMPLE)


def test_the_cells_count_what_they_list(visit, page):
    visit(ADDRESS)
    table = page.get_by_role("table", name="Measures by variation and assurance")
    expect(table.get_by_role("columnheader")).to_have_text(
        [
            "Variation",
            "Consistently meets target",
            "Met or missed by chance",
            "Consistently misses target",
            "No target that applies",
        ]
    )
    cells = table.locator("td:not(.empty)")
    assert cells.count() > 0
    for cell in cells.all():
        assert int(cell.locator(".count-of").inner_text()) == cell.locator("li").count()


def test_a_phone_shows_the_matrix_as_lists_under_their_words(visit, page):
    page.set_viewport_size({"width": 320, "height": 700})
    visited = visit(ADDRESS)
    visited.axe()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    table = page.get_by_role("table", name="Measures by variation and assurance")
    first, second = (table.locator("tbody tr").nth(0).locator("td").nth(place) for place in (1, 2))
    assert first.bounding_box()["y"] < second.bounding_box()["y"]
    words = first.evaluate("(e) => getComputedStyle(e, '::before').content")
    assert words.startswith('"Met or missed by chance"')


def test_the_file_holds_every_series_of_the_page(visit, page):
    visit(ADDRESS)
    shown = page.locator("table.matrix tbody a").count()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download every measure of this page").click()
    lines = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert len(list(csv.DictReader(lines))) == shown
