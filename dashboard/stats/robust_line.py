"""A robust line through figures, and the interval of what it projects."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Final

import numpy as np

# The width of the interval: how often the mean miss, how much more where there are few points, how
# much more with every step ahead. Chosen so that 80% of what came lay inside it, over the rolling
# origins of `python -m tests.bench.pace`: appeal rates and caseloads of every authority, and the
# months of the Example borough. A change here is a change there and in pace_words.TESTED.
WIDTH_FACTOR: Final = 0.96
WIDTH_FEW: Final = 10
WIDTH_STEP: Final = 0.2
# The width has no meaning for fewer points.
LEAST_FITTED: Final = 5


@dataclass(frozen=True)
class RobustLine:
    """A line from the last value on by the median of the slopes between every two points.

    `slope` is the change a month, `miss` the mean distance of the points from the line through
    them, `months` the length from the first point to the last.
    """

    slope: float
    miss: float
    count: int
    months: float
    last_value: float

    @property
    def step(self) -> float:
        """The mean number of months from one point to the next."""
        return self.months / (self.count - 1)

    def can_project(self, months: float) -> bool:
        """Return whether a time ahead is no longer than the points cover.

        Beyond that the interval held ever less often when it was tested.
        """
        return 0 <= months <= self.months + 1e-9

    def value_after(self, months: float) -> float:
        """Return the value expected a number of months after the last point."""
        return self.last_value + self.slope * months

    def margin_after(self, months: float) -> float:
        """Return half the width of the 80% interval of the value expected then."""
        few = 1 + WIDTH_FEW / (self.count - LEAST_FITTED + 1)
        return WIDTH_FACTOR * self.miss * few * (1 + WIDTH_STEP * months / self.step)


def fit_line(days: Sequence[date], values: Sequence[float]) -> RobustLine:
    """Return Theil and Sen's line through figures by the last days of their periods, in order of day.

    ValueError for fewer than five figures or two of one day.
    """
    if len(days) < LEAST_FITTED or len(set(days)) < len(days):
        raise ValueError("a line needs five figures, each of a day of its own")
    months = np.array([month_number(day) for day in days])
    heights = np.array(values, dtype=float)
    first, second = np.triu_indices(len(days), 1)
    slopes = (heights[second] - heights[first]) / (months[second] - months[first])
    slope = float(np.median(slopes))
    residuals = heights - slope * months
    miss = float(np.abs(residuals - np.median(residuals)).mean())
    return RobustLine(slope, miss, len(days), float(months[-1] - months[0]), float(values[-1]))


def month_number(day: date) -> float:
    """Return a day as months: ends of months are whole numbers, so that no month is longer."""
    return day.year * 12 + day.month - 1 + day.day / calendar.monthrange(day.year, day.month)[1]


def months_between(first: date, last: date) -> float:
    """Return the months between two days; negative if `last` precedes `first`."""
    return month_number(last) - month_number(first)


def day_after(day: date, months: float) -> date:
    """Return the day a number of months after another; the end of a month leads to ends of months."""
    reached = round(month_number(day) + months, 6)
    index = ceil(reached) - 1
    year, month = divmod(index, 12)
    days = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, max(1, ceil(round((reached - index) * days, 4))))
