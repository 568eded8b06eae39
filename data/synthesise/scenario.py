"""The course of events in the synthetic borough; days are counted from 1 January 1970."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.random import Generator

Days = np.ndarray
Curve = Sequence[tuple[float, float]]

EPOCH: Final = date(1970, 1, 1)
# Later than any day: for what has not happened, or is not recorded.
NEVER: Final = 2**31
MONTHS: Final = 36
# A waiting list needs a longer past than the months of the extracts.
REFERRAL_MONTHS: Final = 48
_DAYS_A_MONTH: Final = 365.25 / 12
# Requests and referrals of each month against the mean: few in August and December.
_SEASON: Final = (1.0, 1.0, 1.15, 0.85, 1.05, 1.1, 1.1, 0.55, 0.9, 1.1, 1.15, 0.7)
_GROWTH_A_YEAR: Final = 0.08
_WEEKDAYS: Final = 5


@dataclass(frozen=True)
class Scenario:
    """The first and last day of the extracts, and the days of changes."""

    first: int
    referrals_first: int
    until: int
    second_clinic: int
    taskforce: int

    def level(self, days: Days, curve: Curve) -> np.ndarray:
        """Return the level of a curve, given by months since the first day, on each day."""
        months, levels = zip(*curve, strict=True)
        return np.interp((days - self.first) / _DAYS_A_MONTH, months, levels)

    def arrivals(self, rng: Generator, count: int, first: int | None = None) -> Days:
        """Return random days of requests or referrals, sorted: weekdays, by season."""
        days = np.arange(self.first if first is None else first, self.until + 1)
        weights = np.array(_SEASON)[_months_of_year(days)] * (weekday(days) < _WEEKDAYS)
        weights = weights * (1 + _GROWTH_A_YEAR) ** ((days - days[0]) / 365.25)
        steps = np.cumsum(weights) / weights.sum()
        return days[np.searchsorted(steps, np.sort(rng.random(count)), side="right")]

    def happened(self, days: Days) -> Days:
        """Return the days, NEVER for those after the last day."""
        return np.where(days > self.until, NEVER, days)


def make_scenario(until: date) -> Scenario:
    """Return the scenario of the months up to a day."""
    return Scenario(
        first=_month_start(until, MONTHS - 1),
        referrals_first=_month_start(until, REFERRAL_MONTHS - 1),
        until=day_number(until),
        second_clinic=_month_start(until, 15),
        taskforce=_month_start(until, 13),
    )


def day_number(day: date) -> int:
    """Return the number of days since 1 January 1970."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """Return the day of a number."""
    return EPOCH + timedelta(days=int(number))


def _month_start(until: date, months_before: int) -> int:
    months = until.year * 12 + until.month - 1 - months_before
    return day_number(date(months // 12, months % 12 + 1, 1))


def _months_of_year(days: Days) -> np.ndarray:
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12


def school_year(days: Days) -> np.ndarray:
    """Return the year in which the school year of each day began."""
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return 1970 + (months - 8) // 12


def weekday(days: Days) -> np.ndarray:
    """Return 0 for a Monday to 6 for a Sunday."""
    return (days + 3) % 7


def to_weekday(days: np.ndarray) -> Days:
    """Return days with those of a weekend moved to the Friday before; fractions are dropped."""
    whole = np.floor(days).astype(np.int64)
    return np.where(whole < NEVER, whole - np.maximum(0, weekday(whole) - 4), NEVER)
