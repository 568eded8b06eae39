"""Steps that several browser tests take."""

from typing import Any

from playwright.sync_api import Page

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


def wait_until_shown(page: Page, *parts: str) -> None:
    """Wait until the page at the present address is drawn, its address holding all these parts."""
    page.wait_for_function(SHOWN, arg=list(parts))


def go_within(visited: Any, address: str) -> None:
    """Go to another address as a link does, without loading the dashboard anew."""
    visited.page.evaluate(
        "(address) => { history.pushState({}, '', address);"
        " dispatchEvent(new PopStateEvent('popstate')); }",
        address,
    )
    wait_until_shown(visited.page, *address.split("?"))
    visited.wait_until_drawn()
    visited.check()


def has_focus(page: Page) -> dict[str, Any]:
    """Say what has the focus: its tag, its id and its words."""
    return page.evaluate(
        "() => ({tag: document.activeElement.tagName, id: document.activeElement.id,"
        " words: document.activeElement.textContent.trim()})"
    )


def tab_to(page: Page, selector: str, limit: int = 80) -> None:
    """Press Tab until an element that fits the selector has the focus."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("(s) => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached with Tab")
