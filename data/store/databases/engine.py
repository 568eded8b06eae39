"""The engine of the store, its migration to the newest schema, and one load or undo at a time."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, RootTransaction, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from data.common.errors import CommandError
from data.common.progress import Progress, watched
from data.store.databases.failures import BusyError, StoreError, explain_failures
from data.store.databases.sqlite import read_what_nobody_writes

# The newest migration; a test holds it against the scripts.
SCHEMA_REVISION = "0031"
# Any fixed number: the name of our lock among those of a PostgreSQL database.
_LOAD_LOCK = 735_343
_NOTE_LOCK = 735_344
_BUSY_MILLISECONDS = 60_000
WAITING = "Waiting for another load"
# How long a load waits in all, and between two reports of its progress.
_MAX_SECONDS = 1800.0
_SECONDS_AT_A_TIME = 0.2
_longest_wait: ContextVar[float] = ContextVar("longest_wait", default=_MAX_SECONDS)
# A load of many cases writes all over its indexes: they stay in memory until it ends.
_WRITING_KILOBYTES = 131_072
_DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


class StoreNotReadyError(StoreError):
    """The store has not been set up, or not since the schema changed; `revision` is the one it has, "" for none."""

    def __init__(self, revision: str = "") -> None:
        versions = f"of another version of the dashboard ({revision}, not {SCHEMA_REVISION})"
        state = versions if revision else "not set up"
        super().__init__(f"The store is {state}. Run: python -m data setup")
        self.revision = revision


class ViewsNotReadyError(StoreNotReadyError):
    """What all readers are shown is of another version of the product, or was never made."""

    def __init__(self) -> None:
        super().__init__()
        words = (
            "What READ_ONLY=1 shows is read through views in the store, which are not those of this version of "
            "the dashboard. Run, as the user that owns the store: python -m data setup"
        )
        self.args = (words,)


class SchemaTakenError(StoreError):
    """The schema of the views has something in it that is not of this store."""

    def __init__(self, schema: str, what: str) -> None:
        super().__init__(
            f"The schema {schema!r} of this database is needed for what all readers may read, and has something else in "
            f"it ({what}): another store, perhaps. Nothing was changed: give each store a database of its own."
        )


class LaterStoreError(StoreError):
    """A later version of the product migrated the store: this one cannot read it."""

    def __init__(self) -> None:
        super().__init__(
            "The store is of a later version of the dashboard. Nothing was changed: install that "
            "version, or name a new database in DATABASE_URL and restore a backup from before."
        )


class UnknownDatabaseError(CommandError):
    """DATABASE_URL is not the address of a database that can be the store."""

    def __init__(self) -> None:
        # The address is not repeated: it may hold a password.
        super().__init__(
            "The address of the store (DATABASE_URL) is not one of SQLite or PostgreSQL: write "
            "sqlite:///path/to/file or postgresql://user:password@host/name."
        )


def database_url() -> URL:
    """Return the address of the store: DATABASE_URL, else a SQLite file beside this package."""
    written = os.environ.get("DATABASE_URL", "")
    if not written:
        return URL.create("sqlite", database=str(Path(__file__).parents[2] / "send.sqlite3"))
    return _address(written)


def _address(url: str | URL) -> URL:
    """Return the address with our driver for its database; UnknownDatabaseError without one."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise UnknownDatabaseError from error
    driver = _DRIVERS.get(address.drivername)
    if driver is None:
        raise UnknownDatabaseError
    return address.set(drivername=driver)


def make_engine(url: str | URL | None = None) -> Engine:
    """Return an engine of the store, which opens no connection until it is used."""
    address = database_url() if url is None else _address(url)
    # A server may close a connection that was idle: it is tried before it is used.
    # An error names no values: they are cells of files, and errors are logged.
    engine = sa.create_engine(
        address, pool_pre_ping=not address.drivername.startswith("sqlite"), hide_parameters=True
    )
    explain_failures(engine)
    if engine.dialect.name == "sqlite":
        read_what_nobody_writes(engine)
        event.listen(engine, "connect", _on_sqlite_connect)
        event.listen(engine, "begin", _on_sqlite_begin)
    else:
        # Its driver is slow to import.
        from data.store.databases.postgres import limit_waiting  # noqa: PLC0415

        limit_waiting(engine)
    return engine


