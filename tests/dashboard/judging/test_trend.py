"""The short-series rule of docs/definitions.md section 7, each part a sentence."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.judging.trend import build_trend, judge_change
from dashboard.text.format import exact
from tests.builders.points import FLOW, RATE, STOCK, WAIT, baseline, month, on_day, to_date, year


def test_the_same_month_of_last_year_comes_before_the_month_before():
    trend = build_trend(
        RATE, [month("2022-03", 60), month("2023-02", 85), month("2023-03", 82)], []
    )
    assert [one.against for one in trend.comparisons] == ["last_year", "previous"]
    assert (trend.direction, trend.judgement) == ("up", "improved")
    assert trend.chosen is trend.comparisons[0]


def test_without_last_year_the_point_before_gives_the_arrow():
    trend = build_trend(RATE, [month("2023-02", 85), month("2023-03", 82)], [])
    assert trend.chosen is not None
    assert (trend.chosen.against, trend.judgement) == ("previous", "worsened")


def test_a_year_to_date_is_never_compared_with_the_one_before_it():
    points = [to_date("2022-12", 44), to_date("2023-03", 74)]
    assert build_trend(RATE, points, []).judgement == "no_earlier"


def test_a_year_to_date_is_compared_with_the_same_months_of_the_year_before():
    trend = build_trend(RATE, [to_date("2022-03", 44), to_date("2023-03", 74)], [])
    assert trend.chosen is not None
    assert trend.chosen.against == "last_year"
    assert trend.chosen.words == (
        "Up 30 points, from 44% to 74%: 2022 to date (to March) against 2023 to date (to March). "
        "Improved, compared with the same period a year before."
    )


def test_a_rate_is_compared_with_the_plans_baseline_across_windows_and_both_are_named():
    trend = build_trend(RATE, [to_date("2023-03", 79)], [baseline(month("2022-01", 83))])
    assert (trend.direction, trend.judgement) == ("down", "worsened")
    assert "January 2022 against 2023 to date (to March)" in trend.reason


def test_a_count_over_a_year_is_not_compared_with_a_month():
    trend = build_trend(FLOW, [year(2022, 95796)], [baseline(month("2021-10", 6185))])
    assert (trend.direction, trend.judgement) == (None, "cannot_compare")
    assert "windows of different length" in trend.reason


def test_a_count_is_compared_with_the_same_months_of_last_year():
    trend = build_trend(FLOW, [to_date("2022-03", 100), to_date("2023-03", 120)], [])
    assert trend.judgement == "improved"


def test_a_stock_is_compared_with_an_earlier_day():
    trend = build_trend(STOCK, [on_day("2023-03-31", 3265)], [baseline(on_day("2022-01-31", 986))])
    assert (trend.judgement, trend.chosen and trend.chosen.change) == ("improved", 2279)


def test_a_mean_is_never_compared_with_a_modal_band():
    band = month("2023-02", value_low=18, value_high=36, statistic="modal_band", decimals=0)
    mean = month("2022-08", 46, statistic="mean")
    start = baseline(
        replace(on_day("2021-01-01", 39, statistic="mean"), period_start=None, period_end=None)
    )
    trend = build_trend(WAIT, [mean, band], [start])
    assert trend.judgement == "cannot_compare"
    assert trend.reason.endswith("a modal band is not a mean.")
    older = trend.comparisons[-1]
    assert (older.against, older.change, older.judgement) == ("earlier", 7, "worsened")


def test_the_mean_named_on_its_own_is_judged_on_its_own():
    mean = month("2022-08", 46, statistic="mean")
    trend = build_trend(WAIT, [mean], [baseline(on_day("2021-01-01", 39, statistic="mean"))])
    assert (trend.direction, trend.judgement) == ("up", "worsened")


def test_a_gap_is_stepped_over_and_the_window_says_so():
    points = [year(2021, 32.0), year(2022, marker="x"), year(2023, 48.3)]
    trend = build_trend(RATE, points, [])
    assert trend.chosen is not None
    assert (trend.chosen.from_period, trend.chosen.to_period) == ("2021", "2023")


def test_no_arrow_where_the_latest_value_is_missing():
    trend = build_trend(RATE, [year(2021, 32.0), year(2022, marker="x")], [])
    assert (trend.direction, trend.judgement) == (None, "cannot_compare")


def test_no_arrow_where_fewer_than_ten_cases_stand_at_either_end():
    points = [year(2014, 100, numerator=3, denominator=3), year(2015, 99, denominator=140)]
    trend = build_trend(RATE, points, [])
    assert trend.judgement == "cannot_compare"
    assert "fewer than 10 cases" in trend.reason


def test_one_allowed_comparison_is_enough_for_an_arrow():
    points = [year(2014, 100, denominator=3), year(2015, 99, denominator=140)]
    trend = build_trend(RATE, points, [baseline(year(2013, 80))])
    assert [one.is_allowed for one in trend.comparisons] == [False, True]
    assert trend.judgement == "improved"


def test_one_figure_alone_has_no_earlier_one():
    trend = build_trend(RATE, [month("2023-03", 82)], [])
    assert (trend.judgement, trend.word) == ("no_earlier", "No earlier figure")


@pytest.mark.parametrize(
    ("before", "after", "decimals", "judged"),
    [
        (100, 100, (0, 0), ("flat", "no_change")),
        (66.2, 66.6, (1, 1), ("flat", "little_change")),
        (66.2, 66.7, (1, 1), ("up", "improved")),
        (66.2, 67, (1, 0), ("flat", "little_change")),  # 67 may have been 66.5
        (66, 67, (0, 0), ("up", "improved")),
        (67, 56, (0, 0), ("down", "worsened")),
    ],
)
def test_flat_is_smaller_than_half_a_point_or_than_the_rounding(before, after, decimals, judged):
    assert judge_change(RATE, exact(after) - exact(before), decimals) == judged


def test_a_measure_that_is_neither_better_nor_worse_rises_or_falls():
    neutral = replace(FLOW, better="neutral")
    assert build_trend(neutral, [year(2022, 1), year(2023, 2)], []).judgement == "rose"
    assert build_trend(neutral, [year(2022, 2), year(2023, 1)], []).judgement == "fell"


values = st.integers(0, 1000).map(lambda tenths: tenths / 10)


@given(before=values, after=values)
def test_turning_the_better_side_round_swaps_improved_and_worsened(before, after):
    points = [month("2022-03", before), month("2023-03", after)]
    up = build_trend(RATE, points, [])
    down = build_trend(replace(RATE, better="lower"), points, [])
    swapped = {"improved": "worsened", "worsened": "improved"}
    assert down.judgement == swapped.get(up.judgement, up.judgement)
    assert down.direction == up.direction


@given(before=values, after=values)
def test_the_arrow_points_where_the_number_went(before, after):
    trend = build_trend(RATE, [month("2022-03", before), month("2023-03", after)], [])
    signs = {"up": after > before, "down": after < before, "flat": abs(after - before) < 1}
    assert trend.direction is not None
    assert signs[trend.direction]
