"""Words on charts: none over another, over a point or over a line, and none outside its picture."""

from collections.abc import Callable
from typing import Final

import pytest
from playwright.sync_api import Page, Route

from tests.browser.conftest import Visit
from tests.browser.journeys import EXAMPLE, LAPTOP, MEASURE_PAGES, ON_BOTH, PHONE, PLANS, PRIORITIES
from tests.builders.shipped import rows_of

WIDE: Final = (1920, 1080)
OVERVIEWS: Final = [
    f"{page}area={area}&framework={plan}"
    for plan, area in (PLANS | {"example-plan": "X99000001"}).items()
    for page in ("/?all=1&", "/profile?", "/future?")
]
OF_EXAMPLE: Final = [
    *(f"/priority/example-plan/{row['number']}" for row in rows_of("example_priorities")),
    *(f"/measure/{row['measure_id']}?{EXAMPLE}" for row in rows_of("example_priority_measures")),
]
# Charts of many points, with limits, events, steps of a target, a baseline, a band between events,
# no figure at all, or those of other areas alone.
CROWDED: Final = (
    "/priority/example-plan/2",
    "/priority/ha-wsoa-2021/1",
    "/priority/ha-wsoa-2021/3",
    f"/future?{EXAMPLE}",
    f"/measure/ehcp-20-weeks?{EXAMPLE}",
    f"/measure/autism-wait?{EXAMPLE}",
    "/measure/autism-comms?area=E09000014&framework=ha-wsoa-2021",
    "/measure/ehcp-share-of-pupils?area=E09000030&framework=th-strategy-2018",
    "/measure/autism-wait?area=E09000014&framework=ha-wsoa-2021",
    "/measure/send-share-of-pupils?area=E09000030&framework=th-strategy-2018",
)
# Letters are lower than their box; what only touches them is no harm. Grid and ticks run under words
# by design, so do tints, and what is white sets others apart.
COVERED: Final = """() => {
  const EVENT = "rgb(80, 90, 95)";
  const PALE = ["none", "rgb(228, 228, 228)", "rgb(255, 255, 255)", "rgb(210, 226, 241)"];
  const isSeen = (one) => one.getClientRects().length && getComputedStyle(one).visibility === "visible";
  const boxOf = (text) => {
    const frame = text.getBoundingClientRect();
    const size = parseFloat(getComputedStyle(text).fontSize);
    return { words: text.textContent, left: frame.left + 1, right: frame.right - 1,
      top: frame.bottom - 0.93 * size, bottom: frame.bottom - 0.27 * size };
  };
  const pathsOf = (svg) => [...svg.querySelectorAll("path, line, polyline, circle")].filter((one) => {
    const style = getComputedStyle(one);
    const isMark = one.tagName === "circle" || one.matches(".point") || one.getBBox().width < 24;
    return isSeen(one) && !one.closest(".xtick, .ytick, .gridlayer, .draglayer, .annotation, defs")
      && (!PALE.includes(style.stroke) || (isMark && !PALE.includes(style.fill)));
  });
  const meets = (path, boxes) => {
    const length = path.getTotalLength(), matrix = path.getScreenCTM();
    if (!length) return [];
    const steps = Math.ceil(length * Math.max(Math.abs(matrix.a), Math.abs(matrix.d))) + 8;
    return boxes.filter((box) => {
      for (let step = 0; step <= steps; step++) {
        const at = path.getPointAtLength((length * step) / steps).matrixTransform(matrix);
        if (at.x > box.left && at.x < box.right && at.y > box.top && at.y < box.bottom) return true;
      }
      return false;
    });
  };
  const pictures = new Map();
  for (const svg of document.querySelectorAll("main svg:not(svg svg, .icon)")) {
    const picture = svg.closest(".live-plot") || svg;
    if (isSeen(svg)) pictures.set(picture, [...(pictures.get(picture) || []), svg]);
  }
  const found = [];
  let charts = 0;
  for (const [picture, layers] of pictures) {
    const texts = layers.flatMap((svg) => [...svg.querySelectorAll("text")]).filter((one) => isSeen(one) && one.textContent.trim());
    const lines = texts.flatMap((one) => one.querySelector("tspan.line") ? [...one.querySelectorAll("tspan.line")] : [one]);
    const boxes = lines.map(boxOf);
    if (!boxes.length) continue;
    charts += 1;
    const host = (picture.closest(".chart-picture") || picture.parentElement).getBoundingClientRect();
    boxes.forEach(function (box, place) {
      if (box.left < host.left - 1 || box.right > host.right + 1 || box.top < host.top - 1 || box.bottom > host.bottom + 1)
        found.push(`${box.words} is outside its picture`);
      for (const other of boxes.slice(place + 1))
        if (Math.min(box.right, other.right) - Math.max(box.left, other.left) > 1
            && Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > 1)
          found.push(`${box.words} is over ${other.words}`);
    });
    // Of the number of an event they stay clear by two pixels.
    const flags = layers.flatMap((svg) => [...svg.querySelectorAll("[data-event] rect, .annotation rect.bg")])
      .filter((one) => isSeen(one) && getComputedStyle(one).fill === EVENT).map((one) => one.getBoundingClientRect());
    for (const flag of flags)
      for (const box of boxes) {
        const isIn = box.left > flag.left && box.right < flag.right && box.top > flag.top && box.bottom < flag.bottom;
        if (!isIn && box.left < flag.right + 3 && box.right > flag.left - 3 && box.top < flag.bottom && box.bottom > flag.top)
          found.push(`${box.words} is against the number of an event`);
      }
    for (const path of layers.flatMap(pathsOf))
      for (const box of meets(path, boxes)) found.push(`${box.words} is over a ${path.tagName} of ${getComputedStyle(path).stroke}`);
  }
  return { charts, found };
}"""
IS_ALIVE: Final = """() => [...document.querySelectorAll(".can-live")].every((one) =>
  !one.clientWidth || one.classList.contains("is-live"))"""


