"""The nouns of a comparison with similar councils."""

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
    """A count and what it is part of, which is not nothing."""

    numerator: float
    denominator: float


class Interval(NamedTuple):
    """From where to where a percentage could lie."""

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


def wilson_share(share: CountedShare) -> Interval:
    """Give the 95% interval of a share in per cent."""
    own = share_percent(share)
    low, high = wilson_interval(*share)
    # Rounding must not push the share itself out of its interval.
    return Interval(min(low, own), max(high, own))


def rank_among(own: CountedShare, others: Sequence[CountedShare], *, highest_first: bool) -> Rank:
    """Place a share among others; one is surely before it where their intervals do not meet."""
    mine, values = share_percent(own), [share_percent(other) for other in others]
    sides = [clear_difference(wilson_share(own), wilson_share(other)) for other in others]
    first, last = ("higher", "lower") if highest_first else ("lower", "higher")
    before = [value > mine if highest_first else value < mine for value in values]
    return Rank(
        place=sum(before) + 1,
        best=sides.count(first) + 1,
        worst=len(others) + 1 - sides.count(last),
        of=len(others) + 1,
        is_joint=mine in values,
    )


def clear_difference(own: Interval, other: Interval) -> str:
    """Say where another interval lies beside our own: higher, lower, or "" where they meet."""
    if other.low > own.high:
        return "higher"
    return "lower" if other.high < own.low else ""


def ordinal(number: int) -> str:
    """Write a place: 1st, 2nd, 11th."""
    is_teen = 11 <= number % 100 <= 13
    return f"{number}{'th' if is_teen else _ENDINGS.get(number % 10, 'th')}"


def share_percent(share: CountedShare) -> float:
    """Divide; the nearest float of an exact quotient keeps the order of any two."""
    quotient = percentage(*share)
    return float(quotient) if quotient is not None else 0.0


# A period and the statistic that was taken of it.
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
    """One area of a group: its line, and its figure at the period that is compared.

    `beside` says whether its range lies wholly above ("higher") or below ("lower") our own.
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
    """A series beside those of similar councils, at the newest period that both have.

    `rows` are in order of rank where there is one, else of nearness; `middle` is the neighbours'
    mean by period, and `middle_name` says which mean it is.
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
    """Name what a point may be set beside on its line."""
    return (point.period_start, point.period_end, point.statistic)
