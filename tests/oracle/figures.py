"""What is said of some events together: how many, what share, how long."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tests.oracle.breakdowns import Breakdowns

Number = int | Fraction | None


@dataclass(frozen=True)
class Event:
    """Something on a day, in some breakdowns, within its limit or not, that took some days.

    What is taken away from a count has the sign -1.
    """

    day: date
    breakdowns: Breakdowns
    within: bool = False
    days: int | None = None
    sign: int = 1


Figure = tuple[Number, Number, Number]
"""Numerator, denominator and value; None where there is none."""
Say = Callable[[list[Event]], Figure | None]


def count(events: list[Event]) -> Figure:
    total = sum(event.sign for event in events)
    return total, None, total


def rate(events: list[Event]) -> Figure | None:
    """Return those within and all; the share itself is divided when it is read."""
    if not events:
        return None
    return sum(event.within for event in events), len(events), None


def mean_weeks(events: list[Event]) -> Figure | None:
    days = _days(events)
    return (sum(days), len(days), Fraction(sum(days), 7 * len(days))) if days else None


def median_weeks(events: list[Event]) -> Figure | None:
    return _quantile_weeks(events, Fraction(1, 2))


def ninetieth_weeks(events: list[Event]) -> Figure | None:
    return _quantile_weeks(events, Fraction(9, 10))


def longest_weeks(events: list[Event]) -> Figure | None:
    return _quantile_weeks(events, Fraction(1))


def _quantile_weeks(events: list[Event], share: Fraction) -> Figure | None:
    """Interpolate between the two days on either side of the rank."""
    days = _days(events)
    if not days:
        return None
    rank = share * (len(days) - 1)
    below = days[int(rank)]
    above = days[min(int(rank) + 1, len(days) - 1)]
    return None, len(days), (below + (rank - int(rank)) * (above - below)) / Fraction(7)


def _days(events: list[Event]) -> list[int]:
    return sorted(event.days for event in events if event.days is not None)


STATISTIC = {
    count: "",
    rate: "",
    mean_weeks: "mean",
    median_weeks: "median",
    ninetieth_weeks: "p90",
    longest_weeks: "max",
}
