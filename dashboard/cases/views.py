"""Which views a measure has, and which measures stand behind each of them."""

from dataclasses import dataclass
from typing import Final

from dashboard.cases.model import ViewQuery
from dashboard.model.codes import ISSUED_BANDS, OPEN_AGES
from dashboard.model.services import SERVICES

# Plans that were issued: their weeks, from request to plan.
_OF_PLANS: Final = frozenset(
    {
        "ehcp-20-weeks",
        "ehcp-average-weeks",
        "ehcp-new-plans",
        "ehc-exception-rate",
        "ehcp-issued-bands",
    }
)
_OF_OPEN: Final = frozenset(
    {"ehc-open", "ehc-open-past-20-weeks", "ehc-due-4-weeks", "ehc-oldest-open"}
)
_OF_REQUESTS: Final = frozenset({"ehc-requests", "ehc-cohort-20-weeks"})
_OF_DECIDED_REVIEWS: Final = frozenset(
    {
        "annual-review-on-time",
        "annual-review-decided-4-weeks",
        "annual-review-notice-4-weeks",
        "annual-review-final-8-weeks",
        "annual-review-final-12-weeks",
        "annual-review-completed",
        "annual-review-processed",
        "annual-reviews-processed-count",
        "annual-review-overdue",
    }
)
_OF_ADVICE: Final = frozenset({"ehc-advice-6-weeks", "ehcp-advice-quality", "ehc-advice-overdue"})
_SEEN: Final = (
    "-seen",
    "-seen-13-weeks",
    "-seen-median",
    "-seen-mean",
    "-wait",
    "-started-3-months",
)


@dataclass(frozen=True)
class ViewFamily:
    """The parts of a measure's view: what its bins are of, whose backlog and flow stand beside it."""

    bins: str = ""
    backlog: str = ""
    flow: str = ""
    has_cohort: bool = False


def view_family(measure_id: str) -> ViewFamily:
    """Give what stands beside a measure; an empty family where there is only how it is worked out."""
    if service := service_of(measure_id):
        is_seen = measure_id.removeprefix(service) in _SEEN
        return ViewFamily(f"{service}-{'seen' if is_seen else 'waiting'}", service, service)
    if measure_id in _OF_PLANS:
        return ViewFamily("ehcp-average-weeks", "ehc", "ehc", measure_id == "ehcp-20-weeks")
    if measure_id in _OF_OPEN:
        return ViewFamily("", "ehc", "ehc")
    if measure_id in _OF_REQUESTS:
        return ViewFamily("", "ehc", "ehc", has_cohort=True)
    if measure_id in _OF_DECIDED_REVIEWS:
        return ViewFamily(backlog="reviews")
    return ViewFamily(backlog="advice") if measure_id in _OF_ADVICE else ViewFamily()


def service_of(measure_id: str) -> str:
    """Give the service whose referrals a measure is worked out from; empty for the others."""
    prefix = measure_id.split("-", 1)[0]
    return prefix if prefix in SERVICES else ""


_BACKLOG_MEASURES: Final = {
    "ehc": ("ehc-open", "ehc-open-past-20-weeks", "ehc-due-4-weeks", "ehc-oldest-open"),
    "reviews": ("annual-review-overdue", "ehcp-caseload"),
    "advice": ("ehc-advice-overdue",),
}


def backlog_measures(family: str) -> tuple[str, ...]:
    """Name the measures of those still waiting, the whole first."""
    if family in SERVICES:
        ends = ("waiting", "median-waiting", "longest-waiting", "over-52-weeks", "over-104-weeks")
        return tuple(f"{family}-{end}" for end in ends)
    return _BACKLOG_MEASURES.get(family, ())


def open_bins(family: str) -> str:
    """Name the bins of how long those still open have waited; empty where there are none."""
    if family in SERVICES:
        return f"{family}-waiting"
    return "ehc-open" if family == "ehc" else ""


def flow_measures(family: str) -> tuple[str, str, str]:
    """Name what came in, what went out and what was open."""
    if family == "ehc":
        return "ehc-requests", "ehcp-new-plans", "ehc-open"
    return f"{family}-referrals", SERVICES[family].completed_id, f"{family}-waiting"


def view_query(measure_id: str) -> ViewQuery:
    """Say what to load for the whole view of a measure."""
    family = view_family(measure_id)
    measures = [measure_id, *backlog_measures(family.backlog)]
    measures += flow_measures(family.flow) if family.flow else ()
    measures += [f"{family.flow}-clearance-months"] if family.flow in SERVICES else []
    measures += ["ehc-cohort-20-weeks"] if family.has_cohort else []
    bins = [family.bins, open_bins(family.backlog)]
    bands = ISSUED_BANDS if measure_id == "ehcp-issued-bands" else ()
    return ViewQuery(
        tuple(dict.fromkeys(measures)),
        ("", "exceptions=excluding", *bands, *OPEN_AGES),
        ("month", "snapshot"),
        tuple(dict.fromkeys(filter(None, bins))),
    )


def backlog_query(measure_id: str) -> ViewQuery | None:
    """Say what to load for the backlog beside a measure alone; None where it has none."""
    measures = backlog_measures(view_family(measure_id).backlog)
    return ViewQuery(measures, ("", *OPEN_AGES), ("snapshot",)) if measures else None
