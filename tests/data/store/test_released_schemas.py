"""A store of every earlier schema, with rows, becomes what it would be had it been made today."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import IntegrityError

from dashboard.model.selection import Selection
from data.cases.hiding import mark_undecided
from data.meetings.packs import make_pack
from data.store.account_tables import login_keys, sessions
from data.store.audit import audit_entries, note_alone
from data.store.databases.engine import SCHEMA_REVISION, migrate, upgrade, writing_connection
from data.store.tables import KIND_TABLES, metadata
from data.upkeep.contents import content_sha256, stored_tables
from tests.builders.case_files import extract, load_one
from tests.builders.plans import AREA, load_plan, plan_of
from tests.postgres import Server
from tests.stores import MakeStore, drop_audit_triggers, opened, sqlite_url

pytestmark = pytest.mark.both_databases

EARLIER = [f"{number:04d}" for number in range(1, int(SCHEMA_REVISION))]
# What a constraint asks for, or a column that came later was given.
SPECIAL = {
    "store_changes.what": "purged", "file_jobs.state": "made", "commentary.state": "open",
    "failed_sign_ins.source": "address 127.0.0.1",
}  # fmt: skip
# Migration 0015 writes their keys anew, which tests of its own hold.
KEYED_ANEW = ("headlines", "exceptions")
CASE = {"area_code": AREA, "plan_issued_date": "2022-12-01"}


VALUES: dict[type[Any], Any] = {
    bool: True, bytes: b"x", date: date(2026, 1, 31), object: datetime(2026, 1, 31, tzinfo=UTC),
    float: 1.5, int: 7, str: "",
}  # fmt: skip


def fill_empty(connection: Connection) -> None:
    """Write a row into each table that has none."""
    for table in metadata.sorted_tables:
        has_rows = connection.scalar(sa.select(sa.func.count()).select_from(table))
        if has_rows or table.name in KEYED_ANEW:
            continue
        row: dict[str, Any] = {}
        # What may be empty may have come later.
        for column in (each for each in table.c if not each.nullable):
            (referred, *_) = (*(key.column for key in column.foreign_keys), None)
            row[column.name] = SPECIAL.get(str(column)) or (
                VALUES[column.type.python_type]
                if referred is None
                else connection.scalar(sa.select(referred))
            )
        connection.execute(sa.insert(table).values(row))


@pytest.fixture(scope="module")
def today(make_store: MakeStore) -> Iterator[Engine]:
    """A store of the newest schema, with a plan, figures, cases and a pack, and a row in any other table."""
    with opened(make_store("empty")) as engine:
        load_plan(engine, 6)
        load_one(engine, extract("ehc_assessments", CASE, {**CASE, "case_id": "C2"}))
        make_pack(engine, Selection(framework=plan_of(6), as_of=date(2026, 11, 20)), "Ann Example")
        with engine.begin() as connection:
            # Which measures can be negative followed from their unit before it was a column.
            connection.execute(sa.update(KIND_TABLES["measures"]).values(can_be_negative=False))
            fill_empty(connection)
            # A user without a password came through a provider, who vouched for the session as it began.
            connection.execute(sa.update(sessions).values(vouched_at=sessions.c.started_at))
        yield engine


@pytest.fixture
def new_database(dialect: str, tmp_path: Path, request: pytest.FixtureRequest) -> URL:
    """The address of a database without tables."""
    if dialect == "sqlite":
        return sqlite_url(tmp_path / "old.sqlite3")
    server: Server = request.getfixturevalue("postgres")
    return server.url.set(database=server.create())


def fill(old: Connection, today: Connection) -> set[str]:
    """Write what a store of today holds as far as an older one has tables and columns for it."""
    names: set[str] = set()
    for table in stored_tables(old):
        if table.name not in metadata.tables:
            continue
        declared = metadata.tables[table.name]
        columns = [column for column in declared.c if column.name in table.c]
        rows = today.execute(sa.select(*columns)).mappings().all()
        if rows:
            target = sa.table(table.name, *(sa.column(each.name, each.type) for each in columns))
            old.execute(sa.insert(target), [dict(row) for row in rows])
        names.add(table.name)
    return names


@pytest.mark.parametrize("revision", EARLIER)
def test_a_store_of_an_earlier_release_becomes_one_of_today(
    today: Engine, new_database: URL, revision: str
):
    with opened(new_database) as engine:
        with today.connect() as source, writing_connection(engine) as old, old.begin():
            upgrade(old, revision)
            had = fill(old, source)
        assert migrate(engine)
        mark_undecided(engine)
        with today.connect() as source, engine.connect() as upgraded:
            drop_audit_triggers(source)
            missing = {name for name in metadata.tables if name not in had}
            for table in reversed(metadata.sorted_tables):
                # What the release had no table for.
                if table.name in missing:
                    source.execute(sa.delete(table))
            # Drawn at random.
            upgraded.execute(sa.delete(login_keys))
            source.execute(sa.delete(login_keys))
            assert content_sha256(upgraded) == content_sha256(source)
        note_alone(engine, "Ann", "export", "/file")
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(sa.update(audit_entries).values(about=""))
