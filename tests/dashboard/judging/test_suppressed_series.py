"""What is judged of a series rests on the figures that are shown, and nothing on a suppressed one."""

from datetime import date

import pytest

from dashboard.judging.observations import MeasureRows, Observation
from dashboard.judging.series import build_series
from dashboard.model.panel import Series
from dashboard.model.points import CASES, Point
from tests.builders.points import RATE, month, target

REPORT = date(2026, 6, 30)
VALUES = (50.0, 61.0, 52.0, 58.0, 49.0, 63.0, 55.0, 60.0, 51.0, 57.0, 54.0, 62.0)


def of(*points: Point) -> Series:
    own = tuple(Observation("E1", "", "actual", point) for point in points)
    return build_series(RATE, MeasureRows(own, (), (target(70),), ()), REPORT, {})[0]


def named(number: int) -> str:
    """Return a month counted from January 2024, of 1."""
    return f"{2024 + (number - 1) // 12}-{(number - 1) % 12 + 1:02d}"


def shown(count: int) -> list[Point]:
    return [
        month(named(at), value, denominator=100, origin=CASES)
        for at, value in enumerate((*VALUES, *VALUES)[:count], 1)
    ]


def suppressed(number: int) -> Point:
    return month(named(number), marker="c", origin=CASES)


def test_a_series_of_which_the_latest_is_suppressed_has_no_status_trend_or_pace():
    series = of(*shown(23), suppressed(24))
    assert (series.status.code, series.status.gap) == ("suppressed", None)
    assert (series.trend.direction, series.trend.judgement) == (None, "cannot_compare")
    assert series.pace is None
    assert not any(sign.isdigit() for sign in series.value_words)


@pytest.mark.parametrize("hidden", [3, 17])
def test_limits_and_trend_are_those_of_the_figures_that_are_shown(hidden: int):
    points = shown(24)
    with_gap = of(*points[: hidden - 1], suppressed(hidden), *points[hidden:])
    without = of(*points[: hidden - 1], *points[hidden:])
    assert with_gap.chart is not None
    assert without.chart is not None
    assert with_gap.chart.analysis == without.chart.analysis
    assert with_gap.trend == without.trend
    assert with_gap.headline == without.headline
