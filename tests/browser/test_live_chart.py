"""Charts that Plotly draws over their finished picture: nothing moves, a drag zooms, no box floats."""

from typing import Any, Final

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.journeys import ON_BOTH, ON_BOTH_IN_SWEEP

PLANS: Final = "/measure/ehcp-20-weeks?area=X99000001"
# The middle of each mark of a line, in order, as the picture and as Plotly draw them.
PICTURE_MARKS: Final = """(drawn) => [...drawn.querySelectorAll(":scope > svg [data-line=own] :is(circle, path)")]
  .map((one) => one.getBoundingClientRect()).map((box) => [box.x + box.width / 2, box.y + box.height / 2])"""
PLOTLY_MARKS: Final = """(drawn) => [...drawn.querySelectorAll(".live-plot .scatterlayer .trace")]
  .filter((_, place) => drawn.querySelector(".live-plot").data[place].meta === "own")
  .flatMap((line) => [...line.querySelectorAll(".points path")])
  .map((one) => one.getBoundingClientRect()).map((box) => [box.x + box.width / 2, box.y + box.height / 2])"""
# When Plotly was asked for, and when the page was whole.
FETCHED_AND_WHOLE: Final = """() => [
  performance.getEntriesByType("resource").find((one) => one.name.includes("/plotly-")).startTime,
  performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd,
]"""
SHIFTS: Final = """() => { window.shifted = 0; new PerformanceObserver((list) => list.getEntries()
  .forEach((entry) => { window.shifted += entry.value; })).observe({type: "layout-shift", buffered: true}); }"""


def live(page: Page) -> Locator:
    """Wait for the first chart of the page to come to life."""
    drawn = page.locator(".can-live:visible").first
    drawn.scroll_into_view_if_needed()
    expect(page.locator(".can-live.is-live:visible").first).to_be_visible()
    return drawn


def drag(page: Page, drawn: Locator, first: float, last: float) -> None:
    """Drag over a part of a chart, given as shares of its width."""
    box: Any = drawn.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + first * box["width"], middle)
    page.mouse.down()
    page.mouse.move(box["x"] + (first + last) / 2 * box["width"], middle)
    page.mouse.move(box["x"] + last * box["width"], middle)
    page.mouse.up()


@pytest.fixture
def chart(visit, page: Page) -> Locator:
    visit(PLANS)
    return live(page)


@ON_BOTH
def test_no_mark_moves_when_a_chart_comes_to_life(chart: Locator, page: Page) -> None:
    # At once: a font that comes in between moves both.
    before, after = chart.evaluate(
        f"(drawn) => [{PICTURE_MARKS}, {PLOTLY_MARKS}].map((f) => f(drawn))"
    )
    assert len(before) == len(after) > 4
    for (x, y), (live_x, live_y) in zip(before, after, strict=True):
        assert abs(x - live_x) <= 1
        assert abs(y - live_y) <= 1
    page.evaluate(SHIFTS)
    assert page.evaluate("window.shifted") <= 0.01


@ON_BOTH_IN_SWEEP
def test_a_chart_comes_to_life_after_the_page_and_waits_for_no_idle_moment(
    page: Page, server_url: str
) -> None:
    page.add_init_script("window.requestIdleCallback = () => 0;")
    page.goto(f"{server_url}{PLANS}")
    live(page)
    fetched, page_was_whole = page.evaluate(FETCHED_AND_WHOLE)
    assert fetched > page_was_whole


@ON_BOTH
def test_the_pointer_reads_out_in_the_line_under_a_live_chart_and_no_box_floats(
    chart: Locator, page: Page
) -> None:
    box: Any = chart.bounding_box()
    # Above the newest figure: those before it may be hidden.
    page.mouse.move(box["x"] + 0.9 * box["width"], box["y"] + box["height"] / 2)
    expect(page.locator(".chart-readout.is-live").first).to_contain_text("%")
    assert page.locator(".hoverlayer > *").count() == 0
    assert page.locator(".modebar, .plotly-notifier").count() == 0
    page.mouse.down()
    page.mouse.up()
    expect(page.locator(".chart-readout.is-pinned").first).to_be_visible()


@ON_BOTH_IN_SWEEP
@pytest.mark.parametrize(
    ("path", "reset"), [(PLANS, "link"), ("/priority/example-plan/1", "button")]
)
def test_a_drag_zooms_in_time_alone_and_writes_the_address_and_reset_takes_it_back(
    visit, page: Page, path: str, reset: Any
) -> None:
    visit(path)
    drag(page, live(page), 0.5, 0.8)
    page.wait_for_url("**from=20*")
    assert "to=20" in page.url
    page.get_by_role(reset, name="Reset").press("Enter")
    page.wait_for_function("() => !window.location.search.includes('from=')")


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], request) -> dict[str, Any]:
    """Read on a phone where a test is marked so by its name."""
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    return {**browser_context_args, **(phone if "finger" in request.node.name else {})}


@ON_BOTH_IN_SWEEP
def test_a_finger_scrolls_the_page_over_a_chart(chart: Locator) -> None:
    assert chart.evaluate("(one) => one.querySelector('.live-plot').layout.dragmode") is False


@ON_BOTH
def test_without_plotly_a_chart_is_still_read_and_pressed(page: Page, server_url: str) -> None:
    page.route("**/plotly-basic*", lambda route: route.abort())
    page.goto(f"{server_url}{PLANS}")
    page.wait_for_function("() => document.documentElement.dataset.mounted === 'ready'")
    picture = page.locator(".chart-picture").first
    picture.focus()
    page.keyboard.press("End")
    newest = page.locator(".card-value").inner_text()
    expect(page.locator(".chart-readout.is-live").first).to_contain_text(newest)
    assert page.locator(".can-live.is-live").count() == 0
