"""Hand-made series with a control chart, for the tests of pictures and words."""

from dataclasses import replace
from datetime import date

from dashboard.judging.control import build_control
from dashboard.judging.status import build_status
from dashboard.judging.trend import build_trend
from dashboard.model.panel import Event, Measure, Panel, Point, Series, Status
from dashboard.text.periods import month_end
from tests.builders import panels as samples

# Eleven ordinary months, one far above them and one far below.
UNEVEN = (49, 51, 49, 51, 49, 51, 49, 51, 49, 51, 49, 90, 11)


def months(*values: float) -> tuple[Point, ...]:
    """Make consecutive months from January 2020 on."""
    starts = [date(2020 + place // 12, place % 12 + 1, 1) for place in range(len(values))]
    return tuple(
        replace(samples.year(2020, value), period_start=start, period_end=month_end(start),
                basis="month")
        for start, value in zip(starts, values, strict=True)
    )  # fmt: skip


def event(day: date, effect: str) -> Event:
    return Event(day, "month", "New template", "", samples.REPORT, effect=effect)


def charted(
    points: tuple[Point, ...], *events: Event, measure: Measure = samples.PLANS_ON_TIME,
    goal: float | None = None,
) -> Panel:  # fmt: skip
    """Judge points as they are on a page, against a target where there is one."""
    targets = () if goal is None else (samples.target(goal, "month"),)
    status: Status = build_status(measure, points[-1], targets)
    chart = build_control(measure, points, events, goal)
    trend = build_trend(measure, points, (), chart, events)
    line: Series = samples.series(
        points, targets=targets, status=status, trend=trend, chart=chart, statistic=""
    )
    return samples.panel(measure, line, events=tuple(events))
