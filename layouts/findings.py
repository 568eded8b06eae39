"""What a series says, in words: tags, gap, every comparison, notes."""

from collections.abc import Sequence

from dash import html

from dashboard.shapes import Comparison, Series
from layouts.parts import definition_list
from layouts.tags import status_tag, trend_tag

_AGAINST = {
    "last_year": "Against the year before",
    "previous": "Against the period before",
    "baseline": "Against the baseline",
    "earlier": "An earlier pair",
}


def finding(series: Series) -> html.Div:
    """Draw status and trend of a series with the sentences behind them."""
    is_provisional = bool(series.latest and series.latest.is_provisional)
    return html.Div(
        [
            html.Div(
                [
                    _named_tag("Status", status_tag(series.status, is_provisional)),
                    _named_tag("Trend", trend_tag(series.trend)),
                ],
                className="tags",
            ),
            definition_list(
                [
                    ("Latest", _latest(series)),
                    ("Target", series.target_words),
                    ("Baseline", series.baseline_words),
                    ("Gap", series.status.gap_words or series.status.reason),
                    *[(_AGAINST.get(c.against, c.against), _told(c)) for c in _compared(series)],
                ]
            ),
            trend_reason(series),
        ],
        className="finding",
    )


def trend_reason(series: Series) -> html.P | None:
    """Say why there is no arrow, where no comparison has said so already."""
    if series.trend.comparisons or not series.trend.reason:
        return None
    return html.P(f"Trend: {series.trend.reason}", className="small")


def comparison_items(comparisons: Sequence[Comparison]) -> html.Ul:
    """Draw every comparison with both of its windows."""
    items = [
        html.Li([html.Strong(f"{_AGAINST.get(one.against, one.against)}: "), _told(one)])
        for one in comparisons
    ]
    return html.Ul(items, className="comparisons")


def _named_tag(name: str, tag: html.Span) -> html.Div:
    return html.Div([html.Span(name, className="nav-name"), tag])


def _compared(series: Series) -> Sequence[Comparison]:
    return series.trend.comparisons


def _told(one: Comparison) -> str:
    """Give the sentence of a comparison, with the reason where it is refused."""
    return one.words if one.is_allowed or one.reason in one.words else f"{one.words} {one.reason}"


def _latest(series: Series) -> str:
    return ", ".join(words for words in (series.value_words, series.period_words) if words)
