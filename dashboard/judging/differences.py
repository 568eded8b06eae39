"""Figures that arrived calculated beside those worked out from cases: a difference is shown."""

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal

from dashboard.model.codes import HEADLINE_BREAKDOWNS
from dashboard.model.panel import Measure, Series
from dashboard.model.points import CASES, Difference, Point
from dashboard.text.format import (
    difference_words,
    exact,
    format_value,
    period_words,
    plain_number,
    point_words,
)


def build_differences(measure: Measure, series: Iterable[Series]) -> tuple[Difference, ...]:
    """Set side by side every period that was both reported and worked out, newest first.

    What a plan reports as one figure is set beside the headline version of what is worked out.
    """
    listed = list(series)
    computed = {
        key: point for line in listed if line.origin == CASES for key, point in _keyed(line)
    }
    differences = [
        (point, _difference(measure, line, point, computed[key]))
        for line in listed
        if line.origin != CASES
        for key, point in _keyed(line)
        if key in computed
    ]
    differences.sort(key=lambda pair: str(pair[0].period_end), reverse=True)
    return tuple(difference for _, difference in differences)


def difference_notes(series: Series, differences: Iterable[Difference]) -> tuple[str, ...]:
    """Say of a series' latest period that it was worked out otherwise than it was reported."""
    if series.latest is None:
        return ()
    period = period_words(series.latest)
    return tuple(
        difference.words
        for difference in differences
        if not difference.agrees
        and (difference.period, difference.basis) == (period, series.basis)
        and _same_part(difference.breakdown, series.breakdown)
    )


def _same_part(first: str, second: str) -> bool:
    return _part(first) == _part(second)


def _part(breakdown: str) -> str:
    """Name the headline version as the whole, for which a plan's own figure stands."""
    return "" if breakdown in HEADLINE_BREAKDOWNS else breakdown


def _keyed(series: Series) -> Iterator[tuple[tuple[object, ...], Point]]:
    """Give each single number by what it must share with another to be set beside it."""
    for point in series.points:
        if point.value is not None and not point.is_later:
            ends = (point.period_start, point.period_end)
            yield (_part(series.breakdown), series.basis, point.statistic, *ends), point


def _difference(measure: Measure, series: Series, reported: Point, computed: Point) -> Difference:
    unit = measure.unit
    change = exact(computed.value or 0) - exact(reported.value or 0)
    agrees = _to_its_decimals(computed, reported) == exact(reported.value or 0)
    sign = "+" if change > 0 else "−"
    texts = (
        point_words(reported, unit),
        _as_reported(computed, reported, unit),
        period_words(reported),
    )
    counts = _counts(measure, computed)
    with_counts = f" ({counts})" if counts else ""
    return Difference(
        breakdown=series.breakdown,
        basis=series.basis,
        period=texts[2],
        reported=texts[0],
        worked_out=texts[1],
        counts=counts,
        difference="None" if agrees else f"{sign}{difference_words(change, unit)}",
        words=f"Reported {texts[0]}; worked out from cases {texts[1]}{with_counts}, {texts[2]}.",
        agrees=agrees,
    )


def _to_its_decimals(computed: Point, reported: Point) -> Decimal:
    places = Decimal(1).scaleb(-max(reported.decimals, 0))
    return exact(computed.value or 0).quantize(places, ROUND_HALF_UP)


def _as_reported(computed: Point, reported: Point, unit: str) -> str:
    """Write the worked-out figure with the reported one's decimals unless they hide a difference."""
    exact_value = exact(computed.value or 0)
    cut = _to_its_decimals(computed, reported)
    is_hiding = cut == exact(reported.value or 0) and cut != exact_value
    decimals = computed.decimals if is_hiding else max(reported.decimals, 0)
    return format_value(computed.value or 0, decimals, unit)


def _counts(measure: Measure, point: Point) -> str:
    """Say the parts of a percentage: "15 of 19"; of a mean only its cases."""
    if point.numerator is None or point.denominator is None or measure.unit != "percent":
        return f"{plain_number(point.denominator, -1)} cases" if point.denominator else ""
    return f"{plain_number(point.numerator, -1)} of {plain_number(point.denominator, -1)}"
