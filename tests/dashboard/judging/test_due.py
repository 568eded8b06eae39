"""Status at the due date of a target, each rule of docs/definitions.md section 6 a sentence."""

from datetime import date

import pytest

from dashboard.judging.due import build_due_statuses
from dashboard.judging.relative import Yardsticks
from dashboard.model.panel import Point, Target
from dashboard.model.series import DueStatus
from tests.builders.points import RATE, WAIT, month, on_day, target, to_date, year

YEAR_END = date(2023, 12, 31)
TODAY = date(2026, 11, 28)


def due(
    points: list[Point], *targets: Target, today: date = TODAY, others: tuple[str, ...] = ()
) -> tuple[DueStatus, ...]:
    return build_due_statuses(RATE, points, targets, yardsticks(today), others)


def yardsticks(day: date) -> Yardsticks:
    return Yardsticks((), (), (), {}, day)


def words(points: list[Point], *targets: Target) -> list[str]:
    return [status.words for status in due(points, *targets)]


def test_the_figure_of_the_year_that_holds_the_due_date_is_held_against_the_target():
    by_year = [year(2022, 95), year(2023, 48.3), year(2024, 39.7)]
    (status,) = due(by_year, target(90, due_on=YEAR_END))
    assert (
        status.words == "48.3% in 2023 against 90% by December 2023: below target at its due date"
    )
    assert (status.status.code, status.point) == ("missed", by_year[1])


@pytest.mark.parametrize(
    ("value", "said"), [(92, "on target"), (90, "on target"), (86, "close"), (80, "below target")]
)
def test_it_is_met_close_or_missed_as_the_status_of_now_is(value: float, said: str):
    (sentence,) = words([year(2023, value)], target(90, due_on=YEAR_END))
    assert sentence.endswith(f": {said} at its due date")


def test_failing_that_it_is_the_last_figure_of_the_twelve_months_before():
    months = [month("2022-12", 50), month("2023-06", 70), month("2024-01", 95)]
    (sentence,) = words(months, target(90, due_on=YEAR_END))
    assert sentence.startswith("70% in June 2023 against 90%")


def test_a_figure_that_ended_twelve_months_before_counts_and_one_a_day_older_does_not():
    assert due([on_day("2022-12-31", 70)], target(90, due_on=YEAR_END))[0].point
    assert not due([on_day("2022-12-30", 70)], target(90, due_on=YEAR_END))[0].point


def test_where_no_such_figure_exists_it_says_so():
    (status,) = due([month("2024-01", 95)], target(90, due_on=YEAR_END))
    assert status.status.code == "not_available"
    assert status.words == (
        "No figure of December 2023 or the 12 months before it, against 90% by December 2023"
    )


def test_a_period_whose_figure_is_missing_is_not_passed_over():
    (status,) = due([year(2022, 95), year(2023, marker="c")], target(90, due_on=YEAR_END))
    assert status.status.code == "suppressed"
    assert status.words == "Suppressed in 2023, against 90% by December 2023"


def test_of_years_to_date_the_first_that_holds_the_day_counts():
    so_far = [to_date("2023-05", 60), to_date("2023-06", 65), to_date("2023-07", 70)]
    (sentence,) = words(so_far, target(80, due_on=date(2023, 6, 15)))
    assert sentence == (
        "65% in 2023 to date (to June) against 80% by 15 June 2023: below target at its due date"
    )


def test_a_target_falls_due_on_its_own_day_and_not_before():
    step = target(90, due_on=YEAR_END)
    assert not due([year(2023, 50)], step, today=date(2023, 12, 30))
    assert due([year(2023, 50)], step, today=YEAR_END)


def test_a_target_without_a_day_or_without_a_number_never_falls_due():
    assert not due([year(2023, 50)], target(90), target(2.9, "towards", due_on=YEAR_END))


def test_each_step_that_has_fallen_due_is_judged_by_its_own_figure():
    steps = [target(60, due_on=date(2022, 12, 31)), target(80, due_on=YEAR_END)]
    codes = [status.status.code for status in due([year(2022, 65), year(2023, 70)], *steps)]
    assert codes == ["met", "missed"]


def test_a_target_that_was_superseded_before_its_day_never_fell_due():
    old = target(90, due_on=YEAR_END, known_on=date(2021, 1, 1), is_in_force=False)
    new = target(70, due_on=date(2024, 12, 31), known_on=date(2023, 6, 1))
    assert [status.target for status in due([year(2023, 50)], old, new)] == [new]


def test_a_target_that_was_superseded_after_its_day_is_judged_all_the_same():
    old = target(90, due_on=YEAR_END, known_on=date(2021, 1, 1), is_in_force=False)
    new = target(70, due_on=date(2025, 12, 31), known_on=date(2024, 6, 1))
    statuses = due([year(2023, 50), year(2025, 75)], old, new)
    assert [(status.target, status.status.code) for status in statuses] == [
        (old, "missed"),
        (new, "met"),
    ]


def test_a_step_that_was_published_again_is_judged_once():
    first = target(90, due_on=YEAR_END, known_on=date(2021, 1, 1), is_in_force=False)
    again = target(90, due_on=YEAR_END, known_on=date(2024, 6, 1))
    assert [status.target for status in due([year(2023, 50)], first, again)] == [again]


def test_a_target_for_another_basis_is_judged_by_the_series_of_that_basis():
    monthly = target(90, basis="month", due_on=YEAR_END)
    assert not due([year(2023, 50)], monthly, others=("month",))
    (alone,) = due([year(2023, 50)], monthly)
    assert alone.status.code == "not_comparable"


def test_a_limit_that_was_passed_is_named_as_one():
    (status,) = build_due_statuses(
        WAIT, [year(2023, 60)], [target(52, "<=", due_on=YEAR_END)], yardsticks(TODAY)
    )
    assert status.words == (
        "60 weeks in 2023 against 52 weeks by December 2023: above limit at its due date"
    )


def test_a_target_for_a_year_alone_falls_due_on_its_last_day():
    of_year = {"period_start": date(2023, 4, 1), "period_end": date(2024, 3, 31)}
    months = [month("2023-03", 95), month("2024-02", 70)]
    assert not due(months, target(90, **of_year), today=date(2024, 3, 30))
    assert words(months, target(90, **of_year)) == [
        "70% in February 2024 against 90% by March 2024: below target at its due date"
    ]


def test_a_range_is_held_against_its_nearer_bound():
    between = target(90, "between", due_on=YEAR_END, value_high=95.0)
    assert words([year(2023, 92)], between) == [
        "92% in 2023 against 90–95% by December 2023: on target at its due date"
    ]
