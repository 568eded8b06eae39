"""Drop the rows of old cases; the figures worked out from them stay as they are shown."""

import getpass
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from dashboard.text.format import day_words
from data.common.act_log import PURGED, log_act
from data.common.progress import unwatched
from data.loading.history import ExtractRecord
from data.schema.registry import CASE_KINDS
from data.store.case_scopes import ScopeExtract, in_force, loaded_scopes
from data.store.case_tables import extract_scopes
from data.store.databases.engine import alone_in_writing
from data.store.read_transaction import Store
from data.store.tables import KIND_TABLES, extracts, store_changes
from data.upkeep.changes import record_change


@dataclass(frozen=True)
class CaseExtract:
    """An extract of cases with its newest cut-off."""

    extract_id: int
    file_name: str
    kind: str
    row_count: int
    cut_off: date


@dataclass(frozen=True)
class PurgeReport:
    """The extracts whose cases are dropped, and those that later extracts of changes build on."""

    before: date
    dropped: tuple[CaseExtract, ...]
    needed: tuple[CaseExtract, ...]


@dataclass(frozen=True)
class PurgeRecord:
    """A purge that was done: in words, by whom, when, and the extracts whose cases it dropped."""

    words: str
    by: str
    at: datetime
    extracts: tuple[ExtractRecord, ...]


def purge_history(store: Store, loaded: Sequence[ExtractRecord]) -> tuple[PurgeRecord, ...]:
    """Return the purges that dropped cases of any of some extracts, the newest first."""
    dropped: defaultdict[datetime, list[ExtractRecord]] = defaultdict(list)
    for each in loaded:
        if each.purged_at:
            dropped[each.purged_at].append(each)
    columns = [store_changes.c[name] for name in ("words", "by", "at")]
    statement = sa.select(*columns).where(store_changes.c.what == PURGED)
    with store.connect() as connection:
        purges = connection.execute(statement.order_by(store_changes.c.at.desc())).all()
    return tuple(
        PurgeRecord(row.words, row.by, row.at, tuple(dropped[row.at]))
        for row in purges
        if row.at in dropped
    )


def purge(
    engine: Engine, before: date, *, by: str = "", dry_run: bool = True, now: datetime | None = None
) -> PurgeReport:
    """Drop the cases of extracts whose cut-off is before a day, in one transaction.

    An extract that later ones of changes build on keeps its cases until a whole extract is loaded.
    With `dry_run` nothing is dropped.
    """
    with alone_in_writing(engine, unwatched) as (connection, transaction):
        report = _report(connection, before)
        if dry_run or not report.dropped:
            transaction.rollback()
            return report
        moment = now or datetime.now(UTC)
        _drop(connection, report.dropped, moment)
        words = f"cases of extracts with a cut-off before {day_words(before)}"
        record_change(connection, PURGED, by or getpass.getuser(), moment, words)
    log_act(PURGED, by or getpass.getuser(), [words])
    _release_pages(engine)
    return report


def _report(connection: Connection, before: date) -> PurgeReport:
    newest = sa.func.max(extract_scopes.c.cut_off)
    columns = [extracts.c[name] for name in ("extract_id", "file_name", "kind", "row_count")]
    statement = (
        sa.select(*columns, newest)
        .join(extract_scopes, extract_scopes.c.extract_id == extracts.c.extract_id)
        .where(extracts.c.purged_at.is_(None))
        .group_by(*columns)
        .having(newest < before)
        .order_by(extracts.c.extract_id)
    )
    old = [CaseExtract(*row) for row in connection.execute(statement)]
    built_on = _built_on(in_force(loaded_scopes(connection)), before)
    return PurgeReport(
        before,
        tuple(each for each in old if each.extract_id not in built_on),
        tuple(each for each in old if each.extract_id in built_on),
    )


def _built_on(counted: Collection[ScopeExtract], before: date) -> set[int]:
    """Return the extracts of scopes that have a later one in force as well."""
    by_scope: defaultdict[tuple[str, str, str], list[ScopeExtract]] = defaultdict(list)
    for each in counted:
        by_scope[each.kind, each.area_code, each.scope].append(each)
    chains = [chain for chain in by_scope.values() if any(e.cut_off >= before for e in chain)]
    return {each.extract_id for chain in chains for each in chain}


def _drop(connection: Connection, dropped: Collection[CaseExtract], moment: datetime) -> None:
    if connection.dialect.name == "sqlite":
        # What is deleted is written over.
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
    numbers = [each.extract_id for each in dropped]
    for kind in CASE_KINDS:
        table = KIND_TABLES[kind.name]
        connection.execute(sa.delete(table).where(table.c.extract_id.in_(numbers)))
    connection.execute(
        sa.update(extracts).where(extracts.c.extract_id.in_(numbers)).values(purged_at=moment)
    )


def _release_pages(engine: Engine) -> None:
    """Let go of what was deleted: SQLite's second file, PostgreSQL's dead rows."""
    if engine.dialect.name == "sqlite":
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        names = ", ".join(kind.name for kind in CASE_KINDS)
        connection.exec_driver_sql(f"VACUUM {names}")
