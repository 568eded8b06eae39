"""Random cases: every clock, dates that are missing, and boundary days made likely."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from hypothesis import strategies as st

from tests.oracle.asked import EHC_BANDS, REFERRAL_BANDS, Band, Settings
from tests.oracle.breakdowns import Case
from tests.oracle.columns import case
from tests.oracle.days import days_before, in_order, likely
from tests.oracle.periods import months_later

AREA = "E09000099"
CUT_OFFS = tuple(
    date.fromisoformat(day)
    for day in ("2024-02-29", "2024-03-01", "2024-03-31", "2024-12-31", "2025-02-28", "2025-05-17")
)
NEEDS = ("", "ASD", "SEMH")

Drawn = dict[str, list[Case]]


@dataclass(frozen=True)
class Area:
    """The cases of one area, known to be whole up to the day of each scope."""

    cases: Drawn
    cut_offs: dict[tuple[str, ...], date]
    settings: Settings

    @property
    def newest(self) -> date:
        return max(self.cut_offs.values())

    @property
    def oldest(self) -> date:
        return min(self.cut_offs.values())


@cache
def _ages() -> st.SearchStrategy[int | None]:
    return st.none() | st.integers(0, 25) | st.sampled_from([4, 5, 11, 15, 16])


@cache
def _a_year_group() -> st.SearchStrategy[int | None]:
    return st.none() | st.integers(-1, 14)


@st.composite
def assessments(draw: st.DrawFn, number: int, cut_off: date) -> Case:
    """One case that was refused, decided not to be issued, issued, withdrawn, or is open."""
    issue = "request_date plan_issued_date"
    fates = (
        issue,
        issue,
        "request_date",
        "request_date decision_date",
        "request_date decision_date outcome_date",
        "request_date decision_date outcome_date draft_date plan_issued_date",
    )
    fate = draw(st.sampled_from(fates))
    days = draw(in_order(cut_off, fate))
    decision = draw(st.sampled_from(("assess", "refuse", "withdrawn")))
    outcome = draw(st.sampled_from(("not_issue", "withdrawn", "issue")))
    return case(
        "ehc_assessments",
        case_id=f"C{number}",
        area_code=AREA,
        clock=draw(
            st.sampled_from(("", "request", "request", "request", "transfer_in", "tribunal"))
        ),
        **days,
        decision=(decision if fate.endswith("decision_date") else "assess")
        if days.get("decision_date")
        else "",
        outcome=(outcome if fate.endswith("outcome_date") else "issue")
        if days.get("outcome_date")
        else "",
        exception=draw(st.booleans()),
        coproduction_meeting=draw(st.sampled_from(("", "none", "offered", "held"))),
        age_at_request=draw(_ages()),
        year_group=draw(_a_year_group()),
        primary_need=draw(st.sampled_from(NEEDS)),
        sex=draw(st.sampled_from(("", "female", "male"))),
        setting=draw(st.sampled_from(("", "mainstream"))),
        locality=draw(st.sampled_from(("", "east"))),
    )


@st.composite
def advice(draw: st.DrawFn, case_id: str, sector: str, cut_off: date) -> Case:
    days = draw(in_order(cut_off, "requested_date received_date"))
    return case(
        "advice",
        case_id=case_id,
        area_code=AREA,
        sector=sector,
        **days,
        audited_quality=draw(st.sampled_from(("", "good", "not_good")))
        if days["received_date"]
        else "",
    )


TRANSFERS = ("", "", "secondary_to_post16", "school", "post16_to_post16")


def _transfer_due(transfer: str, year: int) -> date | None:
    """Return the statutory day of a transfer in a year, if it has one day in all areas."""
    days = {"secondary_to_post16": (3, 31), "school": (2, 15), "post16_to_post16": (3, 31)}
    return date(year, *days[transfer]) if transfer else None


@st.composite
def plans(draw: st.DrawFn, number: int, cut_off: date) -> Case:
    fates = ("issued_date", "issued_date transferred_in_date ceased_date")
    days = draw(in_order(cut_off, draw(st.sampled_from(fates))))
    transfer = draw(st.sampled_from(TRANSFERS))
    return case(
        "plans",
        plan_id=f"P{number}",
        area_code=AREA,
        **days,
        age=draw(_ages()),
        year_group=draw(_a_year_group()),
        primary_need=draw(st.sampled_from(NEEDS)),
        setting=draw(st.sampled_from(("", "mainstream"))),
        phase_transfer=transfer,
        phase_transfer_due=_transfer_due(transfer, draw(st.integers(2023, 2025))),
    )


# Only the meeting, the draft and the final plan follow one another.
ORDERS = (
    "meeting_date report_received_date draft_date decision_date final_plan_date",
    "report_received_date meeting_date decision_date draft_date final_plan_date",
    "meeting_date draft_date final_plan_date decision_date report_received_date",
)


@st.composite
def annual_reviews(draw: st.DrawFn, plan: Case, cut_off: date) -> Case:
    """One review, at times of the plan's transfer and close to the day on which that is due."""
    transfer = draw(st.sampled_from((plan["phase_transfer"], *TRANSFERS)))
    due = plan["phase_transfer_due"]
    days = draw(in_order(cut_off, draw(st.sampled_from(ORDERS))))
    if transfer and due is not None and draw(likely()):
        final = due - timedelta(draw(st.sampled_from((-1, 0, 30, 364, 365, 366))))
        days = {"final_plan_date": final if final <= cut_off else None}
    review_due = draw(days_before(cut_off + timedelta(60)))
    return case(
        "annual_reviews",
        plan_id=plan["plan_id"],
        area_code=AREA,
        year_group=draw(_a_year_group() | st.sampled_from((8, 9))),
        phase_transfer=transfer,
        review_due_date=draw(st.sampled_from((None, review_due, review_due))),
        **days,
        decision=draw(st.sampled_from(("maintain", "amend", "cease")))
        if days.get("decision_date")
        else "",
        young_person_took_part=draw(st.sampled_from(("", "yes", "no"))),
    )


