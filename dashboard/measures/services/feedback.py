"""Measures worked out from answers to surveys; each question names its measure."""

from collections.abc import Mapping

import pandas as pd

from dashboard.measures.breakdowns import dimensions_of
from dashboard.measures.cases import Cases
from dashboard.measures.model import ComputedMeasure, Rate, rate
from dashboard.measures.periods import CutOff
from dashboard.measures.settings import CaseSettings


def feedback_measures(
    frames: Mapping[str, pd.DataFrame],
    cut_off: CutOff,
    settings: CaseSettings,  # noqa: ARG001 - every group is asked alike
) -> list[ComputedMeasure]:
    """Say a measure of each question asked in one area."""
    by_question = frames["feedback"].groupby("question", sort=True, observed=True)
    return [positive(str(question), answers, cut_off) for question, answers in by_question]


def positive(question: str, answers: pd.DataFrame, cut_off: CutOff) -> Rate:
    """Positive answers, of all answers to a question."""
    cases = Cases(answers, cut_off, dimensions_of(answers, [("survey", "survey"), ("by", "by")]))
    unanswered = ("no answer", ~cases.has_value("answer", "positive", "neutral", "negative"))
    requests = cases.events(cases.day("asked_date"), unanswered)
    return rate(question, requests, cases.has_value("answer", "positive"))
