"""Read a large file of cases in parts, each with every row of some areas, so that no more is in memory.

Areas do not bear on each other: such parts are loaded one after the other, in one transaction, as the whole
file would be.
"""

import csv
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import file_digest
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

import numpy as np

from data.common.errors import CommandError, UnreadableCellError
from data.files.csv_layout import is_regular
from data.files.csv_reader import ExtractFile, normalise_column_name
from data.schema.cell_parsers import cell_parser
from data.schema.kinds import Kind
from data.schema.recognise import is_plausible, nearest_kind, recognise

# The rows of a smaller file are in memory together.
LARGE: Final = 256 << 20
PART_ROWS: Final = 500_000
_BLOCK: Final = 1 << 24
_MAX_HEADER: Final = 1 << 16
# No code is so long.
_MAX_CELL: Final = 64
_NEWLINE, _RETURN, _COMMA = 10, 13, 44
_AREA: Final = "area_code"


@dataclass(frozen=True)
class LargeFile:
    """A file of cases on the disk.

    `starts` are where its rows begin, and where the last ends; `parts` has the rows of each part, by their
    place in the file; `modified` is when the file was written last.
    """

    path: Path
    kind: Kind
    header: bytes
    starts: np.ndarray
    parts: tuple[np.ndarray, ...]
    modified: int

    @property
    def name(self) -> str:
        """Return the name of the file."""
        return self.path.name

    @cached_property
    def sha256(self) -> str:
        """Return the fingerprint of the content."""
        with self.path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()

    @property
    def head(self) -> ExtractFile:
        """Return the header and the first row, by which the file is recognised."""
        with self.path.open("rb") as file:
            return ExtractFile(self.name, file.read(int(self.starts[1])))

    def extracts(self) -> Iterator[ExtractFile]:
        """Yield the parts; CommandError where the file has changed since it was opened."""
        with self.path.open("rb") as file:
            for rows in self.parts:
                if os.fstat(file.fileno()).st_mtime_ns != self.modified:
                    raise CommandError(f"{self.path} was changed while it was read: load it again.")
                content = self.header + b"".join(self._lines(file, rows))
                # The first row is the second that a spreadsheet counts.
                yield ExtractFile(self.name, content, numbers=np.concatenate(([1], rows + 2)))

    def _lines(self, file: BinaryIO, rows: np.ndarray) -> Iterator[bytes]:
        """Yield the lines of rows in their order, those that follow each other together."""
        runs = np.split(rows, np.flatnonzero(np.diff(rows) != 1) + 1)
        for run in runs:
            start, end = int(self.starts[run[0]]), int(self.starts[run[-1] + 1])
            yield os.pread(file.fileno(), end - start, start)


def open_large(path: Path, part_rows: int = PART_ROWS, block: int = _BLOCK) -> LargeFile | None:
    """Return a file of cases that can be read in parts; None of any other, which is read as a whole."""
    with path.open("rb") as file:
        modified = os.fstat(file.fileno()).st_mtime_ns
        header = file.readline(_MAX_HEADER)
        names = _column_names(header)
        kind = _kind_in_parts(names)
        if kind is None:
            return None
        # A file has one value in each column of_file, and each part is to have it too.
        of_file = [column.name for column in kind.columns if column.of_file]
        columns = {name: names.index(name) for name in (_AREA, *of_file) if name in names}
        index = _indexed(file, len(header), len(names), columns, block)
    if index is None or any(len(index.distinct[name]) > 1 for name in columns if name != _AREA):
        return None
    codes, areas = _by_area(kind, index.area_codes, index.distinct[_AREA])
    parts = tuple(_parts(codes, len(areas), part_rows))
    return LargeFile(path, kind, header, index.starts, parts, modified)


def _column_names(header: bytes) -> tuple[str, ...]:
    """Return the column names of a header of one plain line; () of another."""
    if not header.endswith(b"\n") or b'"' in header or b"\0" in header:
        return ()
    try:
        (names,) = csv.reader([header.decode("utf-8-sig")])
    except (UnicodeDecodeError, ValueError, csv.Error):
        return ()
    return tuple(map(normalise_column_name, names))


