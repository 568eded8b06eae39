"""The scrutiny log to take away, as CSV files of all that is logged on a plan."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, fields
from typing import Any, Final

from flask import Flask, Response

from callbacks.downloads.tables import csv_response, data_words, file_name, open_requested
from callbacks.pages.content import readable_pack
from dashboard.model.meeting import Question, Recommendation
from dashboard.model.urls import Urls
from dashboard.pack.minutes import Minutes
from dashboard.records.scrutiny import Entry, by_urgency, entry_id, is_overdue, logged_on
from data.meetings.minutes import load_minutes
from data.meetings.scrutiny import load_shown_log
from data.queries.snapshot import Snapshot
from data.store.databases.engine import Engine

MORE_COLUMNS: Final = ("framework_id", "measure", "overdue", "as_at", "data")
QUESTION_COLUMNS: Final = (*(column.name for column in fields(Question)), *MORE_COLUMNS)
RECOMMENDATION_COLUMNS: Final = (*(column.name for column in fields(Recommendation)), *MORE_COLUMNS)

MINUTES_COLUMNS: Final = (
    "kind",
    "id",
    "day",
    "member",
    "text",
    "answer_or_progress",
    "outcome",
    "measure",
    "owner",
    "due_on",
    "state",
    "framework_id",
    "data",
)


def register_scrutiny_files(server: Flask, engine: Engine) -> None:
    """Add the addresses of the files of the log; one that names no known plan answers 404."""

    def questions() -> Response:
        with open_requested(engine, "scrutiny") as snapshot:
            entries, _ = load_shown_log(snapshot)
            return _file(snapshot, "questions", QUESTION_COLUMNS, entries)

    def recommendations() -> Response:
        with open_requested(engine, "scrutiny") as snapshot:
            _, entries = load_shown_log(snapshot)
            return _file(snapshot, "recommendations", RECOMMENDATION_COLUMNS, entries)

    def minutes() -> Response:
        with open_requested(engine, "meeting") as snapshot:
            return _minutes(snapshot)

    server.add_url_rule(Urls.MINUTES_CSV, "download_minutes", minutes)
    server.add_url_rule(Urls.QUESTIONS_CSV, "download_questions", questions)
    server.add_url_rule(Urls.RECOMMENDATIONS_CSV, "download_recommendations", recommendations)


def _minutes(snapshot: Snapshot) -> Response:
    """Return the minutes of the meeting of a pack as a CSV file, a row for each entry."""
    selection, measures = snapshot.selection, snapshot.choices.measures
    stored = readable_pack(snapshot)
    area = snapshot.choices.catalogue.areas[selection.area]
    rows = [
        (
            kind,
            entry_id(entry),
            logged_on(entry),
            *values,
            measures[entry.measure_id].title if entry.measure_id in measures else "",
            entry.owner,
            entry.due_on or "",
            entry.state,
            plan.framework_id,
            data_words(area),
        )
        for plan, minutes in load_minutes(snapshot, stored).items()
        for kind, entry, values in _entries(minutes)
    ]
    scope = "".join(f"-{part}" for part in (stored.scope.owner, stored.scope.priority) if part)
    name = f"{area.name}-{selection.framework}{scope}-minutes-of-report-{stored.as_of}"
    return csv_response(file_name(name, area), MINUTES_COLUMNS, rows)


def _entries(minutes: Minutes) -> Iterator[tuple[str, Entry, tuple[str, ...]]]:
    """Yield each entry with its kind, who said it, its words, what became of it and its outcome."""
    for question in minutes.questions:
        yield (
            "question",
            question,
            (question.member, question.question, question.answer, question.outcome),
        )
    for made in minutes.recommendations:
        yield "recommendation", made, ("", made.text, made.progress, "")


def _file(
    snapshot: Snapshot, entry_word: str, columns: Sequence[str], entries: Iterable[Entry]
) -> Response:
    """Return entries as a CSV file, those overdue first, as known on the day of the selection."""
    selection, measures = snapshot.selection, snapshot.choices.measures
    area = snapshot.choices.catalogue.areas[selection.area]
    day = selection.as_of or snapshot.today
    rows = [
        (
            *_cells(entry),
            selection.framework,
            measures[entry.measure_id].title if entry.measure_id in measures else "",
            "yes" if is_overdue(entry, day) else "no",
            day,
            data_words(area),
        )
        for entry in by_urgency(entries, day)
    ]
    name = f"{area.name}-{selection.framework}-scrutiny-{entry_word}-as-at-{day}"
    return csv_response(file_name(name, area), columns, rows)


def _cells(entry: Entry) -> Sequence[Any]:
    """Return the cells of an entry; no day and no priority are blank."""
    return tuple("" if each in (None, 0) else each for each in astuple(entry))
