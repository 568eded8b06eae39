"""The page of signals: variation by assurance, what has no chart, and what changed since."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.addresses import Selection
from dashboard.control import control_sentence
from dashboard.shapes import Overview, Panel, Series
from dashboard.signals import ASSURANCE_WORDS, VARIATION_WORDS, Sign, Signals, Uncharted
from dashboard.since_report import NEWS_WORDS, News
from dashboard.wording import day_words, joined, sentence_case
from layouts.icons import variation_icon
from layouts.overview import judged_as_at, overview_title
from layouts.parts import Child, page_head, plain_table, section
from layouts.series_links import series_address
from layouts.tags import trend_tag

TITLE = "Signals"
CAPTION = "Measures by variation and assurance"
# Of each kind of change, so many stand open; the rest are folded away.
FIRST_NEWS = 6
_METHOD = (
    "Variation says whether a change is more than the usual ups and downs; assurance, whether "
    "the measure can be expected to reach its target as things are. Both come from its control "
    "chart (XmR), which needs 13 points whose periods do not overlap."
)


def signals_page(signals: Signals, overview: Overview, selection: Selection) -> list[Component]:
    """Draw the headline, what changed since the report before, the matrix and what is not in it."""
    return [
        page_head(TITLE, eyebrow=overview_title(overview)),
        html.P(signals.headline, className="headline"),
        judged_as_at(overview, selection),
        section("Variation by assurance", *_matrix_part(signals, selection), anchor="matrix"),
        section("What changed since the last report", *_changes(signals, selection), anchor="new"),
        section("Not judged by a control chart", *_apart(signals, selection), anchor="apart"),
    ]


def signals_csv_address(selection: Selection) -> str:
    """Give the address of the CSV file of the matrix and of what is not in it."""
    return selection.to("signals").replace("/signals", "/download/signals.csv", 1)


def _matrix_part(signals: Signals, selection: Selection) -> list[Child]:
    file = html.A("Download the matrix (CSV)", href=signals_csv_address(selection))
    if not signals.signs:
        return [
            html.P("No measure of this plan has a control chart yet, so the matrix is empty."),
            html.P(_METHOD, className="note"),
            html.P(file),
        ]
    return [html.P(_METHOD, className="note"), _matrix(signals, selection), html.P(file)]


def _matrix(signals: Signals, selection: Selection) -> html.Table:
    """Draw the matrix; roles are spelt out because a phone shows its rows as lists."""
    names = ("Variation", *ASSURANCE_WORDS.values())
    head = [html.Th(name, scope="col", role="columnheader") for name in names]
    body = [_row(signals, variation, selection) for variation in signals.rows]
    return html.Table(
        [
            html.Caption(CAPTION),
            html.Thead(html.Tr(head, role="row"), role="rowgroup"),
            html.Tbody(body, role="rowgroup"),
        ],
        className="matrix",
        role="table",
    )


def _row(signals: Signals, variation: str, selection: Selection) -> html.Tr:
    heading = html.Th(VARIATION_WORDS[variation], scope="row", role="rowheader")
    cells = [
        _cell(words, signals.cell(variation, assurance), selection)
        for assurance, words in ASSURANCE_WORDS.items()
    ]
    return html.Tr([heading, *cells], role="row", className=f"variation-{variation}")


def _cell(name: str, signs: Sequence[Sign], selection: Selection) -> html.Td:
    labelled: dict[str, Any] = {"role": "cell", "data-label": name}
    if not signs:
        return html.Td("None", className="empty", **labelled)
    items = [_item(sign, selection) for sign in signs]
    count = html.Strong(str(len(signs)), className="count-of")
    return html.Td([count, html.Ul(items, className="bare")], **labelled)


def _item(sign: Sign, selection: Selection) -> html.Li:
    """Draw a measure in its cell; where it signals a change, with the rule that it met."""
    series, chart = sign.series, sign.series.chart
    told = html.Span(_latest(series), className="small")
    link = _series_link(sign.panel, series, selection)
    if chart is None or sign.variation == "common_cause":
        return html.Li([link, told])
    rule = sentence_case(control_sentence(sign.panel.measure, chart))
    return html.Li([link, told, variation_icon(chart.analysis, rule)])


def _series_link(panel: Panel, series: Series, selection: Selection) -> html.A:
    label = f" – {series.label}" if series.label else ""
    words = f"{panel.measure.short_title}{label}"
    return html.A(words, href=series_address(panel, series, selection))


def _latest(series: Series) -> str:
    period = f" ({series.period_words})" if series.period_words else ""
    return f"{series.value_words}{period}"


def _changes(signals: Signals, selection: Selection) -> list[Child]:
    if signals.before is None:
        return [html.P("No earlier report is loaded.")]
    day = day_words(signals.before)
    if not signals.news:
        return [html.P(f"Nothing is new since the report of {day}.")]
    drawn: list[Child] = [html.P(f"Against the report of {day}, as it was known on that day.")]
    missing = []
    for code, words in NEWS_WORDS.items():
        found = [news for news in signals.news if news.code == code]
        drawn += _kind(words, found, selection) if found else []
        missing += [] if found else [words.lower()]
    return [*drawn, html.P(f"Nothing is new under: {joined(missing)}.") if missing else None]


def _kind(words: str, found: Sequence[News], selection: Selection) -> list[Child]:
    items = [_news(one, selection) for one in found]
    first, rest = items[:FIRST_NEWS], items[FIRST_NEWS:]
    folded = [html.Summary(f"{len(rest)} more"), html.Ul(rest, className="changes")]
    return [
        html.H3(f"{words}: {len(found)}"),
        html.Ul(first, className="changes"),
        html.Details(folded, className="folded") if rest else None,
    ]


def _news(news: News, selection: Selection) -> html.Li:
    panel = news.panel
    if news.series is None:
        href = selection.to("measure", measure=panel.measure.measure_id)
        return html.Li([html.A(panel.measure.short_title, href=href), f": {news.words}"])
    link = _series_link(panel, news.series, selection)
    if not news.parts:
        return html.Li([link, f": {news.words}"])
    told = [html.Summary(news.words), html.Ul([html.Li(part) for part in news.parts])]
    return html.Li([link, html.Details(told, className="folded")])


def _apart(signals: Signals, selection: Selection) -> list[Child]:
    if not signals.uncharted:
        return [html.P("Every measure with a figure is in the matrix.")]
    rows = [_apart_row(one, selection) for one in signals.uncharted]
    columns = ("Measure", "Latest", "Why not", "Trend by the short-series rule")
    return [plain_table("Measures that have no place in the matrix", columns, rows)]


def _apart_row(one: Uncharted, selection: Selection) -> list[Any]:
    series = one.series
    reason = html.Span(series.trend.reason, className="small")
    return [
        _series_link(one.panel, series, selection),
        _latest(series),
        one.reason,
        [trend_tag(series.trend), reason] if series.latest else "No figure to compare",
    ]