PROVIDERS = ("", "north_trust", "south_trust")
SERVICES = ("autism", "autism", "speech_language", "occupational_therapy", "camhs", "dietetics")


# What follows a referral may come in any order.
FATES = (
    "referral_date",
    "referral_date first_appointment_date",
    "referral_date first_appointment_date assessment_started_date decision_date closed_date",
    "referral_date decision_date assessment_started_date closed_date first_appointment_date",
    "referral_date closed_date",
)


@st.composite
def referrals(draw: st.DrawFn, number: int, cut_offs: dict[tuple[str, ...], date]) -> Case:
    """One referral of a service and provider that there is a cut-off of."""
    service, provider = draw(st.sampled_from(sorted(cut_offs)))
    cut_off = cut_offs[service, provider]
    days = draw(in_order(cut_off, draw(st.sampled_from(FATES))))
    days["referral_date"] = days["referral_date"] or _first(days) or draw(days_before(cut_off))
    if service == "autism" and draw(st.booleans()):
        started = months_later(days["referral_date"], 3) + timedelta(draw(st.integers(0, 1)))
        days = {"referral_date": days["referral_date"], "assessment_started_date": started}
        days["assessment_started_date"] = started if started <= cut_off else None
    return case(
        "referrals",
        referral_id=f"R{number}",
        area_code=AREA,
        service=service,
        provider=provider,
        **days,
        age_at_referral=draw(_ages() | st.sampled_from((0, 6, 12, 17, 18, 19))),
    )


def _first(days: dict[str, date | None]) -> date | None:
    return min((day for day in days.values() if day is not None), default=None)


QUESTIONS = ("ehcp-family-involved", "local-offer-useful")
SURVEYS = ("spring", "autumn")


