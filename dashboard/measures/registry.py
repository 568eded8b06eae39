"""Every measure worked out from cases, each by one entry: what other packages ask about them."""

from collections.abc import Iterator
from itertools import chain
from typing import Final

from dashboard.measures.cases import CaseGroup
from dashboard.measures.model import CaseMeasure, EventRate
from dashboard.measures.presentation import Explanation, RelatedMeasures
from dashboard.measures.rules import CaseEvents, Drill
from dashboard.measures.services import advice, assessments, feedback, plans, referrals, reviews

BUILDERS: Final = {
    "ehc_assessments": assessments.assessment_cases,
    "advice": advice.advice_cases,
    "plans": plans.plan_cases,
    "annual_reviews": reviews.review_cases,
    "referrals": referrals.referral_cases,
    "feedback": feedback.feedback_cases,
}
"""What makes the cases of each kind from its rows."""

MEASURES: Final[dict[str, CaseMeasure]] = {
    measure.measure_id: measure
    for measure in chain.from_iterable(
        each.MEASURES for each in (assessments, advice, reviews, plans, referrals)
    )
}
"""Every measure worked out from cases but those that a survey's questions name."""

_COUNTED: Final = {
    ("ehc_assessments", "request_date"): "requests",
    ("ehc_assessments", "decision_date"): "decisions",
    ("ehc_assessments", "outcome_date"): "decisions",
    ("ehc_assessments", "plan_issued_date"): "plans",
    ("annual_reviews", "draft_date"): "notices",
    ("annual_reviews", "final_plan_date"): "plans",
}
"""What is counted by the kind of case and the date by which it counts, where its kind is not enough."""
_COUNTED_KINDS: Final = {
    "ehc_assessments": "assessments",
    "advice": "pieces of advice",
    "plans": "plans",
    "annual_reviews": "reviews",
    "referrals": "referrals",
    "feedback": "answers",
}


def measures_of_group(cases: CaseGroup, group: str) -> Iterator[CaseMeasure]:
    """Yield the measures of a group; none of a service without a case, one of each question."""
    if group == "feedback":
        for question in sorted(cases.frames["feedback"]["question"].dropna().unique()):
            yield feedback.feedback_measure(str(question))
    for measure in MEASURES.values():
        if measure.group == group:
            scope = measure.counted.scope
            if not scope or len(cases.cases(measure.counted.kind, scope)):
                yield measure


def find_measure(measure_id: str, case_extract: str = "") -> CaseMeasure | None:
    """Return the entry of a measure; None where it is not worked out from cases.

    A question names its own measure: those of feedback are known by their extract alone.
    """
    if case_extract == "feedback":
        return feedback.feedback_measure(measure_id)
    return MEASURES.get(measure_id)


def counted_words(measure_id: str) -> str:
    """Return what a figure worked out from cases counts: "plans"; a question of a survey, answers."""
    measure = MEASURES.get(measure_id)
    if measure is None:
        return _COUNTED_KINDS["feedback"]
    counted = measure.counted
    on = counted.on if isinstance(counted, CaseEvents) else ""
    return _COUNTED.get((counted.kind, on), _COUNTED_KINDS[counted.kind])


def explanation_of(measure_id: str, case_extract: str = "") -> Explanation | None:
    """Return how a measure is worked out; None where it is not worked out from cases."""
    measure = find_measure(measure_id, case_extract)
    return measure.explanation if measure else None


def drill_of(measure_id: str, case_extract: str = "") -> Drill | None:
    """Return which cases a measure counts; None where single cases do not show it."""
    measure = find_measure(measure_id, case_extract)
    return measure.drill if measure else None


def family_of(measure_id: str) -> RelatedMeasures | None:
    """Return what is shown beside a measure; None where that is only how it is worked out.

    A measure that is not worked out from referrals is shown beside those of the service it names.
    """
    measure = MEASURES.get(measure_id)
    return measure.family if measure else referrals.FAMILIES.get(measure_id.split("-", 1)[0])


def is_cohort(measure_id: str) -> bool:
    """Return whether the cases of a period may be decided after it: shown then, not judged yet."""
    measure = MEASURES.get(measure_id)
    return isinstance(measure, EventRate) and measure.whole_after_days > 0
