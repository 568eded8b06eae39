"""Exchanges among those who are open on a day: how long each has been open, and whether they are there."""

from collections.abc import Iterator

import numpy as np

from dashboard.disclosure.exchanges.exchange import Exchange, Room, Target
from dashboard.disclosure.exchanges.moves import NONE, counts_of, moves_of
from dashboard.disclosure.linked_numbers import WHOLE, BaseNumbers


def between_ages(table: BaseNumbers, target: Target, room: Room) -> Iterator[Exchange]:
    """Yield that cases have been open for longer, and others for less long."""
    day = target.first
    older, younger = _room_of_ages(table, day, room.small_to)
    for moved, other in moves_of(table, target):
        if other == NONE:
            continue
        down, up = (counts_of(table, target.part, each)[day] for each in (moved, other))
        starts = [table.atom_starts[table.atom_sets[each]].min() for each in (moved, other)]
        crossed = (table.atom_starts > min(starts)) & (table.atom_starts <= max(starts))
        grow, shrink = older[crossed].min(initial=np.inf), younger[crossed].min(initial=np.inf)
        if starts[0] < starts[1]:
            grow, shrink = shrink, grow
        if room.has(min(down, shrink), min(up, grow)):
            yield Exchange(table.atom_sets[moved], table.atom_sets[other], np.array([day]))


def _room_of_ages(table: BaseNumbers, day: int, small_to: int) -> tuple[np.ndarray, np.ndarray]:
    """Return how many more, and how many fewer, can have been open for longer than each start.

    Whoever has been open long was open, and for so much less long, on the day before. So few that
    they are hidden on the other day set no bound.
    """
    starts = table.atom_starts
    longer = np.array([_open_longer(table, start) for start in starts])
    more, fewer = np.full(len(starts), np.inf), np.full(len(starts), np.inf)
    for before, after in ((day - 1, day), (day, day + 1)):
        if before < 0 or after >= table.span_count:
            continue
        between = table.span_days[after] - table.span_days[before]
        for at, start in enumerate(starts):
            earlier = np.flatnonzero(starts <= start - between)
            if start == 0 or not len(earlier):
                continue
            then = earlier[np.argmax(starts[earlier])]
            slack = longer[then, before] - longer[at, after]
            bound = longer[then, before] if after == day else longer[at, after]
            if np.isnan(slack) or 0 < bound <= small_to:
                continue
            if after == day:
                more[at] = min(more[at], slack)
            else:
                fewer[then] = min(fewer[then], slack)
    return more, fewer


def _open_longer(table: BaseNumbers, start: int) -> np.ndarray:
    """Return how many have been open for longer than a start, by day; NaN where it is not known."""
    pieces = table.pieces.get(WHOLE, [])
    inside = [each for each in pieces if (table.atom_starts[table.atom_sets[each]] >= start).all()]
    cut = [
        each
        for each in pieces
        if each not in inside and (table.atom_starts[table.atom_sets[each]] >= start).any()
    ]
    if not inside or cut:
        return np.full(table.span_count, np.nan)
    return np.sum([counts_of(table, WHOLE, each) for each in inside], axis=0)


def freely(table: BaseNumbers, target: Target, room: Room) -> Iterator[Exchange]:
    """Yield that cases of the target, or of a piece of it, may be there or not."""
    day = target.first
    older, younger = _room_of_ages(table, day, room.small_to)
    for moved, other in moves_of(table, target):
        if other != NONE:
            continue
        atoms = table.atom_sets[moved]
        starts = table.atom_starts[atoms]
        # One more of them has been open for longer than each start up to its own.
        grow = older[table.atom_starts <= starts.min()].min()
        shrink = younger[table.atom_starts <= starts.max()].min()
        if room.has(min(counts_of(table, target.part, moved)[day], shrink), grow):
            yield Exchange(atoms, None, np.array([day]))
