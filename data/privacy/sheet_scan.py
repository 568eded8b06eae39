"""Keep child data out of files of other makers, whose first row need not name the columns."""

import csv
import io
import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from data.common.errors import Fault
from data.files.csv_reader import ExtractFile, RawExtract
from data.files.encoding import UnreadableFileError, decoded
from data.files.zip_reader import is_archive
from data.privacy.cell_scan import Newest, Role, look_through
from data.privacy.checks import fault_of

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


def child_data_in_sheet(file: ExtractFile) -> tuple[Fault, ...]:
    """Return why the cells of a CSV file in any shape keep it out; nothing of other files."""
    if is_archive(file) or file.content.lstrip()[:1] == b"<":
        return ()
    try:
        raw = _sheet(decoded(file.content).decode())
    except (UnreadableFileError, csv.Error):
        # Whoever reads it will say so.
        return ()
    return tuple(_found(raw))


def _sheet(text: str) -> RawExtract:
    rows = list(csv.reader(io.StringIO(text, newline="")))
    width = max(map(len, rows), default=0)
    filled = [[*row, *[""] * (width - len(row))] for row in rows]
    names = tuple(f"column {number}" for number in range(1, width + 1))
    return RawExtract(names, pd.DataFrame(filled, dtype=object), np.arange(len(rows)) + 1)


def _found(raw: RawExtract) -> Iterator[Fault]:
    newest = Newest(raw, None)
    for position, name in enumerate(raw.names):
        cells = raw.cells.iloc[:, position]
        is_staff = any(_STAFF.fullmatch(text) for text in cells.head(_HEADED).tolist())
        role = Role.STAFF if is_staff else Role.UNKNOWN
        looked_at = look_through(cells, _OF_DAYS, role, newest)
        for what, texts in looked_at.found.items():
            yield fault_of(raw, cells, name, what, texts)
