"""Labels on a chart, placed so that they cover neither data nor each other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np

from layouts.charts.spec.axes import BOLD, CHARACTER, LINE, wrapped
from layouts.charts.spec.boxes import Box, PlotArea, flag_boxes, occupied_boxes, overlap_costs
from layouts.charts.spec.control_limits import Level, Restart
from layouts.charts.spec.marks import Line, Mark
from layouts.charts.spec.plot import Absence, Plot
from layouts.charts.spec.targets import TargetStep
from layouts.ui.palette import FOCUS, SECONDARY, TARGET

_CLEAR: Final = 20
# Two texts on each other can be read neither: one covers any number of marks first.
_WORDS: Final = 30.0
# How much a label that can be spared may cover before it is left out.
_DROP_ABOVE: Final = 20.0
# A line of letters without what stays free above and below them.
_TIGHT: Final = 4
_SHORT: Final = 150.0
# What the words of a band are broken to, and what each more line costs.
_BAND_WIDTHS: Final = (110.0, 70.0)
_BROKEN: Final = 60.0
_GLYPHS: Final = {"square": "■", "triangle-up": "▲", "diamond": "◆", "cross": "✚"}
# From the plot to the names at the ends of lines, and what of that other labels may use.
_NAMES_FROM: Final = 6.0
_BEFORE_NAMES: Final = 2.0


@dataclass(frozen=True)
class Label:
    """Text at a share of the plot's width and height, moved by px (dy upwards), middle-aligned.

    `names` is the mark or step of a target that it belongs to, None for any other text; `line` is
    the line whose name it is, where that can be brought to the front.
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
    line: str = ""


# The picture of a chart and the figure that it becomes have the same. What looks for the marks that
# labels name, by identity, places its own.
@lru_cache(maxsize=32)
def drawn_labels(plot: Plot, plot_area: PlotArea) -> tuple[Label, ...]:
    """Return the labels of a plot to draw, placed once for equal plots."""
    return place_labels(plot, plot_area)


def place_labels(plot: Plot, plot_area: PlotArea) -> tuple[Label, ...]:
    """Return the labels of a plot, the most important placed first, each where it covers least."""
    lowered = (_under_flags(label, plot, plot_area) for label in _right_labels(plot))
    placed = [*(_end_labels(plot, plot_area) if plot.benchmarks else lowered)]
    areas = [plot_area._replace(width=plot_area.width * share) for share in plot_area.widths]
    occupied = [
        [*occupied_boxes(plot, area), *(_label_box(label, area) for label in placed)]
        for area in areas
    ]
    right = _BEFORE_NAMES if plot.benchmarks else plot_area.right
    for candidates, is_optional in _label_candidates(plot):
        covered = np.zeros(len(candidates))
        for area, boxes in zip(areas, occupied, strict=True):
            candidate_boxes = [_label_box(candidate, area) for _, candidate in candidates]
            covered += overlap_costs(candidate_boxes, boxes, area._replace(right=right))
        best = int((covered + [rank for rank, _ in candidates]).argmin())
        if is_optional and covered[best] > _DROP_ABOVE:
            continue
        label = candidates[best][1]
        placed.append(label)
        for area, boxes in zip(areas, occupied, strict=True):
            boxes.append(_label_box(label, area))
    return tuple(placed)


LabelCandidates = tuple[list[tuple[float, Label]], bool]


def _label_candidates(plot: Plot) -> Iterator[LabelCandidates]:
    """Yield the candidate positions of each label, with a small cost for the less natural ones."""
    marks = [mark for mark in plot.marks if mark.is_labelled]
    latest = [mark for mark in marks if mark.is_latest]
    # What stands beside a chart has its newest figure too: here it covers nothing. Only the words of a
    # band say what that is.
    yield from ((_around(mark, plot), not mark.is_band) for mark in latest)
    yield from ((_ranked(_absence_labels(each, plot)), False) for each in _named_absences(plot))
    rest = [mark for mark in marks if not mark.is_latest]
    yield from ((_around(mark, plot), True) for mark in rest)
    plain_marks = (*plot.baselines, *plot.forecasts)
    yield from ((_around(mark, plot), True) for mark in plain_marks)
    along = [step for step in plot.targets if not step.is_at_right]
    is_optional = len(along) < len(plot.targets)
    yield from ((_target_candidates(step, plot), is_optional) for step in along)
    if plot.limits:
        named_levels = [level for level in plot.limits.levels if level.words]
        yield from ((_ranked(_at_end(level, plot)), True) for level in named_levels)
        yield from (
            (_ranked(_restart_labels(restart, plot)), True) for restart in plot.limits.restarts
        )


