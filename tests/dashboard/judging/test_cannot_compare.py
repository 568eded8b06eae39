"""What must not be compared is not, whatever the arrow would have said."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.judging.control import build_control
from dashboard.judging.observations import MeasureRows, Observation
from dashboard.judging.series import build_series
from dashboard.judging.trend import build_trend, events_on_line
from dashboard.model.panel import Measure, Trend
from dashboard.model.points import Event, Point
from tests.builders.points import FLOW, RATE, STOCK, WAIT, baseline, month, on_day, to_date, year

BREAK = Event(date(2023, 3, 1), "month", "New guidance", "", "", effect="break")
RESTART = replace(BREAK, effect="restart")


def months(values: list[float], **more) -> list[Point]:
    """A point a month from January 2021, each with the same counts if any are given."""
    return [
        month(f"{2021 + place // 12}-{place % 12 + 1:02d}", value, **more)
        for place, value in enumerate(values)
    ]


def charted(measure: Measure, points: list[Point], *events: Event, baselines=()) -> Trend:
    """The trend of a series that has points enough for a control chart."""
    chart = build_control(measure, points, events, None)
    return build_trend(measure, points, baselines, chart, events)


@pytest.mark.parametrize(
    ("measure", "earlier", "later", "reason"),
    [
        (STOCK, month("2023-02", 900), on_day("2023-03-31", 986), "different bases"),
        (WAIT, month("2023-02", 46, statistic="mean"), month("2023-03", 51, statistic="max"),
         "a longest is not a mean"),
        (WAIT, month("2023-02", 46, statistic="mean"),
         month("2023-03", 51, statistic="median"), "a median is not a mean"),
        (WAIT, month("2023-02", 46, statistic="mean"),
         month("2023-03", 51, statistic="not_stated"), "is not a mean"),
        (FLOW, to_date("2022-12", 95796), to_date("2023-03", 20511), "different length"),
        (FLOW, month("2021-10", 6185), year(2022, 95796), "different length"),
        (RATE, month("2023-02", 100, denominator=9), month("2023-03", 50), "fewer than 10"),
        (RATE, month("2023-02", 100), month("2023-03", 50, denominator=9), "fewer than 10"),
        (RATE, month("2023-02", 100), month("2023-03", 50, denominator_marker="<5"),
         "fewer than 10"),
        (WAIT, month("2023-02", 20), month("2023-03", value_low=18, value_high=36, decimals=0),
         "a band is not one figure"),
        (WAIT, month("2023-02", value_low=18, value_high=36, decimals=0), month("2023-03", 20),
         "a band is not one figure"),
    ],
    ids=["basis", "longest", "median", "not stated", "a longer year to date", "a year and a month",
         "few before", "few now", "few now, hidden", "band now", "band before"],
)  # fmt: skip
def test_two_figures_that_differ_in_kind_have_no_arrow(
    measure: Measure, earlier: Point, later: Point, reason: str
):
    trend = build_trend(measure, [later], [baseline(earlier)])
    assert (trend.direction, trend.judgement, trend.word) == (
        None, "cannot_compare", "Can’t compare",
    )  # fmt: skip
    assert reason in trend.reason


@pytest.mark.parametrize("count", [10, None])
def test_ten_cases_or_a_number_that_nobody_knows_are_compared(count: int | None):
    points = [month("2023-02", 10, denominator=count), month("2023-03", 90, denominator=count)]
    assert build_trend(RATE, points, []).judgement == "improved"


def test_nothing_is_compared_across_a_change_of_what_is_counted():
    trend = build_trend(RATE, [month("2023-02", 40), month("2023-03", 82)], [], None, [BREAK])
    assert (trend.direction, trend.judgement) == (None, "cannot_compare")
    assert "what is counted changed in March 2023 (New guidance)" in trend.reason


def test_two_figures_on_one_side_of_the_change_are_compared():
    trend = build_trend(RATE, [month("2023-03", 40), month("2023-04", 82)], [], None, [BREAK])
    assert trend.judgement == "improved"


def test_the_plans_own_baseline_is_compared_across_the_change():
    trend = build_trend(
        RATE, [month("2023-03", 82)], [baseline(month("2022-01", 27))], None, [BREAK]
    )
    assert trend.judgement == "improved"
    assert "January 2022 against March 2023" in trend.reason


def test_a_restart_of_the_limits_alone_forbids_no_comparison():
    trend = build_trend(RATE, [month("2023-02", 40), month("2023-03", 82)], [], None, [RESTART])
    assert trend.judgement == "improved"


def test_the_plans_baseline_may_be_of_another_window_but_not_of_another_average():
    start = month("2022-01", 85, statistic="mean")
    later = to_date("2023-03", 40, statistic="mean")
    assert build_trend(WAIT, [later], [baseline(start)]).judgement == "improved"
    other = replace(later, statistic="max")
    assert build_trend(WAIT, [other], [baseline(start)]).judgement == "cannot_compare"


def test_a_chart_gives_no_arrow_where_fewer_than_ten_stand_behind_the_latest_figure():
    points = months([50.0] * 7 + [60.0] * 7)
    assert charted(RATE, points).judgement == "improved"
    few = [*points[:-1], replace(points[-1], denominator=9)]
    trend = charted(RATE, few)
    assert (trend.method, trend.direction, trend.judgement) == (
        "control_chart", None, "cannot_compare",
    )  # fmt: skip


def test_a_chart_does_not_reach_across_a_change_of_what_is_counted():
    points = months(
        [50.0 + place % 3 for place in range(14)] + [90.0 + place % 3 for place in range(4)]
    )
    change = replace(BREAK, date=points[14].period_start or date.min)
    trend = charted(RATE, points, change)
    assert trend.method == "short_series"
    assert all(
        change.title in one.reason for one in trend.comparisons if one.against == "last_year"
    )


def test_a_band_is_on_no_chart_and_has_no_arrow():
    points = months([50.0 + place % 3 for place in range(14)])
    band = replace(month("2022-03"), value_low=18, value_high=36, decimals=0)
    trend = charted(WAIT, [*points, band])
    assert (trend.direction, trend.judgement) == (None, "cannot_compare")


def test_another_average_is_not_judged_by_the_chart_of_the_one_before():
    means = months([50.0 + place % 3 for place in range(14)], statistic="mean")
    trend = charted(WAIT, [*means, month("2022-03", 90, statistic="max")])
    assert (trend.direction, trend.judgement) == (None, "cannot_compare")


def test_a_year_to_date_has_no_chart():
    points = [to_date(f"{2021 + n // 12}-{n % 12 + 1:02d}", 50.0 + n) for n in range(18)]
    assert build_control(RATE, points, [], None) is None


def test_a_publishers_break_is_of_its_own_figures_alone():
    anew = Event(date(2025, 1, 1), "year", "Counted anew", "", "release", effect="release_break")
    own = [month("2024-12", 40, source_document="report"), month("2025-01", 48)]
    published = [year(2024, 40), year(2025, 48, source_document="release")]
    rows = tuple(Observation("E1", "", "actual", point) for point in (*own, *published))
    measure_rows = MeasureRows(rows, (), (), (), restarts=(anew,))
    lines = build_series(RATE, measure_rows, date(2026, 6, 30), {})
    trends = {line.basis: line.trend for line in lines}
    assert trends["year"].judgement == "cannot_compare"
    assert "Counted anew" in trends["year"].reason
    assert trends["month"].judgement == "improved"
    (of_month,) = events_on_line([anew], own)
    (of_year,) = events_on_line([anew], published)
    assert (of_month.effect, of_year.effect) == ("", "break")
