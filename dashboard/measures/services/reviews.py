"""Measures worked out from the annual reviews of plans (docs/definitions.md section 3)."""

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from dashboard.measures.cases import CaseGroup, Cases
from dashboard.measures.dates import Mask
from dashboard.measures.model import CaseMeasure, EventCount, EventRate
from dashboard.measures.rules import CaseEvents, Condition, Duration, Requirement
from dashboard.measures.services.plans import REVIEWS, plans_of

DECISION_DAYS: Final = 4 * 7
NOTICE_TO_FINAL_DAYS: Final = 8 * 7
MEETING_TO_FINAL_DAYS: Final = 12 * 7
YEAR_9: Final = 9


def review_cases(frame: pd.DataFrame, group: CaseGroup) -> Cases:
    """Return reviews, divided as their plans are."""
    owners = plans_of(frame, group)
    dimensions = group.cases("plans").dimensions[1:]
    return Cases(frame, group, [dimension.for_rows(owners) for dimension in dimensions])


def has_year_group(reviews: Cases) -> Mask:
    """Mark the reviews of which the year group is known."""
    return ~np.isnan(reviews.frame["year_group"].to_numpy(np.float64))


def is_from_year_9(reviews: Cases) -> Mask:
    """Mark the reviews of year 9 and later."""
    return reviews.frame["year_group"].to_numpy(np.float64) >= YEAR_9


KIND: Final = "annual_reviews"
NO_MEETING: Final = "no meeting"
NO_NOTICE: Final = "no notice of amendment"
TO_DECISION: Final = Duration("days_to_decision", "meeting_date", "decision_date")
HAS_DECISION: Final = Condition("decision_date")

DECIDED: Final = CaseEvents(KIND, "decision_date", "not decided", duration=TO_DECISION)
NOTICES: Final = CaseEvents(
    KIND, "draft_date", NO_NOTICE, duration=Duration("days_to_draft", "meeting_date", "draft_date")
)
FINAL_PLANS: Final = CaseEvents(
    KIND,
    "final_plan_date",
    "no final plan",
    (Requirement(NO_MEETING, Condition("meeting_date")),),
    Duration("days_to_final", "meeting_date", "final_plan_date"),
)
ON_DECISION: Final = "A review counts on the day of its decision"
JUDGED_LATER: Final = (
    "a month is judged {weeks} weeks after its end, when its decisions can be there"
)

MEASURES: Final[tuple[CaseMeasure, ...]] = (
    EventRate(
        "annual-review-on-time",
        CaseEvents(
            KIND,
            "meeting_date",
            NO_MEETING,
            duration=TO_DECISION,
            shift=DECISION_DAYS,
            late="decision not yet due",
        ),
        "reviews decided within {limit} days of the meeting",
        "reviews whose decision fell due in the period, decided or not",
        "From the meeting to the decision, day {limit} included; counts {limit} days after the "
        "meeting",
        limit=DECISION_DAYS,
        family=REVIEWS,
    ),
    EventRate(
        "annual-review-decided-4-weeks",
        DECIDED,
        "reviews decided within {limit} days of the meeting",
        "reviews decided in the period; one without a meeting is not within",
        f"From the meeting to the decision, day {{limit}} included; a{ON_DECISION[1:]}",
        limit=DECISION_DAYS,
        family=REVIEWS,
    ),
    EventRate(
        "annual-review-notice-4-weeks",
        NOTICES,
        "notices of amendment sent within {limit} days of the meeting",
        "notices of amendment sent in the period; one without a meeting is not within",
        "From the meeting to the notice, day {limit} included; counts on the day of the notice",
        limit=DECISION_DAYS,
        family=REVIEWS,
    ),
    EventRate(
        "annual-review-final-8-weeks",
        replace(
            FINAL_PLANS,
            requires=(Requirement(NO_NOTICE, Condition("draft_date")),),
            duration=Duration("days_from_draft_to_final", "draft_date", "final_plan_date"),
        ),
        "final plans within {limit} days of the notice of amendment",
        "final plans of the period that had a notice",
        "From the notice to the final plan, day {limit} included; counts on the day of the final "
        "plan",
        limit=NOTICE_TO_FINAL_DAYS,
        family=REVIEWS,
    ),
    EventRate(
        "annual-review-final-12-weeks",
        FINAL_PLANS,
        "final plans within {limit} days of the meeting",
        "final plans of the period; one without a meeting is not within",
        "From the meeting to the final plan, day {limit} included; counts on the day of the final "
        "plan",
        limit=MEETING_TO_FINAL_DAYS,
        family=REVIEWS,
    ),
    EventRate(
        "annual-review-completed",
        CaseEvents(
            KIND, "review_due_date", "no due date", duration=TO_DECISION, late="not yet due"
        ),
        "reviews decided",
        "reviews due in the period",
        f"A review counts on the day it was due; {JUDGED_LATER}",
        within=HAS_DECISION,
        whole_after_days=DECISION_DAYS,
        family=REVIEWS,
    ),
    EventRate(
        "annual-review-processed",
        CaseEvents(KIND, "report_received_date", "no report received", duration=TO_DECISION),
        "reviews decided",
        "reviews whose report was received in the period",
        f"A review counts on the day its report was received; {JUDGED_LATER}",
        within=HAS_DECISION,
        whole_after_days=DECISION_DAYS,
        family=REVIEWS,
    ),
    EventCount(
        "annual-reviews-processed-count",
        DECIDED,
        "reviews decided",
        clock=ON_DECISION,
        family=REVIEWS,
    ),
    EventRate(
        "young-people-in-reviews",
        CaseEvents(
            KIND,
            "meeting_date",
            NO_MEETING,
            (
                Requirement("year group not known", has_year_group),
                Requirement(f"below year {YEAR_9}", is_from_year_9),
                Requirement(
                    "not told whether they took part",
                    Condition("young_person_took_part", ("yes", "no")),
                ),
            ),
        ),
        "reviews in which the young person took part",
        f"reviews from year {YEAR_9} on that say whether the young person took part",
        "A review counts on the day of its meeting",
        within=Condition("young_person_took_part", ("yes",)),
    ),
)
