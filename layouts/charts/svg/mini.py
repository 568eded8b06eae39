"""Minis: the smallest pictures of a series, without an axis, chosen by what its figures can show.

Everything is drawn in one box that the stylesheet stretches to the size of its place: strokes keep
their width, and dots are strokes without a length, so that they stay round.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from dashboard.judging.status import mismatch
from dashboard.model.codes import is_upper_limit
from dashboard.model.panel import Measure, Point, Series, Target
from dashboard.text.font_metrics import words_width
from dashboard.text.format import short_number
from layouts.charts.spec.axes import TimeAxis
from layouts.charts.spec.baselines import fitting_baselines
from layouts.charts.spec.control_limits import without_control
from layouts.charts.spec.marks import Line, Mark, build_lines, build_marks
from layouts.charts.spec.targets import TargetStep, fitting_targets, target_lines, target_steps
from layouts.ui.palette import BASELINE, FOCUS, GRID, OTHERS, TARGET, WHITE

NONE: Final = "none"
RANGE: Final = "range"
LINE: Final = "line"
STEPS: Final = "steps"
BULLET: Final = "bullet"

# With fewer figures than these there is no line to read.
_LINE_FROM: Final = 6
_STEPS_FROM: Final = 2
_WIDTH: Final = 132
_HEIGHT: Final = 46
_EDGE: Final = 7.0
# The bar of a bullet: its top and bottom, and how far the marker of a target stands out of it.
_BAR: Final = (13.0, 26.0)
_MARKER: Final = (6.0, 33.0)
_RING_AT: Final = 38.0
_HATCH: Final = 5.0
# A fitted axis spans at least this share of its largest number, so that a ripple looks like one.
_LEAST_SPAN: Final = 0.2


def comparable_points(series: Series) -> tuple[Point, ...]:
    """Return the judged figures of the latest one's statistic, those of bands left out."""
    latest = series.latest
    if latest is None or not latest.has_number or latest.is_band:
        return ()
    return tuple(
        point
        for point in series.points
        if point.value is not None
        and not point.is_later
        and point.period_end
        and point.statistic == latest.statistic
        and (latest.period_end is None or point.period_end <= latest.period_end)
    )


def mini_kind(series: Series) -> str:
    """Return which picture the figures of a series can bear."""
    latest = series.latest
    if latest is None or not latest.has_number:
        return NONE
    if latest.is_band:
        return RANGE
    count = len(comparable_points(series))
    if count >= _LINE_FROM:
        return LINE
    return STEPS if count >= _STEPS_FROM else BULLET


def compared_targets(measure: Measure, series: Series) -> tuple[Target, ...]:
    """Return the targets that the latest figure may be compared with: no other is drawn."""
    latest = series.latest
    return tuple(
        target
        for target in fitting_targets(measure, series)
        if latest is None or not latest.has_number or not mismatch(measure, latest, target)
    )


def mini(measure: Measure, series: Series) -> str:
    """Render the mini of a series as SVG; "" where there is neither a figure nor a target to draw."""
    kind = mini_kind(series)
    if kind in (LINE, STEPS):
        return drawing(_HEIGHT, _Plot(measure, series, _HEIGHT).parts())
    bar = _Bar(measure, series)
    return drawing(_HEIGHT, bar.parts()) if kind != NONE or bar.has_target else ""


def key_chart(measure: Measure, series: Series, height: int = 62) -> str:
    """Render the chart of a key measure: over time where its figures allow, with its target written."""
    plot = _Plot(measure, series, height)
    is_dated = mini_kind(series) in (LINE, STEPS, BULLET) and len(plot.days) > 1
    if not is_dated:
        return mini(measure, series)
    return drawing(height, plot.parts()) + plot.target_label()


def mini_words(measure: Measure, series: Series) -> str:
    """Return what only the picture has: "Target 80%, baseline 27%." """
    baselines = fitting_baselines(measure, series)
    start = baselines[0].words[:1].lower() + baselines[0].words[1:] if baselines else ""
    target = f"target {series.target_words}" if compared_targets(measure, series) else ""
    words = ", ".join(filter(None, (target, start)))
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def drawing(height: int, parts: Iterable[str]) -> str:
    """Return the box of a mini with what is drawn in it."""
    return (
        f'<svg class="mini" viewBox="0 0 {_WIDTH} {height}" preserveAspectRatio="none" '
        f'aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
    )


def stroke(path: str, ink: str, width: float, more: str = "") -> str:
    """Return a line whose width stays when the box is stretched."""
    return (
        f'<path d="{path}" fill="none" stroke="{ink}" stroke-width="{width:g}" '
        f'vector-effect="non-scaling-stroke"{more}/>'
    )


