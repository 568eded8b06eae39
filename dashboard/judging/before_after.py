"""Before and after an event at which limits restart: two stretches side by side, no cause named."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import fsum
from typing import Final

from dashboard.judging.control import PERIOD_NOUNS, charted_points, restart_days, start_of
from dashboard.judging.percentages import SMALL_N, percentage, rounded
from dashboard.model.panel import Measure
from dashboard.model.points import CASES, Event, Point
from dashboard.text.format import difference_words, exact, format_value, period_words, plain_number

RESTART: Final = "restart"
# A stretch of fewer points is told as too short to rest much on.
FEW_POINTS: Final = 7
_DECIMALS: Final = 1


@dataclass(frozen=True)
class Stretch:
    """The points on one side of an event: their mean, or their counts added and then divided.

    `counts` are numerator and denominator, None where the points are averaged; `words` say the
    whole: "April 2024 to August 2025, 17 months: 61.0%, 610 of 1,000".
    """

    points: tuple[Point, ...]
    value: float
    counts: tuple[float, float] | None
    words: str

    @property
    def is_small(self) -> bool:
        """Whether fewer cases stand behind it than a percentage needs."""
        return self.counts is not None and self.counts[1] < SMALL_N


@dataclass(frozen=True)
class BeforeAfter:
    """Two stretches on either side of an event, the difference in words, and what to bear in mind."""

    event: Event
    before: Stretch
    after: Stretch
    difference: str
    notes: tuple[str, ...]


def build_before_after(
    measure: Measure, points_by_date: Sequence[Point], events: Iterable[Event]
) -> tuple[BeforeAfter, ...]:
    """Set the stretch before each restart beside the one after it.

    `known` are the points known on the report date, the last one the latest; `events` those that
    have happened. Nothing is set beside what was counted otherwise, and a count that still grows is
    left out.
    """
    points = [
        point for point in charted_points(points_by_date) if not is_unfinished(measure, point)
    ]
    restarts = restart_days(points, [event for event in events if event.effect])
    days = [day for day, _ in restarts]
    return tuple(
        _compare_stretches(measure, event, *_sides(points, days, place))
        for place, (_, event) in enumerate(restarts)
        if event.effect == RESTART
    )


def is_unfinished(measure: Measure, point: Point) -> bool:
    """Tell whether cases of the period may still arrive, so that its count will grow."""
    return measure.kind == "flow" and point.origin == CASES and point.is_provisional


def _sides(
    points: Sequence[Point], days: Sequence[object], place: int
) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """Give the points between the neighbouring restarts, on either side of one."""
    starts = [start_of(point) for point in points]
    edges = [0, *(starts.index(day) for day in days), len(points)]  # type: ignore[arg-type]
    first, split, last = edges[place : place + 3]
    return tuple(points[first:split]), tuple(points[split:last])


def _compare_stretches(
    measure: Measure, event: Event, earlier: Sequence[Point], later: Sequence[Point]
) -> BeforeAfter:
    has_counts = measure.unit == "percent" and all(
        point.numerator is not None and point.denominator for point in (*earlier, *later)
    )
    before, after = (_stretch(measure, side, has_counts=has_counts) for side in (earlier, later))
    difference = "" if before.is_small or after.is_small else _difference(measure, before, after)
    notes = tuple(_notes(measure, before, after, has_counts=has_counts))
    return BeforeAfter(event, before, after, difference, notes)


def _stretch(measure: Measure, points: Sequence[Point], *, has_counts: bool) -> Stretch:
    counts = _counts(points) if has_counts else None
    value = _value(points, counts)
    text = format_value(value, _DECIMALS, measure.unit)
    if counts:
        text += f", {plain_number(counts[0], -1)} of {plain_number(counts[1], -1)}"
    return Stretch(tuple(points), value, counts, f"{_window(points)}: {text}")


def _counts(points: Sequence[Point]) -> tuple[float, float]:
    pairs = [(point.numerator or 0.0, point.denominator or 0.0) for point in points]
    return fsum(pair[0] for pair in pairs), fsum(pair[1] for pair in pairs)


def _value(points: Sequence[Point], counts: tuple[float, float] | None) -> float:
    """Divide the counts, else average the points; rounded as it is told."""
    quotient = percentage(*counts) if counts else None
    if quotient is not None:
        return rounded(quotient, _DECIMALS)
    total = sum((exact(point.value or 0.0) for point in points), Decimal(0))
    return rounded(total / len(points), _DECIMALS)


def _window(points: Sequence[Point]) -> str:
    first, last = period_words(points[0]), period_words(points[-1])
    return f"{first if len(points) == 1 else f'{first} to {last}'}, {_period_count_text(points)}"


def _period_count_text(points: Sequence[Point]) -> str:
    nouns = PERIOD_NOUNS[points[0].basis]
    return f"1 {nouns.removesuffix('s')}" if len(points) == 1 else f"{len(points)} {nouns}"


def _difference(measure: Measure, before: Stretch, after: Stretch) -> str:
    change = exact(after.value) - exact(before.value)
    if change == 0:
        return "No difference"
    return f"{difference_words(change, measure.unit)} {'higher' if change > 0 else 'lower'} after"


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
            yield f"{name}: only {_period_count_text(side.points)}, too few to rest much on."
    yield "What lies behind a difference is not known from these figures."
