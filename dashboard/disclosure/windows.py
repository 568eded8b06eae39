"""The parts of a measure, the windows of each, and which of them may be shown."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

import numpy as np

# Long windows are kept before short ones where one of them must go.
LONGEST_FIRST: Final = ("year", "rolling12", "quarter", "ytd", "month", "snapshot")
Tie = tuple[int, int]
_VERSION: Final = "exceptions"
_AGES: Final = re.compile(r"=(\d+)-(\d+)$")


def version_and_dimension(breakdown: str) -> tuple[str, str]:
    """Return the version of a breakdown and its dimension, each empty where it has none."""
    pairs = [pair for pair in breakdown.split(";") if pair]
    version = next((pair for pair in pairs if pair.startswith(f"{_VERSION}=")), "")
    keys = [pair.split("=", 1)[0] for pair in pairs if pair != version]
    return version, ";".join(keys)


def dimension_margins(breakdowns: Iterable[str]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the parts of each dimension, by version and key; the wholes are of none."""
    parts_by_margin: dict[tuple[str, str], list[str]] = defaultdict(list)
    for breakdown in breakdowns:
        version, key = version_and_dimension(breakdown)
        if key:
            parts_by_margin[version, key].append(breakdown)
    return {margin: tuple(sorted(parts)) for margin, parts in parts_by_margin.items()}


def overlaps(parts: Iterable[str]) -> bool:
    """Return whether some parts are bands of ages that share an age."""
    spans = [tuple(map(int, m.groups())) for part in parts if (m := _AGES.search(part))]
    return any(a[0] <= b[1] and b[0] <= a[1] for a, b in combinations(spans, 2))


@dataclass
class PartWindows:
    """One part's windows, an element each: boundaries, rank, count, and whether each is shown.

    `is_small` windows are never shown; `is_nothing` ones hold no case and always are. `nothing`
    are windows of the measure that the part does not have: nobody fell into them. Where it
    `is_shown_elsewhere`, hiding more of it would hide nothing.
    """

    rows: np.ndarray
    first: np.ndarray
    last: np.ndarray
    rank: np.ndarray
    count: np.ndarray
    is_small: np.ndarray
    is_nothing: np.ndarray
    nothing: Sequence[Tie] = ()
    boundary_count: int = 0
    is_shown_elsewhere: bool = False
    is_shown: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.is_shown = ~self.is_small

    @property
    def hidden(self) -> list[Tie]:
        """The windows that are small."""
        return self._pairs(self.is_small)

    def shows(self, first: int, last: int) -> bool:
        """Return whether it shows a window in which it has cases."""
        is_window = (self.first == first) & (self.last == last)
        return bool((is_window & self.is_shown & ~self.is_nothing).any())

    def protect(self, more: Iterable[Tie] = ()) -> None:
        """Show as many windows as leave the boundaries of every small one untied.

        `more` are windows that are small though the part does not show them itself. Two orders
        are tried: long windows first, and those that touch no small window first.
        """
        never_tied = [*self.hidden, *more]
        if not never_tied:
            return
        # A boundary of each small window: its end, unless nothing comes after it.
        newest = self.last.max()
        touched = [first if last == newest else last for first, last in never_tied]
        touching = np.isin(self.first, touched) | np.isin(self.last, touched)
        orders = [
            np.lexsort((-self.last, self.rank)),
            np.lexsort((-self.last, self.rank, touching)),
        ]
        self.is_shown = max(
            (self._showing(order, never_tied) for order in orders), key=np.count_nonzero
        )

    def _showing(self, order: np.ndarray, never_tied: list[Tie]) -> np.ndarray:
        groups = BoundaryGroups(self.boundary_count, never_tied)
        shown = self.is_nothing.copy()
        for first, last in (*self.nothing, *self._pairs(self.is_nothing)):
            groups.tie(first, last)
        for at in order:
            first, last = int(self.first[at]), int(self.last[at])
            if shown[at] or self.is_small[at] or not groups.may_tie(first, last):
                continue
            groups.tie(first, last)
            shown[at] = True
        return shown

    def _pairs(self, which: np.ndarray) -> list[Tie]:
        return list(zip(self.first[which].tolist(), self.last[which].tolist(), strict=True))

    def group_with(self, boundary: int) -> np.ndarray:
        """Mark the boundaries that what is shown ties to one."""
        groups = BoundaryGroups(self.boundary_count, ())
        for first, last in (*self.nothing, *self._pairs(self.is_shown)):
            groups.tie(first, last)
        root = groups.root(boundary)
        return np.array([groups.root(each) == root for each in range(self.boundary_count)])

    def crossing(self, inside: np.ndarray) -> np.ndarray:
        """Mark the shown windows that reach from inside a group of boundaries to outside."""
        return self.is_shown & (inside[self.first] != inside[self.last])

    def can_hide_crossing(self, inside: np.ndarray) -> bool:
        """Return whether no window that holds no case, and so is known, crosses the group's edge."""
        if any(inside[first] != inside[last] for first, last in self.nothing):
            return False
        return not (self.crossing(inside) & self.is_nothing).any()


class BoundaryGroups:
    """Boundaries tied together, and pairs of them that must never be."""

    def __init__(self, count: int, never_tied: Iterable[Tie]) -> None:
        self._parent = list(range(count))
        self._never_tied: dict[int, set[int]] = {}
        for first, last in never_tied:
            self._never_tied.setdefault(int(first), set()).add(int(last))
            self._never_tied.setdefault(int(last), set()).add(int(first))

    def root(self, boundary: int) -> int:
        """Return the boundary that represents all that are tied to one."""
        while self._parent[boundary] != boundary:
            self._parent[boundary] = self._parent[self._parent[boundary]]
            boundary = self._parent[boundary]
        return boundary

    def may_tie(self, first: int, last: int) -> bool:
        """Return whether two boundaries may be tied."""
        return self.root(last) not in self._never_tied.get(self.root(first), ())

    def tie(self, first: int, last: int) -> None:
        """Tie two boundaries together with all that is tied to either."""
        merged, absorbed = self.root(first), self.root(last)
        if merged == absorbed:
            return
        self._parent[absorbed] = merged
        for other in self._never_tied.pop(absorbed, set()):
            self._never_tied[other].discard(absorbed)
            self._never_tied[other].add(merged)
            self._never_tied.setdefault(merged, set()).add(other)
