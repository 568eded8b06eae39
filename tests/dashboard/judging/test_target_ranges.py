"""Targets with two bounds, and targets for some figures alone (docs/definitions.md section 6)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dashboard.judging.control_text import assurance_words
from dashboard.judging.observations import MeasureRows, Observation
from dashboard.judging.series import build_series
from dashboard.judging.status import build_status
from dashboard.model.panel import Measure, Series, Target
from dashboard.panels.export import _target_record
from dashboard.text.format import dated_target_words
from tests.builders.points import FLOW, RATE, WAIT, month, target, to_date

YEAR = {"period_start": date(2023, 4, 1), "period_end": date(2024, 3, 31)}


def between(low: float, high: float, **more: Any) -> Target:
    """Make a range in force."""
    return target(low, "between", value_high=high, **more)


@pytest.mark.parametrize(
    ("value", "code", "word", "gap", "words"),
    [
        (84, "missed", "Below target", -6.0, "6 points below the 90–95% target"),
        (85, "close", "Close", -5.0, "5 points below the 90–95% target"),
        (90, "met", "On target", 0.0, "Within the 90–95% target"),
        (92, "met", "On target", 0.0, "Within the 90–95% target"),
        (95, "met", "On target", 0.0, "Within the 90–95% target"),
        (95.1, "close", "Close", 0.1, "0.1 points above the 90–95% target"),
        (101, "missed", "Above limit", 6.0, "6 points above the 90–95% target"),
    ],
)
def test_a_range_is_met_inside_and_else_judged_by_its_nearer_bound(value, code, word, gap, words):
    status = build_status(RATE, month("2023-03", value), [between(90, 95)])
    assert (status.code, status.word, status.gap) == (code, word, gap)
    assert status.gap_words == words


def test_close_to_a_range_is_a_tenth_of_the_nearer_bound():
    targets = [between(10, 20)]
    assert build_status(WAIT, month("2023-03", 22), targets).code == "close"
    assert build_status(WAIT, month("2023-03", 8.9), targets).code == "missed"


@pytest.mark.parametrize(
    ("low", "high", "code"),
    [(11, 19, "met"), (1, 5, "missed"), (5, 12, "cannot_say"), (5, 25, "cannot_say")],
)
def test_a_band_meets_a_range_only_if_it_lies_inside(low, high, code):
    band = month("2023-02", value_low=low, value_high=high, decimals=0)
    assert build_status(WAIT, band, [between(10, 20)]).code == code


def test_a_range_is_shown_with_both_bounds():
    assert dated_target_words(between(5, 10, basis="month"), "percent") == "5–10% in month"
    assert dated_target_words(between(-5, 10), "score") == "−5 to 10"


def test_a_target_for_a_year_judges_no_figure_of_another():
    targets = [target(60, **YEAR)]
    assert build_status(RATE, month("2023-04", 67), targets).code == "met"
    status = build_status(RATE, month("2023-03", 67), targets)
    assert (status.code, status.reason) == (
        "no_target",
        "No target is set for March 2023: 60% is for the year to March 2024.",
    )


def test_a_target_that_states_its_basis_comes_before_one_that_does_not_whatever_their_dates():
    own = target(80, basis="month", known_on=date(2022, 1, 1))
    newer = target(60, figure_bases="month ytd", known_on=date(2023, 6, 1))
    assert build_status(RATE, month("2023-03", 67), [newer, own]).target is own
    assert build_status(RATE, to_date("2023-03", 67), [newer, own]).target is newer


def test_a_target_set_beside_figures_of_some_bases_judges_no_others():
    status = build_status(RATE, to_date("2023-03", 67), [target(60, figure_bases="month quarter")])
    assert status.code == "not_comparable"
    assert status.reason == (
        "The target was set beside figures for a month and a quarter, not for the year to date."
    )


def test_a_count_that_accumulates_may_have_a_target_set_beside_one_basis():
    once, twice = target(100, figure_bases="month"), target(100, figure_bases="month ytd")
    assert build_status(FLOW, month("2023-03", 120), [once]).code == "met"
    assert build_status(FLOW, month("2023-03", 120), [twice]).code == "not_comparable"


def test_a_target_against_the_direction_of_its_measure_says_so_in_the_gap():
    status = build_status(RATE, month("2023-03", 79), [target(80, "<=")])
    assert (status.code, status.gap_words) == (
        "met",
        "1 point below the 80% limit, although higher is better",
    )
    status = build_status(replace(WAIT, unit="weeks"), month("2023-03", 30), [target(20)])
    assert status.gap_words.endswith(", a minimum although lower is better")


def judged(values: Sequence[float], *targets: Target, measure: Measure = RATE) -> Series:
    """Judge months from January 2022 on as a page does."""
    points = [month(f"{2022 + at // 12}-{at % 12 + 1:02}", each) for at, each in enumerate(values)]
    own = tuple(Observation("E1", "", "actual", point) for point in points)
    (series,) = build_series(measure, MeasureRows(own, (), targets, ()), date(2023, 12, 31), {})
    return series


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (30, 70, "Consistently within the target of 30–70%: it holds the usual range, 44.7% to 55.3%"),
        (80, 90, "Consistently misses the target of 80–90%: it lies outside the usual range, 44.7% to 55.3%"),
        (50, 70, "May be met or missed by chance: the usual range, 44.7% to 55.3%, is wider than the target of 50–70%"),
    ],
)  # fmt: skip
def test_a_range_is_held_against_the_limits_as_a_whole(low: float, high: float, words: str):
    series = judged((49, 51) * 8, between(low, high))
    assert assurance_words(RATE, series) == words


def test_a_target_against_the_direction_is_held_against_no_limits():
    assert assurance_words(RATE, judged((49, 51) * 8, target(80, "<="))) == ""


@pytest.mark.parametrize(
    ("low", "high", "code"),
    [(60, 75, "on_course"), (69, 80, "may_miss"), (60, 66, "off_course"), (68.6, 69.4, "may_miss")],
)
def test_the_whole_interval_lies_inside_a_range_that_is_on_course(low, high, code):
    aim = between(low, high, due_on=date(2023, 7, 31))
    pace = judged([50 + each + each % 2 for each in range(16)], aim).pace
    assert pace is not None
    assert pace.forecast == code


def test_what_is_needed_leads_to_the_nearer_bound():
    aim = between(40, 44, due_on=date(2023, 9, 30))
    pace = judged([50 + each % 2 for each in range(16)], aim).pace
    assert pace is not None
    assert pace.needed == pytest.approx(-7 / 5)
    assert pace.needed_words.startswith("Down 1.4 points a month, to reach 40–44% by")


def test_a_range_is_exported_with_its_bounds_in_place_of_a_value():
    aim = between(40, 44, due_on=date(2022, 3, 31), **YEAR)
    record = _target_record(aim)
    assert [record[name] for name in ("value", "value_low", "value_high")] == [None, 40, 44]
    assert (record["operator"], record["period_start"]) == ("between", "2023-04-01")


def test_the_account_of_a_range_that_fell_due_names_both_bounds():
    (due,) = judged((50, 51, 52), between(60, 70, due_on=date(2022, 3, 31))).due_statuses
    assert due.words == (
        "52% in March 2022 against 60–70% by March 2022: below target at its due date"
    )


def test_the_cursor_holds_no_figure_of_another_year_against_a_target():
    aim = target(60, period_start=date(2022, 2, 1), period_end=date(2022, 12, 31))
    series = judged((50, 55), aim)
    assert series.cursor[0].startswith("50%")
    assert "below" not in series.cursor[0]
    assert "5 below 60%" in series.cursor[1]


def test_a_target_that_another_outranked_has_no_account_of_its_own():
    aim = target(
        60, figure_bases="month", period_start=date(2022, 1, 1), period_end=date(2022, 3, 31)
    )
    assert [due.target and due.target.value for due in judged((50, 51, 52), aim).due_statuses] == [
        60
    ]
    own = target(80, basis="month", known_on=date(2021, 12, 1))
    assert judged((50, 51, 52), aim, own).due_statuses == ()


def test_a_target_for_a_year_has_a_forecast_for_its_last_day():
    year = {"period_start": date(2022, 9, 1), "period_end": date(2023, 8, 31)}
    pace = judged([50 + each % 2 for each in range(16)], target(80, **year)).pace
    assert pace is not None
    assert pace.forecast == "off_course"
    assert "expected on 31 August 2023" in pace.forecast_words
