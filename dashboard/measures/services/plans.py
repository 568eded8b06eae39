"""Measures worked out from plans: the caseload, overdue reviews, transfers between phases.

See docs/definitions.md section 3.
"""

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from dashboard.measures.breakdowns import ages_of, by_age, dimensions_of
from dashboard.measures.cases import CaseGroup, Cases, Stock
from dashboard.measures.dates import FAR, Ints, Mask, lasted, months_later
from dashboard.measures.model import CaseMeasure, EventRate, RelatedMeasures, StockCount
from dashboard.measures.rules import CaseEvents, CaseSpells, Condition, Requirement

REVIEW_MONTHS: Final = 12
TRANSFER_WITHIN_DAYS: Final = 365
"""A final plan counts for a transfer from the year before its due day."""

_BEFORE_ANY: Final = -(2**24)
"""A day before any decision: the span that a plan's issue opens."""


def plan_cases(frame: pd.DataFrame, group: CaseGroup) -> Cases:
    """Return plans by age, need and setting."""
    ages = ages_of(frame, "age")
    by_band = by_age("age", ages, group.settings.ehc_bands, outside_is_unknown=True)
    columns = (("need", "primary_need"), ("setting", "setting"))
    dimensions = [by_band, *dimensions_of(frame, columns)]
    return Cases(frame, group, dimensions, derived={"starts_on": starts_on})


def plans_of(reviews: pd.DataFrame, group: CaseGroup) -> Ints:
    """Return the position of each review's plan; −1 where there is no such plan."""
    plans = group.frames["plans"]["plan_id"]
    return pd.Index(plans).get_indexer(pd.Index(reviews["plan_id"]))


def starts_on(plans: Cases) -> Ints:
    """Return the day a plan came to the area: the transfer in, else the issue."""
    moved = plans.day("transferred_in_date")
    return np.where(moved == FAR, plans.day("issued_date"), moved)


def review_overdue(held: Stock) -> Stock:
    """Return the time for which the next review of each plan is overdue.

    A review is due 12 months after the last one concluded, or after the plan was issued, else came
    with a transfer; each conclusion opens a span of days up to the next.
    """
    plans = held.cases
    reviews = plans.group.cases("annual_reviews")
    owners = plans_of(reviews.frame, plans.group)
    is_member = np.zeros(len(plans) + 1, bool)
    is_member[held.members] = True
    issued = plans.day("issued_date")
    issued = np.where(issued == FAR, plans.day("transferred_in_date"), issued)
    concluded = reviews.has_value("decision", "maintain", "amend") & (owners >= 0)
    concluded &= is_member[owners]
    at = np.flatnonzero(concluded & reviews.has("decision_date"))
    plan = np.concatenate([held.members, owners[at]])
    decided = reviews.day("decision_date")[at]
    since = np.concatenate([issued[held.members], decided])
    opens = np.concatenate([np.full(len(held.members), _BEFORE_ANY), decided])
    in_order = np.argsort(plan * np.int64(FAR) + opens)
    plan, since, opens = plan[in_order], since[in_order], opens[in_order]
    is_last = np.append(plan[1:] != plan[:-1], True)
    closes = np.where(is_last, FAR, np.append(opens[1:], FAR))
    late_from = np.maximum(months_later(since, REVIEW_MONTHS) + 1, opens)
    start = np.maximum(late_from, plans.day("starts_on")[plan])
    end = np.minimum(closes, plans.day("ceased_date")[plan])
    return held.with_spells(plan, start, end)


def has_phase_transfer(plans: Cases) -> Mask:
    """Mark the plans with a transfer between phases."""
    return plans.frame["phase_transfer"].fillna("").ne("").to_numpy()


def is_transfer_due(plans: Cases) -> Mask:
    """Mark the plans whose transfer is due by the cut-off."""
    return plans.day("phase_transfer_due") <= plans.cut_off.day


def is_held_when_due(plans: Cases) -> Mask:
    """Mark the plans in the caseload on the due day of the transfer."""
    due = plans.day("phase_transfer_due")
    return (plans.day("starts_on") <= due) & (plans.day("ceased_date") > due)


def is_transferred_in_time(plans: Cases) -> Mask:
    """Mark the plans with a review of the same transfer whose final plan came in the year to it."""
    reviews = plans.group.cases("annual_reviews")
    owners = plans_of(reviews.frame, plans.group)
    phases = reviews.frame["phase_transfer"].astype(object).to_numpy()
    planned = plans.frame["phase_transfer"].astype(object).to_numpy()
    at = np.flatnonzero((owners >= 0) & reviews.has("final_plan_date"))
    plan = owners[at]
    ahead = plans.day("phase_transfer_due")[plan] - reviews.day("final_plan_date")[at]
    in_time = lasted(ahead, TRANSFER_WITHIN_DAYS, 0) & (phases[at] == planned[plan])
    is_transferred = np.zeros(len(plans), bool)
    is_transferred[plan[in_time]] = True
    return is_transferred


CASELOAD: Final = CaseSpells("plans", "starts_on", "ceased_date", "no date of issue or transfer")
REVIEWS: Final = RelatedMeasures(
    backlog={"annual-review-overdue": "Reviews overdue", "ehcp-caseload": "Plans maintained"},
    sentence="{0} annual reviews were overdue, of {1} plans maintained.",
)
MEASURES: Final[tuple[CaseMeasure, ...]] = (
    StockCount(
        "ehcp-caseload",
        CASELOAD,
        "plans maintained",
        clock="From the day a plan was issued, or came with a transfer, to the day it ceased",
    ),
    StockCount(
        "annual-review-overdue",
        replace(CASELOAD, spells=review_overdue),
        "plans maintained whose next review date has passed",
        clock=f"{REVIEW_MONTHS} months from the last decision to maintain or amend, else from the "
        "issue of the plan",
        family=REVIEWS,
    ),
    EventRate(
        "phase-transfer-on-time",
        CaseEvents(
            "plans",
            "phase_transfer_due",
            requires=(
                Requirement("no transfer between phases", has_phase_transfer),
                Requirement("no due day of the transfer", Condition("phase_transfer_due")),
                Requirement("transfer not yet due", is_transfer_due),
                Requirement("not in the caseload on the due day", is_held_when_due),
            ),
        ),
        "plans whose final plan of that transfer was issued on or before the due day, and no more "
        f"than {TRANSFER_WITHIN_DAYS} days before it",
        "plans maintained with a transfer between phases due in the year",
        "A plan counts in the calendar year of its due day",
        within=is_transferred_in_time,
        by_year_alone=True,
    ),
)
