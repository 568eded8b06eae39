"""Exchanges between the parts of a dimension."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from dashboard.disclosure.exchanges.exchange import Exchange, Room, Target
from dashboard.disclosure.exchanges.moves import NONE, counts_of, moves_of
from dashboard.disclosure.linked_numbers import WHOLE, BaseNumbers, Part

_SINGLE: Final = 6
_ENOUGH: Final = 3


def between_parts(table: BaseNumbers, target: Target, room: Room) -> Iterator[Exchange]:
    """Yield that cases of the target's part are of others of its dimension."""
    spans = np.arange(target.first, target.last + 1)
    name = target.part.dimension
    is_overlapping = table.dimensions[name].is_overlapping
    for moved, other in moves_of(table, target):
        atoms = table.atom_sets[moved]
        own = counts_of(table, target.part, moved)
        swapped = None if other == NONE else table.atom_sets[other]
        stays = np.inf if other == NONE else counts_of(table, target.part, other)
        enough = 0
        for parts in partners_of(table, target, moved):
            others = [Part(name, each) for each in parts[1:]]
            come = np.array([counts_of(table, each, moved) for each in others])
            go_to = np.inf
            if other != NONE:
                go_to = np.array([counts_of(table, each, other) for each in others]).sum(axis=0)
            if is_overlapping:
                come = np.maximum(counts_of(table, WHOLE, moved) - own, 0)[None]
                go_to = np.inf
            up = np.minimum(come.sum(axis=0), stays)
            down = np.minimum(own, go_to)
            for chosen in _some_of(spans, own, up):
                if room.has(down[chosen].sum(), up[chosen].sum()):
                    enough += len(parts) > 2
                    yield Exchange(atoms, swapped, chosen, None, parts)
            if enough > _ENOUGH:
                break


def partners_of(table: BaseNumbers, target: Target, counted: int) -> Iterator[tuple[str, ...]]:
    """Yield the target's part with others that have cases: any single one, then the smallest."""
    dimension = table.dimensions[target.part.dimension]
    window = slice(target.first, target.last + 1)
    amounts = {
        each: counts_of(table, Part(target.part.dimension, each), counted)[window].sum()
        for each in dimension.categories
    }
    others = sorted(
        (each for each in amounts if each != target.part.category and amounts[each] > 0),
        key=lambda each: amounts[each],
    )
    if dimension.is_overlapping:
        yield target.part.category, *others
        return
    for other in others[:_SINGLE]:
        yield target.part.category, other
    for count in range(2, len(others) + 1):
        yield target.part.category, *others[:count]


def _some_of(spans: np.ndarray, own: np.ndarray, partner: np.ndarray) -> Iterator[np.ndarray]:
    """Yield quarters of a window that hold cases of both, then the whole window."""
    for at in range(0, len(spans) - 3, 3):
        chosen = spans[at : at + 3]
        if own[chosen].any() and partner[chosen].any():
            yield chosen
    yield spans
