"""Advice by its six weeks and its sector; answers by the question that names their measure."""

import pytest

from tests.builders.case_frames import after, counts, values, worked_out


def advised(*rows, up_to="2023-12-31"):
    return worked_out("advice", up_to, advice=list(rows))


def answered(*rows, up_to="2023-12-31"):
    return worked_out("feedback", up_to, feedback=list(rows))


@pytest.mark.parametrize(("days", "within"), [(42, 1), (43, 0)])
def test_advice_is_within_6_weeks_up_to_day_42(days, within):
    received = after("2023-03-01", days)
    found = advised({"requested_date": "2023-03-01", "received_date": received, "sector": "health"})
    assert counts(found, "ehc-advice-6-weeks") == {"2023-04-30": (within, 1)}
    assert counts(found, "ehc-advice-6-weeks", breakdown="sector=health") == {
        "2023-04-30": (within, 1)
    }


def test_advice_whose_asking_is_not_dated_counts_in_its_audit_alone():
    found = advised({"received_date": "2023-03-01", "audited_quality": "good"})
    assert counts(found, "ehc-advice-6-weeks") == {}
    assert counts(found, "ehcp-advice-quality") == {"2023-03-31": (1, 1)}


def test_advice_not_audited_is_out_of_the_audit():
    audited = {"received_date": "2023-03-01", "audited_quality": "not_good"}
    found = advised(audited, {"received_date": "2023-03-02"})
    assert counts(found, "ehcp-advice-quality") == {"2023-03-31": (0, 1)}


def test_advice_is_overdue_from_day_43_until_it_is_received():
    asked = {"requested_date": after("2023-05-31", -42)}
    on_day_42 = advised(asked, up_to="2023-05-31")
    assert values(on_day_42, "ehc-advice-overdue", "snapshot")["2023-05-31"] == 0
    on_day_43 = advised(asked, up_to="2023-06-01")
    assert values(on_day_43, "ehc-advice-overdue", "snapshot")["2023-06-01"] == 1
    received = advised({**asked, "received_date": "2023-06-01"}, up_to="2023-06-01")
    assert values(received, "ehc-advice-overdue", "snapshot")["2023-06-01"] == 0


def test_each_question_is_a_measure_of_its_own():
    asked = {"asked_date": "2023-03-01", "survey": "spring", "by": "parent"}
    found = answered(
        {**asked, "question": "informed", "answer": "positive"},
        {**asked, "question": "informed", "answer": "neutral"},
        {**asked, "question": "informed", "answer": "negative", "by": "school"},
        {**asked, "question": "supported", "answer": "positive"},
    )
    assert counts(found, "informed") == {"2023-03-31": (1, 3)}
    assert counts(found, "informed", breakdown="by=parent") == {"2023-03-31": (1, 2)}
    assert counts(found, "supported", breakdown="survey=spring") == {"2023-03-31": (1, 1)}
