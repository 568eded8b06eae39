"""Commentary and events as lists, each with its day and its source."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.addresses import Selection
from dashboard.codes import COMMENTARY_WORDS
from dashboard.shapes import Commentary, Event
from dashboard.wording import day_words

_PRECISION = {"month": "%B %Y", "year": "%Y"}


def commentary_list(
    notes: Sequence[Commentary], sources: Mapping[str, str], selection: Selection
) -> html.Div:
    """Draw commentary under its four headings; a heading without any is left out."""
    parts = []
    for kind, words in COMMENTARY_WORDS.items():
        told = [_note(note, sources, selection) for note in notes if note.kind == kind]
        if told:
            parts.append(html.Div([html.H3(words), html.Ul(told)], className=f"told told-{kind}"))
    empty = html.P("No commentary is loaded.")
    return html.Div(parts or [empty], className="commentary")


def event_list(events: Sequence[Event], sources: Mapping[str, str]) -> html.Ul:
    """Draw events in order of their day."""
    ordered = sorted(events, key=lambda event: event.date)
    return html.Ul([html.Li(_event(event, sources)) for event in ordered], className="events")


def event_day(event: Event) -> str:
    """Say when an event happened, no more exactly than its source does."""
    if event.precision == "quarter":
        return f"quarter from {event.date:%B %Y}"
    pattern = _PRECISION.get(event.precision)
    return f"{event.date:{pattern}}" if pattern else day_words(event.date)


def _event(event: Event, sources: Mapping[str, str]) -> list[Any]:
    planned = " (planned)" if event.is_planned and "(planned)" not in event.title else ""
    source = sources.get(event.source_document, event.source_document)
    return [
        html.Strong(event_day(event)),
        f": {event.title}{planned} ",
        html.Span(f"Source: {source}", className="small"),
    ]


def _note(note: Commentary, sources: Mapping[str, str], selection: Selection) -> html.Li:
    source = sources.get(note.source_document, note.source_document)
    about = html.A("The measure", href=selection.to("measure", measure=note.measure_id))
    words = f"{day_words(note.date)}. Source: {source}. "
    return html.Li(
        [note.text, html.Span([words, about if note.measure_id else None], className="small")]
    )
