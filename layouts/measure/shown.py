"""What of a series its chart shows: the period that was chosen, with limits or without them."""

from dataclasses import replace
from datetime import date

from dashboard.comparison.chosen import build_offers, chosen_lines, part_lines
from dashboard.model.panel import Benchmark, Panel, Point, Series
from dashboard.model.selection import Selection
from layouts.charts.spec.control_limits import without_control
from layouts.charts.spec.projection import without_pace
from layouts.measure.context import MeasureContext
from layouts.ui.series_links import hides_limits


def on_chart(
    panel: Panel, series: Series, context: MeasureContext, selection: Selection
) -> tuple[Panel, Series]:
    """Return a panel and its series as the chart shows them: the chosen time, lines, limits, events."""
    offers = build_offers(panel.measure, series, context.group, context.areas)
    parts = part_lines(context.parts, series, selection.members)
    lines = (*parts, *chosen_lines(offers, selection.compare))
    shown = shown_series(series, lines, selection)
    return shown_panel(panel, shown, selection), shown


def shown_series(series: Series, lines: tuple[Benchmark, ...], selection: Selection) -> Series:
    """Return a series as its chart shows it, with other lines beside it."""
    shown = without_control(series) if hides_limits(selection) else series
    shown = replace(shown, benchmarks=lines)
    first, last = selection.since or date.min, selection.until or date.max
    if (first, last) == (date.min, date.max):
        return shown
    return _within(shown, first, last)


def shown_panel(panel: Panel, series: Series, selection: Selection) -> Panel:
    """Return a panel with the events that the chart marks: none, or those of its period."""
    if selection.events == "0":
        return replace(panel, events=())
    if not (selection.since or selection.until) or not series.points:
        return panel
    first, last = series.points[0].start, series.points[-1].period_end or date.max
    return replace(panel, events=tuple(e for e in panel.events if first <= e.date <= last))


def _within(series: Series, first: date, last: date) -> Series:
    def is_inside(point: Point) -> bool:
        return first <= (point.period_end or date.min) <= last

    pairs = [pair for pair in zip(series.points, series.cursor, strict=True) if is_inside(pair[0])]
    lines = tuple(
        replace(
            line,
            points=tuple(filter(is_inside, line.points)),
            ranges=tuple(filter(is_inside, line.ranges)),
        )
        for line in series.benchmarks
    )
    cut = replace(
        series,
        points=tuple(point for point, _ in pairs),
        cursor=tuple(words for _, words in pairs),
        benchmarks=tuple(line for line in lines if line.points),
        baselines=tuple(each for each in series.baselines if is_inside(each.point)),
        forecasts=tuple(filter(is_inside, series.forecasts)),
    )
    is_latest_shown = series.latest is not None and is_inside(series.latest)
    return cut if is_latest_shown and last == date.max else without_pace(cut)
