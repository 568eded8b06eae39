"""Published figures and figures worked out from cases, side by side for one measure."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from dashboard.judging.comparisons import build_differences, difference_notes
from dashboard.judging.observations import MeasureRows, Observation
from dashboard.judging.series import build_series
from dashboard.judging.status import build_status, combine_statuses
from dashboard.model.points import CASES, PUBLISHED
from dashboard.panels.case_points import observe_cells
from dashboard.panels.panel import build_freshness, lead_series, leading_origin, mark_counted
from tests.builders.points import FLOW, RATE, STOCK, WAIT, month, on_day, target, to_date, year

REPORT = date(2023, 4, 19)


def worked(point, **more):
    return replace(point, origin=CASES, **more)


def built(measure, *points, breakdown="", targets=()):
    own = tuple(Observation("E1", breakdown, "actual", point) for point in points)
    return mark_counted(build_series(measure, MeasureRows(own, (), tuple(targets), ()), REPORT, {}))


def cells(**columns):
    row = {
        "area_code": "E1", "measure_id": "made-rate", "breakdown": "", "statistic": "",
        "basis": "month", "period_start": date(2023, 3, 1), "period_end": date(2023, 3, 31),
        "numerator": float("nan"), "denominator": float("nan"), "value": float("nan"),
        "is_provisional": False, "known_on": REPORT, "extract_id": 7,
    }  # fmt: skip
    return pd.DataFrame([row | columns])


def the_point(measure, **columns):
    ((_, row),) = observe_cells(
        cells(measure_id=measure.measure_id, **columns), {measure.measure_id: measure}
    )[measure.measure_id]
    return row.point


def test_a_percentage_of_cases_is_divided_with_one_decimal_and_keeps_its_counts():
    point = the_point(RATE, numerator=15.0, denominator=19.0)
    assert (point.value, point.decimals, point.numerator, point.denominator) == (78.9, 1, 15, 19)
    assert (point.origin, point.source_document, point.known_on) == (CASES, "", REPORT)


def test_a_count_is_its_value_and_an_average_is_in_weeks():
    count = the_point(FLOW, numerator=18.0, value=18.0)
    assert (count.value, count.decimals, count.numerator) == (18, 0, None)
    mean = the_point(WAIT, numerator=700.0, denominator=7.0, value=100 / 7, statistic="mean")
    assert (mean.value, mean.numerator, mean.statistic) == (14.3, 700, "mean")


def test_a_hidden_cell_is_a_point_without_a_number():
    point = the_point(RATE, marker="c")
    assert (point.value, point.numerator, point.marker) == (None, None, "c")
    assert build_status(RATE, point, [target(80)]).code == "suppressed"


def test_cells_of_a_measure_that_the_catalogue_does_not_have_are_left_out():
    assert observe_cells(cells(numerator=1.0, denominator=2.0), {}) == {}


def test_the_two_origins_are_two_series_and_the_label_tells_them_apart_only_where_both_are():
    series = built(RATE, month("2023-03", 82), worked(month("2023-03", 78.9)))
    assert [(one.origin, one.label) for one in series] == [
        (PUBLISHED, ""), (CASES, "Worked out from cases"),
    ]  # fmt: skip
    assert [one.label for one in built(RATE, worked(month("2023-03", 78.9)))] == [""]


@pytest.mark.parametrize(
    ("published", "cases", "leads"),
    [("2023-03", "2023-02", PUBLISHED), ("2023-02", "2023-03", CASES), ("2023-03", "2023-03", PUBLISHED)],
)  # fmt: skip
def test_the_newest_period_speaks_and_of_equal_ones_what_was_reported(published, cases, leads):
    series = built(RATE, month(published, 82), worked(month(cases, 78.9)), targets=[target(80)])
    assert leading_origin(series) == leads
    assert lead_series(series).origin == leads
    assert [one.is_counted for one in series if one.origin != leads] == [False]


def test_the_windows_of_worked_out_figures_have_one_voice():
    points = [worked(month("2023-03", 82)), worked(to_date("2023-03", 70)), worked(year(2022, 60))]
    series = built(RATE, *points, targets=[target(80)])
    assert [one.basis for one in series if one.is_counted] == ["month"]
    status = combine_statuses(RATE, [one for one in series if one.is_counted])
    assert status.code == "met"


def test_a_target_that_names_its_basis_gives_that_basis_the_voice():
    points = [worked(month("2023-03", 82)), worked(to_date("2023-03", 70))]
    series = built(RATE, *points, targets=[target(80, basis="ytd")])
    assert [one.basis for one in series if one.is_counted] == ["ytd"]
    assert lead_series(series).basis == "ytd"


def test_a_part_for_which_the_plan_sets_nothing_does_not_speak_for_the_measure():
    own = (
        Observation("E1", "", "actual", worked(month("2023-03", 82))),
        Observation("E1", "need=ASD", "actual", worked(month("2023-03", 12))),
    )
    series = mark_counted(build_series(RATE, MeasureRows(own, (), (target(80),), ()), REPORT, {}))
    assert [one.breakdown for one in series if one.is_counted] == [""]


def test_published_windows_each_keep_their_voice():
    series = built(RATE, month("2023-03", 82), to_date("2023-03", 70), targets=[target(80)])
    assert all(one.is_counted for one in series)


def test_a_difference_is_said_with_both_figures_and_the_counts():
    series = built(
        RATE, month("2023-03", 82), worked(month("2023-03", 78.9), numerator=15, denominator=19)
    )
    (difference,) = build_differences(RATE, series)
    assert difference.words == ("Reported 82%; worked out from cases 79% (15 of 19), March 2023.")
    assert (difference.difference, difference.agrees) == ("−3.1 points", False)
    assert difference_notes(series[0], [difference]) == (difference.words,)


def test_figures_that_agree_to_what_was_published_are_no_note():
    series = built(RATE, month("2023-03", 79), worked(month("2023-03", 78.9)))
    (difference,) = build_differences(RATE, series)
    assert (difference.difference, difference.agrees) == ("None", True)
    assert difference_notes(series[0], [difference]) == ()


def test_what_a_plan_reports_is_set_beside_the_headline_version():
    own = (
        Observation("E1", "", "actual", month("2023-03", 82)),
        Observation("E1", "exceptions=excluding", "actual", worked(month("2023-03", 79))),
        Observation("E1", "exceptions=including", "actual", worked(month("2023-03", 60))),
    )
    series = build_series(RATE, MeasureRows(own, (), (), ()), REPORT, {})
    assert [one.worked_out for one in build_differences(RATE, series)] == ["79%"]


def test_a_count_of_a_month_that_is_not_yet_whole_has_no_arrow():
    points = [worked(month("2023-02", 40)), worked(month("2023-03", 12), is_provisional=True)]
    (one,) = built(FLOW, *points)
    assert one.trend.judgement == "cannot_compare"
    assert "the month is not yet whole" in one.trend.reason
    assert "12 in March 2023 (provisional)" in one.headline


def test_a_published_provisional_count_keeps_its_arrow():
    (one,) = built(FLOW, month("2023-02", 40), month("2023-03", 12, is_provisional=True))
    assert one.trend.judgement == "worsened"


def test_a_cohort_whose_time_has_not_run_out_is_drawn_and_not_judged():
    cohort = replace(RATE, measure_id="ehc-cohort-20-weeks")
    points = [worked(month("2022-09", 82)), worked(month("2023-03", 0), is_provisional=True)]
    (one,) = built(cohort, *points)
    assert one.latest is not None
    assert (one.latest.value, len(one.points)) == (82, 2)
    assert build_freshness(cohort, (one,), date(2023, 4, 30)).code == "fresh"


def test_a_running_period_is_not_fresh():
    running = worked(year(2023, 70), is_provisional=True)
    series = built(RATE, worked(year(2022, 60)), running)
    assert build_freshness(RATE, series, REPORT).newest == date(2022, 12, 31)


def test_a_quotient_that_only_rounding_brings_to_the_target_misses_it():
    point = worked(month("2023-03", 90.0), numerator=8996, denominator=10000)
    status = build_status(RATE, point, [target(90)])
    assert (status.code, status.gap_words) == ("close", "Just below the 90% target")
    exactly = replace(point, numerator=9000)
    assert build_status(RATE, exactly, [target(90)]).code == "met"


def test_a_stock_is_compared_though_an_extract_is_behind():
    points = [
        worked(on_day("2023-02-28", 40)),
        worked(on_day("2023-03-31", 30), is_provisional=True),
    ]
    (one,) = built(replace(STOCK, better="lower"), *points)
    assert one.trend.judgement == "improved"
