"""A profile: tiles by stage of life, each a figure with its years and those of other areas."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from dashboard.comparison.model import Neighbours, Rank
from dashboard.model.panel import Area, Measure, Panel, Point, Series

# What a profile is about, by the codes of its address.
WITH_PLAN: Final = ""
SEN_SUPPORT: Final = "sen_support"
GAP: Final = "gap"
GROUP_WORDS: Final[Mapping[str, str]] = {
    WITH_PLAN: "With a plan",
    SEN_SUPPORT: "SEN support",
    GAP: "Gap",
}
# The stage of an address that stands for measures without one.
OTHER: Final = "other"
# The group of a figure that is of pupils with a plan.
PUPILS_WITH_PLAN: Final = "with a plan"
# Where a figure lies beside those of similar areas.
ABOVE: Final = "above"
WITHIN: Final = "within"
BELOW: Final = "below"


@dataclass(frozen=True)
class Inspection:
    """The outcome of an inspection of an area's SEND arrangements, by its code."""

    outcome: str
    ended_on: date | None
    published_on: date
    next_within: str


@dataclass(frozen=True)
class Inspections:
    """The newest inspection of an area, None without one, and outcomes of similar areas by code."""

    own: Inspection | None = None
    similar: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ProfileFigures:
    """What is loaded of an area: its panels in the order of the catalogue, and its neighbours' figures.

    `missing` are measures that have a place in the profile and no figure of the area; `names` those
    of areas by code, the nearest of those that it lies in first.
    """

    area: Area
    panels: tuple[Panel, ...]
    neighbours: Mapping[str, Neighbours]
    missing: tuple[Measure, ...]
    names: Mapping[str, str]
    inspections: Inspections = Inspections()


@dataclass(frozen=True)
class MiddleHalf:
    """The middle half of similar areas in one period, to the decimals of our own figure."""

    end: date
    low: float
    high: float
    of: int


@dataclass(frozen=True)
class Part:
    """Another group of the same measure in the same period."""

    breakdown: str
    words: str
    point: Point


@dataclass(frozen=True)
class Tile:
    """One figure of a profile.

    `group` names the pupils that it is of, where there are several, or the other area that it is of; `series` is the line that its
    measure's page shows, `points` what is drawn of it, or of the gap between two lines. `reference` is
    the area that it is compared with, `reference_points` its figures; `middle` those of similar areas.
    `place` says where the latest point lies among these, `gap` how far from pupils without SEN.
    """

    panel: Panel
    series: Series
    group: str
    points: tuple[Point, ...]
    reference: str
    reference_points: tuple[Point, ...]
    middle: tuple[MiddleHalf, ...]
    place: str
    rank: Rank | None
    parts: tuple[Part, ...]
    gap: float | None
    is_gap: bool = False

    @property
    def measure(self) -> Measure:
        return self.panel.measure

    @property
    def latest(self) -> Point:
        """The newest figure."""
        return self.points[-1]

    @property
    def reference_latest(self) -> Point | None:
        """The figure of the compared area in the same period."""
        return same_period(self.reference_points, self.latest)

    @property
    def middle_latest(self) -> MiddleHalf | None:
        """The middle half of similar areas in the same period."""
        return next((each for each in self.middle if each.end == self.latest.period_end), None)


@dataclass(frozen=True)
class Band:
    """The tiles of one stage, and the measures of it that have no figure of the area.

    That of inspection has their outcomes.
    """

    stage: str
    words: str
    tiles: tuple[Tile, ...]
    missing: tuple[Measure, ...]
    inspections: Inspections | None = None


@dataclass(frozen=True)
class Profile:
    """The profile of an area for one choice of group and of what it is compared with.

    `similar` is how many similar areas are known, `compared` the areas to choose from.
    """

    area: Area
    bands: tuple[Band, ...]
    verdict: tuple[str, ...]
    group: str
    compare: str
    similar: int
    compared: Mapping[str, str]

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """Every tile, in order."""
        return tuple(tile for band in self.bands for tile in band.tiles)


def same_period(points: tuple[Point, ...], like: Point) -> Point | None:
    """Return the point of the same period and statistic; None without one."""
    key = (like.period_start, like.period_end, like.statistic)
    return next((p for p in points if (p.period_start, p.period_end, p.statistic) == key), None)