def refuse(route: Route) -> None:
    route.abort()


def words_covered(page: Page, url: str) -> tuple[int, list[str]]:
    """Return how many charts with words a page shows, and what is wrong with their words."""
    page.goto(url)
    page.evaluate("() => document.fonts.ready.then(() => true)")
    seen = page.evaluate(COVERED)
    return seen["charts"], [f"{url}: {each}" for each in seen["found"]]


def check(page: Page, server_url: str, paths: list[str], *sizes: tuple[int, int]) -> None:
    # The finished pictures, as paper and readers without JavaScript have them.
    page.route("**/plotly-*", refuse)
    charts, found = 0, list[str]()
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        for path in paths:
            more, wrong = words_covered(page, f"{server_url}{path}")
            charts += more
            found += [f"{width} px, {each}" for each in wrong]
    assert found == [], "\n".join(found)
    assert charts >= len(paths)


@ON_BOTH
def test_no_word_of_a_crowded_chart_is_over_a_line(page: Page, server_url: str) -> None:
    check(page, server_url, list(CROWDED), PHONE, LAPTOP)


@pytest.mark.sweep
@pytest.mark.parametrize("size", [PHONE, LAPTOP, WIDE])
def test_nor_is_any_of_any_chart(page: Page, server_url: str, size: tuple[int, int]) -> None:
    check(page, server_url, [*OVERVIEWS, *PRIORITIES, *MEASURE_PAGES.values(), *OF_EXAMPLE], size)


@pytest.mark.parametrize("size", [PHONE, LAPTOP])
def test_what_plotly_draws_keeps_words_off_lines_too(
    visitor: Callable[[Page], Visit], page: Page, size: tuple[int, int]
) -> None:
    visited = visitor(page)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for path in (*CROWDED[1:3], *CROWDED[4:6]):
        visited.open(path)
        for one in page.locator(".can-live:visible").all():
            one.scroll_into_view_if_needed()
        page.wait_for_function(IS_ALIVE)
        seen = page.evaluate(COVERED)
        assert seen["found"] == [], (path, seen["found"])
        assert seen["charts"] > 0
