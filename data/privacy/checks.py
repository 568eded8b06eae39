"""Refuse extracts, sheets and typed text that hold what points at a person."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from dashboard.text.format import first_and_more
from data.common.errors import Issue
from data.files.csv_reader import ExtractFile, RawExtract
from data.files.encoding import UnreadableFileError, decode_text
from data.files.zip_reader import is_archive
from data.privacy.cell_scan import NAME, ColumnRole, NewestDay, declared, role_of, scan_column
from data.privacy.file_names import mark_in_file_name
from data.privacy.identifiers import is_name_in_heading, mark_in
from data.schema.kinds import Kind
from data.schema.recognise import HOW_TO_PSEUDONYMISE, NOT_ACCEPTED, is_personal

_ROWS_NAMED = 10
# The names of the columns are somewhere in the first rows.
_HEADER_ROWS = 15
# Columns of staff: their names are allowed there.
_STAFF = re.compile(
    r".*\b(?:owner|lead|author|officer|responsible|accountable|manager|sro|assigned|completed by"
    r"|updated by)s?\b.*",
    re.IGNORECASE,
)
# Such files hold days of every sort: a column of days is no sign of birth dates.
_DAY_COLUMN = "date"


def scan_for_child_data(
    raw: RawExtract, kind: Kind | None
) -> tuple[tuple[Issue, ...], tuple[Issue, ...]]:
    """Return the errors and the warnings about cells that look like personal data.

    Neither repeats what a cell holds. `kind` is the kind that the columns fit best, if any: the
    strictest rules apply to columns that it does not declare.
    """
    issues: list[Issue] = list(_header_issues(raw.names, kind))
    warnings: list[Issue] = []
    newest = NewestDay(raw, kind)
    for position, name in enumerate(raw.names):
        column = declared(kind, name)
        if column is None and is_personal(name):
            # Refused by its name, in data/schema/recognise.py.
            continue
        cells = raw.cells.iloc[:, position]
        scanned = scan_column(cells, name, role_of(kind, name, column), newest)
        shown_name = name if not _mark_in_heading(name) else f"column {position + 1}"
        for mark, texts in scanned.matches.items():
            issues.append(_cells_issue(raw, cells, shown_name, mark, texts))
        if scanned.doubtful:
            warnings.append(_name_warning(raw, cells, shown_name, scanned.doubtful))
    return tuple(issues), tuple(warnings)


def header_has_personal_data(raw: RawExtract, kind: Kind | None) -> bool:
    """Return whether a name in the header is itself personal data, so that no issue may repeat it."""
    return any(True for _ in _header_issues(raw.names, kind))


def file_name_issues(name: str) -> tuple[Issue, ...]:
    """Return why a file is refused by its name, which the history would store."""
    mark = mark_in_file_name(name)
    if not mark:
        return ()
    fix = f"{NOT_ACCEPTED}: give the file another name."
    return (Issue(0, "", f"{mark} in the name of the file", "a name that tells the month", fix),)


def _header_issues(names: Sequence[str], kind: Kind | None) -> Iterator[Issue]:
    for position, name in enumerate(names, 1):
        if declared(kind, name) is None and (mark := _mark_in_heading(name)):
            fix = f"{NOT_ACCEPTED}: the first row must hold the names of the columns."
            yield Issue(1, f"column {position}", mark, "a column name", fix)


def _mark_in_heading(name: str) -> str:
    """Return what in a heading points at a person, without repeating it; "" where nothing does."""
    if mark := mark_in(name.replace("_", " ")):
        return f"what points at a person: {mark}"
    if not is_name_in_heading(name):
        return ""
    place = "behind its comma" if "," in name else "as its first word"
    return f"what points at a person: a heading with a common forename {place}"


def _cells_issue(
    raw: RawExtract, cells: pd.Series, column: str, mark: str, texts: Sequence[str]
) -> Issue:
    """Return the issue of some cells of a column: where they are, not what they hold."""
    first, where = _rows_text(raw, cells, texts)
    fix = f"{NOT_ACCEPTED}: remove it, or make pseudonymous numbers with {HOW_TO_PSEUDONYMISE}."
    return Issue(first, column, f"{mark} in {where}", f"cells without {mark}", fix, mark=mark)


def _name_warning(raw: RawExtract, cells: pd.Series, column: str, texts: Sequence[str]) -> Issue:
    first, where = _rows_text(raw, cells, texts)
    fix = "Read it: if it names a child or a family, remove the name. Not every name is found."
    return Issue(first, column, f"what may be {NAME} in {where}", "no names of families", fix)


def _rows_text(raw: RawExtract, cells: pd.Series, texts: Sequence[str]) -> tuple[int, str]:
    """Return the first row, and how many cells of which rows hold one of the texts."""
    rows = raw.numbers[np.flatnonzero(cells.astype(object).isin(list(texts)).to_numpy())].tolist()
    named = first_and_more(list(map(str, rows)), _ROWS_NAMED)
    if len(rows) == 1:
        return rows[0], f"1 cell (row {named})"
    return rows[0], f"{len(rows):,} cells (rows {named})"


def with_source(issues: Sequence[Issue], source: str) -> tuple[Issue, ...]:
    """Return issues with the member of the archive, or the table, that they are in."""
    return tuple(replace(issue, source=source) for issue in issues)


def child_data_in_sheet(file: ExtractFile) -> tuple[Issue, ...]:
    """Return why the cells of a CSV file of any layout keep it out; () of other files.

    Its first row need not name the columns.
    """
    if is_archive(file) or file.content.lstrip()[:1] == b"<":
        return ()
    try:
        raw = _sheet_extract(decode_text(file.content).decode())
    except (UnreadableFileError, csv.Error):
        # Reading it reports that.
        return ()
    return tuple(_sheet_issues(raw))


def _sheet_extract(text: str) -> RawExtract:
    rows = list(csv.reader(io.StringIO(text, newline="")))
    width = max(map(len, rows), default=0)
    filled = [[*row, *[""] * (width - len(row))] for row in rows]
    names = tuple(f"column {number}" for number in range(1, width + 1))
    return RawExtract(names, pd.DataFrame(filled, dtype=object), np.arange(len(rows)) + 1)


def _sheet_issues(raw: RawExtract) -> Iterator[Issue]:
    newest = NewestDay(raw, None)
    for position, name in enumerate(raw.names):
        cells = raw.cells.iloc[:, position]
        is_staff = any(_STAFF.fullmatch(text) for text in cells.head(_HEADER_ROWS).tolist())
        role = ColumnRole.STAFF if is_staff else ColumnRole.UNKNOWN
        scanned = scan_column(cells, _DAY_COLUMN, role, newest)
        for mark, texts in scanned.matches.items():
            yield _cells_issue(raw, cells, name, mark, texts)


def find_personal_text(title: str, text: str, role: ColumnRole) -> str:
    """Return advice on what in a typed text points at a person, without repeating it; "" if nothing."""
    if not text:
        return ""
    cells = pd.Series([text], dtype=object)
    raw = RawExtract((title,), cells.to_frame(), np.arange(1))
    matches = scan_column(cells, title, role, NewestDay(raw, None)).matches
    return " ".join(removal_advice(title, mark) for mark in matches)


def removal_advice(title: str, mark: str) -> str:
    return f"The text under “{title}” seems to hold {mark}: take it out."
