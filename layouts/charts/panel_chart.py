"""The picture of a measure in a panel, chosen by what its figures can show."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final, TypeAlias

from dash import html
from dash.development.base_component import Component

from dashboard.comparison.chosen import Offer, build_offers, chosen_lines
from dashboard.model.panel import Measure, Panel, Series
from dashboard.model.selection import Selection
from dashboard.panels.briefs import PanelView, part_words
from dashboard.text.format import joined, target_noun, target_words
from layouts.charts.live import live_picture
from layouts.charts.picture import picture, readout
from layouts.charts.spec.baselines import is_compared
from layouts.charts.spec.compact import compact_height, compact_plot
from layouts.charts.spec.plot import Plot, build_plot, picture_height
from layouts.charts.spec.projection import alt_with_projection, without_pace
from layouts.charts.svg.mini.figures import BULLET, NONE, RANGE, mini_kind
from layouts.charts.svg.mini.picture import mini
from layouts.ui.static_html import ATTRIBUTE

Days: TypeAlias = tuple[date, date]
# The id of what explains the keys of every chart of a page.
KEYS: Final = "chart-keys"
# More parts than these do not fit.
_MOST_PARTS: Final = 4
_ALT: Final = 220
# Left of the plots that share an axis, so that their days stand under each other.
_SHARED_LEFT: Final = 64


def panel_chart(
    panel: Panel,
    view: PanelView,
    link: str,
    selection: Selection,
    *,
    is_large: bool = False,
    days: Days | None = None,
) -> list[Component]:
    """Render the picture of a view and the line under it, in which it is read out.

    `days` are the ends of the axis that it shares with others.
    """
    shown = since(view.shown, selection.since)
    if not view.has_figure:
        return [_reason(panel.measure, view), _idle()]
    if len(view.series) > 1:
        return [_parts(panel.measure, view), _idle(_left_out(view))]
    if _is_bar(shown):
        return [_bar(panel.measure, shown), _idle()]
    plot = _plot(panel, view, selection)
    if days:
        time = replace(plot.time, start=days[0], end=days[1])
        left = max(plot.margins.left, _SHARED_LEFT)
        plot = replace(plot, time=time, margins=replace(plot.margins, left=left))
    if not is_large:
        plot = compact_plot(plot, shown)
    height = picture_height(plot) if is_large else compact_height(plot)
    drawing = live_picture(plot, height)
    return [picture(panel, shown, plot, drawing, link=link, hint=KEYS), readout(plot)]


def shared_days(drawn: Iterable[tuple[Panel, PanelView]], selection: Selection) -> Days | None:
    """Return the ends of one axis for several pictures; None where fewer than two have one."""
    axes = [
        _plot(panel, view, selection).time
        for panel, view in drawn
        if view.has_figure and len(view.series) == 1 and not _is_bar(view.shown)
    ]
    if len(axes) < 2:
        return None
    return min(axis.start for axis in axes), max(axis.end for axis in axes)


def offers_of(panel: Panel, view: PanelView) -> tuple[Offer, ...]:
    """Return the lines that a picture can be set beside; none for parts, which have no line."""
    is_line = len(view.series) == 1 and view.has_figure and not _is_bar(view.shown)
    offers = build_offers(panel.measure, view.shown) if is_line else ()
    return tuple(offer for offer in offers if not offer.reason)


def _plot(panel: Panel, view: PanelView, selection: Selection) -> Plot:
    series = since(view.shown, selection.since)
    offers = build_offers(panel.measure, view.shown) if selection.compare else ()
    lines = chosen_lines(offers, selection.compare)
    return build_plot(
        panel,
        without_pace(replace(series, benchmarks=lines)),
        benchmarks=bool(lines),
        span=(selection.since or date.min, date.max),
        is_fitted=selection.axis == "fit",
    )


def since(series: Series, day: date | None) -> Series:
    """Return a series with its points from a day on; with all where none would be left."""
    left = [
        (point, words)
        for point, words in zip(series.points, series.cursor, strict=True)
        if day is None or (point.period_end or date.max) >= day
    ]
    if not left or len(left) == len(series.points):
        return series
    points, cursor = zip(*left, strict=True)
    return replace(series, points=points, cursor=cursor, baselines=())


def _is_bar(series: Series) -> bool:
    """Return whether a series has one figure, with nothing earlier that it is compared with."""
    is_alone = mini_kind(series) == BULLET and len(series.points) == 1
    is_from_baseline = any(is_compared(series, baseline) for baseline in series.baselines)
    return mini_kind(series) == RANGE or (is_alone and not is_from_baseline)


def _idle(words: str = "") -> html.P:
    return html.P(words, className="chart-readout")


def _left_out(view: PanelView) -> str:
    rest = len(view.series) - _MOST_PARTS
    return f"{rest} more on the page of the measure" if rest > 0 else ""


def _reason(measure: Measure, view: PanelView) -> html.Div:
    """Render why there is no picture, in a box of its size."""
    shown = view.shown
    noun = target_noun(measure.better, *shown.shown_targets)
    target = html.P(f"{noun.title()} {shown.target_words}") if shown.target_words else None
    return html.Div([html.P(shown.status.reason), target], className="no-picture")


def _bar(measure: Measure, series: Series) -> html.Div:
    """Render one figure as a bar; its value stands in the panel's head."""
    if not mini(measure, series):
        words = "One figure, with nothing to compare it with yet."
        return html.Div(html.P(words), className="no-picture")
    row = _row(measure, series, "", is_alone=True)
    return _named_image([row], alt_with_projection(series))


def _parts(measure: Measure, view: PanelView) -> html.Div:
    """Render a row for each part: its name, value and target, and its smallest picture."""
    rows = [_row(measure, each, part_words(each)) for each in view.series[:_MOST_PARTS]]
    part_texts = [
        f"{part_words(each)}: {each.value_words}, {each.status.word.lower()}"
        for each in view.series
    ]
    return _named_image(rows, "; ".join(part_texts))


def _row(measure: Measure, series: Series, name: str, *, is_alone: bool = False) -> html.Div:
    goals = [target_words(target, measure.unit) for target in series.shown_targets]
    noun = target_noun(measure.better, *series.shown_targets)
    target = f"{noun} {joined(goals)}" if goals else ""
    value = None if is_alone else html.B(series.value_words)
    drawn = mini(measure, series) if mini_kind(series) != NONE else ""
    return html.Div(
        [
            html.Span(name, className="part-name"),
            html.Span([value, " " if value else None, target], className="part-value"),
            html.Div(className="part-mini", **{ATTRIBUTE: drawn}),
        ],
        className="part-row",
    )


def _named_image(rows: list[html.Div], alt: str) -> html.Div:
    words = alt if len(alt) <= _ALT else f"{alt[: _ALT - 1]}…"
    inner = html.Div(rows, **{"aria-hidden": "true"})
    return html.Div(inner, className="part-rows", role="img", **{"aria-label": words})
