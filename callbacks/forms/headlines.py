"""The address by which a person writes a headline, or takes one back.

POST /headline `{address, period_end, text, by}`
    `address` is the measure's page as it is open, `period_end` the last day of the period that the
    text is about (YYYY-MM-DD), `by` who writes; a blank `text` takes back what was written.
    200 `{words}`. 403 where nobody may load, or what asks is not our own page; 400 where what was
    said cannot be taken; 404 where the address names no series; 409 where the series has come to
    another period meanwhile; 422 where the text is refused. An error is
    `{"error": {"words", "reference"?}}`.
"""

from typing import Final

from flask import Response
from pydantic import Field

from callbacks.access.signed import Signed
from callbacks.forms.plain_forms import Forms
from callbacks.forms.validation import open_to_write, refuse_hidden_numbers, saved_response
from callbacks.pages.resolve import read_selection
from callbacks.server.json_api import RefusedError, read_body
from callbacks.server.request_fields import Key, Line
from dashboard.model.panel import Panel, Series
from dashboard.model.urls import Urls
from dashboard.records.commentary import LONGEST_HEADLINE, accepts_headline
from dashboard.text.format import in_period
from data.meetings.commentary import write_headline
from data.queries.panels import load_panel
from data.queries.snapshot import UnknownSelectionError
from data.store.databases.engine import Engine
from layouts.ui.view_options import chosen_series

_NEWER_FIGURES: Final = (
    "Newer figures have come meanwhile. Open the page again and write for their period."
)
_UNSEEN: Final = " The public does not see it, since it does not see this figure."
_NOT_WRITABLE: Final = "No headline can be written for what this page shows. Open the page again."


class _Headline(Signed):
    period_end: Key = ""
    text: Line = Field("", title="The headline", max_length=LONGEST_HEADLINE)


class HeadlineRoutes:
    """The route by which the Measure page writes headlines."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def write(self) -> Response:
        """Write a headline for the latest period of the series that a page shows."""
        body = read_body(_Headline)
        panel, series = self._shown(body.address)
        if series is None or series.latest is None or not accepts_headline(panel, series):
            raise RefusedError(_NOT_WRITABLE, 404)
        if str(series.latest.period_end) != body.period_end:
            raise RefusedError(_NEWER_FIGURES, 409)
        refuse_hidden_numbers(body.text, panel)
        report = write_headline(self._engine, panel, series, body.text, body.by)
        done = "The headline is saved" if body.text else "The computed headline is back"
        words = f"{done} for this measure {in_period(series.latest)}."
        if body.text and series.latest.is_hidden:
            words += _UNSEEN
        return saved_response(report, words, not_saved="The headline is not saved.")

    def _shown(self, address: str) -> tuple[Panel, Series | None]:
        requested = read_selection(address)
        if requested.page != "measure" or requested.as_of:
            raise UnknownSelectionError(address)
        with open_to_write(self._engine, requested) as snapshot:
            panel = load_panel(snapshot)
            return panel, chosen_series(panel, snapshot.selection)


def register_headlines(forms: Forms) -> None:
    """Add the address by which headlines are written."""
    refusals = {UnknownSelectionError: (_NOT_WRITABLE, 404)}
    forms.add(Urls.HEADLINE, "headline", HeadlineRoutes(forms.engine).write, refusals)
