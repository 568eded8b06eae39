"""Which cases a measure counts: by what happened to them, or for how long they are open."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dashboard.measures.cases import AFTER_CUT_OFF, Cases, Events, Stock
from dashboard.measures.dates import FAR, Ints, Mask

Test = Callable[[Cases], Mask]
Scope = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Condition:
    """What a column of a case must hold: one of `allowed`, or any date where none is named."""

    column: str
    allowed: tuple[object, ...] = ()

    def __call__(self, cases: Cases) -> Mask:
        """Mark the cases that meet it."""
        return (
            cases.has_value(self.column, *self.allowed) if self.allowed else cases.has(self.column)
        )


def conditions_of(scope: Scope) -> tuple[Condition, ...]:
    """Return the conditions that the columns of a scope hold its values."""
    return tuple(Condition(column, (value,)) for column, value in scope)


@dataclass(frozen=True)
class Requirement:
    """A test that a case must pass to be counted, and the reason of one that does not."""

    reason: str
    test: Test


@dataclass(frozen=True)
class Duration:
    """The days from one date to another, and the column in which the store holds them."""

    column: str
    start: str
    end: str


@dataclass(frozen=True)
class CaseEvents:
    """Something that happens to a case once: a case counts `shift` days after the date `on`.

    `missing` and `late` are the reasons of a case without that date and of one that counts only
    after the cut-off. `scope` is what columns of the cases must hold before anything is counted.
    """

    kind: str
    on: str
    missing: str = ""
    requires: tuple[Requirement, ...] = ()
    duration: Duration | None = None
    scope: Scope = ()
    shift: int = 0
    late: str = AFTER_CUT_OFF

    def among(self, cases: Cases) -> Events:
        """Return the events of some cases."""
        if self not in cases.counted:
            day = cases.day(self.on)
            left_out = [(self.missing, day == FAR)] if self.missing else []
            left_out += [(each.reason, ~each.test(cases)) for each in self.requires]
            on = np.where(day == FAR, FAR, day + self.shift) if self.shift else day
            cases.counted[self] = cases.events(on, *left_out, late=self.late)
        return cases.counted[self]

    def days(self, cases: Cases) -> Ints:
        """Return the days that each case took; FAR where a date is missing.

        ValueError where the rule names no duration.
        """
        if self.duration is None:
            raise ValueError(f"no duration ends on {self.on}")
        return cases.days(self.duration.start, self.duration.end)

    def drill(self, limit: int | None = None, within: Test | None = None) -> "Drill | None":
        """Return how to list the cases; None where a test is more than what a column holds."""
        tests = [each.test for each in self.requires]
        required = [each for each in tests if isinstance(each, Condition)]
        if len(required) < len(tests) or not isinstance(within, Condition | None):
            return None
        return Drill(
            self.kind,
            self.on,
            self.duration.column if self.duration else "",
            limit,
            requires=(*conditions_of(self.scope), *required),
            within=within,
            shift=self.shift,
        )


@dataclass(frozen=True)
class CaseSpells:
    """The time for which a case is open: from the date `start` until the date `end`.

    `missing` is the reason of a case without a start. `spells` turns it into other times of the
    same cases.
    """

    kind: str
    start: str
    end: str
    missing: str
    scope: Scope = ()
    spells: Callable[[Stock], Stock] | None = None

    def among(self, cases: Cases) -> Stock:
        """Return the times of some cases."""
        if self not in cases.counted:
            start, end = cases.day(self.start), cases.day(self.end)
            stock = cases.stock(start, end, (self.missing, start == FAR))
            cases.counted[self] = self.spells(stock) if self.spells else stock
        return cases.counted[self]

    def drill(self, at_least: int = 0, at_most: int = FAR) -> "Drill | None":
        """Return how to list the cases; None where their times are worked out of more than one."""
        if self.spells:
            return None
        return Drill(
            self.kind,
            self.start,
            at_most=at_most if at_most < FAR else None,
            requires=conditions_of(self.scope),
            until=self.end,
            at_least=at_least,
        )


@dataclass(frozen=True)
class Drill:
    """Which cases a measure counts, in columns of the store.

    `on` is the date a case counts by, `days` what it took, `requires` what it must meet. A case is
    within that meets `within`, else whose `days` are at most `at_most`. With `until` the cases are
    those that had begun by `on` and not ended by `until`, for `at_least` to `at_most` days. `shift`
    is how many days after `on` the case counts.
    """

    kind: str
    on: str
    days: str = ""
    at_most: int | None = None
    requires: tuple[Condition, ...] = ()
    within: Condition | None = None
    until: str = ""
    at_least: int = 0
    shift: int = 0
