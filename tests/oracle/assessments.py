"""Education, health and care needs assessments, by the statutory clock."""

from datetime import date, timedelta

from tests.oracle.asked import Asked
from tests.oracle.breakdowns import Breakdowns, Case, ehc_age, ehc_breakdowns, joined
from tests.oracle.cells import At, Cells, over_periods, over_snapshots
from tests.oracle.figures import Event, count, longest_weeks, mean_weeks, rate

COLUMNS = {
    "need": "primary_need",
    "sex": "sex",
    "ethnicity": "ethnicity",
    "setting": "setting",
    "locality": "locality",
}
OPEN_BANDS = {"20-26": (141, 182), "26-39": (183, 273), "39-52": (274, 364), "over-52": (365, None)}
ISSUED_BANDS = {"within-20": (None, 140), "20-to-52": (141, 364), "over-52": (365, None)}


def assessments(rows: list[Case], asked: Asked) -> Cells:
    """Work out every measure of the cases that are on the clock."""
    cases = [row for row in rows if not row["clock"] or row["clock"] in asked.settings.clocks]
    return (
        _requests(cases, asked)
        | _decisions_in_6_weeks(cases, asked)
        | _refusal_rate(cases, asked)
        | _refusals_in_16_weeks(cases, asked)
        | _plans_in_20_weeks(cases, asked)
        | _plans(cases, asked)
        | _issued_bands(cases, asked)
        | _cohort(cases, asked)
        | _open(cases, asked)
    )


def _breakdowns(case: Case, asked: Asked) -> Breakdowns:
    age = ehc_age(case, "age_at_request")
    return ehc_breakdowns(case, COLUMNS, age, asked.settings.ehc_bands)


def days_between(start: date | None, end: date | None) -> int | None:
    return None if start is None or end is None else (end - start).days


def is_within(days: int | None, low: int | None, high: int | None) -> bool:
    """Say whether days that are known lie between the two, both included."""
    return days is not None and (low is None or low <= days) and (high is None or days <= high)


def _events(cases: list[Case], day_column: str, asked: Asked, limit: int = 0) -> list[Event]:
    """Return what fell on a column's day, days counted from the request."""
    made = []
    for case in cases:
        day = case[day_column]
        if day is not None:
            days = days_between(case["request_date"], day)
            made.append(Event(day, _breakdowns(case, asked), is_within(days, None, limit), days))
    return made


def _requests(cases: list[Case], asked: Asked) -> Cells:
    return over_periods("ehc-requests", _events(cases, "request_date", asked), count, asked)


def _decisions_in_6_weeks(cases: list[Case], asked: Asked) -> Cells:
    decided = [each for each in cases if each["decision"] in ("assess", "refuse")]
    known = [each for each in decided if each["request_date"] is not None]
    events = _events(known, "decision_date", asked, limit=42)
    return over_periods("ehc-decision-6-weeks", events, rate, asked)


def _refusal_rate(cases: list[Case], asked: Asked) -> Cells:
    events = [
        Event(each["decision_date"], _breakdowns(each, asked), each["decision"] == "refuse")
        for each in cases
        if each["decision"] in ("assess", "refuse") and each["decision_date"] is not None
    ]
    return over_periods("ehc-refusal-rate", events, rate, asked)


def _refusals_in_16_weeks(cases: list[Case], asked: Asked) -> Cells:
    refused = [each for each in cases if each["outcome"] == "not_issue"]
    known = [each for each in refused if each["request_date"] is not None]
    events = _events(known, "outcome_date", asked, limit=112)
    return over_periods("ehc-refusal-16-weeks", events, rate, asked)


def _plans_in_20_weeks(cases: list[Case], asked: Asked) -> Cells:
    events = []
    for case in cases:
        for event in _events([case], "plan_issued_date", asked, limit=140):
            versions = ["exceptions=including"]
            if not case["exception"]:
                versions.append("exceptions=excluding")
            on = _in_versions(event.breakdowns, versions)
            events.append(Event(event.day, on, event.within, event.days))
    return over_periods("ehcp-20-weeks", events, rate, asked)


