"""Measures as a list, one a row."""

from collections.abc import Iterable
from typing import Any

from dash import html

from dashboard.model.panel import Panel
from dashboard.model.selection import Selection
from dashboard.panels.briefs import PanelView
from dashboard.text.format import joined, sentence_case, target_words
from layouts.charts.svg.mini.picture import mini
from layouts.sections.overview.tile_words import short_period
from layouts.sections.priority.panel_card import card_tags, chosen_view, gap_phrase
from layouts.ui.components import aria
from layouts.ui.series_links import series_address
from layouts.ui.static_html import ATTRIBUTE
from layouts.ui.tables import table

_COLUMNS = ("Measure", "Now", "Target", "Distance", "Status and trend", "Picture")


def panel_list(panels: Iterable[Panel], selection: Selection) -> html.Div:
    """Render measures as a table, with what a panel says of each."""
    rows = [_row(panel, chosen_view(panel, selection), selection) for panel in panels]
    return html.Div(
        table("", _COLUMNS, rows, look="panel-table", is_stacked=True, **aria(label="Measures"))
    )


def _row(panel: Panel, view: PanelView, selection: Selection) -> list[Any]:
    shown, measure = view.shown, panel.measure
    latest = shown.latest if shown.latest and shown.latest.has_number else None
    goals = joined(target_words(target, measure.unit) for target in shown.shown_targets)
    now = [html.B(shown.value_words), html.Span(short_period(latest), className="small")]
    return [
        html.A(measure.short_title, href=series_address(panel, shown, selection)),
        now if latest else "–",
        sentence_case(goals) or "–",
        gap_phrase(panel, shown) or "–",
        html.Div(card_tags(panel, view), className="row-tags"),
        html.Div(className="row-mini", **{ATTRIBUTE: mini(measure, shown)}),
    ]
