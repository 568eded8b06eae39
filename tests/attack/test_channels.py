"""Twins differ in hidden numbers alone: whatever the public fetches of both must be the same."""

from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask

from dashboard.model.urls import PAGES, QUERY, Urls
from data.queries import as_of, case_views
from layouts.ui.live import ADDRESS, CHOICES
from tests.apps import OWN, OWN_FORM
from tests.attack.boroughs import Borough, filled
from tests.attack.channels import CUT_OFFS, METRICS, Difference, Replies, differences, fetch_all
from tests.attack.crawl import CALLBACK, public_client
from tests.attack.twins import Swap, Twins, those_that_hold, twins_by

# Those of whose hidden numbers the swaps change most, and one of each other kind of figure.
MEASURES_OF_PLAN: Final = (
    "young-people-in-reviews",
    "ehcp-coproduction-meeting",
    "annual-review-processed",
    "annual-review-notice-4-weeks",
    "phase-transfer-on-time",
    "ehcp-average-weeks",
    "ehc-requests",
    "ehc-open",
    "ehc-oldest-open",
    "ehc-advice-6-weeks",
    "ehcp-issued-bands",
    "camhs-clearance-months",
    "ehcp-family-involved",
)
BOROUGH: Final = Borough(12, 3, CUT_OFFS, MEASURES_OF_PLAN, is_written_about=True)
# What `find_swaps` found for the borough.
SWAPS: Final = (
    Swap("advice", "received_date", 53, 52),
    Swap("ehc_assessments", "coproduction_meeting", 10, 11),
    Swap("annual_reviews", "report_received_date", 121, 15),
    Swap("annual_reviews", "report_received_date", 121, 19),
    Swap("annual_reviews", "draft_date", 7, 123),
    Swap("annual_reviews", "report_received_date", 69, 9),
    Swap("annual_reviews", "report_received_date", 96, 15),
    Swap("plans", "ceased_date", 44, 31),
    Swap("annual_reviews", "report_received_date", 69, 125),
    Swap("annual_reviews", "year_group", 145, 17),
    Swap("annual_reviews", "year_group", 135, 12),
    Swap("annual_reviews", "meeting_date", 133, 122),
    Swap("annual_reviews", "draft_date", 60, 139),
    Swap("annual_reviews", "report_received_date", 129, 111),
    Swap("annual_reviews", "report_received_date", 27, 136),
    Swap("annual_reviews", "report_received_date", 42, 35),
    Swap("annual_reviews", "report_received_date", 38, 106),
    Swap("plans", "primary_need", 62, 61),
    Swap("annual_reviews", "report_received_date", 137, 11),
    Swap("annual_reviews", "report_received_date", 116, 98),
    Swap("annual_reviews", "report_received_date", 10, 109),
    Swap("annual_reviews", "report_received_date", 102, 35),
    Swap("annual_reviews", "report_received_date", 145, 18),
    Swap("annual_reviews", "report_received_date", 92, 79),
    Swap("annual_reviews", "report_received_date", 23, 31),
    Swap("annual_reviews", "report_received_date", 40, 139),
    Swap("annual_reviews", "report_received_date", 13, 93),
    Swap("feedback", "answer", 31, 25),
    Swap("feedback", "", 0, 2),
    Swap("feedback", "", 44, 40),
    Swap("feedback", "", 13, 18),
    Swap("feedback", "", 3, 19),
)
# Addresses of each rule and choice.
MOST: Final = 2
FEWEST_CHANGED: Final = 100
WITHOUT_FIGURES: Final = {
    "/static/<path:filename>",
    "/assets/<path:filename>",
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
    "/_reload-hash",
    "/_favicon.ico",
    "/healthz",
    "/readyz",
    METRICS,
    "/live/<path:page>/_dash-dependencies",
    # It leads on.
    "/signals",
    # Whoever has no secret is refused, and whoever has it is led on.
    "/enter/<secret>",
    # Of an administrator who has signed in alone: tests/callbacks/test_rights.py.
    "/audit",
    "/audit.csv",
    # Only whoever may load gets an answer: refused below.
    "/intake/<token>/faults.csv",
    "/intake/<token>/outcome",
}


