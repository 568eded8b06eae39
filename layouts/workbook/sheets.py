"""Sheets of one table each, with numbers or words in their cells, and their XLSX file."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from dashboard.pack.blocks import TREND, Quantity, Table, TableCell, Tag
from dashboard.pack.model import StoredPack
from dashboard.text.format import number_format, rounded
from layouts.ui.palette import FOCUS, LINK

# Of a cell without content, so that no cell is blank.
NOT_APPLICABLE: Final = "[z]"
_DIRECTIONS: Final = {"up": "Up: ", "down": "Down: ", "flat": "Level: "}
_DASHES: Final = ("", "–", "—", "-")


@dataclass(frozen=True)
class CellValue:
    """One cell: a number, a day or words; `form` is the number format that shows the unit."""

    value: float | int | date | str
    form: str = ""


@dataclass(frozen=True)
class SheetColumn:
    """A column; `width` in letters."""

    name: str
    width: int = 16


@dataclass(frozen=True)
class WorkbookSheet:
    """One worksheet: its title, sentences under it, and one table below them."""

    name: str
    title: str
    lines: tuple[str, ...]
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[CellValue, ...], ...]


def _content_value(cell: TableCell, words: str) -> CellValue:
    """Return the number of a cell, rounded as published, or its words; [z] for neither."""
    content = cell.content
    if isinstance(content, Quantity):
        form = number_format(content.value, content.decimals, content.unit)
        return CellValue(float(rounded(content.value, content.decimals)), form)
    return CellValue(NOT_APPLICABLE if words.strip() in _DASHES else words)


def tag_words(tag: Tag | None) -> str:
    """Return a tag without its shape; of a trend, after its direction."""
    if tag is None:
        return ""
    return (_DIRECTIONS.get(tag.direction, "") if tag.kind == TREND else "") + tag.word


def split_columns(
    table: Table,
) -> tuple[tuple[SheetColumn, ...], tuple[tuple[CellValue, ...], ...]]:
    """Return columns and rows with a column for each of content, tag and detail of a column."""
    columns: list[SheetColumn] = []
    column_parts: list[tuple[int, str]] = []
    whole = sum(column.share for column in table.columns)
    for place, column in enumerate(table.columns):
        cells = [row[place] for row in table.rows]
        width = max(12, min(60, 160 * column.share // whole))
        parts = _cell_parts(cells)
        for part in parts:
            suffix = ": reading" if part == "tag" else ": detail"
            name = column.name if part == parts[0] else f"{column.name}{suffix}"
            columns.append(SheetColumn(name, width))
            column_parts.append((place, part))
    rows = tuple(
        tuple(_part_value(row[place], part) for place, part in column_parts) for row in table.rows
    )
    return tuple(columns), rows


def _cell_parts(cells: Sequence[TableCell]) -> list[str]:
    if not any(cell.tag or (cell.words and cell.detail) for cell in cells):
        return ["either"]
    names = ("words", "tag", "detail")
    parts = [name for name in names if any(getattr(cell, name) for cell in cells)]
    return parts or ["words"]


def _part_value(cell: TableCell, part: str) -> CellValue:
    if part in ("words", "either"):
        return _content_value(cell, cell.words or (cell.detail if part == "either" else ""))
    words = tag_words(cell.tag) if part == "tag" else cell.detail
    return CellValue(words or NOT_APPLICABLE)


Cover = Sequence[tuple[str, Sequence[str]]]
_FONT: Final = {"font_name": "Arial", "font_size": 12, "valign": "top"}
_FORMATS: Final = {
    "title": {"bold": True, "font_size": 16},
    "heading": {"bold": True, "font_size": 14},
    "line": {},
    "cover": {"text_wrap": True},
    "head": {"bold": True, "text_wrap": True, "bottom": 2, "bottom_color": FOCUS},
    "first": {"bold": True, "text_wrap": True, "align": "left"},
    "words": {"text_wrap": True, "align": "left"},
    "day": {"num_format": "d mmm yyyy", "align": "right"},
    "link": {"font_color": LINK, "underline": 1},
}
_WIDEST: Final = 90
_SHEET_LETTERS: Final = 31


class _FormattedBook:
    """A workbook and the formats made for it."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self._formats: dict[tuple[str, str], Any] = {}

    def look(self, name: str, form: str = "") -> Any:
        """Return the format of a name; of a number, with its number format."""
        key = (name, form)
        if key not in self._formats:
            number = {"num_format": form or "General", "align": "right"}
            look = number if name == "number" else _FORMATS[name]
            self._formats[key] = self.book.add_format({**_FONT, **look})
        return self._formats[key]