def dot(x: float, y: float, ink: str, size: float) -> str:
    """Return a dot that stays round when the box is stretched."""
    return stroke(f"M{x:g} {y:g}h0", ink, size, ' stroke-linecap="round"')


def _ring(x: float, y: float) -> str:
    return dot(x, y, BASELINE, 9) + dot(x, y, WHITE, 5)


@dataclass(frozen=True)
class _Bar:
    """A bullet or a range: a bar on a track from nothing to the most there can be."""

    measure: Measure
    series: Series

    @property
    def has_target(self) -> bool:
        return bool(self._targets)

    def parts(self) -> Iterator[str]:
        top, bottom = _BAR
        height = bottom - top
        yield (
            f'<rect x=".5" y="{top:g}" width="{_WIDTH - 1}" height="{height:g}" fill="{GRID}" '
            f'stroke="{OTHERS}" vector-effect="non-scaling-stroke"/>'
        )
        for mark in self._figures:
            start = self._x(mark.low) if mark.is_band else self._x(0)
            yield self._filled(start, self._x(mark.high))
            yield from self._beyond(mark)
        for target in self._targets:
            for value in target.numbers:
                x = self._x(value, clear=3.5)
                path = f"M{x:g} {_MARKER[0]:g}V{_MARKER[1]:g}"
                yield stroke(path, WHITE, 7) + stroke(path, TARGET, 3)
        for baseline in self._baselines:
            yield _ring(self._x((baseline.low + baseline.high) / 2, clear=5), _RING_AT)

    def _filled(self, start: float, end: float) -> str:
        left, width = min(start, end), abs(end - start)
        return (
            f'<rect x="{left:g}" y="{_BAR[0]:g}" width="{width:g}" '
            f'height="{_BAR[1] - _BAR[0]:g}" fill="{FOCUS}"/>'
        )

    def _beyond(self, mark: Mark) -> Iterator[str]:
        """Hatch what lies beyond a limit: a shape says so, not a colour."""
        better = self.measure.better
        limits = [t.value for t in self._targets if is_upper_limit(t.operator, better)]
        if mark.is_band or not limits or mark.high <= limits[0]:
            return
        start, end = self._x(limits[0]), self._x(mark.high)
        top, bottom = _BAR
        yield (
            f'<rect x="{start:g}" y="{top:g}" width="{end - start:g}" '
            f'height="{bottom - top:g}" fill="{WHITE}" stroke="{FOCUS}" '
            'vector-effect="non-scaling-stroke"/>'
        )
        lines = []
        foot = start - (bottom - top) + _HATCH
        while foot < end:
            left, right = max(foot, start), min(foot + bottom - top, end)
            lines.append(
                f"M{left:g} {bottom - (left - foot):g}L{right:g} {bottom - (right - foot):g}"
            )
            foot += _HATCH
        yield stroke("".join(lines), FOCUS, 2)

    @cached_property
    def _figures(self) -> tuple[Mark, ...]:
        marks = build_marks(without_control(self.series), self.measure.unit)
        return tuple(mark for mark in marks if mark.is_latest)

    @cached_property
    def _targets(self) -> tuple[Target, ...]:
        return compared_targets(self.measure, self.series)[-1:]

    @cached_property
    def _baselines(self) -> tuple[Mark, ...]:
        return fitting_baselines(self.measure, self.series)[:1]

    @cached_property
    def _span(self) -> tuple[float, float]:
        marks = (*self._figures, *self._baselines)
        values = [end for mark in marks for end in (mark.low, mark.high)]
        values += [value for target in self._targets for value in target.numbers]
        low, high = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
        if self.measure.unit == "percent" and low >= 0 and high <= 100:
            return 0.0, 100.0
        return low, high * 1.1 or 1.0

    def _x(self, value: float, clear: float = 1.0) -> float:
        low, high = self._span
        x = 1 + (value - low) / (high - low) * (_WIDTH - 2)
        return round(min(max(x, clear), _WIDTH - clear), 1)


