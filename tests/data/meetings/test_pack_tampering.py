"""Tampering with a stored pack is noticed, whatever is changed of it, and said in words."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, Final

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from dashboard.model.selection import Selection
from dashboard.pack.model import StoredPack
from dashboard.pack.serialise import content_hash
from data.meetings.pack_reader import read_pack
from data.meetings.packs import PackRefusedError, list_packs, load_pack, make_pack, move_pack
from data.store.tables import pack_steps, packs
from tests.stores import MakeStore, opened

NOW: Final = datetime(2026, 6, 15, 12, tzinfo=UTC)
PLAN: Final = Selection(framework="th-strategy-2020", as_of=date(2022, 12, 8))
EARLIER, LATER = "th-strategy-2020-2022-12-08-v1", "th-strategy-2020-2022-12-08-v2"


@pytest.fixture(scope="module")
def engine(make_sqlite: MakeStore) -> Iterator[Engine]:
    """A store with two packs, the later one final."""
    with opened(make_sqlite("shipped")) as made:
        assert make_pack(made, PLAN, "Ann", NOW) == EARLIER
        assert make_pack(made, PLAN, "Ann", NOW) == LATER
        move_pack(made, LATER, "checked", "Bea", now=NOW)
        move_pack(made, LATER, "final", "Cy", now=NOW)
        yield made


@pytest.fixture
def tampering(engine: Engine) -> Iterator[Connection]:
    """A connection past which nothing that is changed stays."""
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        yield connection
        connection.rollback()


def of_pack(**values: Any) -> sa.Update:
    return sa.update(packs).where(packs.c.pack_id == LATER).values(values)


def of_step(state: str, **values: Any) -> sa.Update:
    chosen = (pack_steps.c.pack_id == LATER) & (pack_steps.c.state == state)
    return sa.update(pack_steps).where(chosen).values(values)


def test_what_nobody_touched_has_no_damage(engine: Engine):
    assert {one.integrity_error for one in list_packs(engine)} == {""}
    assert load_pack(engine, LATER).content.overview.framework.framework_id == PLAN.framework


@pytest.mark.parametrize(
    "change",
    [
        of_pack(content=packs.c.content + " "),
        of_pack(content=sa.func.replace(packs.c.content, "37%", "87%")),
        of_pack(content=""),
        of_pack(sha256="0" * 64),
        of_step("draft", sha256="0" * 64),
        of_step("final", sha256="0" * 64),
    ],
    ids=str,
)
def test_another_content_or_hash_is_noticed_and_nothing_is_shown(
    tampering: Connection, change: sa.Update
):
    tampering.execute(change)
    found = read_pack(tampering, LATER)
    assert "What is kept of this pack is not what was frozen" in found.integrity_error
    assert found.pack is None
    with pytest.raises(ValueError, match="not what was frozen"):
        _ = found.content


def test_a_content_that_was_changed_with_its_hash_is_noticed(tampering: Connection):
    text = tampering.scalar(sa.select(packs.c.content).where(packs.c.pack_id == LATER)) or ""
    other = text.replace("37%", "87%")
    assert other != text
    tampering.execute(of_pack(content=other, sha256=content_hash(other)))
    assert "not what was frozen" in read_pack(tampering, LATER).integrity_error
    # With the hash in every step too, the seals still tell.
    for state in ("draft", "checked", "final"):
        tampering.execute(of_step(state, sha256=content_hash(other)))
    assert "the seal of draft, checked and final does not fit" in damage(tampering)


@pytest.mark.parametrize(
    ("change", "seals"),
    [
        (of_pack(area_code="E09000014"), "draft, checked and final"),
        (of_pack(framework_id="ha-wsoa-2021"), "draft, checked and final"),
        (of_pack(as_of=date(2022, 12, 9)), "draft, checked and final"),
        (of_pack(version=7), "draft, checked and final"),
        (of_pack(previous_id=None), "draft, checked and final"),
        (of_step("draft", by="Dot"), "draft"),
        (of_step("checked", by="Ann"), "checked"),
        (of_step("final", at=datetime(2026, 6, 16, tzinfo=UTC)), "final"),
        (of_step("checked", note="All is well"), "checked"),
        (of_step("checked", account=7), "checked"),
        (of_step("draft", seal="0" * 64), "draft and checked"),
        (of_step("final", seal="0" * 64), "final"),
    ],
    ids=str,
)
def test_who_when_and_which_are_sealed(tampering: Connection, change: sa.Update, seals: str):
    tampering.execute(change)
    assert f"the seal of {seals} does not fit" in damage(tampering)


def test_steps_that_are_missing_or_of_another_order_are_noticed(tampering: Connection):
    chosen = (pack_steps.c.pack_id == LATER) & (pack_steps.c.state == "checked")
    tampering.execute(sa.delete(pack_steps).where(chosen))
    assert "The steps of this pack are not whole" in damage(tampering)
    tampering.execute(sa.delete(pack_steps).where(pack_steps.c.pack_id == LATER))
    assert "The steps of this pack are not whole" in damage(tampering)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE pack_steps SET at = 'some day'",
        "UPDATE packs SET as_of = 'some day'",
        "UPDATE packs SET version = 'new'",
        "UPDATE pack_steps SET note = 7",
        "UPDATE packs SET content = x'ff'",
    ],
)
def test_what_is_no_value_of_its_column_is_noticed_too(tampering: Connection, change: str):
    tampering.exec_driver_sql(f"{change} WHERE pack_id = '{LATER}'")
    found = read_pack(tampering, LATER)
    assert found.integrity_error
    assert found.as_of == PLAN.as_of


def test_a_damaged_pack_before_harms_no_other_and_a_missing_one_is_said(tampering: Connection):
    before = packs.c.pack_id == EARLIER
    tampering.execute(sa.update(packs).where(before).values(sha256="0" * 64))
    assert damage(tampering) == ""
    tampering.execute(sa.delete(packs).where(before))
    assert damage(tampering) == "The pack before this one is gone."


def test_a_damaged_pack_goes_no_further(engine: Engine):
    pack_id = make_pack(engine, PLAN, "Ann", NOW)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(sa.update(packs).where(packs.c.pack_id == pack_id).values(content="{}"))
    with pytest.raises(PackRefusedError, match="This pack cannot go further"):
        move_pack(engine, pack_id, "checked", "Bea")
    # Nor is another set against it.
    again: StoredPack = load_pack(engine, make_pack(engine, PLAN, "Ann", NOW))
    assert again.previous_id == pack_id
    assert again.integrity_error == ""


def test_a_content_that_no_longer_reads_is_said(tampering: Connection):
    text = '{"form":2,"pack":{}}'
    tampering.execute(of_pack(content=text, sha256=content_hash(text)))
    for state in ("draft", "checked", "final"):
        tampering.execute(of_step(state, sha256=content_hash(text)))
    assert "The text of this pack cannot be read." in damage(tampering)


def damage(connection: Connection) -> str:
    return read_pack(connection, LATER).integrity_error