def write_workbook(cover: Cover, sheets: Sequence[WorkbookSheet], stored: StoredPack) -> bytes:
    """Return the XLSX file of a cover, the contents and the sheets."""
    made = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(made, options)
    area = stored.content.overview.area.name
    moment = stored.steps[-1].at if stored.steps else datetime.combine(stored.as_of, time(12))
    book.set_properties(
        {
            "title": cover[0][0],
            "author": area,
            "created": moment.replace(tzinfo=None, microsecond=0),
        }
    )
    looks = _FormattedBook(book)
    _write_cover(looks, cover)
    # Excel allows neither these characters nor longer names.
    names = [re.sub(r"[\[\]:*?/\\']", " ", sheet.name)[:_SHEET_LETTERS].strip() for sheet in sheets]
    _write_contents(looks, list(zip(names, sheets, strict=True)))
    for name, sheet in zip(names, sheets, strict=True):
        _write_sheet(looks, name, sheet)
    book.close()
    return made.getvalue()


def _write_cover(looks: _FormattedBook, cover: Cover) -> None:
    sheet = looks.book.add_worksheet("Cover")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, _WIDEST)
    styled_lines = [
        line
        for place, (heading, sentences) in enumerate(cover)
        for line in (("heading" if place else "title", heading), *(("cover", s) for s in sentences))
    ]
    for row, (look, words) in enumerate(styled_lines):
        sheet.write_string(row, 0, words, looks.look(look))


def _write_contents(
    looks: _FormattedBook, named_sheets: Sequence[tuple[str, WorkbookSheet]]
) -> None:
    sheet = looks.book.add_worksheet("Contents")
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, "Contents", looks.look("title"))
    sheet.write_string(1, 0, "This worksheet contains one table.", looks.look("line"))
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 60)
    for row, (name, listed) in enumerate(named_sheets, start=3):
        sheet.write_url(row, 0, f"internal:'{name}'!A1", looks.look("link"), name)
        sheet.write_string(row, 1, listed.title, looks.look("words"))
    _add_table(
        looks, sheet, (2, 0, 2 + len(named_sheets), 1), ("Sheet", "What it holds"), "contents"
    )


def _write_sheet(looks: _FormattedBook, name: str, content: WorkbookSheet) -> None:
    sheet = looks.book.add_worksheet(name)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, content.title, looks.look("title"))
    for row, line in enumerate(content.lines, start=1):
        sheet.write_string(row, 0, line, looks.look("line"))
    head = len(content.lines) + 1
    for place, column in enumerate(content.columns):
        sheet.set_column(place, place, column.width)
    for row, values in enumerate(content.rows, start=head + 1):
        for place, value in enumerate(values):
            _write_value(looks, sheet, (row, place), value)
    heads = [column.name for column in content.columns]
    place = (head, 0, head + max(len(content.rows), 1), len(heads) - 1)
    _add_table(looks, sheet, place, heads, re.sub(r"\W", "_", name.lower()))
    sheet.freeze_panes(head + 1, 1)
    sheet.repeat_rows(head)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_value(
    looks: _FormattedBook, sheet: Worksheet, at: tuple[int, int], value: CellValue
) -> None:
    content = value.value
    if isinstance(content, str):
        sheet.write_string(*at, content, looks.look("words" if at[1] else "first"))
    elif isinstance(content, date):
        sheet.write_datetime(*at, datetime.combine(content, time()), looks.look("day"))
    else:
        sheet.write_number(*at, content, looks.look("number", value.form))


def _add_table(
    looks: _FormattedBook,
    sheet: Worksheet,
    place: tuple[int, int, int, int],
    heads: Sequence[str],
    name: str,
) -> None:
    """Mark cells as a table, whose heads a screen reader reads out."""
    look = looks.look("head")
    columns = [{"header": head, "header_format": look} for head in heads]
    table = {"autofilter": False, "style": None, "columns": columns, "name": f"table_{name}"}
    sheet.add_table(*place, table)
