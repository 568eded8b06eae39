"""Labels on a chart: where each stands so that it covers neither data nor another label."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from layouts.charts.spec.axes import CHARACTER, LINE
from layouts.charts.spec.control_limits import Level, Restart
from layouts.charts.spec.marks import Mark
from layouts.charts.spec.plot import Absence, Plot
from layouts.charts.spec.targets import TargetStep
from layouts.ui.palette import FOCUS, SECONDARY, TARGET

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


class PlotArea(NamedTuple):
    """The plot in px, and how much to the right of it labels may use."""

    width: float
    height: float
    right: float


def occupied_boxes(plot: Plot, plot_area: PlotArea) -> Iterator[Box]:
    """Cover what is drawn with boxes: marks, bands, and the lines between and along them."""
    for mark in (*plot.marks, *plot.baselines, *plot.forecasts):
        x = plot.time.share(mark.day) * plot_area.width if mark.day else _MARK
        half = (_BAND if mark.is_band or not mark.day else _MARK) / 2
        low, high = (plot.value.share(end) * plot_area.height for end in (mark.low, mark.high))
        yield Box(x - half, x + half, low - _MARK / 2, high + _MARK / 2, HEAVY)
    for line in (*plot.lines, *plot.benchmarks):
        for piece in line.pieces:
            for first, second in pairwise(piece):
                yield from _line_boxes(first, second, plot, plot_area)
    if projection := plot.projection:
        start = Mark(projection.start, projection.value, projection.value, "")
        end = Mark(projection.end.day, projection.end.value, projection.end.value, "")
        yield from _line_boxes(start, end, plot, plot_area)
    yield from _step_boxes(plot, plot_area)
    for level in plot.limits.levels if plot.limits else ():
        left, right = (plot.time.share(day) * plot_area.width for day in (level.start, level.end))
        height = plot.value.share(level.value) * plot_area.height
        yield Box(left, right, height - 2, height + 2, _LIGHT)
    yield from _flag_boxes(plot, plot_area)
    uprights = [day for flag in plot.flags for day in flag.days]
    for day in [*uprights, *([plot.later_from] if plot.later_from else [])]:
        x = plot.time.share(day) * plot_area.width
        yield Box(x - 2, x + 2, 0, plot_area.height)


def _flag_boxes(plot: Plot, plot_area: PlotArea) -> Iterator[Box]:
    """Cover the numbers of events, over the plot."""
    for flag in plot.flags:
        middle = plot.time.share(flag.day) * plot_area.width
        low = plot_area.height + flag.level * _FLAG_HEIGHT
        yield Box(middle - flag.width / 2, middle + flag.width / 2, low, low + _FLAG_HEIGHT, HEAVY)


def _step_boxes(plot: Plot, plot_area: PlotArea) -> Iterator[Box]:
    """Cover the target's line, and the upright where it steps."""
    dated = [step for step in plot.targets if step.due_on]
    for before, after in pairwise(dated):
        x = plot.time.share(after.start) * plot_area.width
        ends = sorted(
            plot.value.share(step_end.value) * plot_area.height for step_end in (before, after)
        )
        yield Box(x - 4, x + 4, *ends)
    for step in plot.targets:
        left, right = (plot.time.share(day) * plot_area.width for day in (step.start, step.end))
        height = plot.value.share(step.value) * plot_area.height
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


def overlap_cost(box: Box, occupied: Iterable[Box], plot_area: PlotArea) -> float:
    """Add up what a box covers, and, dearer, what of it lies outside the room."""
    covered = sum(_overlap(box, other) * other.weight for other in occupied)
    outside = max(0.0, -box.left) + max(0.0, box.right - plot_area.width - plot_area.right)
    beyond = max(0.0, -box.bottom) + max(0.0, box.top - plot_area.height - 8)
    return covered + 40 * (outside + beyond)


def _overlap(box: Box, other: Box) -> float:
    # Most boxes lie apart: that is seen before anything is worked out.
    if box.left >= other.right or other.left >= box.right:
        return 0.0
    up = min(box.top, other.top) - max(box.bottom, other.bottom)
    return (min(box.right, other.right) - max(box.left, other.left)) * up if up > 0 else 0.0


_CLEAR: Final = 20
# How much of a label may be covered before one that can be spared is left out.
_DROP_ABOVE: Final = 80.0
_ABSENCES_NAMED: Final = 2
_SHORT: Final = 150.0
_GLYPHS: Final = {"square": "■", "triangle-up": "▲", "diamond": "◆", "cross": "✚"}
# What the right of the plot holds besides the names at the ends of lines.
_BEYOND_NAMES: Final = 8.0


