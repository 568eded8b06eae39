"""Plans kept up: the caseload, the next review of each, and transfers between phases."""

import numpy as np

from dashboard.measures.cases import Cases, Stock
from dashboard.measures.dates import FAR, Ints, Mask, lasted, months_later
from dashboard.measures.model import Rate, Version

_BEFORE_ANY = -(2**24)
"""A day before any decision: the span that a plan's issue opens."""

TRANSFER_WITHIN_DAYS = 365
"""A final plan counts for a transfer from the year before its due day."""


def start_of_plan(plans: Cases) -> Ints:
    """Give the day a plan came to the area: the transfer in, else the issue."""
    moved = plans.day("transferred_in_date")
    return np.where(moved == FAR, plans.day("issued_date"), moved)


def caseload(plans: Cases) -> Stock:
    """Follow plans from their start until they cease."""
    start = start_of_plan(plans)
    no_start = ("no date of issue or transfer", start == FAR)
    return plans.stock(start, plans.day("ceased_date"), no_start)


def overdue(held: Stock, reviews: Cases, owners: Ints) -> Stock:
    """Follow plans while their next review is overdue.

    A review is due 12 months after the last one concluded, or after the plan was issued; each
    conclusion opens a span of days up to the next.
    """
    plans = held.cases
    concluded = reviews.has_value("decision", "maintain", "amend") & (owners >= 0)
    concluded &= _is_member(held)[owners]
    at = np.flatnonzero(concluded & reviews.has("decision_date"))
    plan = np.concatenate([held.members, owners[at]])
    decided = reviews.day("decision_date")[at]
    since = np.concatenate([_issued(plans)[held.members], decided])
    opens = np.concatenate([np.full(len(held.members), _BEFORE_ANY), decided])
    in_order = np.argsort(plan * np.int64(FAR) + opens)
    plan, since, opens = plan[in_order], since[in_order], opens[in_order]
    is_last = np.append(plan[1:] != plan[:-1], True)
    closes = np.where(is_last, FAR, np.append(opens[1:], FAR))
    late_from = np.maximum(months_later(since, 12) + 1, opens)
    start = np.maximum(late_from, start_of_plan(plans)[plan])
    end = np.minimum(closes, plans.day("ceased_date")[plan])
    return held.with_spells(plan, start, end)


def _is_member(held: Stock) -> Mask:
    is_member = np.zeros(len(held.cases) + 1, bool)
    is_member[held.members] = True
    return is_member


def _issued(plans: Cases) -> Ints:
    """Give the day from which a plan without a review counts: the issue, else the transfer in."""
    issued = plans.day("issued_date")
    return np.where(issued == FAR, plans.day("transferred_in_date"), issued)


def phase_transfers(plans: Cases, reviews: Cases, owners: Ints) -> Rate:
    """Plans due for a transfer between phases whose final plan named the placement in time."""
    due = plans.day("phase_transfer_due")
    transfers = plans.events(
        due,
        ("no transfer between phases", ~_has_phase(plans)),
        ("no due day of the transfer", due == FAR),
        ("transfer not yet due", due > plans.cut_off.day),
        ("not in the caseload on the due day", ~_is_held(plans, due)),
    )
    within = Version(_is_transferred(plans, reviews, owners))
    return Rate("phase-transfer-on-time", transfers, {"": within}, by_year_alone=True)


def _has_phase(plans: Cases) -> Mask:
    return plans.frame["phase_transfer"].fillna("").ne("").to_numpy()


def _is_held(plans: Cases, day: Ints) -> Mask:
    return (start_of_plan(plans) <= day) & (plans.day("ceased_date") > day)


def _is_transferred(plans: Cases, reviews: Cases, owners: Ints) -> Mask:
    """Say which plans have a review of the same transfer with a final plan in the year to its day."""
    phases = reviews.frame["phase_transfer"].astype(object).to_numpy()
    planned = plans.frame["phase_transfer"].astype(object).to_numpy()
    at = np.flatnonzero((owners >= 0) & reviews.has("final_plan_date"))
    plan = owners[at]
    ahead = plans.day("phase_transfer_due")[plan] - reviews.day("final_plan_date")[at]
    in_time = lasted(ahead, TRANSFER_WITHIN_DAYS, 0) & (phases[at] == planned[plan])
    is_transferred = np.zeros(len(plans), bool)
    is_transferred[plan[in_time]] = True
    return is_transferred
