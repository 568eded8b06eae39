"""The numbers of cells as sums of the same cases: which base, parts, spans of time and atoms each counts.

A cell counts the cases of a base (such as plans by the day of issue) that lie in a part of a
dimension, in a window of spans (months, or single days of who is open) and in some atoms: values of
the axes by which the base is divided. Every number is such a product, whatever measure shows it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Final, NamedTuple, cast

import numpy as np
import pandas as pd

from dashboard.disclosure.axes import REST, axis_of, overlaps, parts_of_categories
from dashboard.disclosure.quantities import Base, Count, Numbers, arrivals_of, numbers_of
from dashboard.measures.dates import days_of

_VERSIONS: Final = ("exceptions", "band", "open", "weeks")
INCLUDING: Final = "exceptions=including"
EXCLUDING: Final = "exceptions=excluding"


class Place(NamedTuple):
    """A version of a measure, and the dimension and category of the part."""

    version: str
    dimension: str
    category: str


def place_of(breakdown: str) -> Place:
    """Return what a breakdown says."""
    version, part = "", ("", "")
    for label in filter(None, breakdown.split(";")):
        name, _, category = label.partition("=")
        if name in _VERSIONS:
            version = label
        else:
            part = (name, category)
    return Place(version, *part)


def version_and_dimension(breakdown: str) -> tuple[str, str]:
    """Return the version of a breakdown by exceptions and its dimension, each empty without one."""
    pairs = [pair for pair in breakdown.split(";") if pair]
    version = next((pair for pair in pairs if pair.startswith("exceptions=")), "")
    keys = [pair.split("=", 1)[0] for pair in pairs if pair != version]
    return version, ";".join(keys)


class Part(NamedTuple):
    """A category of a dimension; the whole has neither."""

    dimension: str
    category: str


WHOLE: Final = Part("", "")


@dataclass
class Dimension:
    """The categories of a dimension, and the pieces that they are made of: bands of age overlap."""

    categories: list[str]
    pieces: np.ndarray
    is_overlapping: bool

    @classmethod
    def of(cls, categories: set[str]) -> "Dimension":
        """Return a dimension; cases that no overlapping band holds are a piece of their own."""
        covers = parts_of_categories(categories)
        names = sorted(frozenset[str]().union(*covers.values()))
        is_overlapping = overlaps(covers.values())
        if is_overlapping:
            names.append(REST)
        listed = sorted(categories)
        pieces = np.array([[name in covers[each] for name in names] for each in listed])
        return cls(listed, pieces, is_overlapping)


@dataclass
class BaseNumbers:
    """All numbers of one base, an element each of the arrays.

    `row` is the cell that shows it, `first` and `last` are its spans, `atoms` its place in
    `atom_sets` (sets × atoms). `series` are the counts by span of a part and a set of atoms;
    `pieces` are those sets of a part that no other divides; `bands` the counts of atoms from one
    span to another, where they are counted in that window alone. Atoms are in the order of
    `axis_sizes`, the last axis fastest. Of who is open, `atom_starts` are the
    days after which an atom begins. `left` are how many left in each month, or, of who is open,
    since the day before: flows less what the `stock` grew by that they come to.
    """

    is_stock: bool
    atom_sets: np.ndarray
    span_days: np.ndarray
    dimensions: Mapping[str, Dimension]
    row: np.ndarray
    dimension: np.ndarray
    part: np.ndarray
    first: np.ndarray
    last: np.ndarray
    atoms: np.ndarray
    series: dict[tuple[Part, int], np.ndarray] = field(default_factory=dict)
    pieces: dict[Part, list[int]] = field(default_factory=dict)
    bands: dict[tuple[int, int, int], float] = field(default_factory=dict)
    axis_sizes: tuple[int, ...] = ()
    atom_starts: np.ndarray = field(default_factory=lambda: np.array([], np.int64))
    left: np.ndarray | None = None
    stock: "BaseNumbers | None" = None

    @property
    def span_count(self) -> int:
        """How many months, years or days it spans."""
        return len(self.span_days)

    @cached_property
    def dimension_names(self) -> list[str]:
        """The names of the dimensions by code; the whole's is the first."""
        return ["", *self.dimensions]

    def part_of(self, dimension: int, category: int) -> Part:
        """Return the part of a dimension and a category by their codes."""
        name = self.dimension_names[dimension]
        return Part(name, self.dimensions[name].categories[category]) if name else WHOLE

    def series_of(self, part: Part, atoms: int) -> np.ndarray | None:
        """Return the counts by span; None where nothing counts these atoms of the part."""
        return self.series.get((part, atoms))