def _kind_in_parts(names: tuple[str, ...]) -> Kind | None:
    """Return the kind of cases that columns are of; None where rows may get their area from elsewhere."""
    if not names or not is_plausible(nearest_kind(names), names):
        return None
    kind, issues = recognise(names)
    has_area = _AREA in kind.required_names and kind.column(_AREA).required
    return kind if kind.cases and has_area and not issues else None


class _Index(NamedTuple):
    """Where rows start and the last ends, the area of each as a code, and the distinct cells of columns.

    The code of a blank row is -1.
    """

    starts: np.ndarray
    area_codes: np.ndarray
    distinct: Mapping[str, Sequence[bytes]]


def _indexed(
    file: BinaryIO, start: int, width: int, columns: Mapping[str, int], block: int
) -> _Index | None:
    """Return where the rows and the areas of a file are, and what else some of its columns have.

    None where a row is not one line with the cells of the header and without quotation marks.
    """
    starts: list[np.ndarray] = []
    area_codes: list[np.ndarray] = []
    distinct: dict[str, dict[bytes, int]] = {name: {} for name in columns}
    while lines := file.read(block) + file.readline():
        if b'"' in lines or b"\0" in lines or not is_regular(lines, width):
            return None
        array = np.frombuffer(lines, dtype=np.uint8)
        ends = np.flatnonzero(array == _NEWLINE)
        if lines[-1] != _NEWLINE:
            ends = np.append(ends, len(array))
        firsts = np.concatenate(([0], ends[:-1] + 1))
        starts.append(firsts + start)
        start += len(lines)
        has_return = (ends > firsts) & (array[ends - 1] == _RETURN)
        lasts = ends - has_return
        # A blank row has commas or nothing.
        has_commas, is_filled = lasts > firsts, lasts - firsts >= width
        commas = np.flatnonzero(array == _COMMA).reshape(-1, width - 1)
        edges = np.column_stack((firsts[has_commas] - 1, commas, lasts[has_commas]))
        edges = edges[is_filled[has_commas]]
        for name, place in columns.items():
            codes = _codes(array, edges[:, place] + 1, edges[:, place + 1], distinct[name])
            if codes is None:
                return None
            if name == _AREA:
                area_codes.append(np.full(len(firsts), -1, dtype=np.int32))
                area_codes[-1][is_filled] = codes
    if not starts:
        return None
    cells = {name: tuple(places) for name, places in distinct.items()}
    return _Index(np.concatenate([*starts, [start]]), np.concatenate(area_codes), cells)


def _codes(
    array: np.ndarray, begins: np.ndarray, ends: np.ndarray, distinct: dict[bytes, int]
) -> np.ndarray | None:
    """Return cells as codes into the distinct ones, to which new ones are added; None where one is long."""
    longest = int((ends - begins).max(initial=1))
    if longest > _MAX_CELL:
        return None
    across = np.arange(longest)
    places = np.minimum(begins[:, None] + across, len(array) - 1)
    letters = np.where(across < (ends - begins)[:, None], array[places], 0).astype(np.uint8)
    texts = np.ascontiguousarray(letters).view(f"S{longest}").ravel()
    found, codes = np.unique(texts, return_inverse=True)
    own = [distinct.setdefault(bytes(text), len(distinct)) for text in found]
    return np.array(own, dtype=np.int32)[codes]


def _by_area(kind: Kind, codes: np.ndarray, cells: Sequence[bytes]) -> tuple[np.ndarray, list[str]]:
    """Return the area of each row as a code into areas in their order: cells may write one in many ways."""
    parse = cell_parser(kind.column(_AREA))

    def area_of(cell: bytes) -> str:
        text = cell.decode(errors="replace").strip()
        try:
            return str(parse(text)) if text else ""
        except UnreadableCellError:
            return text

    areas = [area_of(cell) for cell in cells]
    ordered = sorted(set(areas))
    places = [ordered.index(area) for area in areas]
    return np.array([*places, -1], dtype=np.int32)[codes], ordered


def _parts(codes: np.ndarray, areas: int, part_rows: int) -> Iterator[np.ndarray]:
    """Yield the rows of areas that together have no more than so many, or of one that has more."""
    counts = np.bincount(codes[codes >= 0], minlength=areas)
    first = 0
    while first < areas:
        last = first + 1
        while last < areas and counts[first : last + 1].sum() <= part_rows:
            last += 1
        yield np.flatnonzero((codes >= first) & (codes < last)).astype(np.int32)
        first = last
