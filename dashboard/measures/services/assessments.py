"""Measures worked out from EHC needs assessments (docs/definitions.md section 2)."""

from dataclasses import replace
from typing import Final

import pandas as pd

from dashboard.measures.breakdowns import ages_of, by_age, dimensions_of
from dashboard.measures.cases import CaseGroup, Cases
from dashboard.measures.dates import FAR, Ints, earliest, only_where
from dashboard.measures.model import (
    CaseMeasure,
    EventAverage,
    EventBands,
    EventCount,
    EventRate,
    RelatedMeasures,
    StockAverage,
    StockCount,
    WeeksView,
)
from dashboard.measures.rules import CaseEvents, CaseSpells, Condition, Duration, Requirement

DECISION_DAYS: Final = 6 * 7
REFUSAL_DAYS: Final = 16 * 7
PLAN_DAYS: Final = 20 * 7
YEAR_DAYS: Final = 52 * 7
SOON_DAYS: Final = 4 * 7
PLAN_WEEKS: Final = PLAN_DAYS // 7
SOON_WEEKS: Final = SOON_DAYS // 7

COLUMNS = (
    ("need", "primary_need"),
    ("sex", "sex"),
    ("ethnicity", "ethnicity"),
    ("setting", "setting"),
    ("locality", "locality"),
)


def assessment_cases(frame: pd.DataFrame, group: CaseGroup) -> Cases:
    """Return the cases on the clocks that count; one without a clock is on the request's."""
    ages = ages_of(frame, "age_at_request")
    by_band = by_age("age", ages, group.settings.ehc_bands, outside_is_unknown=True)
    dimensions = [by_band, *dimensions_of(frame, COLUMNS)]
    elsewhere = ~frame["clock"].isin(["", *group.settings.clocks]).to_numpy()
    left_out = [("on another clock", elsewhere)]
    return Cases(frame, group, dimensions, left_out, {"closed_on": closed_on})


def closed_on(cases: Cases) -> Ints:
    """Return the day of the plan, a refusal, a decision not to issue or a withdrawal."""
    return earliest(
        cases.day("plan_issued_date"),
        only_where(cases.has_value("outcome", "not_issue", "withdrawn"), cases.day("outcome_date")),
        only_where(cases.has_value("decision", "refuse", "withdrawn"), cases.day("decision_date")),
    )


KIND: Final = "ehc_assessments"
NO_REQUEST: Final = "no request date"
HAS_REQUEST: Final = Requirement(NO_REQUEST, Condition("request_date"))
TO_PLAN: Final = Duration("days_to_plan", "request_date", "plan_issued_date")
EXCEPTED: Final = Condition("exception", (True,))

REQUESTS: Final = CaseEvents(KIND, "request_date", NO_REQUEST)
PLANS: Final = CaseEvents(KIND, "plan_issued_date", "no plan issued", duration=TO_PLAN)
TIMED_PLANS: Final = replace(PLANS, requires=(HAS_REQUEST,))
DECIDED: Final = Requirement(
    "no decision to assess or refuse", Condition("decision", ("assess", "refuse"))
)
DECISIONS: Final = CaseEvents(
    KIND,
    "decision_date",
    requires=(DECIDED,),
    duration=Duration("days_to_decision", "request_date", "decision_date"),
)
REFUSALS: Final = CaseEvents(
    KIND,
    "outcome_date",
    requires=(
        Requirement("no decision not to issue", Condition("outcome", ("not_issue",))),
        HAS_REQUEST,
    ),
    duration=Duration("days_to_outcome", "request_date", "outcome_date"),
)
OPEN: Final = CaseSpells(KIND, "request_date", "closed_on", NO_REQUEST)

ON_ISSUE: Final = "A plan counts on the day it was issued"
REQUEST_TO_PLAN: Final = (
    "From the day the request was received to the day the final plan was issued"
)
WHILE_OPEN: Final = (
    "From the request until the plan, a refusal, a decision not to issue or a withdrawal"
)
ISSUED: Final = "plans issued in the period"
WEEKS_TO_PLAN: Final = "ehcp-average-weeks"
COHORT: Final = "ehc-cohort-20-weeks"

EHC: Final = RelatedMeasures(
    backlog={
        "ehc-open": "Open cases",
        "ehc-open-past-20-weeks": f"Open past {PLAN_WEEKS} weeks",
        "ehc-due-4-weeks": f"Reach {PLAN_WEEKS} weeks in the next {SOON_WEEKS} weeks",
        "ehc-oldest-open": "The oldest open case",
    },
    sentence=f"{{0}} {{open}}: {{1}} past {PLAN_WEEKS} weeks{{oldest}}; {{2}} more reach "
    f"{PLAN_WEEKS} weeks in the next {SOON_WEEKS} weeks.",
    ages="ehc-open-past-20-weeks",
    open_weeks="ehc-open",
    flow=("ehc-requests", "ehcp-new-plans", "ehc-open"),
    flow_words=("Requests received", "Plans issued", "Open at the end"),
    flow_nouns=("requests", "plans issued"),
    flow_note="A case also stops being open when a plan is refused, not issued or the request is "
    "withdrawn, so the three columns do not add up by themselves.",
)

