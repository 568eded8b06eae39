"""How the cases of a base are cut into atoms: by the values of axes, by part, and by time."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Final

import numpy as np

from dashboard.disclosure.quantities import DAYS_OPEN, NOT, Base, Count
from dashboard.measures.dates import FAR

OTHER: Final = "any other"
REST: Final = "in no band"
_BAND: Final = re.compile(r"(\d+)-(\d+)")


@dataclass(frozen=True)
class Axis:
    """The atoms of an axis, of which every case lies in exactly one."""

    name: str
    atoms: tuple[object, ...]

    def inside(self, held: object) -> list[int]:
        """Return the places of the atoms within a span, a set of values or all but a set."""
        if isinstance(held, frozenset):
            return [at for at, atom in enumerate(self.atoms) if atom in held]
        if isinstance(held, tuple) and held[0] == NOT:
            return [at for at, atom in enumerate(self.atoms) if atom not in held[1]]
        low, high = held  # pyright: ignore[reportGeneralTypeIssues]
        return [at for at, (first, last) in enumerate(self.atoms) if low <= first and last <= high]  # pyright: ignore[reportGeneralTypeIssues]


def axis_of(name: str, literals: Iterable[object]) -> Axis:
    """Return the coarsest axis whose atoms make up every one of some literals."""
    spans, values = set(), set()
    for held in literals:
        if isinstance(held, frozenset):
            values |= held
        elif isinstance(held, tuple) and held[0] == NOT:
            values |= held[1]
        else:
            spans.add(held)
    if not spans:
        return Axis(name, (*sorted(values, key=str), OTHER))
    inner = {*(low for low, _ in spans), *(high + 1 for _, high in spans)}
    if name == DAYS_OPEN:
        # Nobody is open for less than no days.
        return Axis(
            name, tuple((low, after - 1) for low, after in pairwise(sorted({0, FAR + 1} | inner)))
        )
    # FAR days are those of a case of which a date is missing: a span of its own.
    edges = sorted({-FAR, FAR} | inner)
    spans_between = [(low, after - 1) for low, after in pairwise(edges) if low < FAR]
    return Axis(name, (*spans_between, (FAR, FAR)))


def literals_of(counts: Iterable[Count]) -> Mapping[Base, Mapping[str, set[object]]]:
    """Return what the counts of each base must hold, by axis."""
    listed: dict[Base, dict[str, set[object]]] = defaultdict(lambda: defaultdict(set))
    for count in counts:
        for axis, held in count.literals:
            listed[count.base][axis].add(held)
    return listed


def atoms_in(count: Count, axes: Sequence[Axis]) -> np.ndarray:
    """Mark the atoms of a base that a count holds."""
    held = dict(count.literals)
    inside = [
        set(axis.inside(held[axis.name])) if axis.name in held else set(range(len(axis.atoms)))
        for axis in axes
    ]
    atoms = product(*(range(len(axis.atoms)) for axis in axes))
    return np.array(
        [all(at in each for at, each in zip(atom, inside, strict=True)) for atom in atoms], bool
    )


def parts_of_categories(categories: Collection[str]) -> dict[str, frozenset[str]]:
    """Return which atoms make up each category of a dimension; bands that overlap share some.

    Only bands that overlap leave cases that are in no category.
    """
    bands = {name: match for name in categories if (match := _BAND.fullmatch(name))}
    spans = {name: (int(match[1]), int(match[2]) + 1) for name, match in bands.items()}
    edges = sorted({edge for span in spans.values() for edge in span})
    covers = {
        name: frozenset(f"{low}-{after - 1}" for low, after in pairwise(edges) if span[0] <= low and after <= span[1])
        for name, span in spans.items()
    }  # fmt: skip
    others = {name: frozenset([name]) for name in categories if name not in bands}
    return {**covers, **others}


def overlaps(covers: Collection[frozenset[str]]) -> bool:
    """Return whether categories share atoms."""
    return sum(map(len, covers)) > len(frozenset[str]().union(*covers))
