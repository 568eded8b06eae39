"""Twins: two boroughs whose public figures are the same, and whose hidden numbers are not."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from numpy.random import Generator

from dashboard.disclosure import public_cells
from dashboard.measures import MEASURES, ComputedFigures
from data.schema.registry import KINDS
from data.store.case_scopes import group_kinds
from tests.attack.boroughs import Borough, cases_of, day_loaded, known_at
from tests.attack.cells import SMALL_TO
from tests.attack.fetch import CELL, NUMBERS
from tests.attack.in_memory import checked, marked, worked_out

_OF_SURVEYS: Final = "feedback"
GROUPS: Final = sorted({_OF_SURVEYS, *(measure.group for measure in MEASURES.values())})
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
    before, after = (_every_number(borough, each) for each in (cases, texts))
    return Twins(borough, tuple(swaps), cases, texts, frozenset(_changed(before, after)))


def find_swaps(
    borough: Borough, tries: int, seed: int = 14, groups: Sequence[str] = GROUPS
) -> tuple[Swap, ...]:
    """Return swaps that change no public figure, of so many that are tried in each group.

    Each changes the numbers of cells alone that are not shown. Those are left out again by which
    others are hidden.
    """
    tried = [each for group in groups for each in _harmless(borough, group, tries, seed)]
    return tuple(those_that_hold(borough, tried))


def those_that_hold(borough: Borough, swaps: Sequence[Swap]) -> Iterator[Swap]:
    """Yield those of some swaps that change no public figure, one after the other."""
    cases = {kind: _rows_of(text) for kind, text in cases_of(borough).items()}
    for group in GROUPS:
        rows = _of_group(group, cases)
        own = [swap for swap in swaps if swap.kind in rows]
        if own:
            yield from _holding(borough, group, rows, cases["ehc_assessments"], own)


def _holding(
    borough: Borough,
    group: str,
    rows: Mapping[str, pd.DataFrame],
    requests: pd.DataFrame,
    swaps: Sequence[Swap],
) -> list[Swap]:
    public = _public(borough, group, rows, requests)

    def show_nothing(tried: Sequence[Swap]) -> bool:
        swapped = rows
        for swap in tried:
            swapped = {**swapped, swap.kind: _after(swapped[swap.kind], swap)}
        return _public(borough, group, swapped, requests) == public

    return _with_more([], swaps, show_nothing)


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


def _harmless(borough: Borough, group: str, tries: int, seed: int) -> list[Swap]:
    """Return swaps that, one after the other, change the numbers of hidden cells and no others."""
    draw = np.random.default_rng(seed)
    cases = {kind: _rows_of(text) for kind, text in cases_of(borough).items()}
    rows, requests = _of_group(group, cases), cases["ehc_assessments"]
    public = _public(borough, group, rows, requests)
    shown = {place for place, numbers in public.items() if not numbers[-1]}
    series = {_series(place) for place in public}
    before, made = _worked_out(borough, group, rows, requests), []
    for _ in range(tries):
        swap = _drawn(rows, draw)
        swapped = rows | {swap.kind: _after(rows[swap.kind], swap)}
        if swapped[swap.kind].equals(rows[swap.kind]):
            continue
        numbers = _worked_out(borough, group, swapped, requests)
        changed = _changed(before, numbers)
        # Whether there is a cell at all is public.
        moved = {_series(place) for place in before.keys() ^ numbers.keys()} & series
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
    # A row that a swap would have added which is not made.
    if max(at) >= len(rows):
        return swapped
    if not swap.column:
        number = next(name for name in KINDS[swap.kind].key if name.endswith("_id"))
        added = rows.loc[[swap.second]].assign(**{number: f"{rows[number].iloc[0]}{len(rows)}"})
        return pd.concat([rows, added], ignore_index=True)
    swapped.loc[at, swap.column] = rows.loc[at[::-1], swap.column].to_numpy()
    return swapped


def _worked_out(
    borough: Borough, group: str, rows: Mapping[str, pd.DataFrame], requests: pd.DataFrame
) -> Numbers:
    """Return the numbers of every cell of some cases on each day; none where a load would refuse them.

    `requests` are the cases of assessments, to which advice belongs.
    """
    numbers: Numbers = {}
    for cut_off, figures in _figures(borough, group, rows, requests).items():
        cells = figures.cells.assign(as_of=day_loaded(cut_off))
        numbers |= dict(zip(_places(cells), _as_text(cells, NUMBERS), strict=True))
    return numbers


def _public(
    borough: Borough, group: str, rows: Mapping[str, pd.DataFrame], requests: pd.DataFrame
) -> Numbers:
    """Return the numbers and the marker of every cell and band of weeks that the public sees."""
    shown: Numbers = {}
    before = None
    for cut_off, figures in _figures(borough, group, rows, requests).items():
        before = marked(figures, cut_off, before)
        cells = public_cells(before, SMALL_TO).assign(as_of=day_loaded(cut_off))
        shown |= dict(zip(_places(cells), _as_text(cells, [*NUMBERS, "marker"]), strict=True))
    return shown


def _figures(
    borough: Borough, group: str, rows: Mapping[str, pd.DataFrame], requests: pd.DataFrame
) -> dict[date, ComputedFigures]:
    """Return what is worked out at each cut-off, the first first; nothing where a load would refuse."""
    figures = {}
    whole = {"ehc_assessments": requests, **rows}
    texts = {kind: cells.to_csv(index=False) for kind, cells in whole.items()}
    for cut_off in sorted(borough.cut_offs):
        known = known_at(texts, cut_off)
        case_ids = _rows_of(known["ehc_assessments"])["case_id"]
        frames = {kind: checked(kind, _rows_of(known[kind]), case_ids) for kind in rows}
        if any(frame is None for frame in frames.values()):
            return {}
        figures[cut_off] = worked_out(group, frames, cut_off)
    return figures


def _every_number(borough: Borough, cases: Mapping[str, str]) -> Numbers:
    rows = {kind: _rows_of(text) for kind, text in cases.items()}
    numbers: Numbers = {}
    for group in GROUPS:
        numbers |= _worked_out(borough, group, _of_group(group, rows), rows["ehc_assessments"])
    return numbers


def _of_group(group: str, rows: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    return {kind.name: rows[kind.name] for kind in group_kinds(group)}


def _changed(before: Numbers, after: Numbers) -> set[Place]:
    """Return the cells of which there are other numbers, or which there were not."""
    return {
        place for place in before.keys() | after.keys() if before.get(place) != after.get(place)
    }


def _places(cells: pd.DataFrame) -> list[Place]:
    """Return what each cell is of, and the day on which it is known."""
    return _as_text(cells, [*CELL, "as_of"])


def _series(place: Place) -> Place:
    """Return a place without its period."""
    return (*place[: CELL.index("period_start")], place[-1])


def _as_text(cells: pd.DataFrame, names: list[str]) -> list[tuple[str, ...]]:
    columns = [cells[name].astype(str).tolist() for name in names]
    return list(zip(*columns, strict=True))