@dataclass(frozen=True)
class _Plot:
    """Figures over time on an axis fitted to them and to their target; it has no false zero to show."""

    measure: Measure
    series: Series
    height: int

    @cached_property
    def days(self) -> list[date]:
        return sorted({mark.day for mark in (*self._marks, *self._dated_baselines) if mark.day})

    def parts(self) -> Iterator[str]:
        """Render from back to front: target, what leads from the baseline, line, dots."""
        for line in self._target_lines:
            yield stroke(line, WHITE, 6) + stroke(line, TARGET, 2, ' stroke-dasharray="7 5"')
        yield from self._from_baseline()
        for each in self._lines:
            for piece in each.pieces:
                corners = "L".join(f"{self._x(m.day):g} {self._y(m.low):g}" for m in piece)
                if len(piece) > 1:
                    yield stroke(f"M{corners}", FOCUS, 2.5, ' stroke-linejoin="round"')
        is_short = len(self._marks) < _LINE_FROM
        for mark in self._marks:
            x, y = self._x(mark.day), self._y(mark.low)
            if mark.is_latest:
                yield dot(x, y, FOCUS, 10)
                yield dot(x, y, WHITE, 5) if mark.is_provisional else ""
            elif is_short:
                yield dot(x, y, FOCUS, 6)

    def target_label(self) -> str:
        """Render the number at the end of the target's line beside it, unstretched."""
        if not self._targets:
            return ""
        ahead = [each for each in self._targets if not each.due_on or each.due_on >= self.days[-1]]
        target = ahead[0] if ahead else self._targets[-1]
        value = max(target.numbers)
        words = short_number(value, target.decimals, self.measure.unit)
        y = min(max(self._y(value) + 5, 14), self.height - 3)
        return (
            f'<svg class="mini-label" width="{round(words_width(words, 16, is_bold=True)) + 6}" height="{self.height}" '
            f'aria-hidden="true" focusable="false"><text x="4" y="{y:g}" font-size="16" '
            f'font-weight="600" fill="{TARGET}">{words}</text></svg>'
        )

    def _from_baseline(self) -> Iterator[str]:
        """Lead from the baseline only where the trend was computed from it."""
        chosen = self.series.trend.chosen
        for mark in self._dated_baselines:
            x, y = self._x(mark.day), self._y((mark.low + mark.high) / 2)
            first = self._marks[0]
            if chosen and chosen.is_allowed and chosen.against == "baseline":
                path = f"M{x:g} {y:g}L{self._x(first.day):g} {self._y(first.low):g}"
                yield stroke(path, OTHERS, 2, ' stroke-dasharray="1 5" stroke-linecap="round"')
            yield _ring(x, y)

    @cached_property
    def _marks(self) -> tuple[Mark, ...]:
        points = set(map(id, comparable_points(self.series)))
        numbers = [p for p in self.series.points if p.has_number and p.period_end]
        built = build_marks(without_control(self.series), self.measure.unit)
        return tuple(
            mark for point, mark in zip(numbers, built, strict=True) if id(point) in points
        )

    @cached_property
    def _lines(self) -> tuple[Line, ...]:
        return build_lines(self._marks, self.series.basis, self.measure)

    @cached_property
    def _dated_baselines(self) -> tuple[Mark, ...]:
        first = self._marks[0].day if self._marks else None
        marks = fitting_baselines(self.measure, self.series)[:1]
        return tuple(m for m in marks if m.day and first and m.day < first)

    @cached_property
    def _targets(self) -> tuple[Target, ...]:
        return compared_targets(self.measure, self.series)

    @cached_property
    def _steps(self) -> tuple[TargetStep, ...]:
        axis = TimeAxis(self.days[0], self.days[-1])
        steps = target_steps(self._targets, self.measure.unit, axis)
        return tuple(step for step in steps if step.start < axis.end)

    @cached_property
    def _target_lines(self) -> list[str]:
        paths = []
        for line in target_lines(self._steps):
            path = "".join(
                f"{'L' if place else 'M'}{self._x(step.start) if place else 0:g} {self._y(value):g}"
                f"H{_WIDTH if step is line[-1][0] else self._x(step.end):g}"
                for place, (step, value) in enumerate(line)
            )
            paths.append(path)
        return paths

    @cached_property
    def _span(self) -> tuple[float, float]:
        marks = (*self._marks, *self._dated_baselines)
        values = [end for mark in marks for end in (mark.low, mark.high)]
        values += [value for step in self._steps for value in (step.value, step.top)]
        low, high = min(values), max(values)
        least = _LEAST_SPAN * max(abs(low), abs(high)) or 1.0
        spare = max(least - (high - low), 0.0) / 2
        return low - spare, high + spare

    def _x(self, day: date | None) -> float:
        """Return where a day falls; the first and the last stand clear of the edges."""
        first, last = self.days[0], self.days[-1]
        share = ((day or first) - first).days / max((last - first).days, 1)
        return round(_EDGE + min(max(share, 0), 1) * (_WIDTH - 2 * _EDGE), 1)

    def _y(self, value: float) -> float:
        low, high = self._span
        share = (value - low) / (high - low)
        return round(self.height - _EDGE - share * (self.height - 2 * _EDGE), 1)
