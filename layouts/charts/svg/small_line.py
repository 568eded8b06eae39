"""The chart of a profile's tile: years of a figure before the middle half of similar areas.

As minis it is drawn in one box that the stylesheet stretches: strokes and dots keep their size.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from dashboard.model.panel import Point
from dashboard.profile.model import Tile
from layouts.charts.spec.marks import Mark, join_up
from layouts.charts.svg.mini.strokes import dot, drawing, stroke
from layouts.ui.palette import FOCUS, GRID, INFO, OTHERS, WHITE

_WIDTH: Final = 132
_HEIGHT: Final = 56
_EDGE: Final = 7.0
# A lone year is a bar on a line, not a chart over time.
_BAR: Final = (16, 24)


def tile_chart(tile: Tile) -> str:
    """Render the chart of a tile as SVG: over time, or of one year its place among similar areas."""
    picture = _Years(tile) if len(tile.points) > 1 else _OneYear(tile)
    return drawing(_HEIGHT, picture.parts())


@dataclass(frozen=True)
class _Scaled:
    """What both pictures share: the span of all the numbers that are drawn."""

    tile: Tile

    @cached_property
    def days(self) -> tuple[date, date]:
        """The last day of the first and of the newest period."""
        first, last = (self.tile.points[place].period_end or date.min for place in (0, -1))
        return first, last

    @cached_property
    def reference(self) -> tuple[Point, ...]:
        """The figures of the compared area in the years that are drawn."""
        return tuple(
            p for p in self.tile.reference_points if (p.period_end or date.min) >= self.days[0]
        )

    @cached_property
    def span(self) -> tuple[float, float]:
        """The least and the most, apart."""
        first, last = self.days
        values = [point.value or 0.0 for point in (*self.tile.points, *self.reference)]
        for each in self.tile.middle:
            if first <= each.end <= last:
                values += [each.low, each.high]
        low, high = min(values), max(values)
        return (low, high) if high > low else (low - 1, high + 1)

    def share(self, value: float) -> float:
        low, high = self.span
        return min(max((value - low) / (high - low), 0.0), 1.0)


@dataclass(frozen=True)
class _Years(_Scaled):
    def parts(self) -> Iterator[str]:
        yield from self._band()
        yield from self._line(self.reference, OTHERS, 2)
        yield from self._line(self.tile.points, FOCUS, 2.8)
        latest = self.tile.latest
        x, y = self._x(latest.period_end), self._y(latest.value or 0.0)
        yield dot(x, y, WHITE, 13) + dot(x, y, FOCUS, 10)

    def _line(self, points: Sequence[Point], ink: str, width: float) -> Iterator[str]:
        for piece in self._pieces([(p.period_end, p.value or 0.0) for p in points if p.period_end]):
            corners = [(self._x(mark.day), self._y(mark.low)) for mark in piece]
            if len(corners) > 1:
                path = "L".join(f"{x:g} {y:g}" for x, y in corners)
                yield stroke(f"M{path}", ink, width, ' stroke-linejoin="round"')
            else:
                yield from (dot(x, y, ink, width + 2) for x, y in corners)

    def _band(self) -> Iterator[str]:
        first, last = self.days
        shown = {each.end: each for each in self.tile.middle if first <= each.end <= last}
        for piece in self._pieces([(end, each.low) for end, each in shown.items()]):
            ends = [shown[mark.day] for mark in piece if mark.day]
            if len(ends) < 2:
                continue
            top = "L".join(f"{self._x(e.end):g} {self._y(e.high):g}" for e in ends)
            floor = "L".join(f"{self._x(e.end):g} {self._y(e.low):g}" for e in reversed(ends))
            yield f'<path d="M{top}L{floor}Z" fill="{INFO.ground}"/>'

    def _pieces(self, values: Sequence[tuple[date | None, float]]) -> Iterator[tuple[Mark, ...]]:
        """Yield runs of years that follow each other: no line leads over a year without a figure."""
        marks = [Mark(day, value, value) for day, value in values]
        return join_up(marks, self.tile.series.basis, self.tile.measure)

    def _x(self, day: date | None) -> float:
        first, last = self.days
        share = ((day or first) - first).days / max((last - first).days, 1)
        return round(_EDGE + share * (_WIDTH - 2 * _EDGE), 1)

    def _y(self, value: float) -> float:
        return round(_HEIGHT - _EDGE - self.share(value) * (_HEIGHT - 2 * _EDGE), 1)


@dataclass(frozen=True)
class _OneYear(_Scaled):
    def parts(self) -> Iterator[str]:
        top, bottom = _BAR
        middle = (top + bottom) / 2 + 4
        yield stroke(f"M{_EDGE:g} {middle:g}H{_WIDTH - _EDGE:g}", GRID, 2)
        half = self.tile.middle_latest
        if half:
            left, right = self._x(half.low), self._x(half.high)
            yield (
                f'<rect x="{left:g}" y="{top:g}" width="{max(right - left, 1):g}" '
                f'height="{bottom - top + 8:g}" fill="{INFO.ground}"/>'
            )
        if self.tile.reference_latest:
            x = self._x(self.tile.reference_latest.value or 0.0)
            yield stroke(f"M{x:g} {top - 2:g}V{bottom + 10:g}", OTHERS, 2)
        x = self._x(self.tile.latest.value or 0.0)
        yield dot(x, middle, WHITE, 13) + dot(x, middle, FOCUS, 10)

    def _x(self, value: float) -> float:
        return round(_EDGE + self.share(value) * (_WIDTH - 2 * _EDGE), 1)
