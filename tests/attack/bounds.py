"""Bounds of unknowns from sums of them, one sum at a time, until nothing changes any more."""

from typing import Final

import numpy as np

from tests.attack.system import Matrix

_ROUNDS: Final = 60
_CLOSE: Final = 1e-6


def tightened(
    matrix: Matrix, lows: np.ndarray, highs: np.ndarray, size: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the least and greatest whole value of each unknown that no single sum rules out."""
    least, most = np.zeros(size), np.full(size, np.inf)
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    at, times = matrix.indices, matrix.data
    is_up = times > 0
    for _ in range(_ROUNDS):
        smallest = np.where(is_up, times * least[at], times * most[at])
        largest = np.where(is_up, times * most[at], times * least[at])
        # What an unknown may be is what the others of its row leave.
        above = highs[rows] - _sum_of_others(smallest, rows, matrix.shape[0])
        below = lows[rows] - _sum_of_others(largest, rows, matrix.shape[0])
        upper = np.where(is_up, above, below) / times
        lower = np.where(is_up, below, above) / times
        new_most, new_least = most.copy(), least.copy()
        np.minimum.at(new_most, at, np.floor(upper + _CLOSE))
        np.maximum.at(new_least, at, np.ceil(lower - _CLOSE))
        if np.array_equal(new_most, most) and np.array_equal(new_least, least):
            break
        least, most = new_least, new_most
    return least, most


def bounds_of_sums(
    matrix: Matrix, least: np.ndarray, most: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return between which values sums lie whose unknowns lie between others."""
    up, down = matrix.maximum(0), matrix.minimum(0)
    endless = np.isinf(most)
    finite = np.where(endless, 0, most)
    low, high = up @ least + down @ finite, up @ finite + down @ least
    low[(down @ endless.astype(float)) < 0] = -np.inf
    high[(up @ endless.astype(float)) > 0] = np.inf
    return low, high


def _sum_of_others(values: np.ndarray, rows: np.ndarray, count: int) -> np.ndarray:
    """Return for each entry the sum of the others of its row, endless where any other is."""
    endless = np.isinf(values)
    finite = np.where(endless, 0, values)
    total, number = np.bincount(rows, finite, count), np.bincount(rows, endless, count)
    others = total[rows] - finite
    sign = np.sign(values[endless][0]) if endless.any() else 1
    return np.where(number[rows] - endless > 0, sign * np.inf, others)
