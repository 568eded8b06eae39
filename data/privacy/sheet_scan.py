"""Keep child data out of files of other makers, whose first row need not name the columns."""

import csv
import io
import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from data.common.errors import Issue
from data.files.csv_reader import ExtractFile, RawExtract
from data.files.encoding import UnreadableFileError, decode_text
from data.files.zip_reader import is_archive
from data.privacy.cell_scan import ColumnRole, NewestDay, scan_column
from data.privacy.checks import issue_of_cells

# The rows among which the names of the columns stand.
_HEADED = 15
# Columns of those whose work it is: their names may stand there.
_STAFF = re.compile(
    r".*\b(?:owner|lead|author|officer|responsible|accountable|manager|sro|assigned|completed by"
    r"|updated by)s?\b.*",
    re.IGNORECASE,
)
# Such files hold days of every sort, so that no column of days tells anything.
_OF_DAYS = "date"


def child_data_in_sheet(file: ExtractFile) -> tuple[Issue, ...]:
    """Return why the cells of a CSV file in any shape keep it out; nothing of other files."""
    if is_archive(file) or file.content.lstrip()[:1] == b"<":
        return ()
    try:
        raw = _sheet(decode_text(file.content).decode())
    except (UnreadableFileError, csv.Error):
        # Whoever reads it will say so.
        return ()
    return tuple(_sheet_issues(raw))


def _sheet(text: str) -> RawExtract:
    rows = list(csv.reader(io.StringIO(text, newline="")))
    width = max(map(len, rows), default=0)
    filled = [[*row, *[""] * (width - len(row))] for row in rows]
    names = tuple(f"column {number}" for number in range(1, width + 1))
    return RawExtract(names, pd.DataFrame(filled, dtype=object), np.arange(len(rows)) + 1)


def _sheet_issues(raw: RawExtract) -> Iterator[Issue]:
    newest = NewestDay(raw, None)
    for position, name in enumerate(raw.names):
        cells = raw.cells.iloc[:, position]
        is_staff = any(_STAFF.fullmatch(text) for text in cells.head(_HEADED).tolist())
        role = ColumnRole.STAFF if is_staff else ColumnRole.UNKNOWN
        scanned = scan_column(cells, _OF_DAYS, role, newest)
        for mark, texts in scanned.matches.items():
            yield issue_of_cells(raw, cells, name, mark, texts)
