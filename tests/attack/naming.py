"""From cells that were fetched to sums of unknown counts, and the identities between these."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise, product
from typing import cast

import numpy as np
import pandas as pd

from dashboard.disclosure.axes import REST, axis_of, overlaps, parts_of_categories
from dashboard.disclosure.linked_numbers import Place, place_of
from dashboard.disclosure.quantities import DAYS_OPEN, Base, Count, Linear, arrivals_of, numbers_of
from dashboard.measures.dates import FAR
from tests.attack.facets import Facet, counts_of_all, places_between
from tests.attack.system import System, Terms, added, negative


@dataclass
class _Block:
    """The unknowns of one facet of a base in one dimension: atoms × parts × spans of time."""

    first: int
    parts: Mapping[str, int]
    times: int

    def unknowns(self, atoms: Iterable[int], parts: Iterable[str], times: Iterable[int]) -> Terms:
        places = [self.parts[part] for part in parts if part in self.parts]
        grid = np.array(list(atoms), np.int64)[:, None] * len(self.parts) + np.array(places)
        grid = grid[:, :, None] * self.times + np.array(list(times), np.int64)
        unknowns = self.first + np.sort(grid.ravel()).astype(np.int64)
        return unknowns, np.ones(len(unknowns))


BaseKey = tuple[Base, bool, object]


@dataclass
class _Frame:
    """What is seen of one base: its spans of time, its dimensions and its facets."""

    edges: set[int] = field(default_factory=set)
    categories: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    facets: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)


class Naming:
    """The system of everything that was fetched of an area."""

    def __init__(self, cells: pd.DataFrame, unsettled: Collection[Base] = ()) -> None:
        self.system = System()
        self._unsettled = unsettled
        self._literals: dict[tuple[BaseKey | Base, str], set[object]] = defaultdict(set)
        for count in counts_of_all():
            for axis, held in count.literals:
                self._literals[count.base, axis].add(held)
        self._frames: dict[BaseKey, _Frame] = defaultdict(_Frame)
        self._blocks: dict[tuple[BaseKey, tuple[str, ...], str], _Block] = {}
        self._edges: dict[BaseKey, list[int]] = {}
        self._covers: dict[tuple[BaseKey, str], Mapping[str, frozenset[str]]] = {}
        self._facets: dict[tuple[Base, tuple[str, ...]], Facet] = {}
        self._survey(cells)
        self._lay_out()
        self._add_identities()

    # What there is

    def _survey(self, cells: pd.DataFrame) -> None:
        heads = ["measure_id", "breakdown", "as_of"]
        for head, rows in cells.groupby(heads, sort=False):
            measure_id, breakdown, as_of = cast("tuple[str, str, date]", head)
            place = place_of(breakdown)
            starts, ends = set(rows["first"].tolist()), set(rows["after"].tolist())
            for linear in numbers_of(measure_id, place.version).values():
                for _, count in linear:
                    for key, axes in self._facets_of(count, as_of):
                        frame = self._frames[key]
                        # A day by itself ends where the next one begins.
                        frame.edges |= starts | ({FAR} if count.is_stock else ends)
                        frame.facets.add((place.dimension, axes))
                        if place.dimension:
                            frame.categories[place.dimension].add(place.category)

    def _facets_of(self, count: Count, as_of: object) -> Iterator[tuple[BaseKey, tuple[str, ...]]]:
        yield self.key_of(count, as_of), self._axes_of(count)

    def key_of(self, count: Count, as_of: object) -> BaseKey:
        """Return the base of a count; one that is not settled is another on each day."""
        is_own = count.base in self._unsettled or (bool(count.literals) and not count.is_settled)
        return count.base, count.is_stock, as_of if is_own else None

    def _whole_of(self, key: BaseKey) -> BaseKey:
        """Return the base of which a division that is not settled is one."""
        return key if key[0] in self._unsettled else (key[0], key[1], None)

    @staticmethod
    def _axes_of(count: Count) -> tuple[str, ...]:
        return tuple(sorted(axis for axis, _ in count.literals))

    def _facet(self, base: Base, axes: tuple[str, ...]) -> Facet:
        if (base, axes) not in self._facets:
            self._facets[base, axes] = Facet(
                tuple(axis_of(axis, self._literals[base, axis]) for axis in axes)
            )
        return self._facets[base, axes]

    # The unknowns

    def _lay_out(self) -> None:
        for key, frame in list(self._frames.items()):
            whole = self._frames[self._whole_of(key)]
            if whole is not frame:
                whole.edges |= frame.edges
                for dimension, categories in frame.categories.items():
                    whole.categories[dimension] |= categories
                whole.facets |= {(dimension, ()) for dimension, _ in frame.facets}
        for key, frame in self._frames.items():
            whole = self._frames[self._whole_of(key)]
            self._edges[key] = sorted(whole.edges)
            # The whole of every division, and every division of the whole base.
            frame.facets |= {("", axes) for _, axes in frame.facets}
            if whole is frame:
                frame.facets |= {(dimension, ()) for dimension, _ in frame.facets}
        for key, frame in self._frames.items():
            for dimension, axes in sorted(frame.facets):
                self._add_block(key, dimension, axes)

    def _add_block(self, key: BaseKey, dimension: str, axes: tuple[str, ...]) -> None:
        whole = self._frames[self._whole_of(key)]
        covers = parts_of_categories(whole.categories[dimension]) if dimension else {"": frozenset([""])}  # fmt: skip
        self._covers[key, dimension] = covers
        names = sorted(frozenset[str]().union(*covers.values()))
        if dimension and overlaps(covers.values()):
            names.append(REST)
        times = len(self._edges[key]) - 1
        size = self._facet(key[0], axes).size * len(names) * times
        self._blocks[key, axes, dimension] = _Block(
            self.system.add_unknowns(size), {name: at for at, name in enumerate(names)}, times
        )

    # The identities

    def _add_identities(self) -> None:
        for (key, axes, dimension), block in self._blocks.items():
            facet = self._facet(key[0], axes)
            if dimension:
                whole = self._blocks[key, axes, ""]
                for atom, time in np.ndindex(facet.size, block.times):
                    parts = block.unknowns([atom], block.parts, [time])
                    of_all = whole.unknowns([atom], [""], [time])
                    self._equal(parts, of_all, ("parts", dimension))
            for coarser, other in self._coarser(key, axes, dimension):
                makes_up = facet.under(coarser)
                for part, time in product(other.parts, range(block.times)):
                    for atom, atoms in enumerate(makes_up):
                        fine = block.unknowns(atoms, [part], [time])
                        self._equal(fine, other.unknowns([atom], [part], [time]), ("divided", axes))
        self._add_stocks_and_flows()

    def _coarser(
        self, key: BaseKey, axes: tuple[str, ...], dimension: str
    ) -> Iterator[tuple[Facet, _Block]]:
        """Yield the facets of fewer axes, those alone that no other yielded one divides."""
        whole = self._whole_of(key)
        smaller = [
            (of, other)
            for of, other, where in self._blocks
            if where == dimension and set(other) < set(axes)
            and (of == key or (of == whole and not other))
        ]  # fmt: skip
        for of, other in smaller:
            if not any(set(other) < set(finer) for _, finer in smaller):
                yield self._facet(key[0], other), self._blocks[of, other, dimension]

    def _equal(self, one: Terms, other: Terms, label: object) -> None:
        self.system.add(added(one, negative(other)), 0, 0, label)

    def _add_stocks_and_flows(self) -> None:
        """Add that whoever is open on a day was open on the day before or came since."""
        for (key, axes, dimension), block in list(self._blocks.items()):
            if not key[1] or axes:
                continue
            count = Count(key[0], is_stock=True)
            arrivals = arrivals_of(count)
            came_key = self.key_of(arrivals, key[2])
            came = self._blocks.get((came_key, (), dimension))
            for before, day in pairwise(self._edges[key][:-1]):
                self._add_survivors(key, dimension, before, day)
                edges = self._edges.get(came_key, [])
                if came is None or before + 1 not in edges or day + 1 not in edges:
                    continue
                for part in set(block.parts) & set(came.parts):
                    now = self._stock(key, (), dimension, part, day)
                    then = self._stock(key, (), dimension, part, before)
                    between = places_between(edges, before + 1, day + 1)
                    arrived = came.unknowns([0], [part], between)
                    left = added(then, arrived, negative(now))
                    self.system.add(left, 0, np.inf, ("stock and flow", ""))

    def _add_survivors(self, key: BaseKey, dimension: str, before: int, day: int) -> None:
        """Add that whoever has been open long was open, and shorter, on a day before."""
        axes = (DAYS_OPEN,)
        block = self._blocks.get((key, axes, dimension))
        if block is None:
            return
        spans = self._facet(key[0], axes).axes[0].atoms
        starts = [low for low, _ in spans]  # pyright: ignore[reportGeneralTypeIssues]
        for at, start in enumerate(starts):
            earlier = max((low for low in starts if low <= start - (day - before)), default=None)
            if earlier is None or start == 0:
                continue
            then_from = starts.index(earlier)
            for part in block.parts:
                now = self._stock(key, axes, dimension, part, day, range(at, len(spans)))
                then = self._stock(key, axes, dimension, part, before, range(then_from, len(spans)))
                self.system.add(added(then, negative(now)), 0, np.inf, ("open before", ""))

    def _stock(
        self, key: BaseKey, axes: tuple[str, ...], dimension: str, part: str, day: int,
        atoms: Iterable[int] = (0,),
    ) -> Terms:  # fmt: skip
        times = places_between(self._edges[key], day, day + 1)
        return self._blocks[key, axes, dimension].unknowns(atoms, [part], times)

    # Cells

    def can_sum(self, linear: Linear, place: Place, as_of: object) -> bool:
        """Return whether a number is made of counts that are named, in the dimension of a place."""
        return all(
            (self.key_of(count, as_of), self._axes_of(count), place.dimension) in self._blocks
            for _, count in linear
        )

    def sum_of(self, linear: Linear, place: Place, first: int, after: int, as_of: object) -> Terms:
        """Return the sum of unknowns that a number is."""
        pieces = []
        for sign, count in linear:
            key, axes = self.key_of(count, as_of), self._axes_of(count)
            block = self._blocks[key, axes, place.dimension]
            atoms = self._facet(count.base, axes).inside(count)
            parts = self._covers[key, place.dimension][place.category]
            times = places_between(self._edges[key], first, after)
            unknowns, times_counted = block.unknowns(atoms, parts, times)
            pieces.append((unknowns, sign * times_counted))
        return pieces[0] if len(pieces) == 1 else added(*pieces)
