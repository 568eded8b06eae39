"""Exchanges between the parts of a dimension."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dashboard.disclosure.exchanges.exchange import Exchange, Room, Target
from dashboard.disclosure.exchanges.flows import room_by_flows
from dashboard.disclosure.exchanges.moves import NONE, counts_of, moves_of
from dashboard.disclosure.linked_numbers import WHOLE, BaseNumbers, Dimension, Part

_SINGLE: Final = 6
_ENOUGH: Final = 3
_QUARTER: Final = 3


@dataclass(frozen=True)
class Partner:
    """Those with whom cases of a part change places: the pieces of both, and what counts them."""

    pieces: np.ndarray
    counted: tuple[tuple[int, Part], ...]

    def counts(self, table: BaseNumbers, atoms: int) -> np.ndarray:
        """Return how many of them there are of some atoms, by span."""

        def add_up() -> np.ndarray:
            counts = [sign * counts_of(table, part, atoms) for sign, part in self.counted]
            return np.maximum(np.sum(counts, axis=0), 0)

        return table.once(("counts", self.counted, atoms), add_up)


def between_parts(table: BaseNumbers, target: Target, room: Room) -> Iterator[Exchange]:
    """Yield that cases of the target's part are of others of its dimension."""
    spans = np.arange(target.first, target.last + 1)
    for moved, other in moves_of(table, target):
        atoms = table.atom_sets[moved]
        own = counts_of(table, target.part, moved)
        swapped = None if other == NONE else table.atom_sets[other]
        stays = np.inf if other == NONE else counts_of(table, target.part, other)
        enough = 0
        for partner in partners_of(table, target, moved, other):
            go_to = np.inf if other == NONE else partner.counts(table, other)
            up = np.minimum(partner.counts(table, moved), stays)
            down = np.minimum(own, go_to)
            for chosen in _some_of(spans, down, up):
                far = down[chosen].sum(), up[chosen].sum()
                if room.has(*far) and (
                    other != NONE or _flows_leave(table, target, partner, room, far)
                ):
                    enough += len(partner.counted) > 1
                    yield Exchange(atoms, swapped, chosen, pieces=partner.pieces)
            if enough > _ENOUGH:
                break


def _flows_leave(
    table: BaseNumbers, target: Target, partner: Partner, room: Room, far: tuple[float, float]
) -> bool:
    """Return whether a part of who is open can go so far, by who came to it and to its partner."""
    if table.arrivals is None or target.part.dimension not in table.arrivals.dimensions:
        return True
    day, small_to = target.first, room.small_to
    fewer, more = table.once(
        ("flows", target.part, day),
        lambda: room_by_flows(table, lambda of: counts_of(of, target.part, 0), day, small_to),
    )
    fewer_there, more_there = table.once(
        ("flows", partner.counted, day),
        lambda: room_by_flows(table, lambda of: partner.counts(of, 0), day, small_to),
    )
    return room.has(min(far[0], fewer, more_there), min(far[1], more, fewer_there))


def partners_of(table: BaseNumbers, target: Target, moved: int, other: int) -> Iterator[Partner]:
    """Yield any other part that has cases by itself, then the smallest of them together, then all."""
    dimension = table.dimensions[target.part.dimension]
    amounts = _amounts(table, target, moved)
    others = sorted(amounts, key=lambda each: (amounts[each] == 0, amounts[each]))
    with_cases = [each for each in others if amounts[each] > 0]
    if dimension.is_overlapping:
        of_other = {} if other == NONE else _amounts(table, target, other)
        empty = [each for each in others if not (amounts[each] or of_other.get(each))]
        yield from _partners_of_band(dimension, target.part, with_cases, empty)
        return
    together = (others[:count] for count in range(2, len(others) + 1))
    for chosen in (*([each] for each in with_cases[:_SINGLE]), *together):
        key = "partner", target.part, *chosen
        yield table.once(key, lambda: _of_parts(dimension, target.part, chosen))  # noqa: B023 - called at once


def _amounts(table: BaseNumbers, target: Target, atoms: int) -> dict[str, float]:
    """Return how many of some atoms each other part has in the target's window."""
    window, name = slice(target.first, target.last + 1), target.part.dimension
    return {
        each: counts_of(table, Part(name, each), atoms)[window].sum()
        for each in table.dimensions[name].categories
        if each != target.part.category
    }


def _of_parts(dimension: Dimension, own: Part, others: Sequence[str]) -> Partner:
    pieces = dimension.pieces_of([own.category, *others])
    return Partner(pieces, tuple((1, Part(own.dimension, each)) for each in others))


def _partners_of_band(
    dimension: Dimension, own: Part, with_cases: Sequence[str], empty: Sequence[str]
) -> Iterator[Partner]:
    """Yield the rest of each wider band, each band beside one, and all who are not in it."""
    held = dimension.pieces_of([own.category])
    for other in with_cases:
        theirs, part = dimension.pieces_of([other]), Part(own.dimension, other)
        if not (theirs & held).any():
            yield Partner(theirs | held, ((1, part),))
        elif not (held & ~theirs).any():
            yield Partner(theirs, ((1, part), (-1, own)))
    # What lies in no band may move too; in a band that nobody is in, nobody does.
    moving = ~dimension.pieces_of(empty)
    yield Partner(moving, ((1, WHOLE), (-1, own)))
    yield Partner(np.ones_like(held), ((1, WHOLE), (-1, own)))


def _some_of(spans: np.ndarray, down: np.ndarray, up: np.ndarray) -> Iterator[np.ndarray]:
    """Yield quarters of a window in which cases can change, then all months of it in which any can.

    A month in which nobody can change would only hide more windows.
    """
    can_change = spans[(down + up)[spans] > 0]
    for at in range(0, len(spans), _QUARTER):
        quarter = spans[at : at + _QUARTER]
        chosen = can_change[(quarter[0] <= can_change) & (can_change <= quarter[-1])]
        if 0 < len(chosen) < len(can_change):
            yield chosen
    yield can_change
