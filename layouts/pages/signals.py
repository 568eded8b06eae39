"""The page of signals: variation by assurance, what has no chart, and what changed since."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.judging.control import control_sentence
from dashboard.model.meeting import OpenException
from dashboard.model.panel import Overview, Panel, Series
from dashboard.model.selection import Selection
from dashboard.model.urls import Urls
from dashboard.panels.changes import FIRST, NEWS_WORDS, News, news_count
from dashboard.panels.signals import (
    ASSURANCE_WORDS,
    VARIATION_WORDS,
    SignalledSeries,
    Signals,
    UnchartedSeries,
)
from dashboard.text.format import day_words, in_period, joined, sentence_case
from layouts.pages.overview import judged_as_at, overview_title
from layouts.sections.exceptions import exception_list
from layouts.ui.components import Child, page_head, section
from layouts.ui.icons import variation_icon
from layouts.ui.series_links import series_address
from layouts.ui.tables import Row, table
from layouts.ui.tags import trend_tag

TITLE = "Signals"
CAPTION = "Measures by variation and assurance"
UNCHARTED_COLUMNS = ("Measure", "Latest", "Why it has no place", "Trend")
# So many changes of a kind are open; the rest are folded away.
FIRST_NEWS = 6
_METHOD = (
    "Variation says whether a change is more than the usual ups and downs; assurance, whether "
    "the measure can be expected to reach its target as things are. Both come from its control "
    "chart (XmR), which needs 13 points whose periods do not overlap."
)


def signals_page(
    signals: Signals,
    overview: Overview,
    selection: Selection,
    exceptions: Sequence[OpenException] = (),
) -> list[Component]:
    """Render the headline, the matrix, what changed, the exceptions, what has no chart."""
    return [
        page_head(TITLE, meta=overview_title(overview)),
        html.P(signals.headline, className="headline"),
        judged_as_at(overview, selection),
        section("Variation by assurance", *_matrix_part(signals, selection), anchor="matrix"),
        section("What changed since the last report", *_changes(signals, selection), anchor="new"),
        exception_list(exceptions, selection),
        section(
            "Not judged by a control chart", *_uncharted_part(signals, selection), anchor="apart"
        ),
    ]


def _matrix_part(signals: Signals, selection: Selection) -> list[Child]:
    file = html.A(
        "Download every measure of this page (CSV)",
        href=Urls.file(Urls.SIGNALS_CSV, vars(selection)),
    )
    if not signals.signs:
        return [
            html.P("No measure of this plan has a control chart yet, so the matrix is empty."),
            html.P(_METHOD, className="note"),
            html.P(file),
        ]
    return [html.P(_METHOD, className="note"), _matrix(signals, selection), html.P(file)]


def _matrix(signals: Signals, selection: Selection) -> html.Table:
    rows = [
        Row(
            [
                VARIATION_WORDS[variation],
                *(
                    _signs(words, signals.cell(variation, assurance), selection)
                    for assurance, words in ASSURANCE_WORDS.items()
                ),
            ],
            f"variation-{variation}",
        )
        for variation in signals.rows
    ]
    columns = ("Variation", *ASSURANCE_WORDS.values())
    return table(CAPTION, columns, rows, look="matrix", is_stacked=True)


def _signs(name: str, signs: Sequence[SignalledSeries], selection: Selection) -> Any:
    if not signs:
        return html.Td("None", className="empty", role="cell", **{"data-label": name})
    items = [_item(sign, selection) for sign in signs]
    return [html.Strong(str(len(signs)), className="count-of"), html.Ul(items, className="bare")]


def _item(sign: SignalledSeries, selection: Selection) -> html.Li:
    """Render a measure in its cell; where it signals a change, with the rule that it met."""
    series, chart = sign.series, sign.series.chart
    latest = html.Span(_latest(series), className="small")
    link = _series_link(sign.panel, series, selection)
    if chart is None or sign.variation == "common_cause":
        return html.Li([link, latest])
    rule = sentence_case(control_sentence(sign.panel.measure, chart))
    return html.Li([link, latest, variation_icon(chart.analysis, rule)])


def _series_link(panel: Panel, series: Series, selection: Selection) -> html.A:
    label = f" – {series.label}" if series.label else ""
    words = f"{panel.measure.short_title}{label}"
    return html.A(words, href=series_address(panel, series, selection))


def _latest(series: Series) -> str:
    latest = series.latest
    if latest is not None and latest.has_number:
        return f"{series.value_words} {in_period(latest)}"
    return ", ".join(filter(None, (series.value_words, series.period_words)))


def _changes(signals: Signals, selection: Selection) -> list[Child]:
    if signals.before is None:
        return [html.P("No earlier report is loaded.")]
    day = day_words(signals.before)
    if not signals.news:
        return [html.P(f"Nothing is new since the report of {day}.")]
    content: list[Child] = [html.P(f"Against the report of {day}, as it was known on that day.")]
    missing = []
    for code, words in NEWS_WORDS.items():
        news_of_kind = [news for news in signals.news if news.code == code]
        content += _kind(code, news_of_kind, selection) if news_of_kind else []
        missing += [] if news_of_kind else [words.lower()]
    return [*content, html.P(f"Nothing to tell under: {joined(missing)}.") if missing else None]


def _kind(code: str, news_of_kind: Sequence[News], selection: Selection) -> list[Child]:
    """Render one kind of change; first figures, without a status before, are all collapsed."""
    items = [_news(news, selection) for news in news_of_kind]
    shown = 0 if code == FIRST else FIRST_NEWS
    first, rest = items[:shown], items[shown:]
    more = f"{len(rest)} more" if first else _first_figures_text(len(rest))
    count = news_count(news_of_kind, code)
    where = f" in {len(news_of_kind)} series" if count > len(news_of_kind) > 1 else ""
    return [
        html.H3(f"{NEWS_WORDS[code]}: {count}{where}"),
        html.Ul(first, className="changes") if first else None,
        _folded(more, rest) if rest else None,
    ]


def _first_figures_text(count: int) -> str:
    figures = "1 figure" if count == 1 else f"{count} figures"
    return f"{figures} of what had none in that report"


def _folded(summary: str, items: Sequence[html.Li]) -> html.Details:
    content = [html.Summary(summary), html.Ul(list(items), className="changes")]
    return html.Details(content, className="folded")


def _news(news: News, selection: Selection) -> html.Li:
    news_text = html.Span(news.words, className="turn")
    if news.series is None:
        href = selection.to("measure", measure=news.panel.measure.measure_id)
        return html.Li([html.A(news.panel.measure.short_title, href=href), news_text])
    link = _series_link(news.panel, news.series, selection)
    if not news.parts:
        return html.Li([link, news_text])
    return html.Li([link, _folded(news.words, [html.Li(part) for part in news.parts])])


def _uncharted_part(signals: Signals, selection: Selection) -> list[Child]:
    if not signals.uncharted:
        return [html.P("Every measure with a figure is in the matrix.")]
    rows = [
        (
            _series_link(uncharted.panel, uncharted.series, selection),
            _latest(uncharted.series),
            uncharted.reason,
            _trend(uncharted),
        )
        for uncharted in signals.uncharted
    ]
    return [
        table(
            "Measures that have no place in the matrix",
            UNCHARTED_COLUMNS,
            rows,
            look="matrix apart-from-it",
            is_stacked=True,
        )
    ]


def _trend(uncharted: UnchartedSeries) -> Any:
    """Render the short-series trend with its basis; else why there is none, if not said already."""
    trend = uncharted.series.trend
    if uncharted.series.latest is None:
        return "No figure to compare"
    chosen = trend.chosen
    # Why a change counts for little is said in full.
    is_short = chosen is not None and chosen.moved and trend.judgement != "little_change"
    words = f"{chosen.moved} from {chosen.since}" if chosen and is_short else uncharted.trend_reason
    return [trend_tag(trend), html.Span(words, className="small") if words else None]
