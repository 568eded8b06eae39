"""The cells of one sheet of a workbook, capped in number; and what reads the XML of workbooks."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] - compiled, without stubs

from data.files.encoding import unreadable_file

_MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
_MAX_CELLS = 1_000_000
_MAX_TEXT = 256 << 20
TOO_LARGE_FIX = "Save the sheet that is wanted as CSV UTF-8 (comma delimited) and send that."


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook: its name, and whether a spreadsheet program hides it."""

    name: str
    is_hidden: bool = False


@dataclass
class SheetCells:
    """The texts of a sheet that are not blank, by row and column from 0.

    `rounded` counts computed numbers that are read with the decimals of their format;
    `uncalculated` has the rows of formulas without a result, `hidden` those that a program does not
    show, `merged` the first rows of cells that are one with those below.
    """

    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    rounded: int = 0
    uncalculated: list[int] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    merged: list[int] = field(default_factory=list)
    height: int = 0
    width: int = 0
    _length: int = 0

    def add(self, row: int, column: int, text: str) -> None:
        """Add a cell; UnreadableFileError where it makes the sheet too large."""
        self.height, self.width = max(self.height, row + 1), max(self.width, column + 1)
        self._length += len(text)
        if (
            not 0 <= row < _MAX_ROWS
            or column >= MAX_COLUMNS
            or self.height * self.width > _MAX_CELLS
            or self._length > _MAX_TEXT
        ):
            expected = f"at most {_MAX_CELLS:,} cells and {_MAX_TEXT >> 20} MB of text"
            raise unreadable_file("a sheet that is too large", expected, TOO_LARGE_FIX)
        self.rows.setdefault(row, {})[column] = text

    @property
    def holds_table(self) -> bool:
        """Return whether a row of three or more cells is followed by one of two or more."""
        counts = [len(self.rows[row]) for row in sorted(self.rows)]
        return any(one >= 3 and two >= 2 for one, two in pairwise(counts))


def safe_parser() -> Any:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def elements(content: bytes, *names: str) -> Iterator[Any]:
    """Yield the elements of some names as they end; each is forgotten afterwards."""
    if not content:
        return
    tags = [f"{{*}}{name}" for name in names]
    parsed = etree.iterparse(
        io.BytesIO(content), tag=tags, resolve_entities=False, no_network=True, load_dtd=False
    )
    for _, element in parsed:
        yield element
        element.clear(keep_tail=True)
        while element.getprevious() is not None:
            del element.getparent()[0]


def local_name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def attribute(element: Any, name: str) -> str:
    """Return an attribute by its name in any namespace."""
    return next(
        (str(text) for key, text in element.attrib.items() if key.rpartition("}")[2] == name), ""
    )
