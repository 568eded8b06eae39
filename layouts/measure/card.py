"""The card of a measure: value, tags and sentence, controls, chart and six facts."""

from dataclasses import replace
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.comparison.chosen import build_offers
from dashboard.measures import counted_words
from dashboard.model.panel import Measure, Panel, Series
from dashboard.model.points import CASES
from dashboard.model.selection import Selection
from dashboard.text.format import count_number, sentence_case
from dashboard.text.periods import month_words
from layouts.charts.chart import HINT
from layouts.charts.downloads import download_menu
from layouts.charts.headline import stamp
from layouts.charts.panel_chart import KEYS
from layouts.measure.charts import measure_charts
from layouts.measure.context import MeasureContext, here
from layouts.measure.controls import controls_row
from layouts.measure.facts import build_facts, facts_list
from layouts.ui.series_links import series_urls
from layouts.ui.tags import forecast_tag, status_tag, trend_tag
from layouts.ui.view_options import other_basis_words

# The id of what holds it.
CARD: Final = "measure-card"
# A trend that cannot be told for the reason that the status says already has no tag.
_NOT_COMPARED: Final = ("cannot_compare", "no_earlier")


def measure_card(
    panel: Panel, series: Series, context: MeasureContext, selection: Selection
) -> html.Section:
    """Render the card of a series."""
    offers = build_offers(panel.measure, series, context.group, context.areas)
    backlog = context.view.backlog if context.view else None
    facts = facts_list(build_facts(panel, series, backlog))
    body = [
        html.Div(
            [
                html.P(HINT, id=KEYS, className="chart-hint"),
                *measure_charts(panel, series, context, selection),
            ],
            **{"data-linked": ""},
        ),
        html.Div([facts, _tools(panel, series, selection)]),
    ]
    is_large = selection.size == "large"
    return html.Section(
        [
            _head(panel.measure, series, selection),
            controls_row(panel, series, offers, context, selection),
            html.Div(body, className="card-body is-large" if is_large else "card-body"),
        ],
        className="measure-card",
        **{"aria-label": series.title, "data-announcement": announcement(series)},
    )


def announcement(series: Series) -> str:
    """Return what is announced when another series is shown: "Quarter, 11 points, 82.4%, on target"."""
    count = sum(point.has_number for point in series.points)
    parts = (series.label, f"{count} points", series.value_words, series.status.word.lower())
    return ", ".join(part for part in parts if part)


def _head(measure: Measure, series: Series, selection: Selection) -> html.Div:
    moved = series.trend.sentence.removeprefix(f"{series.trend.word}: ")
    # The tag says that there is no target.
    has_target = any(target.is_in_force for target in series.targets)
    reason = series.status.reason if has_target or series.status.code != "no_target" else ""
    sentence = " ".join(filter(None, (reason, sentence_case(moved))))
    words = [html.P(series.written.sentence if series.written else sentence)]
    if series.written:
        words += stamp(series.written)
    elsewhere = other_basis_words(series, selection)
    return html.Div(
        [
            html.P(_value(series), className="card-value"),
            html.P(
                [html.Span(series.period_words), html.Span(_of_all(measure, series))],
                className="card-period",
            ),
            html.Div(_tags(series), className="card-tags"),
            html.Div([*words, html.P(elsewhere) if elsewhere else None], className="card-sentence"),
        ],
        className="card-head",
    )


def _value(series: Series) -> str:
    """Return the latest value; a dash where there is none, as tag and sentence say why."""
    latest = series.latest
    has_value = latest is not None and (latest.has_number or latest.is_over)
    return series.value_words if has_value else "–"


def _of_all(measure: Measure, series: Series) -> str:
    """Return what the latest figure is of: "58 of 70 plans", a mean "49 plans"; empty if not known.

    Months to clear a list are of a mean: "38.3 completed a month".
    """
    latest = series.latest
    if latest is None or not latest.has_number:
        return ""
    if latest.numerator is None or latest.denominator is None:
        return ""
    part, whole = map(count_number, (latest.numerator, latest.denominator))
    if measure.unit == "months":
        return f"{whole} completed a month"
    counts = f"{part} of {whole}" if measure.unit == "percent" else whole
    return f"{counts} {counted_words(measure.measure_id)}" if latest.origin == CASES else counts


def _tags(series: Series) -> list[Component]:
    is_provisional = bool(series.latest and series.latest.is_provisional)
    tags: list[Component] = [status_tag(series.status, is_provisional)]
    if series.trend.judgement not in _NOT_COMPARED:
        is_neutral = series.status.code == "no_target"
        tags.append(trend_tag(series.trend, is_neutral=is_neutral))
    if series.pace and series.pace.forecast:
        day = series.pace.target and series.pace.target.falls_due
        until = f" by {month_words(day)}" if day else ""
        tags.append(forecast_tag(replace(series.pace, word=f"{series.pace.word}{until}")))
    return tags


def _tools(panel: Panel, series: Series, selection: Selection) -> html.Div:
    files = series_urls(panel, series, selection)
    numbers = {"data-numbers": ""}
    return html.Div(
        [
            html.A(
                "Table", href=here(selection, tab="numbers"), className="chart-button", **numbers
            ),
            download_menu(panel, series, files),
            html.Button(
                "Copy link",
                type="button",
                className="chart-button copy-link",
                **{"data-copy": here(selection)},
            ),
        ],
        className="card-tools take-away",
    )
