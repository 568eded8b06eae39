"""Figures over time as a line or as steps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from dashboard.model.panel import Measure, Series, Target
from dashboard.text.font_metrics import words_width
from dashboard.text.format import short_number
from layouts.charts.spec.axes import TimeAxis
from layouts.charts.spec.baselines import fitting_baselines
from layouts.charts.spec.control_limits import without_control
from layouts.charts.spec.marks import Line, Mark, build_lines, build_marks
from layouts.charts.spec.targets import TargetStep, target_lines, target_steps
from layouts.charts.svg.mini.figures import LINE_FROM, comparable_points, compared_targets
from layouts.charts.svg.mini.strokes import WIDTH, dot, ring, stroke
from layouts.ui.palette import FOCUS, OTHERS, TARGET, WHITE

_EDGE: Final = 7.0
# A fitted axis spans at least this share of its largest number, so that a ripple looks like one.
_LEAST_SPAN: Final = 0.2


@dataclass(frozen=True)
class TimePlot:
    """Figures over time on an axis fitted to them and to their target; it has no false zero to show."""

    measure: Measure
    series: Series
    height: int
    width: int = WIDTH

    @cached_property
    def days(self) -> list[date]:
        """The days of the figures and of the baseline, in order."""
        return sorted({mark.day for mark in (*self.marks, *self.baselines) if mark.day})

    def parts(self) -> Iterator[str]:
        """Render from back to front: target, what leads from the baseline, line, dots."""
        for line in self._target_lines:
            yield stroke(line, WHITE, 6) + stroke(line, TARGET, 2, ' stroke-dasharray="7 5"')
        yield from self._from_baseline()
        for each in self.lines:
            for piece in each.pieces:
                corners = "L".join(f"{self._x(m.day):g} {self._y(m.low):g}" for m in piece)
                if len(piece) > 1:
                    yield stroke(f"M{corners}", FOCUS, 2.5, ' stroke-linejoin="round"')
        is_short = len(self.marks) < LINE_FROM
        for mark in self.marks:
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
        for mark in self.baselines:
            x, y = self._x(mark.day), self._y((mark.low + mark.high) / 2)
            first = self.marks[0]
            if self.leads_from_baseline:
                path = f"M{x:g} {y:g}L{self._x(first.day):g} {self._y(first.low):g}"
                yield stroke(path, OTHERS, 2, ' stroke-dasharray="1 5" stroke-linecap="round"')
            yield ring(x, y)

    @property
    def leads_from_baseline(self) -> bool:
        """Whether a line leads from the baseline: only where the trend was computed from it."""
        chosen = self.series.trend.chosen
        return bool(chosen and chosen.is_allowed and chosen.against == "baseline")

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """The figures that are drawn, in order."""
        points = set(map(id, comparable_points(self.series)))
        numbers = [p for p in self.series.points if p.has_number and p.period_end]
        built = build_marks(without_control(self.series), self.measure.unit)
        return tuple(
            mark for point, mark in zip(numbers, built, strict=True) if id(point) in points
        )

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines that join them."""
        return build_lines(self.marks, self.series.basis, self.measure)

    @cached_property
    def baselines(self) -> tuple[Mark, ...]:
        """The baseline, where it lies before the first figure."""
        first = self.marks[0].day if self.marks else None
        marks = fitting_baselines(self.measure, self.series)[:1]
        return tuple(m for m in marks if m.day and first and m.day < first)

    @cached_property
    def _targets(self) -> tuple[Target, ...]:
        return compared_targets(self.measure, self.series)

    @cached_property
    def steps(self) -> tuple[TargetStep, ...]:
        """The targets from day to day."""
        axis = TimeAxis(self.days[0], self.days[-1])
        steps = target_steps(self._targets, self.measure, axis)
        return tuple(step for step in steps if step.start < axis.end)

    @cached_property
    def _target_lines(self) -> list[str]:
        paths = []
        for line in target_lines(self.steps):
            path = "".join(
                f"{'L' if place else 'M'}{self._x(step.start) if place else 0:g} {self._y(value):g}"
                f"H{self.width if step is line[-1][0] else self._x(step.end):g}"
                for place, (step, value) in enumerate(line)
            )
            paths.append(path)
        return paths

    @cached_property
    def span(self) -> tuple[float, float]:
        """The least and the most that the axis holds."""
        marks = (*self.marks, *self.baselines)
        values = [end for mark in marks for end in (mark.low, mark.high)]
        values += [value for step in self.steps for value in (step.value, step.top)]
        low, high = min(values), max(values)
        least = _LEAST_SPAN * max(abs(low), abs(high)) or 1.0
        spare = max(least - (high - low), 0.0) / 2
        return low - spare, high + spare

    def _x(self, day: date | None) -> float:
        """Return where a day falls; the first and the last stand clear of the edges."""
        first, last = self.days[0], self.days[-1]
        share = ((day or first) - first).days / max((last - first).days, 1)
        return round(_EDGE + min(max(share, 0), 1) * (self.width - 2 * _EDGE), 1)

    def _y(self, value: float) -> float:
        low, high = self.span
        share = (value - low) / (high - low)
        return round(self.height - _EDGE - share * (self.height - 2 * _EDGE), 1)
