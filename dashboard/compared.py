"""The nouns of a comparison with similar councils."""

from dataclasses import dataclass
from datetime import date

from dashboard.ranks import Interval, Rank
from dashboard.series import Observed
from dashboard.shapes import Point, Series

# A period and the statistic that was taken of it.
Period = tuple[date | None, date | None, str]


@dataclass(frozen=True)
class Neighbour:
    """One council that an area is compared with, and every figure of it for one measure."""

    area_code: str
    name: str
    nearness: int
    observed: tuple[Observed, ...]


@dataclass(frozen=True)
class Neighbours:
    """The councils that an area is compared with, by one source, the nearest first."""

    listed: tuple[Neighbour, ...]
    source_document: str


@dataclass(frozen=True)
class Compared:
    """One area of a group: its line, and its figure at the period that is compared.

    `beside` says whether its range lies wholly above ("higher") or below ("lower") our own.
    """

    name: str
    points: tuple[Point, ...]
    point: Point | None
    nearness: int = 0
    interval: Interval | None = None
    beside: str = ""

    @property
    def is_own(self) -> bool:
        return self.nearness == 0

    @property
    def value(self) -> float | None:
        """The number at the period that is compared, if there is one."""
        return self.point.value if self.point else None


@dataclass(frozen=True)
class Group:
    """A series beside those of similar councils, at the newest period that both have.

    `rows` are in order of rank where there is one, else of nearness; `middle` is the neighbours'
    mean by period, and `middle_name` says which mean it is.
    """

    series: Series
    own: Compared
    others: tuple[Compared, ...]
    rows: tuple[Compared, ...]
    middle: tuple[Point, ...]
    middle_name: str
    rank: Rank | None
    period: str
    title: str
    words: str
    notes: tuple[str, ...]
    source_document: str


def period_key(point: Point) -> Period:
    """Name what a point may be set beside on its line."""
    return (point.period_start, point.period_end, point.statistic)
