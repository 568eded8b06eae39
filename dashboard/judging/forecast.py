"""The forecast of a series: where its figures lead at their present pace, and when.

Source: docs/definitions.md section 8. The line is fitted to the points since limits last restarted,
of one statistic; bands, figures of fewer than ten cases and of periods that are not yet whole are
left out.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from dashboard.judging import forecast_text as words
from dashboard.judging.control import CHARTED_BASES
from dashboard.judging.percentages import has_small_denominator, judged_value, rounded
from dashboard.judging.status import is_met
from dashboard.model.codes import JUDGED
from dashboard.model.panel import Measure, Status
from dashboard.model.points import Event, Point, Target
from dashboard.model.series import Pace, Projection
from dashboard.stats.robust_line import RobustLine, day_after, fit_line, months_between
from dashboard.text.format import distance, exact

LEAST_POINTS: Final = 6


def build_forecast(
    measure: Measure, points_on_date: Sequence[Point], events: Iterable[Event], status: Status
) -> Pace | None:
    """Return the pace of points known on the report date, in order, and the forecast of their target.

    None where there is neither a pace nor a target due after the latest figure.
    """
    latest = points_on_date[-1] if points_on_date else None
    if latest is None or not latest.has_number or latest.period_end is None:
        return None
    target = status.target if status.code in JUDGED else None
    # One that is another number for each period sets no day ahead to reach it.
    if target and target.varies:
        target = None
    restart = max(events, key=lambda event: event.date, default=None)
    points = stretch_of(measure, points_on_date, restart)
    if any(point.is_over for point in points_on_date):
        reason = words.OVER
    else:
        reason = _no_pace_reason(measure, latest, points, restart)
    if reason:
        return words.without_pace(reason) if target and _is_ahead(target, latest) else None
    line = fit_line([_end(point) for point in points], [_value(point) for point in points])
    sentence = words.pace_sentence(measure, line, points)
    if target is None:
        return Pace("", "", line, points, pace_words=sentence)
    return _pace_to_target(measure, line, points, target, sentence)


def stretch_of(
    measure: Measure, points_on_date: Sequence[Point], restart: Event | None
) -> tuple[Point, ...]:
    """Return the points that a line is fitted to, those of each day once, in order of day."""
    latest = points_on_date[-1]
    if latest.basis not in CHARTED_BASES:
        return ()
    by_period_end = {
        point.period_end: point
        for point in points_on_date
        if point.value is not None
        and point.statistic == latest.statistic
        and not (measure.kind == "flow" and point.may_grow)
        and not (measure.kind == "rate" and has_small_denominator(point))
        and (restart is None or point.start >= restart.date)
    }
    return tuple(sorted((p for end, p in by_period_end.items() if end), key=_end))


def _no_pace_reason(
    measure: Measure, latest: Point, points: Sequence[Point], restart: Event | None
) -> str:
    if latest.is_band:
        return words.BAND
    if latest.basis not in CHARTED_BASES:
        return words.no_basis(latest.basis)
    if measure.kind == "rate" and has_small_denominator(latest):
        return words.SMALL
    if len(points) < LEAST_POINTS:
        return words.too_few(len(points), LEAST_POINTS, restart)
    return ""


def _pace_to_target(
    measure: Measure, line: RobustLine, points: tuple[Point, ...], target: Target, sentence: str
) -> Pace:
    latest = points[-1]
    value_now = judged_value(measure, latest, _value(latest))
    met = is_met(value_now, target)
    projection = _projection(measure, line, points, target)
    forecast = _forecast(target, latest, projection)
    needed = _needed(latest, target)
    reached = None if met else _reached_on(line, latest, target)
    is_needed = needed is not None and not met
    return Pace(
        forecast,
        words.FORECAST_WORDS[forecast],
        line,
        points,
        target,
        projection,
        reached,
        needed,
        pace_words=sentence,
        forecast_words=words.forecast_sentence(measure, forecast, projection, target, line),
        reached_words=words.reached_sentence(line, latest, target, reached, is_met=met),
        needed_words=words.needed_sentence(measure, line, target, needed, is_met=met),
        needed_change=words.change_each_period(needed or 0, line, measure) if is_needed else "",
        needed_cases=words.cases_needed(measure, points, target),
        cases_words=words.cases_sentence(measure, points, target),
        tested_words=words.TESTED_WORDS if projection else "",
    )


def _projection(
    measure: Measure, line: RobustLine, points: Sequence[Point], target: Target
) -> Projection | None:
    """Return the value on the due date; None where that is past, or further than the line carries.

    It lies within what a figure of the measure can be.
    """
    latest = points[-1]
    if target.falls_due is None or not _is_ahead(target, latest):
        return None
    months = months_between(_end(latest), target.falls_due)
    if not line.can_project(months):
        return None
    least, most = measure.bounds
    expected, margin = line.value_after(months), line.margin_after(months)
    value, low, high = (
        min(max(number, least), most) for number in (expected, expected - margin, expected + margin)
    )
    value_text = words.expected_text(measure, latest, value)
    interval = words.interval_text(measure, latest, low, high)
    return Projection(target.falls_due, value, low, high, f"{value_text} ({interval})")


def _forecast(target: Target, latest: Point, projection: Projection | None) -> str:
    """Return a code of FORECAST_WORDS: the whole interval is judged, rounded as it is shown."""
    if not _is_ahead(target, latest):
        return ""
    if projection is None:
        return "cannot_say"
    places = words.decimals_of(latest)
    ends = [exact(rounded(exact(end), places)) for end in (projection.low, projection.high)]
    ends_met = {is_met(end, target) for end in ends}
    gaps = [distance(end, target) for end in ends]
    if len(ends_met) > 1 or gaps[0] < 0 < gaps[1]:
        return "may_miss"
    return "on_course" if ends_met.pop() else "off_course"


def _is_ahead(target: Target, latest: Point) -> bool:
    return target.falls_due is not None and target.falls_due > _end(latest)


def _needed(latest: Point, target: Target) -> float | None:
    """Return the change a month from the latest figure to the target on its due date."""
    if target.falls_due is None or not _is_ahead(target, latest):
        return None
    gap = -distance(exact(_value(latest)), target)
    return float(gap / Decimal(months_between(_end(latest), target.falls_due)))


def _reached_on(line: RobustLine, latest: Point, target: Target) -> date | None:
    """Return the day on which the line meets the target; None where it does not, or too far ahead."""
    gap = -float(distance(exact(_value(latest)), target))
    if gap * line.slope <= 0:
        return None
    months = gap / line.slope
    return day_after(_end(latest), months) if line.can_project(months) else None


def _end(point: Point) -> date:
    return point.period_end or date.min


def _value(point: Point) -> float:
    return point.value or 0.0
