"""Every page, of both areas and all four plans, in a real browser."""

import csv
import struct
from pathlib import Path

import pytest
from playwright.sync_api import expect

from layouts.priority import LIVE_CHARTS
from tests.browser.journeys import PLANS, go_within

EXTRACTS = Path(__file__).parents[2] / "data" / "extracts"


def _rows(name):
    with (EXTRACTS / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


PRIORITIES = [f"/priority/{r['framework_id']}/{r['number']}" for r in _rows("priorities.csv")]
SERVED = _rows("priority_measures.csv")
# A measure that several plans share is looked at in the first of them.
FIRST_PLAN = {r["measure_id"]: r["framework_id"] for r in reversed(SERVED)}
A_MEASURE = "/measure/ehcp-20-weeks?area=E09000014&framework=ha-wsoa-2021"
PLAN_PAGES = [
    f"{path}?area={area}&framework={plan}"
    for plan, area in PLANS.items()
    for path in ("/", "/signals", "/actions")
]
WITHOUT_PLAN = ["/data", "/about"]
# What is worked out from cases: every panel, a breakdown, a period drilled into.
EXAMPLE = "area=X99000001&framework=example-plan"
EXAMPLE_PAGES = [
    "/priority/example-plan/1",
    f"/measure/ehcp-20-weeks?{EXAMPLE}&by=need",
    f"/measure/ehc-cohort-20-weeks?{EXAMPLE}",
    f"/measure/autism-waiting?{EXAMPLE}",
]
FITS = "(width) => document.documentElement.scrollWidth <= width"
# A laptop and a phone; a shared screen draws what the laptop does.
SIZES = [(1280, 720), (390, 844)]


@pytest.mark.parametrize("path", WITHOUT_PLAN)
def test_axe_finds_nothing_on_the_pages_of_the_whole_dashboard(visit, path):
    visit(path).axe()


@pytest.mark.parametrize("plan", PLANS)
def test_axe_finds_nothing_on_the_pages_of_a_plan(visit, plan):
    chosen = f"area={PLANS[plan]}&framework={plan}"
    visited = visit(f"/?{chosen}")
    visited.axe()
    pages = [f"/{page}?{chosen}" for page in ("signals", "actions")]
    for address in [*pages, *(path for path in PRIORITIES if f"/{plan}/" in path)]:
        go_within(visited, address)
        visited.axe()


@pytest.mark.parametrize("plan", PLANS)
def test_axe_finds_nothing_on_the_measures_of_a_plan(visit, plan):
    chosen = f"area={PLANS[plan]}&framework={plan}"
    visited = visit(f"/?{chosen}")
    for measure in (measure for measure, first in FIRST_PLAN.items() if first == plan):
        go_within(visited, f"/measure/{measure}?{chosen}")
        visited.axe()


def test_axe_finds_nothing_on_measures_worked_out_from_cases(visit, page):
    visited = visit("/about")
    for address in (f"/?{EXAMPLE}", *EXAMPLE_PAGES):
        go_within(visited, address)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            # Live charts take their new width a moment later.
            page.wait_for_function(FITS, arg=width)
            visited.axe()
        assert page.locator("#synthetic").inner_text().startswith("Synthetic data")


def test_a_still_chart_is_read_by_keyboard_and_downloaded_as_a_live_one_is(visit, page):
    visit("/priority/example-plan/1")
    assert page.locator(".dash-graph").count() == LIVE_CHARTS
    figure = page.locator("figure.chart:has(svg[data-sides])").first
    picture = figure.locator(".chart-picture")
    picture.focus()
    page.keyboard.press("End")
    expect(figure.get_by_role("status")).not_to_be_empty()
    cursor, drawn = figure.locator(".chart-cursor"), figure.locator("svg[data-sides]:visible")
    dot = drawn.locator("g.latest").bounding_box()
    assert cursor.bounding_box()["x"] == pytest.approx(dot["x"] + dot["width"] / 2, abs=3)
    figure.get_by_text("Download or copy").click()
    with page.expect_download() as download:
        figure.get_by_role("button", name="Picture (PNG)").click()
    assert download.value.suggested_filename.endswith(".png")
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"\x89PNG")
    assert struct.unpack(">II", content[16:24]) == (2560, 1440)


