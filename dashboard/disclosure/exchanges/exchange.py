"""An exchange of cases, the number that it is to make another, and what else it would change."""

from dataclasses import dataclass

import numpy as np

from dashboard.disclosure.linked_numbers import WHOLE, BaseNumbers, Part


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
    axis = axis_between(table, exchange.atoms, exchange.swapped)
    moved = exchange.atoms | exchange.swapped
    if axis is None:
        return np.any(sets & moved, axis=1) & np.any(~sets & moved, axis=1)
    lined = np.moveaxis(sets.reshape(-1, *table.axis_sizes), axis + 1, -1)
    lined_moved = np.moveaxis(moved.reshape(table.axis_sizes), axis, -1)
    has, lacks = (lined & lined_moved).any(axis=-1), (~lined & lined_moved).any(axis=-1)
    return np.any((has & lacks).reshape(len(sets), -1), axis=1)


def axis_between(table: BaseNumbers, one: np.ndarray, other: np.ndarray) -> int | None:
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
