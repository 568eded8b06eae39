"""The control chart of a series: which points it judges, where it restarts, which rule was met.

Points overlap in a year to date and in rolling 12 months, so neither is charted
(docs/definitions.md section 7).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise, takewhile
from typing import Any, Final

from dashboard.judging.gaps import missing_between
from dashboard.model.control_chart import ControlChart
from dashboard.model.panel import Measure, Series
from dashboard.model.points import Event, Point
from dashboard.stats.spc import (
    COMMON_LABEL,
    ENOUGH_POINTS,
    FAIL,
    INCONSISTENT,
    PASS,
    Segment,
    analyse,
)
from dashboard.text.format import format_value

CHARTED_BASES: Final = ("month", "quarter", "half-term", "year", "snapshot")
METHOD: Final = "control_chart"
_BETTER: Final = {"higher": "increase", "lower": "decrease", "neutral": "neutral"}
_SCREENING: Final = "screen_outliers"
# What a chart says of its target, with the status of the latest figure that shows it is not so.
_REFUTED: Final = frozenset({(PASS, "missed"), (PASS, "close"), (FAIL, "met")})


@dataclass(frozen=True)
class Screening:
    """A dated setting: whether limits leave outlying ranges out.

    Of an area, or of all where `area_code` is empty; open ends are None.
    """

    area_code: str
    is_on: bool
    applies_from: date | None
    applies_to: date | None
    extract_id: int = 0

    def holds_on(self, day: date) -> bool:
        """Return whether it applies on a day."""
        return (self.applies_from or date.min) <= day <= (self.applies_to or date.max)


def read_screening(rows: Iterable[Mapping[str, Any]]) -> tuple[Screening, ...]:
    """Return the screening settings among rows of the frame case_settings."""
    return tuple(
        Screening(
            row["area_code"] or "",
            row["value"] == "yes",
            row["applies_from"],
            row["applies_to"],
            row["extract_id"],
        )
        for row in rows
        if row["setting"] == _SCREENING
    )


def screens_outliers(settings: Iterable[Screening], area_code: str, day: date) -> bool:
    """Return whether ranges are screened in an area on a day: so they are where nothing is set.

    An area's own setting comes before one for all, then the one that began last, then the newest.
    """
    in_force = [
        setting
        for setting in settings
        if setting.area_code in ("", area_code) and setting.holds_on(day)
    ]

    def precedence(setting: Screening) -> tuple[bool, date, int]:
        return bool(setting.area_code), setting.applies_from or date.min, setting.extract_id

    return max(in_force, key=precedence).is_on if in_force else True


def build_control(
    measure: Measure,
    points_on_date: Sequence[Point],
    events: Iterable[Event],
    target: float | None,
    *,
    target_high: float | None = None,
    screens_outliers: bool = True,
) -> ControlChart | None:
    """Return the control chart of one basis; None where there are too few points.

    `points_on_date` are those known on the report date, in order. Only single numbers of the latest
    one's statistic are charted. The limits restart at the first period that starts on or after each
    of the events.
    """
    points = charted_points(points_on_date)
    if len(points) < ENOUGH_POINTS:
        return None
    restarts = restart_days(points, events)
    analysis = analyse(
        [point.start for point in points],
        [point.value for point in points],
        _BETTER[measure.better],
        target=target,
        rebase_dates=[day for day, _ in restarts],
        screens_outliers=screens_outliers,
    )
    analysis = replace(analysis, target_high=target_high)
    return ControlChart(analysis, points, restarts, screens_outliers)


def charted_points(points_on_date: Sequence[Point]) -> tuple[Point, ...]:
    """Return the single numbers of the latest point's statistic, in order of their start.

    Empty where the latest is no single number, where points overlap, or where any is only shown to
    be over some weeks: those without the longest waits are no sample of all.
    """
    latest = points_on_date[-1] if points_on_date else None
    if any(point.is_over for point in points_on_date):
        return ()
    if latest is None or latest.basis not in CHARTED_BASES or latest.value is None:
        return ()
    by_start = {
        point.start: point
        for point in points_on_date
        if point.value is not None and point.statistic == latest.statistic
    }
    points = tuple(by_start[day] for day in sorted(by_start))
    return () if overlaps(points) else points


def overlaps(points: Iterable[Point]) -> bool:
    """Return whether a period begins before the one before it has ended."""
    ordered = sorted(points, key=lambda point: point.start)
    return any(
        earlier.start != later.start and (earlier.period_end or date.min) >= later.start
        for earlier, later in pairwise(ordered)
    )


def restart_days(
    points: Sequence[Point], events: Iterable[Event]
) -> tuple[tuple[date, Event], ...]:
    """Return the start of the first period on or after each event, with the event.

    The first point is none, as nothing comes before it. Of several events before one period the
    latest counts, but a break before any.
    """
    days = [point.start for point in points]
    restarts: dict[date, Event] = {}
    for event in sorted(events, key=lambda restart: restart.date):
        day = next((start for start in days if start >= event.date), None)
        is_break = day in restarts and restarts[day].effect == "break"
        if day is not None and day != days[0] and not is_break:
            restarts[day] = event
    return tuple(sorted(restarts.items()))


def control_sentence(measure: Measure, chart: ControlChart) -> str:
    """Return the rule that the latest point met: "7 figures in a row above the mean of 52%".

    A run is of figures: where the calendar has more, "3 months missing between" is said.
    """
    segment, points = chart.stretches[-1]
    label, limits = segment.labels[-1], segment.limits
    is_high = segment.signs[-1] > 0
    side = "above" if is_high else "below"
    limit = amount_words(limits.upper if is_high else limits.lower, measure)
    if label == COMMON_LABEL:
        return _common_cause_words(measure, segment)
    if label.startswith(("Above", "Below")):
        return f"{side} the {'upper' if is_high else 'lower'} control limit of {limit}"
    if "Trend" in label:
        run = _trend_length(segment)
        words = f"{'rising' if is_high else 'falling'} for {run} figures in a row"
    elif label.startswith("2 in 3"):
        run, words = 3, f"two of three figures close to the control limit of {limit}"
    else:
        run = sum(1 for _ in takewhile(segment.sides[-1].__eq__, reversed(segment.sides)))
        mean = amount_words(limits.mean, measure)
        words = f"{run} figures in a row {side} the mean of {mean}"
    return ", ".join(filter(None, (words, missing_between(points[-run:]))))


def _common_cause_words(measure: Measure, segment: Segment) -> str:
    limits = segment.limits
    if limits.lower is None or limits.upper is None:
        return f"no change in {len(segment.values)} figures to draw limits from"
    low, high = (amount_words(n, measure) for n in clipped(measure, limits.lower, limits.upper))
    return f"within its usual range, {low} to {high}"


def _trend_length(segment: Segment) -> int:
    """Return the number of points of the trend that ends at the latest, its first one included."""
    values, sign = segment.values, segment.signs[-1]
    count = 1
    for place in range(len(values) - 1, 0, -1):
        if (values[place] - values[place - 1]) * sign <= 0:
            break
        count += 1
    return count


def assurance_of(series: Series) -> str | None:
    """Return whether the target lies beyond the limits of a chart, and on which side; None without both.

    INCONSISTENT where the latest figure refutes it: the limits are then of before a change.
    """
    if is_refuted(series):
        return INCONSISTENT
    return series.chart.analysis.assurance if series.chart else None


def is_refuted(series: Series) -> bool:
    """Return whether the latest figure is not as the limits of its chart say of the target."""
    chart = series.chart
    return chart is not None and (chart.analysis.assurance, series.status.code) in _REFUTED


def clipped(measure: Measure, low: float, high: float) -> tuple[float, float]:
    """Return limits, for showing alone, within what a figure of the measure can be."""
    least, most = measure.bounds
    return max(low, least), min(high, most)


def amount_words(value: float | None, measure: Measure) -> str:
    """Return a mean or a limit with its unit and one decimal, none for large counts; "none" of None."""
    if value is None:
        return "none"
    decimals = 0 if measure.unit == "count" and abs(value) >= 100 else 1
    return format_value(round(value, decimals), decimals, measure.unit)
