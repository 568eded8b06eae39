"""Referrals to autism assessment and to therapies: who waits, who was seen, how the list moves."""

from datetime import date
from fractions import Fraction

from tests.oracle.asked import Asked
from tests.oracle.breakdowns import Breakdowns, Case, referral_breakdowns
from tests.oracle.cells import Cell, Cells, Key, over_periods, over_snapshots
from tests.oracle.figures import (
    Event,
    count,
    longest_weeks,
    mean_weeks,
    median_weeks,
    ninetieth_weeks,
    rate,
)
from tests.oracle.periods import month_end, month_start, months_later, snapshot_days

PREFIXES = {
    "autism": "autism",
    "speech_language": "slt",
    "occupational_therapy": "ot",
    "camhs": "camhs",
}


def referrals(rows: list[Case], asked: Asked) -> Cells:
    """Work out every measure of every service, each on its own."""
    cells: Cells = {}
    for service, prefix in PREFIXES.items():
        cases = [row for row in rows if row["service"] == service]
        cells |= (
            _flows(prefix, cases, asked)
            | _waiting(prefix, cases, asked)
            | _seen(prefix, cases, asked)
            | _clearance(prefix, cases, asked)
        )
        if service == "autism":
            cells |= _started(cases, asked)
    return cells


def _breakdowns(case: Case, asked: Asked) -> Breakdowns:
    return referral_breakdowns(case, asked.settings.referral_bands)


def _completed_on(case: Case) -> date | None:
    return case["decision_date"] or case["closed_date"]


def clock_stop(case: Case) -> date | None:
    """Return when waiting ended: an autism assessment starts, another service sees the child."""
    seen = "assessment_started_date" if case["service"] == "autism" else "first_appointment_date"
    ends = [case[seen], case["decision_date"], case["closed_date"]]
    return min((end for end in ends if end is not None), default=None)


def _arrivals(cases: list[Case], asked: Asked) -> list[Event]:
    return [Event(case["referral_date"], _breakdowns(case, asked)) for case in cases]


def _completions(cases: list[Case], asked: Asked) -> list[Event]:
    ended = [(_completed_on(case), case) for case in cases]
    return [Event(day, _breakdowns(case, asked)) for day, case in ended if day is not None]


def _flows(prefix: str, cases: list[Case], asked: Asked) -> Cells:
    arrivals, completions = _arrivals(cases, asked), _completions(cases, asked)
    completed_id = "autism-decisions" if prefix == "autism" else f"{prefix}-completed"
    return (
        over_periods(f"{prefix}-referrals", arrivals, count, asked)
        | over_periods(completed_id, completions, count, asked)
        | _net(prefix, arrivals, completions, asked)
    )


def _net(prefix: str, arrivals: list[Event], completions: list[Event], asked: Asked) -> Cells:
    """Take completions from referrals, over the months in which there is either."""
    taken = [Event(event.day, event.breakdowns, sign=-1) for event in completions]
    return over_periods(f"{prefix}-net", arrivals + taken, count, asked)


def _is_waiting(case: Case, day: date) -> bool:
    stop = clock_stop(case)
    return case["referral_date"] <= day and not (stop is not None and stop <= day)


def _waits(cases: list[Case], day: date, asked: Asked, limit: int = 0) -> list[Event]:
    ages = [((day - case["referral_date"]).days, case) for case in cases if _is_waiting(case, day)]
    return [Event(day, _breakdowns(case, asked), age <= limit, age) for age, case in ages]


def _waiting(prefix: str, cases: list[Case], asked: Asked) -> Cells:
    """Work out the list as it stood; those seen are never mixed in."""
    came = _arrivals(cases, asked)
    cells: Cells = {}
    for name, say in {
        "waiting": count,
        "median-waiting": median_weeks,
        "mean-waiting": mean_weeks,
        "p90-waiting": ninetieth_weeks,
        "longest-waiting": longest_weeks,
    }.items():
        cells |= over_snapshots(
            f"{prefix}-{name}", came, lambda d: _waits(cases, d, asked), say, asked
        )
    for name, over in {"over-52-weeks": 364, "over-104-weeks": 728}.items():

        def longer(day: date, over: int = over) -> list[Event]:
            return [event for event in _waits(cases, day, asked, over) if not event.within]

        cells |= over_snapshots(f"{prefix}-{name}", came, longer, count, asked)
    for weeks in (13, 18, 52) if prefix == "autism" else (18,):

        def shares(day: date, limit: int = weeks * 7) -> list[Event]:
            return _waits(cases, day, asked, limit)

        cells |= over_snapshots(f"{prefix}-waiting-{weeks}-weeks", came, shares, rate, asked)
    return cells


def _seen(prefix: str, cases: list[Case], asked: Asked) -> Cells:
    """Work out how long those first seen in a period had waited."""
    events = []
    for case in cases:
        day = case["first_appointment_date"]
        if day is not None:
            days = (day - case["referral_date"]).days
            events.append(Event(day, _breakdowns(case, asked), days <= 91, days))
    cells = (
        over_periods(f"{prefix}-seen", events, count, asked)
        | over_periods(f"{prefix}-seen-median", events, median_weeks, asked)
        | over_periods(f"{prefix}-seen-mean", events, mean_weeks, asked)
    )
    if prefix == "autism":
        cells |= over_periods("autism-seen-13-weeks", events, rate, asked)
    return cells


def _started(cases: list[Case], asked: Asked) -> Cells:
    """Work out how soon autism assessments started: three calendar months is the limit."""
    events = []
    for case in cases:
        day, referred = case["assessment_started_date"], case["referral_date"]
        if day is not None:
            within = day <= months_later(referred, 3)
            events.append(Event(day, _breakdowns(case, asked), within, (day - referred).days))
    return over_periods("autism-wait", events, mean_weeks, asked) | over_periods(
        "autism-started-3-months", events, rate, asked
    )


def _clearance(prefix: str, cases: list[Case], asked: Asked) -> Cells:
    """Divide the list by the completions of a month, as the last three months had them."""
    completions = [e.day for e in _completions(cases, asked) if e.day <= asked.newest]
    cells: Cells = {}
    for day in snapshot_days(min(completions), asked.newest) if completions else []:
        start = months_later(month_start(day), -2)
        done = sum(start <= each <= day for each in completions)
        is_whole = day == month_end(day) and start >= month_start(min(completions))
        if is_whole and done:
            waiting = sum(_is_waiting(case, day) for case in cases)
            a_month = Fraction(done, 3)
            key = Key(f"{prefix}-clearance-months", "", "", "snapshot", day, day)
            cells[key] = Cell(waiting, a_month, waiting / a_month, day > asked.oldest)
    return cells
