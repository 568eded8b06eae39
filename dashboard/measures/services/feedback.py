"""Measures worked out from answers to surveys; each question names its measure."""

import pandas as pd

from dashboard.measures.breakdowns import dimensions_of
from dashboard.measures.cases import CaseGroup, Cases
from dashboard.measures.model import EventRate
from dashboard.measures.rules import CaseEvents, Condition, Requirement


def feedback_cases(frame: pd.DataFrame, group: CaseGroup) -> Cases:
    """Return answers by survey and by who answered."""
    return Cases(frame, group, dimensions_of(frame, [("survey", "survey"), ("by", "by")]))


def feedback_measure(question: str) -> EventRate:
    """Return the measure of a question: positive answers, of all answers to it."""
    answered = Requirement("no answer", Condition("answer", ("positive", "neutral", "negative")))
    return EventRate(
        question,
        CaseEvents("feedback", "asked_date", requires=(answered,), scope=(("question", question),)),
        "positive answers",
        "all answers: positive, neutral and negative",
        "An answer counts on the day on which the question was asked",
        within=Condition("answer", ("positive",)),
    )
