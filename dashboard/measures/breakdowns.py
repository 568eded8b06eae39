"""Breakdowns: the categories of each dimension, and which rows each holds."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd

from dashboard.measures.dates import FAR, Ints, day_number
from dashboard.measures.settings import AgeBand

NOT_KNOWN: Final = "not_known"

Span = tuple[int, int]
ALWAYS: Final[Span] = (-FAR, FAR)


@dataclass(frozen=True)
class Dimension:
    """One way to divide rows into categories.

    Each row has one code below `code_count`. A category is one code or, where `holds` is given
    (categories × codes), as many as it says: so bands of ages may overlap. Where `spans` is given
    (categories × first and last day), a category is shown for periods that end within its span.
    """

    key: str
    codes: Ints
    code_count: int
    categories: tuple[str, ...]
    holds: np.ndarray | None = None
    spans: np.ndarray | None = None

    def gather(self, counts: np.ndarray) -> np.ndarray:
        """Sum what was counted by code into categories, along the first axis."""
        return counts if self.holds is None else self.holds @ counts

    def labels(self, version: str = "") -> np.ndarray:
        """Name the breakdown of each category, within a version such as exceptions=including."""
        keys = [f"{self.key}={category}" if self.key else "" for category in self.categories]
        names = [";".join(sorted(filter(None, (label, version)))) for label in keys]
        return np.array(names, object)

    def is_shown(self, ends: Ints) -> np.ndarray:
        """Say which categories apply at which days (categories × days)."""
        if self.spans is None:
            return np.ones((len(self.categories), len(ends)), bool)
        return (self.spans[:, :1] <= ends) & (ends <= self.spans[:, 1:])

    def for_rows(self, owners: Ints) -> "Dimension":
        """Divide other rows as the rows that own them; −1 has no owner and is not known.

        The code of not known must be there: code 0 of a column, the last of ages.
        """
        not_known = 0 if self.holds is None else self.code_count - 1
        codes = np.append(self.codes, np.int16(not_known))[owners]
        return replace(self, codes=codes)

    def occurs(self, rows: Ints) -> np.ndarray:
        """Say in a column which categories hold any of some rows."""
        counts = np.bincount(self.codes[rows], minlength=self.code_count)
        return self.gather(counts[:, None]) > 0


def whole_dimension(row_count: int) -> Dimension:
    """Put every row in one category, which has no name."""
    return Dimension("", np.zeros(row_count, np.int16), 1, ("",))


def by_category(key: str, values: pd.Series) -> Dimension:
    """Divide rows by what a column says; blank is not known."""
    codes, words = pd.factorize(values, use_na_sentinel=True)
    names = [str(word) for word in words]
    return by_code(key, codes, names)


def by_code(key: str, codes: Ints, words: list[str]) -> Dimension:
    """Divide rows by codes into words; code −1 and an empty word are not known."""
    not_known = [word in ("", NOT_KNOWN) for word in words]
    categories = [NOT_KNOWN, *(word for word in words if word not in ("", NOT_KNOWN))]
    new_codes = np.zeros(len(words) + 1, np.int16)
    new_codes[:-1] = np.where(not_known, 0, np.cumsum(~np.array(not_known, bool)))
    return Dimension(key, new_codes[codes], len(categories), tuple(categories))


def by_age(
    key: str, ages: np.ndarray, bands: tuple[AgeBand, ...], *, outside_is_unknown: bool
) -> Dimension:
    """Divide rows by bands of age; a row without an age is not known.

    Where `outside_is_not_known`, so is one that none of the bands in force holds.
    """
    codes, unique_ages = pd.factorize(ages, use_na_sentinel=True)
    bands = tuple(dict.fromkeys(bands))
    held = np.array([np.append(band.holds(unique_ages), False) for band in bands])
    spans = [_span(band) for band in bands]
    is_unknown = np.arange(len(unique_ages) + 1) == len(unique_ages)
    rest = _outside(held, spans) if outside_is_unknown else {ALWAYS: is_unknown}
    return Dimension(
        key=key,
        codes=np.where(codes < 0, len(unique_ages), codes).astype(np.int16),
        code_count=len(unique_ages) + 1,
        categories=(*(band.code for band in bands), *[NOT_KNOWN] * len(rest)),
        holds=np.array([*held, *rest.values()], np.float64),
        spans=np.array([*spans, *rest]),
    )


def _span(band: AgeBand) -> Span:
    return (
        -FAR if band.applies_from is None else day_number(band.applies_from),
        FAR if band.applies_to is None else day_number(band.applies_to),
    )


def _outside(held: np.ndarray, spans: list[Span]) -> dict[Span, np.ndarray]:
    """Say which codes no band holds, for each span of days in which the same bands are in force."""
    edges = sorted({-FAR, *(first for first, _ in spans), *(last + 1 for _, last in spans)})
    outside = {}
    for first, after in pairwise([*(edge for edge in edges if edge <= FAR), FAR + 1]):
        in_force = [start <= first and after - 1 <= end for start, end in spans]
        outside[first, after - 1] = ~held[in_force].any(axis=0)
    return outside


def ages_of(cases: pd.DataFrame, age: str, year_group: str = "year_group") -> np.ndarray:
    """Take the age given, else the age that answers to the year group (reception is 0, age 5)."""
    recorded_ages = cases[age].to_numpy(np.float64)
    return np.where(
        np.isnan(recorded_ages), cases[year_group].to_numpy(np.float64) + 5, recorded_ages
    )


def dimensions_of(cases: pd.DataFrame, columns: Iterable[tuple[str, str]]) -> list[Dimension]:
    """Make a dimension of each (key, column)."""
    return [by_category(key, cases[column]) for key, column in columns]
