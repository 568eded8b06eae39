"""Measures worked out from referrals (docs/definitions.md section 4).

The two populations are never mixed: whoever waits is followed until the clock stops, whoever
was seen counts on the day of the first appointment.
"""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from dashboard.measures.breakdowns import by_age, dimensions_of
from dashboard.measures.cases import Cases, Events, Exclusion, Stock
from dashboard.measures.dates import FAR, Ints, earliest, lasted, months_later
from dashboard.measures.model import (
    Average,
    Clearance,
    ComputedMeasure,
    EventWeeks,
    Flow,
    Rate,
    StockCount,
    StockRate,
    StockSpread,
    StockWeeks,
    rate,
)
from dashboard.measures.periods import CutOff
from dashboard.measures.settings import CaseSettings
from dashboard.model.services import AUTISM, SERVICES, Service

SEEN_DAYS = 13 * 7
TREATMENT_DAYS = 18 * 7
YEAR_DAYS = 52 * 7


def referral_measures(
    frames: Mapping[str, pd.DataFrame], cut_off: CutOff, settings: CaseSettings
) -> Iterator[ComputedMeasure]:
    """Say every measure of the referrals of one area, service by service."""
    for service in SERVICES.values():
        frame = frames["referrals"]
        of_service = frame[(frame["service"] == service.code).to_numpy()]
        if len(of_service):
            cases = referral_cases(of_service, cut_off, settings)
            yield from service_measures(cases, service)
            yield from autism_measures(cases) if service is AUTISM else ()


def referral_cases(frame: pd.DataFrame, cut_off: CutOff, settings: CaseSettings) -> Cases:
    """Take referrals by age, in every band that holds it, and by provider."""
    ages = frame["age_at_referral"].to_numpy(np.float64)
    by_band = by_age("age", ages, settings.referral_bands, outside_is_unknown=False)
    return Cases(frame, cut_off, [by_band, *dimensions_of(frame, [("provider", "provider")])])


def service_measures(cases: Cases, service: Service) -> list[ComputedMeasure]:
    """Say the measures that every service has."""
    prefix = service.prefix
    waiting = waiting_for(cases, service)
    return [
        *flows(cases, service, waiting),
        *list_sizes(prefix, waiting),
        StockRate(f"{prefix}-waiting-18-weeks", waiting, TREATMENT_DAYS),
        waits(prefix, waiting),
        *seen(cases, prefix),
    ]


def autism_measures(cases: Cases) -> list[ComputedMeasure]:
    """Say the measures that autism assessment alone has."""
    waiting = waiting_for(cases, AUTISM)
    return [
        StockRate("autism-waiting-13-weeks", waiting, SEEN_DAYS),
        StockRate("autism-waiting-52-weeks", waiting, YEAR_DAYS),
        seen_in_time(cases),
        wait_to_start(cases),
        started_in_time(cases),
    ]


def no_referral(cases: Cases) -> Exclusion:
    """Leave out the cases of which no referral is dated."""
    return "no referral date", ~cases.has("referral_date")


def completed_on(cases: Cases) -> Ints:
    """Give the day of the decision, else of the closure."""
    decided = cases.day("decision_date")
    return np.where(decided == FAR, cases.day("closed_date"), decided)


def waiting_for(cases: Cases, service: Service) -> Stock:
    """Follow referrals until the service starts, decides or closes, whichever is first."""
    stop = earliest(
        cases.day(service.starts_on), cases.day("decision_date"), cases.day("closed_date")
    )
    return cases.stock(cases.day("referral_date"), stop, no_referral(cases))


def flows(cases: Cases, service: Service, waiting: Stock) -> list[ComputedMeasure]:
    """Referrals in, completed out, net, and the months in which the list would empty."""
    referred = cases.events(cases.day("referral_date"), no_referral(cases))
    ended = completed_on(cases)
    completed = cases.events(ended, ("not completed", ended == FAR))
    return [
        Flow(f"{service.prefix}-referrals", referred),
        Flow(service.completed_id, completed),
        Flow(f"{service.prefix}-net", referred, less=completed),
        Clearance(f"{service.prefix}-clearance-months", waiting, completed),
    ]


def list_sizes(prefix: str, waiting: Stock) -> list[ComputedMeasure]:
    """Those waiting: how many, for how many weeks, and for more than one and two years."""
    return [
        StockCount(f"{prefix}-waiting", waiting),
        StockWeeks(f"{prefix}-waiting", waiting),
        StockCount(f"{prefix}-over-52-weeks", waiting, at_least=YEAR_DAYS + 1),
        StockCount(f"{prefix}-over-104-weeks", waiting, at_least=2 * YEAR_DAYS + 1),
    ]


def waits(prefix: str, waiting: Stock) -> StockSpread:
    """How long those waiting have waited."""
    return StockSpread(
        waiting,
        {
            f"{prefix}-median-waiting": "median",
            f"{prefix}-mean-waiting": "mean",
            f"{prefix}-p90-waiting": "p90",
            f"{prefix}-longest-waiting": "max",
        },
    )


def seen_first(cases: Cases) -> Events:
    """Count those seen by the day of the first appointment; a case closed unseen is not seen."""
    not_seen = ("not seen", ~cases.has("first_appointment_date"))
    return cases.events(cases.day("first_appointment_date"), not_seen, no_referral(cases))


def seen(cases: Cases, prefix: str) -> list[ComputedMeasure]:
    """Those seen: how many, and for how long they had waited."""
    first_seen = seen_first(cases)
    days = cases.days("referral_date", "first_appointment_date")
    return [
        Flow(f"{prefix}-seen", first_seen),
        Average(f"{prefix}-seen-median", first_seen, days, "median"),
        Average(f"{prefix}-seen-mean", first_seen, days, "mean"),
        EventWeeks(f"{prefix}-seen", first_seen, days),
    ]


def seen_in_time(cases: Cases) -> Rate:
    """Those seen within 13 weeks of referral, day 91 included."""
    within = lasted(cases.days("referral_date", "first_appointment_date"), SEEN_DAYS)
    return rate("autism-seen-13-weeks", seen_first(cases), within)


def started(cases: Cases) -> Events:
    """Count assessments by the day on which they started."""
    not_started = ("assessment not started", ~cases.has("assessment_started_date"))
    return cases.events(cases.day("assessment_started_date"), not_started, no_referral(cases))


def wait_to_start(cases: Cases) -> Average:
    """Mean weeks from referral to the start of the assessment."""
    days = cases.days("referral_date", "assessment_started_date")
    return Average("autism-wait", started(cases), days, "mean")


def started_in_time(cases: Cases) -> Rate:
    """Assessments started within 3 calendar months of referral."""
    limit = months_later(cases.day("referral_date"), 3)
    within = cases.day("assessment_started_date") <= limit
    return rate("autism-started-3-months", started(cases), within)
