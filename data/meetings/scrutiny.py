"""The scrutiny log: read and write the questions and recommendations of a committee.

Each change is an extract of one row, so that it is in the history and can be undone. Nothing is
overwritten: a later change of an entry is a new version of its row.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from dashboard.model.meeting import Question, Recommendation
from dashboard.pack.scope import OWNER
from dashboard.panels.catalogue import newest_report
from dashboard.panels.records import records
from dashboard.records.scrutiny import (
    Entry,
    build_questions,
    build_recommendations,
    changed_question,
    changed_recommendation,
    entry_token,
    logged_on,
    next_id,
)
from data.loading.file_report import FileReport
from data.loading.load import BeforeCommit
from data.loading.single_row import EditConflictError, cell, write_rows
from data.queries.as_of import SNAPSHOT_CACHE_SIZE, load_as_of
from data.queries.snapshot import Snapshot
from data.store.frames import load_frame
from data.store.read_transaction import ReadTransaction, Store, cached_by_kinds
from data.store.tables import KIND_TABLES, LOADED, extracts, packs

Log = tuple[tuple[Question, ...], tuple[Recommendation, ...]]
# Two who write at once may choose the same number: the second takes the next one.
_MAX_ATTEMPTS: Final = 20


class UnknownEntryError(LookupError):
    """The log of a plan has no such entry, or it was withdrawn."""


class _NumberInUseError(Exception):
    """Somebody who wrote at the same time has used the number."""


@dataclass(frozen=True)
class _EntryKind:
    """How one kind of entry is stored, numbered and read."""

    name: str
    letter: str
    id_column: str
    build: Callable[[Iterable[Mapping[str, Any]]], tuple[Any, ...]]


_QUESTIONS: Final = _EntryKind("scrutiny_questions", "Q", "question_id", build_questions)
_RECOMMENDATIONS: Final = _EntryKind(
    "recommendations", "R", "recommendation_id", build_recommendations
)


def write_question(
    engine: Engine, framework_id: str, question: Question, by: str, now: datetime | None = None
) -> tuple[FileReport, str]:
    """Log a question under a new number; return the report, which may refuse it, and the number."""
    return _write(engine, _QUESTIONS, framework_id, replace(question, author=by), now)


def write_recommendation(
    engine: Engine,
    framework_id: str,
    recommendation: Recommendation,
    by: str,
    now: datetime | None = None,
) -> tuple[FileReport, str]:
    """Log a recommendation under a new number; return as write_question does."""
    return _write(engine, _RECOMMENDATIONS, framework_id, replace(recommendation, author=by), now)


def change_question(
    engine: Engine,
    framework_id: str,
    question_id: str,
    changes: Mapping[str, Any],
    *,
    by: str,
    seen: str,
    now: datetime | None = None,
) -> tuple[FileReport, Question]:
    """Answer, close, reopen or withdraw a question, or set who answers it by when.

    Return the report, which may refuse the text, and the question after the change. `seen` is the
    version token of the question as the writer saw it: EditConflictError where that is not the
    current one. InvalidTransitionError where its state does not allow the change.
    """
    before, extract_id = _current_entry(engine, _QUESTIONS, framework_id, question_id, seen)
    after = changed_question(before, changes, by)
    return _supersede(engine, _QUESTIONS, framework_id, after, extract_id, now), after


def change_recommendation(
    engine: Engine,
    framework_id: str,
    recommendation_id: str,
    changes: Mapping[str, Any],
    *,
    by: str,
    seen: str,
    now: datetime | None = None,
) -> tuple[FileReport, Recommendation]:
    """Set the progress of a recommendation; arguments, result and errors as in change_question."""
    before, extract_id = _current_entry(
        engine, _RECOMMENDATIONS, framework_id, recommendation_id, seen
    )
    after = changed_recommendation(before, changes, by)
    return _supersede(engine, _RECOMMENDATIONS, framework_id, after, extract_id, now), after


def _write(
    engine: Engine, kind: _EntryKind, framework_id: str, entry: Entry, now: datetime | None
) -> tuple[FileReport, str]:
    for _ in range(_MAX_ATTEMPTS):
        with engine.connect() as connection:
            used_ids = connection.scalars(_all_ids(kind, framework_id)).all()
        number = next_id(kind.letter, framework_id, logged_on(entry), used_ids)
        row = {**_entry_cells(entry, framework_id), kind.id_column: number}
        try:
            return _load(engine, kind, row, entry.author, now, _is_alone(kind, row)), number
        except _NumberInUseError:
            continue
    raise _NumberInUseError


def _all_ids(kind: _EntryKind, framework_id: str) -> sa.Select:
    """Return the query for every number that a plan's log ever had, undone ones too."""
    table = KIND_TABLES[kind.name]
    return sa.select(table.c[kind.id_column]).where(table.c.framework_id == framework_id)


