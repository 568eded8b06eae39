"""Sheets as an XLSX file: marked tables, frozen heads, and nothing that could be a formula."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from dashboard.pack.model import StoredPack
from layouts.ui.palette import FOCUS, LINK
from layouts.workbook.model import CellValue, WorkbookSheet

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