MEASURES: Final[tuple[CaseMeasure, ...]] = (
    EventCount(
        "ehc-requests",
        REQUESTS,
        "requests received",
        clock="A request counts on the day it was received",
        family=EHC,
        cohort=COHORT,
    ),
    EventRate(
        COHORT,
        replace(REQUESTS, duration=TO_PLAN),
        "requests that had a plan within {limit} days",
        "requests received in the period, refused and withdrawn ones too",
        "From the request to the plan, day {limit} included; counts on the day of the request, "
        "and is whole {limit} days after the period",
        limit=PLAN_DAYS,
        whole_after_days=PLAN_DAYS,
        family=EHC,
        cohort=COHORT,
    ),
    EventRate(
        "ehc-decision-6-weeks",
        replace(DECISIONS, requires=(DECIDED, HAS_REQUEST)),
        "decisions made within {limit} days of the request",
        "decisions to assess or to refuse whose request is dated",
        "From the request to the decision, day {limit} included; counts on the day of the decision",
        limit=DECISION_DAYS,
    ),
    EventRate(
        "ehc-refusal-rate",
        DECISIONS,
        "decisions to refuse an assessment",
        "decisions to assess or to refuse",
        "A decision counts on the day it was made",
        within=Condition("decision", ("refuse",)),
    ),
    EventRate(
        "ehc-refusal-16-weeks",
        REFUSALS,
        "decisions not to issue a plan within {limit} days of the request",
        "decisions not to issue a plan whose request is dated",
        "From the request to the decision, day {limit} included; counts on the day of the decision",
        limit=REFUSAL_DAYS,
    ),
    EventRate(
        "ehcp-20-weeks",
        PLANS,
        "plans issued within {limit} days of the request",
        f"{ISSUED}; excluding exceptions, those are taken out of both parts",
        f"{REQUEST_TO_PLAN}, day {{limit}} included; a{ON_ISSUE[1:]}",
        limit=PLAN_DAYS,
        versions={"exceptions=including": None, "exceptions=excluding": EXCEPTED},
        family=EHC,
        weeks_of=WEEKS_TO_PLAN,
        cohort=COHORT,
    ),
    EventCount(
        "ehcp-new-plans", PLANS, "plans issued", clock=ON_ISSUE, family=EHC, weeks_of=WEEKS_TO_PLAN
    ),
    EventBands(
        "ehcp-issued-bands",
        PLANS,
        f"plans issued within {PLAN_DAYS} days, in {PLAN_DAYS + 1} to {YEAR_DAYS} days, or in more",
        f"{ISSUED}; one whose request is not dated is in no band",
        REQUEST_TO_PLAN,
        bands={
            "band=within-20": (-FAR, PLAN_DAYS),
            "band=20-to-52": (PLAN_DAYS + 1, YEAR_DAYS),
            "band=over-52": (YEAR_DAYS + 1, FAR - 1),
        },
        family=EHC,
        weeks_of=WEEKS_TO_PLAN,
        linked=("ehcp-20-weeks",),
    ),
    EventRate(
        "ehc-exception-rate",
        PLANS,
        "plans issued to which an exception applied",
        ISSUED,
        ON_ISSUE,
        within=EXCEPTED,
        family=EHC,
        weeks_of=WEEKS_TO_PLAN,
    ),
    EventRate(
        "ehcp-coproduction-meeting",
        PLANS,
        "plans issued with a co-production meeting held",
        ISSUED,
        ON_ISSUE,
        within=Condition("coproduction_meeting", ("held",)),
    ),
    EventRate(
        "ehcp-coproduction-offered",
        PLANS,
        "plans issued with a co-production meeting offered or held",
        ISSUED,
        ON_ISSUE,
        within=Condition("coproduction_meeting", ("offered", "held")),
    ),
    EventAverage(
        WEEKS_TO_PLAN,
        TIMED_PLANS,
        denominator="plans issued in the period whose request is dated",
        clock=REQUEST_TO_PLAN,
        statistic="mean",
        weeks=WeeksView(
            "plans issued",
            f"{{within}} of {{total}} plans issued took at most {PLAN_WEEKS} weeks",
            "Weeks from request to plan",
            (0, PLAN_WEEKS, YEAR_DAYS // 7),
            PLAN_WEEKS,
        ),
        family=EHC,
        weeks_of=WEEKS_TO_PLAN,
    ),
    StockCount(
        "ehc-open",
        OPEN,
        "cases open",
        clock=WHILE_OPEN,
        weeks=WeeksView(
            "open cases",
            f"{{over}} of {{total}} open cases are past {PLAN_WEEKS} weeks",
            "Weeks since the request",
            (0, PLAN_WEEKS - SOON_WEEKS, PLAN_WEEKS, 26, 39, YEAR_DAYS // 7),
            PLAN_WEEKS,
        ),
        family=EHC,
    ),
    StockAverage(
        "ehc-oldest-open",
        OPEN,
        "Longest time since the request",
        "cases open",
        WHILE_OPEN,
        statistic="max",
        family=EHC,
        over={YEAR_DAYS // 7: ("ehc-open-past-20-weeks", "open=over-52")},
    ),
    StockCount(
        "ehc-open-past-20-weeks",
        OPEN,
        "cases open whose request is more than {over} days ago",
        clock=WHILE_OPEN,
        at_least=PLAN_DAYS + 1,
        parts={
            "open=20-26": (PLAN_DAYS + 1, 26 * 7),
            "open=26-39": (26 * 7 + 1, 39 * 7),
            "open=39-52": (39 * 7 + 1, YEAR_DAYS),
            "open=over-52": (YEAR_DAYS + 1, FAR),
        },
        family=EHC,
    ),
    StockCount(
        "ehc-due-4-weeks",
        OPEN,
        "cases open whose request is {least} to {limit} days ago",
        clock=WHILE_OPEN,
        at_least=PLAN_DAYS - SOON_DAYS,
        at_most=PLAN_DAYS,
        weeks_left="ehc-due",
        family=EHC,
    ),
)
