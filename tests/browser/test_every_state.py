"""Every page in every state that its address has, and with all that it folds open: axe, and its width."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Final
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import lxml.html
import pytest
import sqlalchemy as sa
from playwright.sync_api import Page

from dashboard.model.urls import PAGES, read_path
from layouts.pages.data_team.start import TABS
from tests.browser.conftest import Visit
from tests.browser.journeys import (
    EXAMPLE,
    LAPTOP,
    NARROW,
    ON_BOTH,
    PHONE,
    UNFOLD,
    on_stores,
    resize,
)
from tests.conftest import Serve
from tests.stores import MakeStore, address, opened

Visitor = Callable[[Page], Visit]
HARINGEY: Final = "area=E09000014&framework=ha-wsoa-2021"
MEASURE: Final = f"/measure/ehcp-20-weeks?{EXAMPLE}"
# Each page, where it has most to show.
PAGE_ADDRESSES: Final = {
    "overview": f"/?{EXAMPLE}",
    "profile": f"/profile?{HARINGEY}",
    "priority": "/priority/example-plan/1",
    "measure": MEASURE,
    "actions": f"/actions?{HARINGEY}",
    "meeting": f"/meeting?{HARINGEY}",
    "scrutiny": f"/scrutiny?{HARINGEY}",
    "future": f"/future?{EXAMPLE}",
    "find": f"/find?{EXAMPLE}&find=plans",
    "data": "/data",
    "about": "/about",
}
MEASURE_TABS: Final = (
    "breakdowns", "actions", "cases", "commentary", "numbers", "method", "related",
)  # fmt: skip
# What else a page can be.
STATES: Final = (
    f"/?{HARINGEY}&status=above_limit&trend=rose",
    f"/?{EXAMPLE}&view=list&group=signal",
    "/priority/ha-wsoa-2021/1?open=ehcp-20-weeks",
    f"{MEASURE}&tab=all",
)
OTHER_STATES: Final = (
    f"/?{HARINGEY}&status=nonsense",
    f"/?{HARINGEY}&as_of=latest",
    f"/?{EXAMPLE}&all=1&sort=plan",
    f"{MEASURE}&size=large&compare=last_year,area:E92000001",
    f"/measure/autism-support-waiting?{HARINGEY}",
    f"/find?{HARINGEY}&find=nothing-has-this",
    f"/actions?{HARINGEY}&status=delayed&priority=1",
    f"/?{EXAMPLE}&view=list&group=theme",
    f"/?{EXAMPLE}&signal=concern.inconsistent&show=status:missed",
    *(f"/profile?{HARINGEY}&group={group}" for group in ("sen_support", "gap")),
    f"/profile?{HARINGEY}&section=after_16&compare=england",
    "/priority/example-plan/1?status=close&sort=name&view=list",
    "/priority/example-plan/1?basis=month&breakdown=exceptions=excluding&open=ehcp-20-weeks",
    "/priority/example-plan/1?axis=fit&compare=last_year&from=2026-01-01",
    *(f"{MEASURE}&tab={tab}" for tab in MEASURE_TABS),
    f"{MEASURE}&by=age&basis=rolling12&period=2026-09-30&breakdown=exceptions=excluding",
    f"{MEASURE}&limits=off&axis=fit&events=off&from=2025-01-01&to=2026-06-30",
    f"/scrutiny?{HARINGEY}&status=all",
    f"/future?{EXAMPLE}&growth=5&issued=60&capacity=700&capacity_of=special&capacity_from=2027-09-01",
    *(f"/data?tab={tab}" for tab in TABS),
    "/data?tab=check&section=two_values",
    *(f"/about?tab={tab}" for tab in ("measures", "statements")),
)
# Documents that are no pages, and the modules of this folder that have axe look at them.
DOCUMENTS: Final = {
    "account": "test_account",
    "accounts": "test_account",
    "audit": "test_account",
    "deck_backup": "test_deck",
    "deck_notes": "test_deck",
    "deck_slide": "test_deck",
    "public_summary": "test_packs",
    "report": "test_report",
    "report_html": "test_report",
    "sign_in": "test_account",
    "sign_in_password": "test_account",
}
# What an address of the same page differs by where it is another of its states.
STATE_NAMES: Final = ("tab", "view", "group")
# The fields of the bar on every page, which an address of the overview has.
EVERYWHERE: Final = {"area", "framework", "as_of"}
SAME_PAGE_LINKS: Final = """() => [...document.querySelectorAll("#main a[href]")]
  .filter((link) => link.pathname === location.pathname && link.origin === location.origin)
  .map((link) => link.pathname + link.search)"""


def states_of(visited: Visit) -> list[str]:
    """Return an address of each state of the page that its own links lead to."""
    found: dict[tuple[str, ...], str] = {}
    for link in visited.page.evaluate(SAME_PAGE_LINKS):
        query = parse_qs(urlsplit(link).query)
        state = tuple("".join(query.get(name, [])) for name in STATE_NAMES)
        found.setdefault(state, link)
    return list(found.values())


def look_at_state(visited: Visit, path: str) -> None:
    """See that axe finds nothing, on a laptop and a phone, and that nothing is wider than a phone."""
    page = visited.page
    page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
    visited.open(path)
    visited.axe(has_targets=True)
    page.evaluate(UNFOLD)
    visited.axe()
    resize(page, PHONE)
    visited.axe()
    resize(page, NARROW)


def test_each_page_is_looked_at() -> None:
    assert PAGE_ADDRESSES.keys() == PAGES.keys()
    for page, path in PAGE_ADDRESSES.items():
        assert (read_path(urlsplit(path).path) or ("", {}))[0] == page


def choices_of(address: str) -> set[str]:
    """Return the choices that an address has; of those that make another view, with the view."""
    query = parse_qs(urlsplit(address).query)
    return {f"{name}={query[name][0]}" if name in STATE_NAMES else name for name in query}


def offered(url: str, page: str) -> Iterator[str]:
    """Yield the choices of a page that its links and the fields of its forms lead to."""
    with urlopen(url) as answer:
        document = lxml.html.fromstring(answer.read().decode())
    for link in document.xpath("//a/@href"):
        if (read_path(urlsplit(link).path) or ("",))[0] == page:
            yield from choices_of(link)
    for form in document.forms:
        if form.method == "GET" and (read_path(form.action or "") or ("",))[0] == page:
            for field in form.xpath(".//*[@name]"):
                name = field.get("name")
                values = field.xpath("./option/@value") if name in STATE_NAMES else []
                yield from [f"{name}={value}" for value in values if value] or [name]


def chosen(addresses: Iterable[str]) -> dict[str, set[str]]:
    """Return by page the choices that addresses have."""
    by_page: defaultdict[str, set[str]] = defaultdict(set)
    for each in addresses:
        by_page[(read_path(urlsplit(each).path) or ("",))[0]] |= choices_of(each)
    return by_page


def test_every_tab_filter_and_choice_that_a_page_offers_is_looked_at(server_url: str) -> None:
    looked_at = chosen([*PAGE_ADDRESSES.values(), *STATES, *OTHER_STATES])
    missing = {
        page: left
        for page, path in PAGE_ADDRESSES.items()
        if (left := set(offered(f"{server_url}{path}", page)) - looked_at[page] - EVERYWHERE)
    }
    assert missing == {}


@on_stores("path", [*PAGE_ADDRESSES.values(), *STATES])
def test_a_page_and_what_it_folds_are_sound(visitor: Visitor, page: Page, path: str) -> None:
    look_at_state(visitor(page), path)


@pytest.mark.sweep
@on_stores("path", OTHER_STATES)
def test_so_is_what_is_seldom_seen(visitor: Visitor, page: Page, path: str) -> None:
    look_at_state(visitor(page), path)


@pytest.mark.sweep
@on_stores("path", PAGE_ADDRESSES.values())
def test_every_state_that_a_page_leads_to_is_sound(visitor: Visitor, page: Page, path: str) -> None:
    visited = visitor(page)
    visited.open(path)
    for state in states_of(visited):
        look_at_state(visited, state)


@ON_BOTH
def test_what_a_page_explains_is_sound_while_it_is_open(visitor: Visitor, page: Page) -> None:
    visited = visitor(page)
    visited.open(MEASURE)
    for button in (".as-link[popovertarget]", ".explain"):
        page.locator(button).first.click()
        visited.axe()
        page.keyboard.press("Escape")


def test_a_page_that_fails_is_sound_too(page: Page, make_sqlite: MakeStore, serve: Serve) -> None:
    store = make_sqlite("shipped")
    with serve(address(store)) as server, opened(store) as engine:
        visited = Visit(page, server.url)
        visited.listen()
        for table, status in (("priority_measures", 500), ("alembic_version", 503)):
            with engine.begin() as connection:
                connection.execute(sa.text(f"DROP TABLE {table}"))
            visited.open("/about", status=status)
            visited.axe(has_targets=True)
            resize(page, NARROW)
