"""Pages as readers adapt them: in their own colours, and so narrow as a phone or 400% zoom makes them."""

from typing import Final

import pytest
from playwright.sync_api import Page

from layouts.pages.data_team.start import TABS
from tests.browser.journeys import (
    EXAMPLE,
    MEASURE_PAGES,
    NARROW,
    PHONE,
    PLANS,
    PRIORITIES,
    UNFOLD,
    resize,
)
from tests.builders.shipped import rows_of

HARINGEY: Final = "area=E09000014&framework=ha-wsoa-2021"
ADAPTED: Final = (
    f"/?{HARINGEY}",
    f"/?{EXAMPLE}&view=list",
    "/priority/ha-wsoa-2021/1",
    f"/measure/ehcp-20-weeks?{EXAMPLE}",
    "/data?tab=check",
    f"/meeting?{HARINGEY}",
    f"/profile?{HARINGEY}",
    f"/future?{EXAMPLE}",
    f"/actions?{HARINGEY}",
)
# Drawings of inks that stay as they are, on a ground that is not white.
INK_ON_DARK: Final = """() => {
  const groundOf = (one) => {
    const ground = getComputedStyle(one).backgroundColor;
    return one.parentElement && ground === "rgba(0, 0, 0, 0)" ? groundOf(one.parentElement) : ground;
  };
  const hasInk = (svg) => [svg, ...svg.querySelectorAll("*")].some((one) =>
    [one.getAttribute("fill"), one.getAttribute("stroke")].some((ink) => ink && ink.startsWith("#")));
  return [...document.querySelectorAll("body svg:not(svg svg)")].filter((svg) =>
    svg.getClientRects().length && hasInk(svg) && groundOf(svg) !== "rgb(255, 255, 255)")
    .map((svg) => `${svg.parentElement.className}: ${svg.outerHTML.slice(0, 120)}`);
}"""
# What sticks out on the left is never scrolled to; what scrolls or is cut by itself is another matter.
STICKS_OUT: Final = """(width) => [...document.querySelectorAll("body *")].filter((one) => {
  const box = one.getBoundingClientRect();
  const isCut = (other) => other && (getComputedStyle(other).overflowX !== "visible"
    || getComputedStyle(other).clipPath !== "none" || isCut(other.parentElement));
  return box.width > 1 && (box.left < -1 || box.right > width + 1) && !one.closest("svg")
    && getComputedStyle(one).clipPath === "none" && !isCut(one.parentElement);
}).map((one) => one.outerHTML.slice(0, 120))"""
AREAS: Final = PLANS | {"example-plan": "X99000001"}
OF_A_PLAN: Final = ("/?all=1", "/?view=list&all=1", "/profile?", "/future?", "/actions?", "/meeting?", "/scrutiny?")  # fmt: skip
IN_EVERY_PLAN: Final = [
    f"{page}&area={area}&framework={plan}" for plan, area in AREAS.items() for page in OF_A_PLAN
]
EXAMPLE_PAGES: Final = [
    *(f"/priority/example-plan/{row['number']}" for row in rows_of("example_priorities")),
    *(f"/measure/{row['measure_id']}?{EXAMPLE}" for row in rows_of("example_priority_measures")),
]
ALL_TABS: Final = [
    f"{path}&tab=all" for path in [*MEASURE_PAGES.values(), *EXAMPLE_PAGES] if "/measure/" in path
]


def wider_than_a_phone(page: Page, url: str) -> list[str]:
    """Return what of a page, with all that it folds, is wider than a phone or than 320 px."""
    page.goto(url, wait_until="domcontentloaded")
    page.evaluate(UNFOLD)
    wrong = list[str]()
    for size in (PHONE, NARROW):
        # Charts take their width a moment later; a page that goes on scrolling sideways fails here.
        resize(page, size)
        wrong += [f"{url} at {size[0]} px: {one}" for one in page.evaluate(STICKS_OUT, size[0])]
    return wrong


def test_what_is_drawn_stands_on_white_among_a_readers_own_colours(
    page: Page, server_url: str
) -> None:
    page.emulate_media(forced_colors="active", color_scheme="dark")
    for path in ADAPTED:
        page.goto(f"{server_url}{path}")
        assert (
            page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(0, 0, 0)"
        )
        assert page.evaluate(INK_ON_DARK) == [], path


def test_no_page_of_a_plan_is_wider_than_a_phone(page: Page, server_url: str) -> None:
    paths = [*IN_EVERY_PLAN, "/priority/ha-wsoa-2021/1", *(f"/data?tab={tab}" for tab in TABS)]
    assert [one for path in paths for one in wider_than_a_phone(page, f"{server_url}{path}")] == []


@pytest.mark.sweep
def test_nor_is_any_priority_measure_or_tab(page: Page, server_url: str) -> None:
    lists = [f"{path}?view=list" for path in PRIORITIES]
    paths = [*PRIORITIES, *lists, *MEASURE_PAGES.values(), *EXAMPLE_PAGES, *ALL_TABS]
    assert [one for path in paths for one in wider_than_a_phone(page, f"{server_url}{path}")] == []
