"""Steps that several browser tests take."""

from collections.abc import Iterable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.builders.shipped import rows_of

PLANS = {
    "th-strategy-2018": "E09000030",
    "th-strategy-2020": "E09000030",
    "th-wsoa-2021": "E09000030",
    "ha-wsoa-2021": "E09000014",
}
SHOWN = """(wanted) => {
  const main = document.getElementById("main");
  const shown = main && main.dataset.shown;
  return Boolean(shown) && shown === location.pathname + location.search
    && wanted.every((part) => shown.includes(part));
}"""

# What holds words and is smaller than they are. Names are clamped on purpose; some words are for
# screen readers alone.
CUT = """() => [...document.querySelectorAll("body *")].filter((e) => {
  const style = getComputedStyle(e);
  const isClipped = [[style.overflowX, e.scrollWidth, e.clientWidth], [style.overflowY, e.scrollHeight, e.clientHeight]]
    .some(([overflow, full, shown]) => shown > 1 && ["hidden", "clip"].includes(overflow) && full > shown + 1);
  const isUnseen = (one) => one && (one.clientWidth <= 1 || getComputedStyle(one).clipPath !== "none" || isUnseen(one.parentElement));
  return isClipped && e.getClientRects().length && e.textContent.trim() && style.webkitLineClamp === "none"
    && style.textOverflow !== "ellipsis" && !e.closest("svg, select, .skip-link") && !isUnseen(e);
}).map((e) => e.outerHTML.slice(0, 160))"""
FITS = "(width) => document.documentElement.scrollWidth <= width"
UNFOLD = """() => document.querySelectorAll("main details").forEach((one) => (one.open = true))"""
LAPTOP, PHONE, NARROW = (1280, 720), (390, 844), (320, 844)
TOO_SMALL_TO_READ = """() => [...document.querySelectorAll("body *")]
  .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
  .filter((e) => e.getClientRects().length && !["SCRIPT", "STYLE"].includes(e.tagName))
  .filter((e) => parseFloat(getComputedStyle(e).fontSize) < 16)
  .map((e) => e.outerHTML.slice(0, 120))"""
# A tile, and a result of a search, is as large as what its link covers.
TOO_SMALL_TO_TOUCH = """() => [...document.querySelectorAll("a[href]:not(.skip-link, .told a, .tile a, .key-tile a, .profile-tile a, #find-results a),"
    + " button, select, input, summary")]
  .filter((e) => e.getClientRects().length && e.getBoundingClientRect().height < 43.5)
  .map((e) => e.outerHTML.slice(0, 120))"""


# What is worked out from cases, all made up.
EXAMPLE = "area=X99000001&framework=example-plan"
# The Example borough as it is shipped, and as a local area, whose small numbers are hidden.
STORES = ("filled_store", "unmarked_store")
STORES_IN_SWEEP = (STORES[0], pytest.param(STORES[1], marks=pytest.mark.sweep))
ON_BOTH = pytest.mark.parametrize("server_url", STORES, indirect=True)
# For what takes long, or does the same as a shorter test of its page.
ON_BOTH_IN_SWEEP = pytest.mark.parametrize("server_url", STORES_IN_SWEEP, indirect=True)
PRIORITIES = [f"/priority/{row['framework_id']}/{row['number']}" for row in rows_of("priorities")]
# A measure that several plans share is looked at in the first of them.
MEASURE_PAGES = {
    row["measure_id"]: f"/measure/{row['measure_id']}"
    f"?area={PLANS[row['framework_id']]}&framework={row['framework_id']}"
    for row in reversed(rows_of("priority_measures"))
}


def on_stores(name: str, addresses: Iterable[str]) -> pytest.MarkDecorator:
    """Parametrise a test by addresses, and run those of the Example borough on both stores."""
    pairs = [(address, store) for address in addresses for store in stores_of(address)]
    return pytest.mark.parametrize((name, "server_url"), pairs, indirect=["server_url"])


def stores_of(address: str) -> tuple[str, ...]:
    return STORES if "X99000001" in address or "example-plan" in address else STORES[:1]


def wait_until_shown(page: Page, *parts: str) -> None:
    """Wait until the page at the present address is drawn, its address holding all these parts."""
    page.wait_for_function(SHOWN, arg=list(parts))


def go_within(visited: Any, address: str) -> None:
    """Open another address of the same plan."""
    visited.open(address)
    wait_until_shown(visited.page, *address.split("?"))


def resize(page: Page, size: tuple[int, int]) -> None:
    """Take another screen; live charts take their new width a moment later."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.wait_for_function(FITS, arg=size[0])


def look(visited: Any, *, on_phone: bool = False, is_touched: bool = False) -> None:
    """Hold the page as it is now to what every page owes; on a phone too, and to a finger."""
    page = visited.page
    visited.axe()
    assert page.evaluate(TOO_SMALL_TO_READ) == []
    for size in (PHONE, NARROW):
        # It never scrolls sideways.
        resize(page, size)
        if size == PHONE and on_phone:
            visited.axe()
        if size == PHONE and is_touched:
            assert page.evaluate(TOO_SMALL_TO_TOUCH) == []
    resize(page, LAPTOP)


def has_focus(page: Page) -> dict[str, Any]:
    """Say what has the focus: its tag, its id and its words."""
    return page.evaluate(
        "() => ({tag: document.activeElement.tagName, id: document.activeElement.id,"
        " words: document.activeElement.textContent.trim()})"
    )


def expect_focus(page: Page, **wanted: str) -> None:
    """Wait until what has the focus has this tag, id or these words."""
    page.wait_for_function(
        "(wanted) => { const one = document.activeElement;"
        " const found = {tag: one.tagName, id: one.id, words: one.textContent.trim()};"
        " return Object.entries(wanted).every(([name, value]) => found[name] === value); }",
        arg=wanted,
    )


def tab_to(page: Page, selector: str, limit: int = 80) -> None:
    """Press Tab until an element that fits the selector has the focus."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("(s) => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached with Tab")


def go_from_overview_to_measure(page: Page, priority: str, measure: str) -> None:
    """Follow the links of the overview to a priority and on to a measure of it."""
    page.locator(".priority-card h3 a", has_text=priority).click()
    wait_until_shown(page, "/priority/")
    page.locator(".panel h3 a", has_text=measure.rpartition(" of ")[2]).click()
    wait_until_shown(page, "/measure/")
    expect(page.locator("h1")).to_have_text(measure)
