"""Read the CSV files that COLLECT exports, one for each table, into the tables of a return."""

import csv
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from data.common.errors import Issue
from data.common.progress import Progress
from data.files.csv_reader import ExtractFile, RawExtract, UnreadableFileError, read_extract
from data.formats.base import Note
from data.formats.sen2.tables import (
    DROP,
    READ,
    ReturnTable,
    SourceReturn,
    columns_of,
    dropped_note,
    fold_heading,
    table_of_cells,
    table_of_headings,
    unrecognised_note,
)

_START = 8_192


def is_table(file: ExtractFile) -> bool:
    """Return whether the first row of a file has the headings of a table of the return."""
    return bool(table_of_file(file))


def table_of_file(file: ExtractFile) -> str:
    """Return the table whose headings a file has in its first row, or ""."""
    return table_of_headings(_headings(file.content[:_START]))


def _headings(start: bytes) -> list[str]:
    text = start.decode("utf-8-sig", errors="replace").lstrip("\r\n")
    line = text.splitlines()[0] if text else ""
    try:
        return next(csv.reader([line]), [])
    except csv.Error:
        return []


def read_csv_tables(files: Sequence[ExtractFile], progress: Progress) -> SourceReturn:
    """Return the tables of the files, without the columns of the person table that name a person."""
    tables: dict[str, ReturnTable] = {}
    notes: list[Note] = []
    issues: list[Issue] = []
    for place, file in enumerate(files):
        progress("Reading the SEN2 return", place, len(files))
        name = table_of_file(file)
        if name in tables:
            issues.append(_repeated_table(name))
            continue
        try:
            tables[name], table_notes, wrong = _table_of_rows(name, read_extract(file))
        except UnreadableFileError as unreadable:
            if _has_no_rows(unreadable):
                tables[name] = table_of_cells(name, {}, np.arange(0))
                continue
            table_notes, wrong = [], [replace(issue, source=name) for issue in unreadable.issues]
        notes += table_notes
        issues += wrong
    return SourceReturn(tables, tuple(notes), tuple(issues))


def _has_no_rows(unreadable: UnreadableFileError) -> bool:
    """Return whether a file has only its header, as COLLECT exports a table without rows."""
    return all(issue.found == "a header and no rows" for issue in unreadable.issues)


def _repeated_table(name: str) -> Issue:
    expected = "each table of one return once"
    fix = "Send the files of one return at a time."
    return Issue(0, "", f"the table {name} a second time", expected, fix, name)


def _table_of_rows(name: str, raw: RawExtract) -> tuple[ReturnTable, list[Note], list[Issue]]:
    columns_by_heading = columns_of(name)
    cells: dict[str, list[str]] = {}
    dropped: list[str] = []
    strangers: list[str] = []
    issues: list[Issue] = []
    for position, heading in enumerate(raw.names):
        column, use = columns_by_heading.get(fold_heading(heading), ("", ""))
        if use == DROP:
            dropped.append(column)
        elif not column:
            strangers.append(heading)
        elif column in cells:
            issues.append(_repeated_column(name, column))
        elif use == READ:
            cells[column] = raw.cells.iloc[:, position].astype(object).tolist()
    notes = [dropped_note(dropped)] if name == "person" else []
    if strangers:
        notes.append(unrecognised_note(name, strangers))
    return table_of_cells(name, cells, raw.numbers), notes, issues


def _repeated_column(name: str, column: str) -> Issue:
    fix = f"Keep one of the columns that mean {column}."
    return Issue(1, column, "two columns that mean the same", "each column once", fix, name)
