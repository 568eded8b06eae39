"""The control chart of a measure's series: which points it judges, where it restarts, what it says.

Points overlap in a year to date and in rolling 12 months, so neither is charted
(docs/definitions.md section 7).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from dashboard.model.control_chart import ControlChart
from dashboard.model.panel import Event, Measure
from dashboard.model.points import Point
from dashboard.stats.spc import COMMON_LABEL, ENOUGH_POINTS, Segment, analyse
from dashboard.text.format import format_value

CHARTED_BASES: Final = ("month", "quarter", "half-term", "year", "snapshot")
METHOD: Final = "control_chart"
_BETTER: Final = {"higher": "increase", "lower": "decrease", "neutral": "neutral"}
PERIOD_NOUNS: Final = {
    "month": "months",
    "quarter": "quarters",
    "half-term": "half terms",
    "year": "years",
    "snapshot": "counts",
}


def build_control(
    measure: Measure,
    points_on_date: Sequence[Point],
    events: Iterable[Event],
    target: float | None,
    *,
    screens_outliers: bool = True,
) -> ControlChart | None:
    """Chart the points of one basis known on the report date; None where there are too few.

    Only points of the latest one's statistic that are one number are charted. The limits restart at
    the first period that starts on or after each of the events.
    """
    points = charted_points(points_on_date)
    if len(points) < ENOUGH_POINTS:
        return None
    restarts = restart_days(points, events)
    analysis = analyse(
        [start_of(point) for point in points],
        [point.value for point in points],
        _BETTER[measure.better],
        target=target,
        rebase_dates=[day for day, _ in restarts],
        screens_outliers=screens_outliers,
    )
    return ControlChart(analysis, points, restarts, screens_outliers)


def start_of(point: Point) -> date:
    """Give the day by which a point is ordered and by which limits restart."""
    return point.period_start or point.period_end or date.min


def charted_points(points_on_date: Sequence[Point]) -> tuple[Point, ...]:
    """Keep the points of the latest one's statistic that are one number, in order of their start.

    None where the latest is no number, or its basis is one whose points overlap.
    """
    latest = points_on_date[-1] if points_on_date else None
    if latest is None or latest.basis not in CHARTED_BASES or latest.value is None:
        return ()
    charted = {
        start_of(point): point
        for point in points_on_date
        if point.value is not None and point.statistic == latest.statistic
    }
    return tuple(charted[day] for day in sorted(charted))


def restart_days(
    points: Sequence[Point], events: Iterable[Event]
) -> tuple[tuple[date, Event], ...]:
    """Find the first day of the first period on or after each event; the first point has no before.

    Of several events before one period the latest is told, but a break before any.
    """
    days = [start_of(point) for point in points]
    restarts: dict[date, Event] = {}
    for event in sorted(events, key=lambda restart: restart.date):
        day = next((each for each in days if each >= event.date), None)
        is_break = day in restarts and restarts[day].effect == "break"
        if day is not None and day != days[0] and not is_break:
            restarts[day] = event
    return tuple(sorted(restarts.items()))


def control_sentence(measure: Measure, chart: ControlChart) -> str:
    """Say which rule the latest point met, and against what: "7 months in a row above the mean"."""
    segment = chart.segment
    label, limits = segment.labels[-1], segment.limits
    mean = amount_words(limits.mean, measure)
    nouns = PERIOD_NOUNS[chart.points[-1].basis]
    side = "above" if segment.signs[-1] > 0 else "below"
    if label == COMMON_LABEL:
        return _usual(measure, segment, nouns)
    if label.startswith(("Above", "Below")):
        line = limits.upper if side == "above" else limits.lower
        named = "upper" if side == "above" else "lower"
        return f"{side} the {named} control limit of {amount_words(line, measure)}"
    if "Trend" in label:
        word = "rising" if segment.signs[-1] > 0 else "falling"
        return f"{word} for {_trend_length(segment)} {nouns} in a row"
    if label.startswith("2 in 3"):
        line = limits.upper if side == "above" else limits.lower
        return f"two of three {nouns} close to the control limit of {amount_words(line, measure)}"
    return f"{_run_length(segment)} {nouns} in a row {side} the mean of {mean}"


def _usual(measure: Measure, segment: Segment, nouns: str) -> str:
    limits = segment.limits
    if limits.lower is None or limits.upper is None:
        return f"no change in {len(segment.values)} {nouns} to draw limits from"
    low, high = clipped(measure, limits.lower, limits.upper)
    return (
        f"within its usual variation, {amount_words(low, measure)} to {amount_words(high, measure)}"
    )


def clipped(measure: Measure, low: float, high: float) -> tuple[float, float]:
    """Keep limits, for showing alone, within what a measure can be: at least 0, a share at most 100."""
    least = 0.0 if measure.unit != "gbp_million" else low
    most = 100.0 if measure.unit == "percent" and measure.kind == "rate" else high
    return max(low, least), min(high, max(most, least))


def amount_words(value: float | None, measure: Measure) -> str:
    """Write a mean or a limit: one decimal, save large counts."""
    if value is None:
        return "none"
    decimals = 0 if measure.unit == "count" and abs(value) >= 100 else 1
    return format_value(round(value, decimals), decimals, measure.unit)


def _run_length(segment: Segment) -> int:
    """Count the points up to the latest that are on its side of the mean."""
    side = segment.sides[-1]
    count = 0
    for each in reversed(segment.sides):
        if each != side:
            break
        count += 1
    return count


def _trend_length(segment: Segment) -> int:
    """Count the points up to the latest that go its way, the one they start from included."""
    values, sign = segment.values, segment.signs[-1]
    count = 1
    for place in range(len(values) - 1, 0, -1):
        if (values[place] - values[place - 1]) * sign <= 0:
            break
        count += 1
    return count
