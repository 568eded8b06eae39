"""From the cells of an area to the numbers of each base, and what follows from two of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import cast

import numpy as np
import pandas as pd

from dashboard.disclosure.axes import atoms_in, axis_of, literals_of
from dashboard.disclosure.linked_numbers import (
    EXCLUDING,
    INCLUDING,
    WHOLE,
    BaseNumbers,
    Dimension,
    Part,
    Place,
    place_of,
)
from dashboard.disclosure.quantities import Base, Count, Numbers, arrivals_of, numbers_of
from dashboard.measures.dates import days_of


def tables_of(cells: pd.DataFrame) -> Iterator[tuple[BaseNumbers, pd.DataFrame]]:
    """Yield the numbers of each base, and its targets: each number of a cell, once.

    A target names its cell, part, spans, atoms, the atoms `within` which it is counted (of a rate,
    its denominator; −1 of a count) and its amount.
    """
    drafts: dict[tuple[Base, bool], list[_Numbers]] = defaultdict(list)
    for head, rows in cells.groupby(["measure_id", "breakdown"], sort=False).indices.items():
        measure_id, breakdown = cast("tuple[str, str]", head)
        place = place_of(breakdown)
        numbers = numbers_of(measure_id, place.version) or _own_numbers(cells.iloc[rows], place)
        for name, linear in numbers.items():
            if len(linear) == 1 and linear[0][0] == 1:
                count = linear[0][1]
                key = (count.base, count.is_stock)
                amounts = cells[name].to_numpy(float)[rows]
                part = Part(*place[1:])
                drafts[key].append(
                    _Numbers(measure_id, place.version, name, rows, part, count, amounts)
                )
    literals = literals_of(each.counted for numbers in drafts.values() for each in numbers)
    tables = {
        (base, is_stock): _table(cells, base, is_stock, numbers, literals)
        for (base, is_stock), numbers in drafts.items()
    }
    for (base, is_stock), (table, _) in tables.items():
        arrivals = tables.get((arrivals_of(Count(base)).base, False)) if is_stock else None
        if arrivals:
            _add_left(table, arrivals[0])
    yield from tables.values()


def _add_left(stock: BaseNumbers, arrivals: BaseNumbers) -> None:
    """Add how many cases left a stock: who was there and came, less who is there."""
    open_cases, came = stock.series_of(WHOLE, 0), arrivals.series_of(WHOLE, 0)
    if open_cases is None or came is None:
        return
    month = stock.months
    first = arrivals.months[:1]
    at = (month - first).astype(np.int64)
    arrived = np.where((at >= 0) & (at < len(came)), came[np.clip(at, 0, len(came) - 1)], 0)
    stock.left = np.append(0, open_cases[:-1]) + arrived - open_cases
    arrivals.stock, stock.arrivals = stock, arrivals
    arrivals.left = np.full(len(came), np.inf)
    is_month = (at >= 0) & (at < len(came))
    arrivals.left[at[is_month]] = stock.left[is_month]


def _own_numbers(cells: pd.DataFrame, place: Place) -> Numbers:
    """Return what the cells of a measure count that shares its cases with no other, as a survey's."""
    is_stock = cells["basis"].iloc[0] == "snapshot"
    base = (cells["measure_id"].iloc[0], place.version, "", "", "")
    every = Count(base, is_stock=bool(is_stock))
    if bool(cells["denominator"].isna().all()):
        return {"value": ((1, every),)}
    if bool(cells["value"].isna().all()):
        within = every.within(("is within", frozenset([True])))
        return {"numerator": ((1, within),), "denominator": ((1, every),)}
    return {"denominator": ((1, every),)}


@dataclass
class _Numbers:
    """One column of a measure's cells of one part: `own` are its places among all, `atoms` its set."""

    measure_id: str
    version: str
    name: str
    rows: np.ndarray
    part: Part
    counted: Count
    amounts: np.ndarray
    atoms: int = 0
    own: slice = field(default_factory=lambda: slice(0))


class _Sets:
    """Sets of atoms, each under a code: its place in the order in which they came."""

    def __init__(self) -> None:
        self.masks: list[np.ndarray] = []
        self._codes: dict[bytes, int] = {}

    def code(self, mask: np.ndarray) -> int:
        """Return the code of a set."""
        if mask.tobytes() not in self._codes:
            self._codes[mask.tobytes()] = len(self.masks)
            self.masks.append(mask)
        return self._codes[mask.tobytes()]

    def add_rest(self, table: BaseNumbers, part: Part, whole: int, inside: int) -> int:
        """Add the counts of what is in one set and not in another; return its code."""
        rest = self.code(self.masks[whole] & ~self.masks[inside])
        counts = table.series[part, whole] - table.series[part, inside]
        table.series.setdefault((part, rest), counts)
        return rest


