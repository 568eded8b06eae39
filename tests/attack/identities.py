"""Identities that nobody declared: sums and differences that hold in every period of some boroughs."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from dashboard.disclosure.linked_numbers import place_of
from dashboard.disclosure.quantities import numbers_of

# So many different values an identity must have held for, in each borough: less is chance.
_LEAST_VALUES: Final = 4
_NUMBERS: Final = ("numerator", "denominator", "value")


class Series(NamedTuple):
    """A number of a measure's whole, or of a version of it, from period to period."""

    measure_id: str
    breakdown: str
    number: str


class Identity(NamedTuple):
    """Series that add up to another, or a single one that is the same as another."""

    added: tuple[Series, ...]
    whole: Series


def find_identities(boroughs: Sequence[pd.DataFrame]) -> list[Identity]:
    """Return what holds in every period of all boroughs, whose cells must hide nothing."""
    return [identity for basis in ("month", "snapshot") for identity in _equal(boroughs, basis)]


def _equal(boroughs: Sequence[pd.DataFrame], basis: str) -> Iterator[Identity]:
    table = _series(boroughs, basis)
    listed = [Series(*names) for names in table.index]
    numbers = table.to_numpy(float)
    by_numbers: dict[bytes, list[int]] = {}
    for at, row in enumerate(numbers):
        by_numbers.setdefault(row.tobytes(), []).append(at)
    for first, *others in by_numbers.values():
        yield from (Identity((listed[other],), listed[first]) for other in others)
    firsts = [places[0] for places in by_numbers.values()]
    for one, other in combinations(firsts, 2):
        for at in by_numbers.get((numbers[one] + numbers[other]).tobytes(), [])[:1]:
            yield Identity((listed[one], listed[other]), listed[at])


def _series(boroughs: Sequence[pd.DataFrame], basis: str) -> pd.DataFrame:
    """Return the series that vary in every borough, with their numbers in all periods of all."""
    pieces = []
    for at, cells in enumerate(boroughs):
        whole = cells[(cells["basis"] == basis) & cells["breakdown"].map(_is_whole)]
        long = whole.melt(
            ["measure_id", "breakdown", "period_end", "as_of"], list(_NUMBERS), "number", "count"
        ).dropna()
        pieces.append(long.assign(borough=at))
    table = pd.concat(pieces).pivot_table(
        index=["measure_id", "breakdown", "number"],
        columns=["borough", "as_of", "period_end"],
        values="count",
        fill_value=0,
    )
    of_borough = table.columns.get_level_values("borough")
    is_used = np.array([_counts_cases(*names) for names in table.index], bool)
    for at in range(len(boroughs)):
        is_used &= (table.loc[:, of_borough == at].nunique(axis=1) >= _LEAST_VALUES).to_numpy()
    return table.loc[is_used]


def _is_whole(breakdown: str) -> bool:
    return not place_of(breakdown).dimension


def _counts_cases(measure_id: str, breakdown: str, number: str) -> bool:
    return number in numbers_of(measure_id, place_of(breakdown).version)
