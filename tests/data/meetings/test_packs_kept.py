"""What is written of packs, what they are called, and packs that cannot be read."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final
from weakref import WeakSet

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from dashboard.model.selection import Selection
from data.loading.load import load_files
from data.meetings import pack_reader
from data.meetings.packs import (
    PersonalWordsError,
    _slug,
    first_readable,
    list_packs,
    load_pack,
    make_pack,
    move_pack,
)
from data.queries.snapshot import UnknownSelectionError
from data.store.tables import pack_steps
from tests.builders.files import csv_file
from tests.builders.unreadable_packs import unreadable
from tests.stores import MakeStore, opened

NOW: Final = datetime(2026, 6, 15, 12, tzinfo=UTC)
PLAN: Final = Selection(framework="ha-wsoa-2021", as_of=date(2023, 4, 19))
FRAMEWORK: Final = {"area_code": "E09000014", "title": "A plan", "starts_on": "2026-01-01"}
PRIORITY: Final = {"number": "1", "title": "Plans on time", "note": ""}
SERVED: Final = {"priority_number": "1", "measure_id": "ehcp-20-weeks", "local_reference": ""}
# A made-up one whose check letter fits.
UPN: Final = "H801200001001"


@pytest.fixture(scope="module")
def store(make_sqlite: MakeStore) -> Iterator[Engine]:
    """A store with one pack."""
    with opened(make_sqlite("shipped")) as engine:
        make_pack(engine, PLAN, "Ann Example", NOW)
        yield engine


def test_a_note_that_points_at_a_child_is_refused_without_repeating_it(store: Engine):
    pack_id = make_pack(store, PLAN, "Ann Example", NOW)
    steps = count_of_steps(store)
    with pytest.raises(PersonalWordsError) as refused:
        move_pack(store, pack_id, "checked", "Bea Other", f"Asked after {UPN} twice")
    assert str(refused.value) == "The text under “note” seems to hold a UPN: take it out."
    assert count_of_steps(store) == steps


def test_a_name_that_points_at_a_child_makes_no_pack(store: Engine):
    steps = count_of_steps(store)
    words = "The text under “your name” seems to hold a UPN: take it out."
    with pytest.raises(PersonalWordsError, match=words):
        make_pack(store, PLAN, f"Ann {UPN}", NOW)
    with pytest.raises(PersonalWordsError, match=words):
        move_pack(store, "ha-wsoa-2021-2023-04-19-v1", "checked", UPN)
    assert count_of_steps(store) == steps


def count_of_steps(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(pack_steps)) or 0


def test_a_pack_that_cannot_be_read_does_not_stop_the_next(store: Engine):
    day = date(2023, 6, 1)
    plan = replace(PLAN, as_of=day)
    readable = make_pack(store, plan, "Ann Example", NOW)
    with unreadable(store, make_pack(store, plan, "Ann Example", NOW)) as broken:
        assert "cannot be read" in load_pack(store, broken).integrity_error
        assert first_readable_id(store, day) == readable
        later = make_pack(store, replace(PLAN, as_of=date(2023, 6, 2)), "Ann Example", NOW)
        since = load_pack(store, later).content.since
        assert since is not None
        assert since.pack_id
        assert since.pack_id != broken
        assert load_pack(store, make_pack(store, plan, "Ann Example", NOW)).integrity_error == ""


def first_readable_id(engine: Engine, day: date) -> str:
    of_day = [one for one in list_packs(engine, "ha-wsoa-2021") if one.as_of == day]
    found = first_readable(engine, of_day)
    return found.pack_id if found else ""


def test_packs_are_listed_with_one_content_in_memory_at_a_time(
    store: Engine, monkeypatch: pytest.MonkeyPatch
):
    make_pack(store, PLAN, "Ann Example", NOW)
    held: WeakSet[Kept] = WeakSet()
    at_once: list[int] = []
    read = pack_reader._pack_row

    def watched(connection: sa.Connection, pack_id: str) -> Kept:
        held.add(row := Kept(read(connection, pack_id)))
        at_once.append(len(held))
        return row

    monkeypatch.setattr(pack_reader, "_pack_row", watched)
    assert len(list_packs(store)) == len(at_once) > 1
    assert set(at_once) == {1}
    assert len(held) == 0


class Kept:
    """A row that tells whether anybody still holds it."""

    def __init__(self, row: sa.Row | None) -> None:
        assert row is not None
        self.__dict__.update(row._mapping)
        self._mapping = row._mapping


@pytest.mark.parametrize("name", ["\ud800", "\x00", "a\nb"])
def test_no_pack_has_a_name_that_cannot_be_written(store: Engine, name: str):
    with pytest.raises(UnknownSelectionError):
        load_pack(store, name)


def test_two_plans_of_odd_names_have_packs_of_their_own(store: Engine):
    plans = ("plan/1", "plan#1")
    files = [
        csv_file(*({**FRAMEWORK, "framework_id": one} for one in plans), name="frameworks.csv"),
        csv_file(*({**PRIORITY, "framework_id": one} for one in plans), name="priorities.csv"),
        csv_file(*({**SERVED, "framework_id": one} for one in plans), name="serving.csv"),
    ]
    reports = load_files(store, files, now=NOW)
    assert [one.state for one in reports] == ["loaded"] * 3, [one.issues for one in reports]
    chosen = [Selection(framework=one, as_of=PLAN.as_of) for one in plans]
    names = {make_pack(store, one, "Ann Example", NOW) for one in chosen}
    assert len(names) == 2
    assert all(re.fullmatch(r"plan-1-[0-9a-f]{8}-2023-04-19-v1", one) for one in names)


def test_every_plan_gives_its_packs_names_that_an_address_takes(store: Engine):
    assert _slug("ha-wsoa-2021") == "ha-wsoa-2021"
    odd = [_slug(one) for one in ("Plan 1/2?", "Plan 1#2", "Plan-1-2-", "Plan-1-2", "Ängste", "/")]
    assert len(set(odd)) == len(odd)
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", one) for one in odd)