def _ranked(labels: Iterable[Label]) -> list[tuple[float, Label]]:
    return [(rank * 3.0, label) for rank, label in enumerate(labels)]


def _around(mark: Mark, plot: Plot) -> list[tuple[float, Label]]:
    """Return places with their costs: dear in more lines, as the words of a band between events are."""
    widths = _BAND_WIDTHS if mark.is_band else ()
    forms = dict.fromkeys((mark.label, *(wrapped(mark.label[0], width) for width in widths)))
    return [
        (cost + _BROKEN * place, label)
        for place, lines in enumerate(forms)
        for cost, label in _ranked(_next_to(mark, lines, plot))
    ]


def _next_to(mark: Mark, lines: tuple[str, ...], plot: Plot) -> Iterator[Label]:
    """Yield places above, below, right, left and at the corners; without a day, at the left edge."""
    across = plot.time.share(mark.day) if mark.day else 0.0
    low, high = plot.value.share(mark.low), plot.value.share(mark.high)
    middle = (low + high) / 2
    clear = _CLEAR + (len(lines) - 1) * LINE / 2
    look = {
        "names": mark,
        "lines": lines,
        "across": across,
        "ink": FOCUS if mark.is_latest else SECONDARY,
        "is_bold": mark.is_latest,
    }
    aside = 22 if mark.is_band else 14
    if mark.day:
        yield Label(up=high, anchor="middle", dy=clear, **look)
        yield Label(up=low, anchor="middle", dy=-clear, **look)
    yield Label(up=middle, anchor="left", dx=aside if mark.day else 32, **look)
    for up, dy in ((high, clear), (low, -clear)):
        yield Label(up=up, anchor="left", dx=-6 if mark.day else 4, dy=dy, **look)
    if mark.day:
        yield Label(up=middle, anchor="right", dx=-aside, **look)
        for up, dy in ((high, clear), (low, -clear)):
            yield Label(up=up, anchor="right", dx=6, dy=dy, **look)
    # What takes several lines names its own day, a band its kind: they may be further away.
    for away in _AWAY if len(lines) > 1 or mark.is_band else _NEAR:
        for side in (1, -1):
            for anchor, dx in (("right", 6), ("left", -6)) if mark.day else (("left", 4),):
                yield Label(up=middle, anchor=anchor, dx=dx, dy=away * side, **look)


def _right_labels(plot: Plot) -> Iterator[Label]:
    for step in plot.targets:
        if step.is_at_right:
            up = plot.value.share(step.top)
            yield Label(step.short, 1, up, "left", _NAMES_FROM, 0, TARGET, is_bold=True, names=step)


def _under_flags(label: Label, plot: Plot, plot_area: PlotArea) -> Label:
    """Return a name right of the plot, lower where the number of an event is next to it."""
    box = _label_box(label, plot_area)
    beyond = box.top - plot_area.height
    is_next = any(flag.right + _NAMES_FROM > box.left for flag in flag_boxes(plot, plot_area))
    return replace(label, dy=label.dy - beyond) if is_next and beyond > 0 else label


def _target_candidates(step: TargetStep, plot: Plot) -> list[tuple[float, Label]]:
    """Return places with their costs: dear for the short form, dearer for what leaves out the day."""
    costs = {(", ".join(step.words),): 0.0, step.words: 0.0}
    costs = {wrapped(step.short[0], _NARROW): 4 * _SHORT, step.short: _SHORT} | costs
    places = (*_along(step, plot), *_off(step, plot))
    return [(cost + costs[label.lines], label) for cost, label in _ranked(places)]


