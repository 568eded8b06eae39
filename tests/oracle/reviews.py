"""Plans in force and their annual reviews."""

from collections.abc import Callable
from datetime import date, timedelta

from tests.oracle.asked import Asked
from tests.oracle.assessments import days_between, is_within
from tests.oracle.breakdowns import NOT_KNOWN, Breakdowns, Case, ehc_age, ehc_breakdowns
from tests.oracle.cells import Cell, Cells, Key, by_breakdown, over_periods, over_snapshots
from tests.oracle.figures import Event, count, rate
from tests.oracle.periods import a_year_later

COLUMNS = {"need": "primary_need", "setting": "setting"}
FOUR_WEEKS = timedelta(days=28)
Within = Callable[[Case], bool]


def reviews(plans: list[Case], rows: list[Case], asked: Asked) -> Cells:
    """Work out every measure of plans and of their reviews."""
    by_id = {plan["plan_id"]: plan for plan in plans}
    owned = [(row, _breakdowns(by_id.get(row["plan_id"]), asked)) for row in rows]
    return (
        _rates(owned, asked)
        | _on_time(owned, asked)
        | _completed(owned, asked)
        | _young_people(owned, asked)
        | _caseload(plans, asked)
        | _overdue(plans, rows, asked)
        | _phase_transfers(plans, rows, asked)
    )


def _breakdowns(plan: Case | None, asked: Asked) -> Breakdowns:
    if plan is None:
        return lambda _: ["", *(f"{key}={NOT_KNOWN}" for key in ("age", *COLUMNS))]
    return ehc_breakdowns(plan, COLUMNS, ehc_age(plan, "age"), asked.settings.ehc_bands)


Owned = list[tuple[Case, Breakdowns]]


def _events(owned: Owned, day_column: str, within: Within) -> list[Event]:
    return [
        Event(row[day_column], breakdowns, within(row))
        for row, breakdowns in owned
        if row[day_column] is not None
    ]


def _took(start: str, end: str, limit: int) -> Within:
    """Hold the days between two columns against a limit; days that are not known are not within."""
    return lambda row: is_within(days_between(row[start], row[end]), None, limit)


def _is_decided(row: Case) -> bool:
    return row["decision_date"] is not None


def _rates(owned: Owned, asked: Asked) -> Cells:
    drafted = [each for each in owned if each[0]["draft_date"] is not None]
    met = [each for each in owned if each[0]["meeting_date"] is not None]
    rates = {
        "annual-review-decided-4-weeks": _events(
            owned, "decision_date", _took("meeting_date", "decision_date", 28)
        ),
        "annual-review-notice-4-weeks": _events(
            owned, "draft_date", _took("meeting_date", "draft_date", 28)
        ),
        "annual-review-final-8-weeks": _events(
            drafted, "final_plan_date", _took("draft_date", "final_plan_date", 56)
        ),
        "annual-review-final-12-weeks": _events(
            met, "final_plan_date", _took("meeting_date", "final_plan_date", 84)
        ),
    }
    cells: Cells = {}
    for measure_id, events in rates.items():
        cells |= over_periods(measure_id, events, rate, asked)
    received = _events(owned, "report_received_date", _is_decided)
    cells |= over_periods("annual-review-processed", received, rate, asked, _four_weeks_after)
    decided = _events(owned, "decision_date", _is_decided)
    return cells | over_periods("annual-reviews-processed-count", decided, count, asked)


def _on_time(owned: Owned, asked: Asked) -> Cells:
    """Count a review when its decision fell due, decided or not."""
    events = [
        Event(
            row["meeting_date"] + FOUR_WEEKS,
            breakdowns,
            _is_decided(row) and row["decision_date"] <= row["meeting_date"] + FOUR_WEEKS,
        )
        for row, breakdowns in owned
        if row["meeting_date"] is not None
    ]
    return over_periods("annual-review-on-time", events, rate, asked)


def _completed(owned: Owned, asked: Asked) -> Cells:
    events = _events(owned, "review_due_date", _is_decided)
    return over_periods("annual-review-completed", events, rate, asked, _four_weeks_after)


