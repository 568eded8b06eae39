"""Status against the target, each rule of docs/definitions.md section 6 a sentence."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.judging.observations import MeasureRows
from dashboard.judging.series import build_series
from dashboard.judging.status import build_status, combine_statuses
from dashboard.model.panel import Status
from tests.builders.points import (
    FLOW,
    KNOWN,
    RATE,
    STOCK,
    WAIT,
    month,
    on_day,
    target,
    to_date,
    year,
)


def test_a_value_equal_to_its_target_is_on_target():
    status = build_status(RATE, month("2023-03", 80), [target(80)])
    assert (status.code, status.word) == ("met", "On target")
    assert status.gap_words == "Equal to the 80% target"


def test_equality_is_not_enough_where_the_target_says_more_than():
    assert build_status(RATE, month("2023-03", 90), [target(90, ">")]).code == "close"
    assert build_status(RATE, month("2023-03", 90.1), [target(90, ">")]).code == "met"


@pytest.mark.parametrize(
    ("value", "goal", "code"),
    [
        (75, 80, "close"),  # 5 points, and 10% of 80 is more
        (74.9, 80, "missed"),
        (18, 20, "close"),  # 10% of 20 is 2, less than 5 points
        (17.9, 20, "missed"),
    ],
)
def test_close_is_the_smaller_of_five_points_and_a_tenth_of_the_target(value, goal, code):
    assert build_status(RATE, month("2023-03", value), [target(goal)]).code == code


def test_close_in_weeks_is_a_tenth_of_the_target():
    assert build_status(WAIT, month("2023-03", 44), [target(40, "<=")]).code == "close"
    assert build_status(WAIT, month("2023-03", 44.5), [target(40, "<=")]).code == "missed"


def test_a_measure_may_set_its_own_tolerance():
    strict = replace(RATE, tolerance=1.0)
    assert build_status(strict, month("2023-03", 78), [target(80)]).code == "missed"


def test_a_measure_without_figures_names_the_release_that_has_them():
    published = replace(RATE, published_in="“Exclusions” of the Department")
    reason = build_status(published, None, [target(80)]).reason
    assert reason == "Not loaded: its figures are published in “Exclusions” of the Department."
    assert build_status(RATE, None, []).reason == "No figure has been published or loaded."


def test_missing_a_limit_is_called_above_limit():
    status = build_status(WAIT, month("2023-03", 51), [target(40, "<=")])
    assert status.word == "Above limit"
    assert status.gap_words == "11 weeks above the 40-week limit"


def test_a_target_for_one_basis_judges_only_that_basis():
    targets = [target(80, basis="month"), target(59.9, basis="ytd")]
    in_month = build_status(RATE, month("2023-03", 82), targets)
    so_far = build_status(RATE, to_date("2023-03", 74), targets)
    assert in_month.target is targets[0]
    assert so_far.target is targets[1]
    assert so_far.gap_words == "14.1 points above the 59.9% target"


def test_a_year_is_not_held_against_a_target_for_a_month():
    status = build_status(FLOW, year(2022, 95796), [target(9277, basis="month")])
    assert status.code == "not_comparable"
    assert status.reason == "The target is for a month, the figure for a year."


def test_a_count_that_accumulates_needs_a_target_with_a_period():
    assert build_status(FLOW, year(2022, 120), [target(100)]).code == "not_comparable"
    assert build_status(STOCK, on_day("2023-03-31", 120), [target(100)]).code == "met"


def test_a_modal_band_is_not_judged_by_a_mean_even_where_the_target_lies_inside():
    band = month("2023-02", value_low=18, value_high=36, statistic="modal_band", decimals=0)
    status = build_status(WAIT, band, [target(35, "<=", statistic="mean")])
    assert status.code == "not_comparable"
    assert status.reason == "A modal band is not a mean; 35 weeks lies inside 18–36 weeks."


@pytest.mark.parametrize(
    ("goal", "code"), [(40, "met"), (36, "met"), (35, "cannot_say"), (17, "missed"), (10, "missed")]
)
def test_a_band_of_the_targets_own_statistic_is_judged_only_where_it_lies_on_one_side(goal, code):
    band = month("2023-02", value_low=18, value_high=36, statistic="mean", decimals=0)
    assert build_status(WAIT, band, [target(goal, "<=", statistic="mean")]).code == code


def test_a_direction_without_a_number_is_no_target():
    assert build_status(RATE, month("2023-03", 4.4), [target(2.9, "towards")]).code == "no_target"


def test_a_target_that_another_supersedes_judges_nothing():
    status = build_status(RATE, month("2023-03", 82), [target(80, is_in_force=False)])
    assert (status.code, status.reason) == ("no_target", "No target is set.")


@pytest.mark.parametrize(
    ("marker", "code"),
    [
        ("x", "not_available"), ("z", "not_available"), (":", "not_available"),
        ("-", "not_available"), ("c", "suppressed"), ("<5", "suppressed"),
        ("not_due", "not_due"), ("not_reported", "not_reported"), ("withheld", "withheld"),
        ("not_available", "not_available"), ("suppressed", "suppressed"),
    ],
)  # fmt: skip
def test_every_marker_is_a_typed_missing_state_and_never_a_number(marker, code):
    status = build_status(RATE, month("2023-03", marker=marker), [target(80)])
    assert status.code == code
    assert status.gap is None


def test_of_stepped_targets_the_next_one_due_judges():
    steps = [
        target(60, due_on=date(2022, 12, 31)),
        target(80, due_on=date(2023, 12, 31)),
        target(90, due_on=date(2024, 12, 31)),
    ]
    status = build_status(RATE, month("2023-03", 82), steps)
    assert status.target is steps[1]


def test_after_the_last_due_date_the_last_target_still_stands():
    steps = [target(60, due_on=date(2021, 12, 31)), target(80, due_on=date(2022, 12, 31))]
    assert build_status(RATE, month("2023-03", 82), steps).target is steps[1]


def test_a_later_publication_of_a_target_replaces_the_earlier_one():
    first = target(60, due_on=date(2023, 12, 31), known_on=date(2021, 1, 1))
    second = target(90, due_on=date(2023, 12, 31), known_on=date(2022, 1, 1))
    assert build_status(RATE, month("2023-03", 82), [first, second]).target is second


(SERIES,) = build_series(RATE, MeasureRows((), (), (target(80),), ()), KNOWN, {})


def _series(codes, targets=()):
    return [replace(SERIES, status=Status(code, code, code), targets=targets) for code in codes]


@pytest.mark.parametrize(
    ("codes", "together"),
    [
        (["met", "met"], "met"),
        (["met", "missed"], "missed"),
        (["met", "close"], "close"),
        (["met", "not_comparable"], "met"),
        (["no_target", "not_comparable"], "not_comparable"),
        (["cannot_say", "not_comparable"], "not_comparable"),
        (["not_available", "no_target"], "no_target"),
    ],
)
def test_a_measure_of_several_series_is_met_only_if_all_judged_ones_are(codes, together):
    assert combine_statuses(RATE, _series(codes)).code == together


@pytest.mark.parametrize("code", ["suppressed", "withheld"])
def test_a_hidden_figure_with_a_target_is_not_left_without_one_by_a_part_that_has_none(code):
    parts = _series(["no_target"])
    assert combine_statuses(RATE, [*parts, *_series([code])]).code == "no_target"
    assert combine_statuses(RATE, [*parts, *_series([code], (target(80),))]).code == code


def test_a_missed_limit_is_above_even_where_neither_way_is_better():
    neutral = replace(RATE, better="neutral")
    assert build_status(neutral, month("2023-03", 40), [target(5, "<=")]).word == "Above limit"
