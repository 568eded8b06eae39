"""Measures of an overview as a list: a row each, with its parts folded under it."""

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboard.judging.control import assurance_of, is_refuted
from dashboard.judging.control_text import assurance_words, variation_words
from dashboard.model.panel import Panel, Series
from dashboard.model.same import Same
from dashboard.model.selection import Selection, address
from dashboard.panels.briefs import WHOLE
from dashboard.panels.panel import row_series
from dashboard.stats.spc import FAIL, INCONSISTENT, PASS
from dashboard.text.format import short_goal, target_noun
from layouts.charts.svg.mini.figures import compared_targets
from layouts.charts.svg.mini.picture import mini, mini_words
from layouts.sections.overview.measure_tiles import CACHED_MEASURES, svg, tags
from layouts.sections.overview.tile_words import fitting_line, part_gaps, short_period, value_words
from layouts.ui.components import aria
from layouts.ui.icons import assurance_icon, variation_icon
from layouts.ui.overview_measures import Attributes, MeasuresView, ShownMeasure, headings
from layouts.ui.series_links import series_address
from layouts.ui.static_html import ATTRIBUTE, html_of, written

COLUMNS: Final = ("Measure", "Now", "Target", "Distance", "Status and trend", "Usual", "Outlook")
# The order in which the head of a column puts the rows.
_SORTS: Final = {"Measure": "name", "Distance": "gap", "Status and trend": "", "Usual": "moved"}
_VARIATIONS: Final = {
    "improved": "Improving",
    "worsened": "Getting worse",
    "rose": "Rising",
    "fell": "Falling",
    "little_change": "As usual",
}
_ASSURANCES: Final = {PASS: "Meets it", FAIL: "Misses it", INCONSISTENT: "By chance"}
_DISTANCE_ROOM: Final = 132


def measure_list(view: MeasuresView) -> html.Table:
    """Render every measure as a row, with headings of each group, of which one is shown."""
    attributes = {"hidden": view.selection.view != "list", **aria(labelledby="measures-heading")}
    head = html.Thead(html.Tr([_head(name, view) for name in COLUMNS]))
    return html.Table([head, *_bodies(view)], className="measure-list", id="list", **attributes)


def _head(name: str, view: MeasuresView) -> html.Th:
    if name not in _SORTS:
        return html.Th(name, scope="col")
    sort = _SORTS[name]
    is_chosen = view.selection.sort == sort
    href = address(view.without(sort=sort))
    data: dict[str, Any] = {"data-set": f"sort={sort}"}
    order = aria(sort="ascending" if is_chosen else False)
    return html.Th(html.A(name, href=href, **data), scope="col", **order)


def _bodies(view: MeasuresView) -> Iterator[Component]:
    """Yield the rows, where they are grouped each group's under its heading."""
    chosen = view.selection.group
    left = {each.panel.measure.measure_id: each for each in view.measures}
    for group in ("signal", "theme"):
        for value, words in headings(view, group).items():
            own = [e for e in view.measures if e.values[group] == value] if group == chosen else []
            fitting = [each for each in own if each.fits(view.selection)]
            yield _heading(group, value, words, is_hidden=not fitting)
            yield from (_body(left.pop(e.panel.measure.measure_id), view) for e in own)
    yield from (_body(each, view) for each in left.values())


@cache
def _heading(group: str, value: str, words: str, *, is_hidden: bool) -> Component:
    data: dict[str, Any] = {"data-heading": group, "data-value": value}
    cell = html.Th(words, scope="colgroup", colSpan=str(len(COLUMNS)))
    return written(html.Tbody(html.Tr(cell), className="list-heading", hidden=is_hidden, **data))


def _body(shown: ShownMeasure, view: MeasuresView) -> Component:
    is_hidden = not shown.fits(view.selection)
    of = (Same(shown.panel), Same(shown.series), view.place)
    return _body_element(*of, is_hidden=is_hidden, attributes=shown.attributes)


