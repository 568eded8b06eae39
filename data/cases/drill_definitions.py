"""Which cases stand behind a figure: the day they count by, who counts, and who is within."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dashboard.model.services import AUTISM, SERVICES, Service


@dataclass(frozen=True)
class Drill:
    """Say which cases a measure counts.

    `on` is the day a case counts by, `days` what it took. `where` names what a column must hold,
    `filled` which must hold anything. A case is within where `days` is at most `at_most`, or where
    the columns of `within` hold what they say. With `until` the cases are those that had begun on
    `on` and not ended by `until`, for `at_least` to `at_most` days. `shift` is how many days
    after `on` the case counts.
    """

    kind: str
    on: str
    days: str = ""
    at_most: int | None = None
    where: tuple[tuple[str, tuple[object, ...]], ...] = ()
    filled: tuple[str, ...] = ()
    within: tuple[tuple[str, tuple[object, ...]], ...] = ()
    within_filled: str = ""
    until: str = ""
    at_least: int = 0
    shift: int = 0


_REQUEST = Drill("ehc_assessments", "request_date", "days_to_plan")
_DECISION = Drill(
    "ehc_assessments",
    "decision_date",
    "days_to_decision",
    where=(("decision", ("assess", "refuse")),),
)
_PLAN = Drill("ehc_assessments", "plan_issued_date", "days_to_plan")
_OPEN = Drill("ehc_assessments", "request_date", until="closed_on")
_ADVICE = Drill("advice", "received_date", "days_to_advice")
_REVIEW = Drill("annual_reviews", "decision_date", "days_to_decision")
_FINAL = Drill("annual_reviews", "final_plan_date", "days_to_final", 84)

_DRILLS: dict[str, Drill] = {
    "ehc-requests": replace(_REQUEST, days=""),
    "ehc-cohort-20-weeks": replace(_REQUEST, at_most=140),
    "ehc-decision-6-weeks": replace(_DECISION, at_most=42, filled=("request_date",)),
    "ehc-refusal-rate": replace(_DECISION, within=(("decision", ("refuse",)),)),
    "ehc-refusal-16-weeks": Drill(
        "ehc_assessments",
        "outcome_date",
        "days_to_outcome",
        112,
        where=(("outcome", ("not_issue",)),),
        filled=("request_date",),
    ),
    "ehcp-20-weeks": replace(_PLAN, at_most=140),
    "ehcp-new-plans": _PLAN,
    "ehcp-issued-bands": _PLAN,
    "ehcp-average-weeks": replace(_PLAN, filled=("request_date",)),
    "ehc-exception-rate": replace(_PLAN, within=(("exception", (True,)),)),
    "ehcp-coproduction-meeting": replace(_PLAN, within=(("coproduction_meeting", ("held",)),)),
    "ehcp-coproduction-offered": replace(
        _PLAN, within=(("coproduction_meeting", ("offered", "held")),)
    ),
    "ehc-open": _OPEN,
    "ehc-oldest-open": _OPEN,
    "ehc-open-past-20-weeks": replace(_OPEN, at_least=141),
    "ehc-due-4-weeks": replace(_OPEN, at_least=112, at_most=140),
    "ehc-advice-6-weeks": replace(_ADVICE, at_most=42, filled=("requested_date",)),
    "ehcp-advice-quality": replace(
        _ADVICE,
        where=(("audited_quality", ("good", "not_good")),),
        within=(("audited_quality", ("good",)),),
    ),
    "ehc-advice-overdue": Drill("advice", "requested_date", until="received_date", at_least=43),
    "ehcp-caseload": Drill("plans", "starts_on", until="ceased_date"),
    "annual-review-on-time": replace(_REVIEW, on="meeting_date", at_most=28, shift=28),
    "annual-review-decided-4-weeks": replace(_REVIEW, at_most=28),
    "annual-reviews-processed-count": _REVIEW,
    "annual-review-notice-4-weeks": Drill("annual_reviews", "draft_date", "days_to_draft", 28),
    "annual-review-final-8-weeks": replace(
        _FINAL, days="days_from_draft_to_final", at_most=56, filled=("draft_date",)
    ),
    "annual-review-final-12-weeks": replace(_FINAL, filled=("meeting_date",)),
    "annual-review-completed": replace(
        _REVIEW, on="review_due_date", within_filled="decision_date"
    ),
    "annual-review-processed": replace(
        _REVIEW, on="report_received_date", within_filled="decision_date"
    ),
    "autism-wait": Drill(
        "referrals", "assessment_started_date", "days_to_start", where=(("service", ("autism",)),)
    ),
}


def _of_service(service: Service) -> dict[str, Drill]:
    prefix, where = service.prefix, (("service", (service.code,)),)
    referred = Drill("referrals", "referral_date", where=where)
    seen = Drill("referrals", "first_appointment_date", "days_to_first_appointment", where=where)
    waiting = replace(referred, until="clock_stopped_on")
    return {
        f"{prefix}-referrals": referred,
        service.completed_id: replace(referred, on="completed_on"),
        **{
            f"{prefix}-{which}": waiting
            for which in (
                "waiting",
                "median-waiting",
                "mean-waiting",
                "p90-waiting",
                "longest-waiting",
            )
        },
        f"{prefix}-over-52-weeks": replace(waiting, at_least=365),
        f"{prefix}-over-104-weeks": replace(waiting, at_least=729),
        f"{prefix}-seen": seen,
        f"{prefix}-seen-median": seen,
        f"{prefix}-seen-mean": seen,
    }


DRILLS: Mapping[str, Drill] = {
    **_DRILLS,
    **{
        measure_id: drill
        for service in SERVICES.values()
        for measure_id, drill in _of_service(service).items()
    },
    "autism-seen-13-weeks": replace(_of_service(AUTISM)["autism-seen"], at_most=91),
}


def drill_of(measure_id: str, case_extract: str) -> Drill | None:
    """Return which cases a measure counts; None where single cases do not tell it."""
    if case_extract == "feedback":
        where = (("question", (measure_id,)),)
        return Drill("feedback", "asked_date", where=where, within=(("answer", ("positive",)),))
    return DRILLS.get(measure_id)
