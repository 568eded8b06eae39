"""Breakdowns: the categories of each dimension, and which rows each holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from dashboard.worked_out.days import FAR, Ints, day_number
from dashboard.worked_out.settings import AgeBand

NOT_KNOWN: Final = "not_known"


@dataclass(frozen=True)
class Dimension:
    """One way to divide rows into categories.

    Each row has one code below `code_count`. A category is one code or, where `holds` is given
    (categories × codes), as many as it says: so bands of ages may overlap.
    """

    key: str
    codes: Ints
    code_count: int
    categories: tuple[str, ...]
    holds: np.ndarray | None = None
    bands: tuple[AgeBand, ...] = ()

    def gather(self, counts: np.ndarray) -> np.ndarray:
        """Sum what was counted by code into categories, along the first axis."""
        return counts if self.holds is None else self.holds @ counts

    def labels(self, version: str = "") -> np.ndarray:
        """Name the breakdown of each category, within a version such as exceptions=including."""
        own = [f"{self.key}={category}" if self.key else "" for category in self.categories]
        named = [";".join(sorted(filter(None, (label, version)))) for label in own]
        return np.array(named, object)

    def is_shown(self, ends: Ints) -> np.ndarray:
        """Say which categories apply at which days (categories × days)."""
        spans = np.full((len(self.categories), 2), (-FAR, FAR))
        for at, band in enumerate(self.bands):
            spans[at] = _span(band)
        return (spans[:, :1] <= ends) & (ends <= spans[:, 1:])


def _span(band: AgeBand) -> tuple[int, int]:
    return (
        -FAR if band.applies_from is None else day_number(band.applies_from),
        FAR if band.applies_to is None else day_number(band.applies_to),
    )


def the_whole(row_count: int) -> Dimension:
    """Put every row in one category, which has no name."""
    return Dimension("", np.zeros(row_count, np.int16), 1, ("",))


def by_category(key: str, values: pd.Series) -> Dimension:
    """Divide rows by what a column says; blank is not known."""
    codes, words = pd.factorize(values, use_na_sentinel=True)
    named = [str(word) for word in words]
    return by_code(key, codes, named)


def by_code(key: str, codes: Ints, words: list[str]) -> Dimension:
    """Divide rows by codes into words; code −1 and an empty word are not known."""
    not_known = [word in ("", NOT_KNOWN) for word in words]
    categories = [NOT_KNOWN, *(word for word in words if word not in ("", NOT_KNOWN))]
    new_codes = np.zeros(len(words) + 1, np.int16)
    new_codes[:-1] = np.where(not_known, 0, np.cumsum(~np.array(not_known, bool)))
    return Dimension(key, new_codes[codes], len(categories), tuple(categories))


def by_age(key: str, ages: np.ndarray, bands: tuple[AgeBand, ...]) -> Dimension:
    """Divide rows by bands of age; a row no band holds is not known."""
    codes, found = pd.factorize(ages, use_na_sentinel=True)
    holds = np.array([np.append(band.holds(found), False) for band in bands])
    holds = holds.reshape(len(bands), len(found) + 1)
    in_none = ~holds.any(axis=0, keepdims=True)
    return Dimension(
        key=key,
        codes=np.where(codes < 0, len(found), codes).astype(np.int16),
        code_count=len(found) + 1,
        categories=(*(band.code for band in bands), NOT_KNOWN),
        holds=np.concatenate([holds, in_none]).astype(np.float64),
        bands=bands,
    )


def ages_of(cases: pd.DataFrame, age: str, year_group: str = "year_group") -> np.ndarray:
    """Take the age given, else the age that answers to the year group (reception is 0, age 5)."""
    given = cases[age].to_numpy(np.float64)
    return np.where(np.isnan(given), cases[year_group].to_numpy(np.float64) + 5, given)


def dimensions_of(cases: pd.DataFrame, columns: Iterable[tuple[str, str]]) -> list[Dimension]:
    """Make a dimension of each (key, column)."""
    return [by_category(key, cases[column]) for key, column in columns]
