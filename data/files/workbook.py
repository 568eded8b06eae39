"""Read one sheet of a workbook (.xlsx, .xlsm, .ods) as the CSV file that it would be saved as."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] - compiled, without stubs

from dashboard.text.format import counted, first_and_more
from data.common.errors import Issue
from data.files.csv_reader import ExtractFile, UnreadableFileError
from data.files.encoding import unreadable_file
from data.files.office_workbook import OfficeWorkbook
from data.files.open_workbook import OpenWorkbook
from data.files.sheet_cells import TOO_LARGE_FIX, Sheet, SheetCells
from data.files.zip_reader import is_archive, member_names, members

_EXPECTED = "a workbook (.xlsx or .ods), or a CSV file"
_SAVE_FIX = "Open it in a spreadsheet, save it as .xlsx, and send that."
_TABLE_FIX = "Save its table as a workbook (.xlsx) or as CSV, and send that."
_PASSWORD_FIX = "Save it without a password, and send that."  # noqa: S105 - words
_OLD_START = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# The names of members by which a damaged archive is seen to be a workbook.
_DOCUMENT_MARKS = (b"[Content_Types].xml", b"opendocument")
_MOST_NAMED = 10
# What damaged XML makes the readers raise.
_DAMAGE = (etree.XMLSyntaxError, LookupError, ValueError)


@dataclass(frozen=True)
class SheetTable:
    """The sheet of a workbook that is read, as a CSV file, and all its sheets.

    Of another file, the file itself.
    """

    file: ExtractFile
    sheet: str = ""
    sheets: tuple[Sheet, ...] = ()


def _is_document(file: ExtractFile) -> bool:
    """Return whether a file is a workbook, or another document of an office program."""
    if not is_archive(file):
        return file.content.startswith(_OLD_START)
    names = member_names(file)
    if not names:
        return any(mark in file.content for mark in _DOCUMENT_MARKS)
    return not set(names).isdisjoint({"[Content_Types].xml", "content.xml"})


def read_sheet_table(file: ExtractFile, wanted: str = "") -> SheetTable:
    """Return a sheet of a workbook: the one wanted, else the first shown one that holds a table.

    A file that is no document of an office program is returned as it is. Raise UnreadableFileError
    for a workbook that is broken, has a password or is too large, for another document, and where
    there is no such sheet.
    """
    if not _is_document(file):
        return SheetTable(file)
    try:
        workbook = _opened(file)
        name, cells = _chosen(workbook, wanted)
    except _DAMAGE as error:
        if isinstance(error, UnreadableFileError):
            raise
        raise _broken() from None
    if cells.uncalculated:
        raise _without_results(name, cells)
    remarks = tuple(_remarks(name, workbook.sheets, cells))
    return SheetTable(ExtractFile(file.name, _csv_bytes(cells), remarks), name, workbook.sheets)


def sheets_of(file: ExtractFile) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook; () of another file, and where it cannot be opened."""
    try:
        return _opened(file).sheets if _is_document(file) else ()
    except _DAMAGE:
        return ()


def _opened(file: ExtractFile) -> OfficeWorkbook | OpenWorkbook:
    """Return a workbook that is whole and of a bounded size."""
    unpacked = _unpacked(file)
    if b"encryption-data" in unpacked.get("META-INF/manifest.xml", b""):
        raise unreadable_file("a workbook with a password", _EXPECTED, _PASSWORD_FIX)
    if "xl/workbook.bin" in unpacked:
        raise unreadable_file("a binary workbook (.xlsb)", _EXPECTED, _SAVE_FIX)
    if "xl/workbook.xml" in unpacked:
        return OfficeWorkbook(unpacked)
    if b":spreadsheet" in unpacked.get("content.xml", b""):
        return OpenWorkbook(unpacked)
    raise unreadable_file("a document that is no workbook", _EXPECTED, _TABLE_FIX)


