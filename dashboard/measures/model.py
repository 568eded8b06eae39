"""The vocabulary in which a measure worked out from cases is said."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dashboard.measures.cases import Events, Stock
from dashboard.measures.dates import FAR, Ints, Mask

Statistic = Literal["mean", "median", "p90", "max"]


@dataclass(frozen=True)
class Version:
    """One version of a rate: which cases are within, out of which (all, where not said)."""

    within: Mask
    out_of: Mask | None = None


@dataclass(frozen=True)
class Rate:
    """Cases within ÷ cases counted, by the day of the event; each version under its own label."""

    measure_id: str
    events: Events
    versions: Mapping[str, Version]
    has_dimensions: bool = True
    whole_after_days: int = 0
    by_year_alone: bool = False


def rate(measure_id: str, events: Events, within: Mask, *, whole_after_days: int = 0) -> Rate:
    """Say a rate of one version."""
    return Rate(measure_id, events, {"": Version(within)}, whole_after_days=whole_after_days)


@dataclass(frozen=True)
class Flow:
    """Cases counted by the day of the event, less those of another event where there is one."""

    measure_id: str
    events: Events
    less: Events | None = None


@dataclass(frozen=True)
class Average:
    """The mean or median of days, in weeks, by the day of the event."""

    measure_id: str
    events: Events
    days: Ints
    statistic: Statistic


@dataclass(frozen=True)
class EventWeeks:
    """How many cases took how many weeks, by the day of the event."""

    measure_id: str
    events: Events
    days: Ints


@dataclass(frozen=True)
class StockCount:
    """Cases open on snapshot days for `at_least` to `at_most` days; parts each under their label."""

    measure_id: str
    stock: Stock
    at_least: int = 0
    at_most: int = FAR
    parts: Mapping[str, tuple[int, int]] | None = None


@dataclass(frozen=True)
class StockRate:
    """Cases open for at most some days ÷ cases open, on snapshot days."""

    measure_id: str
    stock: Stock
    at_most: int


@dataclass(frozen=True)
class StockSpread:
    """Statistics of the days for which cases have been open, in weeks, each its own measure."""

    stock: Stock
    statistics: Mapping[str, Statistic]


@dataclass(frozen=True)
class StockWeeks:
    """How many cases have been open for how many weeks, on snapshot days."""

    measure_id: str
    stock: Stock


@dataclass(frozen=True)
class WeeksUntil:
    """In how many weeks the cases open on the newest snapshot day reach a number of days."""

    measure_id: str
    stock: Stock
    limit_days: int


@dataclass(frozen=True)
class Clearance:
    """Months in which a list empties at the rate of completions of the last three."""

    measure_id: str
    stock: Stock
    completed: Events


ComputedMeasure = (
    Rate
    | Flow
    | Average
    | EventWeeks
    | StockCount
    | StockRate
    | StockSpread
    | StockWeeks
    | WeeksUntil
    | Clearance
)
