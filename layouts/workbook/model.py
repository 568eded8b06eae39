"""The parts of a workbook: sheets of one table each, whose cells are numbers or words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from dashboard.pack.blocks import TREND, Quantity, Table, TableCell, Tag
from dashboard.text.format import number_format, rounded

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
