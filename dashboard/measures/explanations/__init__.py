"""How each measure is worked out from cases, in plain English."""

from collections.abc import Mapping
from typing import Final

from dashboard.measures.explanations.ehc import ADVICE, ASSESSMENTS, REVIEWS
from dashboard.measures.explanations.model import Explanation, rate_explanation
from dashboard.measures.explanations.referrals import REFERRALS

FEEDBACK: Final = rate_explanation(
    "feedback",
    "positive answers",
    "all answers: positive, neutral and negative",
    "An answer counts on the day on which the question was asked",
)

WORKINGS: Final[Mapping[str, Explanation]] = {**ASSESSMENTS, **ADVICE, **REVIEWS, **REFERRALS}
"""Every measure worked out from cases but those that a survey's questions name."""


def explanation_of(measure_id: str, case_extract: str = "") -> Explanation | None:
    """Say how a measure is worked out; None where it is not worked out from cases.

    A question names its own measure, so that those of feedback are known by their extract alone.
    """
    return FEEDBACK if case_extract == "feedback" else WORKINGS.get(measure_id)
