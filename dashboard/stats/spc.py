"""Control charts (XmR): limits, special causes, variation and assurance.

The rules are those of the R package NHSRplotthedots 0.2.2 (NHS-R Community, MIT), which follows
NHS England's Making Data Count. NHS England's own tools differ from it: they screen no moving
ranges and, since November 2023, count a point beyond the limits as close to them too.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from typing import Final

from dashboard.stats.control_limits import Limits, control_limits

RUN_LENGTH: Final = 7
TREND_STEPS: Final = RUN_LENGTH - 1
# A segment of fewer points is short: its limits are still unsure.
ENOUGH_POINTS: Final = 13
LEAST_FIXED: Final = 12
DIRECTIONS: Final = ("increase", "decrease", "neutral")

COMMON: Final = "common_cause"
IMPROVEMENT, CONCERN = "special_cause_improvement", "special_cause_concern"
NEUTRAL_HIGH, NEUTRAL_LOW = "special_cause_neutral_high", "special_cause_neutral_low"
# What a point above (1) or below (-1) the mean means in each direction.
_TYPES: Final = {
    "increase": {1: IMPROVEMENT, -1: CONCERN, 0: COMMON},
    "decrease": {1: CONCERN, -1: IMPROVEMENT, 0: COMMON},
    "neutral": {1: NEUTRAL_HIGH, -1: NEUTRAL_LOW, 0: COMMON},
}
_VARIATIONS: Final = {
    ("increase", IMPROVEMENT): "improvement_high",
    ("increase", CONCERN): "concern_low",
    ("decrease", IMPROVEMENT): "improvement_low",
    ("decrease", CONCERN): "concern_high",
    ("neutral", NEUTRAL_HIGH): "neutral_high",
    ("neutral", NEUTRAL_LOW): "neutral_low",
}
PASS, FAIL, INCONSISTENT = "consistent_pass", "consistent_fail", "inconsistent"
COMMON_LABEL: Final = "Common Cause"
_OUTSIDE: Final = {1: "Above UCL", -1: "Below LCL"}
_TREND: Final = {1: "7 Point Trend (Increasing)", -1: "7 Point Trend (Decreasing)"}
_NEAR: Final = {1: "2 in 3 Above CL", -1: "2 in 3 Below CL"}
_RUN: Final = {1: "7 Points Above CL", -1: "7 Points Below CL"}


class SpcError(ValueError):
    """A series cannot be analysed; `kind` is duplicate_dates, fix_below_12 or unknown_direction."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch between two rebases, each list in the order of its dates.

    `sides` are 1 above the mean, -1 below it, 0 on it; `is_outside` and `is_close` hold None where
    there are no limits; `signs` are 1 for a signal of a high value, -1 of a low one, 0 for none.
    """

    number: int
    dates: Sequence[date]
    values: Sequence[float]
    baseline: int
    limits: Limits
    sides: Sequence[int]
    is_outside: Sequence[bool | None]
    is_close: Sequence[bool | None]
    in_trend: Sequence[bool]
    in_two_in_three: Sequence[bool]
    in_run: Sequence[bool]
    labels: Sequence[str]
    signs: Sequence[int]
    point_types: Sequence[str]

    @property
    def is_short(self) -> bool:
        """Whether it has fewer points than limits need to settle."""
        return len(self.values) < ENOUGH_POINTS


@dataclass(frozen=True, slots=True)
class Analysis:
    """The control chart of a series; without points it has no segments.

    A target with `target_high` is a range.
    """

    direction: str
    target: float | None
    segments: tuple[Segment, ...]
    target_high: float | None = None

    @property
    def point_type(self) -> str | None:
        """The type of the last point, which alone decides the variation."""
        return self.segments[-1].point_types[-1] if self.segments else None

    @property
    def variation(self) -> str | None:
        """The variation icon: common_cause, improvement_, concern_ or neutral_ high or low."""
        return _VARIATIONS.get((self.direction, self.point_type or ""), self.point_type)

    @property
    def arrow(self) -> str | None:
        """Where a signal points: up, down, or none where there is no signal."""
        if self.variation is None:
            return None
        return {"high": "up", "low": "down"}.get(self.variation.rpartition("_")[2], "none")

    @property
    def assurance(self) -> str | None:
        """The target against the limits of the last segment; None without one, or without a direction."""
        if self.target is None or not self.segments:
            return None
        lower, upper = self.segments[-1].limits[1:3]
        if self.target_high is not None:
            return self._range_assurance(self.target, self.target_high, lower, upper)
        if self.direction == "neutral":
            return None
        if lower is None or upper is None or lower <= self.target <= upper:
            return INCONSISTENT
        is_above = self.target > upper
        return FAIL if is_above == (self.direction == "increase") else PASS

    @staticmethod
    def _range_assurance(low: float, high: float, lower: float | None, upper: float | None) -> str:
        if lower is None or upper is None:
            return INCONSISTENT
        if low <= lower and upper <= high:
            return PASS
        return FAIL if upper < low or high < lower else INCONSISTENT


def analyse(
    dates: Sequence[date],
    values: Sequence[float | None],
    direction: str,
    *,
    target: float | None = None,
    rebase_dates: Collection[date] = (),
    fix_after: int | None = None,
    screens_outliers: bool = True,
) -> Analysis:
    """Return a series judged by XmR rules; rows without a value are dropped first.

    `direction` is better: increase, decrease or neutral. The limits restart at each rebase date that
    a row has. `fix_after` takes the limits from so many first points of a segment. Raises SpcError.
    """
    if direction not in DIRECTIONS:
        raise SpcError("unknown_direction")
    if fix_after is not None and fix_after < LEAST_FIXED:
        raise SpcError("fix_below_12")
    if len(set(dates)) != len(dates):
        raise SpcError("duplicate_dates")
    rows = sorted(
        (day, value) for day, value in zip(dates, values, strict=True) if value is not None
    )
    segments = tuple(
        _segment(number, days, numbers, fix_after, _TYPES[direction], screens_outliers)
        for number, days, numbers in _stretches(rows, frozenset(rebase_dates))
    )
    return Analysis(direction, target, segments)


def _stretches(
    rows: Sequence[tuple[date, float]], rebases: frozenset[date]
) -> Iterator[tuple[int, list[date], list[float]]]:
    """Yield number, days and values between rebase dates; the first number is 0 or, rebased, 1."""
    number = 0
    days: list[date] = []
    numbers: list[float] = []
    for day, value in rows:
        if day in rebases:
            if days:
                yield number, days, numbers
            number, days, numbers = number + 1, [], []
        days.append(day)
        numbers.append(float(value))
    if days:
        yield number, days, numbers


def _segment(
    number: int,
    days: list[date],
    values: list[float],
    fix_after: int | None,
    types: dict[int, str],
    screens_outliers: bool,
) -> Segment:
    baseline = values if fix_after is None else values[:fix_after]
    limits = control_limits(baseline, screens_outliers=screens_outliers)
    mean = limits.mean
    sides = [(value > mean) - (value < mean) for value in values]
    outside, close = _beyond(values, limits)
    steps = [(later > earlier) - (later < earlier) for earlier, later in pairwise(values)]
    trend = _in_trend(steps)
    near = _two_in_three(sides, close)
    run = _in_run(sides)
    labels, signs = _labels(sides, steps, outside, trend, near, run)
    rules = (sides, outside, close, trend, near, run)
    point_types = [types[sign] for sign in signs]
    return Segment(number, days, values, len(baseline), limits, *rules, labels, signs, point_types)


def _beyond(values: Sequence[float], limits: Limits) -> tuple[list[bool | None], list[bool | None]]:
    """Return for each value whether it is outside the limits, and whether inside but close to them."""
    _, lower, upper, near_lower, near_upper = limits
    if lower is None or upper is None or near_lower is None or near_upper is None:
        unknown: list[bool | None] = [None] * len(values)
        return unknown, unknown
    outside: list[bool | None] = [value > upper or value < lower for value in values]
    close: list[bool | None] = [
        not is_out and (value > near_upper or value < near_lower)
        for value, is_out in zip(values, outside, strict=True)
    ]
    return outside, close


def _in_trend(steps: Sequence[int]) -> list[bool]:
    """Return for each point whether it is one of 7 or more that all rise or all fall."""
    marks = [False] * (len(steps) + 1)
    start = 0
    for step, group in groupby(steps):
        length = len(list(group))
        if step and length >= TREND_STEPS:
            marks[start : start + length + 1] = [True] * (length + 1)
        start += length
    return marks


def _in_run(sides: Sequence[int]) -> list[bool]:
    """Return for each point whether it is one of 7 or more on one side of the mean."""
    marks: list[bool] = []
    for side, group in groupby(sides):
        length = len(list(group))
        marks += [side != 0 and length >= RUN_LENGTH] * length
    return marks


def _two_in_three(sides: Sequence[int], close: Sequence[bool | None]) -> list[bool]:
    """Return for each point whether it and another of three on its side are close to a limit."""
    marks = [False] * len(sides)
    if True not in close:
        return marks
    for first in range(len(sides) - 2):
        three = range(first, first + 3)
        side = sides[first]
        if side and side == sides[first + 1] == sides[first + 2]:
            near = [place for place in three if close[place]]
            if len(near) >= 2:
                for place in near:
                    marks[place] = True
    return marks


def _labels(
    sides: Sequence[int],
    steps: Sequence[int],
    outside: Sequence[bool | None],
    trend: Sequence[bool],
    near: Sequence[bool],
    run: Sequence[bool],
) -> tuple[list[str], list[int]]:
    """Return the first rule that each point meets, and which way it signals."""
    labels = [COMMON_LABEL] * len(sides)
    signs = [0] * len(sides)
    for place, side in enumerate(sides):
        if outside[place]:
            sign = 1 if side == 1 else -1
            labels[place] = _OUTSIDE[sign]
        elif trend[place]:
            # Of the trend that follows, else of the one that ends here.
            continues = place + 1 < len(trend) and trend[place + 1]
            sign = 1 if steps[place if continues else place - 1] == 1 else -1
            labels[place] = _TREND[sign]
        elif near[place]:
            sign, labels[place] = side, _NEAR[side]
        elif run[place]:
            sign, labels[place] = side, _RUN[side]
        else:
            continue
        signs[place] = sign
    return labels, signs
