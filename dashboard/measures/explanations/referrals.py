"""How the measures of referrals are worked out, service by service."""

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
from dashboard.model.services import AUTISM, THERAPIES, Service


def service_explanations(service: Service) -> dict[str, Explanation]:
    """Say the workings that every service has, with the event that stops its clock."""
    prefix = service.prefix
    is_autism = service == AUTISM
    stop = "the start of the assessment" if is_autism else "the first appointment"
    clock = f"From the referral until {stop}, a decision or a closure, whichever is first"
    return (
        _flows_of(service)
        | {f"{prefix}-{name}": explanation for name, explanation in _waiting(clock).items()}
        | {f"{prefix}-{name}": explanation for name, explanation in _seen().items()}
    )


def _flows_of(service: Service) -> dict[str, Explanation]:
    prefix = service.prefix
    completed = "referrals completed by a decision, else by closure"
    return {
        f"{prefix}-referrals": counted(
            "referrals", "referrals received", "A referral counts on the day it was received"
        ),
        service.completed_id: counted(
            "referrals", completed, "Counts on the day of the decision, else of the closure"
        ),
        f"{prefix}-net": Explanation(
            "referrals",
            "flow",
            "Referrals received in the period − referrals completed in the period",
            "referrals received less referrals completed",
            "",
            "Each on its own day: above 0 the list grows",
        ),
        f"{prefix}-clearance-months": Explanation(
            "referrals",
            "average",
            "Children waiting at the end of the month ÷ completions a month over the last 3 months",
            "children waiting at the end of the month",
            "completions of the last 3 months ÷ 3",
            "At month ends only, once there are 3 months of completions",
        ),
    }


def _waiting(clock: str) -> dict[str, Explanation]:
    waiting = "children waiting"
    within = {
        f"waiting-{weeks}-weeks": rate_explanation(
            "referrals",
            f"children waiting, referred no more than {weeks * 7} days ago",
            "all children waiting at the end of the day",
            clock,
        )
        for weeks in (13, 18, 52)
    }
    over = {
        f"over-{weeks}-weeks": stock_explanation(
            "referrals", f"children waiting, referred more than {weeks * 7} days ago", clock
        )
        for weeks in (52, 104)
    }
    spreads = {
        "median-waiting": "Median weeks since referral",
        "p90-waiting": "90th percentile of weeks since referral",
        "longest-waiting": "Longest time since referral",
    }
    return {
        "waiting": stock_explanation("referrals", waiting, clock),
        "mean-waiting": mean_explanation("referrals", waiting, clock),
        **{
            name: spread_explanation("referrals", words, waiting, clock)
            for name, words in spreads.items()
        },
        **within,
        **over,
    }


def _seen() -> dict[str, Explanation]:
    seen = "children first seen in the period"
    clock = "From the referral to the first appointment; counts on the day of the appointment"
    return {
        "seen": counted("referrals", "children first seen", "Counts on the day of the appointment"),
        "seen-median": spread_explanation("referrals", "Median weeks from referral", seen, clock),
        "seen-mean": mean_explanation("referrals", seen, clock),
    }


AUTISM_ALONE: Final[Mapping[str, Explanation]] = {
    "autism-seen-13-weeks": rate_explanation(
        "referrals",
        "children first seen within 91 days of referral",
        "children first seen in the period",
        "From the referral to the first appointment, day 91 included",
    ),
    "autism-wait": mean_explanation(
        "referrals",
        "children whose assessment started in the period",
        "From the referral to the start of the assessment",
    ),
    "autism-started-3-months": rate_explanation(
        "referrals",
        "assessments started within 3 calendar months of referral",
        "assessments started in the period",
        "From the referral to the same day 3 months on, or that month's last day, included",
    ),
}


def therapy_explanations(service: Service) -> dict[str, Explanation]:
    left_out = {f"{service.prefix}-waiting-{weeks}-weeks" for weeks in (13, 52)}
    return {name: it for name, it in service_explanations(service).items() if name not in left_out}


REFERRALS: Final[Mapping[str, Explanation]] = {
    **service_explanations(AUTISM),
    **AUTISM_ALONE,
    **{name: it for service in THERAPIES for name, it in therapy_explanations(service).items()},
}
