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
    shown); else between the `pieces` of parts within the spans, else between atoms. With `is_even` as many move
    from each of the spans to each of the others. With `back` the swapped are, over spans and others
    together, as many as before: in the others so many of `back` are swapped ones.
    """

    atoms: np.ndarray
    swapped: np.ndarray | None
    spans: np.ndarray
    others: np.ndarray | None = None
    pieces: np.ndarray | None = None
    is_even: bool = False
    back: np.ndarray | None = None


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
    if exchange.back is not None and exchange.others is not None:
        return _affected_with_back(table, exchange, exchange.back, exchange.others)
    pieces = _key(exchange.pieces)
    atoms = _key(exchange.atoms), _key(exchange.swapped)
    spans = _key(exchange.spans), _key(exchange.others), exchange.is_even
    is_crossed = table.once(("spans", *spans), lambda: _are_crossed(table, exchange))
    is_changed = table.once(
        ("lines", part.dimension if pieces else part, pieces, *atoms),
        lambda: _are_changed(table, part, exchange),
    )
    return is_crossed & is_changed


def _key(array: np.ndarray | None) -> bytes:
    return b"" if array is None else array.tobytes()


def _are_crossed(table: BaseNumbers, exchange: Exchange) -> np.ndarray:
    """Mark the numbers in whose window an exchange changes how many there are."""
    inside = _number_inside(table, exchange.spans)
    is_crossed: np.ndarray
    if exchange.others is None or not len(exchange.others):
        is_crossed = np.asarray(inside > 0)
    elif exchange.is_even:
        is_crossed = inside != _number_inside(table, exchange.others)
    else:
        both = inside + _number_inside(table, exchange.others)
        is_crossed = (both > 0) & (both < len(exchange.spans) + len(exchange.others))
    return is_crossed[table.windows.of_number]


def _are_changed(table: BaseNumbers, part: Part, exchange: Exchange) -> np.ndarray:
    """Mark the numbers of whose atoms and part an exchange changes how many there are."""
    changes = _atoms_change(table, exchange.atoms, exchange.swapped)
    is_changed = changes[table.lines.atoms] & _parts_change(table, part, exchange)
    return is_changed[table.lines.of_number]


def _affected_with_back(
    table: BaseNumbers, exchange: Exchange, back: np.ndarray, others: np.ndarray
) -> np.ndarray:
    """Mark the numbers that an exchange changes by which as many are swapped back in other spans."""
    inside, elsewhere = (_number_inside(table, each) for each in (exchange.spans, others))
    in_spans = _atoms_change(table, exchange.atoms, exchange.swapped)[table.atoms]
    in_others = _atoms_change(table, back, exchange.swapped)[table.atoms]
    over_both = _atoms_change(table, exchange.atoms, back)[table.atoms]
    has_both = (inside == len(exchange.spans)) & (elsewhere == len(others))
    window = table.windows.of_number
    in_either = ((inside > 0)[window] & in_spans) | ((elsewhere > 0)[window] & in_others)
    return np.where(has_both[window], over_both, in_either)


def _number_inside(table: BaseNumbers, spans: np.ndarray) -> np.ndarray:
    """Return how many of some spans lie in each window of the numbers."""
    marks = np.zeros(table.span_count + 1, np.int64)
    marks[spans + 1] = 1
    reached = np.cumsum(marks)
    return reached[table.windows.last + 1] - reached[table.windows.first]


def _atoms_change(table: BaseNumbers, moved: np.ndarray, swapped: np.ndarray | None) -> np.ndarray:
    """Mark the sets of atoms that change."""
    key = "atoms", _key(moved), _key(swapped)
    return table.once(key, lambda: _sets_that_change(table, moved, swapped))


def _sets_that_change(
    table: BaseNumbers, moved: np.ndarray, swapped: np.ndarray | None
) -> np.ndarray:
    """Mark the sets of atoms of which a case more or less is counted.

    Where moved and swapped atoms differ on one axis, cases exchange their values of it, and hold
    their values of the others: a set that does not depend on the axis counts as many as before.
    """
    sets = table.atom_sets
    if swapped is None:
        return np.any(sets & moved, axis=1)
    axis = axis_between(table, moved, swapped)
    both = moved | swapped
    if axis is None:
        return np.any(sets & both, axis=1) & np.any(~sets & both, axis=1)
    lined = np.moveaxis(sets.reshape(-1, *table.axis_sizes), axis + 1, -1)
    lined_both = np.moveaxis(both.reshape(table.axis_sizes), axis, -1)
    has, lacks = (lined & lined_both).any(axis=-1), (~lined & lined_both).any(axis=-1)
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
    """Mark the lines of whose part a case more or less is counted."""
    lines = table.lines
    if exchange.pieces is not None:
        held = (table.dimensions[part.dimension].pieces & exchange.pieces).sum(axis=1)
        changes = (held > 0) & (held < exchange.pieces.sum())
        is_own = lines.dimension == table.dimension_names.index(part.dimension)
        return is_own & changes[np.where(is_own, lines.part, 0)]
    if part == WHOLE:
        return np.ones(len(lines.part), bool)
    # Cases of one part change: the whole too, and parts of other dimensions, but not its others.
    dimension = table.dimensions[part.dimension]
    own = dimension.pieces[dimension.categories.index(part.category)]
    shares = (dimension.pieces & own).any(axis=1)
    is_own = lines.dimension == table.dimension_names.index(part.dimension)
    return ~is_own | shares[np.where(is_own, lines.part, 0)]
