"""Which atoms can change places with which."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from dashboard.disclosure.exchanges.exchange import Target, axis_between
from dashboard.disclosure.linked_numbers import BaseNumbers, Part

NONE: Final = -1
"""Nothing: cases are there or not."""


def counts_of(table: BaseNumbers, part: Part, atoms: int) -> np.ndarray:
    """Return the counts of some atoms of a part by span; 0 where nothing counts them."""
    series = table.series_of(part, atoms)
    return np.zeros(table.span_count) if series is None else series


def moves_of(table: BaseNumbers, target: Target) -> list[tuple[int, int]]:
    """Return sets of atoms that change places with others: with those of a set within the same
    denominator, so that it stays as it is, or with nothing (`NONE`). Pieces come after the whole.
    """
    line = target.part, target.atoms, target.within
    return table.once(("moves", *line), lambda: list(_moves(table, *line)))


def _moves(
    table: BaseNumbers, part: Part, atoms: int, target_within: int
) -> Iterator[tuple[int, int]]:
    sets = table.atom_sets
    own = sets[atoms]
    pieces = table.pieces.get(part, [])
    inside = [atoms, *(each for each in pieces if not (sets[each] & ~own).any())]
    for within in dict.fromkeys((target_within, 0)):
        if within in (NONE, atoms) or (own & ~sets[within]).any():
            continue
        rest = sets[within] & ~own
        outside = [
            at
            for at in range(len(sets))
            if at in pieces
            or (sets[at] == rest).all()
            or axis_between(table, own, sets[at]) is not None
        ]
        outside = [each for each in outside if sets[each].any() and not (sets[each] & ~rest).any()]
        # The nearest first: weeks next to those of the target.
        outside.sort(key=lambda each: abs(int(np.argmax(sets[each])) - int(np.argmax(own))))
        for swapped in outside:
            for moved in dict.fromkeys(inside):
                if (part, swapped) in table.series:
                    yield moved, swapped
    subsets = [
        at for at in range(len(sets)) if not (sets[at] & ~own).any() and (part, at) in table.series
    ]
    for moved in dict.fromkeys((*inside, *subsets)):
        yield moved, NONE