@dataclass(frozen=True)
class Label:
    """Text at a share of the plot's width and height, moved by px (dy upwards), middle-aligned.

    `names` is the mark or step of a target that it belongs to, None for any other text.
    """

    lines: tuple[str, ...]
    across: float
    up: float
    anchor: str
    dx: float = 0
    dy: float = 0
    ink: str = SECONDARY
    is_bold: bool = False
    # Whether the label blots out what it covers; the lack of a figure must never hide one.
    is_veiled: bool = True
    names: Mark | TargetStep | None = None


def place_labels(plot: Plot, plot_area: PlotArea) -> tuple[Label, ...]:
    """Place the labels of a plot, the most important first, each where it covers least."""
    placed = list(_benchmark_labels(plot, plot_area))
    occupied = [
        *occupied_boxes(plot, plot_area),
        *(_label_box(label, plot_area) for label in placed),
    ]
    free = plot_area._replace(right=_BEYOND_NAMES) if plot.benchmarks else plot_area
    for candidates, is_optional in _label_candidates(plot):
        cost, label = min(
            (
                (overlap_cost(_label_box(candidate, plot_area), occupied, free) + rank, candidate)
                for rank, candidate in candidates
            ),
            key=lambda pair: pair[0],
        )
        if is_optional and cost > _DROP_ABOVE:
            continue
        placed.append(label)
        occupied.append(_label_box(label, plot_area))
    return tuple(placed)


LabelCandidates = tuple[list[tuple[float, Label]], bool]


def _label_candidates(plot: Plot) -> Iterator[LabelCandidates]:
    """Give for each text its candidate places with a small cost for the less natural ones."""
    marks = [mark for mark in plot.marks if mark.is_labelled]
    latest = [mark for mark in marks if mark.is_latest]
    yield from ((_ranked(_around(mark, plot)), False) for mark in latest)
    newest_first = plot.absences[::-1]
    for place, absence in enumerate(newest_first):
        yield _ranked(_absence_labels(absence, plot)), place >= _ABSENCES_NAMED
    rest = [mark for mark in marks if not mark.is_latest]
    yield from ((_ranked(_around(mark, plot)), True) for mark in rest)
    plain_marks = (*plot.baselines, *plot.forecasts)
    yield from ((_ranked(_around(mark, plot)), False) for mark in plain_marks)
    yield from ((_target_candidates(step, plot), False) for step in plot.targets)
    if plot.limits:
        named_levels = [level for level in plot.limits.levels if level.words]
        yield from ((_ranked(_at_end(level, plot)), True) for level in named_levels)
        yield from (
            (_ranked(_restart_labels(restart, plot)), True) for restart in plot.limits.restarts
        )


def _ranked(labels: Iterable[Label]) -> list[tuple[float, Label]]:
    return [(rank * 3.0, label) for rank, label in enumerate(labels)]


def _around(mark: Mark, plot: Plot) -> Iterator[Label]:
    """Above, below, right, left and the corners; a mark without a day stands at the left edge."""
    across = plot.time.share(mark.day) if mark.day else 0.0
    low, high = plot.value.share(mark.low), plot.value.share(mark.high)
    middle = (low + high) / 2
    lines = tuple(mark.words.split("\n"))
    clear = _CLEAR + (len(lines) - 1) * LINE / 2
    look = {
        "lines": lines,
        "across": across,
        "ink": FOCUS if mark.is_latest else SECONDARY,
        "is_bold": mark.is_latest,
        "names": mark,
    }
    aside = 22 if mark.is_band else 14
    if mark.day:
        yield Label(up=high, anchor="middle", dy=clear, **look)
        yield Label(up=low, anchor="middle", dy=-clear, **look)
    yield Label(up=middle, anchor="left", dx=aside if mark.day else 32, **look)
    yield Label(up=middle, anchor="right", dx=-aside, **look)
    for up, dy in ((high, clear), (low, -clear)):
        yield Label(up=up, anchor="left", dx=-6 if mark.day else 4, dy=dy, **look)
        yield Label(up=up, anchor="right", dx=6, dy=dy, **look)
    # What takes several lines names its own day, so it may stand away.
    for away in _AWAY if len(lines) > 1 else ():
        for side in (1, -1):
            yield Label(up=middle, anchor="right", dx=6, dy=away * side, **look)


def _target_candidates(step: TargetStep, plot: Plot) -> list[tuple[float, Label]]:
    """Take the short form, which leaves out the day, only where the full one would cover a lot."""
    ranked = _ranked(_along(step, plot))
    full = {(", ".join(step.words),), step.words}
    return [(cost + (_SHORT if label.lines not in full else 0), label) for cost, label in ranked]


