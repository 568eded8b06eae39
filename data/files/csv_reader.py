"""Parse the bytes of a CSV file into rows of text."""

import csv
import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from data.common.errors import CommandError, Issue
from data.common.progress import Progress, unwatched
from data.files.csv_layout import is_regular
from data.files.encoding import CSV_FIX, UnreadableFileError, decode_text, unreadable_file

# A cell that is too long is an issue of its row, not of the file.
csv.field_size_limit(2**31 - 1)

_MAX_FILE_SIZE = 2 << 30
_READING, _STEPS = "Reading", 4
# So many rows show whether the cells of a column repeat.
_SAMPLE = 2_000


@dataclass(frozen=True)
class ExtractFile:
    """A file as it was sent.

    `remarks` are places, each with words on how rows were taken from there: of a workbook, say,
    which sheet is read. A part of another file has the `numbers` of its lines there.
    """

    name: str
    content: bytes
    remarks: tuple[tuple[str, str], ...] = ()
    numbers: np.ndarray | None = field(default=None, compare=False, repr=False)

    def row_number(self, line: int) -> int:
        """Return the number of a line, counted from 1; 0 is the file."""
        return line if self.numbers is None or not line else int(self.numbers[line - 1])

    @cached_property
    def sha256(self) -> str:
        """Return the fingerprint of the content: that of equal files is equal."""
        return sha256(self.content).hexdigest()


@dataclass(frozen=True)
class RawExtract:
    """The cells of a file as text; `numbers` are its rows as a spreadsheet counts them.

    Of a large file the columns whose cells repeat are categories. `names` are the column names in
    lower case with underscores.
    """

    names: tuple[str, ...]
    cells: pd.DataFrame
    numbers: np.ndarray


def open_extract(path: Path) -> ExtractFile:
    """Return a file from the disk; CommandError where it is too large for memory."""
    if path.stat().st_size > _MAX_FILE_SIZE:
        most = f"{_MAX_FILE_SIZE >> 30} GB"
        raise CommandError(f"{path} is larger than {most}: send its rows in several files.")
    return ExtractFile(path.name, path.read_bytes())


def read_extract(file: ExtractFile, progress: Progress = unwatched) -> RawExtract:
    """Return the cells of a file, or raise UnreadableFileError with every issue of its form."""
    try:
        raw = _read_content(file.content, progress)
    except UnreadableFileError as unreadable:
        issues = (replace(each, row=file.row_number(each.row)) for each in unreadable.issues)
        raise UnreadableFileError(tuple(issues)) from None
    return raw if file.numbers is None else replace(raw, numbers=file.numbers[raw.numbers - 1])


def _read_content(content: bytes, progress: Progress) -> RawExtract:
    content = decode_text(content)
    progress(_READING, 1, _STEPS)
    if b"\n" not in content:
        content = content.replace(b"\r", b"\n")
    header, lines_before = _header_row(content)
    if len(header) == 1 and (separator := next((each for each in ";\t|" if each in header[0]), "")):
        actual = f"cells separated by {separator!r}"
        raise unreadable_file(actual, "cells separated by commas", CSV_FIX, lines_before + 1)
    cells = _quick_cells(content, len(header), lines_before, progress)
    if cells is None:
        cells = _exact_cells(content.decode(), len(header))
    progress(_READING, 4, _STEPS)
    numbers = np.arange(len(cells)) + lines_before + 2
    return _trimmed_extract(header, cells, numbers)


def _header_row(content: bytes) -> tuple[list[str], int]:
    """Return the cells of the first row that is not blank, and the number of rows before it."""
    position = 0
    lines = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", newline="\n")
    try:
        for cells in csv.reader(lines, strict=True):
            if any(cell.strip() for cell in cells):
                return cells, position
            position += 1
    except csv.Error as error:
        raise UnreadableFileError((_quote_issue(position + 1, error),)) from None
    raise unreadable_file("blank rows", "a header and at least one row", "Export the file again.")


def _quick_cells(
    content: bytes, width: int, lines_before: int, progress: Progress
) -> pd.DataFrame | None:
    """Return the cells of regular rows, read fast; None where a row may have the wrong width."""
    if not is_regular(content, width):
        return None
    progress(_READING, 2, _STEPS)
    try:
        with warnings.catch_warnings():
            # pandas only warns of cells that it leaves out.
            warnings.simplefilter("error", pd.errors.ParserWarning)
            sample = _parsed_cells(content, width, lines_before, object, _SAMPLE)
            if len(sample) < _SAMPLE:
                return sample
            types = {name: _type_of(cells) for name, cells in sample.items()}
            cells = _parsed_cells(content, width, lines_before, types)
            numbers = [name for name in cells if not _is_text(cells[name])]
            progress(_READING, 3, _STEPS)
            if numbers:
                types |= dict.fromkeys(numbers, object)
                cells = _parsed_cells(content, width, lines_before, types)
            return cells
    except (pd.errors.ParserError, pd.errors.ParserWarning, pd.errors.EmptyDataError):
        return None


