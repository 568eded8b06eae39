"""The tables of a SEN2 return: the names of their columns, their rows, and how the rows join."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pandas as pd

from data.common.errors import Issue
from data.formats.base import DROPPED, LEFT_OUT, UNRECOGNISED, Note, reference_rows

# Each table with its own key and that of its parent table, from the top down.
TABLES: dict[str, tuple[str, str]] = {
    "sen2": ("sen2tableid", ""),
    "person": ("persontableid", "sen2tableid"),
    "requests": ("requeststableid", "persontableid"),
    "assessment": ("assessmenttableid", "requeststableid"),
    "namedplan": ("namedplantableid", "assessmenttableid"),
    "plandetail": ("plandetailtableid", "namedplantableid"),
    "activeplans": ("activeplanstableid", "requeststableid"),
    "placementdetail": ("placementdetailtableid", "activeplanstableid"),
    "senneed": ("senneedtableid", "activeplanstableid"),
}
# What becomes of a column.
READ, DROP = "read", "dropped"
_MARKS = re.compile(r"[^a-z0-9]+")
# A note repeats only what looks like a heading or tag: a file without a header has data there.
_HEADING = re.compile(r"(?!.*[0-9]{4})[A-Za-z][\w .,()/–-]{0,59}")
_MAX_ISSUES = 200
# A request has at most one of each of these.
_AT_MOST_ONE = ("assessment", "namedplan", "activeplans")
NO_ROW = -1


def fold_heading(heading: str) -> str:
    """Return a heading or tag in lower case, letters and digits only."""
    return _MARKS.sub("", heading.lower())


@cache
def columns_of(table: str) -> Mapping[str, tuple[str, str]]:
    """Return the column that each folded heading of a table means, and its use."""
    columns: dict[str, tuple[str, str]] = {}
    for row in reference_rows("sen2_columns"):
        if row["table"] == table:
            spellings = (row["column"], *row["also"].split(";"))
            columns |= {
                fold_heading(each): (row["column"], row["use"]) for each in spellings if each
            }
    return columns


@cache
def columns_read(table: str) -> tuple[str, ...]:
    """Return the columns of a table that are read, in the order of the reference table."""
    return tuple(dict.fromkeys(name for name, use in columns_of(table).values() if use == READ))


def table_of_headings(headings: Iterable[str]) -> str:
    """Return the table whose key, parent's key and more these headings are; "" if none."""
    have = {fold_heading(heading) for heading in headings}
    for table in reversed(TABLES):
        columns_by_heading = columns_of(table)
        columns = {columns_by_heading[each][0] for each in have if each in columns_by_heading}
        key, parent = TABLES[table]
        if key in columns and (not parent or parent in columns) and len(columns) > 2:
            return table
    return ""


def _printable_heading(heading: str) -> str:
    """Return a heading or tag if it looks like one, so that a note may repeat it; else ""."""
    return heading if _HEADING.fullmatch(heading) else ""


@dataclass(frozen=True)
class ReturnTable:
    """The rows of one table: the columns that are read, blank where the file lacks them.

    `numbers` counts rows as a spreadsheet does; `present` names the columns that the file has.
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
    """The tables of one return by name, with the notes and issues of reading them."""

    tables: dict[str, ReturnTable] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    issues: tuple[Issue, ...] = ()


def table_of_cells(name: str, cells: dict[str, Iterable[str]], numbers: np.ndarray) -> ReturnTable:
    """Return a table of the columns that the file has, their cells stripped of spaces."""
    count = len(numbers)
    stripped = {each: _stripped(texts) for each, texts in cells.items()}
    whole = {
        each: stripped.get(each, np.full(count, "", dtype=object)) for each in columns_read(name)
    }
    return ReturnTable(name, whole, numbers, frozenset(stripped))


def _stripped(texts: Iterable[str]) -> np.ndarray:
    return np.array([*map(str.strip, texts), None], dtype=object)[:-1]


def dropped_note(columns: Iterable[str]) -> Note:
    """Return the note of the columns of the person table that were dropped."""
    names = ", ".join(columns)
    there = f"{names} and the day of birth" if names else "The day of birth"
    words = f"{there} were dropped as the file was read: only age, sex and ethnicity are kept."
    return Note(DROPPED, "person", words if names else words.replace("were", "was"))


def unrecognised_note(table: str, headings: Iterable[str]) -> Note:
    """Return the note of the columns of a table that were not recognised."""
    shown = [_printable_heading(heading) for heading in dict.fromkeys(headings)]
    named = [name for name in shown if name]
    hidden = len(shown) - len(named)
    if hidden:
        named.append(f"{hidden} whose heading does not look like one")
    return Note(UNRECOGNISED, table, f"Not read, because not known: {', '.join(named)}.")


def positions_of_children(parent: ReturnTable, child: ReturnTable) -> np.ndarray:
    """Return the position of the child of each parent row; NO_ROW where it has none."""
    return _key_positions(
        child.column(TABLES[child.name][1]), parent.column(TABLES[parent.name][0])
    )


def positions_of_parents(child: ReturnTable, parent: ReturnTable) -> np.ndarray:
    """Return the position of the parent of each child row; NO_ROW where it has none."""
    key = TABLES[parent.name][0]
    return _key_positions(parent.column(key), child.column(key))


def _key_positions(among: np.ndarray, keys: np.ndarray) -> np.ndarray:
    """Return the first position of each key; NO_ROW for a blank or missing key."""
    first = ~pd.Index(among, dtype=object).duplicated() & (among != "")
    places = pd.Index(among[first], dtype=object).get_indexer(pd.Index(keys, dtype=object))
    return np.append(np.flatnonzero(first), NO_ROW)[places]


def follow_positions(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return positions in a third table by way of those in a second."""
    return np.append(second, NO_ROW)[first]


def pick_cells(cells: np.ndarray, positions: np.ndarray) -> np.ndarray:
    """Return the cell at each position; "" for NO_ROW."""
    return np.append(cells.astype(object), "")[positions]


def repeated_children(tables: dict[str, ReturnTable]) -> Iterator[Issue]:
    """Yield an issue for each second assessment, named plan or active plan of one parent row."""
    for name in _AT_MOST_ONE:
        if name not in tables:
            continue
        key = TABLES[name][1]
        keys = pd.Series(tables[name].column(key))
        is_second = (keys.duplicated() & (keys != "")).to_numpy()
        for position in np.flatnonzero(is_second)[:_MAX_ISSUES]:
            number = int(tables[name].numbers[position])
            expected = f"at most one row of {name} for each {key}"
            fix = "Keep the row that holds, and send the return again."
            yield Issue(number, key, "the same as a row before", expected, fix, name)


def orphan_notes(tables: dict[str, ReturnTable]) -> Iterator[Note]:
    """Yield a note for each table with rows whose parent row is missing."""
    for name, table in tables.items():
        parent = next((each for each, (key, _) in TABLES.items() if key == TABLES[name][1]), "")
        if parent not in tables or name == "person":
            continue
        count = int((positions_of_parents(table, tables[parent]) == NO_ROW).sum())
        if not count:
            continue
        treatment = "kept, without age, sex and ethnicity" if name == "requests" else "left out"
        words = f"{count:,} rows name a row of {parent} that is not there: {treatment}."
        yield Note(LEFT_OUT, name, words)
