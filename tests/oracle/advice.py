"""Advice asked of professionals."""

from datetime import date, timedelta

from tests.oracle.asked import Asked
from tests.oracle.breakdowns import Breakdowns, Case, column_breakdowns
from tests.oracle.cells import Cells, over_periods, over_snapshots
from tests.oracle.figures import Event, count, rate

SIX_WEEKS = timedelta(days=42)


def advice(rows: list[Case], asked: Asked) -> Cells:
    """Work out how soon advice came, how good it was, and what is overdue."""
    return _in_6_weeks(rows, asked) | _quality(rows, asked) | _overdue(rows, asked)


def _breakdowns(row: Case) -> Breakdowns:
    return column_breakdowns(row, {"sector": "sector"})


def _in_6_weeks(rows: list[Case], asked: Asked) -> Cells:
    events = [
        Event(
            row["received_date"],
            _breakdowns(row),
            row["received_date"] <= row["requested_date"] + SIX_WEEKS,
        )
        for row in rows
        if row["received_date"] is not None and row["requested_date"] is not None
    ]
    return over_periods("ehc-advice-6-weeks", events, rate, asked)


def _quality(rows: list[Case], asked: Asked) -> Cells:
    events = [
        Event(row["received_date"], _breakdowns(row), row["audited_quality"] == "good")
        for row in rows
        if row["received_date"] is not None and row["audited_quality"]
    ]
    return over_periods("ehcp-advice-quality", events, rate, asked)


def _overdue(rows: list[Case], asked: Asked) -> Cells:
    came = [row for row in rows if row["requested_date"] is not None]
    population = [Event(row["requested_date"], _breakdowns(row)) for row in came]

    def at(day: date) -> list[Event]:
        late = [row for row in came if row["requested_date"] + SIX_WEEKS < day]
        return [Event(day, _breakdowns(row)) for row in late if not _is_in(row, day)]

    return over_snapshots("ehc-advice-overdue", population, at, count, asked)


def _is_in(row: Case, day: date) -> bool:
    return row["received_date"] is not None and row["received_date"] <= day
