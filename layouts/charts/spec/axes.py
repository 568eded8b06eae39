"""Axes: the range shown, and the ticks with their text."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from dashboard.model.panel import Point
from dashboard.text.format import format_value, plain_number
from dashboard.text.periods import short_lines

# The average width of a character and the height of a line at 16px, for what must fit.
CHARACTER: Final = 8.2
LINE: Final = 20
# How much wider bold letters are.
BOLD: Final = 1.06

_AXIS_CAPTIONS: Final = {
    "weeks": "Weeks",
    "days": "Days",
    "gbp_million": "£ million",
    "score": "Score",
    "count": "Number",
}
# Percentages that are all below this are drawn on an axis of their own.
LOW_PERCENT: Final = 20
_SINGLE_POINT_PAD: Final = timedelta(days=200)
_TICK_GAP: Final = 12


@dataclass(frozen=True)
class ValueAxis:
    """The upright axis: from zero, or 0–100 for percentages."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    caption: str
    decimals: int = 0

    def share(self, value: float) -> float:
        """Return the position of a value on the vertical axis, 0 to 1."""
        return (value - self.low) / (self.high - self.low)


@dataclass(frozen=True)
class TimeAxis:
    """The level axis: real dates, with ticks named as periods, in one or two lines."""

    start: date
    end: date
    ticks: tuple[tuple[date, tuple[str, ...]], ...] = ()

    def share(self, day: date) -> float:
        """Return the position of a day on the horizontal axis, 0 to 1."""
        return (day - self.start).days / (self.end - self.start).days


def wrapped(words: str, width: float) -> tuple[str, ...]:
    """Return words in as few lines as go into so many px; a longer word has a line of its own."""
    lines: list[str] = []
    for word in words.split(" "):
        if lines and (len(lines[-1]) + 1 + len(word)) * CHARACTER <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def value_axis(unit: str, values: Iterable[float], *, is_fitted: bool = False) -> ValueAxis:
    """Return the upright axis for values in a unit; a fitted one starts near the least of them.

    Percentages are drawn on 0 to 100, unless all are low: then the axis names its end.
    """
    numbers = list(values)
    shown = numbers if is_fitted and numbers else [*numbers, 0.0]
    lowest, highest = min(shown), max(shown)
    is_share = unit == "percent" and lowest >= 0 and highest <= 100
    if is_share and not is_fitted and (highest > LOW_PERCENT or highest == 0):
        return ValueAxis(
            0, 100, tuple((v, format_value(v, 0, unit)) for v in range(0, 101, 20)), ""
        )
    spread = highest - lowest if is_fitted else max(highest, -lowest)
    step = _step(spread or 1, whole=unit == "count")
    low = math.floor(lowest / step) * step
    high = math.ceil((highest if is_share else max(highest * 1.1, step)) / step) * step
    high = high if high > low else low + step
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    ticks = [round(low + step * place, 6) for place in range(round((high - low) / step) + 1)]
    caption = _AXIS_CAPTIONS.get(unit, "")
    if unit == "percent":
        named = tuple((tick, format_value(tick, decimals, unit)) for tick in ticks)
    else:
        named = tuple((tick, plain_number(tick, decimals)) for tick in ticks)
    if is_fitted and low > 0:
        caption = f"{caption}, axis from {named[0][1]}" if caption else f"Axis from {named[0][1]}"
    elif is_share:
        caption = f"Axis to {named[-1][1]}"
    return ValueAxis(low, high, named, caption, decimals)


def _step(largest: float, *, whole: bool) -> float:
    """Return the smallest step of 1, 2, 5 times a power of ten that needs at most five steps."""
    size = 10.0 ** math.floor(math.log10(largest / 5))
    step = next(size * times for times in (1, 2, 5, 10) if size * times * 5 >= largest * 0.999)
    return max(step, 1.0) if whole else step


def time_axis(days: Iterable[date], named: Iterable[Point], width: float) -> TimeAxis:
    """Return an axis that holds all days, with as many named periods as its width in px carries."""
    shown = sorted(days)
    span = shown[-1] - shown[0]
    pad = max(span * 0.09, timedelta(days=12)) if span else _SINGLE_POINT_PAD
    axis = TimeAxis(shown[0] - pad, shown[-1] + pad)
    return TimeAxis(axis.start, axis.end, _ticks(axis, named, width))


def _ticks(
    axis: TimeAxis, named: Iterable[Point], width: float
) -> tuple[tuple[date, tuple[str, ...]], ...]:
    """Return the ticks of periods from the newest back, without those that would touch a neighbour."""
    spans: list[tuple[float, float]] = []
    shown_ticks: list[tuple[date, tuple[str, ...]]] = []
    for point in sorted(named, key=lambda tick: tick.period_end or date.min, reverse=True):
        if point.period_end is None:
            continue
        lines = short_lines(point.period_start, point.period_end, point.basis)
        middle = axis.share(point.period_end) * width
        half = max(map(len, lines)) * CHARACTER / 2 + _TICK_GAP / 2
        if all(middle + half <= left or middle - half >= right for left, right in spans):
            spans.append((middle - half, middle + half))
            shown_ticks.append((point.period_end, lines))
    return tuple(reversed(shown_ticks))
