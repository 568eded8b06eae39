"""Percentages: divided here and nowhere else, and held against what was published."""

from decimal import ROUND_HALF_UP, Decimal

from dashboard.shapes import Measure, Point
from dashboard.trend import SMALL_N, is_small
from dashboard.wording import exact, plain_number


def percentage(numerator: float, denominator: float) -> Decimal | None:
    """Divide a count by the count it is part of, as a percentage; None of nothing."""
    return None if denominator == 0 else exact(numerator) * 100 / exact(denominator)


def counts_note(measure: Measure, point: Point) -> str:
    """Say where a published percentage is not the quotient of its own counts; else empty.

    The published one is shown (DEFINITIONS section 1). A point that carries a note has said why.
    """
    if measure.unit != "percent" or point.value is None or point.note:
        return ""
    if point.numerator is None or point.denominator is None:
        return ""
    quotient = percentage(point.numerator, point.denominator)
    if quotient is None:
        return ""
    rounded = quotient.quantize(Decimal(1).scaleb(-max(point.decimals, 0)), ROUND_HALF_UP)
    if rounded == exact(point.value):
        return ""
    counts = f"{plain_number(point.numerator, -1)} of {plain_number(point.denominator, -1)}"
    said = plain_number(point.value, point.decimals)
    return f"published as {said}%; its counts, {counts}, give {rounded}%"


def small_number_note(measure: Measure, point: Point) -> str:
    """Mark a percentage of few cases as indicative; else empty."""
    if measure.kind == "rate" and is_small(point):
        return f"indicative: fewer than {SMALL_N} cases"
    return ""