def _table(
    cells: pd.DataFrame,
    base: Base,
    is_stock: bool,
    numbers: list[_Numbers],
    literals: Mapping[Base, Mapping[str, set[object]]],
) -> tuple[BaseNumbers, pd.DataFrame]:
    of_base = literals.get(base, {})
    axes = [axis_of(name, of_base[name]) for name in sorted(of_base)]
    sets = _Sets()
    sets.code(np.ones_like(atoms_in(Count(base), axes)))
    edges = np.cumsum([0, *(len(each.rows) for each in numbers)]).tolist()
    for each, (start, end) in zip(numbers, pairwise(edges), strict=True):
        each.atoms, each.own = sets.code(atoms_in(each.counted, axes)), slice(start, end)
    dimensions = _dimensions(numbers)
    names = ["", *dimensions]
    rows = np.concatenate([each.rows for each in numbers])
    first, last, span_days = _spans(cells, rows, is_stock)
    lengths = np.diff(edges)
    part_codes = [
        dimensions[each.part.dimension].categories.index(each.part.category)
        if each.part != WHOLE
        else 0
        for each in numbers
    ]
    table = BaseNumbers(
        is_stock, np.array([], bool), span_days, dimensions, rows,
        np.repeat([names.index(each.part.dimension) for each in numbers], lengths),
        np.repeat(part_codes, lengths), first, last,
        np.repeat([each.atoms for each in numbers], lengths),
    )  # fmt: skip
    for each in numbers:
        _add_series(table, each)
    table.drop_empty_pieces()
    targets = _targets(table, numbers, sets)
    _add_pieces(table, sets)
    table.axis_sizes = tuple(len(axis.atoms) for axis in axes)
    if is_stock:
        table.atom_starts = np.array([low for low, _ in axes[0].atoms] if axes else [0])  # pyright: ignore[reportGeneralTypeIssues]
    table.atom_sets = np.array(sets.masks)
    return table, targets


def _dimensions(numbers: Iterable[_Numbers]) -> dict[str, Dimension]:
    categories: dict[str, set[str]] = defaultdict(set)
    for each in numbers:
        if each.part != WHOLE:
            categories[each.part.dimension].add(each.part.category)
    return {name: Dimension.of(held) for name, held in sorted(categories.items())}


def _windows(table: BaseNumbers, numbers: _Numbers) -> list[tuple[int, int]]:
    first, last = (each[numbers.own].tolist() for each in (table.first, table.last))
    return list(zip(first, last, strict=True))


def _add_series(table: BaseNumbers, numbers: _Numbers) -> None:
    """Add the counts by span; bands of weeks are there in one window alone."""
    is_band = numbers.version.startswith("weeks=")
    empty = np.full(table.span_count, np.nan if is_band else 0.0)
    series = table.series.setdefault((numbers.part, numbers.atoms), empty)
    if is_band:
        for window, amount in zip(_windows(table, numbers), numbers.amounts, strict=True):
            table.bands[*window, numbers.atoms] = float(amount)
    else:
        series[np.isnan(series)] = 0.0
    first = table.first[numbers.own]
    is_span = first == table.last[numbers.own]
    series[first[is_span]] = numbers.amounts[is_span]


