"""Breakdowns: the categories of each dimension, and the rows in each."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd

from dashboard.measures.dates import FAR, Ints, day_number
from dashboard.measures.settings import AgeBand

UNKNOWN: Final = "not_known"

Span = tuple[int, int]
ALWAYS: Final[Span] = (-FAR, FAR)


@dataclass(frozen=True)
class Dimension:
    """One way to divide rows into categories.

    Each row has one code below `code_count`. A category is one code or, by `holds` (categories ×
    codes), several: so bands of ages may overlap. With `spans` (categories × first and last day)
    a category is shown for periods that end within its span.
    """

    key: str
    codes: Ints
    code_count: int
    categories: tuple[str, ...]
    holds: np.ndarray | None = None
    spans: np.ndarray | None = None

    def gather(self, counts: np.ndarray) -> np.ndarray:
        """Return the counts by category of counts by code (first axis)."""
        return counts if self.holds is None else self.holds @ counts

    def labels(self, version: str = "") -> np.ndarray:
        """Return the breakdown of each category, within a version such as exceptions=including."""
        keys = [f"{self.key}={category}" if self.key else "" for category in self.categories]
        names = [";".join(sorted(filter(None, (label, version)))) for label in keys]
        return np.array(names, object)

    def is_shown(self, ends: Ints) -> np.ndarray:
        """Mark which categories apply at which days (categories × days)."""
        if self.spans is None:
            return np.ones((len(self.categories), len(ends)), bool)
        return (self.spans[:, :1] <= ends) & (ends <= self.spans[:, 1:])

    def for_rows(self, owners: Ints) -> "Dimension":
        """Return the dimension of other rows, each with the position of the row that owns it.

        −1 has no owner and is not known: that is code 0 of a column, the last code of ages.
        """
        unknown = 0 if self.holds is None else self.code_count - 1
        codes = np.append(self.codes, np.int16(unknown))[owners]
        return replace(self, codes=codes)

    def occurs(self, rows: Ints) -> np.ndarray:
        """Mark, in a column, the categories that hold any of some rows."""
        counts = np.bincount(self.codes[rows], minlength=self.code_count)
        return self.gather(counts[:, None]) > 0


def whole_dimension(row_count: int) -> Dimension:
    """Return the dimension of one category without a name, which holds every row."""
    return Dimension("", np.zeros(row_count, np.int16), 1, ("",))


def by_category(key: str, values: pd.Series) -> Dimension:
    """Return the dimension of a column's values; blank is not known."""
    codes, unique = pd.factorize(values, use_na_sentinel=True)
    names = [str(value) for value in unique]
    is_named = np.array([name not in ("", UNKNOWN) for name in names], bool)
    categories = [UNKNOWN, *(name for name in names if name not in ("", UNKNOWN))]
    # The last, which code −1 of a missing value takes, is that of not known.
    new_codes = np.zeros(len(names) + 1, np.int16)
    new_codes[:-1] = np.where(is_named, np.cumsum(is_named), 0)
    return Dimension(key, new_codes[codes], len(categories), tuple(categories))


def by_age(
    key: str, ages: np.ndarray, bands: tuple[AgeBand, ...], *, outside_is_unknown: bool
) -> Dimension:
    """Return the dimension of bands of age; a row without an age is not known.

    With `outside_is_unknown`, so is one that none of the bands in force holds.
    """
    codes, unique_ages = pd.factorize(ages, use_na_sentinel=True)
    bands = tuple(dict.fromkeys(bands))
    held = np.array([np.append(band.holds(unique_ages), False) for band in bands])
    spans = [
        (
            -FAR if band.applies_from is None else day_number(band.applies_from),
            FAR if band.applies_to is None else day_number(band.applies_to),
        )
        for band in bands
    ]
    is_unknown = np.arange(len(unique_ages) + 1) == len(unique_ages)
    rest = _outside(held, spans) if outside_is_unknown else {ALWAYS: is_unknown}
    return Dimension(
        key=key,
        codes=np.where(codes < 0, len(unique_ages), codes).astype(np.int16),
        code_count=len(unique_ages) + 1,
        categories=(*(band.code for band in bands), *[UNKNOWN] * len(rest)),
        holds=np.array([*held, *rest.values()], np.float64),
        spans=np.array([*spans, *rest]),
    )


def _outside(held: np.ndarray, spans: list[Span]) -> dict[Span, np.ndarray]:
    """Mark the codes that no band holds, by span of days in which the same bands are in force."""
    edges = sorted({-FAR, *(first for first, _ in spans), *(last + 1 for _, last in spans)})
    outside = {}
    for first, after in pairwise([*(edge for edge in edges if edge <= FAR), FAR + 1]):
        in_force = [start <= first and after - 1 <= end for start, end in spans]
        outside[first, after - 1] = ~held[in_force].any(axis=0)
    return outside


def ages_of(cases: pd.DataFrame, age: str, year_group: str = "year_group") -> np.ndarray:
    """Return the recorded age, else that of the year group (reception is 0, age 5); else NaN."""
    recorded_ages = cases[age].to_numpy(np.float64)
    return np.where(
        np.isnan(recorded_ages), cases[year_group].to_numpy(np.float64) + 5, recorded_ages
    )


def dimensions_of(cases: pd.DataFrame, columns: Iterable[tuple[str, str]]) -> list[Dimension]:
    """Return the dimension of each (key, column)."""
    return [by_category(key, cases[column]) for key, column in columns]
