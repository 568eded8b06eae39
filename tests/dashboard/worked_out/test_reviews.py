"""Annual reviews by their four weeks, plans by their year, transfers by their day."""

import pytest

from tests.builders.case_frames import after, cases_accounted, cells_of, counts, values, worked_out


def reviewed(*reviews, plans=(), up_to="2023-12-31"):
    return worked_out("reviews", up_to, plans=list(plans), annual_reviews=list(reviews))


@pytest.mark.parametrize(("days", "within"), [(28, 1), (29, 0)])
def test_day_28_after_the_meeting_is_within_4_weeks_and_day_29_is_not(days, within):
    decision = after("2023-03-01", days)
    found = reviewed({"plan_id": "P1", "meeting_date": "2023-03-01", "decision_date": decision})
    assert counts(found, "annual-review-decided-4-weeks") == {"2023-03-31": (within, 1)}
    assert counts(found, "annual-review-on-time") == {"2023-03-31": (within, 1)}


def test_a_review_undecided_when_due_is_late_and_counts():
    found = reviewed({"plan_id": "P1", "meeting_date": "2023-03-01"})
    assert counts(found, "annual-review-on-time") == {"2023-03-31": (0, 1)}
    assert counts(found, "annual-review-decided-4-weeks") == {}


def test_a_review_whose_decision_is_not_due_yet_is_left_out():
    found = reviewed({"plan_id": "P1", "meeting_date": "2023-03-01"}, up_to="2023-03-28")
    assert counts(found, "annual-review-on-time") == {}
    assert cases_accounted(found, "annual-review-on-time", "decision not yet due") == 1


def test_a_decision_without_a_meeting_is_decided_but_not_within():
    found = reviewed({"plan_id": "P1", "decision_date": "2023-03-10", "decision": "maintain"})
    assert counts(found, "annual-review-decided-4-weeks") == {"2023-03-31": (0, 1)}
    assert values(found, "annual-reviews-processed-count")["2023-03-31"] == 1


@pytest.mark.parametrize(
    ("measure_id", "start", "days", "within"),
    [
        ("annual-review-final-8-weeks", "draft_date", 56, 1),
        ("annual-review-final-8-weeks", "draft_date", 57, 0),
        ("annual-review-final-12-weeks", "meeting_date", 84, 1),
        ("annual-review-final-12-weeks", "meeting_date", 85, 0),
    ],
)
def test_a_final_plan_has_8_weeks_from_the_notice_and_12_from_the_meeting(
    measure_id, start, days, within
):
    final = after("2023-03-01", days)
    found = reviewed({"plan_id": "P1", start: "2023-03-01", "final_plan_date": final})
    assert list(counts(found, measure_id).values()) == [(within, 1)]


def test_a_final_plan_without_a_notice_is_in_the_12_weeks_alone():
    found = reviewed(
        {"plan_id": "P1", "meeting_date": "2023-03-01", "final_plan_date": "2023-04-01"}
    )
    assert counts(found, "annual-review-final-8-weeks") == {}
    assert counts(found, "annual-review-final-12-weeks") == {"2023-04-30": (1, 1)}


def test_completed_counts_reviews_due_and_processed_those_received():
    decided = {"decision_date": "2023-04-01", "decision": "maintain"}
    found = reviewed(
        {"plan_id": "P1", "review_due_date": "2023-03-01", **decided},
        {"plan_id": "P2", "review_due_date": "2023-03-20", "report_received_date": "2023-03-05"},
        {"plan_id": "P3", "review_due_date": "2024-03-01"},
    )
    assert counts(found, "annual-review-completed") == {"2023-03-31": (1, 2)}
    assert counts(found, "annual-review-processed") == {"2023-03-31": (0, 1)}


def test_a_review_of_29_february_is_due_again_on_28_february():
    plan = {"plan_id": "P1", "issued_date": "2020-02-29"}
    on_the_day = reviewed(plans=[plan], up_to="2021-02-28")
    assert values(on_the_day, "annual-review-overdue", "snapshot")["2021-02-28"] == 0
    the_day_after = reviewed(plans=[plan], up_to="2021-03-01")
    assert values(the_day_after, "annual-review-overdue", "snapshot")["2021-03-01"] == 1


