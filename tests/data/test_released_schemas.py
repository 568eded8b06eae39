"""A store of every earlier schema, with rows, becomes what it would be had it been made today."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL

from dashboard.model.selection import Selection
from data.cases.hiding import mark_undecided
from data.meetings.packs import make_pack
from data.store.engine import SCHEMA_REVISION, migrate, upgrade, writing_connection
from data.store.tables import KIND_TABLES, metadata
from data.upkeep.contents import content_sha256, stored_tables
from tests.builders.case_files import extract, load_one
from tests.builders.plans import AREA, load_plan, plan_of
from tests.postgres import Server
from tests.stores import MakeStore, opened, sqlite_url

pytestmark = pytest.mark.both_databases

EARLIER = [f"{number:04d}" for number in range(1, int(SCHEMA_REVISION))]
CASE = {"area_code": AREA, "plan_issued_date": "2022-12-01"}


@pytest.fixture(scope="module")
def today(make_store: MakeStore) -> Iterator[Engine]:
    """A store of the newest schema, with a plan, figures, cases, an undone extract and a pack."""
    with opened(make_store("empty")) as engine:
        load_plan(engine, 6)
        load_one(engine, extract("ehc_assessments", CASE, {**CASE, "case_id": "C2"}))
        make_pack(engine, Selection(framework=plan_of(6), as_of=date(2026, 11, 20)), "Ann Example")
        with engine.begin() as connection:
            # Which measures can be negative followed from their unit before it was a column.
            connection.execute(sa.update(KIND_TABLES["measures"]).values(can_be_negative=False))
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
            missing = {name for name in metadata.tables if name not in had}
            for table in reversed(metadata.sorted_tables):
                # What the release had no table for.
                if table.name in missing:
                    source.execute(sa.delete(table))
            assert content_sha256(upgraded) == content_sha256(source)
