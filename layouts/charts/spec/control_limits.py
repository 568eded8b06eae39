"""What is drawn of a control chart: the mean and the limits of each stretch, and its signals."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from dashboard.judging.control import amount_words, clipped
from dashboard.model.panel import Measure, Series
from dashboard.model.points import Event, Point
from dashboard.stats.spc import COMMON, CONCERN, IMPROVEMENT, NEUTRAL_HIGH, NEUTRAL_LOW, Segment
from layouts.charts.spec.events import event_midpoint
from layouts.ui import palette

Json = dict[str, Any]


@dataclass(frozen=True)
class PointStyle:
    """How a point is drawn by what it signals: colour, Plotly's name of its shape, its size in px."""

    ink: str
    symbol: str
    size: int


POINT_STYLES: Final = {
    COMMON: PointStyle(palette.COMMON, "circle", 7),
    IMPROVEMENT: PointStyle(palette.IMPROVEMENT, "circle", 13),
    CONCERN: PointStyle(palette.CONCERN, "diamond", 15),
    NEUTRAL_HIGH: PointStyle(palette.NEUTRAL_SIGNAL, "square", 12),
    NEUTRAL_LOW: PointStyle(palette.NEUTRAL_SIGNAL, "square", 12),
}


# How far the lines of a stretch of one point reach to either side of it.
_SINGLE_POINT_REACH: Final = timedelta(days=10)
# With more points than these each is drawn smaller, so that neighbours stay apart.
_CROWDED: Final = ((48, 0.7), (24, 0.85))


def point_size(signal: str, count: int, *, is_latest: bool) -> float:
    """Return the size of a point in px by the number of points; larger for the latest of common cause."""
    share = next((share for most, share in _CROWDED if count > most), 1.0)
    grown = 3 if is_latest and signal == COMMON else 0
    return round(POINT_STYLES[signal].size * share + grown, 1)


@dataclass(frozen=True)
class Level:
    """One level line of a stretch; `words` name it at its end, of the latest stretch alone."""

    start: date
    end: date
    value: float
    words: str
    is_mean: bool


@dataclass(frozen=True)
class Restart:
    """Where limits start anew, between two stretches, and the words that say so."""

    day: date
    words: tuple[str, ...]


@dataclass(frozen=True)
class LimitLines:
    """Every line of a control chart, those of each stretch apart."""

    levels: tuple[Level, ...]
    restarts: tuple[Restart, ...]


def without_control(series: Series) -> Series:
    """Return a series without its control chart, for a picture and its numbers; still judged by it."""
    return replace(series, chart=None)


def limit_lines(measure: Measure, series: Series) -> LimitLines | None:
    """Return the lines of a series' control chart; None without one."""
    chart = series.chart
    if chart is None:
        return None
    stretches = chart.stretches
    levels = [
        level
        for place, (segment, points) in enumerate(stretches, start=1)
        for level in _levels(measure, segment, points, is_named=place == len(stretches))
    ]
    return LimitLines(tuple(levels), tuple(_restart(event) for _, event in chart.restarts))


def limits_between(limits: LimitLines | None, first: date, last: date) -> LimitLines | None:
    """Return the part of each line that lies between two days; None where none does."""
    if limits is None:
        return None
    cut = [
        replace(level, start=max(level.start, first), end=min(level.end, last))
        for level in limits.levels
    ]
    restarts = tuple(each for each in limits.restarts if first <= each.day <= last)
    return LimitLines(tuple(level for level in cut if level.start < level.end), restarts)


def _levels(
    measure: Measure, segment: Segment, points: tuple[Point, ...], *, is_named: bool
) -> Iterator[Level]:
    """Yield the mean and limits of a stretch, clamped to possible values; labels say so."""
    start, end = points[0].period_end, points[-1].period_end
    if start is None or end is None:
        return
    if start == end:
        start, end = start - _SINGLE_POINT_REACH, end + _SINGLE_POINT_REACH
    mean, lower, upper = segment.limits[:3]
    words = f"Mean {amount_words(mean, measure)}" if is_named else ""
    yield Level(start, end, mean, words, is_mean=True)
    if lower is None or upper is None:
        return
    shown = clipped(measure, lower, upper)
    for name, exact, at, beyond in zip(
        ("Lower", "Upper"), (lower, upper), shown, ("below", "above"), strict=True
    ):
        limit_text = amount_words(at, measure) if exact == at else f"{beyond} {at:g}"
        unit = "%" if exact != at and measure.unit == "percent" else ""
        yield Level(
            start, end, at, f"{name} limit {limit_text}{unit}" if is_named else "", is_mean=False
        )


def _restart(event: Event) -> Restart:
    word = "New count" if event.effect == "break" else "New limits"
    return Restart(event_midpoint(event), (word, f"{event.date:%b %Y}"))


def edge_of(signal: str, *, is_hollow: bool) -> str:
    """Return the outline colour of a point: white around a signal, to set it off from its line."""
    return POINT_STYLES[signal].ink if is_hollow or signal == COMMON else palette.WHITE
