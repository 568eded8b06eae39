"""Each kind of page in a real browser; `make sweep` looks at every one (test_every_page.py)."""

import struct
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import (
    EXAMPLE,
    MEASURE_PAGES,
    ON_BOTH,
    ON_BOTH_IN_SWEEP,
    go_within,
    look,
)

CHOSEN = "area=E09000014&framework=ha-wsoa-2021"
A_MEASURE = f"/measure/ehcp-20-weeks?{CHOSEN}"
WITHOUT_PLAN = ["/data", "/about"]
# Measures whose pages have, between them, every part that a measure's page can have: every state,
# trend, kind of chart and way to choose. `make sweep` looks at all the others.
MEASURES = [
    "autism-wait", "ehcp-20-weeks", "annual-review-on-time", "local-offer-useful",
    "autism-support-waiting", "ehcp-family-involved", "ks4-attainment8", "pupils-by-need",
]  # fmt: skip
# What is worked out from cases: every panel, a breakdown, a period drilled into.
EXAMPLE_PAGES = [
    "/priority/example-plan/1",
    f"/measure/ehcp-20-weeks?{EXAMPLE}&by=need",
    f"/measure/ehc-cohort-20-weeks?{EXAMPLE}",
]
NOT_FOUND = [
    "/priority/ha-wsoa-2021/9",
    "/priority/no-such-plan/1",
    "/measure/no-such-measure",
    "/?area=E09000099",
    "/?area=E09000014&framework=th-strategy-2018",
    "/?as_of=soon",
    "/measure/ehcp-20-weeks?basis=fortnight",
]


def test_each_kind_of_page_of_a_plan_is_sound(visit):
    overview, *others = [f"/{page}?{CHOSEN}" for page in ("", "actions")]
    visited = visit(overview)
    look(visited, on_phone=True, is_touched=True)
    for address in others:
        go_within(visited, address)
        look(visited)
    go_within(visited, "/priority/ha-wsoa-2021/1")
    look(visited, on_phone=True, is_touched=True)


def test_measures_of_every_part_are_sound(visit):
    visited = visit(A_MEASURE)
    look(visited, on_phone=True, is_touched=True)
    for measure in MEASURES:
        go_within(visited, MEASURE_PAGES[measure])
        look(visited)


@pytest.mark.parametrize("path", WITHOUT_PLAN)
def test_the_pages_of_the_whole_dashboard_are_sound(visit, path):
    look(visit(path), on_phone=True, is_touched=path == "/data")


@ON_BOTH
def test_what_is_worked_out_from_cases_is_sound(visit, page, is_marked):
    priority, *measures = EXAMPLE_PAGES
    visited = visit(priority)
    look(visited, on_phone=True)
    for address in measures:
        go_within(visited, address)
        look(visited)
        assert page.locator("#synthetic").count() == is_marked


@ON_BOTH_IN_SWEEP
def test_a_still_chart_is_read_by_keyboard_and_downloaded_as_a_live_one_is(visit, page):
    visit("/priority/example-plan/1")
    figure = page.locator(".panel:has(.drawn)").first
    picture = figure.locator(".chart-picture")
    picture.focus()
    page.keyboard.press("End")
    expect(figure.locator(".chart-readout.is-live")).not_to_be_empty()
    cursor = figure.locator(".chart-cursor")
    dot = figure.locator("svg:not(.main-svg) g.latest > *").first.bounding_box()
    assert cursor.bounding_box()["x"] == pytest.approx(dot["x"] + dot["width"] / 2, abs=3)
    figure.locator(".panel-menu summary").click()
    with page.expect_download() as download:
        figure.get_by_role("button", name="Picture (PNG)").click()
    assert download.value.suggested_filename.endswith(".png")
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"\x89PNG")
    assert struct.unpack(">II", content[16:24]) == (2560, 1440)


def test_a_view_is_copied_as_a_link_and_as_words(visit, page, server_url):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit("/measure/ehcp-20-weeks?area=E09000014&framework=ha-wsoa-2021&basis=month")
    page.locator(".take-away summary").press("Enter")
    page.get_by_role("button", name="Copy link to this view").press("Enter")
    expect(page.locator("details .copied")).to_have_text("The link is copied.")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{server_url}/measure/ehcp-20-weeks?")
    assert "basis=month" in link
    page.get_by_role("button", name="Copy as text").press("Enter")
    expect(page.locator("details .copied")).to_have_text("The text is copied.")
    words = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert words[0].startswith("EHC plans issued within 20 weeks: 82% in March 2023")
    assert {"Target: 80% in month", "Status: On target"} <= set(words)
    assert words[-1] == link
    page.route("**/download/series.svg*", lambda route: route.fulfill(body="no picture"))
    page.get_by_role("button", name="Picture (PNG)").press("Enter")
    expect(page.locator("details .copied")).to_contain_text("could not be made")


def test_an_address_that_leads_nowhere_is_a_404_page_with_a_way_on(visit, page):
    visited = visit("/nowhere", status=404)
    look(visited)
    for address in NOT_FOUND:
        visited.open(address, status=404)
        assert page.locator("h1").inner_text() == "Page not found"
    page.get_by_role("link", name="Overview of the plan").click()
    page.wait_for_function("() => document.querySelector('.status-strip')")


@pytest.mark.parametrize("path", ["/priority/ha-wsoa-2021/1", A_MEASURE])
def test_no_chart_offers_to_share_or_upload(visit, page, path):
    visit(path)
    expect(page.locator(".can-live.is-live .main-svg").first).to_be_visible()
    assert page.locator(".modebar-btn").count() == 0
    words = page.content().lower()
    assert "share chart" not in words
    assert "chart studio" not in words
    assert "plotly cloud" not in words


def test_print_leaves_out_what_only_a_screen_needs_and_unfolds_the_rest(visit, page):
    visit("/priority/ha-wsoa-2021/1")
    folded = page.locator("details.page-part").first
    assert not folded.locator("h2").is_visible()
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert folded.locator("h2").is_visible()
    assert not page.get_by_role("navigation", name="Pages").is_visible()
    assert not page.locator("#chooser-fields").is_visible()
    assert "Haringey" in page.locator("#chooser-fold:visible").inner_text()
    assert page.locator("h1").is_visible()
    assert page.locator(".panel .drawn > svg").first.is_visible()
    page.emulate_media(media="screen")
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    assert not folded.locator("h2").is_visible()
