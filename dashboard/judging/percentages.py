"""Percentages: divided here and nowhere else, checked against what was published."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from dashboard.model.panel import Measure, Point
from dashboard.model.points import CASES
from dashboard.stats.wilson import wilson_interval
from dashboard.text.format import exact, plain_number

# A percentage of fewer than this many cases is indicative: no arrow where either end is.
SMALL_N: Final = 10
# Below this many cases one case moves a percentage by more than a point, and its 95% interval is
# up to 20 points wide: it is shown with its interval, and a change inside that counts for little.
FEW_N: Final = 100
# The decimals of what is divided here; a published figure keeps its own.
DECIMALS: Final = 1


def percentage(numerator: float, denominator: float) -> Decimal | None:
    """Return a count divided by the count it is part of, as a percentage; None where that is 0."""
    return None if denominator == 0 else exact(numerator) * 100 / exact(denominator)


def has_small_denominator(point: Point) -> bool:
    """Return whether a point has fewer than ten cases, or fewer than a hidden number up to ten."""
    hidden = point.denominator_marker
    if hidden.startswith("<"):
        return int(hidden[1:]) <= SMALL_N
    return point.denominator is not None and point.denominator < SMALL_N


def rounded(number: Decimal, decimals: int = DECIMALS) -> float:
    """Return a number rounded half up, as published percentages are."""
    return float(number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def judged_value(measure: Measure, point: Point, value: float) -> Decimal:
    """Return the number judged against a target: of cases the exact quotient, else `value`."""
    is_divided_here = point.origin == CASES and measure.unit == "percent"
    if not is_divided_here or point.numerator is None or point.denominator is None:
        return exact(value)
    quotient = percentage(point.numerator, point.denominator)
    return exact(value) if quotient is None else quotient


def counts_note(measure: Measure, point: Point) -> str:
    """Return that a published percentage is not the quotient of its own counts; else empty.

    The published one is shown (docs/definitions.md section 1). A point's own note says why.
    """
    if measure.unit != "percent" or point.value is None or point.note or point.origin == CASES:
        return ""
    if point.numerator is None or point.denominator is None:
        return ""
    quotient = percentage(point.numerator, point.denominator)
    if quotient is None:
        return ""
    divided = quotient.quantize(Decimal(1).scaleb(-max(point.decimals, 0)), ROUND_HALF_UP)
    if divided == exact(point.value):
        return ""
    counts = f"{plain_number(point.numerator, -1)} of {plain_number(point.denominator, -1)}"
    published = plain_number(point.value, point.decimals)
    return f"published as {published}%; its counts, {counts}, give {divided}%"


def small_number_note(measure: Measure, point: Point) -> str:
    """Return that a percentage of few cases is indicative, and its interval; else empty."""
    interval_text = interval_words(measure, point)
    if measure.kind == "rate" and has_small_denominator(point):
        return "; ".join(filter(None, (f"indicative: fewer than {SMALL_N} cases", interval_text)))
    return interval_text


def interval_of(measure: Measure, point: Point) -> tuple[float, float] | None:
    """Return the 95% interval of a percentage of fewer than 100 cases; None of any other figure.

    Both counts must be known, and one a part of the other. Source: dashboard/stats/wilson.py.
    """
    part, whole = point.numerator, point.denominator
    if not measure.is_share or point.value is None or part is None or whole is None:
        return None
    is_few = 0 <= part <= whole and 0 < whole < FEW_N
    return wilson_interval(part, whole) if is_few else None


def interval_words(measure: Measure, point: Point) -> str:
    """Return the value with its interval: "82% (95% interval 61–93%, n = 22)"; else empty."""
    interval_text = interval_note(measure, point)
    return (
        f"{plain_number(point.value or 0, point.decimals)}% ({interval_text})"
        if interval_text
        else ""
    )


def interval_note(measure: Measure, point: Point) -> str:
    """Return the interval of a value: "95% interval 61–93%, n = 22"; else empty."""
    interval = interval_of(measure, point)
    if interval is None or point.denominator is None:
        return ""
    low, high = (plain_number(end, 0) for end in interval)
    return f"95% interval {low}–{high}%, n = {plain_number(point.denominator, -1)}"


def is_within_interval(measure: Measure, earlier: Point, later: Point) -> bool:
    """Return whether one of two percentages lies inside the 95% interval of the other."""
    return any(
        interval is not None
        and other.value is not None
        and interval[0] <= other.value <= interval[1]
        for interval, other in (
            (interval_of(measure, later), earlier),
            (interval_of(measure, earlier), later),
        )
    )