def _along(step: TargetStep, plot: Plot) -> Iterator[Label]:
    """On the target's line: above or below it, at either end or in the middle, in one or two lines."""
    start, end = plot.time.share(step.start), plot.time.share(step.end)
    up = plot.value.share(step.value)
    single_line = (", ".join(step.words),)
    for lines in dict.fromkeys((single_line, step.words, step.short)):
        dy = LINE * len(lines) / 2 + 4
        for across, anchor, dx in (
            (start, "left", 4),
            (end, "right", -4),
            ((start + end) / 2, "middle", 0),
        ):
            for side in (1, -1):
                yield Label(lines, across, up, anchor, dx, dy * side, TARGET, names=step)
    # A crowded line leaves no room beside it: the words name the value, so they may stand away.
    for away in _AWAY:
        for across, anchor, dx in ((start, "left", 4), (end, "right", -4)):
            for side in (-1, 1):
                yield Label(step.short, across, up, anchor, dx, away * side, TARGET, names=step)


def _at_end(level: Level, plot: Plot) -> Iterator[Label]:
    """Name a line of a control chart above or below it, at its end, else where it starts."""
    up = plot.value.share(level.value)
    for day, anchor in ((level.end, "right"), (level.start, "left")):
        for dy in (13, -13):
            yield Label((level.words,), plot.time.share(day), up, anchor, dy=dy)


def _restart_labels(restart: Restart, plot: Plot) -> Iterator[Label]:
    """Say at the upright of an event, high or low on either side of it, that limits start anew."""
    for up, dy in ((1.0, -24), (0.0, 26)):
        for anchor, dx in (("left", 6), ("right", -6)):
            yield Label(restart.words, plot.time.share(restart.day), up, anchor, dx, dy)


_AWAY: Final = (60, 90, 120, 150, 180)
_ABOVE: Final = (20, 42, 64, 90, 120, 150, 180, 205)
_ABOVE_IN_TWO: Final = (26, 50, 80, 110, 140, 170, 200)


def _absence_labels(absence: Absence, plot: Plot) -> Iterator[Label]:
    """Over a tick on the time axis, or beside it in one line or two; higher where that is taken.

    The words name the period, so they can be read away from the tick.
    """
    across = plot.time.share(absence.day)
    in_two = tuple(absence.words.split(": ", 1))
    for anchor, dx in (("middle", 0), ("right", -8), ("left", 8), ("right", 8), ("left", -8)):
        for lines, heights in (((absence.words,), _ABOVE), (in_two, _ABOVE_IN_TWO)):
            for dy in heights:
                yield Label(lines, across, 0.0, anchor, dx, dy, is_veiled=False)


def _benchmark_labels(plot: Plot, plot_area: PlotArea) -> Iterator[Label]:
    """Name each line at its end, right of the plot, a word a line, pushed apart where they meet."""
    if not plot.benchmarks:
        return
    ends = [
        (f"{_GLYPHS[line.shape]}\u00a0{line.name}", line.marks[-1], False)
        for line in plot.benchmarks
    ]
    own = [mark for line in plot.lines for mark in line.marks]
    ends += [(plot.focus_name, own[-1], True)] if own else []
    ends.sort(key=lambda end: end[1].low)
    heights = spread(
        [plot.value.share(mark.low) * plot_area.height for _, mark, _ in ends],
        LINE * max(len(name.split(" ")) for name, _, _ in ends),
    )
    for (name, mark, is_own), height in zip(ends, heights, strict=True):
        up = plot.value.share(mark.low)
        yield Label(
            tuple(name.split(" ")),
            1.0,
            up,
            "left",
            6,
            height - up * plot_area.height,
            FOCUS if is_own else SECONDARY,
            is_own,
        )


def spread(heights: list[float], gap: float) -> list[float]:
    """Push rising heights apart until neighbours are a gap apart, moving each group evenly."""
    groups = [[height] for height in heights]
    merged: list[list[float]] = []
    for group in groups:
        merged.append(group)
        while (
            len(merged) > 1 and _centred(merged[-1], gap)[0] - _centred(merged[-2], gap)[-1] < gap
        ):
            merged[-2:] = [merged[-2] + merged[-1]]
    return [height for group in merged for height in _centred(group, gap)]


def _centred(group: list[float], gap: float) -> list[float]:
    middle = sum(group) / len(group)
    return [middle + (place - (len(group) - 1) / 2) * gap for place in range(len(group))]


def _label_box(label: Label, plot_area: PlotArea) -> Box:
    width = max(map(len, label.lines)) * CHARACTER * (1.06 if label.is_bold else 1)
    height = LINE * len(label.lines)
    x = label.across * plot_area.width + label.dx
    y = label.up * plot_area.height + label.dy
    left = x - {"left": 0.0, "middle": 0.5, "right": 1.0}[label.anchor] * width
    return Box(left, left + width, y - height / 2, y + height / 2, HEAVY)
