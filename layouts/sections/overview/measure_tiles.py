"""Measures of an overview as tiles: the key ones larger, with a chart; the others with a mini."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboard.model.panel import Panel, Series
from dashboard.model.same import Same
from dashboard.model.selection import Selection
from dashboard.text.font_metrics import lines_of, words_width
from layouts.charts.svg.mini.picture import key_chart, mini, mini_words
from layouts.sections.meetings.slides import add_link
from layouts.sections.overview.tile_words import (
    SILENT_TRENDS,
    SIZE,
    brief_words,
    gap_line,
    gap_lines,
    name_words,
    value_words,
)
from layouts.ui.components import aria
from layouts.ui.icons import icon
from layouts.ui.overview_measures import (
    BY_PRIORITY,
    FOLD_ABOVE,
    FOLDED_TO,
    Attributes,
    MeasuresView,
    ShownMeasure,
    headings,
)
from layouts.ui.palette import TAG_COLOURS
from layouts.ui.series_links import series_address
from layouts.ui.static_html import ATTRIBUTE, html_of, written
from layouts.ui.tags import STATUS_STYLE, status_tag, trend_tag

# Tiles and rows that are kept as HTML, from one page and data version to the next.
CACHED_MEASURES: Final = 1024
_KEY_ROOM: Final = 262
_KEY_VALUE_SIZE: Final = 36
_KEY_GAP: Final = 10


def key_tiles(view: MeasuresView) -> html.Ul:
    """Render the key measures."""
    tiles = [_key_tile(each, view) for each in view.keys]
    return html.Ul(tiles, className="key-tiles")


def measure_tiles(view: MeasuresView) -> html.Ul:
    """Render the other measures, those that are folded or filtered out hidden."""
    shown = {each.panel.measure.measure_id for each in unfolded(view)}
    tiles = {
        each.panel.measure.measure_id: _tile(
            each, view, is_hidden=each.panel.measure.measure_id not in shown
        )
        for each in view.others
    }
    return html.Ul(list(_with_headings(view, tiles, shown)), className="tiles", id="tiles")


def unfolded(view: MeasuresView) -> tuple[ShownMeasure, ...]:
    """Return the other measures that are shown at first."""
    fitting = tuple(each for each in view.others if each.fits(view.selection))
    is_folded = len(fitting) > FOLD_ABOVE and not view.selection.all
    return fitting[:FOLDED_TO] if is_folded else fitting


def tags(panel: Panel, series: Series) -> list[html.Span]:
    """Render status and trend of a tile: one tag where the second would repeat the first."""
    shown = [status_tag(panel.status)]
    if series.trend.judgement not in SILENT_TRENDS:
        shown.append(trend_tag(series.trend, is_neutral=panel.status.code == "no_target"))
    return shown


def svg(picture: str, look: str) -> html.Span:
    """Render a drawing that the words beside it say too."""
    attributes: dict[str, Any] = {ATTRIBUTE: picture, **aria(hidden="true")}
    return html.Span(className=look, **attributes)


def edge(panel: Panel) -> str:
    """Return the class of the edge of a tile: the colours of its status."""
    return f"edge-{STATUS_STYLE[panel.status.code][1]}"


def _with_headings(
    view: MeasuresView, tiles: dict[str, Component], shown: set[str]
) -> Iterable[Component]:
    """Yield the tiles, in the plan's order each priority's under its name."""
    selection = view.selection
    by_plan = selection.sort == "plan"
    left = dict(tiles)
    for value, words in headings(view, BY_PRIORITY).items():
        own = [
            each.panel.measure.measure_id
            for each in view.others
            if str(each.priorities[0]) == value
        ]
        is_hidden = not (by_plan and any(name in shown for name in own))
        attributes: dict[str, Any] = {"data-heading": "priority", "data-value": value}
        href = selection.to("priority", framework=selection.framework, priority_number=int(value))
        heading = html.H3(html.A(words, href=href))
        yield html.Li(heading, className="tiles-heading", hidden=is_hidden, **attributes)
        if by_plan:
            yield from (left.pop(name) for name in own)
    yield from left.values()


def _key_tile(shown: ShownMeasure, view: MeasuresView) -> Component:
    is_hidden = not shown.fits(view.selection)
    of = (Same(shown.panel), Same(shown.series), view.place)
    return _key_tile_element(
        *of, is_hidden=is_hidden, attributes=shown.attributes, draft=view.draft
    )


@lru_cache(maxsize=CACHED_MEASURES)
def _key_tile_element(
    of: Same[Panel],
    shown: Same[Series],
    place: Selection,
    *,
    is_hidden: bool,
    attributes: Attributes,
    draft: str,
) -> Component:
    article = html.Article(**{ATTRIBUTE: _key_tile_html(of, shown, place)})
    look = f"key-tile {edge(of.value)}"
    return _list_item(
        article, of.value, draft, className=look, hidden=is_hidden, **dict(attributes)
    )


@lru_cache(maxsize=CACHED_MEASURES)
def _key_tile_html(of: Same[Panel], shown: Same[Series], place: Selection) -> str:
    panel, series = of.value, shown.value
    value = value_words(panel, series)
    room = _KEY_ROOM - _KEY_GAP - words_width(value, _KEY_VALUE_SIZE, is_bold=True)
    lines = tuple(gap_lines(panel, series))
    gap = next((words for words in lines if lines_of(words, SIZE, room) <= 2), lines[-1])
    return html_of(
        html.H3(_link(panel, series, place, name_words(panel.measure, _KEY_ROOM - 12, 1))),
        html.Div(
            [html.P(value, className="value"), html.P(gap, className="gap")], className="tile-value"
        ),
        html.Div(tags(panel, series), className="tags"),
        _brief(panel, series),
        svg(key_chart(panel.measure, series), "key-chart"),
        _in_words(panel, series),
    )


def _tile(shown: ShownMeasure, view: MeasuresView, *, is_hidden: bool) -> Component:
    of = (Same(shown.panel), Same(shown.series), view.place)
    return _tile_element(*of, is_hidden=is_hidden, attributes=shown.attributes, draft=view.draft)


@lru_cache(maxsize=CACHED_MEASURES)
def _tile_element(
    of: Same[Panel],
    shown: Same[Series],
    place: Selection,
    *,
    is_hidden: bool,
    attributes: Attributes,
    draft: str,
) -> Component:
    article = html.Article(**{ATTRIBUTE: _tile_html(of, shown, place)})
    look = f"tile {edge(of.value)}"
    return _list_item(
        article, of.value, draft, className=look, hidden=is_hidden, **dict(attributes)
    )


def _list_item(article: html.Article, panel: Panel, draft: str, **attributes: Any) -> Component:
    """Render a tile, with the link by which whoever makes packs adds its measure to slides."""
    content = [article, add_link(panel, draft)] if draft else [article]
    return written(html.Li(content, **attributes))


@lru_cache(maxsize=CACHED_MEASURES)
def _tile_html(of: Same[Panel], shown: Same[Series], place: Selection) -> str:
    panel, series = of.value, shown.value
    picture = mini(panel.measure, series)
    return html_of(
        html.H3(_link(panel, series, place, name_words(panel.measure))),
        html.Div(
            [
                html.P(value_words(panel, series), className="value"),
                svg(picture, "mini-place") if picture else None,
            ],
            className="tile-value",
        ),
        html.Div(tags(panel, series), className="tags"),
        html.P(gap_line(panel, series), className="gap"),
        _brief(panel, series),
        _in_words(panel, series),
    )


def _brief(panel: Panel, series: Series) -> html.P:
    """Render the line that stands on a phone in place of tags and gap."""
    shape, pair = STATUS_STYLE[panel.status.code]
    words = brief_words(panel, series)
    return html.P(
        [icon(shape, TAG_COLOURS[pair].ink, alt=f"{panel.status.word}:"), " ", words],
        className=f"brief ink-{pair}",
    )


def _link(panel: Panel, series: Series, place: Selection, words: str) -> html.A:
    return html.A(words, href=series_address(panel, series, place))


def _in_words(panel: Panel, series: Series) -> html.P | None:
    words = mini_words(panel.measure, series)
    return html.P(words, className="visually-hidden") if words else None
