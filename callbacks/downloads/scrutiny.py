"""The scrutiny log to take away, as CSV files of all that is logged on a plan."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields
from datetime import UTC, datetime
from typing import Any, Final

from flask import Flask, Response

from callbacks.downloads.tables import csv_response, data_words, file_name, requested_selection
from dashboard.model.meeting import Question, Recommendation
from dashboard.model.selection import Selection
from dashboard.model.urls import Urls
from dashboard.records.scrutiny import Entry, by_urgency, is_overdue
from data.meetings.scrutiny_queries import load_shown_log
from data.queries.panels import load_catalogue
from data.store.engine import Engine

MORE_COLUMNS: Final = ("framework_id", "measure", "overdue", "as_at", "data")
QUESTION_COLUMNS: Final = (*(column.name for column in fields(Question)), *MORE_COLUMNS)
RECOMMENDATION_COLUMNS: Final = (*(column.name for column in fields(Recommendation)), *MORE_COLUMNS)


def register_scrutiny_files(server: Flask, engine: Engine) -> None:
    """Add the addresses of the files of the log; one that names no known plan answers 404."""

    def questions() -> Response:
        selection = requested_selection(engine, "scrutiny")
        entries, _ = load_shown_log(engine, selection)
        return _file(engine, selection, "questions", QUESTION_COLUMNS, entries)

    def recommendations() -> Response:
        selection = requested_selection(engine, "scrutiny")
        _, entries = load_shown_log(engine, selection)
        return _file(engine, selection, "recommendations", RECOMMENDATION_COLUMNS, entries)

    server.add_url_rule(Urls.QUESTIONS_CSV, "download_questions", questions)
    server.add_url_rule(Urls.RECOMMENDATIONS_CSV, "download_recommendations", recommendations)


def _file(
    engine: Engine,
    selection: Selection,
    entry_word: str,
    columns: Sequence[str],
    entries: Iterable[Entry],
) -> Response:
    """Write entries, those that are overdue first, as known on the day of the selection."""
    choices = load_catalogue(engine)
    area = choices.catalogue.areas[selection.area]
    day = selection.as_of or datetime.now(UTC).date()
    rows = [
        (
            *_cells(entry),
            selection.framework,
            _title(engine, entry.measure_id),
            "yes" if is_overdue(entry, day) else "no",
            day,
            data_words(area),
        )
        for entry in by_urgency(entries, day)
    ]
    name = f"{area.name}-{selection.framework}-scrutiny-{entry_word}-as-at-{day}"
    return csv_response(file_name(name, area), columns, rows)


def _cells(entry: Entry) -> Sequence[Any]:
    """Give what is kept of an entry; of no priority is a blank cell."""
    return tuple("" if each in (None, 0) else each for each in astuple(entry))


def _title(engine: Engine, measure_id: str) -> str:
    measure = load_catalogue(engine).measures.get(measure_id)
    return measure.title if measure else ""