def test_a_review_concluded_puts_the_next_one_a_year_off_and_ceasing_ends_it():
    plan = {"plan_id": "P1", "issued_date": "2021-01-15", "ceased_date": "2023-06-20"}
    review = {"plan_id": "P1", "decision_date": "2022-03-10", "decision": "amend"}
    found = reviewed(review, plans=[plan])
    overdue = values(found, "annual-review-overdue", "snapshot")
    late = [day for day, count in overdue.items() if count]
    assert late == ["2022-01-31", "2022-02-28", "2023-03-31", "2023-04-30", "2023-05-31"]
    assert values(found, "ehcp-caseload", "snapshot")["2023-06-30"] == 0


def test_a_decision_to_cease_puts_no_review_off():
    plan = {"plan_id": "P1", "issued_date": "2021-01-15"}
    review = {"plan_id": "P1", "decision_date": "2022-03-10", "decision": "cease"}
    overdue = values(reviewed(review, plans=[plan]), "annual-review-overdue", "snapshot")
    assert overdue["2022-03-31"] == 1


def test_a_plan_that_came_with_a_transfer_starts_when_it_came():
    plan = {"plan_id": "P1", "issued_date": "2021-01-15", "transferred_in_date": "2022-05-10"}
    found = reviewed(plans=[plan, {"plan_id": "P2"}], up_to="2022-06-30")
    assert values(found, "ehcp-caseload", "snapshot") == {"2022-05-31": 1, "2022-06-30": 1}
    assert values(found, "annual-review-overdue", "snapshot")["2022-05-31"] == 1


def test_a_review_takes_age_and_need_from_its_plan():
    plan = {"plan_id": "P1", "issued_date": "2021-01-15", "age": 9, "primary_need": "ASD"}
    met = {"meeting_date": "2023-03-01"}
    found = reviewed({"plan_id": "P1", **met}, {"plan_id": "P9", **met}, plans=[plan])
    for breakdown in ("age=5-10", "need=ASD", "age=not_known", "need=not_known"):
        assert counts(found, "annual-review-on-time", breakdown=breakdown) == {"2023-03-31": (0, 1)}


TRANSFER = {"phase_transfer": "school", "phase_transfer_due": "2023-02-15"}


@pytest.mark.parametrize(
    ("final", "within"),
    [("2023-02-15", 1), ("2023-02-16", 0), ("2022-02-15", 1), ("2022-02-14", 0)],
)
def test_a_transfer_needs_a_final_plan_in_the_year_up_to_its_day(final, within):
    plan = {"plan_id": "P1", "issued_date": "2021-01-15", **TRANSFER}
    review = {"plan_id": "P1", "phase_transfer": "school", "final_plan_date": final}
    found = reviewed(review, plans=[plan])
    assert counts(found, "phase-transfer-on-time", "year") == {"2023-12-31": (within, 1)}


def test_the_year_of_transfers_in_progress_is_provisional():
    plan = {"plan_id": "P1", "issued_date": "2021-01-15", **TRANSFER}
    gone = {**plan, "plan_id": "P2", "ceased_date": "2023-02-15"}
    cells = cells_of(
        reviewed(plans=[plan, gone], up_to="2023-05-17"), "phase-transfer-on-time", "year"
    )
    assert cells["denominator"].to_dict() == {"2023-12-31": 1}
    assert cells["is_provisional"].tolist() == [True]


def test_young_people_count_from_year_9_where_it_is_told_whether_they_took_part():
    met = {"plan_id": "P1", "meeting_date": "2023-03-01"}
    found = reviewed(
        {**met, "year_group": 9, "young_person_took_part": "yes"},
        {**met, "year_group": 12, "young_person_took_part": "no"},
        {**met, "year_group": 8, "young_person_took_part": "yes"},
        {**met, "year_group": 9},
        {**met, "young_person_took_part": "yes"},
    )
    assert counts(found, "young-people-in-reviews") == {"2023-03-31": (1, 2)}
