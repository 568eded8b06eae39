"""Read the cells of an OpenDocument workbook (.ods) from its XML, as text."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from data.files.number_formats import NumberFormat, exact_number
from data.files.sheet_cells import MAX_COLUMNS, Sheet, SheetCells, attribute, elements, local_name

_MOST_SPACES = 100


class OpenWorkbook:
    """An OpenDocument workbook (.ods)."""

    def __init__(self, members: Mapping[str, bytes]) -> None:
        self._content = members["content.xml"]
        hidden = {
            attribute(style, "name")
            for style in elements(self._content, "style")
            for each in style
            if attribute(each, "display") == "false"
        }
        self.sheets = tuple(
            Sheet(attribute(each, "name"), attribute(each, "style-name") in hidden)
            for each in elements(self._content, "table")
        )

    def cells(self, name: str) -> SheetCells:
        """Return the cells of a sheet."""
        cells, row = SheetCells(), 0
        for element in elements(self._content, "table-row", "table"):
            if local_name(element) == "table":
                # A table ends after its rows.
                if attribute(element, "name") == name:
                    return cells
                cells, row = SheetCells(), 0
                continue
            repeats = _repeats(element, "rows")
            _add_rows(element, row, repeats, cells)
            row += repeats
        return cells


def _add_rows(element: Any, row: int, repeats: int, cells: SheetCells) -> None:
    """Add the cells of a row as often as it is repeated, the last first: it shows the size."""
    texts = list(_open_texts(element, cells))
    if any(attribute(cell, "number-rows-spanned") not in {"", "1"} for cell in element):
        cells.merged.append(row)
    if not texts:
        return
    if attribute(element, "visibility") in {"collapse", "filter"}:
        cells.hidden.append(row)
    for at in range(row + repeats - 1, row - 1, -1):
        for column, text in texts:
            cells.add(at, column, text)


def _open_texts(element: Any, cells: SheetCells) -> Iterator[tuple[int, str]]:
    """Yield column and text of each filled cell of a row."""
    column = 0
    for cell in element:
        repeats = _repeats(cell, "columns")
        text = _open_text(cell, cells)
        if text:
            for at in range(column, min(column + repeats, MAX_COLUMNS + 1)):
                yield at, text
        column += repeats


def _open_text(cell: Any, cells: SheetCells) -> str:
    written = "\n".join(_spaced(each) for each in cell.iterchildren("{*}p"))
    kind = next((str(text) for key, text in cell.attrib.items() if key.endswith("value-type")), "")
    if kind == "date":
        return attribute(cell, "date-value").replace("T", " ").removesuffix(" 00:00:00")
    if kind == "boolean":
        return "yes" if attribute(cell, "boolean-value") == "true" else "no"
    number = exact_number(attribute(cell, "value"))
    if kind not in {"float", "percentage", "currency"} or number is None:
        return written
    shown = _open_format(written, is_percent=kind == "percentage")
    cells.rounded += shown.rounds(number)
    return shown.text(number)


def _open_format(written: str, *, is_percent: bool) -> NumberFormat:
    """Return the number format that a number is written in."""
    match = re.fullmatch(r"([^0-9-]*)-?[0-9][0-9,]*(?:\.([0-9]*))?([^0-9]*)", written)
    if match is None:
        return NumberFormat(is_percent=is_percent)
    before, decimals, after = match[1].strip(), match[2] or "", match[3]
    return NumberFormat(
        before, "" if is_percent else after.rstrip(), is_percent, min(len(decimals), 15)
    )


def _spaced(paragraph: Any) -> str:
    """Return the text of a paragraph with the spaces and line breaks that elements stand for."""
    parts: list[str] = [paragraph.text or ""]
    for each in paragraph:
        shown = {
            "s": " " * min(int(attribute(each, "c") or 1), _MOST_SPACES),
            "line-break": "\n",
            "tab": " ",
        }
        parts += [shown.get(local_name(each), _spaced(each)), each.tail or ""]
    return "".join(parts)


def _repeats(element: Any, of: str) -> int:
    return max(int(attribute(element, f"number-{of}-repeated") or 1), 1)
