"""Figures that arrived calculated, compared with those computed from cases."""

from collections.abc import Iterable, Iterator

from dashboard.judging.percentages import rounded
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
    """Return every period that was both reported and computed, newest first.

    What a plan reports as one figure is compared with the headline version of what is computed.
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
    """Return the sentences on a series' latest period where computed and reported differ."""
    if series.latest is None:
        return ()
    period = period_words(series.latest)
    return tuple(
        difference.words
        for difference in differences
        if not difference.agrees
        and (difference.period, difference.basis) == (period, series.basis)
        and _part(difference.breakdown) == _part(series.breakdown)
    )


def _part(breakdown: str) -> str:
    """Return the breakdown, "" for the headline version: a plan's own figure is of the whole."""
    return "" if breakdown in HEADLINE_BREAKDOWNS else breakdown


def _keyed(series: Series) -> Iterator[tuple[tuple[object, ...], Point]]:
    """Yield single numbers by what they must share with another to be compared with it."""
    for point in series.points:
        if point.value is not None and not point.is_later:
            ends = (point.period_start, point.period_end)
            yield (_part(series.breakdown), series.basis, point.statistic, *ends), point


def _difference(measure: Measure, series: Series, reported: Point, computed: Point) -> Difference:
    unit = measure.unit
    change = exact(computed.value or 0) - exact(reported.value or 0)
    places = max(reported.decimals, 0)
    computed_rounded = rounded(exact(computed.value or 0), places)
    agrees = computed_rounded == reported.value
    # With the reported one's decimals unless these hide a difference.
    decimals = computed.decimals if agrees and computed_rounded != computed.value else places
    sign = "+" if change > 0 else "−"
    reported_text, period = point_words(reported, unit), period_words(reported)
    computed_text = format_value(computed.value or 0, decimals, unit)
    counts = _counts_text(measure, computed)
    with_counts = f" ({counts})" if counts else ""
    return Difference(
        breakdown=series.breakdown,
        basis=series.basis,
        period=period,
        reported=reported_text,
        worked_out=computed_text,
        counts=counts,
        difference="None" if agrees else f"{sign}{difference_words(change, unit)}",
        words=f"Reported {reported_text}; worked out from cases {computed_text}{with_counts}, {period}.",
        agrees=agrees,
    )


def _counts_text(measure: Measure, point: Point) -> str:
    """Return the counts of a percentage: "15 of 19"; of a mean only its cases."""
    if point.numerator is None or point.denominator is None or measure.unit != "percent":
        return f"{plain_number(point.denominator, -1)} cases" if point.denominator else ""
    return f"{plain_number(point.numerator, -1)} of {plain_number(point.denominator, -1)}"
