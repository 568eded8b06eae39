"""Measures worked out from EHC needs assessments (docs/definitions.md section 2)."""

from collections.abc import Mapping

import pandas as pd

from dashboard.measures.breakdowns import ages_of, by_age, dimensions_of
from dashboard.measures.cases import Cases, Events, Exclusion, Stock
from dashboard.measures.dates import FAR, Ints, earliest, lasted, only_where
from dashboard.measures.model import (
    Average,
    ComputedMeasure,
    EventWeeks,
    Flow,
    Rate,
    StockCount,
    StockSpread,
    StockWeeks,
    Version,
    WeeksUntil,
    rate,
)
from dashboard.measures.periods import CutOff
from dashboard.measures.settings import CaseSettings

DECISION_DAYS = 6 * 7
REFUSAL_DAYS = 16 * 7
PLAN_DAYS = 20 * 7
YEAR_DAYS = 52 * 7

COLUMNS = (
    ("need", "primary_need"),
    ("sex", "sex"),
    ("ethnicity", "ethnicity"),
    ("setting", "setting"),
    ("locality", "locality"),
)


def assessment_measures(
    frames: Mapping[str, pd.DataFrame], cut_off: CutOff, settings: CaseSettings
) -> list[ComputedMeasure]:
    """Say every measure of the assessments of one area."""
    cases = assessment_cases(frames["ehc_assessments"], cut_off, settings)
    plans = plans_issued(cases)
    is_open = open_cases(cases)
    return [
        *(requests(cases), cohort(cases)),
        *(decisions(cases), refusal_rate(cases), refusals(cases)),
        *(on_time(plans), new_plans(plans), bands(plans), exception_rate(plans)),
        *(meetings_held(plans), meetings_offered(plans), *average_weeks(cases)),
        *(*open_case_measures(is_open), past_limit(is_open), due_soon(is_open)),
    ]


def assessment_cases(frame: pd.DataFrame, cut_off: CutOff, settings: CaseSettings) -> Cases:
    """Take the cases on the clocks that count; one without a clock is on the request's."""
    ages = ages_of(frame, "age_at_request")
    by_band = by_age("age", ages, settings.ehc_bands, outside_is_unknown=True)
    dimensions = [by_band, *dimensions_of(frame, COLUMNS)]
    elsewhere = ~frame["clock"].isin(["", *settings.clocks]).to_numpy()
    return Cases(frame, cut_off, dimensions, [("on another clock", elsewhere)])


def requests_made(cases: Cases) -> Events:
    """Count requests by the day on which they were received."""
    return cases.events(cases.day("request_date"), no_request(cases))


def no_request(cases: Cases) -> Exclusion:
    """Leave out the cases of which no request is dated."""
    return "no request date", ~cases.has("request_date")


def plans_issued(cases: Cases) -> Events:
    """Count plans by the day of issue."""
    return cases.events(cases.day("plan_issued_date"), no_plan(cases))


def no_plan(cases: Cases) -> Exclusion:
    """Leave out the cases that have no plan."""
    return "no plan issued", ~cases.has("plan_issued_date")


def days_to_plan(cases: Cases) -> Ints:
    """Count the days from request to plan."""
    return cases.days("request_date", "plan_issued_date")


def requests(cases: Cases) -> Flow:
    """Requests received."""
    return Flow("ehc-requests", requests_made(cases))


def cohort(cases: Cases) -> Rate:
    """Of the requests received, those with a plan within 20 weeks, however it goes on."""
    within = Version(lasted(days_to_plan(cases), PLAN_DAYS))
    return Rate(
        "ehc-cohort-20-weeks", requests_made(cases), {"": within}, whole_after_days=PLAN_DAYS
    )


def decisions(cases: Cases) -> Rate:
    """Decisions whether to assess, within 6 weeks of the request."""
    undecided = (
        "no decision to assess or refuse",
        ~cases.has_value("decision", "assess", "refuse"),
    )
    decided = cases.events(cases.day("decision_date"), undecided, no_request(cases))
    within = lasted(cases.days("request_date", "decision_date"), DECISION_DAYS)
    return rate("ehc-decision-6-weeks", decided, within)


def refusal_rate(cases: Cases) -> Rate:
    """Decisions not to assess, of all decisions."""
    undecided = (
        "no decision to assess or refuse",
        ~cases.has_value("decision", "assess", "refuse"),
    )
    decided = cases.events(cases.day("decision_date"), undecided)
    return rate("ehc-refusal-rate", decided, cases.has_value("decision", "refuse"))


