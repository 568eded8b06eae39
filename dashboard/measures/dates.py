"""Days as whole numbers, for arrays of a million dates, and exact statistics of them."""

from collections.abc import Callable
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

Ints = np.ndarray
Mask = np.ndarray

FAR: Final = 2**31
"""A day, or a number of days, later or longer than any: "not yet", "cannot be worked out"."""

_EPOCH: Final = date(1970, 1, 1).toordinal()


def day_number(day: date) -> int:
    """Return the number of days from 1 January 1970 to a day."""
    return day.toordinal() - _EPOCH


def days_of(dates: pd.Series) -> Ints:
    """Return the day numbers of dates; FAR for a missing one."""
    days = dates.to_numpy().astype("datetime64[D]")
    numbers = days.astype(np.int64)
    numbers[np.isnat(days)] = FAR
    return numbers


def days_between(start: Ints, end: Ints) -> Ints:
    """Return the whole days from one day to another; FAR where either is missing."""
    between = end - start
    between[(start == FAR) | (end == FAR)] = FAR
    return between


def lasted(days: Ints, at_most: int, at_least: int = -FAR) -> Mask:
    """Mark the durations from `at_least` to `at_most` days, both included; FAR never is."""
    return (days >= at_least) & (days <= at_most)


def earliest(*days: Ints) -> Ints:
    """Return the earliest of several days of each row; FAR where there is none."""
    return np.minimum.reduce(days)


def only_where(mask: Mask, days: Ints) -> Ints:
    """Return the days of the rows in a mask; FAR for the rest."""
    return np.where(mask, days, FAR)


def _by_table(days: Ints, compute: Callable[[Ints], Ints]) -> Ints:
    """Return what is computed of each day, by a table from the first to the last; FAR stays FAR."""
    has_date = days != FAR
    if not has_date.any():
        return days.copy()
    first, last = int(days.min()), int(days.max(initial=-FAR, where=has_date))
    table = np.append(compute(np.arange(first, last + 1)), FAR)
    return table[np.minimum(days, last + 1) - first]


def months_of(days: Ints) -> Ints:
    """Return the number of months from January 1970 to each day's month; FAR stays FAR."""
    return _by_table(days, _months)


def _months(days: Ints) -> Ints:
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def months_later(days: Ints, months: int) -> Ints:
    """Return the same day some calendar months later, else the month's last; FAR stays FAR."""

    def compute(each_day: Ints) -> Ints:
        month = _months(each_day)
        later = month_start(month + months)
        length = month_start(month + months + 1) - later
        return later + np.minimum(each_day - month_start(month), length - 1)

    return _by_table(days, compute)


def month_start(months: Ints) -> Ints:
    """Return the day number of the first day of each month."""
    starts = np.asarray(months).astype("datetime64[M]").astype("datetime64[D]")
    return starts.astype(np.int64)


def weeks_of(days: Ints) -> Ints:
    """Return the week in which a number of days falls: days 1 to 7 are week 0, 134 to 140 week 19."""
    return np.where(days > 0, days - 1, days) // 7


DAYS_A_WEEK = 7

QUANTILES = {"median": (1, 2), "p90": (9, 10)}
"""Each as a fraction, so that its place among n cases is exact."""


def total_days(counts: np.ndarray, days: Ints) -> np.ndarray:
    """Return the days of all cases of each category (counts: categories × numbers of days)."""
    return counts @ days.astype(np.float64)


def longest(counts: np.ndarray, days: Ints) -> np.ndarray:
    """Return the greatest number of days in each category; NaN where there is no case."""
    last = counts.shape[1] - 1 - np.argmax(counts[:, ::-1] > 0, axis=1)
    return np.where(counts.any(axis=1), days[last], np.nan)


def quantile(counts: np.ndarray, days: Ints, name: str) -> np.ndarray:
    """Return a quantile of each category, interpolated linearly as numpy does.

    `days` ascends; NaN where there is no case.
    """
    times, over = QUANTILES[name]
    reached = np.cumsum(counts, axis=1)
    values = np.full(len(counts), np.nan)
    for at in np.flatnonzero(reached[:, -1] > 0):
        lower, remainder = divmod((int(reached[at, -1]) - 1) * times, over)
        around = np.searchsorted(reached[at], [lower, lower + (remainder > 0)], side="right")
        below, above = days[around].tolist()
        values[at] = below + (above - below) * remainder / over
    return values
