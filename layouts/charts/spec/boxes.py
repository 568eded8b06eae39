"""What a plot covers, as boxes, and what a label costs that covers some of it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from layouts.charts.spec.marks import Mark
from layouts.charts.spec.plot import Plot
from layouts.charts.spec.targets import target_lines

_MARK: Final = 14
_BAND: Final = 26
# Covering a point or another label is this much worse than covering a line.
HEAVY: Final = 3.0
_FLAG_HEIGHT: Final = 24
# Each px of a label beyond the plot, where other words are or nothing is shown.
_OUTSIDE: Final = 200.0
# Of a picture as wide as its place, how many times as wide as it was placed for it is on screens.
WIDTHS: Final = (1.0, 1.25, 1.6)


class Box(NamedTuple):
    """Px from the plot's lower left corner; a heavier one is worse to cover."""

    left: float
    right: float
    bottom: float
    top: float
    weight: float = 1.0


class PlotArea(NamedTuple):
    """The plot in px, how much to the right of it labels may use, and how many times as wide it may be.

    Of a picture that is as wide as its place, the lines under a label lie differently on each screen.
    """

    width: float
    height: float
    right: float
    widths: tuple[float, ...] = (1.0,)


def occupied_boxes(plot: Plot, plot_area: PlotArea) -> Iterator[Box]:
    """Yield boxes over what is drawn: marks, bands, lines, targets, limits and events."""
    for mark in (*plot.marks, *plot.baselines, *plot.forecasts):
        x = plot.time.share(mark.day) * plot_area.width if mark.day else _MARK
        half = (_BAND if mark.is_band or not mark.day else _MARK) / 2
        low, high = (plot.value.share(end) * plot_area.height for end in (mark.low, mark.high))
        yield Box(x - half, x + half, low - _MARK / 2, high + _MARK / 2, HEAVY)
    pieces = [piece for line in (*plot.lines, *plot.benchmarks) for piece in line.pieces]
    for piece in (*pieces, *plot.changes):
        for first, second in pairwise(piece):
            yield from _line_boxes(first, second, plot, plot_area)
    if projection := plot.projection:
        start = Mark(projection.start, projection.value, projection.value)
        end = Mark(projection.end.day, projection.end.value, projection.end.value)
        yield from _line_boxes(start, end, plot, plot_area)
    yield from _step_boxes(plot, plot_area)
    for level in plot.limits.levels if plot.limits else ():
        left, right = (plot.time.share(day) * plot_area.width for day in (level.start, level.end))
        height = plot.value.share(level.value) * plot_area.height
        yield Box(left, right, height - 2, height + 2)
    yield from flag_boxes(plot, plot_area)
    uprights = [day for flag in plot.flags for day in flag.days]
    for day in [*uprights, *([plot.later_from] if plot.later_from else [])]:
        x = plot.time.share(day) * plot_area.width
        yield Box(x - 3, x + 3, 0, plot_area.height, HEAVY)


def flag_boxes(plot: Plot, plot_area: PlotArea) -> Iterator[Box]:
    """Yield boxes over the numbers of events."""
    for flag in plot.flags:
        middle = plot.time.share(flag.day) * plot_area.width
        low = plot_area.height + flag.level * _FLAG_HEIGHT
        yield Box(middle - flag.width / 2, middle + flag.width / 2, low, low + _FLAG_HEIGHT, HEAVY)


def _step_boxes(plot: Plot, plot_area: PlotArea) -> Iterator[Box]:
    """Yield boxes over the line of the target, and over the upright where it steps."""
    for line in target_lines(plot.targets):
        for (_, before), (step, after) in pairwise(line):
            x = plot.time.share(step.start) * plot_area.width
            ends = sorted(plot.value.share(end) * plot_area.height for end in (before, after))
            yield Box(x - 4, x + 4, *ends)
        for step, value in line:
            left, right = (plot.time.share(day) * plot_area.width for day in (step.start, step.end))
            height = plot.value.share(value) * plot_area.height
            yield Box(left, right, height - 3, height + 3)


def _line_boxes(first: Mark, second: Mark, plot: Plot, plot_area: PlotArea) -> Iterator[Box]:
    if first.day is None or second.day is None:
        return
    ends = [
        (plot.time.share(mark.day) * plot_area.width, plot.value.share(mark.low) * plot_area.height)
        for mark in (first, second)
        if mark.day
    ]
    (x, y), (to_x, to_y) = ends
    for step in range(1, 12):
        at_x, at_y = x + (to_x - x) * step / 12, y + (to_y - y) * step / 12
        yield Box(at_x - 3, at_x + 3, at_y - 3, at_y + 3)


def overlap_costs(
    boxes: Sequence[Box], occupied: Sequence[Box], plot_area: PlotArea
) -> NDArray[np.float64]:
    """Return the penalty of each box for what it covers and, dearer, for what leaves the plot area."""
    left, right, bottom, top = (side[:, None] for side in np.array(boxes)[:, :4].T)
    beneath = np.array(occupied or [Box(0, 0, 0, 0)]).T
    across = np.minimum(right, beneath[1]) - np.maximum(left, beneath[0])
    up = np.minimum(top, beneath[3]) - np.maximum(bottom, beneath[2])
    covered = (across.clip(0) * up.clip(0) * beneath[4]).sum(axis=1)
    outside = (-left).clip(0) + (right - plot_area.width - plot_area.right).clip(0)
    beyond = (-bottom).clip(0) + (top - plot_area.height - 8).clip(0)
    return covered + _OUTSIDE * (outside + beyond)[:, 0]
