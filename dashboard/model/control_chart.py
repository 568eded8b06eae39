"""The control chart of a series: its segments, and how each of its points reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, NamedTuple

from dashboard.model.points import Event, Point
from dashboard.stats.control_limits import Limits
from dashboard.stats.spc import COMMON, Analysis, Segment

_JUDGEMENTS: Final = {
    "special_cause_improvement": "improved",
    "special_cause_concern": "worsened",
    "special_cause_neutral_high": "rose",
    "special_cause_neutral_low": "fell",
    "common_cause": "little_change",
}


class PointReading(NamedTuple):
    """One point of a control chart: the limits it lies between, the rule it meets, its type."""

    limits: Limits
    label: str
    point_type: str

    @property
    def is_signal(self) -> bool:
        """Whether the point is more than the usual variation."""
        return self.point_type != COMMON


@dataclass(frozen=True)
class ControlChart:
    """The control chart of a series; `points` are those it judges, in order.

    `restarts` has the first day of each later segment and the event at which it began.
    """

    analysis: Analysis
    points: tuple[Point, ...]
    restarts: tuple[tuple[date, Event], ...]
    screens_outliers: bool

    @property
    def segment(self) -> Segment:
        """The latest segment, which alone judges the latest point."""
        return self.analysis.segments[-1]

    @property
    def stretches(self) -> tuple[tuple[Segment, tuple[Point, ...]], ...]:
        """Each segment between two restarts, with its points."""
        pairs, start = [], 0
        for segment in self.analysis.segments:
            end = start + len(segment.values)
            pairs.append((segment, self.points[start:end]))
            start = end
        return tuple(pairs)

    @cached_property
    def readings(self) -> Mapping[Point, PointReading]:
        """The reading of each point that the chart judges."""
        return {
            point: PointReading(segment.limits, label, point_type)
            for segment, points in self.stretches
            for point, label, point_type in zip(
                points, segment.labels, segment.point_types, strict=True
            )
        }

    @property
    def is_enough(self) -> bool:
        """Whether the latest segment has points enough to give an arrow."""
        return not self.segment.is_short

    @property
    def judgement(self) -> str:
        """What the latest point means, as a code of TREND_WORDS."""
        return _JUDGEMENTS[self.analysis.point_type or "common_cause"]

    @property
    def direction(self) -> str:
        """Which way the latest point signals: up, down, or flat where it does not."""
        arrow = self.analysis.arrow
        return arrow if arrow in ("up", "down") else "flat"