def _type_of(sample: pd.Series) -> object:
    """Return the type of a column: categories if its cells repeat and are not all numbers."""
    distinct = set(sample)
    repeats = len(distinct) <= _SAMPLE // 2
    return "category" if repeats and not all(map(str.isdigit, distinct)) else object


def _is_text(column: pd.Series) -> bool:
    """Return whether cells are as written: pandas makes numbers of categories that look like them."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        return True
    return pd.api.types.is_string_dtype(column.cat.categories.dtype)


def _parsed_cells(
    content: bytes, width: int, lines_before: int, types: Any, rows: int | None = None
) -> pd.DataFrame:
    return pd.read_csv(
        io.BytesIO(content),
        header=None,
        names=list(range(width)),
        index_col=False,
        skiprows=lines_before + 1,
        nrows=rows,
        dtype=types,
        keep_default_na=False,
        na_filter=False,
        skip_blank_lines=False,
        low_memory=False,
    )


def _exact_cells(text: str, width: int) -> pd.DataFrame:
    """Return the cells read row by row; UnreadableFileError with every row of the wrong width."""
    rows: list[list[str]] = []
    issues: list[Issue] = []
    is_past_header = False
    for number, cells in enumerate(_rows_or_errors(text), 1):
        if isinstance(cells, csv.Error):
            issues.append(_quote_issue(number, cells))
            continue
        is_blank = not any(cell.strip() for cell in cells)
        if not is_past_header:
            is_past_header = not is_blank
            continue
        rows.append([""] * width if is_blank else cells)
        if not is_blank and len(cells) != width:
            issues.append(_width_issue(number, len(cells), width))
    if issues:
        raise UnreadableFileError(tuple(issues))
    return pd.DataFrame(rows, columns=list(range(width)), dtype=object)


def _rows_or_errors(text: str) -> Iterator[list[str] | csv.Error]:
    """Yield each row, or the error in it: the reader goes on with the next line."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield error


def _quote_issue(number: int, error: csv.Error) -> Issue:
    if "expected after" in str(error):
        actual = "text after a closing quotation mark"
        fix = 'Put the whole cell in quotation marks, and write " inside it as "".'
    else:
        actual = "an open quotation mark"
        fix = 'A quotation mark is opened and not closed: write " inside a cell as "".'
    return Issue(number, "", actual, "closed quotation marks", fix)


def _width_issue(number: int, count: int, width: int) -> Issue:
    if count > width:
        fix = "Put a cell that holds a comma in quotation marks, or remove the extra cells."
    else:
        fix = "Add the cells that are missing, blank ones included."
    return Issue(number, "", f"{count} cells", f"{width} cells, as in the header", fix)


def _trimmed_extract(header: list[str], cells: pd.DataFrame, numbers: np.ndarray) -> RawExtract:
    """Return the extract without blank rows, and without columns of neither name nor content."""
    is_filled = np.zeros(len(cells), dtype=bool)
    positions: list[int] = []
    for position, name in enumerate(header):
        has_content = _has_content(cells[position])
        is_filled |= has_content
        if name.strip() or has_content.any():
            positions.append(position)
    if not is_filled.any():
        raise unreadable_file("a header and no rows", "at least one row", "Export the file again.")
    names = tuple(normalise_column_name(header[position]) for position in positions)
    rows = cells[positions]
    if not is_filled.all():
        rows, numbers = rows.loc[is_filled].reset_index(drop=True), numbers[is_filled]
    return RawExtract(names, rows, numbers)


def _has_content(column: pd.Series) -> np.ndarray:
    if isinstance(column.dtype, pd.CategoricalDtype):
        has = [bool(text.strip()) for text in column.cat.categories]
        return np.array(has, dtype=bool)[column.cat.codes.to_numpy()]
    texts = column.to_numpy()
    return np.fromiter((bool(text) and not text.isspace() for text in texts), bool, len(texts))


def normalise_column_name(name: str) -> str:
    """Return a column name in lower case with underscores."""
    return re.sub(r"[\s\-_]+", "_", name.strip().lower())
