"""Measures worked out from referrals, service by service (docs/definitions.md section 4).

The two populations are never mixed: whoever waits is followed until the clock stops, whoever
was seen counts on the day of the first appointment.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from dashboard.measures.breakdowns import by_age, dimensions_of
from dashboard.measures.cases import CaseGroup, Cases
from dashboard.measures.dates import FAR, Ints, Mask, earliest, months_later
from dashboard.measures.model import (
    CaseMeasure,
    Clearance,
    Difference,
    EventAverage,
    EventCount,
    EventRate,
    RelatedMeasures,
    StockAverage,
    StockCount,
    StockRate,
    WeeksView,
)
from dashboard.measures.rules import CaseEvents, CaseSpells, Condition, Duration, Requirement

SEEN_DAYS: Final = 13 * 7
TREATMENT_DAYS: Final = 18 * 7
YEAR_DAYS: Final = 52 * 7
START_MONTHS: Final = 3


@dataclass(frozen=True)
class Service:
    """A service as extracts call it, the prefix of its measures and its name in a sentence.

    `stops_on` is the date that stops its clock, in words `stop`; `completed_id` the measure of what
    it completed; `limit` the weeks within which it is to be started.
    """

    code: str
    prefix: str
    words: str
    completed_id: str
    stops_on: str = "first_appointment_date"
    stop: str = "the first appointment"
    limit: int | None = None
    edges: tuple[int, ...] = (0, TREATMENT_DAYS // 7, 52, 104)
    seen_note: str = ""


AUTISM: Final = Service(
    "autism",
    "autism",
    "autism assessment",
    "autism-decisions",
    "assessment_started_date",
    "the start of the assessment",
    SEEN_DAYS // 7,
    (0, SEEN_DAYS // 7, 26, 52, 104),
    "The clock ends at the first appointment that was attended.",
)
SERVICES: Final = (
    AUTISM,
    Service("speech_language", "slt", "speech and language therapy", "slt-completed"),
    Service("occupational_therapy", "ot", "occupational therapy", "ot-completed"),
    Service("camhs", "camhs", "CAMHS", "camhs-completed"),
)


def referral_cases(frame: pd.DataFrame, group: CaseGroup) -> Cases:
    """Return referrals by age, in every band that holds it, and by provider."""
    ages = frame["age_at_referral"].to_numpy(np.float64)
    by_band = by_age("age", ages, group.settings.referral_bands, outside_is_unknown=False)
    dimensions = [by_band, *dimensions_of(frame, [("provider", "provider")])]
    derived = {"clock_stopped_on": clock_stopped_on, "completed_on": completed_on}
    return Cases(frame, group, dimensions, derived=derived)


def clock_stopped_on(cases: Cases) -> Ints:
    """Return the day on which the service starts, decides or closes, whichever is first."""
    is_autism = cases.has_value("service", AUTISM.code)
    seen = cases.day("first_appointment_date")
    starts = np.where(is_autism, cases.day(AUTISM.stops_on), seen)
    return earliest(starts, cases.day("decision_date"), cases.day("closed_date"))


def completed_on(cases: Cases) -> Ints:
    """Return the day of the decision, else of the closure."""
    decided = cases.day("decision_date")
    return np.where(decided == FAR, cases.day("closed_date"), decided)


def is_started_in_time(cases: Cases) -> Mask:
    """Mark the assessments started within 3 calendar months of referral."""
    limit = months_later(cases.day("referral_date"), START_MONTHS)
    return cases.day("assessment_started_date") <= limit


KIND: Final = "referrals"
NO_REFERRAL: Final = "no referral date"
HAS_REFERRAL: Final = Requirement(NO_REFERRAL, Condition("referral_date"))
WAITING: Final = "children waiting"


def waiting_measures(service: Service) -> Iterator[CaseMeasure]:
    """Yield the measures of who is referred, waits and is completed."""
    prefix, scope = service.prefix, (("service", service.code),)
    referred = CaseEvents(KIND, "referral_date", NO_REFERRAL, scope=scope)
    completed = CaseEvents(KIND, "completed_on", "not completed", scope=scope)
    waiting = CaseSpells(KIND, "referral_date", "clock_stopped_on", NO_REFERRAL, scope)
    clock = f"From the referral until {service.stop}, a decision or a closure, whichever is first"
    yield EventCount(
        f"{prefix}-referrals",
        referred,
        "referrals received",
        clock="A referral counts on the day it was received",
    )
    yield EventCount(
        service.completed_id,
        completed,
        "referrals completed by a decision, else by closure",
        clock="Counts on the day of the decision, else of the closure",
    )
    yield Difference(
        f"{prefix}-net",
        referred,
        "referrals received less referrals completed",
        clock="Each on its own day: above 0 the list grows",
        less=completed,
        formula="Referrals received in the period − referrals completed in the period",
        linked=(f"{prefix}-referrals", service.completed_id),
    )
    yield Clearance(
        f"{prefix}-clearance-months",
        waiting,
        "children waiting at the end of the month",
        f"completions of the last {Clearance.MONTHS} months ÷ {Clearance.MONTHS}",
        f"At month ends only, once there are {Clearance.MONTHS} months of completions",
        completed=completed,
        formula="Children waiting at the end of the month ÷ completions a month over the last "
        f"{Clearance.MONTHS} months",
        linked=(f"{prefix}-waiting", service.completed_id),
    )
    yield StockCount(
        f"{prefix}-waiting",
        waiting,
        WAITING,
        clock=clock,
        weeks=WeeksView(
            "people waiting",
            f"{{within}} of {{total}} people waiting have waited at most {service.edges[1]} weeks",
            "Weeks waited",
            service.edges,
            service.limit,
        ),
    )
    for days in (YEAR_DAYS, 2 * YEAR_DAYS):
        yield StockCount(
            f"{prefix}-over-{days // 7}-weeks",
            waiting,
            "children waiting, referred more than {over} days ago",
            clock=clock,
            at_least=days + 1,
        )
    for statistic, measure_id, which in (
        ("median", f"{prefix}-median-waiting", "Median weeks since referral"),
        ("mean", f"{prefix}-mean-waiting", ""),
        ("p90", f"{prefix}-p90-waiting", "90th percentile of weeks since referral"),
        ("max", f"{prefix}-longest-waiting", "Longest time since referral"),
    ):
        limits = (YEAR_DAYS // 7, 2 * YEAR_DAYS // 7) if statistic == "max" else ()
        over = {weeks: (f"{prefix}-over-{weeks}-weeks", "") for weeks in limits}
        yield StockAverage(
            measure_id, waiting, which, WAITING, clock, statistic=statistic, over=over
        )
    for days in (SEEN_DAYS, TREATMENT_DAYS, YEAR_DAYS) if service is AUTISM else (TREATMENT_DAYS,):
        yield StockRate(
            f"{prefix}-waiting-{days // 7}-weeks",
            waiting,
            "children waiting, referred no more than {limit} days ago",
            "all children waiting at the end of the day",
            clock,
            limit=days,
        )


def seen_measures(service: Service) -> Iterator[CaseMeasure]:
    """Yield the measures of who is seen, and of autism assessments started.

    A case closed unseen is not seen.
    """
    measure_id, scope = f"{service.prefix}-seen", (("service", service.code),)
    first_seen = CaseEvents(
        KIND,
        "first_appointment_date",
        "not seen",
        (HAS_REFERRAL,),
        Duration("days_to_first_appointment", "referral_date", "first_appointment_date"),
        scope,
    )
    seen = "children first seen in the period"
    clock = "From the referral to the first appointment; counts on the day of the appointment"
    yield EventCount(
        measure_id,
        first_seen,
        "children first seen",
        clock="Counts on the day of the appointment",
        weeks=WeeksView(
            "people seen",
            f"{{within}} of {{total}} people seen waited at most {service.edges[1]} weeks",
            "Weeks waited",
            service.edges,
            service.limit,
            service.seen_note,
        ),
    )
    for statistic, which in (("median", "Median weeks from referral"), ("mean", "")):
        yield EventAverage(
            f"{measure_id}-{statistic}", first_seen, which, seen, clock, statistic=statistic
        )
    if service is not AUTISM:
        return
    started = CaseEvents(
        KIND,
        "assessment_started_date",
        "assessment not started",
        (HAS_REFERRAL,),
        Duration("days_to_start", "referral_date", "assessment_started_date"),
        scope,
    )
    yield EventRate(
        "autism-seen-13-weeks",
        first_seen,
        "children first seen within {limit} days of referral",
        seen,
        "From the referral to the first appointment, day {limit} included",
        limit=SEEN_DAYS,
    )
    yield EventAverage(
        "autism-wait",
        started,
        "",
        "children whose assessment started in the period",
        "From the referral to the start of the assessment",
        statistic="mean",
    )
    yield EventRate(
        "autism-started-3-months",
        started,
        f"assessments started within {START_MONTHS} calendar months of referral",
        "assessments started in the period",
        f"From the referral to the same day {START_MONTHS} months on, or that month’s last day, "
        "included",
        within=is_started_in_time,
    )


def family_of(service: Service) -> RelatedMeasures:
    """Return what is shown beside every measure of a service."""
    prefix, year = service.prefix, YEAR_DAYS // 7
    return RelatedMeasures(
        backlog={
            f"{prefix}-waiting": "Waiting",
            f"{prefix}-median-waiting": "Half have waited longer than",
            f"{prefix}-longest-waiting": "The longest wait",
            f"{prefix}-over-52-weeks": f"Waiting over {year} weeks",
            f"{prefix}-over-104-weeks": f"Waiting over {2 * year} weeks",
        },
        sentence=f"{{0}} were waiting for {service.words}: half for more than {{1}}, the longest "
        f"for {{2}}; {{3}} over {year} weeks, {{4}} over {2 * year}.",
        open_weeks=f"{prefix}-waiting",
        flow=(f"{prefix}-referrals", service.completed_id, f"{prefix}-waiting"),
        clearance=f"{prefix}-clearance-months",
        words=service.words,
    )


def all_measures() -> Iterator[CaseMeasure]:
    """Yield the measures of every service with what is shown beside them."""
    for service in SERVICES:
        family = FAMILIES[service.prefix]
        for measures, ending in ((waiting_measures, "waiting"), (seen_measures, "seen")):
            weeks_of = f"{service.prefix}-{ending}"
            for measure in measures(service):
                yield replace(measure, family=family, weeks_of=weeks_of)


# By the prefix of the measures.
FAMILIES: Final = {service.prefix: family_of(service) for service in SERVICES}
MEASURES: Final = tuple(all_measures())
