"""The overview in a real browser: what the first screen holds, filters without a request, a phone."""

import re
from typing import Any, Final

import pytest
from playwright.sync_api import CDPSession, Page, expect

from layouts.pages.overview import OverviewContext, overview_page
from layouts.ui.static_html import html_text
from tests.browser.journeys import EXAMPLE, NARROW, ON_BOTH, ON_BOTH_IN_SWEEP, on_stores, resize
from tests.layouts.test_overview import HERE, TODAY, many

HARINGEY: Final = "/?area=E09000014&framework=ha-wsoa-2021"
TOWER_HAMLETS: Final = ("th-strategy-2018", "th-strategy-2020", "th-wsoa-2021")
LAPTOP: Final = {"width": 1280, "height": 720}
SCREEN: Final = {"width": 1920, "height": 1080}
PHONE: Final = {"width": 390, "height": 844}
# The lowest edge of each kind of thing on the first screen, and of the page.
PLACES: Final = """() => {
  const shown = (look) => [...document.querySelectorAll(look)]
    .filter((one) => one.getClientRects().length > 0)
    .map((one) => Math.round(one.getBoundingClientRect().bottom));
  return {
    verdict: shown(".verdict"), keys: shown(".key-tile"), priorities: shown(".priority-card"),
    tiles: shown(".tile"), pictures: shown(".mini"), values: shown(".value"),
    height: document.documentElement.scrollHeight, width: document.documentElement.scrollWidth,
  };
}"""
SCROLLED_SIDEWAYS: Final = """() => [...document.querySelectorAll("main *")].filter((one) =>
  ["auto", "scroll"].includes(getComputedStyle(one).overflowX) && one.clientWidth
  && one.scrollWidth > one.clientWidth + 1).map((one) => one.className)"""
# What is cut: text that is wider than its box, and names of more lines than are shown.
CUT: Final = """() => [...document.querySelectorAll(
    ".tile *, .key-tile *, .status-strip *, .verdict, .tool-row *, .measure-list td, .measure-list th")]
  .filter((one) => one.getClientRects().length > 0 && one.clientWidth > 1
    && !one.closest("svg, .visually-hidden, select, .signal-icon"))
  .filter((one) => one.scrollWidth > one.clientWidth + 1
    || (one.tagName === "H3" && one.scrollHeight > one.clientHeight + 8))
  .filter((one) => getComputedStyle(one).display !== "inline")
  .map((one) => `${one.className}: ${one.textContent.slice(0, 60)}`)"""


# Presses of one filter, each with the layout that follows.
PRESSES: Final = """(count) => {
  for (let number = 0; number < count; number += 1) {
    document.querySelector('.status-strip [data-toggle="status=missed"]').click();
    document.body.getBoundingClientRect();
  }
}"""


def thread_milliseconds(clock: CDPSession) -> float:
    """Return how long the page's thread has worked so far: what others take of the machine is not in it."""
    metrics = clock.send("Performance.getMetrics")["metrics"]
    return 1000 * next(each["value"] for each in metrics if each["name"] == "ThreadTime")


def places(page: Page) -> dict[str, Any]:
    page.evaluate("() => document.fonts.ready")
    return page.evaluate(PLACES)


def shown(page: Page, look: str) -> list[str]:
    return page.locator(f"{look}:visible").evaluate_all("all => all.map((e) => e.dataset.measure)")


def draw(page: Page, server_url: str, count: int, **chosen: str) -> None:
    """Put an overview of so many measures on the screen, with the stylesheets of the server."""
    selection = HERE.__class__(**{**vars(HERE), **chosen})
    built = overview_page(many(count), selection, OverviewContext(TODAY))
    sheets = "".join(
        f'<link rel="stylesheet" href="{server_url}/assets/{name}">'
        for name in (
            "vendor/bootstrap-reboot-5.3.8.min.css", "tokens.css", "fonts.css", "dashboard.css",
            "frame.css", "overview.css",
        )
    )  # fmt: skip
    body = "".join(map(html_text, built))
    page.goto(f"{server_url}/about")
    page.set_content(f'{sheets}<main id="main"><div class="wide">{body}</div></main>')


@on_stores("path", [HARINGEY, f"/?{EXAMPLE}", *(f"/?framework={p}" for p in TOWER_HAMLETS)])
def test_the_first_screen_of_a_laptop_answers(visit, page, path):
    page.set_viewport_size(LAPTOP)
    visit(path)
    found = places(page)
    assert len(found["keys"]) == 4
    for name in ("verdict", "keys", "priorities"):
        assert max(found[name]) <= 720, name
    assert len(found["tiles"]) >= 4
    assert max(found["tiles"][:4]) <= 720
    assert sum(bottom <= 720 for bottom in found["values"]) >= 4
    # A count beside nothing has no picture.
    assert sum(bottom <= 720 for bottom in found["pictures"]) >= 3
    assert found["height"] <= 1400
    assert found["width"] <= 1280
    assert page.evaluate(CUT) == []


