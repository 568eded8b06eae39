"""Read the CSV files that COLLECT exports, one a table, into the tables of a return."""

import csv
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from data.common.errors import Fault
from data.common.progress import Progress
from data.files.csv_reader import ExtractFile, RawExtract, UnreadableFileError, read_extract
from data.formats.base import Note
from data.formats.sen2.tables.column_names import (
    DROPPED,
    READ,
    columns_of,
    folded,
    table_of,
    tellable,
)
from data.formats.sen2.tables.model import (
    SourceReturn,
    Table,
    dropped_note,
    table_of_cells,
    unrecognised_note,
)

_START = 8_192


def is_table(file: ExtractFile) -> bool:
    """Return whether the first row of a file has the headings of a table of the return."""
    return bool(table_of_file(file))


def table_of_file(file: ExtractFile) -> str:
    """Return the table whose headings a file has in its first row, or ""."""
    return table_of(_headings(file.content[:_START]))


def _headings(start: bytes) -> list[str]:
    text = start.decode("utf-8-sig", errors="replace").lstrip("\r\n")
    line = text.splitlines()[0] if text else ""
    try:
        return next(csv.reader([line]), [])
    except csv.Error:
        return []


def read_csv_tables(files: Sequence[ExtractFile], progress: Progress) -> SourceReturn:
    """Read every file into its table; of the person table nothing is kept that names a person."""
    tables: dict[str, Table] = {}
    notes: list[Note] = []
    faults: list[Fault] = []
    for place, file in enumerate(files):
        progress("Reading the SEN2 return", place, len(files))
        name = table_of_file(file)
        if name in tables:
            faults.append(_second(name))
            continue
        try:
            tables[name], found, wrong = _table(name, read_extract(file))
        except UnreadableFileError as unreadable:
            if _has_no_rows(unreadable):
                tables[name] = table_of_cells(name, {}, np.arange(0))
                continue
            found, wrong = [], [replace(fault, source=name) for fault in unreadable.faults]
        notes += found
        faults += wrong
    return SourceReturn(tables, tuple(notes), tuple(faults))


def _has_no_rows(unreadable: UnreadableFileError) -> bool:
    """Return whether a file has its header alone, as COLLECT exports a table without rows."""
    return all(fault.found == "a header and no rows" for fault in unreadable.faults)


def _second(name: str) -> Fault:
    expected = "each table of one return once"
    mend = "Send the files of one return at a time."
    return Fault(0, "", f"the table {name} a second time", expected, mend, name)


def _table(name: str, raw: RawExtract) -> tuple[Table, list[Note], list[Fault]]:
    known = columns_of(name)
    cells: dict[str, list[str]] = {}
    dropped: list[str] = []
    strangers: list[str] = []
    faults: list[Fault] = []
    for position, heading in enumerate(raw.names):
        column, use = known.get(folded(heading), ("", ""))
        if use == DROPPED:
            dropped.append(column)
        elif not column:
            strangers.append(heading)
        elif column in cells:
            faults.append(_repeated(name, column))
        elif use == READ:
            cells[column] = raw.cells.iloc[:, position].astype(object).tolist()
    notes = [dropped_note(dropped)] if name == "person" else []
    if strangers:
        notes.append(unrecognised_note(name, strangers, tellable))
    return table_of_cells(name, cells, raw.numbers), notes, faults


def _repeated(name: str, column: str) -> Fault:
    mend = f"Keep one of the columns that mean {column}."
    return Fault(1, column, "two columns that mean the same", "each column once", mend, name)
