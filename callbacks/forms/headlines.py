"""The address by which a person writes a headline, or takes one back.

POST /headline `{address, period_end, text, by}`
    `address` is the measure's page as it is open, `period_end` the last day of the period that the
    text is about (YYYY-MM-DD), `by` who writes; a blank `text` takes back what was written.
    200 `{words}`. 403 where nobody may load, or what asks is not our own page; 400 where what was
    said cannot be taken; 404 where the address names no series; 409 where the series has come to
    another period meanwhile; 422 where the text is refused. An error is
    `{"error": {"words", "reference"?}}`.
"""

from datetime import UTC, datetime
from typing import Final

from flask import Flask, Response, jsonify
from pydantic import Field

from callbacks.access.guards import guarded
from callbacks.forms.validation import refusal_text, warning_texts
from callbacks.pages.resolve import read_selection, resolve_selection
from callbacks.server.json_api import RefusedError, read_body
from callbacks.server.request_fields import Key, Line, Signed
from callbacks.server.settings import Settings
from dashboard.model.panel import Panel, Series
from dashboard.model.urls import Urls
from dashboard.records.commentary import LONGEST_HEADLINE, accepts_headline
from dashboard.text.format import in_period
from data.meetings.commentary import write_headline
from data.queries.panels import UnknownSelectionError, load_panel
from data.store.engine import Engine
from layouts.ui.view_options import chosen_series

_NEWER_FIGURES: Final = (
    "Newer figures have come meanwhile. Open the page again and write for their period."
)
_NOT_WRITABLE: Final = "No headline can be written for what this page shows. Open the page again."


class _Headline(Signed):
    period_end: Key = ""
    text: Line = Field("", title="The headline", max_length=LONGEST_HEADLINE)


class HeadlineRoutes:
    """Answer what the Measure page asks."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine, self._settings = engine, settings

    def write(self) -> Response:
        """Write a headline for the latest period of the series that a page shows."""
        body = read_body(_Headline)
        try:
            panel, series = self._shown(body.address)
        except UnknownSelectionError as error:
            raise RefusedError(_NOT_WRITABLE, 404) from error
        if series is None or series.latest is None or not accepts_headline(panel, series):
            raise RefusedError(_NOT_WRITABLE, 404)
        if str(series.latest.period_end) != body.period_end:
            raise RefusedError(_NEWER_FIGURES, 409)
        report = write_headline(self._engine, panel, series, body.text, body.by)
        if report.state == "refused":
            raise RefusedError(refusal_text(report, "The headline is not saved."), 422)
        done = "The headline is saved" if body.text else "The computed headline is back"
        words = f"{done} for this measure {in_period(series.latest)}."
        return jsonify({"words": " ".join((words, *warning_texts(report)))})

    def _shown(self, address: str) -> tuple[Panel, Series | None]:
        asked = read_selection(address)
        if asked.page != "measure" or asked.as_of:
            raise UnknownSelectionError(address)
        selection = resolve_selection(self._engine, asked, {})
        today = datetime.now(UTC).date()
        panel = load_panel(self._engine, selection, today, shows_small=self._settings.shows_small)
        return panel, chosen_series(panel, selection)


def register_headlines(server: Flask, engine: Engine, settings: Settings) -> None:
    """Add the address by which headlines are written, guarded as loading is."""
    write = guarded(settings, HeadlineRoutes(engine, settings).write)
    server.add_url_rule(Urls.HEADLINE, "headline", write, methods=["POST"])
