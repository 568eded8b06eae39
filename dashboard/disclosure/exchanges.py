"""Exchanges: how cases could lie otherwise while all that is shown stays as it is.

A hidden number may be another if cases can change places with others: between spans of time,
between parts of a dimension, or between atoms. Each exchange is a certificate: cells that it would
change must be hidden, and then nobody can tell whether it has taken place.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from dashboard.disclosure.linked_numbers import WHOLE, BaseNumbers, Part

# As far from a window's edge as spans are looked for that exchange cases with it.
_FARTHEST: Final = 12
_SINGLE: Final = 6
_ENOUGH: Final = 3
NONE: Final = -1


@dataclass(frozen=True)
class Target:
    """A hidden number: of which part, spans and atoms, within which atoms, and its amount."""

    part: Part
    first: int
    last: int
    atoms: int
    within: int
    amount: float


@dataclass(frozen=True)
class Exchange:
    """Cases of some atoms that change places, with others of `swapped` atoms where there are any.

    They move between `spans` and `others` where these are given (empty: a time of which nothing is
    shown); else between `parts` within the spans, else between atoms. With `is_even` as many move
    from each of the spans to each of the others.
    """

    atoms: np.ndarray
    swapped: np.ndarray | None
    spans: np.ndarray
    others: np.ndarray | None = None
    parts: tuple[str, ...] = ()
    is_even: bool = False


def affected(table: BaseNumbers, part: Part, exchange: Exchange) -> np.ndarray:
    """Mark the numbers of a base that an exchange of cases of a part would change."""
    inside = _number_inside(table, exchange.spans)
    is_crossed: np.ndarray
    if exchange.others is None or not len(exchange.others):
        is_crossed = np.asarray(inside > 0)
    elif exchange.is_even:
        is_crossed = inside != _number_inside(table, exchange.others)
    else:
        both = inside + _number_inside(table, exchange.others)
        is_crossed = (both > 0) & (both < len(exchange.spans) + len(exchange.others))
    return (
        is_crossed
        & _atoms_change(table, exchange)[table.atoms]
        & _parts_change(table, part, exchange)
    )


def _number_inside(table: BaseNumbers, spans: np.ndarray) -> np.ndarray:
    """Return how many of some spans lie in the window of each number."""
    marks = np.zeros(table.span_count + 1, np.int64)
    marks[spans + 1] = 1
    reached = np.cumsum(marks)
    return reached[table.last + 1] - reached[table.first]


def _atoms_change(table: BaseNumbers, exchange: Exchange) -> np.ndarray:
    """Mark the sets of atoms of which a case more or less is counted.

    Where moved and swapped atoms differ on one axis, cases exchange their values of it, and hold
    their values of the others: a set that does not depend on the axis counts as many as before.
    """
    sets = table.atom_sets
    if exchange.swapped is None:
        return np.any(sets & exchange.atoms, axis=1)
    axis = _axis_between(table, exchange.atoms, exchange.swapped)
    moved = exchange.atoms | exchange.swapped
    if axis is None:
        return np.any(sets & moved, axis=1) & np.any(~sets & moved, axis=1)
    lined = np.moveaxis(sets.reshape(-1, *table.axis_sizes), axis + 1, -1)
    lined_moved = np.moveaxis(moved.reshape(table.axis_sizes), axis, -1)
    has, lacks = (lined & lined_moved).any(axis=-1), (~lined & lined_moved).any(axis=-1)
    return np.any((has & lacks).reshape(len(sets), -1), axis=1)


def _axis_between(table: BaseNumbers, one: np.ndarray, other: np.ndarray) -> int | None:
    """Return the axis on which alone two sets of atoms differ; None where there is none."""
    shaped = [each.reshape(table.axis_sizes) for each in (one, other)]
    for axis in range(len(table.axis_sizes)):
        first, second = (each.any(axis=axis) for each in shaped)
        if np.array_equal(first, second):
            return axis
    return None


def _parts_change(table: BaseNumbers, part: Part, exchange: Exchange) -> np.ndarray:
    if exchange.parts:
        dimension = table.dimensions[part.dimension]
        is_chosen = np.isin(dimension.categories, exchange.parts)
        pieces = dimension.pieces
        moved = pieces[is_chosen].any(axis=0) & ~pieces[~is_chosen].any(axis=0)
        held = (pieces & moved).sum(axis=1)
        # Of bands that overlap, what lies in none of them may move too.
        changes = (held > 0) & (dimension.is_overlapping | (held < moved.sum()))
        is_own = table.dimension == table.dimension_names.index(part.dimension)
        return is_own & changes[np.where(is_own, table.part, 0)]
    if part == WHOLE:
        return np.ones(len(table.row), bool)
    # Cases of one part change: the whole too, and parts of other dimensions, but not its others.
    dimension = table.dimensions[part.dimension]
    own = dimension.pieces[dimension.categories.index(part.category)]
    shares = (dimension.pieces & own).any(axis=1)
    is_own = table.dimension == table.dimension_names.index(part.dimension)
    return ~is_own | shares[np.where(is_own, table.part, 0)]


@dataclass(frozen=True)
class Room:
    """How far a hidden number must be able to go: down, up, and both together."""

    down: float
    up: float
    small_to: int
    together: float = 0

    def has(self, down: float, up: float) -> bool:
        """Return whether a number that can go so far has room enough."""
        return down >= self.down and up >= self.up and down + up >= self.together


def exchanges_of(table: BaseNumbers, target: Target, room: Room) -> Iterator[Exchange]:
    """Yield exchanges by which a target has room enough, those nearby first."""
    if target.part != WHOLE:
        yield from _between_parts(table, target, room)
    elif table.is_stock:
        yield from _between_atoms(table, target, room)
        yield from _freely(table, target, room)
    else:
        yield from _between_bands(table, target, room)
        yield from _between_spans(table, target, room)


def _series(table: BaseNumbers, part: Part, atoms: int) -> np.ndarray:
    series = table.series_of(part, atoms)
    return np.zeros(table.span_count) if series is None else series


def _moves(table: BaseNumbers, target: Target) -> Iterator[tuple[int, int]]:
    """Yield sets of atoms that change places with others: with those of a set within the same
    denominator, so that it stays as it is, or with nothing (`NONE`). Pieces come after the whole.
    """
    sets = table.atom_sets
    own = sets[target.atoms]
    pieces = table.pieces.get(target.part, [])
    inside = [target.atoms, *(each for each in pieces if not (sets[each] & ~own).any())]
    for within in dict.fromkeys((target.within, 0)):
        if within in (NONE, target.atoms) or (own & ~sets[within]).any():
            continue
        rest = sets[within] & ~own
        outside = [
            at
            for at in range(len(sets))
            if at in pieces
            or (sets[at] == rest).all()
            or _axis_between(table, own, sets[at]) is not None
        ]
        outside = [each for each in outside if sets[each].any() and not (sets[each] & ~rest).any()]
        # The nearest first: weeks next to those of the target.
        outside.sort(key=lambda each: abs(int(np.argmax(sets[each])) - int(np.argmax(own))))
        for swapped in outside:
            for moved in dict.fromkeys(inside):
                if (target.part, swapped) in table.series:
                    yield moved, swapped
    subsets = [
        at
        for at in range(len(sets))
        if not (sets[at] & ~own).any() and (target.part, at) in table.series
    ]
    for moved in dict.fromkeys((*inside, *subsets)):
        yield moved, NONE


def _between_bands(table: BaseNumbers, target: Target, room: Room) -> Iterator[Exchange]:
    """Yield that cases of a band of weeks are of another, in the window that has bands."""
    window = (target.first, target.last)
    for moved, other in _moves(table, target):
        amount = table.bands.get((*window, other))
        if moved == target.atoms and amount is not None and room.has(target.amount, amount):
            atoms, swapped = table.atom_sets[moved], table.atom_sets[other]
            yield Exchange(atoms, swapped, np.arange(target.first, target.last + 1))


def _between_spans(  # noqa: C901
    table: BaseNumbers, target: Target, room: Room
) -> Iterator[Exchange]:
    for moved, other in _moves(table, target):
        atoms = table.atom_sets[moved]
        own = _series(table, target.part, moved)
        if other == NONE:
            # Who would be moved, and who would come: where there is a case, a row says so.
            swapped, leaves, comes = None, np.maximum(own - 1, 0), np.where(own > 0, np.inf, 0)
            if table.left is not None:
                leaves = np.minimum(leaves, table.left)
        else:
            swapped, leaves, comes = table.atom_sets[other], own, _series(table, target.part, other)
        for inside, outside in _neighbours(table, target):
            if room.has(
                min(leaves[inside].sum(), comes[outside].sum()),
                min(comes[inside].sum(), leaves[outside].sum()),
            ):
                yield Exchange(atoms, swapped, inside, outside)
        window = np.arange(target.first, target.last + 1)
        for inside in (window[-1:], window[:1], window):
            gone, come = leaves[inside].sum(), comes[inside].sum()
            if other == NONE and room.has(gone, np.inf):
                yield Exchange(atoms, None, inside, inside[:0])
            elif other != NONE and room.has(gone, come):
                yield Exchange(atoms, swapped, inside)
        for inside, outside in _every_year(table, target):
            if room.has(
                np.minimum(leaves[inside], comes[outside]).min(),
                np.minimum(comes[inside], leaves[outside]).min(),
            ):
                yield Exchange(atoms, swapped, inside, outside, is_even=True)


def _every_year(table: BaseNumbers, target: Target) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield a month at a window's edge in every year, and one beside it outside in every year.

    Every 12 months then have as many as before.
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
            if at in inside:
                yield inside, inside + shift


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


def _between_parts(table: BaseNumbers, target: Target, room: Room) -> Iterator[Exchange]:
    spans = np.arange(target.first, target.last + 1)
    name = target.part.dimension
    is_overlapping = table.dimensions[name].is_overlapping
    for moved, other in _moves(table, target):
        atoms = table.atom_sets[moved]
        own = _series(table, target.part, moved)
        swapped = None if other == NONE else table.atom_sets[other]
        stays = np.inf if other == NONE else _series(table, target.part, other)
        enough = 0
        for parts in _partners(table, target, moved):
            others = [Part(name, each) for each in parts[1:]]
            come = np.array([_series(table, each, moved) for each in others])
            go_to = np.inf
            if other != NONE:
                go_to = np.array([_series(table, each, other) for each in others]).sum(axis=0)
            if is_overlapping:
                come = np.maximum(_series(table, WHOLE, moved) - own, 0)[None]
                go_to = np.inf
            up = np.minimum(come.sum(axis=0), stays)
            down = np.minimum(own, go_to)
            for chosen in _some_of(spans, own, up):
                if room.has(down[chosen].sum(), up[chosen].sum()):
                    enough += len(parts) > 2
                    yield Exchange(atoms, swapped, chosen, None, parts)
            if enough > _ENOUGH:
                break


def _partners(table: BaseNumbers, target: Target, counted: int) -> Iterator[tuple[str, ...]]:
    """Yield the target's part with others that have cases: any single one, then the smallest."""
    dimension = table.dimensions[target.part.dimension]
    window = slice(target.first, target.last + 1)
    amounts = {
        each: _series(table, Part(target.part.dimension, each), counted)[window].sum()
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


def _between_atoms(table: BaseNumbers, target: Target, room: Room) -> Iterator[Exchange]:
    day = target.first
    older, younger = _room_of_ages(table, day, room.small_to)
    for moved, other in _moves(table, target):
        if other == NONE:
            continue
        down, up = (_series(table, target.part, each)[day] for each in (moved, other))
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
    return np.sum([_series(table, WHOLE, each) for each in inside], axis=0)


def _freely(table: BaseNumbers, target: Target, room: Room) -> Iterator[Exchange]:
    """Yield that cases of the target, or of a piece of it, may be there or not."""
    for moved, other in _moves(table, target):
        if other == NONE and room.has(_series(table, target.part, moved)[target.first], np.inf):
            yield Exchange(table.atom_sets[moved], None, np.array([target.first]))


def nothing_shown(table: BaseNumbers, target: Target) -> Exchange:
    """Return the exchange for which all is hidden that counts the target's atoms in its spans.

    Of a part's these are the parts of its dimension: the whole does not say how they lie in it.
    """
    spans = np.arange(target.first, target.last + 1)
    free = Exchange(table.atom_sets[target.atoms], None, spans)
    if target.part == WHOLE:
        return free
    partners = _partners(table, target, target.atoms)
    return replace(free, parts=max(partners, key=len, default=(target.part.category,)))