SHOW_FIGURES: Final = {
    CALLBACK,
    *(PAGES[name] for name in ("overview", "priority", "measure")),
    *(Urls.SLIDE, Urls.DECK_BACKUP, Urls.NOTES, Urls.REPORT),
    *(Urls.REPORT_PDF, Urls.REPORT_PPTX, Urls.REPORT_XLSX, Urls.REPORT_HTML),
}


@pytest.fixture(scope="module")
def twins() -> Twins:
    """Return twins by those swaps that still show nothing: which numbers are hidden may have changed."""
    return twins_by(BOROUGH, [*those_that_hold(BOROUGH, SWAPS)])


@pytest.fixture(scope="module")
def fetched(twins: Twins) -> tuple[Replies, Replies]:
    one, other = (_fetched(each) for each in (twins.cases, twins.swapped))
    return one, other


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with filled(BOROUGH) as engine:
        yield public_client(engine, tmp_path_factory.mktemp("compressed")).application


def _fetched(cases: Mapping[str, str]) -> Replies:
    with filled(BOROUGH, cases) as engine:
        return fetch_all(engine, BOROUGH, MOST)


def test_what_is_hidden_has_no_effect_on_anything_that_can_be_fetched(twins, fetched):
    assert _words(list(differences(*fetched))) == ""
    assert len(twins.differing) >= FEWEST_CHANGED


def test_every_address_is_fetched_or_shows_no_figures(fetched, server):
    rules = {str(rule.rule) for rule in server.url_map.iter_rules() if "GET" in rule.methods}
    reached = {reply.rule for reply in fetched[0].values() if reply.status < 400}
    # All pages have one rule of the server, and one each of their own.
    assert rules - reached - WITHOUT_FIGURES - {"/", "/<path:path>"} == set()
    assert set(PAGES.values()) <= reached
    assert rules >= WITHOUT_FIGURES


def test_every_choice_that_an_address_may_have_is_made(fetched):
    made = {name for address in fetched[0] for name, _ in parse_qsl(urlsplit(address).query)}
    assert set(QUERY) - made == set()


def test_every_callback_answers_an_address(fetched, server):
    """Each callback takes the address of a page, and replied to some with what it shows."""
    listed = server.test_client().get("/_dash-dependencies").get_json()
    asked = [[*one["inputs"], *one["state"]] for one in listed]
    assert asked == [[{"id": CHOICES, "property": ADDRESS}]] * len(listed)
    replied = {
        address.split(" ")[1]
        for address, reply in fetched[0].items()
        if reply.rule == CALLBACK and reply.status == 200
    }
    assert replied == {one["output"].rpartition(".")[0] for one in listed}


def test_no_address_fails(fetched):
    assert [address for address, reply in fetched[0].items() if reply.status >= 500] == []


def test_nobody_without_rights_is_answered_where_something_is_sent(server):
    client = server.test_client()
    rules = [rule for rule in server.url_map.iter_rules() if rule.methods & {"POST", "DELETE"}]
    for rule in rules:
        address = rule.rule.replace("<path:number>", "1").replace("<token>", "a" * 32)
        if address.startswith(("/_dash", "/live/")):
            continue
        method = "POST" if "POST" in rule.methods else "DELETE"
        by_script = client.open(address, method=method, json={}, headers=OWN)
        by_form = client.open(address, method=method, data={"by": "Ann"}, headers=OWN_FORM)
        assert (address, by_script.status_code, by_form.status_code) == (address, 403, 403)


@pytest.mark.sweep
def test_what_is_not_hidden_shows_in_every_kind_of_page_and_file(twins, monkeypatch):
    for module in (as_of, case_views):
        monkeypatch.setattr(module, "is_open", lambda *_: True)
    shown = {
        each.rule for each in differences(*(_fetched(c) for c in (twins.cases, twins.swapped)))
    }
    assert shown >= SHOW_FIGURES


def _words(listed: list[Difference]) -> str:
    return "\n".join(f"{each.address} {each.piece}\n{each.words}" for each in listed[:20])
