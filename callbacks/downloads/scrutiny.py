"""The scrutiny log to take away, as CSV files of all that is logged on a plan."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields
from typing import Any, Final

from flask import Flask, Response

from callbacks.downloads.tables import csv_response, data_words, file_name, open_requested
from dashboard.model.meeting import Question, Recommendation
from dashboard.model.urls import Urls
from dashboard.records.scrutiny import Entry, by_urgency, is_overdue
from data.meetings.scrutiny import load_shown_log
from data.queries.snapshot import Snapshot
from data.store.engine import Engine

MORE_COLUMNS: Final = ("framework_id", "measure", "overdue", "as_at", "data")
QUESTION_COLUMNS: Final = (*(column.name for column in fields(Question)), *MORE_COLUMNS)
RECOMMENDATION_COLUMNS: Final = (*(column.name for column in fields(Recommendation)), *MORE_COLUMNS)


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

    server.add_url_rule(Urls.QUESTIONS_CSV, "download_questions", questions)
    server.add_url_rule(Urls.RECOMMENDATIONS_CSV, "download_recommendations", recommendations)


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
