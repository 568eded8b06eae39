"""Two sets of figures compared: before and after an event, reported and computed from cases."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import fsum
from typing import Final

from dashboard.judging.control import charted_points, restart_days
from dashboard.judging.gaps import period_count
from dashboard.judging.percentages import SMALL_N, percentage, rounded
from dashboard.model.codes import HEADLINE_BREAKDOWNS
from dashboard.model.panel import Measure, Series
from dashboard.model.points import CASES, Difference, Event, Point
from dashboard.text.format import (
    count_number,
    counts_words,
    difference_words,
    exact,
    format_value,
    period_words,
    plain_number,
    point_words,
)

RESTART: Final = "restart"
# A stretch of fewer points is marked as too short to rest much on.
FEW_POINTS: Final = 7
_DECIMALS: Final = 1


@dataclass(frozen=True)
class Stretch:
    """The points on one side of an event: their mean, or their counts added and then divided.

    `counts` are numerator and denominator, None where the points are averaged; `words` are the
    whole: "April 2024 to August 2025, 17 months: 61.0%, 610 of 1,000".
    """

    points: tuple[Point, ...]
    value: float
    counts: tuple[float, float] | None
    words: str

    @property
    def is_small(self) -> bool:
        """Whether it has fewer cases than a percentage needs."""
        return self.counts is not None and self.counts[1] < SMALL_N


@dataclass(frozen=True)
class BeforeAfter:
    """Two stretches on either side of an event, the difference in words, and notes on both."""

    event: Event
    before: Stretch
    after: Stretch
    difference: str
    notes: tuple[str, ...]


def build_before_after(
    measure: Measure, points_by_date: Sequence[Point], events: Iterable[Event]
) -> tuple[BeforeAfter, ...]:
    """Return the stretch before each restart compared with the one after it.

    `points_by_date` are those known on the report date, the last one the latest; `events` those
    that have happened. What was counted otherwise is not compared, and a count that may grow is
    left out.
    """
    points = [
        point
        for point in charted_points(points_by_date)
        if not (measure.kind == "flow" and point.may_grow)
    ]
    restarts = restart_days(points, [event for event in events if event.effect])
    starts = [point.start for point in points]
    edges = [0, *(starts.index(day) for day, _ in restarts), len(points)]
    return tuple(
        _compare_stretches(
            measure,
            event,
            points[edges[place] : edges[place + 1]],
            points[edges[place + 1] : edges[place + 2]],
        )
        for place, (_, event) in enumerate(restarts)
        if event.effect == RESTART
    )


def _compare_stretches(
    measure: Measure, event: Event, earlier: Sequence[Point], later: Sequence[Point]
) -> BeforeAfter:
    has_counts = measure.unit == "percent" and all(
        point.numerator is not None and point.denominator for point in (*earlier, *later)
    )
    before, after = (_stretch(measure, side, has_counts=has_counts) for side in (earlier, later))
    difference = ""
    if not (before.is_small or after.is_small):
        change = exact(after.value) - exact(before.value)
        side = "higher" if change > 0 else "lower"
        difference = f"{difference_words(change, measure.unit)} {side} after"
        difference = difference if change else "No difference"
    notes = tuple(_notes(measure, before, after, has_counts=has_counts))
    return BeforeAfter(event, before, after, difference, notes)


def _stretch(measure: Measure, points: Sequence[Point], *, has_counts: bool) -> Stretch:
    """Divide the counts added up, else average the points; rounded as it is shown."""
    counts = None
    quotient = sum((exact(point.value or 0.0) for point in points), Decimal(0)) / len(points)
    if has_counts:
        counts = (
            fsum(p.numerator or 0.0 for p in points),
            fsum(p.denominator or 0.0 for p in points),
        )
        quotient = percentage(*counts) or Decimal(0)
    value = rounded(quotient, _DECIMALS)
    text = format_value(value, _DECIMALS, measure.unit)
    if counts:
        text += f", {plain_number(counts[0], -1)} of {plain_number(counts[1], -1)}"
    first, last = period_words(points[0]), period_words(points[-1])
    window = first if len(points) == 1 else f"{first} to {last}"
    return Stretch(tuple(points), value, counts, f"{window}, {period_count(points)}: {text}")


def _notes(measure: Measure, before: Stretch, after: Stretch, *, has_counts: bool) -> Iterator[str]:
    if has_counts:
        yield "Each percentage is the counts of its stretch added up and then divided."
    else:
        yield "Each is the plain mean of the figures of its stretch."
        if measure.unit == "percent":
            yield "Not every figure has its counts, so that these could not be added and divided."
    for name, side in (("Before", before), ("After", after)):
        if side.is_small:
            yield f"{name}: fewer than {SMALL_N} cases, indicative only."
        elif len(side.points) < FEW_POINTS:
            yield f"{name}: only {period_count(side.points)}, too few to rest much on."
    yield "What lies behind a difference is not known from these figures."


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
    noun = "completed a month" if measure.unit == "months" else "cases"
    cases = f"{count_number(point.denominator)} {noun}" if point.denominator else ""
    return counts_words(point, measure.unit) or cases
