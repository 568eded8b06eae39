"""What a series says, in words: tags, gap, every comparison, notes."""

from dash import html

from dashboard.judging.control import assurance_of
from dashboard.judging.control_text import assurance_words, method_words, variation_words
from dashboard.model.panel import Comparison, Measure, Series
from dashboard.text.format import target_noun
from layouts.charts.spec.projection import forecast_list
from layouts.ui.components import definition_list
from layouts.ui.icons import assurance_icon, variation_icon
from layouts.ui.tags import forecast_tag, status_tag, trend_tag

_AGAINST = {
    "last_year": "Against the year before",
    "previous": "Against the period before",
    "last_before": "Against the last figure before",
    "baseline": "Against the baseline",
    "earlier": "An earlier pair",
}


def finding(measure: Measure, series: Series) -> html.Div:
    """Render status and trend of a series with the sentences behind them."""
    status, trend = _tags(series)
    tags = [_named_tag("Status", status), _named_tag("Trend", trend), _forecast(series)]
    return html.Div(
        [
            html.Div(tags, className="tags"),
            _judgement_list(measure, series),
            forecast_list(series),
            trend_reason(series),
            _method(series),
        ],
        className="finding",
    )


def signal_icons(measure: Measure, series: Series) -> html.Div | None:
    """Render variation and assurance of a control chart with their text; None without one."""
    chart = series.chart
    if chart is None:
        return None
    icons = [variation_icon(chart.analysis, variation_words(measure, series))]
    if words := assurance_words(measure, series):
        icons.append(assurance_icon(chart.analysis, assurance_of(series), words))
    return html.Div(icons, className="signals")


def _tags(series: Series) -> list[html.Span]:
    is_provisional = bool(series.latest and series.latest.is_provisional)
    return [status_tag(series.status, is_provisional), trend_tag(series.trend)]


def _forecast(series: Series) -> html.Div | None:
    pace = series.pace
    return _named_tag("Forecast", forecast_tag(pace)) if pace and pace.forecast else None


def _judgement_list(measure: Measure, series: Series) -> html.Dl:
    return definition_list(
        [
            (
                "Latest",
                ", ".join(words for words in (series.value_words, series.period_words) if words),
            ),
            (target_noun(measure.better, *series.shown_targets).title(), series.target_words),
            ("Baseline", series.baseline_words),
            ("Gap", series.status.gap_words or series.status.reason),
            *[("At its due date", words) for words in series.due_words],
            *[
                (_AGAINST.get(c.against, c.against), _comparison_text(c))
                for c in series.trend.comparisons
            ],
        ]
    )


def _method(series: Series) -> html.P | None:
    words = method_words(series)
    return html.P(words, className="small") if words else None


def trend_reason(series: Series) -> html.P | None:
    """Return why there is no arrow, where no comparison says so."""
    if series.trend.comparisons or not series.trend.reason:
        return None
    return html.P(f"Trend: {series.trend.reason}", className="small")


def _named_tag(name: str, tag: html.Span) -> html.Div:
    return html.Div([html.Span(name, className="nav-name"), tag])


def _comparison_text(comparison: Comparison) -> str:
    """Return the sentence of a comparison, with the reason where it is refused."""
    return (
        comparison.words
        if comparison.is_allowed or comparison.reason in comparison.words
        else f"{comparison.words} {comparison.reason}"
    )
