"""Targets set against another area, the baseline or the figure before (definitions, section 6)."""

from datetime import date

import pytest

from dashboard.judging.observations import MeasureRows, Observation
from dashboard.judging.relative import targets_at
from dashboard.judging.series import build_series
from dashboard.model.panel import Measure, Point, Series, Target
from tests.builders.points import FLOW, RATE, STOCK, WAIT, baseline, month, on_day, target, year

NAMES = {"E13": "Inner London", "E09": "Tower Hamlets"}
DAY = date(2024, 12, 31)
INNER_LONDON = {"relative_to": "area", "relative_area": "E13"}


def relative(operator: str = ">=", **more: object) -> Target:
    return target(0, operator, **{"decimals": -1, **more})


def judged(
    points: list[Point],
    set_target: Target,
    others: list[Point] | None = None,
    measure: Measure = RATE,
    **more: object,
) -> Series:
    own = tuple(Observation("E1", "", "actual", point) for point in points)
    beside = tuple(Observation("E13", "", "benchmark", point) for point in others or ())
    rows = MeasureRows(own, beside, (set_target,), **{"baselines": (), **more})
    (series,) = build_series(measure, rows, DAY, NAMES)
    return series


def test_a_target_set_against_an_area_is_its_figure_of_the_same_period():
    others = [year(2022, 30), year(2023, 21.4)]
    series = judged([year(2023, 20)], relative(**INNER_LONDON), others)
    assert series.target_words == "at least Inner London’s 21.4% in 2023"
    assert (series.status.code, series.status.gap_words) == (
        "close",
        "1.4 points below the 21.4% target, Inner London’s",
    )


@pytest.mark.parametrize("other", [year(2022, 30), month("2023-12", 30), year(2023, marker="c")])
def test_where_the_figure_is_missing_it_cannot_be_judged_and_says_why(other: Point):
    series = judged([year(2023, 20)], relative(**INNER_LONDON, due_on=date(2025, 1, 1)), [other])
    assert (series.status.code, series.status.target) == ("cannot_say", None)
    reason = (
        "The target is at least Inner London’s, and no figure of Inner London in 2023 is loaded"
    )
    assert series.status.reason == f"{reason}."
    assert reason in series.notes
    assert series.target_words == "at least Inner London’s, due 1 January 2025"


def test_a_mean_is_not_set_against_a_longest_wait():
    own, other = year(2023, 20, statistic="mean"), year(2023, 40, statistic="max")
    assert judged([own], relative("<=", **INNER_LONDON), [other], WAIT).status.code == "cannot_say"


def test_a_figure_published_after_the_report_date_is_no_yardstick():
    later = year(2023, 10, known_on=date(2025, 1, 1))
    assert judged([year(2023, 20)], relative(**INNER_LONDON), [later]).status.code == "cannot_say"


@pytest.mark.parametrize(
    ("change", "start", "words", "code"),
    [
        (
            {"operator": "<=", "relative_factor": 0.5},
            on_day("2018-01-31", 41),
            "at most 20.5, half the baseline, 41 on 31 January 2018",
            "met",
        ),
        (
            {"relative_factor": 3},
            on_day("2018-01-31", 6),
            "at least 18, three times the baseline, 6 on 31 January 2018",
            "met",
        ),
        (
            {"relative_factor": 1.4},
            on_day("2018-01-31", 986),
            "at least 1,380.4, 40% above the baseline, 986 on 31 January 2018",
            "missed",
        ),
        (
            {"operator": "<=", "relative_factor": 0.9},
            on_day("2018-01-31", 20),
            "at most 18, 10% below the baseline, 20 on 31 January 2018",
            "missed",
        ),
        (
            {"operator": ">", "relative_change": 5},
            on_day("2018-01-31", 15),
            "more than 20, 5 above the baseline, 15 on 31 January 2018",
            "close",
        ),
    ],
)
def test_a_target_set_against_the_baseline_is_worked_out_from_it(
    change: dict[str, object], start: Point, words: str, code: str
):
    asked = relative(**{"operator": ">=", "relative_to": "baseline", **change})
    series = judged([on_day("2023-12-31", 20)], asked, measure=STOCK, baselines=(baseline(start),))
    assert (series.target_words, series.status.code) == (words, code)


def test_a_count_is_not_set_against_a_baseline_of_another_length():
    start = (baseline(month("2018-01", 10)),)
    asked = relative(relative_to="baseline", relative_factor=2, basis="year")
    series = judged([year(2023, 200)], asked, measure=FLOW, baselines=start)
    assert series.status.reason.endswith("the baseline is for a month, the figure for a year.")


def test_without_a_baseline_it_cannot_be_judged():
    series = judged([year(2023, 20)], relative(relative_to="baseline", relative_factor=2))
    assert series.status.reason == (
        "The target is at least twice the baseline, and the plan sets no baseline with a number."
    )


def test_an_improvement_is_on_the_last_figure_before():
    asked = relative(">", relative_to="before")
    better = judged([month("2023-01", 50), month("2023-03", 55)], asked)
    assert better.target_words == "more than the figure before, 50% in January 2023"
    assert better.status.code == "met"
    same = judged([month("2023-02", 55), month("2023-03", 55)], asked)
    assert same.status.code != "met"


def test_of_periods_that_overlap_none_is_the_one_before():
    own = [month("2023-02", 50, basis="rolling12"), month("2023-03", 55, basis="rolling12")]
    series = judged(own, relative(">", relative_to="before"))
    assert series.status.reason.endswith("and figures for 12 months overlap.")


def test_at_its_due_date_it_is_worked_out_from_the_figure_of_that_time():
    others = [year(2022, 30), year(2023, 21.4), year(2024, 40)]
    asked = relative(**INNER_LONDON, due_on=date(2023, 12, 31))
    series = judged([year(2023, 22), year(2024, 35)], asked, others)
    assert series.due_words == (
        (
            "22% in 2023 against at least Inner London’s 21.4% in 2023 by December 2023:"
            " on target at its due date"
        ),
    )
    (due,) = judged([year(2023, 22)], asked).due_statuses
    assert (due.status.code, due.target) == ("cannot_say", None)
    assert due.words == (
        "22% in 2023 against at least Inner London’s by December 2023: can’t say at its due date,"
        " as no figure of Inner London in 2023 is loaded"
    )


def test_an_earlier_figure_is_held_against_the_yardstick_of_its_own_time():
    others = [year(2022, 30), year(2023, 21.4)]
    series = judged([year(2022, 25), year(2023, 20)], relative(**INNER_LONDON), others)
    (then,) = targets_at(RATE, series, series.points[0], DAY)
    assert then.value == 30
    assert "below" not in series.cursor[0]
    assert "1.4 below Inner London’s 21.4%" in series.cursor[1]


def test_a_direction_towards_an_area_is_no_target():
    series = judged([year(2023, 20)], relative("towards", **INNER_LONDON), [year(2023, 21.4)])
    assert series.status.code == "no_target"
    assert series.target_words == "towards Inner London’s 21.4% in 2023"
