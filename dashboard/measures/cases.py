"""Cases of one kind: their dates and columns, and which of them a measure counts."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from dashboard.measures.breakdowns import Dimension, whole_dimension
from dashboard.measures.dates import FAR, Ints, Mask, days_between, days_of, months_of
from dashboard.measures.periods import CutOff, Windows, snapshot_days, snapshots
from dashboard.measures.settings import CaseSettings

COUNTED = "counted"
AFTER_CUT_OFF = "after the cut-off"

Exclusion = tuple[str, Mask]
"""Why some cases are not counted, in words, and a mask of which."""


class CaseGroup:
    """The cases of one area from which a group of measures is worked out: each kind's, made once.

    `builders` make the cases of each kind from its rows.
    """

    def __init__(
        self,
        frames: Mapping[str, pd.DataFrame],
        cut_off: CutOff,
        settings: CaseSettings,
        builders: Mapping[str, Callable[[pd.DataFrame, "CaseGroup"], "Cases"]],
    ) -> None:
        self.frames = frames
        self.cut_off = cut_off
        self.settings = settings
        self._builders = builders
        self._cases: dict[Hashable, Cases] = {}

    def cases(self, kind: str, scope: tuple[tuple[str, str], ...] = ()) -> "Cases":
        """Return the cases of a kind whose columns hold the values of `scope`."""
        if (kind, scope) not in self._cases:
            frame = self.frames[kind]
            for column, value in scope:
                frame = frame[(frame[column] == value).to_numpy()]
            self._cases[kind, scope] = self._builders[kind](frame, self)
        return self._cases[kind, scope]


class Cases:
    """The cases of one kind in one area, up to a cut-off, with the ways to divide them.

    `derived` works out days that are no column of the rows. What is counted of the cases is held
    by its rule in `counted`, so that measures of the same rule share it.
    """

    def __init__(
        self,
        frame: pd.DataFrame,
        group: CaseGroup,
        dimensions: Iterable[Dimension] = (),
        left_out: Sequence[Exclusion] = (),
        derived: Mapping[str, Callable[["Cases"], Ints]] | None = None,
    ) -> None:
        self.frame = frame
        self.group = group
        self.cut_off = group.cut_off
        self.dimensions = (whole_dimension(len(frame)), *dimensions)
        self.left_out = tuple(left_out)
        self.counted: dict[Hashable, Any] = {}
        self._derived = derived or {}
        self._days: dict[str, Ints] = {}

    def __len__(self) -> int:
        return len(self.frame)

    def day(self, column: str) -> Ints:
        """Return the day numbers of a date, one a case; FAR where it is missing."""
        if column not in self._days:
            derive = self._derived.get(column)
            self._days[column] = derive(self) if derive else days_of(self.frame[column])
        return self._days[column]

    def has(self, column: str) -> Mask:
        """Mark the cases that have a date."""
        return self.day(column) != FAR

    def days(self, start: str, end: str) -> Ints:
        """Count the days between two dates; FAR where either is missing."""
        return days_between(self.day(start), self.day(end))

    def has_value(self, column: str, *values: object) -> Mask:
        """Mark the cases of which a column holds one of some values."""
        return self.frame[column].isin(values).to_numpy()

    def events(self, on: Ints, *left_out: Exclusion, late: str = AFTER_CUT_OFF) -> "Events":
        """Return the events, by a day for each case, but for the cases left out.

        The first reason that applies to a case counts; `late` is that of a day after the cut-off.
        """
        is_late = (on > self.cut_off.day) & (on != FAR)
        reasons = (*self.left_out, *left_out, (late, is_late), ("no date", on == FAR))
        return Events(self, on, _exclusions(len(self), reasons))

    def stock(self, start: Ints, end: Ints, *left_out: Exclusion) -> "Stock":
        """Return the cases open from a day until a day (FAR: still open), but for those left out."""
        day = self.cut_off.day
        reasons = (*self.left_out, *left_out, (AFTER_CUT_OFF, start > day))
        members = np.flatnonzero(_exclusions(len(self), reasons).codes == 0)
        days = snapshot_days(int(start[members].min()), self.cut_off) if len(members) else members
        closed = ("closed by the cut-off", end <= day)
        exclusions = _exclusions(len(self), (*reasons, closed))
        spells = _spells(days, members, start[members], end[members])
        return Stock(self, members, days, exclusions, spells)


@dataclass(frozen=True)
class Exclusions:
    """Which reason, if any, leaves each case out: code 0 is counted."""

    codes: np.ndarray
    words: tuple[str, ...]

    @property
    def accounts(self) -> list[tuple[str, int]]:
        """Return (reason, number of cases), those counted first."""
        counts = np.bincount(self.codes, minlength=len(self.words))
        return [
            (words, int(count))
            for words, count in zip(self.words, counts, strict=True)
            if count or words == COUNTED
        ]


def _exclusions(row_count: int, left_out: Sequence[Exclusion]) -> Exclusions:
    codes = np.zeros(row_count, np.int8)
    for code, (_, mask) in enumerate(left_out, start=1):
        codes[mask & (codes == 0)] = code
    return Exclusions(codes, (COUNTED, *(words for words, _ in left_out)))


@dataclass(frozen=True)
class CountedEvents:
    """Cases to which something happened, by position, and the month in which it did."""

    rows: Ints
    months: Ints


@dataclass(frozen=True)
class Events:
    """Something that happened to some cases, once each, by the day on which it did.

    `tallies` are monthly counts that several measures of the same events share.
    """

    cases: Cases
    on: Ints
    exclusions: Exclusions
    tallies: dict[Hashable, np.ndarray] = field(default_factory=dict)

    @cached_property
    def counted(self) -> CountedEvents:
        """The cases counted."""
        rows = np.flatnonzero(self.exclusions.codes == 0)
        return CountedEvents(rows, months_of(self.on[rows]))

    def where(self, mask: Mask) -> CountedEvents:
        """Return those of the cases counted that a mask over all cases takes in."""
        is_within = mask[self.counted.rows]
        return CountedEvents(self.counted.rows[is_within], self.counted.months[is_within])


@dataclass(frozen=True)
class Spells:
    """Rows, each for a time: from its start, seen on snapshots `enters` to `leaves` − 1."""

    rows: Ints
    start: Ints
    enters: Ints
    leaves: Ints


@dataclass(frozen=True)
class Stock:
    """Cases followed from day to day: all its members, and their spells as seen on snapshot days."""

    cases: Cases
    members: Ints
    days: Ints
    exclusions: Exclusions
    spells: Spells

    @cached_property
    def windows(self) -> Windows:
        """The snapshot days as windows."""
        return snapshots(self.days, self.cases.cut_off)

    @cached_property
    def start_days(self) -> tuple[Ints, Ints]:
        """The days on which spells start, and for each spell its place among them."""
        starts = self.spells.start
        if not len(starts):
            return starts, starts
        lowest = int(starts.min())
        is_there = np.bincount(starts - lowest) > 0
        return np.flatnonzero(is_there) + lowest, (np.cumsum(is_there) - 1)[starts - lowest]

    @cached_property
    def entering(self) -> list[Ints]:
        """For each snapshot, the spells that are first open on it."""
        return self._by_snapshot(self.spells.enters)

    @cached_property
    def leaving(self) -> list[Ints]:
        """For each snapshot, the spells that are first no longer open on it."""
        return self._by_snapshot(self.spells.leaves)

    def _by_snapshot(self, places: Ints) -> list[Ints]:
        # Small numbers are sorted by radix, several times as fast.
        small = places.astype(np.uint16) if len(self.days) < 2**16 else places
        in_order = np.argsort(small, kind="stable")
        edges = np.searchsorted(small[in_order], np.arange(len(self.days) + 1))
        return [in_order[start:end] for start, end in pairwise(edges)]

    def place(self, days: Ints) -> Ints:
        """Return the place of the first snapshot on or after each day; their number where none is."""
        return _place(self.days, days)

    def with_spells(self, rows: Ints, start: Ints, end: Ints) -> "Stock":
        """Return the same members and days with other spells."""
        spells = _spells(self.days, rows, start, end)
        return replace(self, spells=spells)


def _spells(days: Ints, rows: Ints, start: Ints, end: Ints) -> Spells:
    enters = _place(days, start)
    return Spells(rows, start, enters, np.maximum(enters, _place(days, end)))


def _place(days: Ints, sought: Ints) -> Ints:
    """Return what searchsorted does, by a table of every day from the first to the last: faster."""
    if not len(days):
        return np.zeros(len(sought), np.int64)
    first, last = int(days[0]), int(days[-1])
    table = np.searchsorted(days, np.arange(first, last + 2))
    return table[np.clip(sought, first, last + 1) - first]