def _in_versions(breakdowns: Breakdowns, versions: list[str]) -> Breakdowns:
    return lambda day: [joined(version, each) for version in versions for each in breakdowns(day)]


def _plans(cases: list[Case], asked: Asked) -> Cells:
    """Work out what is said of plans issued, whatever their days."""
    plans = [each for each in cases if each["plan_issued_date"] is not None]
    events = _events(plans, "plan_issued_date", asked)
    known = [event for event in events if event.days is not None]

    def share(measure_id: str, holds: list[bool]) -> Cells:
        marked = [Event(e.day, e.breakdowns, is_so) for e, is_so in zip(events, holds, strict=True)]
        return over_periods(measure_id, marked, rate, asked)

    meetings = [each["coproduction_meeting"] for each in plans]
    return (
        over_periods("ehcp-new-plans", events, count, asked)
        | over_periods("ehcp-average-weeks", known, mean_weeks, asked)
        | share("ehc-exception-rate", [bool(each["exception"]) for each in plans])
        | share("ehcp-coproduction-meeting", [each == "held" for each in meetings])
        | share("ehcp-coproduction-offered", [each in ("offered", "held") for each in meetings])
    )


def _issued_bands(cases: list[Case], asked: Asked) -> Cells:
    cells: Cells = {}
    for band, (low, high) in ISSUED_BANDS.items():
        events = [
            Event(
                event.day, lambda _, band=band: [f"band={band}"], is_within(event.days, low, high)
            )
            for event in _events(cases, "plan_issued_date", asked)
        ]
        cells |= over_periods("ehcp-issued-bands", events, rate, asked)
    return cells


def _cohort(cases: list[Case], asked: Asked) -> Cells:
    events = []
    for case in cases:
        if case["request_date"] is not None:
            days = days_between(case["request_date"], case["plan_issued_date"])
            within = is_within(days, None, 140)
            events.append(Event(case["request_date"], _breakdowns(case, asked), within))

    def whole_on(end: date) -> date:
        return end + timedelta(days=140)

    return over_periods("ehc-cohort-20-weeks", events, rate, asked, whole_on)


def closed_on(case: Case) -> date | None:
    """Return the first day on which a plan, an outcome or a decision ended the case."""
    ends = [case["plan_issued_date"]]
    if case["outcome"] in ("not_issue", "withdrawn"):
        ends.append(case["outcome_date"])
    if case["decision"] in ("refuse", "withdrawn"):
        ends.append(case["decision_date"])
    return min((end for end in ends if end is not None), default=None)


def _open(cases: list[Case], asked: Asked) -> Cells:
    """Work out who is open at the end of a day, and how old."""
    came = [each for each in cases if each["request_date"] is not None]
    population = [Event(each["request_date"], _breakdowns(each, asked)) for each in came]

    def aged(low: int | None, high: int | None) -> At:
        def at(day: date) -> list[Event]:
            found = [
                (each, (day - each["request_date"]).days) for each in came if _is_open(each, day)
            ]
            return [
                Event(day, _open_breakdowns(each, age, asked), days=age)
                for each, age in found
                if is_within(age, low, high)
            ]

        return at

    ages = [f"open={band}" for band in OPEN_BANDS]
    return (
        over_snapshots("ehc-open", population, aged(None, None), count, asked)
        | over_snapshots("ehc-open-past-20-weeks", population, aged(141, None), count, asked, ages)
        | over_snapshots("ehc-due-4-weeks", population, aged(112, 140), count, asked)
        | over_snapshots("ehc-oldest-open", population, aged(None, None), longest_weeks, asked)
    )


def _is_open(case: Case, day: date) -> bool:
    closed = closed_on(case)
    return case["request_date"] <= day and not (closed is not None and closed <= day)


def _open_breakdowns(case: Case, age: int, asked: Asked) -> Breakdowns:
    bands = [f"open={band}" for band, ends in OPEN_BANDS.items() if is_within(age, *ends)]
    return lambda day: _breakdowns(case, asked)(day) + bands