def refusals(cases: Cases) -> Rate:
    """Decisions not to issue a plan, within 16 weeks of the request."""
    other = ("no decision not to issue", ~cases.has_value("outcome", "not_issue"))
    refused = cases.events(cases.day("outcome_date"), other, no_request(cases))
    within = lasted(cases.days("request_date", "outcome_date"), REFUSAL_DAYS)
    return rate("ehc-refusal-16-weeks", refused, within)


def on_time(plans: Events) -> Rate:
    """Plans issued within 20 weeks, day 140 included; with the exceptions and without them."""
    within = lasted(days_to_plan(plans.cases), PLAN_DAYS)
    is_excepted = plans.cases.frame["exception"].to_numpy(bool)
    versions = {
        "exceptions=including": Version(within),
        "exceptions=excluding": Version(within, ~is_excepted),
    }
    return Rate("ehcp-20-weeks", plans, versions)


def new_plans(plans: Events) -> Flow:
    """Plans issued."""
    return Flow("ehcp-new-plans", plans)


def bands(plans: Events) -> Rate:
    """Plans by how long they took; one whose days cannot be worked out falls in no band."""
    days = days_to_plan(plans.cases)
    versions = {
        "band=within-20": Version(lasted(days, PLAN_DAYS)),
        "band=20-to-52": Version(lasted(days, YEAR_DAYS, PLAN_DAYS + 1)),
        "band=over-52": Version(lasted(days, FAR - 1, YEAR_DAYS + 1)),
    }
    return Rate("ehcp-issued-bands", plans, versions, has_dimensions=False)


def exception_rate(plans: Events) -> Rate:
    """Plans to which an exception applied."""
    return rate("ehc-exception-rate", plans, plans.cases.frame["exception"].to_numpy(bool))


def meetings_held(plans: Events) -> Rate:
    """Plans with a co-production meeting that was held."""
    return rate(
        "ehcp-coproduction-meeting", plans, plans.cases.has_value("coproduction_meeting", "held")
    )


def meetings_offered(plans: Events) -> Rate:
    """Plans with a co-production meeting that was at least offered."""
    offered = plans.cases.has_value("coproduction_meeting", "offered", "held")
    return rate("ehcp-coproduction-offered", plans, offered)


def average_weeks(cases: Cases) -> tuple[ComputedMeasure, ...]:
    """Mean weeks from request to plan, and the weeks themselves."""
    timed = cases.events(cases.day("plan_issued_date"), no_plan(cases), no_request(cases))
    days = days_to_plan(cases)
    return (
        Average("ehcp-average-weeks", timed, days, "mean"),
        EventWeeks("ehcp-average-weeks", timed, days),
    )


def open_cases(cases: Cases) -> Stock:
    """Follow cases from the request to the plan, a refusal or a withdrawal."""
    closed = earliest(
        cases.day("plan_issued_date"),
        only_where(cases.has_value("outcome", "not_issue", "withdrawn"), cases.day("outcome_date")),
        only_where(cases.has_value("decision", "refuse", "withdrawn"), cases.day("decision_date")),
    )
    return cases.stock(cases.day("request_date"), closed, no_request(cases))


def open_case_measures(is_open: Stock) -> list[ComputedMeasure]:
    """Cases open, the oldest, their weeks so far and their weeks to the limit."""
    return [
        StockCount("ehc-open", is_open),
        StockSpread(is_open, {"ehc-oldest-open": "max"}),
        StockWeeks("ehc-open", is_open),
        WeeksUntil("ehc-due", is_open, PLAN_DAYS),
    ]


def past_limit(is_open: Stock) -> StockCount:
    """Cases open for more than 20 weeks, and by how much."""
    parts = {
        "open=20-26": (PLAN_DAYS + 1, 26 * 7),
        "open=26-39": (26 * 7 + 1, 39 * 7),
        "open=39-52": (39 * 7 + 1, YEAR_DAYS),
        "open=over-52": (YEAR_DAYS + 1, FAR),
    }
    return StockCount("ehc-open-past-20-weeks", is_open, at_least=PLAN_DAYS + 1, parts=parts)


def due_soon(is_open: Stock) -> StockCount:
    """Cases open that reach day 140 in the next 4 weeks."""
    return StockCount("ehc-due-4-weeks", is_open, PLAN_DAYS - 28, PLAN_DAYS)
