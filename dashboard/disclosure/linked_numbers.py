"""The numbers of cells as sums of the same cases: which base, parts, spans of time and atoms each counts.

A cell counts the cases of a base (such as plans by the day of issue) that lie in a part of a
dimension, in a window of spans (months, or single days of who is open) and in some atoms: values of
the axes by which the base is divided. Every number is such a product, whatever measure shows it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np

from dashboard.disclosure.axes import REST, overlaps, parts_of_categories

_VERSIONS: Final = ("exceptions", "band", "open", "weeks")
INCLUDING: Final = "exceptions=including"
EXCLUDING: Final = "exceptions=excluding"
T = TypeVar("T")


class Place(NamedTuple):
    """A version of a measure, and the dimension and category of the part."""

    version: str
    dimension: str
    category: str


def place_of(breakdown: str) -> Place:
    """Return what a breakdown says."""
    version, part = "", ("", "")
    for label in filter(None, breakdown.split(";")):
        name, _, category = label.partition("=")
        if name in _VERSIONS:
            version = label
        else:
            part = (name, category)
    return Place(version, *part)


def version_and_dimension(breakdown: str) -> tuple[str, str]:
    """Return the version of a breakdown by exceptions and its dimension, each empty without one."""
    pairs = [pair for pair in breakdown.split(";") if pair]
    version = next((pair for pair in pairs if pair.startswith("exceptions=")), "")
    keys = [pair.split("=", 1)[0] for pair in pairs if pair != version]
    return version, ";".join(keys)


class Part(NamedTuple):
    """A category of a dimension; the whole has neither."""

    dimension: str
    category: str


WHOLE: Final = Part("", "")


@dataclass
class Dimension:
    """The categories of a dimension, and the pieces that they are made of: bands of age overlap."""

    categories: list[str]
    pieces: np.ndarray
    is_overlapping: bool

    @classmethod
    def of(cls, categories: set[str]) -> "Dimension":
        """Return a dimension; cases that no overlapping band holds are a piece of their own."""
        covers = parts_of_categories(categories)
        names = sorted(frozenset[str]().union(*covers.values()))
        is_overlapping = overlaps(covers.values())
        if is_overlapping:
            names.append(REST)
        listed = sorted(categories)
        pieces = np.array([[name in covers[each] for name in names] for each in listed])
        return cls(listed, pieces, is_overlapping)

    def coverings(self) -> Iterator[list[str]]:
        """Yield categories that share nothing, few first."""
        for count in range(1, len(self.categories) + 1):
            for chosen in combinations(self.categories, count):
                if (self.pieces[np.isin(self.categories, chosen)].sum(axis=0) <= 1).all():
                    yield list(chosen)

    def pieces_of(self, categories: Collection[str]) -> np.ndarray:
        """Mark the pieces of some categories."""
        return np.any(self.pieces[[each in categories for each in self.categories]], axis=0)


class Windows(NamedTuple):
    """The first and last span of each window, and which window a number has."""

    first: np.ndarray
    last: np.ndarray
    of_number: np.ndarray


class Lines(NamedTuple):
    """Atoms, dimension and part that numbers of some window count, and which of them a number has."""

    atoms: np.ndarray
    dimension: np.ndarray
    part: np.ndarray
    of_number: np.ndarray


@dataclass
class BaseNumbers:
    """All numbers of one base, an element each of the arrays.

    `row` is the cell that shows it, `first` and `last` are its spans, `atoms` its place in
    `atom_sets` (sets × atoms). `series` are the counts by span of a part and a set of atoms;
    `pieces` are those sets of a part that no other divides; `bands` the counts of atoms from one
    span to another, where they are counted in that window alone. Atoms are in the order of
    `axis_sizes`, the last axis fastest. Of who is open, `atom_starts` are the
    days after which an atom begins. `left` are how many left in each month, or, of who is open,
    since the day before: flows less what the `stock` grew by that they come to; `arrivals` are the
    flows of a stock.
    """

    is_stock: bool
    atom_sets: np.ndarray
    span_days: np.ndarray
    dimensions: Mapping[str, Dimension]
    row: np.ndarray
    dimension: np.ndarray
    part: np.ndarray
    first: np.ndarray
    last: np.ndarray
    atoms: np.ndarray
    series: dict[tuple[Part, int], np.ndarray] = field(default_factory=dict)
    pieces: dict[Part, list[int]] = field(default_factory=dict)
    bands: dict[tuple[int, int, int], float] = field(default_factory=dict)
    axis_sizes: tuple[int, ...] = ()
    atom_starts: np.ndarray = field(default_factory=lambda: np.array([], np.int64))
    left: np.ndarray | None = None
    stock: "BaseNumbers | None" = None
    arrivals: "BaseNumbers | None" = None
    # What exchanges ask again and again of the same few atoms, parts and spans.
    remembered: dict[tuple[object, ...], Any] = field(default_factory=dict)

    @property
    def months(self) -> np.ndarray:
        """Return the month of each span's day, as a month of NumPy."""
        return self.span_days.astype("datetime64[D]").astype("datetime64[M]")

    @property
    def span_count(self) -> int:
        """How many months, years or days it spans."""
        return len(self.span_days)

    @cached_property
    def dimension_names(self) -> list[str]:
        """The names of the dimensions by code; the whole's is the first."""
        return ["", *self.dimensions]

    @cached_property
    def windows(self) -> "Windows":
        """The windows of the numbers: few beside the numbers."""
        codes, of_number = np.unique(self.first * self.span_count + self.last, return_inverse=True)
        return Windows(*np.divmod(codes, self.span_count), of_number)

    @cached_property
    def lines(self) -> "Lines":
        """What the numbers count but for their window: few beside the numbers."""
        counted = np.stack([self.atoms, self.dimension, self.part])
        lines, of_number = np.unique(counted, axis=1, return_inverse=True)
        atoms, dimension, part = lines
        return Lines(atoms, dimension, part, of_number.ravel())

    def only(self, chosen: np.ndarray) -> "BaseNumbers":
        """Return the base with some of its numbers."""
        names = ("row", "dimension", "part", "first", "last", "atoms")
        numbers = {name: getattr(self, name)[chosen] for name in names}
        return replace(self, **numbers, remembered={})

    def once(self, key: tuple[object, ...], compute: Callable[[], T]) -> T:
        """Return what is computed under a key, the first time it is asked for."""
        if key not in self.remembered:
            self.remembered[key] = compute()
        return self.remembered[key]

    def part_of(self, dimension: int, category: int) -> Part:
        """Return the part of a dimension and a category by their codes."""
        name = self.dimension_names[dimension]
        return Part(name, self.dimensions[name].categories[category]) if name else WHOLE

    def series_of(self, part: Part, atoms: int) -> np.ndarray | None:
        """Return the counts by span; None where nothing counts these atoms of the part."""
        return self.series.get((part, atoms))

    def drop_empty_pieces(self) -> None:
        """Leave out the pieces of a dimension beside categories that hold everybody in every span."""
        for name, dimension in self.dimensions.items():
            whole = self.series_of(WHOLE, 0)
            if not dimension.is_overlapping or whole is None:
                continue
            for covering in dimension.coverings():
                parts = [self.series_of(Part(name, each), 0) for each in covering]
                counts = np.sum([each for each in parts if each is not None], axis=0)
                if np.array_equal(counts, whole):
                    dimension.pieces = dimension.pieces[:, dimension.pieces_of(covering)]
                    break
