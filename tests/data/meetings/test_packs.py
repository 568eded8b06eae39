"""Packs in the store: frozen on a day, unmoved by later loads, taken further step by step."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.engine import URL

from dashboard.model.panel import Series
from dashboard.model.selection import Selection
from dashboard.pack.model import Pack, StoredPack
from dashboard.pack.serialise import parse, serialise
from dashboard.panels.overview import unique_panels
from data.cli.main import main
from data.loading.load import load_files
from data.meetings.agendas import choose_slides
from data.meetings.packs import (
    PackRefusedError,
    compare_packs,
    list_packs,
    load_pack,
    make_pack,
    move_pack,
    step_refusal,
)
from data.queries.snapshot import UnknownSelectionError
from data.store.tables import pack_steps, packs
from tests.builders.files import csv_file, observations
from tests.stores import MakeStore, opened

REPORT: Final = date(2023, 4, 19)
PLAN: Final = Selection(framework="ha-wsoa-2021", as_of=REPORT)
FIRST: Final = "ha-wsoa-2021-2023-04-19-v1"
NOW: Final = datetime(2026, 6, 15, 12, tzinfo=UTC)
# In March 2023 the report printed 82%; this came out in May.
REVISED: Final = {
    "period_start": "2023-03-01", "period_end": "2023-03-31", "value": "70",
    "published_on": "2023-05-10", "framework_id": "ha-wsoa-2021",
}  # fmt: skip
APRIL: Final = {"published_on": "2023-05-10", "framework_id": "ha-wsoa-2021", "value": "71"}


REMARK: Final = {
    "area_code": "E09000014", "framework_id": "ha-wsoa-2021", "priority_number": "1",
    "kind": "challenge", "date": "2023-04-19", "text": "Written up in the week after",
    "author": "Head of SEND",
}  # fmt: skip
HEADLINE: Final = {
    "framework_id": "ha-wsoa-2021", "measure_id": "ehcp-20-weeks", "breakdown": "",
    "basis": "month", "period_end": "2023-03-31", "text": "Four in five plans come on time",
    "author": "Head of SEND", "published_on": "2023-04-25",
}  # fmt: skip
EMPTY: Final = {
    "framework_id": "ha-empty", "area_code": "E09000014", "title": "A plan to come",
    "starts_on": "2026-01-01",
}  # fmt: skip


@dataclass(frozen=True)
class Made:
    """A store, and a pack in it as it was before some figures and words came later."""

    engine: Engine
    before: StoredPack
    text: str


@contextmanager
def with_a_pack(url: URL) -> Iterator[Made]:
    """Make a pack of the shipped extracts, then load what came later."""
    with opened(url) as engine:
        assert make_pack(engine, PLAN, "Ann Example", NOW) == FIRST
        made = Made(engine, load_pack(engine, FIRST), text_of(engine, FIRST))
        load_later(engine)
        yield made


@pytest.fixture(scope="module")
def on_sqlite(make_sqlite: MakeStore) -> Iterator[Made]:
    with with_a_pack(make_sqlite("shipped")) as made:
        yield made


@pytest.fixture
def made(make_store: MakeStore) -> Iterator[Made]:
    """A pack before a load."""
    with with_a_pack(make_store("shipped")) as pack:
        yield pack


@pytest.fixture
def store(on_sqlite: Made) -> Engine:
    return on_sqlite.engine


def load_later(engine: Engine) -> None:
    """Load what came out, or was written up, after the report."""
    files = [
        observations(REVISED, APRIL, name="may.csv"),
        csv_file(REMARK, name="commentary.csv"),
        csv_file(HEADLINE, name="headlines.csv"),
        csv_file(EMPTY, name="frameworks.csv"),
    ]
    reports = load_files(engine, files, now=NOW)
    assert [one.state for one in reports] == ["loaded"] * 4, [one.issues for one in reports]


def text_of(engine: Engine, pack_id: str) -> str:
    with engine.connect() as connection:
        found = connection.scalar(sa.select(packs.c.content).where(packs.c.pack_id == pack_id))
    assert found is not None
    return found


@pytest.mark.both_databases
def test_a_pack_is_the_same_after_a_load_and_goes_its_way(made: Made):
    engine = made.engine
    assert text_of(engine, FIRST) == made.text
    assert load_pack(engine, FIRST) == made.before
    again = load_pack(engine, make_pack(engine, PLAN, "Bea Other", NOW))
    assert (again.version, again.previous_id) == (2, FIRST)
    # What came later was not known on the day: the figures are the same to the letter.
    assert judged(again.content) == judged(made.before.content)
    assert two_at_once(engine) == (2, "checked", "the next step is final")
    assert move_pack(engine, FIRST, "final", "Ann Example", now=NOW).state == "final"
    assert {one.integrity_error for one in list_packs(engine)} == {""}


def judged(pack: Pack) -> list[tuple[object, ...]]:
    """Give every figure of a pack with all that is judged of it, and the actions."""
    panels = unique_panels(pack.overview.priorities)
    series = [one for panel in panels for one in panel.series]
    told = [(one.points, one.targets, one.status, one.trend, one.value_words) for one in series]
    return [*told, (pack.actions,)]


def plans_on_time(pack: Pack) -> Series:
    panels = unique_panels(pack.overview.priorities)
    (panel,) = (one for one in panels if one.measure.measure_id == "ehcp-20-weeks")
    return next(one for one in panel.series if one.basis == "month")


def two_at_once(engine: Engine) -> tuple[int, str, str]:
    """Have two people make a pack, and check the first, at the same moment."""

    def check(by: str) -> str:
        try:
            return move_pack(engine, FIRST, "checked", by).state
        except PackRefusedError as refused:
            return str(refused).rpartition(": ")[2].rstrip(".")

    with ThreadPoolExecutor(2) as both:
        made = set(both.map(lambda by: make_pack(engine, PLAN, by), ("Cy", "Dot")))
    with ThreadPoolExecutor(2) as both:
        first, second = sorted(both.map(check, ("Cy", "Dot")))
    return len(made), first, second


def test_a_later_pack_says_what_moved_and_what_was_revised(store: Engine):
    finalise(store, FIRST)
    later = replace(PLAN, as_of=date(2023, 5, 10))
    stored = load_pack(store, make_pack(store, later, "Ann Example", NOW))
    since = stored.content.since
    assert since is not None
    # Drafts that were made since are not what the meeting was given.
    assert (since.pack_id, since.version, since.as_of) == (FIRST, 1, REPORT)
    told = {(turn.code, turn.measure_id): turn.words for turn in since.turns}
    assert told["missed", "ehcp-20-weeks"] == (
        "82% in March 2023, on target → 71% in April 2023, below target"
    )
    assert told["revised", "ehcp-20-weeks"] == "March 2023: 82% → 70%, source not named"
    assert "1 newly below target or above limit" in since.words
    # The totals that the report of April printed are those of the period before this one.
    assert since.actions == {"completed": 16, "on_track": 5, "at_risk": 1, "delayed": 4}
    both = compare_packs(store, stored.pack_id, FIRST)
    assert (both.earlier.pack_id, both.later.pack_id) == (FIRST, stored.pack_id)
    assert both.since.turns == since.turns


def finalise(engine: Engine, pack_id: str) -> None:
    """Take a pack to its end, wherever it is."""
    for state, by in (("checked", "Bea Other"), ("final", "Ann Example")):
        if not step_refusal(load_pack(engine, pack_id), state):
            move_pack(engine, pack_id, state, by)


def test_a_first_pack_has_the_totals_that_its_report_prints_of_the_period_before(store: Engine):
    since = load_pack(store, FIRST).content.since
    assert since is not None
    assert (since.pack_id, since.version, since.as_of) == ("", 0, date(2023, 2, 28))
    assert since.actions == {"completed": 14, "on_track": 0, "at_risk": 5, "delayed": 7}
    assert since.measures == {}


def test_what_was_written_up_after_the_day_is_in_the_pack(store: Engine):
    pack = load_pack(store, make_pack(store, PLAN, "Ann Example", NOW)).content
    assert REMARK["text"] in [one.text for one in pack.commentary]
    assert HEADLINE["text"] in plans_on_time(pack).headline
    assert HEADLINE["text"] not in plans_on_time(load_pack(store, FIRST).content).headline
    assert REMARK["text"] not in [one.text for one in load_pack(store, FIRST).content.commentary]


def test_a_pack_holds_the_report_of_its_day(store: Engine):
    pack = load_pack(store, FIRST).content
    assert pack.overview.as_of == REPORT
    assert {code: count for code, count in pack.actions.counts.items() if count} == {
        "completed": 16, "on_track": 5, "at_risk": 1, "delayed": 4,
    }  # fmt: skip
    panels = unique_panels(pack.overview.priorities)
    assert all(any(one is panel.lead for one in panel.series) for panel in panels)
    assert all(panel.freshness.expected <= REPORT for panel in panels if panel.freshness.expected)
    assert {one.measure_id for one in pack.oddities} <= {one.measure.measure_id for one in panels}
    assert pack.oddities


def test_a_second_person_checks_and_a_final_pack_stays(store: Engine):
    pack_id = make_pack(store, PLAN, "Ann Example", NOW)
    with pytest.raises(PackRefusedError, match="the next step is checked"):
        move_pack(store, pack_id, "final", "Bea Other")
    with pytest.raises(PackRefusedError, match="Ann Example made this pack: a second person"):
        move_pack(store, pack_id, "checked", "  ANN   example ")
    checked = move_pack(store, pack_id, "checked", "Bea Other", "Read twice", NOW)
    assert [(step.state, step.by, step.note) for step in checked.steps] == [
        ("draft", "Ann Example", ""), ("checked", "Bea Other", "Read twice"),
    ]  # fmt: skip
    with pytest.raises(PackRefusedError, match="the next step is final"):
        move_pack(store, pack_id, "checked", "Cy Third")
    assert move_pack(store, pack_id, "final", "Ann Example").state == "final"
    with pytest.raises(PackRefusedError, match="it never changes"):
        move_pack(store, pack_id, "final", "Bea Other")
    assert load_pack(store, pack_id).integrity_error == ""


def test_where_people_sign_in_the_second_person_is_another_account(store: Engine):
    """Names change, and a provider may have two people of one name."""
    pack_id = make_pack(store, PLAN, "Ann Example", NOW, account=1)
    checked = (store, pack_id, "checked")
    with pytest.raises(PackRefusedError, match="Ann Example made this pack: a second person che"):
        move_pack(*checked, "Ann Other", account=1)
    with pytest.raises(PackRefusedError, match="Ann Example made this pack"):
        move_pack(*checked, "Ann Example")
    choose_slides(store, pack_id, lambda stored: stored.agenda, "Bea Other", account=2)
    with pytest.raises(PackRefusedError, match="You chose slides of this pack"):
        move_pack(*checked, "Bea Married", account=2)
    assert move_pack(*checked, "Ann Example", account=3).integrity_error == ""
    with store.connect() as connection:
        steps = connection.execute(
            sa.select(pack_steps.c.account).where(pack_steps.c.pack_id == pack_id)
        )
        assert steps.scalars().all() == [1, 3]


def test_what_cannot_be_frozen_is_said(store: Engine):
    with pytest.raises(PackRefusedError, match="1 January 2030 is still to come"):
        make_pack(store, replace(PLAN, as_of=date(2030, 1, 1)), "Ann", NOW)
    with pytest.raises(UnknownSelectionError):
        make_pack(store, Selection(framework="nowhere"), "Ann", NOW)
    with pytest.raises(UnknownSelectionError):
        load_pack(store, "nowhere")
    with pytest.raises(UnknownSelectionError):
        compare_packs(store, FIRST, FIRST)


def test_a_plan_without_measures_is_not_frozen(store: Engine):
    with pytest.raises(PackRefusedError, match="no measures: there is nothing to freeze"):
        make_pack(store, Selection(framework="ha-empty"), "Ann", NOW)


def test_the_day_before_any_figure_gives_a_pack_without_figures(store: Engine):
    pack_id = make_pack(store, replace(PLAN, as_of=date(2021, 1, 1)), "Ann", NOW)
    pack = load_pack(store, pack_id).content
    assert all(panel.lead.latest is None for panel in unique_panels(pack.overview.priorities))
    assert pack.since is None
    assert parse(serialise(pack)) == pack


def test_the_newest_pack_is_listed_first_with_what_it_says_of_the_one_before(store: Engine):
    listed = list_packs(store, "ha-wsoa-2021")
    order = [(one.as_of, one.version) for one in listed]
    assert order == sorted(order, reverse=True)
    assert {one.integrity_error for one in listed} == {""}
    assert all(one.pack is None for one in listed)
    first = next(one for one in listed if one.pack_id == FIRST)
    assert first.since == load_pack(store, FIRST).content.since


def test_the_commands_make_and_verify(
    store: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr("data.cli.run.make_engine", lambda: store)
    assert main(["pack", "--plan", "ha-wsoa-2021", "--as-of", "2023-04-19", "--by", "Ann"]) == 0
    assert re.match(r"ha-wsoa-2021-2023-04-19-v\d+: draft by Ann on ", capsys.readouterr().out)
    assert main(["packs", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is True
    assert FIRST in [one["pack_id"] for one in told["packs"]]
    assert main(["pack", "--plan", "nowhere", "--by", "Ann"]) == 1
    assert "Not found: no plan nowhere." in capsys.readouterr().err
