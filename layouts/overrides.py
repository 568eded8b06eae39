"""Headlines that a person wrote: the stamp under one, and the form in which it is written.

The form is shown only where assets/headline.js has asked the server whether it may be.
"""

from typing import Any

from dash import html

from dashboard.addresses import Selection
from dashboard.overrides import LONGEST_TEXT, can_be_written
from dashboard.shapes import Panel, Series
from dashboard.wording import in_period

_LONGEST_NAME = 60
_TEXT, _BY = "headline-text", "headline-by"


def headline_lines(series: Series) -> list[html.P]:
    """Draw the headline; of one that a person wrote its stamp, the computed one and any warning."""
    written = series.written
    if written is None:
        return [html.P(series.headline, className="chart-headline")]
    text = series.headline.removesuffix(written.stamp).rstrip()
    stamp = [html.Strong(written.stamp), f" The figures say: {written.computed}"]
    warnings = [html.P(words, className="headline-warning") for words in written.warnings]
    return [
        html.P(text, className="chart-headline"),
        html.P(stamp, className="headline-stamp"),
        *warnings,
    ]


def headline_form(panel: Panel, series: Series, selection: Selection) -> html.Details | None:
    """Draw the form for the headline of a series; None where none can be written for it."""
    latest = series.latest
    if latest is None or selection.as_of or not can_be_written(panel, series):
        return None
    data: dict[str, Any] = {"data-headline": str(latest.period_end)}
    form: dict[str, Any] = {"data-headline-form": "write"}
    return html.Details(
        [
            html.Summary("Write this headline"),
            html.P(_explained(series), className="small"),
            html.Form([*_fields(series), _buttons(series)], className="headline-form", **form),
            html.P(role="status", className="headline-said", tabIndex="-1"),
        ],
        className="headline-writing",
        **data,
    )


def _explained(series: Series) -> str:
    period = in_period(series.latest) if series.latest else ""
    return (
        f"Your words stand in place of the computed headline {period}, on every page, with your "
        "name, the day and what the figures say. A newer period brings the computed headline "
        "back. Say what is so, not why, and name no child or family."
    )


def _fields(series: Series) -> list[html.Div]:
    written = series.written
    text = series.headline.removesuffix(written.stamp).rstrip() if written else ""
    area: dict[str, Any] = {"maxLength": LONGEST_TEXT, "rows": "3", "required": True}
    name: dict[str, Any] = {"maxLength": _LONGEST_NAME, "required": True}
    return [
        html.Div(
            [
                html.Label("Headline", htmlFor=_TEXT),
                html.Span(f"Up to {LONGEST_TEXT} characters.", id=f"{_TEXT}-hint"),
                html.Textarea(
                    text, id=_TEXT, name="text", **{"aria-describedby": f"{_TEXT}-hint"}, **area
                ),
            ],
            className="choice",
        ),
        html.Div(
            [
                html.Label("Your name or role", htmlFor=_BY),
                html.Input(id=_BY, name="by", type="text", autoComplete="name", **name),
            ],
            className="choice",
        ),
    ]


def _buttons(series: Series) -> html.Div:
    save = html.Button("Save headline", type="submit", className="button first")
    back: dict[str, Any] = {"data-headline-act": "back"}
    take_back = html.Button("Take it back", type="submit", className="button", **back)
    return html.Div([save, take_back] if series.written else [save], className="buttons")