def test_haringeys_first_screen_has_eight_values_and_pictures(visit, page):
    page.set_viewport_size(LAPTOP)
    visit(HARINGEY)
    found = places(page)
    assert max(found["tiles"][:4]) <= 720
    assert sum(bottom <= 720 for bottom in found["values"]) >= 8
    assert sum(bottom <= 720 for bottom in found["pictures"]) >= 8
    assert "was due" not in page.locator("main").inner_text()


@ON_BOTH
def test_the_example_is_folded_to_twelve_tiles(visit, page):
    page.set_viewport_size(LAPTOP)
    visit(f"/?{EXAMPLE}")
    assert len(shown(page, ".tile")) == 12
    assert places(page)["height"] <= 1250
    page.get_by_role("link", name="Show all 60 measures").click()
    assert len(shown(page, ".tile")) == 56
    assert "all=1" in page.url


def test_every_measure_of_haringey_is_on_one_large_screen(visit, page):
    page.set_viewport_size(SCREEN)
    visit(HARINGEY)
    found = places(page)
    assert (len(found["keys"]), len(found["tiles"])) == (4, 14)
    assert max(found["tiles"]) <= 1080
    assert found["height"] <= 1080
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize(("count", "tiles"), [(1, 0), (80, 12)])
def test_plans_of_any_size_fit(page, server_url, count, tiles):
    page.set_viewport_size(LAPTOP)
    draw(page, server_url, count)
    found = places(page)
    assert len(found["tiles"]) == tiles
    assert max(found["keys"]) <= 720
    assert found["width"] <= 1280
    draw(page, server_url, count, view="list")
    rows = page.locator(".measure-list tbody[data-measure] > tr:first-child")
    heights = rows.evaluate_all("all => all.map((e) => e.getBoundingClientRect().height)")
    assert len(heights) == count
    assert max(heights) <= 45


@ON_BOTH
def test_a_press_filters_without_a_request_and_within_a_blink(visit, page):
    page.set_viewport_size(LAPTOP)
    visit(f"/?{EXAMPLE}&sort=gap")
    missed = int(page.locator('.status-strip [data-toggle="status=missed"] strong').inner_text())
    assert missed > 10
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    clock = page.context.new_cdp_session(page)
    clock.send("Performance.enable")
    began = thread_milliseconds(clock)
    # An odd number of presses leaves the filter on.
    page.evaluate(PRESSES, 7)
    spent = (thread_milliseconds(clock) - began) / 7
    assert len(shown(page, ".tile")) + len(shown(page, ".key-tile")) == missed
    expect(page.locator("#count-of-measures")).to_have_text(f"{missed} of 60 measures")
    expect(page.locator("#measures-heading")).to_have_text("Furthest from target first")
    assert page.url.endswith("&status=missed&sort=gap")
    page.locator("#tool-show").select_option("trend:worsened")
    assert page.url.endswith("&status=missed&trend=worsened&sort=gap")
    both = shown(page, ".tile")
    assert both
    page.get_by_role("link", name="Worsened: remove this filter").click()
    assert len(shown(page, ".tile")) > len(both)
    page.locator('.status-strip [aria-current="true"]').click()
    assert page.url.endswith("framework=example-plan&sort=gap")
    assert asked == []
    assert spent <= 50


def test_the_tools_beside_a_filter_stay_in_one_row(visit, page):
    page.set_viewport_size(LAPTOP)
    visit(HARINGEY)
    row = page.locator(".tool-row")
    before = row.bounding_box()["height"]
    page.locator('.status-strip [data-toggle="status=missed"]').click()
    expect(page.locator("#chips li:visible")).to_have_count(1)
    assert row.bounding_box()["height"] == before


def test_on_a_phone_a_filter_stands_below_the_tools_and_moves_none(visit, page):
    page.set_viewport_size(PHONE)
    visit(HARINGEY)
    tools = [page.locator(".order-switch"), page.locator(".open-filter")]
    before = [tool.bounding_box() for tool in tools]
    page.locator('.status-strip [data-toggle="status=missed"]').click()
    chips = page.locator("#chips li:visible")
    expect(chips).to_have_count(1)
    tops = [tool.bounding_box()["y"] for tool in tools]
    assert tops[0] == tops[1] < chips.bounding_box()["y"]
    assert [tool.bounding_box()["x"] for tool in tools] == [box["x"] for box in before]


@ON_BOTH_IN_SWEEP
@pytest.mark.parametrize(
    "query",
    ["status=missed&sort=moved", "sort=plan&all=1", "trend=worsened&sort=name&view=list",
     "view=list&group=signal", "view=list&group=theme&status=missed"],
)  # fmt: skip
def test_the_server_shows_what_the_browser_made(visit, page, query):
    """Every choice made by presses, one after the other, is what its address opens with."""
    page.set_viewport_size(LAPTOP)
    visit(f"/?{EXAMPLE}")
    chosen = dict(pair.split("=") for pair in query.split("&"))
    if "view" in chosen:
        page.get_by_role("link", name="List", exact=True).click()
    for name, value in chosen.items():
        if name in ("sort", "group"):
            page.locator(f"#tool-{name}").select_option(value)
        elif name in ("status", "trend"):
            page.locator("#tool-show").select_option(f"{name}:{value}")
        elif name == "all":
            page.locator("#show-all a").click()
    content = """() => [...document.querySelectorAll(
        ".key-tile, .tiles > li, .measure-list tbody, #chips li, .status-strip a, #signal-matrix")]
      .filter((one) => one.getClientRects().length > 0)
      .map((one) => [one.dataset.measure || one.textContent, one.getAttribute("href")])"""
    made, words = page.evaluate(content), page.locator("#count-of-measures").inner_text()
    visit(page.url.removeprefix(page.url.split("/?")[0]))
    assert page.evaluate(content) == made
    assert page.locator("#count-of-measures").inner_text() == words