def _unpacked(file: ExtractFile) -> dict[str, bytes]:
    """Return the members of a workbook that are read, by their paths."""
    if file.content.startswith(_OLD_START):
        if _ENCRYPTED in file.content:
            raise unreadable_file("a workbook with a password", _EXPECTED, _PASSWORD_FIX)
        raise unreadable_file("a workbook or document of before 2007 (.xls)", _EXPECTED, _SAVE_FIX)
    if not member_names(file):
        raise _broken()
    try:
        return {each.name: each.content for each in members(file) if _is_read(each.name)}
    except UnreadableFileError as unreadable:
        issues = [replace(issue, fix=TOO_LARGE_FIX) for issue in unreadable.issues]
        raise UnreadableFileError(tuple(issues)) from None


def _broken() -> UnreadableFileError:
    return unreadable_file("a broken workbook", _EXPECTED, _SAVE_FIX)


def _is_read(name: str) -> bool:
    return name.startswith(("xl/", "META-INF/")) or name == "content.xml"


def _chosen(workbook: OfficeWorkbook | OpenWorkbook, wanted: str) -> tuple[str, SheetCells]:
    """Return the name and the cells of the sheet that is read."""
    names = [each.name for each in workbook.sheets]
    if wanted:
        name = next((name for name in names if name.casefold() == wanted.casefold()), "")
        if not name:
            expected = f"one of its sheets: {first_and_more(names, _MOST_NAMED)}"
            raise unreadable_file(f"no sheet “{wanted}”", expected, "Name one of them.")
        return name, workbook.cells(name)
    first: tuple[str, SheetCells] | None = None
    for sheet in sorted(workbook.sheets, key=lambda each: each.is_hidden):
        cells = workbook.cells(sheet.name)
        if cells.holds_table and not sheet.is_hidden:
            return sheet.name, cells
        first = first or ((sheet.name, cells) if cells.rows else None)
    if first is None:
        fix = "Send the workbook that has the figures."
        raise unreadable_file("a workbook of blank sheets", "a sheet with a table", fix)
    return first


def _remarks(name: str, sheets: tuple[Sheet, ...], cells: SheetCells) -> Iterator[tuple[str, str]]:
    others = [
        f"“{each.name}”{' (hidden)' if each.is_hidden else ''}"
        for each in sheets
        if each.name != name
    ]
    unread = f" Not read: {first_and_more(others, _MOST_NAMED)}." if others else ""
    yield f"sheet “{name}”", f"This sheet of the workbook is read.{unread}"
    if cells.hidden:
        rows = _numbered(cells.hidden)
        yield f"sheet “{name}”", f"Rows that the workbook hides are read as the others are: {rows}."
    if cells.merged:
        rows = _numbered(cells.merged)
        yield (
            f"sheet “{name}”",
            f"Of cells merged over several rows the first alone has its text. They begin in row {rows}.",
        )
    if cells.rounded:
        count = counted(cells.rounded, "computed number")
        yield f"sheet “{name}”", f"{count} read with the decimals that the cells show."


def _numbered(rows: Sequence[int]) -> str:
    """Return the numbers of rows as a spreadsheet counts, the first few of them."""
    numbers = [f"{row + 1:,}" for row in dict.fromkeys(rows)]
    return first_and_more(numbers, _MOST_NAMED)


def _without_results(name: str, cells: SheetCells) -> UnreadableFileError:
    """Return the error of formulas that no program has worked out: they would be read as blank."""
    formulas = counted(len(cells.uncalculated), "formula")
    actual = f"{formulas} without a result in the sheet “{name}”"
    fix = "Open the workbook in a spreadsheet, save it, and send it again."
    first = cells.uncalculated[0] + 1
    return UnreadableFileError((Issue(first, "", actual, "the results of formulas", fix),))


def _csv_bytes(cells: SheetCells) -> bytes:
    """Return rows as CSV, each at the number that it has in the sheet."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(_rows(cells))
    return text.getvalue().encode()


def _rows(cells: SheetCells) -> Iterator[list[str]]:
    for number in range(cells.height):
        row = cells.rows.get(number, {})
        yield [row.get(column, "") for column in range(cells.width)]
