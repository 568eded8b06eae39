"""Put a backup in the place of what a store holds, in one transaction."""

import getpass
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError, NoResultFound

from data.cases.hiding import mark_undecided
from data.common.act_log import RESTORED, log_act
from data.common.errors import CommandError
from data.common.progress import unwatched
from data.store.account_tables import reset_links, sessions
from data.store.audit import replaceable_log
from data.store.databases.engine import (
    SCHEMA_REVISION,
    LaterStoreError,
    alone_in_writing,
    lock_for_notes,
    make_engine,
    migrate,
    schema_revision,
    upgrade,
)
from data.upkeep.backup import MANIFEST_TABLE, BackupReport, driver_of, opened_file, words_of
from data.upkeep.changes import record_change
from data.upkeep.contents import MANIFEST, content_sha256, count_rows, replace_contents

_FIRST_BYTES: Final = b"SQLite format 3\x00"
_FOREIGN: Final = "is not a backup that `python -m data backup` wrote. Nothing was restored."
_BROKEN: Final = "is damaged: what it holds is not what was backed up. Nothing was restored."


def restore(
    engine: Engine, path: Path, *, by: str = "", dry_run: bool = False, now: datetime | None = None
) -> BackupReport:
    """Replace what a store holds by a backup, of this schema or an earlier one.

    Servers that run go on: what they read next is of another data version. With `dry_run` the
    backup is only checked.
    """
    try:
        with _working_copy(engine, path) as copy:
            report = _checked(copy, path)
            if not dry_run:
                _bring_up_to_date(copy)
                _record(copy, report, by or getpass.getuser(), now or datetime.now(UTC))
                _replace(engine, copy)
                log_act(RESTORED, by or getpass.getuser(), [_backup_words(report)])
    except (OSError, sqlite3.Error) as error:
        raise CommandError(f"{path} cannot be restored: {words_of(error)}.") from error
    return report


@contextmanager
def _working_copy(engine: Engine, path: Path) -> Iterator[Path]:
    """Yield a copy that can be changed, on the disk that has room for a store."""
    with path.open("rb") as file:
        if file.read(len(_FIRST_BYTES)) != _FIRST_BYTES:
            raise CommandError(f"{path} {_FOREIGN}")
    database = engine.url.database if engine.dialect.name == "sqlite" else None
    folder = Path(database).absolute().parent if database else None
    with tempfile.TemporaryDirectory(prefix="restore-", dir=folder) as made:
        copy = Path(made) / "store.sqlite3"
        shutil.copyfile(path, copy)
        yield copy


def _checked(copy: Path, path: Path) -> BackupReport:
    """Return what a backup is; CommandError where it is foreign, damaged or of a later version."""
    try:
        with opened_file(copy) as connection:
            if not sa.inspect(connection).has_table(MANIFEST):
                raise CommandError(f"{path} {_FOREIGN}")
            manifest = connection.execute(sa.select(MANIFEST_TABLE)).one()
            is_whole = connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            if not is_whole or content_sha256(connection) != manifest.content_sha256:
                raise CommandError(f"{path} {_BROKEN}")
            rows = count_rows(connection)
    except (DatabaseError, NoResultFound, UnicodeDecodeError) as error:
        raise CommandError(f"{path} {_BROKEN}") from error
    if manifest.schema_revision > SCHEMA_REVISION:
        raise CommandError(
            f"{path} was made by a later version of the dashboard. Nothing was restored: install "
            "that version first."
        )
    made_at = datetime.fromisoformat(manifest.made_at)
    return BackupReport(path.name, made_at, manifest.schema_revision, manifest.content_sha256, rows)


def _bring_up_to_date(copy: Path) -> None:
    engine = make_engine(sa.URL.create("sqlite", database=str(copy)))
    try:
        with engine.begin() as connection:
            MANIFEST_TABLE.drop(connection)
        if migrate(engine):
            mark_undecided(engine)
    finally:
        engine.dispose()


def _record(copy: Path, report: BackupReport, by: str, now: datetime) -> None:
    with opened_file(copy) as connection, connection.begin():
        # Whoever signed out or was disabled since would be signed in again.
        for table in (sessions, reset_links):
            connection.execute(sa.delete(table))
        record_change(connection, RESTORED, by, now, _backup_words(report))


def _backup_words(report: BackupReport) -> str:
    return f"backup of {report.made_at:%Y-%m-%d %H:%M} UTC, {report.content_sha256}"


def _copy_store(source: Connection, engine: Engine) -> None:
    """Copy a SQLite store over another, in one transaction of its own."""
    target = engine.raw_connection()
    try:
        driver_of(source.connection).backup(driver_of(target))
    finally:
        target.close()


def _replace(engine: Engine, copy: Path) -> None:
    with opened_file(copy) as source:
        if engine.dialect.name == "sqlite":
            _copy_store(source, engine)
            return
        with alone_in_writing(engine, unwatched) as (connection, _):
            if schema_revision(connection) > SCHEMA_REVISION:
                raise LaterStoreError
            # Nobody signs in or is noted meanwhile: accounts and the log are replaced too.
            lock_for_notes(connection)
            if schema_revision(connection) != SCHEMA_REVISION:
                upgrade(connection)
            with replaceable_log(connection):
                replace_contents(source, connection)
            if content_sha256(connection) != content_sha256(source):
                raise CommandError("The store does not read back as the backup. Try again.")