@st.composite
def feedback(draw: st.DrawFn, number: int, cut_offs: dict[tuple[str, ...], date]) -> Case:
    (survey,) = draw(st.sampled_from(sorted(cut_offs)))
    return case(
        "feedback",
        response_id=f"F{number}",
        area_code=AREA,
        survey=survey,
        asked_date=draw(days_before(cut_offs[survey,])),
        question=draw(st.sampled_from(QUESTIONS)),
        answer=draw(st.sampled_from(("positive", "positive", "neutral", "negative"))),
        by=draw(st.sampled_from(("", "parent", "young_person"))),
    )


def settings() -> st.SearchStrategy[Settings]:
    """The defaults at times; at others bands that changed on a day, and another clock counted."""
    old, new = date(2023, 12, 31), date(2024, 1, 1)
    ehc = (
        Band(0, 4),
        Band(5, 10, None, old),
        Band(11, 15, None, old),
        Band(5, 15, new, None),
        *EHC_BANDS[3:],
    )
    referral = (*REFERRAL_BANDS[:2], Band(12, 18, date(2023, 11, 30), None), Band(0, 17, None, old))
    both = frozenset({"request", "tribunal"})
    return st.just(Settings()) | st.just(Settings(ehc, referral, both))


@st.composite
def areas(draw: st.DrawFn, group: str, least: int = 1, most: int = 10) -> Area:
    """The cases of a group in one area, and the cut-off of each of their scopes."""
    scopes = draw(_scopes(group))
    last = draw(st.sampled_from(CUT_OFFS))
    cut_offs = {
        scope: last - timedelta(draw(st.sampled_from((0, 0, 0, 1, 40)))) for scope in scopes
    }
    number = draw(st.integers(least, most))
    return Area(_drawn(draw, group, number, cut_offs), cut_offs, draw(settings()))


@st.composite
def _scopes(draw: st.DrawFn, group: str) -> list[tuple[str, ...]]:
    """Scopes are named by what tells them apart: nothing, kind, service and provider, survey."""
    if group == "referrals":
        pair = st.tuples(st.sampled_from(SERVICES), st.sampled_from(PROVIDERS))
        return sorted(draw(st.sets(pair, min_size=1, max_size=3)))
    if group == "feedback":
        return [(survey,) for survey in SURVEYS]
    if group == "reviews":
        return [("plans",), ("annual_reviews",)]
    return [()]


def _drawn(draw: Any, group: str, number: int, cut_offs: dict[tuple[str, ...], date]) -> Drawn:
    numbers = range(number)
    if group == "assessments":
        return {"ehc_assessments": [draw(assessments(n, cut_offs[()])) for n in numbers]}
    if group == "advice":
        sectors = ("health", "social_care", "educational_psychology")
        keys = [(f"C{n // 3}", sectors[n % 3]) for n in numbers]
        return {"advice": [draw(advice(*key, cut_offs[()])) for key in keys]}
    if group == "referrals":
        return {"referrals": [draw(referrals(n, cut_offs)) for n in numbers]}
    if group == "feedback":
        return {"feedback": [draw(feedback(n, cut_offs)) for n in numbers]}
    return _plans_and_reviews(draw, number, cut_offs)


def _plans_and_reviews(draw: Any, number: int, cut_offs: dict[tuple[str, ...], date]) -> Drawn:
    """Draw plans and their reviews, and at times reviews of a plan that is not there."""
    drawn = [draw(plans(n, cut_offs["plans",])) for n in range(number + 1)]
    rows = [
        draw(annual_reviews(draw(st.sampled_from(drawn)), cut_offs["annual_reviews",]))
        for _ in range(draw(st.integers(0, 2 * number)))
    ]
    key = ("plan_id", "review_due_date", "phase_transfer")
    by_key = {tuple(row[name] for name in key): row for row in rows}
    return {"plans": drawn[:number], "annual_reviews": list(by_key.values())}
