"""What the control chart of a series holds."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from dashboard.points import Event, Point
from dashboard.spc import Analysis, Segment

_JUDGEMENTS: Final = {
    "special_cause_improvement": "improved",
    "special_cause_concern": "worsened",
    "special_cause_neutral_high": "rose",
    "special_cause_neutral_low": "fell",
    "common_cause": "little_change",
}


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
