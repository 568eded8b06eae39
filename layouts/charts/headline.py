"""Headlines that a person wrote: the stamp under one, and the form in which it is written."""

from typing import Final

from dash import html

from dashboard.model.panel import ManualHeadline, Panel, Series
from dashboard.model.selection import Selection
from dashboard.model.urls import Urls
from dashboard.records.commentary import LONGEST_HEADLINE, accepts_headline
from dashboard.text.format import in_period
from layouts.ui.forms import Button, Field, Form, folded_form, slot

SLOT: Final = "headline"


def stamp(written: ManualHeadline) -> list[html.P]:
    """Render who wrote a headline and when, what the figures say, and any warning."""
    words = [html.Strong(written.stamp), f" The figures say: {written.computed}"]
    warnings = [html.P(each, className="headline-warning") for each in written.warnings]
    return [html.P(words, className="headline-stamp"), *warnings]


def headline_form(panel: Panel, series: Series, selection: Selection) -> html.Div | None:
    """Render the form for the headline of a series; None where no headline can be written for it."""
    latest = series.latest
    if latest is None or selection.as_of or not accepts_headline(panel, series):
        return None
    text = series.written.sentence if series.written else ""
    # A blank one takes back what was written.
    field = Field("text", "Headline", "text", text, is_required=not text, longest=LONGEST_HEADLINE)
    withdraw_button = [Button("Take it back", {"text": ""})] if text else []
    form = Form(
        "headline",
        Urls.HEADLINE,
        [field],
        [Button("Save headline"), *withdraw_button],
        SLOT,
        {"period_end": str(latest.period_end)},
    )
    return html.Div([slot(SLOT), folded_form(form, "Change the headline", _explanation(series))])


def _explanation(series: Series) -> str:
    period = in_period(series.latest) if series.latest else ""
    return (
        f"Your words stand in place of the computed headline {period}, on every page, with your "
        "name, the day and what the figures say. A newer period brings the computed headline "
        "back. Say what is so, not why, and name no child or family."
    )
