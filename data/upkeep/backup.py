"""Back a store up into one file, a SQLite store of any database's contents with a manifest."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, cast

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, NullPool, PoolProxiedConnection
from sqlalchemy.engine import URL

from data.common.errors import CommandError
from data.store.databases.engine import require_ready, schema_revision, upgrade
from data.store.databases.sqlite import create_for_owner
from data.store.read_transaction import read_transaction
from data.upkeep.contents import MANIFEST, content_sha256, count_rows, replace_contents

MANIFEST_TABLE: Final = sa.Table(
    MANIFEST,
    sa.MetaData(),
    sa.Column("made_at", sa.Text, nullable=False),
    sa.Column("schema_revision", sa.Text, nullable=False),
    sa.Column("content_sha256", sa.Text, nullable=False),
)


@dataclass(frozen=True)
class BackupReport:
    """A backup: its file, when and at which schema it was made, and the hash of its rows."""

    file: str
    made_at: datetime
    schema_revision: str
    content_sha256: str
    rows: dict[str, int]


def back_up(engine: Engine, path: Path, now: datetime | None = None) -> BackupReport:
    """Write a store as it is at one moment into a new file; readers and loads go on meanwhile.

    The file appears under its name once it is whole and was read back.
    """
    require_ready(engine)
    if path.exists():
        raise CommandError(f"{path} is there already. Nothing was written: name a new file.")
    part = path.with_name(f"{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        create_for_owner(part)
        report = _written(engine, part, path.name, now or datetime.now(UTC))
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    except (OSError, sqlite3.Error) as error:
        part.unlink(missing_ok=True)
        raise CommandError(f"The backup cannot be written: {words_of(error)}.") from error
    return report


def _written(engine: Engine, part: Path, name: str, now: datetime) -> BackupReport:
    with read_transaction(engine) as transaction, transaction.connect() as store:
        sha256, rows = content_sha256(store), count_rows(store)
        if engine.dialect.name == "sqlite":
            _copy_file(store, part)
        with opened_file(part) as copy, copy.begin():
            if engine.dialect.name != "sqlite":
                upgrade(copy)
                replace_contents(store, copy)
            if content_sha256(copy) != sha256:
                raise CommandError("The backup does not read back as it was written. Try again.")
            revision = schema_revision(copy)
            MANIFEST_TABLE.create(copy)
            manifest = {"made_at": now.isoformat(), "schema_revision": revision}
            copy.execute(sa.insert(MANIFEST_TABLE).values(**manifest, content_sha256=sha256))
    return BackupReport(name, now, revision, sha256, rows)


def _copy_file(store: Connection, path: Path) -> None:
    """Copy a SQLite store, as its open transaction sees it, over the file at a path."""
    target = sqlite3.connect(path)
    try:
        driver_of(store.connection).backup(target)
        # A store writes ahead into a second file; a backup is one.
        target.execute("PRAGMA journal_mode = DELETE")
    finally:
        target.close()


def driver_of(pooled: PoolProxiedConnection) -> sqlite3.Connection:
    """Return SQLite's own connection."""
    return cast("sqlite3.Connection", pooled.driver_connection)


@contextmanager
def opened_file(path: Path) -> Iterator[Connection]:
    """Open a file of SQLite by itself, without the second file of a store that is served."""
    url = URL.create("sqlite", database=str(path))
    engine = sa.create_engine(url, poolclass=NullPool, hide_parameters=True)
    with engine.connect() as connection:
        yield connection


def words_of(error: Exception) -> str:
    """Return why a file cannot be written or read, without its values."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
