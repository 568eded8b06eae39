"""What the figures of a series can bear as a mini, and the targets it may show."""

from typing import Final

from dashboard.judging.status import mismatch
from dashboard.model.panel import Measure, Point, Series, Target
from layouts.charts.spec.targets import fitting_targets

NONE: Final = "none"
RANGE: Final = "range"
LINE: Final = "line"
STEPS: Final = "steps"
BULLET: Final = "bullet"
# With fewer figures than these there is no line to read.
LINE_FROM: Final = 6
_STEPS_FROM: Final = 2


def comparable_points(series: Series) -> tuple[Point, ...]:
    """Return the judged figures of the latest one's statistic, those of bands left out."""
    latest = series.latest
    if latest is None or not latest.has_number or latest.is_band:
        return ()
    return tuple(
        point
        for point in series.points
        if point.value is not None
        and not point.is_later
        and point.period_end
        and point.statistic == latest.statistic
        and (latest.period_end is None or point.period_end <= latest.period_end)
    )


def mini_kind(series: Series) -> str:
    """Return which picture the figures of a series can bear."""
    latest = series.latest
    if latest is None or not latest.has_number:
        return NONE
    if latest.is_band:
        return RANGE
    count = len(comparable_points(series))
    if count >= LINE_FROM:
        return LINE
    return STEPS if count >= _STEPS_FROM else BULLET


def compared_targets(measure: Measure, series: Series) -> tuple[Target, ...]:
    """Return the targets that the latest figure may be compared with: no other is drawn.

    A direction is none: nothing is judged by how far it is away.
    """
    latest = series.latest
    return tuple(
        target
        for target in fitting_targets(measure, series)
        if target.operator != "towards"
        and (latest is None or not latest.has_number or not mismatch(measure, latest, target))
    )