def test_a_view_is_copied_as_a_link_and_as_words(visit, page, server_url):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit("/measure/ehcp-20-weeks?area=E09000014&framework=ha-wsoa-2021&basis=month")
    page.get_by_text("Download or copy").press("Enter")
    page.get_by_role("button", name="Copy link to this view").press("Enter")
    expect(page.locator(".copied")).to_have_text("The link is copied.")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{server_url}/measure/ehcp-20-weeks?")
    assert "basis=month" in link
    page.get_by_role("button", name="Copy as text").press("Enter")
    expect(page.locator(".copied")).to_have_text("The text is copied.")
    words = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert words[0].startswith("EHC plans issued within 20 weeks: 82% in March 2023")
    assert {"Target: 80% in month", "Status: On target"} <= set(words)
    assert words[-1] == link
    page.route("**/download/series.svg*", lambda route: route.fulfill(body="no picture"))
    page.get_by_role("button", name="Picture (PNG)").press("Enter")
    expect(page.locator(".copied")).to_contain_text("could not be made")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/signals", 200),
        ("/actions", 200),
        ("/data", 200),
        ("/about", 200),
        ("/measure/ehcp-20-weeks", 200),
        ("/priority/ha-wsoa-2021/1", 200),
        ("/nowhere", 404),
    ],
)
def test_axe_finds_nothing_on_a_phone(visit, page, path, status):
    page.set_viewport_size({"width": 390, "height": 844})
    visit(path, status=status).axe()


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/priority/ha-wsoa-2021/9",
        "/priority/no-such-plan/1",
        "/measure/no-such-measure",
        "/?area=E09000099",
        "/?area=E09000014&framework=th-strategy-2018",
        "/?as_of=soon",
        "/?status=splendid",
        "/measure/ehcp-20-weeks?basis=fortnight",
    ],
)
def test_an_address_that_leads_nowhere_is_a_404_page_with_a_way_on(visit, page, path):
    visited = visit(path, status=404)
    assert page.locator("h1").inner_text() == "Page not found"
    visited.axe()
    page.get_by_role("link", name="Overview of the plan").click()
    page.wait_for_function("() => document.querySelector('table.measures')")


def test_the_overview_loads_no_plotly(visit):
    visited = visit("/?area=E09000014&framework=ha-wsoa-2021")
    assert [url for url in visited.requests if "plotly" in url.lower()] == []


@pytest.mark.parametrize("path", ["/priority/ha-wsoa-2021/1", A_MEASURE])
def test_no_chart_offers_to_share_or_upload(visit, page, path):
    visit(path)
    assert page.locator(".dash-graph .main-svg").count() > 0
    assert page.locator(".modebar-btn").count() == 0
    words = page.content().lower()
    assert "share chart" not in words
    assert "chart studio" not in words
    assert "plotly cloud" not in words


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize(
    "path",
    [
        *PLAN_PAGES,
        "/priority/ha-wsoa-2021/1",
        "/priority/th-strategy-2020/3",
        A_MEASURE,
        *WITHOUT_PLAN,
    ],
)
def test_a_narrow_page_never_scrolls_sideways(visit, page, path, width):
    page.set_viewport_size({"width": width, "height": 844})
    visit(path)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_print_leaves_out_what_only_a_screen_needs(visit, page):
    visit("/priority/ha-wsoa-2021/1")
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="Pages").is_visible()
    assert not page.locator("#chooser").is_visible()
    assert page.locator("h1").is_visible()
    assert page.locator("figure").first.is_visible()


def test_how_it_was_judged_is_printed_and_folded_again_afterwards(visit, page):
    visit("/priority/ha-wsoa-2021/1")
    folded = page.locator("details.folded").first
    assert not folded.locator("dl").is_visible()
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert folded.locator("dl").is_visible()
    page.emulate_media(media="screen")
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    assert not folded.locator("dl").is_visible()


def test_the_first_measures_are_on_the_first_screen_with_sparklines_that_can_be_read(visit, page):
    page.set_viewport_size({"width": 1280, "height": 720})
    visit("/?area=E09000014&framework=ha-wsoa-2021")
    assert page.locator("table.measures tbody tr").first.bounding_box()["y"] < 680
    sizes = page.evaluate(
        """() => [...document.querySelectorAll("img.sparkline")]
          .map((e) => [e.clientWidth, e.clientHeight])"""
    )
    assert all(width >= 128 and height >= 44 for width, height in sizes)


def test_no_text_is_smaller_than_16_pixels(visit, page):
    pages = ("/signals?framework=example-plan", "/actions", "/data", "/about")
    for path in ("/?area=E09000014&framework=ha-wsoa-2021", *pages):
        visit(path)
        small = page.evaluate(
            """() => [...document.querySelectorAll("body *")]
              .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
              .filter((e) => e.getClientRects().length && !["SCRIPT", "STYLE"].includes(e.tagName))
              .filter((e) => parseFloat(getComputedStyle(e).fontSize) < 16)
              .map((e) => e.outerHTML.slice(0, 120))"""
        )
        assert small == []


@pytest.mark.parametrize(
    "path",
    ["/?area=E09000014&framework=ha-wsoa-2021", "/priority/ha-wsoa-2021/1", A_MEASURE, "/data"],
)
def test_targets_are_large_enough_to_touch_on_a_phone(visit, page, path):
    page.set_viewport_size({"width": 390, "height": 844})
    visit(path)
    heights = page.evaluate(
        """() => [...document.querySelectorAll("a[href]:not(.skip-link, .told a), button, select,"
          + " input, summary")]
          .filter((e) => e.getClientRects().length)
          .map((e) => [e.textContent || e.id, e.getBoundingClientRect().height])"""
    )
    assert [one for one in heights if one[1] < 43.5] == []