@lru_cache(maxsize=CACHED_MEASURES)
def _body_element(
    of: Same[Panel],
    shown: Same[Series],
    place: Selection,
    *,
    is_hidden: bool,
    attributes: Attributes,
) -> Component:
    rows = {ATTRIBUTE: _body_html(of, shown, place)}
    return written(html.Tbody(hidden=is_hidden, **rows, **dict(attributes)))


@lru_cache(maxsize=CACHED_MEASURES)
def _body_html(of: Same[Panel], shown: Same[Series], place: Selection) -> str:
    panel, series = of.value, shown.value
    href = series_address(panel, series, place)
    name = panel.measure.short_title
    more = html.Button(
        html.Span(f"Parts and source of {name}", className="visually-hidden"),
        type="button",
        className="open-row",
        **aria(expanded="false"),
    )
    picture = mini(panel.measure, series)
    targets = compared_targets(panel.measure, series)
    noun = target_noun(panel.measure.better, *targets[-1:])
    row = html.Tr(
        [
            html.Th([more, html.A(name, href=href)], scope="row"),
            html.Td(
                [
                    html.Strong(value_words(panel, series)),
                    html.Span(short_period(series.latest), className="small"),
                ],
                className="now",
            ),
            html.Td(
                [
                    html.Span(f"{noun.title()} ", className="head-word"),
                    short_goal(targets[-1], panel.measure.unit),
                ]
                if targets
                else "–",
                className="goal" if targets else "goal is-empty",
            ),
            html.Td(
                [
                    svg(picture, "mini-place") if picture else None,
                    html.Span(_distance(panel, series)),
                ],
                className="distance",
            ),
            html.Td(html.Div(tags(panel, series), className="tags"), className="judged"),
            *_signals(series),
        ]
    )
    rest = html.Td(_rest(panel, series, place), colSpan=str(len(COLUMNS)))
    return html_of(row, html.Tr(rest, className="row-parts", hidden=True))


def _distance(panel: Panel, series: Series) -> str:
    """Return the gap without its period, which stands beside the value."""
    return fitting_line(part_gaps(panel, series), _DISTANCE_ROOM)


def _signals(series: Series) -> Iterable[html.Td]:
    chart = series.chart
    if chart is None or not chart.is_enough:
        return (html.Td("–", className="is-empty"), html.Td("–", className="is-empty"))
    usual = variation_icon(chart.analysis, _VARIATIONS.get(series.trend.judgement, "–"))
    assurance = assurance_of(series)
    words = "Can’t say" if is_refuted(series) else _ASSURANCES.get(assurance or "", "")
    outlook = assurance_icon(chart.analysis, assurance, words)
    is_without = None if outlook else "is-empty"
    return (html.Td(usual), html.Td(outlook or "–", className=is_without))


def _rest(panel: Panel, series: Series, place: Selection) -> list[Component]:
    """Render what the row has no room for: its parts, how it varies, where its figures are from."""
    parts = [
        html.Li(
            [
                html.A(each.label or WHOLE, href=series_address(panel, each, place)),
                f": {each.value_words}, {each.period_words}. {each.status.word}.",
                *(f" {words}." for words in each.due_words),
            ]
        )
        for each in row_series(panel)
    ]
    latest = series.latest
    counts = (
        f"{latest.numerator:g} of {latest.denominator:g}"
        if latest and latest.numerator is not None and latest.denominator
        else ""
    )
    source = panel.sources.get(latest.source_document, "") if latest else ""
    sentences = (
        mini_words(panel.measure, series).removesuffix("."),
        counts,
        variation_words(panel.measure, series),
        assurance_words(panel.measure, series),
        f"Source: {source}" if source else "",
    )
    words = ". ".join(filter(None, sentences))
    return [
        html.Ul(parts, className="bare"),
        html.P(f"{words}." if words else "", className="small"),
    ]
