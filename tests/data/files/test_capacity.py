"""Places, capacity and money: loaded, refused where it is unclear of what they are, undone."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine

from dashboard.future.money import sentences
from dashboard.model.selection import Selection
from data.loading.history import undo_delivery
from data.loading.load import load_files
from data.queries.future import load_future_need
from data.queries.snapshot import open_snapshot
from data.store.frames import load_frame
from tests.builders.files import csv_file, observations
from tests.stores import MakeStore, opened

TODAY = date(2026, 11, 28)
PLACES = {
    "area_code": "E09000030",
    "setting": "special_school",
    "measure_id": "",
    "provision": "",
    "starts_on": "01/09/2025",
    "capacity": "690",
    "confidence": "open",
}
LIST = {**PLACES, "setting": "", "measure_id": "autism-waiting", "capacity": "60"}


@pytest.fixture
def store(make_store: MakeStore) -> Iterator[Engine]:
    """A store with the shipped extracts."""
    with opened(make_store("shipped")) as engine:
        yield engine


@pytest.mark.both_databases
def test_places_are_loaded_shown_and_undone(store: Engine) -> None:
    (report,) = load_files(store, [csv_file(PLACES, LIST, name="capacity.csv")], by="test")
    assert (report.state, report.kind, report.new) == ("loaded", "capacity", 2)
    assert [(s.of, s.capacity, s.starts_on) for s in steps(store)] == [
        ("setting=special_school", 690, date(2025, 9, 1)),
        ("autism-waiting", 60, date(2025, 9, 1)),
    ]
    undo_delivery(store, report.extract_id, by="test")
    assert load_frame(store, "capacity").empty
    assert steps(store) == ()


def test_money_ahead_is_by_setting_against_the_block_and_the_balance(store: Engine) -> None:
    year = {
        "area_code": "E09000030",
        "basis": "year",
        "period_start": "2024-04-01",
        "period_end": "2025-03-31",
    }
    rows = [
        {**year, "measure_id": measure, "breakdown": breakdown, "value": value}
        for measure, breakdown, value in (
            ("spend-high-needs", "", "92.4"),
            ("spend-high-needs", "setting=special_school", "38.2"),
            ("high-needs-budget", "", "83.0"),
            ("dsg-balance", "", "-14.6"),
        )
    ]
    (report,) = load_files(store, [observations(*rows)], by="test")
    assert report.state == "loaded"
    with open_snapshot(store, TODAY, Selection(area="E09000030")) as snapshot:
        money = load_future_need(snapshot).money
    assert money is not None
    (special,) = money.settings
    assert (special.part.breakdown, special.plans, special.spent) == (
        "setting=special_school",
        924,
        38.2,
    )
    words = " ".join(sentences(money))
    assert "By setting a plan cost £41,342 in special school" in words
    assert "With a block of £83.0 million every year that is £" in words
    assert "In pounds it was −£14.6 million at the end of the year to March 2025." in words
    assert "Scenario: with that block and no repayment it is −£" in words


def steps(store: Engine):
    with open_snapshot(store, TODAY, Selection(area="E09000030")) as snapshot:
        return load_future_need(snapshot).steps


@pytest.mark.parametrize(
    "row",
    [
        {**PLACES, "measure_id": "autism-waiting"},
        {**PLACES, "setting": ""},
        {**PLACES, "confidence": "hoped for"},
        {**PLACES, "capacity": "-5"},
        {**PLACES, "measure_id": "no-such-list", "setting": ""},
    ],
)
def test_what_is_unclear_is_refused(store: Engine, row: dict[str, str]) -> None:
    (report,) = load_files(store, [csv_file(row, name="capacity.csv")], by="test")
    assert report.state == "refused"
    assert load_frame(store, "capacity").empty


def test_a_later_step_of_a_school_is_one_more_row(store: Engine) -> None:
    later = {**PLACES, "starts_on": "01/09/2027", "capacity": "800", "confidence": "agreed"}
    load_files(store, [csv_file(PLACES, name="now.csv")], by="test")
    load_files(store, [csv_file(later, name="later.csv")], by="test")
    assert [step.capacity for step in steps(store)] == [690, 800]
    changed = {**later, "capacity": "780"}
    load_files(store, [csv_file(changed, name="changed.csv")], by="test")
    assert [step.capacity for step in steps(store)] == [690, 780]