def _is_alone(kind: _EntryKind, row: Mapping[str, str]) -> BeforeCommit:
    """Return a check that raises _NumberInUseError if another row has the number."""

    def before_commit(connection: Connection, _reports: tuple[FileReport, ...]) -> None:
        numbers = connection.scalars(_all_ids(kind, row["framework_id"])).all()
        if numbers.count(row[kind.id_column]) > 1:
            raise _NumberInUseError

    return before_commit


def _current_entry(
    engine: Engine, kind: _EntryKind, framework_id: str, number: str, seen: str
) -> tuple[Any, int]:
    """Return the current version of an entry and its extract; EditConflictError if not `seen`."""
    rows = records(load_frame(engine, kind.name, framework_id=framework_id))
    row = next((row for row in rows if row[kind.id_column] == number), None)
    entries = kind.build([row]) if row else ()
    if row is None or not entries:
        raise UnknownEntryError(number)
    if entry_token(entries[0]) != seen:
        raise EditConflictError
    return entries[0], row["extract_id"]


def _supersede(
    engine: Engine,
    kind: _EntryKind,
    framework_id: str,
    after: Entry,
    extract_id: int,
    now: datetime | None,
) -> FileReport:
    row = _entry_cells(after, framework_id)
    return _load(engine, kind, row, after.author, now, _is_next(kind, row, extract_id))


def _is_next(kind: _EntryKind, row: Mapping[str, str], extract_id: int) -> BeforeCommit:
    """Return a check that raises EditConflictError if another version came in between."""
    table = KIND_TABLES[kind.name]
    versions = (
        sa.select(table.c.extract_id)
        .join(extracts, extracts.c.extract_id == table.c.extract_id)
        .where(
            extracts.c.state == LOADED,
            table.c.framework_id == row["framework_id"],
            table.c[kind.id_column] == row[kind.id_column],
        )
        .order_by(table.c.extract_id.desc())
    )

    def before_commit(connection: Connection, _reports: tuple[FileReport, ...]) -> None:
        _, *before = connection.scalars(versions).all()
        if before[:1] != [extract_id]:
            raise EditConflictError

    return before_commit


def _load(
    engine: Engine,
    kind: _EntryKind,
    row: Mapping[str, str],
    by: str,
    now: datetime | None,
    before_commit: BeforeCommit,
) -> FileReport:
    name = f"{kind.name}-{row[kind.id_column]}.csv"
    return write_rows(engine, kind.name, name, [row], by=by, now=now, before_commit=before_commit)


def _entry_cells(entry: Entry, framework_id: str) -> dict[str, str]:
    """Return an entry as the cells of its row; no priority is a blank cell."""
    cells = {name: cell(value) for name, value in asdict(entry).items()}
    if isinstance(entry, Recommendation) and not entry.priority_number:
        cells["priority_number"] = ""
    return {"framework_id": framework_id, **cells}


def load_shown_log(snapshot: Snapshot) -> Log:
    """Return the log of a plan as a page shows it: all of it, or as known on the selected day."""
    chosen = snapshot.selection
    return _log(snapshot.transaction, chosen.framework, chosen.as_of)


def load_meeting_log(snapshot: Snapshot, day: date) -> Log:
    """Return the entries of a plan's log for the meeting of a report date, in their newest versions.

    Those are all for the newest report; for an earlier one the entries made by its day, and
    questions on a slide of a pack of that day or before.
    """
    transaction, plan = snapshot.transaction, snapshot.selection.framework
    as_of_data = load_as_of(transaction, None)
    newest = newest_report(as_of_data.catalogue, as_of_data.figures, plan, date.max)
    log = _log(transaction, plan, None)
    if newest is None or day >= newest:
        return log
    days = pack_days(transaction, plan, snapshot.judging.framework.area_code)
    questions, recommendations = log
    of_day = tuple(
        entry
        for entry in questions
        if min(logged_on(entry), days.get(entry.pack_id, date.max)) <= day
    )
    return of_day, tuple(entry for entry in recommendations if entry.made_on <= day)


@cached_by_kinds(SNAPSHOT_CACHE_SIZE, ("scrutiny_questions", "recommendations"))
def _log(transaction: ReadTransaction, framework_id: str, as_of: date | None) -> Log:
    questions = load_frame(transaction, "scrutiny_questions", as_of, framework_id=framework_id)
    recommendations = load_frame(transaction, "recommendations", as_of, framework_id=framework_id)
    return build_questions(records(questions)), build_recommendations(records(recommendations))


def pack_days(store: Store, framework_id: str, area_code: str = "") -> Mapping[str, date]:
    """Return the day of each pack of a plan, by pack_id: questions are asked on their slides.

    With those of owners in an area, whose slides show measures of all its plans.
    """
    of_plan = packs.c.framework_id == framework_id
    of_owner = sa.and_(packs.c.area_code == area_code, packs.c.scope.startswith(OWNER))
    chosen = sa.select(packs.c.pack_id, packs.c.as_of).where(sa.or_(of_plan, of_owner))
    with store.connect() as connection:
        rows = connection.execute(chosen)
        return {row.pack_id: row.as_of for row in rows}
