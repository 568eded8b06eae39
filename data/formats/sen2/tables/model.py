"""The tables of one return as they were read: text, under the return's own column names."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from data.common.errors import Issue
from data.formats.base import DROPPED, UNRECOGNISED, Note
from data.formats.sen2.tables.column_names import columns_read


@dataclass(frozen=True)
class ReturnTable:
    """Hold the rows of one table: its columns that are read, blank where they are not there.

    `numbers` counts rows as a spreadsheet does; `given` names the columns that the file has.
    """

    name: str
    cells: dict[str, np.ndarray]
    numbers: np.ndarray
    present: frozenset[str]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.numbers)

    def column(self, name: str) -> np.ndarray:
        """Return the cells of a column."""
        return self.cells[name]


@dataclass(frozen=True)
class SourceReturn:
    """Hold the tables of one return by name, with what was noticed in reading them."""

    tables: dict[str, ReturnTable] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    issues: tuple[Issue, ...] = ()


def table_of_cells(name: str, cells: dict[str, Iterable[str]], numbers: np.ndarray) -> ReturnTable:
    """Make a table of the columns that were found, each stripped of spaces."""
    count = len(numbers)
    stripped = {each: _stripped(texts) for each, texts in cells.items()}
    whole = {
        each: stripped.get(each, np.full(count, "", dtype=object)) for each in columns_read(name)
    }
    return ReturnTable(name, whole, numbers, frozenset(stripped))


def _stripped(texts: Iterable[str]) -> np.ndarray:
    return np.array([*map(str.strip, texts), None], dtype=object)[:-1]


def dropped_note(columns: Iterable[str]) -> Note:
    """Say which columns of the person table were thrown away, and what is kept of it."""
    names = ", ".join(columns)
    there = f"{names} and the day of birth" if names else "The day of birth"
    words = f"{there} were dropped as the file was read: only age, sex and ethnicity are kept."
    return Note(DROPPED, "person", words if names else words.replace("were", "was"))


def unrecognised_note(table: str, headings: Iterable[str], printable: Callable[[str], str]) -> Note:
    """Say which columns of a table nobody knows."""
    shown = [printable(heading) for heading in dict.fromkeys(headings)]
    named = [name for name in shown if name]
    hidden = len(shown) - len(named)
    if hidden:
        named.append(f"{hidden} whose heading does not look like one")
    return Note(UNRECOGNISED, table, f"Not read, because not known: {', '.join(named)}.")
