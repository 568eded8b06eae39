"""Divisions of a base by its axes, and its spans of time, as the attacker lays them out."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from dashboard.disclosure.axes import Axis
from dashboard.disclosure.quantities import NUMBERS, Count


@dataclass(frozen=True)
class Facet:
    """The division of a base by some of its axes together."""

    axes: tuple[Axis, ...]

    @property
    def size(self) -> int:
        """How many atoms it has."""
        return len(self.atoms())

    def atoms(self) -> list[tuple[int, ...]]:
        """Return each atom as its place on each axis."""
        return list(product(*(range(len(axis.atoms)) for axis in self.axes)))

    def inside(self, count: Count) -> list[int]:
        """Return the places of the atoms that make up a count."""
        held = dict(count.literals)
        places = [set(axis.inside(held[axis.name])) for axis in self.axes]
        return [
            at
            for at, atom in enumerate(self.atoms())
            if all(place in inside for place, inside in zip(atom, places, strict=True))
        ]

    def under(self, coarser: "Facet") -> list[list[int]]:
        """Return for each atom of a facet of fewer axes which of these atoms make it up."""
        at = [self.axes.index(axis) for axis in coarser.axes]
        atoms = self.atoms()
        return [
            [place for place, atom in enumerate(atoms) if tuple(atom[i] for i in at) == wanted]
            for wanted in coarser.atoms()
        ]


def places_between(edges: Sequence[int], first: int, after: int) -> range:
    """Return the places of the spans of time between two edges."""
    return range(bisect_left(edges, first), bisect_left(edges, after))


def counts_of_all() -> Iterable[Count]:
    """Return every count of every measure."""
    return {
        count for numbers in NUMBERS.values() for linear in numbers.values() for _, count in linear
    }
