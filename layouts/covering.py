"""What is drawn of a plot as boxes, and what it costs to cover them with a label."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from layouts.marks import Mark
from layouts.plot import Plot

_MARK: Final = 14
_BAND: Final = 26
# Covering a point or another label is this much worse than covering a line.
HEAVY: Final = 3.0
# A limit is a pale line, which may run under a label.
_LIGHT: Final = 0.3
_FLAG_HEIGHT: Final = 24


class Box(NamedTuple):
    """Px from the plot's lower left corner; a heavier one is worse to cover."""

    left: float
    right: float
    bottom: float
    top: float
    weight: float = 1.0


class Room(NamedTuple):
    """The plot in px, and how much to the right of it labels may use."""

    width: float
    height: float
    right: float


def drawn_boxes(plot: Plot, room: Room) -> Iterator[Box]:
    """Cover what is drawn with boxes: marks, bands, and the lines between and along them."""
    for mark in (*plot.marks, *plot.baselines, *plot.forecasts):
        x = plot.time.share(mark.day) * room.width if mark.day else _MARK
        half = (_BAND if mark.is_band or not mark.day else _MARK) / 2
        low, high = (plot.value.share(end) * room.height for end in (mark.low, mark.high))
        yield Box(x - half, x + half, low - _MARK / 2, high + _MARK / 2, HEAVY)
    for line in (*plot.lines, *plot.benchmarks):
        for piece in line.pieces:
            for first, second in pairwise(piece):
                yield from _line_boxes(first, second, plot, room)
    if drawn := plot.projection:
        start = Mark(drawn.start, drawn.value, drawn.value, "")
        end = Mark(drawn.end.day, drawn.end.value, drawn.end.value, "")
        yield from _line_boxes(start, end, plot, room)
    yield from _step_boxes(plot, room)
    for level in plot.limits.levels if plot.limits else ():
        left, right = (plot.time.share(day) * room.width for day in (level.start, level.end))
        height = plot.value.share(level.value) * room.height
        yield Box(left, right, height - 2, height + 2, _LIGHT)
    yield from _flag_boxes(plot, room)
    uprights = [day for flag in plot.flags for day in flag.days]
    for day in [*uprights, *([plot.later_from] if plot.later_from else [])]:
        x = plot.time.share(day) * room.width
        yield Box(x - 2, x + 2, 0, room.height)


def _flag_boxes(plot: Plot, room: Room) -> Iterator[Box]:
    """Cover the numbers of events, over the plot."""
    for flag in plot.flags:
        middle = plot.time.share(flag.day) * room.width
        low = room.height + flag.level * _FLAG_HEIGHT
        yield Box(middle - flag.width / 2, middle + flag.width / 2, low, low + _FLAG_HEIGHT, HEAVY)


def _step_boxes(plot: Plot, room: Room) -> Iterator[Box]:
    """Cover the target's line, and the upright where it steps."""
    dated = [step for step in plot.targets if step.due_on]
    for before, after in pairwise(dated):
        x = plot.time.share(after.start) * room.width
        ends = sorted(plot.value.share(one.value) * room.height for one in (before, after))
        yield Box(x - 4, x + 4, *ends)
    for step in plot.targets:
        left, right = (plot.time.share(day) * room.width for day in (step.start, step.end))
        height = plot.value.share(step.value) * room.height
        yield Box(left, right, height - 3, height + 3)


def _line_boxes(first: Mark, second: Mark, plot: Plot, room: Room) -> Iterator[Box]:
    if first.day is None or second.day is None:
        return
    ends = [
        (plot.time.share(mark.day) * room.width, plot.value.share(mark.low) * room.height)
        for mark in (first, second)
        if mark.day
    ]
    (x, y), (to_x, to_y) = ends
    for step in range(1, 12):
        at_x, at_y = x + (to_x - x) * step / 12, y + (to_y - y) * step / 12
        yield Box(at_x - 3, at_x + 3, at_y - 3, at_y + 3)


def cost_of(box: Box, taken: Iterable[Box], room: Room) -> float:
    """Add up what a box covers, and, dearer, what of it lies outside the room."""
    covered = sum(_overlap(box, other) * other.weight for other in taken)
    outside = max(0.0, -box.left) + max(0.0, box.right - room.width - room.right)
    beyond = max(0.0, -box.bottom) + max(0.0, box.top - room.height - 8)
    return covered + 40 * (outside + beyond)


def _overlap(one: Box, other: Box) -> float:
    # Most boxes lie apart: that is seen before anything is worked out.
    if one.left >= other.right or other.left >= one.right:
        return 0.0
    up = min(one.top, other.top) - max(one.bottom, other.bottom)
    return (min(one.right, other.right) - max(one.left, other.left)) * up if up > 0 else 0.0
