"""Stores for the tests, made once for a run and copied: empty, as shipped, with the example too."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final, TypeVar
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL

from dashboard.model.selection import Selection
from data.loading.setup import set_up
from data.queries.snapshot import open_snapshot
from data.store.databases.engine import make_engine, migrate
from data.store.read_transaction import read_transaction
from tests.postgres import Server
from tests.run_cache import made_for_run

# Called with "empty", migrated only, "shipped" with what plans show, "profile" with what profiles
# show too, or "filled" as `make run` does it.
MakeStore = Callable[[str], URL]
ROOT: Final = Path(__file__).resolve().parents[1]
Result = TypeVar("Result")


@contextmanager
def opened(url: URL) -> Iterator[Engine]:
    """Open an engine and let go of it."""
    engine = make_engine(url)
    try:
        _share_statements(engine)
        yield engine
    finally:
        engine.dispose()


def current_day() -> date:
    """Return the day it is now, for a store whose loads are stamped with the time they are made.

    It is read where it is used: a run of the tests may go on past midnight.
    """
    return datetime.now(UTC).date()


def read_as_page(
    load: Callable[..., Result],
    engine: Engine,
    chosen: Selection,
    day: date = date(2026, 11, 21),
    *arguments: Any,
    shows_small: bool = False,
    **options: Any,
) -> Result:
    """Return what a loader reads of a snapshot, as a page asks for it."""
    with open_snapshot(engine, day, chosen, shows_small=shows_small) as snapshot:
        return load(snapshot, *arguments, **options)


def read_at_once(load: Callable[..., Result], engine: Engine, *arguments: Any) -> Result:
    """Return what a loader reads in one transaction."""
    with read_transaction(engine) as transaction:
        return load(transaction, *arguments)


_FIRST: dict[str, Engine] = {}


def _share_statements(engine: Engine) -> None:
    """Let every engine know the statements that one has compiled, as a server's one engine does."""
    first = _FIRST.setdefault(engine.dialect.name, engine)
    if first is engine:
        # A dialect asks the database what it can do when it first connects.
        engine.connect().close()
    engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache


def sqlite_copies(run: Path, folder: Path) -> MakeStore:
    """Return what copies SQLite stores into a folder."""

    def make(content: str) -> URL:
        template = run / f"{content}.sqlite3"
        made_for_run(run, template.name, lambda: _fill(sqlite_url(template), content, run))
        path = folder / f"{uuid4().hex}.sqlite3"
        shutil.copy(template, path)
        return sqlite_url(path)

    return make


def postgres_copies(run: Path, server: Server) -> MakeStore:
    """Return what copies PostgreSQL databases."""

    def make_template(content: str) -> str:
        name = server.create()
        _fill(server.url.set(database=name), content, run)
        return name

    def make(content: str) -> URL:
        template = made_for_run(run, f"{content}.postgresql", lambda: make_template(content))
        return server.url.set(database=server.create(template))

    return make


def unmark_synthetic(engine: Engine) -> None:
    """Make the Example borough a local area like any other, whose small numbers are hidden."""
    change = sa.text("UPDATE areas SET kind = 'local_area' WHERE kind = 'synthetic'")
    with engine.begin() as connection:
        assert connection.execute(change).rowcount == 1


def drop_audit_triggers(connection: Connection) -> None:
    """Take away what refuses to change the audit log, as who owns a database can."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("DROP TRIGGER audit_entries_append_only ON audit_entries")
        return
    for name in ("update", "delete", "replace"):
        connection.exec_driver_sql(f"DROP TRIGGER audit_entries_{name}")


def sqlite_url(path: Path) -> URL:
    return URL.create("sqlite", database=str(path))


def address(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def setup_output(run: Path, dialect: str) -> str:
    """Return what was said when the store was filled of which there are copies."""
    return (run / f"setup-{dialect}.txt").read_text()


def _fill(url: URL, content: str, run: Path) -> str:
    if content == "filled":
        (run / f"setup-{url.get_backend_name()}.txt").write_text(_set_up_as_a_person_does(url))
        return content
    with opened(url) as engine:
        migrate(engine) if content == "empty" else _fill_shipped(engine, content)
        if engine.dialect.name == "sqlite":
            # So that the file alone can be copied.
            with engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.exec_driver_sql("BEGIN")
    return content


def _fill_shipped(engine: Engine, content: str) -> None:
    set_up(engine, with_example=False, with_profile=content == "profile")


def _set_up_as_a_person_does(url: URL) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "data", "setup"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": address(url), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    return done.stdout
