"""Advice, plans and reviews on either side of each limit, worked out by hand."""

from datetime import date, timedelta

import pytest

from tests.oracle.by_hand import CUT_OFF, ISSUED, ago, cells_of, in_month, on_day
from tests.oracle.cells import Cell, Key
from tests.oracle.columns import case


def test_reviews_due_and_received_are_whole_4_weeks_after_their_month():
    review = case(
        "annual_reviews",
        review_due_date=date(2024, 10, 31),
        report_received_date=date(2024, 10, 31),
    )
    for cut_off, is_provisional in ((date(2024, 11, 27), True), (date(2024, 11, 28), False)):
        cells = cells_of("reviews", review, cut_off=cut_off)
        for measure in ("annual-review-completed", "annual-review-processed"):
            found = in_month(cells, measure, date(2024, 10, 31))
            assert found == Cell(0, 1, None, is_provisional)


@pytest.mark.parametrize(("days", "within"), [(42, 1), (43, 0)])
def test_advice_is_due_on_day_42_and_overdue_from_day_43(days, within):
    received = case("advice", sector="health", requested_date=ago(days), received_date=ISSUED)
    found = in_month(cells_of("advice", received), "ehc-advice-6-weeks", ISSUED, "sector=health")
    assert found == Cell(within, 1, None, False)
    waited = case("advice", sector="health", requested_date=ago(days, CUT_OFF))
    overdue = on_day(cells_of("advice", waited), "ehc-advice-overdue", CUT_OFF)
    assert overdue.numerator == 1 - within


@pytest.mark.parametrize(("days", "within"), [(28, 1), (29, 0)])
def test_a_review_is_decided_in_time_to_day_28(days, within):
    decided = case("annual_reviews", meeting_date=ago(days), decision_date=ISSUED)
    cells = cells_of("reviews", decided)
    on_time = Cell(within, 1, None, False)
    assert in_month(cells, "annual-review-decided-4-weeks", ISSUED) == on_time
    assert in_month(cells, "annual-review-on-time", ago(days - 28)) == on_time


def test_a_review_whose_decision_is_not_yet_due_is_not_held_against_it():
    met = case("annual_reviews", meeting_date=ago(27, CUT_OFF))
    assert not any(k.measure_id == "annual-review-on-time" for k in cells_of("reviews", met))


@pytest.mark.parametrize(("days", "within"), [(84, 1), (85, 0)])
def test_a_final_plan_is_due_12_weeks_after_the_meeting(days, within):
    final = case("annual_reviews", meeting_date=ago(days), final_plan_date=ISSUED)
    found = in_month(cells_of("reviews", final), "annual-review-final-12-weeks", ISSUED)
    assert found == Cell(within, 1, None, False)


def test_a_final_plan_without_a_meeting_is_neither_within_12_weeks_nor_late():
    alone = case("annual_reviews", final_plan_date=ISSUED)
    cells = cells_of("reviews", alone)
    assert not any(key.measure_id == "annual-review-final-12-weeks" for key in cells)


def test_a_review_concluded_on_29_february_is_due_again_on_28_february():
    plan = case("plans", plan_id="P", issued_date=date(2023, 3, 1))
    concluded = case(
        "annual_reviews", plan_id="P", decision_date=date(2024, 2, 29), decision="maintain"
    )
    for day, overdue in ((date(2025, 2, 28), 0), (date(2025, 3, 1), 1)):
        cells = cells_of("reviews", plan, concluded, cut_off=day)
        assert on_day(cells, "annual-review-overdue", day).numerator == overdue


@pytest.mark.parametrize(
    ("final", "within"),
    [(date(2024, 3, 31), 1), (date(2024, 4, 1), 0), (date(2023, 4, 1), 1), (date(2023, 3, 31), 0)],
)
def test_a_phase_transfer_is_on_time_by_its_due_day_and_in_the_year_before_it(final, within):
    plan = case(
        "plans",
        plan_id="P",
        issued_date=date(2020, 1, 1),
        phase_transfer="secondary_to_post16",
        phase_transfer_due=date(2024, 3, 31),
    )
    review = case(
        "annual_reviews", plan_id="P", phase_transfer="secondary_to_post16", final_plan_date=final
    )
    cells = cells_of("reviews", plan, review)
    key = Key("phase-transfer-on-time", "", "", "year", date(2024, 1, 1), CUT_OFF)
    assert cells[key] == Cell(within, 1, None, False)


def test_a_review_of_a_plan_that_is_not_there_makes_no_transfer_on_time():
    transfer = {"phase_transfer": "school"}
    due = date(2024, 2, 15)
    plan = case("plans", plan_id="P", issued_date=ago(900), phase_transfer_due=due, **transfer)
    met = due - timedelta(days=85)
    stray = case("annual_reviews", plan_id="Q", meeting_date=met, final_plan_date=due, **transfer)
    cells = cells_of("reviews", plan, stray)
    key = Key("phase-transfer-on-time", "", "", "year", date(2024, 1, 1), CUT_OFF)
    assert cells[key] == Cell(0, 1, None, False)
    late = in_month(cells, "annual-review-final-12-weeks", due, "need=not_known")
    assert late == Cell(0, 1, None, False)