def _along(step: TargetStep, plot: Plot) -> Iterator[Label]:
    """Yield places above and below the target's line, at its ends and middle, in one or two lines."""
    start, end = plot.time.share(step.start), plot.time.share(step.end)
    up = plot.value.share(step.top)
    single_line = (", ".join(step.words),)
    # Between the lines of events there may be room for the value alone; the facts have its day.
    slim = wrapped(step.short[0], _NARROW)
    middles = ((start + end) / 2, *(at for at in _PLACES if start < at < end))
    places = [(start, "left", 4), (end, "right", -4), *((at, "middle", 0) for at in middles)]
    for lines in dict.fromkeys((single_line, step.words, step.short, slim)):
        dy = LINE * len(lines) / 2 + 4
        for across, anchor, dx in places:
            for side in (1, -1):
                yield Label(lines, across, up, anchor, dx, dy * side, TARGET, names=step)


def _off(step: TargetStep, plot: Plot) -> Iterator[Label]:
    """Yield places of a crowded line: before it where it begins within the plot, then further away."""
    start, end = plot.time.share(step.start), plot.time.share(step.end)
    up = plot.value.share(step.top)
    if start > 0:
        for lines in dict.fromkeys(((", ".join(step.words),), step.short)):
            yield Label(lines, start, up, "right", -6, 0, TARGET, names=step)
    # The words name the value, so they may be further away.
    for away in _AWAY:
        for across, anchor, dx in ((start, "left", 4), (end, "right", -4)):
            for side in (-1, 1):
                yield Label(step.short, across, up, anchor, dx, away * side, TARGET, names=step)


def _at_end(level: Level, plot: Plot) -> Iterator[Label]:
    """Yield label positions for a control line: above or below its end, else its start."""
    up = plot.value.share(level.value)
    for day, anchor in ((level.end, "right"), (level.start, "left")):
        for dy in (13, -13):
            yield Label((level.words,), plot.time.share(day), up, anchor, dy=dy)


def _restart_labels(restart: Restart, plot: Plot) -> Iterator[Label]:
    """Yield label positions for restarted limits: high or low on either side of an event's line."""
    for up, dy in ((1.0, -24), (0.0, 26)):
        for anchor, dx in (("left", 6), ("right", -6)):
            yield Label(restart.words, plot.time.share(restart.day), up, anchor, dx, dy)


_NEAR_START: Final = 0.12
_NEAR: Final = (32, 44, 56)
_AWAY: Final = (60, 90, 120, 150, 180)
_ABOVE: Final = (20, 42, 64, 90, 120, 150, 180, 205)
_SLIM: Final = 90.0
_NARROW: Final = 70.0
# Shares of a plot's width where what belongs to no day can be.
_PLACES: Final = (0.15, 0.3, 0.45, 0.6, 0.75, 0.88)
_ABOVE_IN_TWO: Final = (26, 50, 80, 110, 140, 170, 200)


def _named_absences(plot: Plot) -> Iterator[Absence]:
    """Yield the newest absence of each reason, with how many more there are for it."""
    by_reason: dict[str, list[Absence]] = {}
    for absence in plot.absences[::-1]:
        if absence.is_named:
            by_reason.setdefault(absence.reason, []).append(absence)
    for newest, *others in by_reason.values():
        more = f" and {len(others)} more" if others else ""
        yield replace(newest, period=f"{newest.period}{more}")


