"""Places and appointments that are there or planned, beside what lies ahead."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from dashboard.future.model import Outlook, PlannedStep, WaitingList
from dashboard.text.periods import months_end

SETTING: Final = "setting="
# How many months a list is followed.
MONTHS_AHEAD: Final = 60

Line = tuple[tuple[date, float], ...]


def steps_of(steps: Iterable[PlannedStep], of: str) -> tuple[PlannedStep, ...]:
    """Return the steps of a setting ("setting=special_school") or list, in order of day."""
    return tuple(sorted((s for s in steps if s.of == of), key=lambda step: step.starts_on))


def totals(steps: Iterable[PlannedStep]) -> Line:
    """Return how many there are in all from each day on: every provision's newest step."""
    by_provision: dict[str, float] = {}
    line = []
    ordered = sorted(steps, key=lambda step: step.starts_on)
    for day, group in groupby(ordered, key=lambda step: step.starts_on):
        by_provision |= {step.provision: step.capacity for step in group}
        line.append((day, sum(by_provision.values())))
    return tuple(line)


def total_on(line: Line, day: date) -> float | None:
    """Return how many there are on a day; None before the first step."""
    return next((number for start, number in reversed(line) if start <= day), None)


@dataclass(frozen=True)
class Gap:
    """Plans less places on a day: above 0 places are missing."""

    day: date
    plans: float
    places: float

    @property
    def missing(self) -> float:
        """Plans less places."""
        return self.plans - self.places


def gaps(outlook: Outlook, line: Line) -> tuple[Gap, ...]:
    """Return plans less places in each year ahead for which places are known."""
    places = [(year, total_on(line, year.day)) for year in outlook.years]
    return tuple(Gap(year.day, year.value, n) for year, n in places if n is not None)


def list_ahead(waiting: WaitingList, line: Line) -> Line:
    """Return the length of a list at the end of each month under what is completed from each day on.

    As many join as now; before the first step as many are completed as now. Empty where either is
    not known. It ends where nobody waits.
    """
    if waiting.referrals is None or waiting.completed is None or not waiting.outlook.history:
        return ()
    day, length = waiting.outlook.last
    lengths = []
    for ahead in range(1, MONTHS_AHEAD + 1):
        end = months_end(day, ahead + 1)
        completed = total_on(line, end)
        length += waiting.referrals - (waiting.completed if completed is None else completed)
        lengths.append((end, max(length, 0.0)))
        if length <= 0:
            break
    return tuple(lengths)