def _targets(table: BaseNumbers, numbers: Sequence[_Numbers], sets: _Sets) -> pd.DataFrame:
    """Return each number of each cell, and those that follow from two of them."""
    by_place: dict[tuple[str, Part, str], dict[str, _Numbers]] = defaultdict(dict)
    for each in numbers:
        by_place[each.measure_id, each.part, each.version][each.name] = each
    lengths = [len(each.rows) for each in numbers]
    within = np.full(len(table.row), -1)
    is_first = np.repeat([each.name != "denominator" for each in numbers], lengths)
    for held in by_place.values():
        if "numerator" in held and "denominator" in held:
            within[held["numerator"].own] = held["denominator"].atoms
        elif "denominator" in held:
            is_first[held["denominator"].own] = True
    targets = pd.DataFrame({
        "row": table.row, "dimension": table.dimension, "part": table.part,
        "first": table.first, "last": table.last, "atoms": table.atoms, "within": within,
        "amount": np.concatenate([each.amounts for each in numbers]), "is_difference": False,
        "is_first": is_first,
    })  # fmt: skip
    added = []
    for (measure_id, part, version), held in by_place.items():
        if "numerator" in held and "denominator" in held:
            inside, whole = held["numerator"], held["denominator"]
            # A rate's numerator is counted within its denominator, and so is the rest of that.
            left = targets.iloc[inside.own].assign(
                atoms=sets.add_rest(table, part, whole.atoms, inside.atoms),
                within=whole.atoms,
                is_first=False,
                amount=whole.amounts - inside.amounts,
            )
            added.append(left)
        narrower = by_place.get((measure_id, part, EXCLUDING))
        if version == INCLUDING and narrower:
            added += _differences(table, targets, held, narrower, sets)
    return pd.concat([targets, *added], ignore_index=True)


def _differences(
    table: BaseNumbers,
    targets: pd.DataFrame,
    wider: Mapping[str, _Numbers],
    narrower: Mapping[str, _Numbers],
    sets: _Sets,
) -> Iterator[pd.DataFrame]:
    """Yield those who are in one version of a rate and not in the other: all, those in time, the late."""
    within, every = wider["denominator"].atoms, np.array([])
    for name in ("denominator", "numerator"):
        wide, narrow = wider[name], narrower[name]
        counted = dict(zip(_windows(table, narrow), narrow.amounts.tolist(), strict=True))
        shown_by = dict(zip(_windows(table, narrow), narrow.rows.tolist(), strict=True))
        windows = list(zip(_windows(table, wide), wide.rows.tolist(), strict=True))
        amounts = wide.amounts - np.array([counted.get(window, 0.0) for window, _ in windows])
        differing = sets.add_rest(table, wide.part, wide.atoms, narrow.atoms)
        row = [shown_by.get(window, row) for window, row in windows]
        of_cells = targets.iloc[wide.own].assign(row=row, is_difference=True, is_first=False)
        yield of_cells.assign(atoms=differing, within=within, amount=amounts)
        if name == "numerator":
            late = sets.add_rest(table, wide.part, within, differing)
            yield of_cells.assign(atoms=late, within=within, amount=every - amounts)
        within, every = differing, amounts


def _add_pieces(table: BaseNumbers, sets: _Sets) -> None:
    """Add the counts of the pieces into which the sets of a part's atoms divide them.

    They are worked out where the sets determine them: over 104 weeks, 52 to 104 and so on.
    """
    by_part: dict[Part, list[int]] = defaultdict(list)
    for (part, atoms), series in table.series.items():
        if not np.isnan(series).any():
            by_part[part].append(atoms)
    for part, codes in by_part.items():
        held = np.array([sets.masks[atoms] for atoms in codes])
        patterns, piece_of = np.unique(held, axis=1, return_inverse=True)
        if np.linalg.matrix_rank(patterns) < patterns.shape[1]:
            continue
        listed = np.array([table.series[part, each] for each in codes])
        counts = np.linalg.lstsq(patterns.astype(float), listed, rcond=None)[0]
        for piece in range(patterns.shape[1]):
            atoms = sets.code(piece_of == piece)
            table.pieces.setdefault(part, []).append(atoms)
            # A band of weeks is counted in one window; as a piece it is known in all.
            table.series[part, atoms] = np.round(counts[piece])


def _spans(
    cells: pd.DataFrame, rows: np.ndarray, is_stock: bool
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the first and last span of each cell, and the day on which each span begins."""
    of_rows = cells.iloc[rows]
    start, end = days_of(of_rows["period_start"]), days_of(of_rows["period_end"])
    if is_stock:
        days, at = np.unique(end, return_inverse=True)
        return at, at, days
    unit = "M" if (of_rows["basis"] == "month").any() else "Y"
    first = start.astype("datetime64[D]").astype(f"datetime64[{unit}]").astype(np.int64)
    last = end.astype("datetime64[D]").astype(f"datetime64[{unit}]").astype(np.int64)
    lowest, highest = int(first.min()), int(last.max())
    spans = np.arange(lowest, highest + 1).astype(f"datetime64[{unit}]")
    return first - lowest, last - lowest, spans.astype("datetime64[D]").astype(np.int64)
