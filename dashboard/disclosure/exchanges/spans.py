"""Exchanges between months: cases of a window, and others outside it, lie the other way round."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations
from typing import Final

import numpy as np

from dashboard.disclosure.exchanges.exchange import Exchange, Room, Target, axis_between
from dashboard.disclosure.exchanges.moves import NONE, counts_of, moves_of
from dashboard.disclosure.linked_numbers import BaseNumbers

# As far from a window's edge as spans are looked for that exchange cases with it.
_FARTHEST: Final = 12


def between_bands(table: BaseNumbers, target: Target, room: Room) -> Iterator[Exchange]:
    """Yield that cases of a band of weeks are of another, in the window that has bands."""
    window = (target.first, target.last)
    for moved, other in moves_of(table, target):
        amount = table.bands.get((*window, other))
        if moved == target.atoms and amount is not None and room.has(target.amount, amount):
            atoms, swapped = table.atom_sets[moved], table.atom_sets[other]
            yield Exchange(atoms, swapped, np.arange(target.first, target.last + 1))


def between_spans(table: BaseNumbers, target: Target, room: Room) -> Iterator[Exchange]:
    """Yield that cases of a window lie in spans beside it, or are others of the same spans."""
    for moved, other in moves_of(table, target):
        move = _Move.of(table, target, moved, other)
        yield from _with_neighbours(table, target, room, move)
        yield from _within(target, room, move)
        yield from _in_every_year(table, target, room, move)


@dataclass(frozen=True)
class _Move:
    """Atoms that change places: how many of them can leave each span, and how many can come."""

    atoms: np.ndarray
    swapped: np.ndarray | None
    leaves: np.ndarray
    comes: np.ndarray

    @classmethod
    def of(cls, table: BaseNumbers, target: Target, moved: int, other: int) -> "_Move":
        """Return the move of a set of atoms for another, or for nothing."""
        atoms, own = table.atom_sets[moved], counts_of(table, target.part, moved)
        if other != NONE:
            return cls(atoms, table.atom_sets[other], own, counts_of(table, target.part, other))
        # Who would be moved, and who would come: where there is a case, a row says so.
        leaves = np.maximum(own - 1, 0)
        if table.left is not None:
            leaves = np.minimum(leaves, table.left)
        return cls(atoms, None, leaves, np.where(own > 0, np.inf, 0))


def _with_neighbours(
    table: BaseNumbers, target: Target, room: Room, move: _Move
) -> Iterator[Exchange]:
    for inside, outside in _neighbours(table, target):
        down = min(move.leaves[inside].sum(), move.comes[outside].sum())
        up = min(move.comes[inside].sum(), move.leaves[outside].sum())
        if room.has(down, up):
            yield Exchange(move.atoms, move.swapped, inside, outside)


def _within(target: Target, room: Room, move: _Move) -> Iterator[Exchange]:
    """Yield that cases of a window, or of its first or last span, are others of the same spans."""
    window = np.arange(target.first, target.last + 1)
    for inside in (window[-1:], window[:1], window):
        gone = move.leaves[inside].sum()
        if move.swapped is None and room.has(gone, np.inf):
            yield Exchange(move.atoms, None, inside, inside[:0])
        elif move.swapped is not None and room.has(gone, move.comes[inside].sum()):
            yield Exchange(move.atoms, move.swapped, inside)


def _in_every_year(
    table: BaseNumbers, target: Target, room: Room, move: _Move
) -> Iterator[Exchange]:
    for inside, outside in _every_year(table, target):
        down = np.minimum(move.leaves[inside], move.comes[outside]).min()
        up = np.minimum(move.comes[inside], move.leaves[outside]).min()
        if room.has(down, up):
            yield Exchange(move.atoms, move.swapped, inside, outside, is_even=True)


def between_bands_and_spans(table: BaseNumbers, target: Target, room: Room) -> Iterator[Exchange]:
    """Yield that cases of a window are others of the same spans, and as many come back beside them.

    Three bands take part: of those that the target's exchange with, there are as many as before
    over both spans, by a third.
    """
    sets = table.atom_sets
    bands = [
        other
        for moved, other in moves_of(table, target)
        if moved == target.atoms
        and other != NONE
        and axis_between(table, sets[moved], sets[other]) is not None
    ]
    own = counts_of(table, target.part, target.atoms)
    for swapped, back in permutations(dict.fromkeys(bands), 2):
        if (sets[swapped] & sets[back]).any():
            continue
        others, third = (counts_of(table, target.part, each) for each in (swapped, back))
        for inside, elsewhere in _in_turn(table, target):
            down = min(own[inside].sum(), others[elsewhere].sum())
            up = min(others[inside].sum(), third[elsewhere].sum())
            if room.has(down, up):
                yield Exchange(
                    sets[target.atoms], sets[swapped], inside, elsewhere, back=sets[back]
                )


def _in_turn(table: BaseNumbers, target: Target) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield the last span of a window, the first and all, each with one, two or three beside it."""
    window = np.arange(target.first, target.last + 1)
    for inside in (window[-1:], window[:1], window):
        for length in (1, 2, 3):
            after, before = inside[-1] + 1, inside[0] - length
            if after + length <= table.span_count:
                yield inside, np.arange(after, after + length)
            if before >= 0:
                yield inside, np.arange(before, before + length)


def _every_year(table: BaseNumbers, target: Target) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield a month at a window's edge in every year, and one beside it outside in every year.

    Every 12 months then have as many as before, so that the window must hold none of the others.
    """
    count = table.span_count
    for step in (1, 2, 3):
        for at, other in ((target.last, target.last + step), (target.first, target.first - step)):
            shift = other - at
            first = at % 12
            if first + shift < 0:
                first += 12
            inside = np.arange(first, count, 12)
            inside = inside[inside + shift < count]
            others = inside + shift
            if at in inside and not ((target.first <= others) & (others <= target.last)).any():
                yield inside, others


def _neighbours(table: BaseNumbers, target: Target) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield spans in a window and spans outside next to it, few first."""
    first, last, count = target.first, target.last, table.span_count
    for length in range(1, _FARTHEST + 1):
        for deep in dict.fromkeys((1, length)):
            ins = min(deep, last - first + 1)
            if last + length < count:
                yield np.arange(last - ins + 1, last + 1), np.arange(last + 1, last + 1 + length)
            if first - length >= 0:
                yield np.arange(first, first + ins), np.arange(first - length, first)
