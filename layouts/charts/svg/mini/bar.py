"""One figure, or a range, as a bar on a track from nothing to the most there can be."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from dashboard.model.codes import is_upper_limit
from dashboard.model.panel import Measure, Series, Target
from layouts.charts.spec.baselines import fitting_baselines
from layouts.charts.spec.control_limits import without_control
from layouts.charts.spec.marks import Mark, build_marks
from layouts.charts.svg.mini.figures import compared_targets
from layouts.charts.svg.mini.strokes import WIDTH, ring, stroke
from layouts.ui.palette import FOCUS, GRID, OTHERS, TARGET, WHITE

# The bar of a bullet: its top and bottom, and how far the marker of a target stands out of it.
_BAR: Final = (13.0, 26.0)
_MARKER: Final = (6.0, 33.0)
_RING_AT: Final = 38.0
_HATCH: Final = 5.0


@dataclass(frozen=True)
class Bar:
    """A bullet or a range: a bar on a track from nothing to the most there can be."""

    measure: Measure
    series: Series
    width: int = WIDTH
    edges: tuple[float, float] = _BAR

    @property
    def has_scale(self) -> bool:
        """Whether its length says something: of 100%, beside a target or baseline, or as a range."""
        is_share = bool(self.figures) and self.span == (0.0, 100.0)
        is_range = any(mark.is_band for mark in self.figures)
        has_baseline = bool(self.figures and self.baselines)
        return bool(self.targets) or is_share or is_range or has_baseline

    def parts(self) -> Iterator[str]:
        """Render track, bar, what lies beyond a limit, targets, baseline."""
        top, bottom = self.edges
        height = bottom - top
        yield (
            f'<rect x=".5" y="{top:g}" width="{self.width - 1}" height="{height:g}" fill="{GRID}" '
            f'stroke="{OTHERS}" vector-effect="non-scaling-stroke"/>'
        )
        for mark in self.figures:
            start = self._x(mark.low) if mark.is_band else self._x(0)
            yield self._filled(start, self._x(mark.high))
            yield from self._beyond(mark)
        for target in self.targets:
            for value in target.numbers:
                x = self._x(value, clear=3.5)
                path = f"M{x:g} {_MARKER[0]:g}V{_MARKER[1]:g}"
                yield stroke(path, WHITE, 7) + stroke(path, TARGET, 3)
        for baseline in self.baselines:
            yield ring(self._x((baseline.low + baseline.high) / 2, clear=5), _RING_AT)

    def _filled(self, start: float, end: float) -> str:
        left, width = min(start, end), abs(end - start)
        return (
            f'<rect x="{left:g}" y="{self.edges[0]:g}" width="{width:g}" '
            f'height="{self.edges[1] - self.edges[0]:g}" fill="{FOCUS}"/>'
        )

    def _beyond(self, mark: Mark) -> Iterator[str]:
        """Hatch what lies beyond a limit: a shape says so, not a colour."""
        limit = self.exceeded_limit(mark)
        if limit is None:
            return
        start, end = self._x(limit), self._x(mark.high)
        top, bottom = self.edges
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

    def exceeded_limit(self, mark: Mark) -> float | None:
        """Return the limit that a figure lies beyond; None where it does not."""
        better = self.measure.better
        limits = [t.value for t in self.targets if is_upper_limit(t.operator, better)]
        return limits[0] if limits and not mark.is_band and mark.high > limits[0] else None

    @cached_property
    def figures(self) -> tuple[Mark, ...]:
        """The newest figure."""
        marks = build_marks(without_control(self.series), self.measure.unit)
        return tuple(mark for mark in marks if mark.is_latest)

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """The target that it may be compared with."""
        return compared_targets(self.measure, self.series)[-1:]

    @cached_property
    def baselines(self) -> tuple[Mark, ...]:
        """The baseline, if there is one."""
        return fitting_baselines(self.measure, self.series)[:1]

    @cached_property
    def span(self) -> tuple[float, float]:
        """The ends of the track."""
        marks = (*self.figures, *self.baselines)
        values = [end for mark in marks for end in (mark.low, mark.high)]
        values += [value for target in self.targets for value in target.numbers]
        low, high = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
        if self.measure.unit == "percent" and low >= 0 and high <= 100:
            return 0.0, 100.0
        return low, high * 1.1 or 1.0

    def _x(self, value: float, clear: float = 1.0) -> float:
        low, high = self.span
        x = 1 + (value - low) / (high - low) * (self.width - 2)
        return round(min(max(x, clear), self.width - clear), 1)
