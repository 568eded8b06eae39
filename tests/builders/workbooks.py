"""Small workbooks: sheets of rows as .xlsx, and .ods made of their XML."""

import io
from collections.abc import Mapping, Sequence
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from data.files.csv_reader import ExtractFile

Row = Sequence[Any]
_NAMESPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)  # fmt: skip


def workbook(
    sheets: Mapping[str, Sequence[Row]],
    *,
    formats: Mapping[str, str] | None = None,
    hidden: Sequence[str] = (),
    merged: str = "",
    hidden_row: int = 0,
    name: str = "book.xlsx",
) -> ExtractFile:
    """Return a workbook; `formats` are number formats of cells of its last sheet (B3).

    `hidden` are sheets; of each sheet, `merged` is a range of cells and `hidden_row` one row.
    """
    book = Workbook()
    book.remove(book["Sheet"])
    for title, rows in sheets.items():
        sheet: Worksheet = book.create_sheet(title)
        sheet.sheet_state = "hidden" if title in hidden else "visible"
        for row in rows:
            sheet.append(list(row))
        if merged:
            sheet.merge_cells(merged)
        if hidden_row:
            sheet.row_dimensions[hidden_row].hidden = True
        for cell, code in (formats or {}).items():
            sheet[cell].number_format = code
    written = io.BytesIO()
    book.save(written)
    return ExtractFile(name, written.getvalue())


def csv_rows(text: str) -> list[list[str]]:
    """Return the cells of plain CSV text, for a sheet."""
    return [line.split(",") for line in text.splitlines()]


def open_workbook(tables: Mapping[str, str], name: str = "book.ods") -> ExtractFile:
    """Return an OpenDocument workbook; each table is the XML of its rows."""
    body = "".join(
        f'<table:table table:name="{title}">{rows}</table:table>' for title, rows in tables.items()
    )
    content = (
        f"<office:document-content {_NAMESPACES}><office:body><office:spreadsheet>{body}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return packed({"content.xml": content}, name)


def open_row(*cells: str, repeated: int = 1) -> str:
    """Return a row of an OpenDocument table; each cell is text, or the XML of a cell."""
    written = "".join(
        each if each.startswith("<") else
        f'<table:table-cell office:value-type="string"><text:p>{each}</text:p></table:table-cell>'
        for each in cells
    )  # fmt: skip
    return f'<table:table-row table:number-rows-repeated="{repeated}">{written}</table:table-row>'


def open_number(value: str, shown: str, kind: str = "float") -> str:
    """Return a cell of an OpenDocument table that holds a number."""
    number = f'office:value-type="{kind}" office:value="{value}"'
    return f"<table:table-cell {number}><text:p>{shown}</text:p></table:table-cell>"


def packed(members: Mapping[str, str | bytes], name: str) -> ExtractFile:
    """Return a zip archive of some members."""
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for path, content in members.items():
            archive.writestr(ZipInfo(path), content, ZIP_DEFLATED)
    return ExtractFile(name, written.getvalue())


def changed_member(file: ExtractFile, path: str, old: str, new: str) -> ExtractFile:
    """Return a workbook with a text of one of its members changed."""
    with ZipFile(io.BytesIO(file.content)) as archive:
        members = {each: archive.read(each) for each in archive.namelist()}
    changed = members[path].replace(old.encode(), new.encode())
    assert changed != members[path]
    return packed({**members, path: changed}, file.name)
