"""What the control chart of a series holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, NamedTuple

from dashboard.model.points import Event, Point
from dashboard.stats.spc import COMMON, Analysis, Limits, Segment

_JUDGEMENTS: Final = {
    "special_cause_improvement": "improved",
    "special_cause_concern": "worsened",
    "special_cause_neutral_high": "rose",
    "special_cause_neutral_low": "fell",
    "common_cause": "little_change",
}


class PointReading(NamedTuple):
    """What the chart says of one point: the lines it lies between, the rule it meets, its type."""

    limits: Limits
    label: str
    point_type: str

    @property
    def is_signal(self) -> bool:
        """Whether the point is more than the usual variation."""
        return self.point_type != COMMON


@dataclass(frozen=True)
class ControlChart:
    """What the control chart of a series says; `points` are those it judges, in order.

    `restarts` holds, for each later segment, its first day and the event at which it began.
    """

    analysis: Analysis
    points: tuple[Point, ...]
    restarts: tuple[tuple[date, Event], ...]
    screens_outliers: bool

    @property
    def segment(self) -> Segment:
        """The latest stretch, which alone judges the latest point."""
        return self.analysis.segments[-1]

    @property
    def stretches(self) -> tuple[tuple[Segment, tuple[Point, ...]], ...]:
        """Each stretch between two restarts, with its points."""
        pairs, start = [], 0
        for segment in self.analysis.segments:
            end = start + len(segment.values)
            pairs.append((segment, self.points[start:end]))
            start = end
        return tuple(pairs)

    @cached_property
    def readings(self) -> Mapping[Point, PointReading]:
        """What is said of each point that the chart judges."""
        return {
            point: PointReading(segment.limits, label, point_type)
            for segment, points in self.stretches
            for point, label, point_type in zip(
                points, segment.labels, segment.point_types, strict=True
            )
        }

    @property
    def is_enough(self) -> bool:
        """Whether the latest stretch has points enough to give an arrow."""
        return not self.segment.is_short

    @property
    def judgement(self) -> str:
        """What the latest point means, as a code of a trend."""
        return _JUDGEMENTS[self.analysis.point_type or "common_cause"]

    @property
    def direction(self) -> str:
        """Where the signal of the latest point is: up, down, or flat where there is none."""
        arrow = self.analysis.arrow
        return arrow if arrow in ("up", "down") else "flat"