def _four_weeks_after(end: date) -> date:
    """A review of the period's last day may still be decided four weeks later."""
    return end + FOUR_WEEKS


def _young_people(owned: Owned, asked: Asked) -> Cells:
    """Count from year 9, where it is told whether the young person took part."""
    asked_of = [
        (row, breakdowns)
        for row, breakdowns in owned
        if row["year_group"] is not None
        and row["year_group"] >= 9
        and row["young_person_took_part"] in ("yes", "no")
    ]
    events = _events(asked_of, "meeting_date", lambda row: row["young_person_took_part"] == "yes")
    return over_periods("young-people-in-reviews", events, rate, asked)


def _start(plan: Case) -> date | None:
    return plan["transferred_in_date"] or plan["issued_date"]


def _is_in_caseload(plan: Case, day: date) -> bool:
    start, ceased = _start(plan), plan["ceased_date"]
    return start is not None and start <= day and not (ceased is not None and ceased <= day)


def _population(plans: list[Case], asked: Asked) -> list[Event]:
    starts = [(_start(plan), plan) for plan in plans]
    return [Event(start, _breakdowns(plan, asked)) for start, plan in starts if start is not None]


def _caseload(plans: list[Case], asked: Asked) -> Cells:
    def at(day: date) -> list[Event]:
        held = [plan for plan in plans if _is_in_caseload(plan, day)]
        return [Event(day, _breakdowns(plan, asked)) for plan in held]

    return over_snapshots("ehcp-caseload", _population(plans, asked), at, count, asked)


def _overdue(plans: list[Case], rows: list[Case], asked: Asked) -> Cells:
    def at(day: date) -> list[Event]:
        held = [plan for plan in plans if _is_in_caseload(plan, day)]
        late = [plan for plan in held if next_review(plan, rows, day) < day]
        return [Event(day, _breakdowns(plan, asked)) for plan in late]

    return over_snapshots("annual-review-overdue", _population(plans, asked), at, count, asked)


def next_review(plan: Case, rows: list[Case], day: date) -> date:
    """Return when a plan is due to be reviewed next, as it stood at the end of a day."""
    concluded = [
        row["decision_date"]
        for row in rows
        if row["plan_id"] == plan["plan_id"]
        and row["decision"] in ("maintain", "amend")
        and row["decision_date"] is not None
        and row["decision_date"] <= day
    ]
    last = max(concluded, default=plan["issued_date"] or plan["transferred_in_date"])
    return a_year_later(last)


def _phase_transfers(plans: list[Case], rows: list[Case], asked: Asked) -> Cells:
    """Count each plan with a transfer in the calendar year of its due day."""
    due = [
        Event(plan["phase_transfer_due"], _breakdowns(plan, asked), _is_transferred(plan, rows))
        for plan in plans
        if plan["phase_transfer"]
        and plan["phase_transfer_due"] is not None
        and plan["phase_transfer_due"] <= asked.newest
        and _is_in_caseload(plan, plan["phase_transfer_due"])
    ]
    cells: Cells = {}
    for year in sorted({event.day.year for event in due}):
        start, end = date(year, 1, 1), date(year, 12, 31)
        inside = [event for event in due if event.day.year == year]
        for breakdown, part in by_breakdown(inside, end).items():
            figure = rate(part)
            if figure is not None:
                key = Key("phase-transfer-on-time", breakdown, "", "year", start, end)
                cells[key] = Cell(*figure, end > asked.oldest)
    return cells


def _is_transferred(plan: Case, rows: list[Case]) -> bool:
    """Say whether a review of that transfer ended in a final plan in the year before its due day."""
    due = plan["phase_transfer_due"]
    return any(
        row["plan_id"] == plan["plan_id"]
        and row["phase_transfer"] == plan["phase_transfer"]
        and row["final_plan_date"] is not None
        and due - timedelta(days=366) < row["final_plan_date"] <= due
        for row in rows
    )
