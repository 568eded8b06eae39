"""How the measures of assessments, advice, plans and reviews are worked out."""

from collections.abc import Mapping
from typing import Final

from dashboard.measures.explanations.model import (
    Explanation,
    counted,
    mean_explanation,
    rate_explanation,
    spread_explanation,
    stock_explanation,
)

_ON_ISSUE = "A plan counts on the day it was issued"
_TO_PLAN = "From the day the request was received to the day the final plan was issued"
_OPEN = "From the request until the plan, a refusal, a decision not to issue or a withdrawal"
_PLANS = "plans issued in the period"

ASSESSMENTS: Final[Mapping[str, Explanation]] = {
    "ehc-requests": counted(
        "assessments", "requests received", "A request counts on the day it was received"
    ),
    "ehc-decision-6-weeks": rate_explanation(
        "assessments",
        "decisions made within 42 days of the request",
        "decisions to assess or to refuse whose request is dated",
        "From the request to the decision, day 42 included; counts on the day of the decision",
    ),
    "ehc-refusal-rate": rate_explanation(
        "assessments",
        "decisions to refuse an assessment",
        "decisions to assess or to refuse",
        "A decision counts on the day it was made",
    ),
    "ehc-refusal-16-weeks": rate_explanation(
        "assessments",
        "decisions not to issue a plan within 112 days of the request",
        "decisions not to issue a plan whose request is dated",
        "From the request to the decision, day 112 included; counts on the day of the decision",
    ),
    "ehcp-20-weeks": rate_explanation(
        "assessments",
        "plans issued within 140 days of the request",
        "plans issued in the period; excluding exceptions, those are taken out of both parts",
        f"{_TO_PLAN}, day 140 included; {_ON_ISSUE[0].lower()}{_ON_ISSUE[1:]}",
    ),
    "ehcp-new-plans": counted("assessments", "plans issued", _ON_ISSUE),
    "ehcp-average-weeks": mean_explanation(
        "assessments", "plans issued in the period whose request is dated", _TO_PLAN
    ),
    "ehc-exception-rate": rate_explanation(
        "assessments", "plans issued to which an exception applied", _PLANS, _ON_ISSUE
    ),
    "ehcp-coproduction-meeting": rate_explanation(
        "assessments", "plans issued with a co-production meeting held", _PLANS, _ON_ISSUE
    ),
    "ehcp-coproduction-offered": rate_explanation(
        "assessments",
        "plans issued with a co-production meeting offered or held",
        _PLANS,
        _ON_ISSUE,
    ),
    "ehcp-issued-bands": rate_explanation(
        "assessments",
        "plans issued within 140 days, in 141 to 364 days, or in more",
        f"{_PLANS}; one whose request is not dated is in no band",
        _TO_PLAN,
    ),
    "ehc-cohort-20-weeks": rate_explanation(
        "assessments",
        "requests that had a plan within 140 days",
        "requests received in the period, refused and withdrawn ones too",
        "From the request to the plan, day 140 included; counts on the day of the request, and is "
        "whole 140 days after the period",
    ),
    "ehc-open": stock_explanation("assessments", "cases open", _OPEN),
    "ehc-open-past-20-weeks": stock_explanation(
        "assessments", "cases open whose request is more than 140 days ago", _OPEN
    ),
    "ehc-due-4-weeks": stock_explanation(
        "assessments", "cases open whose request is 112 to 140 days ago", _OPEN
    ),
    "ehc-oldest-open": spread_explanation(
        "assessments", "Longest time since the request", "cases open", _OPEN
    ),
}

ADVICE: Final[Mapping[str, Explanation]] = {
    "ehc-advice-6-weeks": rate_explanation(
        "advice",
        "advice received within 42 days of being asked for",
        "advice received in the period whose asking is dated",
        "From the day of asking to the day of receipt, day 42 included; counts on receipt",
    ),
    "ehcp-advice-quality": rate_explanation(
        "advice",
        "advice audited as good",
        "advice received in the period that was audited",
        "Advice counts on the day it was received",
    ),
    "ehc-advice-overdue": stock_explanation(
        "advice",
        "pieces of advice asked for more than 42 days ago and not received",
        "From the day of asking to the day of receipt",
    ),
}

_ON_DECISION = "A review counts on the day of its decision"

REVIEWS: Final[Mapping[str, Explanation]] = {
    "ehcp-caseload": stock_explanation(
        "reviews",
        "plans maintained",
        "From the day a plan was issued, or came with a transfer, to the day it ceased",
    ),
    "annual-review-on-time": rate_explanation(
        "reviews",
        "reviews decided within 28 days of the meeting",
        "reviews whose decision fell due in the period, decided or not",
        "From the meeting to the decision, day 28 included; counts 28 days after the meeting",
    ),
    "annual-review-decided-4-weeks": rate_explanation(
        "reviews",
        "reviews decided within 28 days of the meeting",
        "reviews decided in the period; one without a meeting is not within",
        f"From the meeting to the decision, day 28 included; {_ON_DECISION[0].lower()}"
        f"{_ON_DECISION[1:]}",
    ),
    "annual-review-notice-4-weeks": rate_explanation(
        "reviews",
        "notices of amendment sent within 28 days of the meeting",
        "notices of amendment sent in the period; one without a meeting is not within",
        "From the meeting to the notice, day 28 included; counts on the day of the notice",
    ),
    "annual-review-final-8-weeks": rate_explanation(
        "reviews",
        "final plans within 56 days of the notice of amendment",
        "final plans of the period that had a notice",
        "From the notice to the final plan, day 56 included; counts on the day of the final plan",
    ),
    "annual-review-final-12-weeks": rate_explanation(
        "reviews",
        "final plans within 84 days of the meeting",
        "final plans of the period; one without a meeting is not within",
        "From the meeting to the final plan, day 84 included; counts on the day of the final plan",
    ),
    "annual-review-completed": rate_explanation(
        "reviews",
        "reviews decided",
        "reviews due in the period",
        "A review counts on the day it was due; a month is judged 4 weeks after its end, when its "
        "decisions can be there",
    ),
    "annual-review-processed": rate_explanation(
        "reviews",
        "reviews decided",
        "reviews whose report was received in the period",
        "A review counts on the day its report was received; a month is judged 4 weeks after its "
        "end, when its decisions can be there",
    ),
    "annual-reviews-processed-count": counted("reviews", "reviews decided", _ON_DECISION),
    "annual-review-overdue": stock_explanation(
        "reviews",
        "plans maintained whose next review date has passed",
        "12 months from the last decision to maintain or amend, else from the issue of the plan",
    ),
    "phase-transfer-on-time": rate_explanation(
        "reviews",
        "plans whose final plan of that transfer was issued on or before the due day, and no more "
        "than 365 days before it",
        "plans maintained with a transfer between phases due in the year",
        "A plan counts in the calendar year of its due day",
    ),
    "young-people-in-reviews": rate_explanation(
        "reviews",
        "reviews in which the young person took part",
        "reviews from year 9 on that say whether the young person took part",
        "A review counts on the day of its meeting",
    ),
}
