"""The mean of a control chart (XmR) and the limits on either side of it."""

from collections.abc import Sequence
from itertools import pairwise
from math import fsum
from typing import Final, NamedTuple

# 2.66 and 3.267 as Shewhart's tables give them, and as the reference writes them.
LIMIT_FACTOR: Final = 2.66
SCREEN_FACTOR: Final = 3.267
NEAR_FACTOR: Final = 2 * (LIMIT_FACTOR / 3)


class Limits(NamedTuple):
    """The lines of one segment; all but the mean are None where no moving range is left."""

    mean: float
    lower: float | None
    upper: float | None
    near_lower: float | None
    near_upper: float | None


def control_limits(baseline: Sequence[float], *, screens_outliers: bool = True) -> Limits:
    """Return the mean and the limits on either side of it, from at least one value."""
    mean = fsum(baseline) / len(baseline)
    ranges = [abs(later - earlier) for earlier, later in pairwise(baseline)]
    if ranges and screens_outliers:
        most = SCREEN_FACTOR * (fsum(ranges) / len(ranges))
        ranges = [each for each in ranges if each < most]
    if not ranges:
        return Limits(mean, None, None, None, None)
    average = fsum(ranges) / len(ranges)
    far, near = LIMIT_FACTOR * average, NEAR_FACTOR * average
    return Limits(mean, mean - far, mean + far, mean - near, mean + near)