def _absence_labels(absence: Absence, plot: Plot) -> Iterator[Label]:
    """Yield places over a tick of the time axis, or beside it, in one line or two, from low to high.

    The words name the period, so they can be read away from the tick.
    """
    across = plot.time.share(absence.day)
    in_two = (absence.period, absence.reason)
    # Of a tick near the start of the axis, the words begin there.
    at_start = [("left", -36)] if across < _NEAR_START else []
    sides = (("right", -8), ("left", 8), ("right", 8), ("left", -8))
    for anchor, dx in (("middle", 0), *at_start, *sides):
        for lines, heights in (((absence.words,), _ABOVE), (in_two, _ABOVE_IN_TWO)):
            for dy in heights:
                yield Label(lines, across, 0.0, anchor, dx, dy, is_veiled=False)
    in_three = (*wrapped(absence.period, _SLIM), absence.reason)
    for lines in dict.fromkeys((in_two, in_three)):
        for at in _PLACES:
            for dy in _ABOVE_IN_TWO:
                yield Label(lines, at, 0.0, "middle", 0, dy, is_veiled=False)


def names_height(plot: Plot) -> int:
    """Return the px that the names at the ends of lines take, on top of each other."""
    return sum(LINE * len(label.lines) for label in _names(plot)) if plot.benchmarks else 0


def _end_labels(plot: Plot, plot_area: PlotArea) -> Iterator[Label]:
    """Yield the labels of lines at their ends, right of the plot, moved apart where they overlap.

    They stay within the picture, beside the plot and its head.
    """
    labels = sorted(_names(plot), key=lambda label: label.up)
    places = [(label.up * plot_area.height, LINE * len(label.lines)) for label in labels]
    heights = spread(places, plot_area.height + plot.margins.top - plot.flag_space)
    for label, height in zip(labels, heights, strict=True):
        yield replace(label, dy=height - label.up * plot_area.height)


def _names(plot: Plot) -> list[Label]:
    """Return the names of lines, and of the target where that stands among them."""
    labels = [
        _line_name(f"{_GLYPHS.get(line.shape, '')}\u00a0{line.name}".lstrip("\u00a0"), line, plot)
        for line in plot.benchmarks
    ]
    own = [line for line in plot.lines if line.marks]
    if own:
        labels.append(replace(_line_name(plot.focus_name, own[-1], plot), is_bold=True))
    return [*labels, *_right_labels(plot)]


def _line_name(name: str, line: Line, plot: Plot) -> Label:
    """Return the name of a line, right of the plot at the height of its end."""
    up = plot.value.share(line.marks[-1].low)
    lines = wrapped(name, (plot.margins.right - _NAMES_FROM) / BOLD)
    return Label(lines, 1.0, up, "left", _NAMES_FROM, ink=line.text_ink, line=line.key)


def spread(labels: Sequence[tuple[float, float]], ceiling: float) -> list[float]:
    """Return the middles of labels moved apart until none overlaps, each group evenly.

    `labels` are (middle, height), from low to high; they stay between 0 and the ceiling.
    """
    groups: list[list[tuple[float, float]]] = []
    for label in labels:
        groups.append([label])
        while len(groups) > 1 and _ends(groups[-2], ceiling)[1] > _ends(groups[-1], ceiling)[0]:
            groups[-2:] = [groups[-2] + groups[-1]]
    return [middle for group in groups for middle in _stacked(group, ceiling)]


def _ends(group: Sequence[tuple[float, float]], ceiling: float) -> tuple[float, float]:
    """Return the foot and the top of labels that stand on each other, as near as can be to their middle."""
    height = sum(height for _, height in group)
    middle = sum(middle for middle, _ in group) / len(group)
    foot = max(0.0, min(middle - height / 2, ceiling - height))
    return foot, foot + height


def _stacked(group: Sequence[tuple[float, float]], ceiling: float) -> Iterator[float]:
    foot, _ = _ends(group, ceiling)
    for _, height in group:
        yield foot + height / 2
        foot += height


def _label_box(label: Label, plot_area: PlotArea) -> Box:
    width = max(map(len, label.lines)) * CHARACTER * (BOLD if label.is_bold else 1)
    height = LINE * len(label.lines) - _TIGHT
    x = label.across * plot_area.width + label.dx
    y = label.up * plot_area.height + label.dy
    left = x - {"left": 0.0, "middle": 0.5, "right": 1.0}[label.anchor] * width
    return Box(left, left + width, y - height / 2, y + height / 2, _WORDS)
