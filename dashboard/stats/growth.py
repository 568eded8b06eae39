"""Growth from year to year, in logarithms, and where it leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Final

import numpy as np

GROWTH: Final = "growth"
NO_CHANGE: Final = "no_change"
LAST_CHANGE: Final = "last_change"
METHODS: Final = (GROWTH, NO_CHANGE, LAST_CHANGE)
LEAST_YEARS: Final = 3
YEARS_TESTED: Final = 3
# The share of an area's own growth in its projection; the rest is that of the whole country.
OWN_SHARE: Final = 0.5
_HALF_A_POINT: Final = 0.5
ThreeYears = tuple[float, float, float]


@dataclass(frozen=True)
class Interval:
    """How far a number came from what was projected for it, 1, 2 and 3 years ahead.

    `lows` and `highs` are logarithms of the one over the other, between which 80% of them lay, of
    large numbers; those of small numbers lie further apart by the root of 1 + `small` ÷ number.
    `held` is the share in percent that lay between them where it was tested, `off` how far off, in
    percent in the mean, it was there by `method`, and by the two plain ones. `method` is one of METHODS.
    """

    method: str
    small: float
    lows: ThreeYears
    highs: ThreeYears
    held: tuple[int, int, int]
    off: ThreeYears
    off_no_change: ThreeYears
    off_last_change: ThreeYears

    @property
    def no_nearer(self) -> tuple[int, ...]:
        """The years ahead at which it was not nearer than both plain ones, by half a point."""
        plain = map(min, self.off_no_change, self.off_last_change)
        pairs = zip(self.off, plain, strict=True)
        return tuple(
            years
            for years, (own, other) in enumerate(pairs, start=1)
            if own > other - _HALF_A_POINT
        )

    def ends(self, value: float, years: int, last: float) -> tuple[float, float]:
        """Return the ends of the interval of a value so many years after a last number.

        Beyond the years that were tested it widens by the mean of their steps.
        """
        more = max(years - YEARS_TESTED, 0) / (YEARS_TESTED - 1)
        at = min(years, YEARS_TESTED) - 1
        widening = sqrt(1 + self.small / last)
        low, high = (
            (ends[at] + more * (ends[-1] - ends[0])) * widening for ends in (self.lows, self.highs)
        )
        return value * exp(low), value * exp(high)


def yearly_growth(values: Sequence[float]) -> float:
    """Return the growth a year of numbers a year apart: the median of that between every two."""
    logs = np.log(np.array(values, dtype=float))
    first, second = np.triu_indices(len(logs), 1)
    return float(np.median((logs[second] - logs[first]) / (second - first)))


def combined_growth(values: Sequence[float], country: Sequence[float]) -> float:
    """Return the growth of an area's numbers, half of it that of the country's last year."""
    own = yearly_growth(values)
    if len(country) < 2:
        return own
    return OWN_SHARE * own + (1 - OWN_SHARE) * log(country[-1] / country[-2])


def project(method: str, values: Sequence[float], country: Sequence[float], years: int) -> float:
    """Return the number so many years after the last one, by a method."""
    last = values[-1]
    if method == GROWTH:
        return last * exp(combined_growth(values, country) * years)
    change = last - values[-2] if method == LAST_CHANGE else 0
    return max(last + change * years, 1)
