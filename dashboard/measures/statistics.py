"""Exact statistics of days, from how many cases there are of each number of days."""

import numpy as np

from dashboard.measures.dates import Ints

DAYS_A_WEEK = 7

QUANTILES = {"median": (1, 2), "p90": (9, 10)}
"""Each as a fraction, so that its place among n cases is exact."""


def total_days(counts: np.ndarray, days: Ints) -> np.ndarray:
    """Sum the days of all cases of each category (counts: categories × numbers of days)."""
    return counts @ days.astype(np.float64)


def longest(counts: np.ndarray, days: Ints) -> np.ndarray:
    """Give the greatest number of days in each category; NaN where there is no case."""
    last = counts.shape[1] - 1 - np.argmax(counts[:, ::-1] > 0, axis=1)
    return np.where(counts.any(axis=1), days[last], np.nan)


def quantile(counts: np.ndarray, days: Ints, name: str) -> np.ndarray:
    """Interpolate linearly between the order statistics around a quantile, as numpy does.

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
