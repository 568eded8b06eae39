"""What cells say: numbers that are shown, and what a reader wants to know of those hidden."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Any, Final, NamedTuple, cast

import numpy as np
import pandas as pd

from dashboard.disclosure.linked_numbers import EXCLUDING, INCLUDING, Place, place_of
from dashboard.disclosure.published_bases import ends_quarter
from dashboard.disclosure.quantities import Base, Linear, numbers_of
from dashboard.measures.dates import days_of
from tests.attack.fetch import CELL, NUMBERS
from tests.attack.identities import Identity, Series, find_identities
from tests.attack.naming import Naming
from tests.attack.system import System, Target, Terms

SMALL_TO: Final = 4
SECOND_SPAN: Final = 5
_REST: Final = "rest"
# Referrals less completions count no children.
_NET: Final = "-net"


Cell = dict[Hashable, Any]


class Label(NamedTuple):
    """A number of a cell."""

    measure_id: str
    breakdown: str
    basis: str
    period_end: date
    as_of: date
    number: str

    def __str__(self) -> str:
        part = f" [{self.breakdown}]" if self.breakdown else ""
        return (
            f"{self.number} of {self.measure_id}{part}, {self.basis} to {self.period_end}"
            f" (as of {self.as_of})"
        )


class Learnt(NamedTuple):
    """What is learnt of other boroughs: what changes from day to day, and what always holds."""

    unsettled: frozenset[Base] = frozenset()
    identities: tuple[Identity, ...] = ()


NOTHING_LEARNT: Final = Learnt()


class Attack:
    """The system of what is shown, and the small numbers and second cells that are hidden.

    `contradictions` are numbers that were another on another page or day.
    """

    def __init__(
        self, public: pd.DataFrame, truth: pd.DataFrame, learnt: Learnt = NOTHING_LEARNT
    ) -> None:
        cells = _with_days(public)
        left_out = _parts_left_out(cells, _with_days(truth))
        self._naming = Naming(pd.concat([cells, left_out]), learnt.unsettled)
        self.contradictions: list[tuple[Label, float, float]] = []
        self._shown: dict[Hashable, float] = {}
        self._hidden: dict[Hashable, Target] = {}
        absent = list(_absent(cells))
        self._with_gaps = {
            cell["measure_id"] for cell, place, _ in absent if place.version == EXCLUDING
        }
        where = [*CELL, "as_of"]
        behind: pd.DataFrame = (
            truth.set_index(where).loc[:, NUMBERS].reindex(pd.MultiIndex.from_frame(cells[where]))
        )
        true_numbers = _records(behind)
        pairs = list(zip(_records(cells), true_numbers, strict=True))
        for cell, true in pairs:
            self._add(cell, true)
        self._add_excepted(pairs)
        for cell in _records(left_out):
            self._hide(cell, *_numbers_of(cell, cell))
        self._add_absent(absent)
        self._add_found(cells, learnt.identities)

    @property
    def system(self) -> System:
        """What is known."""
        return self._naming.system

    @property
    def targets(self) -> list[Target]:
        """What is hidden, each number once; of second cells those that no other cell shows."""
        return [
            target
            for key, target in self._hidden.items()
            if target.high is not None or key not in self._shown
        ]

    def _add(self, cell: Cell, true: Cell) -> None:
        place, numbers, truths = _numbers_of(cell, true)
        if not cell["marker"]:
            for name, linear in numbers.items():
                if name != _REST:
                    self._show(cell, place, name, linear)
        elif not cell["measure_id"].endswith(_NET):
            self._hide(cell, place, numbers, truths)

    def _hide(
        self, cell: Cell, place: Place, numbers: dict[str, Linear], truths: dict[str, float]
    ) -> None:
        has_small = any(0 < truth <= SMALL_TO for truth in truths.values())
        for at, (name, linear) in enumerate(numbers.items()):
            key, label, truth = self._key(cell, place, linear), _label(cell, name), truths[name]
            summed = self._sum(cell, place, linear)
            if name == "denominator" and self._says_somebody(cell, place):
                self.system.add(summed, 1, np.inf, ("has a row", label))
            if key in self._hidden:
                continue
            if 0 < truth <= SMALL_TO:
                self._hidden[key] = Target(label, summed, truth, 1, SMALL_TO)
            elif cell["marker"] and not has_small and at == 0 and truth > 0:
                # Of a rate it is the numerator: how many were counted may be shown elsewhere.
                self._hidden[key] = Target(label, summed, truth, span=SECOND_SPAN)

    def _add_excepted(self, pairs: Sequence[tuple[Cell, Cell]]) -> None:
        """Add that it is wanted how few have an exception: all, those in time and the late."""
        window = ("measure_id", "basis", "first", "after", "as_of")
        names = [(*map(cell.get, window), place_of(cell["breakdown"])) for cell, _ in pairs]
        by_place = dict(zip(names, pairs, strict=True))
        for (*head, place), (cell, true) in by_place.items():
            others = by_place.get((*head, place._replace(version=EXCLUDING)))
            if place.version != INCLUDING or others is None:
                continue
            (_, every, amounts), (_, narrower, less) = _numbers_of(cell, true), _numbers_of(*others)
            for name, linear in every.items():
                few = amounts[name] - less[name]
                if 0 < few <= SMALL_TO:
                    left = (*linear, *((-sign, count) for sign, count in narrower[name]))
                    summed, label = self._sum(cell, place, left), _label(cell, f"excepted {name}")
                    self._hidden[label] = Target(label, summed, few, 1, SMALL_TO)

    def _says_somebody(self, cell: Cell, place: Place) -> bool:
        """Return whether a hidden cell says that somebody is counted.

        Among the parts of a dimension nobody is hidden too; so is nobody without an exception.
        """
        is_always_there = place.version == EXCLUDING and cell["measure_id"] not in self._with_gaps
        return not place.dimension and not is_always_there

    def _show(self, cell: Cell, place: Place, name: str, linear: Linear) -> None:
        key, number = self._key(cell, place, linear), cell[name]
        if key not in self._shown:
            summed = self._sum(cell, place, linear)
            self.system.add(summed, number, number, _label(cell, name))
            self._shown[key] = number
        elif self._shown[key] != number:
            self.contradictions.append((_label(cell, name), self._shown[key], number))

    def _key(self, cell: Cell, place: Place, linear: Linear) -> Hashable:
        days = tuple(self._naming.key_of(count, cell["as_of"])[2] for _, count in linear)
        return linear, place[1:], cell["first"], cell["after"], days

    def _sum(self, cell: Cell, place: Place, linear: Linear) -> Terms:
        return self._naming.sum_of(linear, place, cell["first"], cell["after"], cell["as_of"])

    def _add_absent(self, absent: Iterable[tuple[Cell, Place, Linear]]) -> None:
        """Add that nobody was counted where a rate or an average of a part has no row."""
        for cell, place, linear in absent:
            if self._key(cell, place, linear) not in self._shown:
                summed = self._sum(cell, place, linear)
                self.system.add(summed, 0, 0, ("has no row", _label(cell, "denominator")))

    def _add_found(self, cells: pd.DataFrame, identities: Sequence[Identity]) -> None:
        """Add what always held elsewhere, for every part and period of the measure of the whole."""
        for identity in identities:
            less = tuple((-sign, count) for sign, count in _linear_of(identity.whole))
            linear = tuple(chain(less, *map(_linear_of, identity.added)))
            of_whole = cells[cells["measure_id"] == identity.whole.measure_id]
            for cell in _records(of_whole):
                place = place_of(cell["breakdown"])
                if self._naming.can_sum(linear, place, cell["as_of"]):
                    summed = self._sum(cell, place, linear)
                    if len(summed[0]):
                        self.system.add(summed, 0, 0, ("found", identity))


def _numbers_of(cell: Cell, true: Cell) -> tuple[Place, dict[str, Linear], dict[str, float]]:
    """Return the place of a cell, what its numbers count, and what they are."""
    place = place_of(cell["breakdown"])
    numbers = dict(numbers_of(cell["measure_id"], place.version))
    truths = {name: true[name] for name in numbers}
    if {"numerator", "denominator"} <= numbers.keys():
        less = tuple((-sign, count) for sign, count in numbers["numerator"])
        numbers[_REST] = (*numbers["denominator"], *less)
        truths[_REST] = true["denominator"] - true["numerator"]
    return place, numbers, truths


def _parts_left_out(cells: pd.DataFrame, truth: pd.DataFrame) -> pd.DataFrame:
    """Return the parts that are not published beside others of their dimension that are."""
    lines = [
        [*zip(frame["measure_id"], frame["breakdown"].map(lambda each: place_of(each)[:2]),
              frame["basis"], frame["first"], frame["after"], frame["as_of"], strict=True)]
        for frame in (cells, truth)
    ]  # fmt: skip
    siblings = set(lines[0])
    where = [*CELL, "as_of"]
    is_shown = pd.MultiIndex.from_frame(truth[where]).isin(pd.MultiIndex.from_frame(cells[where]))
    is_sibling = np.array([each[1][1] != "" and each in siblings for each in lines[1]], bool)
    return truth.loc[is_sibling & ~is_shown]


def _linear_of(series: Series) -> Linear:
    return numbers_of(series.measure_id, place_of(series.breakdown).version)[series.number]


def learn(boroughs: Sequence[pd.DataFrame]) -> Learnt:
    """Return what is learnt of boroughs that hide nothing."""
    unsettled = frozenset[Base]().union(*(unsettled_bases(truth) for truth in boroughs))
    return Learnt(unsettled, tuple(find_identities(boroughs)))


def unsettled_bases(truth: pd.DataFrame) -> frozenset[Base]:
    """Return the bases of which numbers of one period differ from one day to another."""
    contradictions = Attack(truth, truth).contradictions
    return frozenset(
        count.base
        for label, _, _ in contradictions
        for _, count in numbers_of(label.measure_id, place_of(label.breakdown).version)[
            label.number
        ]
    )


def _absent(cells: pd.DataFrame) -> Iterator[tuple[Cell, Place, Linear]]:
    """Yield where a part has no row and others of its dimension have one: nobody was counted."""
    dimensions = cells["breakdown"].map(lambda each: place_of(each).dimension)
    names = [cells["measure_id"], cells["as_of"], dimensions, cells["basis"]]
    every, by_month = (
        set(cells["breakdown"]),
        set(cells.loc[cells["basis"] == "month", "breakdown"]),
    )
    for head, rows in cells.groupby(names, sort=False):
        measure_id, *_, basis = cast("tuple[str, date, str, str]", head)
        spans = {(row["first"], row["after"]): row for row in _records(rows)}
        at_quarters = rows.loc[ends_quarter(rows)]
        of_whole_quarters = set(zip(at_quarters["first"], at_quarters["after"], strict=True))
        listed = set(rows["breakdown"])
        if basis == "year" and INCLUDING in listed:
            # A year is always published.
            listed |= every & {EXCLUDING}
        for breakdown in listed:
            own = rows[rows["breakdown"] == breakdown]
            place = place_of(breakdown)
            linear = numbers_of(measure_id, place.version).get("denominator")
            if linear is None:
                continue
            present = set(zip(own["first"], own["after"], strict=True))
            # What has rows of whole quarters alone is published over no others.
            is_of_months = place.version == EXCLUDING and breakdown in by_month
            of_quarters = ends_quarter(own).all() and not is_of_months
            for span in spans.keys() - present:
                if not of_quarters or span in of_whole_quarters:
                    yield {**spans[span], "breakdown": breakdown}, place, linear


def _records(cells: pd.DataFrame) -> list[Cell]:
    return cells.to_dict(orient="records")


def _with_days(public: pd.DataFrame) -> pd.DataFrame:
    """Return cells with the number of the day on which each begins, and of the day after it.

    What is counted goes no further than the cut-off.
    """
    start, end, cut_off = (
        days_of(public[name]) for name in ("period_start", "period_end", "cut_off")
    )
    is_day = (public["basis"] == "snapshot").to_numpy()
    after = np.minimum(end, cut_off) + 1
    return public.assign(first=np.where(is_day, end, start), after=after)


def _label(cell: Cell, name: str) -> Label:
    return Label(
        cell["measure_id"], cell["breakdown"], cell["basis"], cell["period_end"], cell["as_of"], name
    )  # fmt: skip
