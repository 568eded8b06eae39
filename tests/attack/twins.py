"""Twins: two boroughs whose public figures are the same, and whose hidden numbers are not."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.random import Generator

from dashboard.measures import MEASURES
from data.schema.registry import KINDS
from data.store.case_scopes import group_kinds
from tests.attack.boroughs import Borough, cases_of, day_loaded, filled
from tests.attack.fetch import CELL, NUMBERS, fetch
from tests.attack.in_memory import checked, worked_out

# What is divided by the answers to a survey is no measure of a plan of measures.
_GROUPS: Final = sorted({measure.group for measure in MEASURES.values()})
_NOT_SWAPPED: Final = ("area_code", "cut_off", "coverage")
# Of the changes that are tried, one in so many is another case.
_ADDED_ONE_IN: Final = 3
Place = tuple[str, ...]
Numbers = dict[Place, tuple[str, ...]]


@dataclass(frozen=True)
class Swap:
    """Two rows of a kind that swap what they have in a column.

    Without a column another case like the second is added.
    """

    kind: str
    column: str
    first: int
    second: int


@dataclass(frozen=True)
class Twins:
    """The cases of two boroughs, and the cells of which they have other numbers."""

    borough: Borough
    swaps: tuple[Swap, ...]
    cases: Mapping[str, str]
    swapped: Mapping[str, str]
    differing: frozenset[Place]


def twins_by(borough: Borough, swaps: Sequence[Swap]) -> Twins:
    """Return a borough and its twin by some swaps, one after the other."""
    cases = cases_of(borough)
    swapped = {kind: _rows_of(text) for kind, text in cases.items()}
    for swap in swaps:
        swapped[swap.kind] = _after(swapped[swap.kind], swap)
    texts = {kind: rows.to_csv(index=False) for kind, rows in swapped.items()}
    before, after = (_every_number(each) for each in (cases, texts))
    return Twins(borough, tuple(swaps), cases, texts, frozenset(_changed(before, after)))


def find_swaps(borough: Borough, tries: int, seed: int = 14) -> tuple[Swap, ...]:
    """Return swaps that change no public figure, of so many that are tried in each group.

    Each changes the numbers of cells alone that are not shown. Those are left out again by which
    others are hidden.
    """
    cases = cases_of(borough)
    public = shown_of(borough, cases)

    def show_nothing(swaps: Sequence[Swap]) -> bool:
        return not groups_shown_apart(public, shown_of(borough, twins_by(borough, swaps).swapped))

    made: list[Swap] = []
    for group in _GROUPS:
        made = _with_more(made, _harmless(cases, group, public, tries, seed), show_nothing)
    return tuple(made)


def _with_more(
    made: list[Swap], more: Sequence[Swap], show_nothing: Callable[[Sequence[Swap]], bool]
) -> list[Swap]:
    """Return what is made with as many more as hold, each half by itself where not all do."""
    if not more or show_nothing([*made, *more]):
        return [*made, *more]
    if len(more) == 1:
        return made
    half = len(more) // 2
    made = _with_more(made, more[:half], show_nothing)
    return _with_more(made, more[half:], show_nothing)


def shown_of(borough: Borough, cases: Mapping[str, str]) -> pd.DataFrame:
    """Return the public figures of a borough with some cases."""
    with filled(borough, cases) as engine:
        return fetch(engine, [day_loaded(cut_off) for cut_off in borough.cut_offs])


def groups_shown_apart(one: pd.DataFrame, other: pd.DataFrame) -> set[str]:
    """Return the groups of measures of which two boroughs do not show the same."""
    names = [*NUMBERS, "marker", "as_of"]
    sides = [set(zip(_places(each), _as_text(each, names), strict=True)) for each in (one, other)]
    return {MEASURES[place[0]].group for place, _ in sides[0] ^ sides[1]}


def _harmless(
    cases: Mapping[str, str], group: str, public: pd.DataFrame, tries: int, seed: int
) -> list[Swap]:
    """Return swaps that, one after the other, change the numbers of hidden cells and no others."""
    shown = set(_places(public.loc[public["marker"] == ""]))
    series = {place[:4] for place in _places(public)}
    draw = np.random.default_rng(seed)
    rows = _of_group(group, {kind: _rows_of(text) for kind, text in cases.items()})
    requests = _rows_of(cases["ehc_assessments"])["case_id"]
    before, made = _worked_out(group, rows, requests), []
    for _ in range(tries):
        swap = _drawn(rows, draw)
        swapped = rows | {swap.kind: _after(rows[swap.kind], swap)}
        if swapped[swap.kind].equals(rows[swap.kind]):
            continue
        numbers = _worked_out(group, swapped, requests)
        changed = _changed(before, numbers)
        # Whether there is a cell at all is public.
        moved = {place[:4] for place in before.keys() ^ numbers.keys()} & series
        if numbers and changed and not moved and changed.isdisjoint(shown):
            rows, before = swapped, numbers
            made.append(swap)
    return made


def _rows_of(text: str) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)


def _drawn(rows: Mapping[str, pd.DataFrame], draw: Generator) -> Swap:
    kind = str(draw.choice(sorted(rows)))
    names = sorted(set(rows[kind].columns) - {*_NOT_SWAPPED, *KINDS[kind].key})
    first, second = draw.choice(len(rows[kind]), 2, replace=False).tolist()
    column = str(draw.choice(names)) if draw.integers(0, _ADDED_ONE_IN) else ""
    return Swap(kind, column, first, second)


def _after(rows: pd.DataFrame, swap: Swap) -> pd.DataFrame:
    swapped, at = rows.copy(), [swap.first, swap.second]
    if not swap.column:
        number = next(name for name in KINDS[swap.kind].key if name.endswith("_id"))
        added = rows.loc[[swap.second]].assign(**{number: f"{rows[number].iloc[0]}{len(rows)}"})
        return pd.concat([rows, added], ignore_index=True)
    swapped.loc[at, swap.column] = rows.loc[at[::-1], swap.column].to_numpy()
    return swapped


def _worked_out(group: str, rows: Mapping[str, pd.DataFrame], requests: pd.Series) -> Numbers:
    """Return the numbers of every cell of some cases; none where a load would refuse them."""
    frames = {}
    for kind, cells in rows.items():
        frames[kind] = checked(kind, cells, requests)
        if frames[kind] is None:
            return {}
    cells = worked_out(group, frames).cells
    return dict(zip(_places(cells), _as_text(cells, NUMBERS), strict=True))


def _every_number(cases: Mapping[str, str]) -> Numbers:
    rows = {kind: _rows_of(text) for kind, text in cases.items()}
    numbers: Numbers = {}
    for group in _GROUPS:
        numbers |= _worked_out(group, _of_group(group, rows), rows["ehc_assessments"]["case_id"])
    return numbers


def _of_group(group: str, rows: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    return {kind.name: rows[kind.name] for kind in group_kinds(group)}


def _changed(before: Numbers, after: Numbers) -> set[Place]:
    """Return the cells of which there are other numbers, or which there were not."""
    return {
        place for place in before.keys() | after.keys() if before.get(place) != after.get(place)
    }


def _places(cells: pd.DataFrame) -> list[Place]:
    return _as_text(cells, CELL)


def _as_text(cells: pd.DataFrame, names: list[str]) -> list[tuple[str, ...]]:
    columns = [cells[name].astype(str).tolist() for name in names]
    return list(zip(*columns, strict=True))