def _on_sqlite_connect(connection: object, _record: object) -> None:
    # Else the driver opens transactions by itself, and too late for changes of the schema.
    connection.isolation_level = None  # pyright: ignore[reportAttributeAccessIssue]
    cursor = connection.cursor()  # pyright: ignore[reportAttributeAccessIssue]
    # None of them reads the file: whether it can be used, the first statement finds out.
    for pragma in (f"busy_timeout = {_BUSY_MILLISECONDS}", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_sqlite_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    if writes:
        # Who only reads needs neither: a store that can only be read is read.
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        connection.exec_driver_sql("PRAGMA synchronous = NORMAL")
        connection.exec_driver_sql(f"PRAGMA cache_size = -{_WRITING_KILOBYTES}")
    # Connections are reused: each transaction sets how long it waits for another to end.
    longest = min(_BUSY_MILLISECONDS, int(_longest_wait.get() * 1000))
    waits = connection.get_execution_options().get("waits_milliseconds", longest)
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {waits}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def writing_connection(engine: Engine) -> Connection:
    """Return a connection whose transaction waits for any other that writes."""
    return engine.connect().execution_options(writes=True, longest_wait=_longest_wait.get())


def lock_for_writing(connection: Connection) -> None:
    """Wait for any other load or undo, and make the next ones wait until this transaction ends."""
    _wait_for(connection, _LOAD_LOCK)


def lock_for_notes(connection: Connection) -> None:
    """Wait for whoever else writes accounts or the audit log.

    On PostgreSQL a load takes this lock at its end alone, so that nobody waits for all of it; SQLite
    has one writer at a time.
    """
    _wait_for(connection, _NOTE_LOCK)


def _wait_for(connection: Connection, lock: int) -> None:
    if connection.dialect.name == "postgresql":
        longest = _longest_wait.get()
        if longest < _MAX_SECONDS:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(longest * 1000)}")
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(lock)))


@contextmanager
def waiting_at_most(seconds: float) -> Iterator[None]:
    """Wait no longer than this for another load, for as long as this is open; BusyError after it."""
    token = _longest_wait.set(seconds)
    try:
        yield
    finally:
        _longest_wait.reset(token)


@contextmanager
def alone_in_writing(
    engine: Engine, progress: Progress
) -> Iterator[tuple[Connection, RootTransaction]]:
    """Open a transaction that no other load runs beside; it reports while it waits.

    BusyError where another load takes longer than half an hour, or than `waiting_at_most` says.
    """
    with writing_connection(engine) as opened:
        connection = watched(opened, progress)
        begin = _begin_sqlite if connection.dialect.name == "sqlite" else _begin_postgres
        with begin(connection, progress) as transaction:
            yield connection, transaction


def _begin_sqlite(connection: Connection, progress: Progress) -> RootTransaction:
    waiting = connection.execution_options(waits_milliseconds=int(_SECONDS_AT_A_TIME * 1000))
    deadline = time.monotonic() + _longest_wait.get()
    while time.monotonic() < deadline:
        try:
            return waiting.begin()
        except BusyError:
            progress(WAITING, 0, 0)
    raise BusyError


def _begin_postgres(connection: Connection, progress: Progress) -> RootTransaction:
    transaction = connection.begin()
    is_free = sa.select(sa.func.pg_try_advisory_xact_lock(_LOAD_LOCK))
    deadline = time.monotonic() + _longest_wait.get()
    try:
        while time.monotonic() < deadline:
            if connection.scalar(is_free):
                return transaction
            progress(WAITING, 0, 0)
            time.sleep(_SECONDS_AT_A_TIME)
    except BaseException:
        transaction.rollback()
        raise
    transaction.rollback()
    raise BusyError


def migrate(engine: Engine) -> bool:
    """Migrate the schema to the newest revision; return whether that was needed."""
    if is_ready(engine):
        return False
    with writing_connection(engine) as connection, connection.begin():
        lock_for_writing(connection)
        if schema_revision(connection) > SCHEMA_REVISION:
            raise LaterStoreError
        upgrade(connection)
    return True


def upgrade(connection: Connection, revision: str = SCHEMA_REVISION) -> None:
    """Migrate the schema to a revision, in the transaction of the caller."""
    from alembic import command  # noqa: PLC0415 - slow to import, and seldom needed
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    # A percent sign in a path would be taken for a placeholder.
    config.set_main_option(
        "script_location", str(Path(__file__).parents[1] / "migrations").replace("%", "%%")
    )
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def is_ready(engine: Engine) -> bool:
    """Return whether the store has the schema that this version of the product needs."""
    return _revision_of(engine) == SCHEMA_REVISION


def _revision_of(engine: Engine) -> str:
    if _is_absent_file(engine):
        return ""
    with engine.connect() as connection:
        return schema_revision(connection)


def schema_revision(connection: Connection) -> str:
    """Return the newest migration of a store; "" where it has none."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return ""
    return connection.scalar(sa.text("SELECT version_num FROM alembic_version")) or ""


@contextmanager
def ready_connection(engine: Engine) -> Iterator[Connection]:
    """Open a connection to read with; StoreNotReadyError where a table is missing that is read.

    Nothing is asked of the schema until that happens: most requests read one statement.
    """
    if _is_absent_file(engine):
        raise StoreNotReadyError
    with engine.connect() as connection:
        try:
            yield connection
        except DBAPIError as error:
            connection.rollback()
            if (revision := schema_revision(connection)) != SCHEMA_REVISION:
                raise StoreNotReadyError(revision) from error
            raise


def require_ready(engine: Engine) -> None:
    """Raise StoreNotReadyError unless the store can be used."""
    if (revision := _revision_of(engine)) != SCHEMA_REVISION:
        raise StoreNotReadyError(revision)


def _is_absent_file(engine: Engine) -> bool:
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name or name == ":memory:":
        return False
    return not Path(name).exists()
