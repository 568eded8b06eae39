"""Sums of unknown counts and what is known of them: the sparse system that an attacker solves."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy import sparse

# What scipy says of the types of its sparse matrices is not what it returns.
Matrix = Any
Terms = tuple[np.ndarray, np.ndarray]
"""Unknowns by number, and how often each is counted."""


def terms(*unknowns: int, times: float = 1) -> Terms:
    """Return the sum of some unknowns."""
    return np.array(unknowns, np.int64), np.full(len(unknowns), float(times))


def added(*sums: Terms) -> Terms:
    """Return sums added up, each unknown once."""
    unknowns, at = np.unique(np.concatenate([each for each, _ in sums]), return_inverse=True)
    times = np.bincount(at, np.concatenate([each for _, each in sums]), len(unknowns))
    return unknowns[times != 0], times[times != 0]


def negative(summed: Terms) -> Terms:
    """Return a sum with the other sign."""
    return summed[0], -summed[1]


@dataclass(frozen=True)
class Target:
    """A sum that is hidden: what it is, and the smallest and largest value that must stay possible.

    Without a `high` its `span` says how many values must stay possible, whichever they are.
    """

    label: Hashable
    summed: Terms
    truth: float
    low: float = 0
    high: float | None = None
    span: int = 0

    def is_narrowed(self, low: float, high: float) -> bool:
        """Return whether bounds leave out a value that must stay possible."""
        if self.high is None:
            return high - low + 1 < self.span
        return low > self.low or high < self.high


@dataclass
class System:
    """Unknown whole numbers from 0 up, and sums of them that lie between two numbers."""

    size: int = 0
    lows: list[float] = field(default_factory=list)
    highs: list[float] = field(default_factory=list)
    labels: list[Hashable] = field(default_factory=list)
    _sums: list[Terms] = field(default_factory=list)

    def add_unknowns(self, count: int) -> int:
        """Add unknowns and return the number of the first."""
        self.size += count
        return self.size - count

    def add(self, summed: Terms, low: float, high: float, label: Hashable) -> None:
        """Add what is known of a sum."""
        self._sums.append(summed)
        self.lows.append(low)
        self.highs.append(high)
        self.labels.append(label)

    def matrix(self) -> Matrix:
        """Return the sums, a row each."""
        return matrix_of(self._sums, self.size)


def matrix_of(sums: Sequence[Terms], size: int) -> Matrix:
    """Return sums as the rows of a matrix."""
    ends = np.cumsum([0, *(len(unknowns) for unknowns, _ in sums)])
    unknowns = np.concatenate([np.array([], np.int64), *(each for each, _ in sums)])
    times = np.concatenate([np.array([]), *(each for _, each in sums)])
    return sparse.csr_array((times, unknowns, ends), shape=(len(sums), size))
