"""How many weeks each took or has waited: what is drawn behind an average."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from tests.oracle.asked import Asked
from tests.oracle.assessments import closed_on
from tests.oracle.breakdowns import Case
from tests.oracle.periods import month_end, snapshot_days, windows
from tests.oracle.referrals import PREFIXES, clock_stop

Spell = tuple[date, date | None]
"""From when a case is there, and to when: the day before the second, if that has come."""


class Week(NamedTuple):
    measure_id: str
    basis: str
    start: date
    end: date
    week: int


Weeks = Counter[Week]


def week_of(days: int) -> int:
    """Return the week in which a day lies: 20 weeks to the day are the end of the twentieth.

    What lies back is in a week below nought.
    """
    return (days - 1) // 7 if days > 0 else days // 7


def weeks_of_assessments(rows: list[Case], asked: Asked) -> Weeks:
    cases = [row for row in rows if not row["clock"] or row["clock"] in asked.settings.clocks]
    dated = [case for case in cases if case["request_date"] is not None]
    spells = [(case["request_date"], closed_on(case)) for case in dated]
    plans = [
        (case["plan_issued_date"], (case["plan_issued_date"] - case["request_date"]).days)
        for case in dated
        if case["plan_issued_date"] is not None
    ]
    return (
        _of_events("ehcp-average-weeks", plans, asked)
        + _of_spells("ehc-open", spells, asked)
        + _until_due(spells, asked)
    )


def _until_due(spells: list[Spell], asked: Asked) -> Weeks:
    """Count by weeks how far those open at the cut-off are from day 140."""
    day = asked.newest
    left = [140 - age for age in _ages(spells, day)]
    return Counter(Week("ehc-due", "snapshot", day, day, week_of(days)) for days in left)


def weeks_of_referrals(rows: list[Case], asked: Asked) -> Weeks:
    weeks: Weeks = Counter()
    for service, prefix in PREFIXES.items():
        cases = [row for row in rows if row["service"] == service]
        spells = [(case["referral_date"], clock_stop(case)) for case in cases]
        seen = [
            (
                case["first_appointment_date"],
                (case["first_appointment_date"] - case["referral_date"]).days,
            )
            for case in cases
            if case["first_appointment_date"] is not None
        ]
        weeks += _of_spells(f"{prefix}-waiting", spells, asked)
        weeks += _of_events(f"{prefix}-seen", seen, asked)
    return weeks


def _of_events(measure_id: str, events: list[tuple[date, int]], asked: Asked) -> Weeks:
    """Count by weeks the events of each month and year, and of the newest twelve months."""
    counted = [(day, days) for day, days in events if day <= asked.newest]
    weeks: Weeks = Counter()
    for basis, start, end in windows(min((d for d, _ in counted), default=date.max), asked.newest):
        is_newest = basis == "rolling12" and end == month_end(asked.newest)
        if basis in ("month", "year") or is_newest:
            inside = [days for day, days in counted if start <= day <= end]
            weeks.update(Week(measure_id, basis, start, end, week_of(days)) for days in inside)
    return weeks


def _of_spells(measure_id: str, spells: list[Spell], asked: Asked) -> Weeks:
    """Count by weeks how long those who are there at each snapshot have been there."""
    starts = [start for start, _ in spells if start <= asked.newest]
    weeks: Weeks = Counter()
    for day in snapshot_days(min(starts), asked.newest) if starts else []:
        for age in _ages(spells, day):
            weeks[Week(measure_id, "snapshot", day, day, week_of(age))] += 1
    return weeks


def _ages(spells: list[Spell], day: date) -> Iterator[int]:
    for start, stop in spells:
        if start <= day and not (stop is not None and stop <= day):
            yield (day - start).days
