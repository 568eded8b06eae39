"""A figure for every period, or for every snapshot, in every breakdown."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from tests.oracle.asked import Asked
from tests.oracle.breakdowns import Breakdowns
from tests.oracle.figures import STATISTIC, Event, Number, Say
from tests.oracle.periods import snapshot_days, windows


class Key(NamedTuple):
    measure_id: str
    breakdown: str
    statistic: str
    basis: str
    start: date
    end: date


class Cell(NamedTuple):
    numerator: Number
    denominator: Number
    value: Number
    is_provisional: bool


Cells = dict[Key, Cell]
At = Callable[[date], list[Event]]


def over_periods(
    measure_id: str,
    events: list[Event],
    say: Say,
    asked: Asked,
    whole_on: Callable[[date], date] = lambda end: end,
) -> Cells:
    """Say the figure of the events of every period.

    A period is provisional while the day on which it is whole has not come.
    """
    counted = [event for event in events if event.day <= asked.newest]
    if not counted:
        return {}
    cells: Cells = {}
    for basis, start, end in windows(min(event.day for event in counted), asked.newest):
        inside = by_breakdown((e for e in counted if start <= e.day <= end), end)
        for breakdown in occurring((event.breakdowns for event in counted), end):
            figure = say(inside.get(breakdown, []))
            if figure is not None:
                key = Key(measure_id, breakdown, STATISTIC[say], basis, start, end)
                cells[key] = Cell(*figure, whole_on(end) > asked.oldest)
    return cells


def over_snapshots(
    measure_id: str,
    population: list[Event],
    at: At,
    say: Say,
    asked: Asked,
    also: Iterable[str] = (),
) -> Cells:
    """Say the figure of those who are there at the end of each snapshot's day.

    The population is everybody who ever came, each on the day of coming.
    """
    came = [event for event in population if event.day <= asked.newest]
    if not came:
        return {}
    cells: Cells = {}
    for day in snapshot_days(min(event.day for event in came), asked.newest):
        there = by_breakdown(at(day), day)
        for breakdown in occurring((event.breakdowns for event in came), day) | set(also):
            figure = say(there.get(breakdown, []))
            if figure is not None:
                key = Key(measure_id, breakdown, STATISTIC[say], "snapshot", day, day)
                cells[key] = Cell(*figure, day > asked.oldest)
    return cells


def by_breakdown(events: Iterable[Event], end: date) -> dict[str, list[Event]]:
    parts: dict[str, list[Event]] = {}
    for event in events:
        for breakdown in event.breakdowns(end):
            parts.setdefault(breakdown, []).append(event)
    return parts


def occurring(breakdowns: Iterable[Breakdowns], end: date) -> set[str]:
    return {each for on in breakdowns for each in on(end)}
