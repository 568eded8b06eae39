"""Exchanges: how cases could lie otherwise while all that is shown stays as it is.

A hidden number may be another if cases can change places with others: between spans of time,
between parts of a dimension, or between atoms. Each exchange is a certificate: cells that it would
change must be hidden, and then nobody can tell whether it has taken place.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from dashboard.disclosure.exchanges.ages import between_ages, freely
from dashboard.disclosure.exchanges.exchange import Exchange, Room, Target, affected
from dashboard.disclosure.exchanges.moves import counts_of
from dashboard.disclosure.exchanges.parts import between_parts
from dashboard.disclosure.exchanges.spans import (
    between_bands,
    between_bands_and_spans,
    between_spans,
)
from dashboard.disclosure.linked_numbers import WHOLE, BaseNumbers

__all__ = ["Exchange", "Room", "Target", "affected", "exchanges_of", "nothing_shown"]


def exchanges_of(table: BaseNumbers, target: Target, room: Room) -> Iterator[Exchange]:
    """Yield exchanges by which a target has room enough, those nearby first."""
    window = slice(target.first, target.last + 1)
    if target.part != WHOLE:
        yield from between_parts(table, target, room)
        if counts_of(table, WHOLE, target.atoms)[window].sum() == target.amount:
            # All of them are in the part: it may be what the whole may be.
            yield from exchanges_of(table, replace(target, part=WHOLE), room)
    elif table.is_stock:
        yield from between_ages(table, target, room)
        yield from freely(table, target, room)
    else:
        yield from between_bands(table, target, room)
        yield from between_spans(table, target, room)
        yield from between_bands_and_spans(table, target, room)


def nothing_shown(table: BaseNumbers, target: Target) -> Exchange:
    """Return the exchange for which all is hidden that counts the target's atoms in its spans.

    Of a part's these are the parts of its dimension: the whole does not say how they lie in it. Of
    who is open they are all of that day: each length of time bounds the shorter ones.
    """
    spans = np.arange(target.first, target.last + 1)
    free = Exchange(table.atom_sets[target.atoms], None, spans)
    if target.part == WHOLE:
        return replace(free, atoms=np.ones_like(free.atoms)) if table.is_stock else free
    pieces = table.dimensions[target.part.dimension].pieces
    return replace(free, pieces=np.ones(pieces.shape[1], bool))
