"""A comparison with similar councils: shares, ranks, areas and their group."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from dashboard.judging.observations import Observation
from dashboard.judging.percentages import percentage
from dashboard.model.panel import Point, Series
from dashboard.stats.wilson import wilson_interval

_ENDINGS: Final = {1: "st", 2: "nd", 3: "rd"}


class CountedShare(NamedTuple):
    """A count and what it is part of, which is not 0."""

    numerator: float
    denominator: float


class Interval(NamedTuple):
    """The range of a percentage, 0 to 100."""

    low: float
    high: float


@dataclass(frozen=True)
class Rank:
    """A place among `of`, 1 the first; `best` and `worst` the places that cannot be ruled out."""

    place: int
    best: int
    worst: int
    of: int
    is_joint: bool = False


def share_interval(share: CountedShare) -> Interval:
    """Return the 95% Wilson interval of a share, in per cent."""
    own = share_percent(share)
    low, high = wilson_interval(*share)
    # Rounding must not push the share itself out of its interval.
    return Interval(min(low, own), max(high, own))


def rank_among(own: CountedShare, others: Sequence[CountedShare], *, highest_first: bool) -> Rank:
    """Return the rank of a share; another is surely before it where their intervals do not meet."""
    mine, values = share_percent(own), [share_percent(other) for other in others]
    sides = [side_of(share_interval(own), share_interval(other)) for other in others]
    first, last = ("higher", "lower") if highest_first else ("lower", "higher")
    before = [value > mine if highest_first else value < mine for value in values]
    return Rank(
        place=sum(before) + 1,
        best=sides.count(first) + 1,
        worst=len(others) + 1 - sides.count(last),
        of=len(others) + 1,
        is_joint=mine in values,
    )


def side_of(own: Interval, other: Interval) -> str:
    """Return where another interval lies: higher, lower, or "" where it meets our own."""
    if other.low > own.high:
        return "higher"
    return "lower" if other.high < own.low else ""


def ordinal(number: int) -> str:
    """Return a place as text: 1st, 2nd, 11th."""
    is_teen = 11 <= number % 100 <= 13
    return f"{number}{'th' if is_teen else _ENDINGS.get(number % 10, 'th')}"


def share_percent(share: CountedShare) -> float:
    """Return a share in per cent: the nearest float of the exact quotient keeps any two in order."""
    quotient = percentage(*share)
    return float(quotient) if quotient is not None else 0.0


# First and last day, and the statistic of the figure.
PeriodKey = tuple[date | None, date | None, str]


@dataclass(frozen=True)
class Neighbour:
    """One council that an area is compared with, and every figure of it for one measure."""

    area_code: str
    name: str
    nearness: int
    observed: tuple[Observation, ...]


@dataclass(frozen=True)
class Neighbours:
    """The councils that an area is compared with, by one source, the nearest first."""

    listed: tuple[Neighbour, ...]
    source_document: str


@dataclass(frozen=True)
class ComparedArea:
    """One area of a group: its points, and its figure at the period that is compared.

    `versus_own` is "higher" or "lower" where its range lies wholly above or below our own.
    """

    name: str
    points: tuple[Point, ...]
    point: Point | None
    nearness: int = 0
    interval: Interval | None = None
    versus_own: str = ""

    @property
    def is_own(self) -> bool:
        return self.nearness == 0

    @property
    def value(self) -> float | None:
        """The number at the period that is compared, if there is one."""
        return self.point.value if self.point else None


@dataclass(frozen=True)
class NeighbourGroup:
    """A series compared with those of similar councils, at the newest period that both have.

    `rows` are in order of rank where there is one, else of nearness; `mean_points` are the
    neighbours' mean by period, and `mean_name` says which mean it is.
    """

    series: Series
    own: ComparedArea
    others: tuple[ComparedArea, ...]
    rows: tuple[ComparedArea, ...]
    mean_points: tuple[Point, ...]
    mean_name: str
    rank: Rank | None
    period: str
    title: str
    words: str
    notes: tuple[str, ...]
    source_document: str


def period_key(point: Point) -> PeriodKey:
    """Return the period and statistic by which points are compared."""
    return (point.period_start, point.period_end, point.statistic)
