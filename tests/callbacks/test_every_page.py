"""Every page of every plan, as HTML: answered, with one heading, and no id twice."""

import re

import pytest
from lxml import html
from sqlalchemy import Engine

from callbacks.pages import content
from callbacks.pages.document import page_of
from callbacks.pages.resolve import answer_address
from dashboard.measures import MEASURES
from dashboard.model.urls import PAGES as PAGE_PATHS
from layouts.ui import shell
from tests.builders.shipped import rows_of
from tests.callbacks.conftest import TODAY

AREAS = {row["framework_id"]: row["area_code"] for row in rows_of("frameworks")}
# The Example borough has every measure that is worked out from cases: one of each kind.
KINDS = {(type(measure), measure.group): name for name, measure in MEASURES.items()}


def plan_pages(plan: str, area: str) -> list[str]:
    pages = ("", "actions", "scrutiny", "meeting", "find", "future")
    return [f"/{page}?area={area}&framework={plan}" for page in pages]


def priority_pages(extract: str) -> list[str]:
    return [f"/priority/{row['framework_id']}/{row['number']}" for row in rows_of(extract)]


PAGES = [
    *(address for plan, area in AREAS.items() for address in plan_pages(plan, area)),
    *priority_pages("priorities"),
    *(
        f"/measure/{row['measure_id']}?area={AREAS[row['framework_id']]}"
        f"&framework={row['framework_id']}"
        for row in rows_of("priority_measures")
    ),
    "/data",
    "/about",
]
EXAMPLE_PAGES = [
    *plan_pages("example-plan", "X99000001"),
    *priority_pages("example_priorities"),
    *(f"/measure/{measure}?area=X99000001" for measure in KINDS.values()),
]


@pytest.mark.parametrize("address", PAGES)
def test_it_is_found_with_one_heading_and_no_id_twice(engine, address):
    check(engine, address)


@pytest.mark.parametrize("address", EXAMPLE_PAGES)
def test_so_is_each_of_the_example_borough_marked_synthetic_or_not(example, address):
    check(example, address)


def check(engine: Engine, address: str) -> None:
    """Raise where a page is not found, has no heading or two, or an id twice."""
    answer = answer_address(engine, address, {}, TODAY)
    assert answer.is_found
    body = page_of(answer).body
    assert len(re.findall("<h1[ >]", body)) == 1
    ids = re.findall(r' id="([^"]+)"', body)
    assert len(ids) == len(set(ids))
    for panel in html.fromstring(body).iterfind(".//article[@class='panel chart']"):
        words, value = words_of(panel), panel.findtext(".//strong[@class='value']")
        assert value is None or len(_numbers(words, value)) == 1, words


def words_of(part: html.HtmlElement) -> str:
    """Return what is read of a part of a page, without pictures, controls and folded text."""
    if (
        part.tag in ("details", "nav", "svg")
        or part.get("aria-hidden")
        or part.get("hidden") is not None
    ):
        return ""
    inner = (words_of(child) + (child.tail or "") for child in part)
    return " ".join([part.text or "", *inner])


def _numbers(words: str, value: str) -> list[str]:
    """Return the places where a value is written; that a control limit is as high is another finding."""
    others = re.sub(r"control limit of \S+|[Uu]sual range \S+ to \S+", "", words)
    return re.findall(rf"(?<![\d.,]){re.escape(value)}(?![\d%]|[.,]\d)", others)


def test_the_pages_of_addresses_are_those_that_are_shown_and_the_navigation_leads_to_them():
    assert set(PAGE_PATHS) == set(content._PAGES)
    assert {page for page, _ in shell._NAV} < set(PAGE_PATHS)
