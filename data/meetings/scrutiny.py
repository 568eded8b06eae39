"""Write the scrutiny log, a row at a time.

What is written is an extract of one row, so that the history keeps it and an undo takes it back.
Nothing is overwritten: what is said of an entry later is a new version of its row.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from dashboard.pack.model import Question, Recommendation
from dashboard.panels.records import records
from dashboard.records.scrutiny import (
    Entry,
    build_questions,
    build_recommendations,
    changed_question,
    changed_recommendation,
    entry_token,
    next_id,
    logged_on,
)
from data.loading.load import Look
from data.loading.session import FileReport
from data.loading.single_row import ChangedMeanwhileError, cell, write_rows
from data.store.frames import load_frame
from data.store.tables import KIND_TABLES, LOADED, extracts

# Two who write at once number alike: the second takes the next number.
_MOST_GOES: Final = 20


class UnknownEntryError(LookupError):
    """A plan's log has no such entry, or it was withdrawn."""


class _TakenError(Exception):
    """A number was taken by somebody who wrote at the same time."""


@dataclass(frozen=True)
class _Kind:
    """How one kind of entry is named and read."""

    name: str
    letter: str
    id_column: str
    build: Callable[[Iterable[Mapping[str, Any]]], tuple[Any, ...]]


_QUESTIONS: Final = _Kind("scrutiny_questions", "Q", "question_id", build_questions)
_RECOMMENDATIONS: Final = _Kind("recommendations", "R", "recommendation_id", build_recommendations)


def write_question(
    engine: Engine, framework_id: str, question: Question, by: str, now: datetime | None = None
) -> tuple[FileReport, str]:
    """Log a question under a number of its own; give it with the report, which may refuse it."""
    return _write(engine, _QUESTIONS, framework_id, replace(question, author=by), now)


def write_recommendation(
    engine: Engine, framework_id: str, made: Recommendation, by: str, now: datetime | None = None
) -> tuple[FileReport, str]:
    """Log a recommendation under a number of its own; give it with the report."""
    return _write(engine, _RECOMMENDATIONS, framework_id, replace(made, author=by), now)


def change_question(
    engine: Engine,
    framework_id: str,
    question_id: str,
    said: Mapping[str, Any],
    *,
    by: str,
    was: str,
    now: datetime | None = None,
) -> tuple[FileReport, Question]:
    """Answer, close, reopen or withdraw a question, or say who answers it by when.

    Give how it stands after that, with the report, which may refuse the words.

    `was` is the mark of the version that whoever writes has seen: ChangedMeanwhileError where it
    is not the one that stands. CannotBeSoError where the question cannot come to stand so.
    """
    found, extract_id = _standing(engine, _QUESTIONS, framework_id, question_id, was)
    after = changed_question(found, said, by)
    return _supersede(engine, _QUESTIONS, framework_id, after, extract_id, now), after


def change_recommendation(
    engine: Engine,
    framework_id: str,
    recommendation_id: str,
    said: Mapping[str, Any],
    *,
    by: str,
    was: str,
    now: datetime | None = None,
) -> tuple[FileReport, Recommendation]:
    """Tell the progress of a recommendation, as change_question tells that of a question."""
    found, extract_id = _standing(engine, _RECOMMENDATIONS, framework_id, recommendation_id, was)
    after = changed_recommendation(found, said, by)
    return _supersede(engine, _RECOMMENDATIONS, framework_id, after, extract_id, now), after


def _write(
    engine: Engine, kind: _Kind, framework_id: str, entry: Entry, now: datetime | None
) -> tuple[FileReport, str]:
    for _ in range(_MOST_GOES):
        with engine.connect() as connection:
            taken = connection.scalars(_ids_ever(kind, framework_id)).all()
        number = next_id(kind.letter, framework_id, logged_on(entry), taken)
        row = {**_row(entry, framework_id), kind.id_column: number}
        try:
            return _load(engine, kind, row, entry.author, now, _is_alone(kind, row)), number
        except _TakenError:
            continue
    raise _TakenError


def _ids_ever(kind: _Kind, framework_id: str) -> sa.Select:
    """Select every number that a plan's log ever had, those of undone extracts too."""
    table = KIND_TABLES[kind.name]
    return sa.select(table.c[kind.id_column]).where(table.c.framework_id == framework_id)


def _is_alone(kind: _Kind, row: Mapping[str, str]) -> Look:
    """See that no other row has the number that was just written."""

    def look(connection: Connection, _reports: tuple[FileReport, ...]) -> None:
        numbers = connection.scalars(_ids_ever(kind, row["framework_id"])).all()
        if numbers.count(row[kind.id_column]) > 1:
            raise _TakenError

    return look


def _standing(
    engine: Engine, kind: _Kind, framework_id: str, number: str, was: str
) -> tuple[Any, int]:
    """Give the version of an entry that stands, and its extract, if it is the one that was seen."""
    rows = records(load_frame(engine, kind.name, framework_id=framework_id))
    row = next((row for row in rows if row[kind.id_column] == number), None)
    found = kind.build([row]) if row else ()
    if row is None or not found:
        raise UnknownEntryError(number)
    if entry_token(found[0]) != was:
        raise ChangedMeanwhileError
    return found[0], row["extract_id"]


def _supersede(
    engine: Engine,
    kind: _Kind,
    framework_id: str,
    after: Entry,
    extract_id: int,
    now: datetime | None,
) -> FileReport:
    row = _row(after, framework_id)
    return _load(engine, kind, row, after.author, now, _is_next(kind, row, extract_id))


def _is_next(kind: _Kind, row: Mapping[str, str], extract_id: int) -> Look:
    """See that what was just written comes straight after the version that was read."""
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

    def look(connection: Connection, _reports: tuple[FileReport, ...]) -> None:
        _, *before = connection.scalars(versions).all()
        if before[:1] != [extract_id]:
            raise ChangedMeanwhileError

    return look


def _load(
    engine: Engine, kind: _Kind, row: Mapping[str, str], by: str, now: datetime | None, look: Look
) -> FileReport:
    name = f"{kind.name}-{row[kind.id_column]}.csv"
    return write_rows(engine, name, [row], by=by, now=now, look=look)


def _row(entry: Entry, framework_id: str) -> dict[str, str]:
    """Write an entry as the cells of its extract; of no priority is a blank cell."""
    told = {name: cell(value) for name, value in asdict(entry).items()}
    if isinstance(entry, Recommendation) and not entry.priority_number:
        told["priority_number"] = ""
    return {"framework_id": framework_id, **told}
