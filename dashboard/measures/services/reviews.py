"""Measures worked out from plans and their annual reviews (docs/definitions.md section 3)."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from dashboard.measures.breakdowns import ages_of, by_age, dimensions_of
from dashboard.measures.cases import Cases, Exclusion
from dashboard.measures.dates import FAR, Ints, lasted
from dashboard.measures.model import ComputedMeasure, Flow, Rate, StockCount, rate
from dashboard.measures.periods import CutOff
from dashboard.measures.services.plans import caseload, overdue, phase_transfers
from dashboard.measures.settings import CaseSettings

DECISION_DAYS = 4 * 7
NOTICE_TO_FINAL_DAYS = 8 * 7
MEETING_TO_FINAL_DAYS = 12 * 7
YEAR_9 = 9

COLUMNS = (("need", "primary_need"), ("setting", "setting"))


def review_measures(
    frames: Mapping[str, pd.DataFrame], cut_off: CutOff, settings: CaseSettings
) -> list[ComputedMeasure]:
    """Say every measure of the plans and reviews of one area."""
    plans = plan_cases(frames["plans"], cut_off, settings)
    owners = plans_of_reviews(frames["annual_reviews"], frames["plans"])
    dimensions = [dimension.for_rows(owners) for dimension in plans.dimensions[1:]]
    reviews = Cases(frames["annual_reviews"], cut_off, dimensions)
    return [
        *(on_time(reviews), decided_in_time(reviews), notice_in_time(reviews)),
        *(final_after_notice(reviews), final_after_meeting(reviews)),
        *(completed(reviews), processed(reviews), decided_count(reviews)),
        *(took_part(reviews), *plan_measures(plans, reviews, owners)),
    ]


def plan_measures(plans: Cases, reviews: Cases, owners: Ints) -> list[ComputedMeasure]:
    """Say the measures of which the plans are the cases."""
    held = caseload(plans)
    return [
        StockCount("ehcp-caseload", held),
        StockCount("annual-review-overdue", overdue(held, reviews, owners)),
        phase_transfers(plans, reviews, owners),
    ]


def plan_cases(frame: pd.DataFrame, cut_off: CutOff, settings: CaseSettings) -> Cases:
    """Take plans by age, need and setting."""
    ages = ages_of(frame, "age")
    by_band = by_age("age", ages, settings.ehc_bands, outside_is_unknown=True)
    return Cases(frame, cut_off, [by_band, *dimensions_of(frame, COLUMNS)])


def plans_of_reviews(reviews: pd.DataFrame, plans: pd.DataFrame) -> Ints:
    """Find the position of each review's plan; −1 where there is no such plan."""
    return pd.Index(plans["plan_id"]).get_indexer(pd.Index(reviews["plan_id"]))


def missing(cases: Cases, column: str, words: str) -> Exclusion:
    """Leave out the cases that lack a date."""
    return words, ~cases.has(column)


def on_time(reviews: Cases) -> Rate:
    """Reviews decided within 4 weeks, of those whose decision fell due, decided or not."""
    met = reviews.day("meeting_date")
    due = np.where(met == FAR, FAR, met + DECISION_DAYS)
    events = reviews.events(
        due,
        missing(reviews, "meeting_date", "no meeting"),
        ("decision not yet due", due > reviews.cut_off.day),
    )
    within = reviews.has("decision_date") & (reviews.day("decision_date") <= due)
    return rate("annual-review-on-time", events, within)


def decided_in_time(reviews: Cases) -> Rate:
    """Reviews decided within 4 weeks of the meeting, of those decided."""
    decided = reviews.events(
        reviews.day("decision_date"), missing(reviews, "decision_date", "not decided")
    )
    within = lasted(reviews.days("meeting_date", "decision_date"), DECISION_DAYS)
    return rate("annual-review-decided-4-weeks", decided, within)


def notice_in_time(reviews: Cases) -> Rate:
    """Notices of amendment sent within 4 weeks of the meeting."""
    drafted = reviews.events(
        reviews.day("draft_date"), missing(reviews, "draft_date", "no notice of amendment")
    )
    within = lasted(reviews.days("meeting_date", "draft_date"), DECISION_DAYS)
    return rate("annual-review-notice-4-weeks", drafted, within)


def final_after_notice(reviews: Cases) -> Rate:
    """Final plans within 8 weeks of the notice of amendment."""
    final = reviews.events(
        reviews.day("final_plan_date"),
        missing(reviews, "final_plan_date", "no final plan"),
        missing(reviews, "draft_date", "no notice of amendment"),
    )
    within = lasted(reviews.days("draft_date", "final_plan_date"), NOTICE_TO_FINAL_DAYS)
    return rate("annual-review-final-8-weeks", final, within)


def final_after_meeting(reviews: Cases) -> Rate:
    """Final plans within 12 weeks of the meeting."""
    final = reviews.events(
        reviews.day("final_plan_date"),
        missing(reviews, "final_plan_date", "no final plan"),
        missing(reviews, "meeting_date", "no meeting"),
    )
    within = lasted(reviews.days("meeting_date", "final_plan_date"), MEETING_TO_FINAL_DAYS)
    return rate("annual-review-final-12-weeks", final, within)


def completed(reviews: Cases) -> Rate:
    """Reviews decided, of those due; a decision may come 4 weeks after the day."""
    due = reviews.events(
        reviews.day("review_due_date"),
        missing(reviews, "review_due_date", "no due date"),
        ("not yet due", reviews.day("review_due_date") > reviews.cut_off.day),
    )
    is_decided = reviews.has("decision_date")
    return rate("annual-review-completed", due, is_decided, whole_after_days=DECISION_DAYS)


def processed(reviews: Cases) -> Rate:
    """Reviews decided, of those whose report was received; a decision may come 4 weeks later."""
    received = reviews.events(
        reviews.day("report_received_date"),
        missing(reviews, "report_received_date", "no report received"),
    )
    is_decided = reviews.has("decision_date")
    return rate("annual-review-processed", received, is_decided, whole_after_days=DECISION_DAYS)


def decided_count(reviews: Cases) -> Flow:
    """Reviews decided."""
    decided = reviews.events(
        reviews.day("decision_date"), missing(reviews, "decision_date", "not decided")
    )
    return Flow("annual-reviews-processed-count", decided)


def took_part(reviews: Cases) -> Rate:
    """Reviews from year 9 on in which the young person took part, where that is told."""
    year_group = reviews.frame["year_group"].to_numpy(np.float64)
    met = reviews.events(
        reviews.day("meeting_date"),
        missing(reviews, "meeting_date", "no meeting"),
        ("year group not known", np.isnan(year_group)),
        ("below year 9", year_group < YEAR_9),
        (
            "not told whether they took part",
            ~reviews.has_value("young_person_took_part", "yes", "no"),
        ),
    )
    return rate("young-people-in-reviews", met, reviews.has_value("young_person_took_part", "yes"))