def test_the_list_is_one_line_a_measure_and_its_rows_open(visit, page):
    page.set_viewport_size(LAPTOP)
    visit(f"{HARINGEY}&view=list").axe()
    rows = page.locator(".measure-list tbody[data-measure] > tr:first-child")
    assert rows.count() == 18
    heights = rows.evaluate_all("all => all.map((e) => e.getBoundingClientRect().height)")
    assert {round(height) for height in heights} <= {44, 45}
    assert places(page)["width"] <= 1280
    page.get_by_role("link", name="Measure", exact=True).click()
    expect(page.locator('th[aria-sort="ascending"]')).to_contain_text("Measure")
    names = page.locator(".measure-list tbody[data-measure] th a").all_inner_texts()
    page.get_by_role("button", name="Parts and source of Plans legally compliant").click()
    opened = page.locator(".row-parts:visible")
    expect(opened).to_contain_text("Section F")
    page.locator(".measure-list tbody[data-measure] th a").first.focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("() => document.activeElement.textContent") == names[1]


def test_sixty_rows_of_the_list_are_no_longer_than_four_screens(visit, page):
    page.set_viewport_size(LAPTOP)
    visit(f"/?{EXAMPLE}&view=list")
    assert len(shown(page, ".measure-list tbody[data-measure]")) == 60
    assert page.locator(".measure-list").bounding_box()["height"] <= 2900


@ON_BOTH
def test_the_former_page_of_signals_leads_to_the_list(visit, page):
    visited = visit(f"/signals?{EXAMPLE}")
    expect(page.locator("#signal-matrix")).to_be_visible()
    assert "view=list&group=signal" in page.url
    visited.axe()
    count = page.locator("#signal-matrix td a").first
    number = int(count.inner_text())
    count.click()
    assert len(shown(page, ".measure-list tbody[data-measure]")) == number


def test_names_are_whole_on_the_narrowest_screen(visit, page):
    visit(HARINGEY)
    resize(page, NARROW)
    names = page.locator(".tile h3, .key-tile h3")
    assert names.count() == 18
    cut = "all => all.filter((e) => e.scrollHeight > e.clientHeight + 1).map((e) => e.textContent)"
    assert names.evaluate_all(cut) == []


def test_a_phone_shows_rows_and_a_sheet_of_filters(visit, page):
    page.set_viewport_size(PHONE)
    visited = visit(HARINGEY)
    visited.axe()
    found = places(page)
    assert found["width"] <= 390
    assert found["height"] <= 2300
    heights = page.locator(".key-tile, .tile").evaluate_all(
        "all => all.map((e) => e.getBoundingClientRect().height)"
    )
    assert max(heights) <= 87
    page.get_by_role("button", name="Filter").click()
    sheet = page.get_by_role("dialog", name="Sort and filter")
    expect(sheet).to_be_visible()
    for control in sheet.locator("select:visible, button:visible").all():
        assert control.bounding_box()["height"] >= 44
    sheet.get_by_label("Show").select_option("status:met")
    assert len(shown(page, ".tile")) + len(shown(page, ".key-tile")) == 5
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(page.get_by_role("button", name="Filter")).to_be_focused()


def test_a_narrow_screen_does_not_scroll_sideways(visit, page):
    page.set_viewport_size({"width": 320, "height": 700})
    visit(HARINGEY)
    assert places(page)["width"] <= 320


@ON_BOTH_IN_SWEEP
def test_what_changed_is_behind_one_press(visit, page):
    visit(f"/?{EXAMPLE}")
    changes = page.locator("#changes")
    expect(changes.locator(".change-columns")).to_be_hidden()
    changes.get_by_text(re.compile("^See .*changes?$")).click()
    expect(changes.locator(".change-columns")).to_be_visible()
    expect(page.locator(".since-words")).to_have_text(re.compile(r"^Since \d+ \w+: "))


@pytest.mark.parametrize("group", ["", "signal"])
def test_neither_list_nor_matrix_scrolls_sideways_on_a_phone(visit, page, group):
    page.set_viewport_size(PHONE)
    visit(f"/?{EXAMPLE}&view=list&group={group}")
    for size in ((PHONE["width"], PHONE["height"]), NARROW):
        resize(page, size)
        assert page.evaluate(SCROLLED_SIDEWAYS) == []
        assert page.evaluate(CUT) == []
    row = page.locator(".measure-list tbody[data-measure] > tr").first
    expect(row).to_contain_text(re.compile("Target|Limit"))
