"""Events as a list, each with its day and its source."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.shapes import Event
from dashboard.wording import day_words

_PRECISION = {"month": "%B %Y", "year": "%Y"}


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
