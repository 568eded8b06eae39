"""Read the cells of a workbook of Excel's format (.xlsx, .xlsm) from its XML, as text."""

import re
from collections.abc import Iterator, Mapping
from posixpath import join, normpath
from typing import Any

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] - compiled, without stubs

from data.files.number_formats import (
    PLAIN,
    DayFormat,
    NumberFormat,
    exact_number,
    general_text,
    number_format,
)
from data.files.sheet_cells import Sheet, SheetCells, attribute, elements, local_name, safe_parser

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
# A sign that XML cannot hold: _x000D_.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# So many days in one row that are shown as months are the headings of columns.
_HEADINGS = 3
_TRUE = frozenset({"1", "true"})


class OfficeWorkbook:
    """A workbook of Excel's own format (.xlsx, .xlsm); KeyError where a member of it is missing."""

    def __init__(self, members: Mapping[str, bytes]) -> None:
        self._members = members
        workbook = etree.fromstring(members["xl/workbook.xml"], safe_parser())
        listed = list(workbook.iter("{*}sheet"))
        self.sheets = tuple(
            Sheet(each.get("name", ""), each.get("state", "visible") != "visible")
            for each in listed
        )
        links = etree.fromstring(members["xl/_rels/workbook.xml.rels"], safe_parser())
        targets = {each.get("Id"): each.get("Target", "") for each in links}
        self._paths = {
            each.get("name", ""): _path(targets.get(attribute(each, "id"), "")) for each in listed
        }
        properties = next(workbook.iter("{*}workbookPr"), None)
        self._is_from_1904 = properties is not None and properties.get("date1904") in _TRUE
        self._formats = list(_formats(members.get("xl/styles.xml", b"<styleSheet/>")))
        self._shared = [
            _text_of(each) for each in elements(members.get("xl/sharedStrings.xml", b""), "si")
        ]

    def cells(self, name: str) -> SheetCells:
        """Return the cells of a sheet; none of a sheet that holds a chart alone."""
        cells = SheetCells()
        row = -1
        for element in elements(self._members.get(self._paths[name], b""), "row", "mergeCell"):
            if _is(element, "mergeCell"):
                first, _, last = (element.get("ref") or "").partition(":")
                start, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
                if start and end and start[2] != end[2]:
                    cells.merged.append(int(start[2]) - 1)
                continue
            row = int(element.get("r") or row + 2) - 1
            self._read_row(element, row, cells)
            if element.get("hidden") in _TRUE and row in cells.rows:
                cells.hidden.append(row)
        return cells

    def _read_row(self, element: Any, row: int, cells: SheetCells) -> None:
        column = -1
        months: dict[int, str] = {}
        for cell in element:
            column = _column(cell.get("r") or "", column + 1)
            text = self._text(cell)
            if text and (cell.get("t") or "n") == "n":
                text, months[column] = self._number_texts(cell, text, cells)
            elif not text and cell.get("t") != "str" and any(_is(each, "f") for each in cell):
                cells.uncalculated.append(row)
            if text:
                cells.add(row, column, text)
        headings = {column: month for column, month in months.items() if month}
        if len(headings) >= _HEADINGS:
            cells.rows[row] |= headings

    def _text(self, cell: Any) -> str:
        """Return the value of a cell as the workbook has it, or the string that it refers to."""
        kind = cell.get("t")
        if kind == "inlineStr":
            return _text_of(cell)
        text = next((each.text or "" for each in cell if _is(each, "v")), "")
        if kind == "s" and text:
            return self._shared[int(text)]
        if kind == "b" and text:
            return "yes" if text in _TRUE else "no"
        return _unescaped(text)

    def _number_texts(self, cell: Any, text: str, cells: SheetCells) -> tuple[str, str]:
        """Return a number as it is read, and the month where it is a day shown as a month."""
        style = int(cell.get("s") or 0)
        shown = self._formats[style] if style < len(self._formats) else PLAIN
        number = exact_number(text) if shown is not PLAIN else None
        if number is None:
            return general_text(text), ""
        if isinstance(shown, NumberFormat):
            cells.rounded += shown.rounds(number)
            return shown.text(number), ""
        return shown.texts(number, is_from_1904=self._is_from_1904)


def _is(element: Any, name: str) -> bool:
    """Return whether an element has a name, in whichever namespace."""
    tag = element.tag
    return isinstance(tag, str) and tag.endswith(name) and tag[-len(name) - 1 : -len(name)] == "}"


def _formats(styles: bytes) -> Iterator[NumberFormat | DayFormat]:
    """Yield the format of each style that a cell may have."""
    root = etree.fromstring(styles, safe_parser())
    codes = {
        int(each.get("numFmtId") or 0): each.get("formatCode") or ""
        for each in root.iter("{*}numFmt")
    }
    for styles_of_cells in root.iterchildren("{*}cellXfs"):
        for each in styles_of_cells:
            yield number_format(int(each.get("numFmtId") or 0), codes)


def _path(target: str) -> str:
    return target[1:] if target.startswith("/") else normpath(join("xl", target))


def _text_of(element: Any) -> str:
    """Return the text of a string, without the reading aids that stand over its signs."""
    parts = [
        each.text or "" for each in element.iter("{*}t") if local_name(each.getparent()) != "rPh"
    ]
    return _unescaped("".join(parts))


def _unescaped(text: str) -> str:
    def sign(match: re.Match[str]) -> str:
        code = int(match[1], 16)
        return chr(code) if code in {9, 10} or 32 <= code < 0xD800 else ""

    return _ESCAPED.sub(sign, text).replace("\r", "")


def _column(reference: str, following: int) -> int:
    """Return the column of a cell by its reference (B7), else the following one."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return following
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1
