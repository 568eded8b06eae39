"""The scrutiny log to take away, as CSV files of all that is logged on a plan."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields
from typing import Any, Final

from flask import Flask, Response

from callbacks.downloads.tables import csv_response, data_words, file_name, open_requested
from dashboard.model.meeting import Question, Recommendation
from dashboard.model.urls import Urls
from dashboard.pack.minutes import minutes_of
from dashboard.records.scrutiny import Entry, by_urgency, entry_id, is_overdue, logged_on
from data.meetings.scrutiny import load_shown_log, meeting_days, pack_days
from data.queries.snapshot import Snapshot, UnknownSelectionError
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
    days = pack_days(snapshot.transaction, selection.framework)
    if selection.pack not in days:
        raise UnknownSelectionError(selection.pack)
    area, day = snapshot.choices.catalogue.areas[selection.area], days[selection.pack]
    meetings = meeting_days(snapshot.transaction, selection.framework)
    minutes = minutes_of(day, days, meetings, *load_shown_log(snapshot))
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
            data_words(area),
        )
        for kind, entry, values in (
            *(
                ("question", q, (q.member, q.question, q.answer, q.outcome))
                for q in minutes.questions
            ),
            *(("recommendation", r, ("", r.text, r.progress, "")) for r in minutes.recommendations),
        )
    ]
    name = f"{area.name}-{selection.framework}-minutes-of-report-{day}"
    return csv_response(file_name(name, area), MINUTES_COLUMNS, rows)


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
