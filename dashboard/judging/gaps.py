"""How the figures of a series lie in time: which is a year before, what is missing between."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from dashboard.model.points import Point
from dashboard.text.format import counted
from dashboard.text.periods import follows, is_same_period_last_year, month_end, months_between

_STEPS: Final = {"month": 1, "quarter": 3, "year": 12}
_NOUNS: Final = {1: "month", 3: "quarter", 12: "year"}

_PERIODS: Final = {
    "month": "month",
    "quarter": "quarter",
    "half-term": "half term",
    "year": "year",
    "snapshot": "count",
}


def is_year_before(earlier: Point, later: Point) -> bool:
    """Return whether a figure is of the same period a year before.

    A year to date ends on the same day of its month, or both end with the month.
    """
    periods = ((point.period_start, point.period_end) for point in (earlier, later))
    if not is_same_period_last_year(*periods) or earlier.is_of_another_year(later):
        return False
    ends = [each.period_end for each in (earlier, later) if each.period_end]
    is_same_day = len({end.day for end in ends}) == 1 or all(end == month_end(end) for end in ends)
    return later.basis != "ytd" or is_same_day


def period_count(points: Sequence[Point]) -> str:
    """Return how many periods points are of: "6 months"; "6 figures" where some are missing."""
    noun = "figure" if missing_between(points) else _PERIODS[points[-1].basis]
    return counted(len(points), noun)


def missing_between(points: Sequence[Point]) -> str:
    """Return what lacks a figure between those of a run: "3 months missing between"; "" if nothing.

    Counts on a day follow each other at the shortest time between two of them.
    """
    ends = [point.period_end for point in points if point.period_end]
    apart = [months_between(*pair) for pair in pairwise(ends)]
    if not apart:
        return ""
    basis = points[-1].basis
    if basis == "half-term":
        # A year has six, whose lengths differ: how many are missing is not certain.
        is_whole = all(follows(*pair, basis, "") for pair in pairwise(ends))
        return "" if is_whole else "half terms missing between"
    step = _STEPS.get(basis) or max(min(apart), 1)
    missing = sum(max(months // step - 1, 0) for months in apart)
    return f"{counted(missing, _NOUNS.get(step, 'count'))} missing between" if missing else ""
