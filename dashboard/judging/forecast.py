"""Build the pace of a series: where its present stretch leads, and when.

Source: docs/definitions.md section 8. The stretch is what came since limits last restarted, of one
statistic; figures that are bands, that fewer than ten cases stand behind, or whose period is not
yet whole are no part of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import inf
from typing import Final

from dashboard.judging import forecast_text as words
from dashboard.judging.control import CHARTED_BASES, start_of
from dashboard.judging.percentages import has_small_denominator, judged_value, rounded
from dashboard.judging.status import is_met
from dashboard.model.codes import JUDGED
from dashboard.model.forecast import Pace, Projection
from dashboard.model.panel import Measure, Status
from dashboard.model.points import CASES, Event, Point, Target
from dashboard.stats.robust_line import RobustLine, day_after, fit_line, months_between
from dashboard.text.format import exact

LEAST_POINTS: Final = 6


@dataclass(frozen=True)
class _Bounds:
    """What a measure can be at all."""

    least: float
    most: float

    def clamp(self, value: float) -> float:
        return min(max(value, self.least), self.most)


def build_forecast(
    measure: Measure, points_on_date: Sequence[Point], events: Iterable[Event], status: Status
) -> Pace | None:
    """Give the pace of points known on the report date, in order, and the forecast of their target.

    None where there is neither a pace nor a target whose day lies ahead of the latest figure.
    """
    latest = points_on_date[-1] if points_on_date else None
    if latest is None or not latest.has_number or latest.period_end is None:
        return None
    target = status.target if status.code in JUDGED else None
    restart = max(events, key=lambda event: event.date, default=None)
    points = stretch_of(measure, points_on_date, restart)
    reason = _refusal(measure, latest, points, restart)
    if reason:
        has_target_ahead = target is not None and _is_ahead(target, latest)
        return words.without_pace(reason) if has_target_ahead else None
    line = fit_line([_end(point) for point in points], [_value(point) for point in points])
    return _assemble(measure, line, points, target)


def stretch_of(
    measure: Measure, points_on_date: Sequence[Point], restart: Event | None
) -> tuple[Point, ...]:
    """Keep the figures of the latest one's statistic since limits restarted, each day once."""
    latest = points_on_date[-1]
    if latest.basis not in CHARTED_BASES:
        return ()
    by_period_end = {
        point.period_end: point
        for point in points_on_date
        if point.value is not None
        and point.statistic == latest.statistic
        and not _is_left_out(measure, point)
        and (restart is None or start_of(point) >= restart.date)
    }
    return tuple(sorted((p for end, p in by_period_end.items() if end), key=_end))


def _is_left_out(measure: Measure, point: Point) -> bool:
    is_growing = measure.kind == "flow" and point.origin == CASES and point.is_provisional
    return is_growing or (measure.kind == "rate" and has_small_denominator(point))


def _refusal(
    measure: Measure, latest: Point, points: Sequence[Point], restart: Event | None
) -> str:
    """Say why figures bear no pace; empty where they do."""
    if latest.is_band:
        return words.BAND
    if latest.basis not in CHARTED_BASES:
        return words.no_basis(latest.basis)
    if measure.kind == "rate" and has_small_denominator(latest):
        return words.SMALL
    if len(points) < LEAST_POINTS:
        return words.too_few(len(points), LEAST_POINTS, restart)
    return ""


def _assemble(
    measure: Measure, line: RobustLine, points: tuple[Point, ...], target: Target | None
) -> Pace:
    """Put together what the pace says of the target, where one was judged."""
    paced = words.pace_sentence(measure, line, points)
    if target is None:
        return Pace("", "", line, points, pace_words=paced)
    latest = points[-1]
    met = _is_met_now(measure, latest, target)
    projection = _projection(measure, line, points, target)
    forecast = _forecast(target, latest, projection)
    needed = _needed(latest, target)
    reached = None if met else _reached_on(line, latest, target)
    return Pace(
        forecast,
        words.FORECAST_WORDS[forecast],
        line,
        points,
        target,
        projection,
        reached,
        needed,
        pace_words=paced,
        forecast_words=words.forecast_sentence(measure, forecast, projection, target, line),
        reached_words=words.reached_sentence(line, latest, target, reached, is_met=met),
        needed_words=words.needed_sentence(measure, line, target, needed, is_met=met),
        cases_words=words.cases_sentence(measure, points, target),
        tested_words=words.TESTED_WORDS if projection else "",
    )


def _projection(
    measure: Measure, line: RobustLine, points: Sequence[Point], target: Target
) -> Projection | None:
    """Project to the day a target is due; None where that is past, or further than it carries."""
    latest = points[-1]
    if target.due_on is None or not _is_ahead(target, latest):
        return None
    months = months_between(_end(latest), target.due_on)
    if not line.can_project(months):
        return None
    bounds = _bounds(measure, points)
    value, margin = line.value_after(months), line.margin_after(months)
    value, low, high = (bounds.clamp(number) for number in (value, value - margin, value + margin))
    expected = words.expected_text(measure, latest, value)
    interval = words.interval_text(measure, latest, low, high)
    return Projection(target.due_on, value, low, high, f"{expected} ({interval})")


def _bounds(measure: Measure, points: Iterable[Point]) -> _Bounds:
    """A share lies within 0 and 100, a count at or above 0; money and what was below 0 may fall."""
    may_fall = measure.unit == "gbp_million" or any(_value(point) < 0 for point in points)
    is_share = measure.unit == "percent" and measure.kind == "rate"
    return _Bounds(-inf if may_fall else 0.0, 100.0 if is_share else inf)


def _forecast(target: Target, latest: Point, projection: Projection | None) -> str:
    """Judge the whole interval, rounded as it is told; a target without a day ahead has none."""
    if not _is_ahead(target, latest):
        return ""
    if projection is None:
        return "cannot_say"
    ends = {_meets(end, target, latest) for end in (projection.low, projection.high)}
    return "may_miss" if len(ends) > 1 else "on_course" if ends.pop() else "off_course"


def _meets(value: float, target: Target, latest: Point) -> bool:
    rounded_value = exact(rounded(exact(value), words.decimals_of(latest)))
    return is_met(rounded_value, exact(target.value), target.operator)


def _is_met_now(measure: Measure, latest: Point, target: Target) -> bool:
    judged = judged_value(measure, latest, _value(latest))
    return is_met(judged, exact(target.value), target.operator)


def _is_ahead(target: Target, latest: Point) -> bool:
    return target.due_on is not None and target.due_on > _end(latest)


def _needed(latest: Point, target: Target) -> float | None:
    """Give the change a month that leads from the latest figure to the target on its day."""
    if target.due_on is None or not _is_ahead(target, latest):
        return None
    gap = exact(target.value) - exact(_value(latest))
    return float(gap / Decimal(months_between(_end(latest), target.due_on)))


def _reached_on(line: RobustLine, latest: Point, target: Target) -> date | None:
    """Give the day on which the line meets the target; None where it does not, or too far ahead."""
    gap = target.value - _value(latest)
    if gap * line.slope <= 0:
        return None
    months = gap / line.slope
    return day_after(_end(latest), months) if line.can_project(months) else None


def _end(point: Point) -> date:
    return point.period_end or date.min


def _value(point: Point) -> float:
    return point.value or 0.0