@dataclass
class _Draft:
    """What is gathered of one base before its atoms and spans are laid out."""

    counts: dict[frozenset, int] = field(default_factory=dict)
    pieces: list[tuple[np.ndarray, str, str, int]] = field(default_factory=list)
    rests: list[tuple[np.ndarray, str, str, int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Targets:
    """Numbers that follow from a cell: what of its denominator is not in its numerator."""

    row: np.ndarray
    number: np.ndarray


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
    literals = _literals(each.counted for numbers in drafts.values() for each in numbers)
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
    month = stock.span_days.astype("datetime64[D]").astype("datetime64[M]")
    first = arrivals.span_days[:1].astype("datetime64[D]").astype("datetime64[M]")
    at = (month - first).astype(np.int64)
    arrived = np.where((at >= 0) & (at < len(came)), came[np.clip(at, 0, len(came) - 1)], 0)
    stock.left = np.append(0, open_cases[:-1]) + arrived - open_cases
    arrivals.stock = stock
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


class _Numbers(NamedTuple):
    measure_id: str
    version: str
    name: str
    rows: np.ndarray
    part: Part
    counted: Count
    amounts: np.ndarray


def _literals(counts: Iterable[Count]) -> Mapping[Base, Mapping[str, set[object]]]:
    listed: dict[Base, dict[str, set[object]]] = defaultdict(lambda: defaultdict(set))
    for count in counts:
        for axis, held in count.literals:
            listed[count.base][axis].add(held)
    return listed


def _atoms(count: Count, literals: Mapping[str, set[object]]) -> np.ndarray:
    """Mark the atoms of a base that a count holds."""
    axes = [axis_of(name, literals[name]) for name in sorted(literals)]
    held = dict(count.literals)
    inside = [
        set(axis.inside(held[axis.name])) if axis.name in held else set(range(len(axis.atoms)))
        for axis in axes
    ]
    atoms = product(*(range(len(axis.atoms)) for axis in axes))
    return np.array(
        [all(at in each for at, each in zip(atom, inside, strict=True)) for atom in atoms], bool
    )


def _table(  # noqa: C901, PLR0912, PLR0915
    cells: pd.DataFrame,
    base: Base,
    is_stock: bool,
    numbers: list[_Numbers],
    literals: Mapping[Base, Mapping[str, set[object]]],
) -> tuple[BaseNumbers, pd.DataFrame]:
    of_base = literals.get(base, {})
    sets: dict[bytes, int] = {}
    masks: list[np.ndarray] = []

    def code(mask: np.ndarray) -> int:
        if mask.tobytes() not in sets:
            sets[mask.tobytes()] = len(masks)
            masks.append(mask)
        return sets[mask.tobytes()]

    code(np.ones_like(_atoms(Count(base), of_base)))
    codes = [code(_atoms(each.counted, of_base)) for each in numbers]
    categories: dict[str, set[str]] = defaultdict(set)
    for each in numbers:
        if each.part != WHOLE:
            categories[each.part.dimension].add(each.part.category)
    dimensions = {name: Dimension.of(held) for name, held in sorted(categories.items())}
    names = ["", *dimensions]
    rows = np.concatenate([each.rows for each in numbers])
    first, last, span_days = _spans(cells, rows, is_stock)
    edges = np.cumsum([0, *(len(each.rows) for each in numbers)])
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
        np.repeat(part_codes, lengths), first, last, np.repeat(codes, lengths),
    )  # fmt: skip
    amounts = np.concatenate([each.amounts for each in numbers])
    is_span = first == last
    for at, each in enumerate(numbers):
        own = slice(edges[at], edges[at + 1])
        # Bands of weeks are there in one window alone.
        empty = np.nan if each.version.startswith("weeks=") else 0.0
        series = table.series.setdefault((each.part, codes[at]), np.full(len(span_days), empty))
        if not empty:
            series[np.isnan(series)] = 0.0
        else:
            windows = zip(first[own].tolist(), last[own].tolist(), strict=True)
            table.bands |= {
                (*window, codes[at]): amount
                for window, amount in zip(windows, amounts[own].tolist(), strict=True)
            }
        series[first[own][is_span[own]]] = amounts[own][is_span[own]]
    targets = [
        pd.DataFrame({
            "row": rows, "dimension": table.dimension, "part": table.part, "first": first,
            "last": last, "atoms": table.atoms, "within": -1, "amount": amounts,
            "is_difference": False,
            "is_first": np.repeat([each.name != "denominator" for each in numbers], lengths),
        })
    ]  # fmt: skip
    # A rate's numerator is counted within its denominator, and so is the rest of that.
    by_place: dict[tuple[str, Part, str], dict[str, int]] = defaultdict(dict)
    for at, each in enumerate(numbers):
        by_place[each.measure_id, each.part, each.version][each.name] = at
    for (measure_id, part, version), held in by_place.items():
        if held.keys() == {"denominator"}:
            own = slice(edges[held["denominator"]], edges[held["denominator"] + 1])
            targets[0].iloc[own, targets[0].columns.get_loc("is_first")] = True  # pyright: ignore[reportArgumentType, reportCallIssue]
        if {"numerator", "denominator"} <= held.keys():
            inside, whole = held["numerator"], held["denominator"]
            own = slice(edges[inside], edges[inside + 1])
            targets[0].iloc[own, targets[0].columns.get_loc("within")] = codes[whole]  # pyright: ignore[reportArgumentType, reportCallIssue]
            rest = code(masks[codes[whole]] & ~masks[codes[inside]])
            table.series.setdefault(
                (part, rest), table.series[part, codes[whole]] - table.series[part, codes[inside]]
            )
            left = (
                targets[0]
                .iloc[own]
                .assign(
                    atoms=rest,
                    within=codes[whole],
                    is_first=False,
                    amount=numbers[whole].amounts - numbers[inside].amounts,
                )
            )
            targets.append(left)
        narrower = by_place.get((measure_id, part, EXCLUDING), {})
        if version == INCLUDING and narrower:
            # Whoever is in one version and not in the other is counted by their difference.
            within = None
            for name in ("denominator", "numerator"):
                wide, narrow = held[name], narrower[name]
                own, others = (slice(edges[at], edges[at + 1]) for at in (wide, narrow))
                windows = zip(first[others].tolist(), last[others].tolist(), strict=True)
                counted = dict(zip(windows, numbers[narrow].amounts.tolist(), strict=True))
                less = [
                    counted.get(window, 0.0)
                    for window in zip(first[own].tolist(), last[own].tolist(), strict=True)
                ]
                differing = code(masks[codes[wide]] & ~masks[codes[narrow]])
                table.series.setdefault(
                    (part, differing),
                    table.series[part, codes[wide]] - table.series[part, codes[narrow]],
                )
                targets.append(
                    targets[0]
                    .iloc[own]
                    .assign(
                        atoms=differing,
                        is_difference=True,
                        within=codes[wide] if within is None else within,
                        is_first=False,
                        amount=numbers[wide].amounts - np.array(less),
                    )
                )
                if within is not None:
                    # Of those in one version alone some are late: who is in time may be one of them.
                    late = code(masks[within] & ~masks[differing])
                    table.series.setdefault(
                        (part, late), table.series[part, within] - table.series[part, differing]
                    )
                within = differing
    _add_pieces(table, masks, code)
    table.axis_sizes = tuple(len(axis_of(name, of_base[name]).atoms) for name in sorted(of_base))
    if is_stock and of_base:
        (axis,) = (axis_of(name, of_base[name]) for name in of_base)
        table.atom_starts = np.array([max(low, 0) for low, _ in axis.atoms])  # pyright: ignore[reportGeneralTypeIssues]
    table.atom_sets = np.array(masks)
    return table, pd.concat(targets, ignore_index=True)


def _add_pieces(
    table: BaseNumbers, masks: Sequence[np.ndarray], code: Callable[[np.ndarray], int]
) -> None:
    """Add the counts of the pieces into which the sets of a part's atoms divide them.

    They are worked out where the sets determine them: over 104 weeks, 52 to 104 and so on.
    """
    by_part: dict[Part, list[int]] = defaultdict(list)
    for (part, atoms), series in table.series.items():
        if not np.isnan(series).any():
            by_part[part].append(atoms)
    for part, sets in by_part.items():
        held = np.array([masks[atoms] for atoms in sets])
        patterns, piece_of = np.unique(held, axis=1, return_inverse=True)
        if np.linalg.matrix_rank(patterns) < patterns.shape[1]:
            continue
        counts = np.linalg.lstsq(
            patterns.astype(float),
            np.array([table.series[part, each] for each in sets]),
            rcond=None,
        )[0]
        for piece in range(patterns.shape[1]):
            atoms = code(piece_of == piece)
            table.pieces.setdefault(part, []).append(atoms)
            table.series.setdefault((part, atoms), np.round(counts[piece]))


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
