"""The log of a committee: what waits, what is late, what may be said of an entry, and its number."""

from dataclasses import asdict, replace
from datetime import date
from typing import Any

import pytest

from dashboard.model.meeting import Question, Recommendation
from dashboard.records.scrutiny import (
    InvalidTransitionError,
    build_questions,
    build_recommendations,
    by_urgency,
    changed_question,
    changed_recommendation,
    entry_token,
    is_overdue,
    is_pending,
    log_sentence,
    next_id,
)

TODAY = date(2023, 5, 1)
ASKED = Question(
    question_id="Q-1",
    measure_id="ehcp-20-weeks",
    pack_id="",
    slide="",
    asked_on=date(2023, 4, 19),
    member="Chair",
    question="How many plans wait for health advice?",
    due_on=date(2023, 4, 30),
)
MADE = Recommendation(
    recommendation_id="R-1",
    priority_number=1,
    measure_id="",
    made_on=date(2023, 4, 19),
    text="Report on waits in June",
    asks="agree",
    due_on=date(2023, 6, 30),
)


def question(**changes: Any) -> Question:
    return replace(ASKED, **changes)


def recommendation(**changes: Any) -> Recommendation:
    return replace(MADE, **changes)


def test_what_is_withdrawn_is_left_out():
    kept, gone = {**asdict(ASKED)}, {**asdict(ASKED), "state": "withdrawn"}
    assert build_questions([kept, gone]) == (ASKED,)
    made = {**asdict(MADE), "priority_number": None, "more": "is not of it"}
    assert build_recommendations([made, {**made, "state": "withdrawn"}]) == (
        recommendation(priority_number=0),
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"due_on": TODAY}, False),
        ({"due_on": None}, False),
        ({"state": "answered", "answer": "52"}, False),
        ({"state": "closed"}, False),
    ],
)
def test_a_question_is_overdue_the_day_after_its_answer_was_due(
    changes: dict[str, Any], expected: bool
):
    assert is_overdue(question(**changes), TODAY) is expected


@pytest.mark.parametrize("state", ["proposed", "agreed", "in_progress"])
def test_a_recommendation_is_overdue_until_it_has_ended(state: str):
    assert is_overdue(recommendation(state=state), date(2023, 7, 1))
    assert not is_overdue(recommendation(state=state), date(2023, 6, 30))


@pytest.mark.parametrize("state", ["done", "refused"])
def test_nothing_is_to_come_of_a_recommendation_that_has_ended(state: str):
    assert not is_pending(recommendation(state=state))
    assert not is_overdue(recommendation(state=state), date(2024, 1, 1))


def test_what_is_overdue_comes_first_and_what_is_closed_last():
    late = question(question_id="late")
    soon = question(question_id="soon", due_on=date(2023, 5, 2))
    some_day = question(question_id="some day", due_on=None)
    answered = question(question_id="answered", state="answered")
    closed = question(question_id="closed", state="closed")
    ordered = by_urgency([closed, answered, some_day, soon, late], TODAY)
    assert [one.question_id for one in ordered] == [
        "late", "soon", "some day", "answered", "closed",
    ]  # fmt: skip


def test_an_answer_answers_a_question_and_an_outcome_closes_it():
    answered = changed_question(ASKED, {"answer": "52"}, "Head of SEND")
    assert (answered.state, answered.author) == ("answered", "Head of SEND")
    closed = changed_question(answered, {"answer": "52", "outcome": "Noted"}, "Clerk")
    assert closed == replace(answered, outcome="Noted", state="closed", author="Clerk")
    again = changed_question(closed, {"state": "open", "outcome": ""}, "Clerk")
    assert (again.state, again.answer, again.outcome) == ("open", "52", "")


def test_who_answers_by_when_changes_without_an_answer():
    passed_on = changed_question(ASKED, {"owner": "NHS", "due_on": TODAY, "answer": ""}, "Clerk")
    assert passed_on == question(owner="NHS", due_on=TODAY, author="Clerk")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"state": "answered"}, "Write the answer"),
        ({"state": "closed", "answer": "52"}, "Say what came of the question"),
        ({"due_on": date(2023, 4, 18)}, "It cannot be due before"),
    ],
)
def test_a_question_cannot_come_to_stand_otherwise(said: dict[str, Any], words: str):
    with pytest.raises(InvalidTransitionError, match=words):
        changed_question(ASKED, said, "Clerk")


def test_a_question_opened_again_waits_for_another_answer():
    again = question(answer="52")
    assert changed_question(again, {"answer": "52", "owner": "NHS"}, "x").state == "open"
    assert changed_question(again, {"answer": "61", "owner": "NHS"}, "x").state == "answered"


def test_taking_an_outcome_back_leaves_the_answer():
    closed = question(state="closed", answer="52", outcome="Noted")
    assert changed_question(closed, {"outcome": ""}, "x").state == "answered"


def test_taking_an_answer_back_asks_the_question_anew():
    answered = changed_question(ASKED, {"answer": "52"}, "Clerk")
    assert changed_question(answered, {"answer": ""}, "Clerk") == question(author="Clerk")


def test_progress_is_told_and_what_was_recommended_stays():
    said = {"progress": "Half done", "state": "in_progress", "text": "Something else"}
    told = changed_recommendation(MADE, said, "Clerk")
    assert told == recommendation(progress="Half done", state="in_progress", author="Clerk")


def test_a_mark_differs_wherever_anything_of_an_entry_does():
    changes = ({"answer": "52"}, {"due_on": TODAY}, {"author": "Clerk"}, {"state": "closed"})
    marks = {entry_token(question(**one)) for one in ({}, *changes)}
    assert len(marks) == 1 + len(changes)
    assert entry_token(question()) == entry_token(ASKED)


def test_a_number_follows_all_that_were_taken_of_its_plan_and_day():
    taken = ["Q-plan-2023-04-19-1", "Q-plan-2023-04-19-10", "Q-plan-2-2023-04-19-30", "Q-other"]
    day = date(2023, 4, 19)
    assert next_id("Q", "plan", day, taken) == "Q-plan-2023-04-19-11"
    assert next_id("Q", "plan", date(2023, 4, 20), taken) == "Q-plan-2023-04-20-1"
    assert next_id("R", "plan", day, taken) == "R-plan-2023-04-19-1"


def test_the_log_is_told_in_sentences():
    answered = question(state="answered", answer="52")
    assert log_sentence([], [], TODAY) == "No reply is outstanding."
    assert log_sentence([ASKED], [], TODAY) == "1 question is open and overdue."
    late = [ASKED, ASKED, question(due_on=None)]
    assert log_sentence(late, [], TODAY) == "3 questions are open, 2 of them overdue."
    assert log_sentence(late[:2], [], TODAY) == "2 questions are open, all of them overdue."
    assert log_sentence([answered, question(due_on=None)], [MADE], TODAY) == (
        "1 question is open. 1 question is answered and not closed. 1 recommendation is under way."
    )
