"""Find where the table of a file begins and ends: below title rows, above footnotes and totals.

What is left out has no figure that could be lost: words above the header, and lines of words below
the table. A total is refused, for it could double one.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.text.format import first_and_more
from data.files.csv_reader import ExtractFile, normalise_column_name
from data.files.encoding import unreadable_file
from data.files.zip_reader import is_archive
from data.formats.base import Format
from data.formats.registry import format_of
from data.formats.scorecard.reader import SCORECARD
from data.schema.recognise import is_plausible, nearest_kind, recognise

_HEAD, _TAIL = 1 << 17, 1 << 14
_FIRST_ROWS = 15
_LEAST_COLUMNS = 3
# No file that is read has a tenth of them; each is compared with those of every kind.
_MOST_COLUMNS = 2000
_FOOTNOTE = re.compile(
    r"\s*(?:[#*†‡]|(?:sources?|notes?|footnotes?)\b).*", re.IGNORECASE | re.DOTALL
)
_FOOTNOTE_TITLE = re.compile(r"\s*(?:sources?|notes?|footnotes?)\s*:", re.IGNORECASE)
_TOTAL = re.compile(r"(?:grand |overall |sub-?)?totals?(?: \w+)?:?|sum|average|mean", re.IGNORECASE)
_NUMBER = re.compile(r"[£-]?[0-9][0-9,.]*%?")
_MAX_SHOWN, _MAX_COMMENTS = 60, 10


@dataclass(frozen=True)
class _Row:
    """A row among the first: its number, its cells, and where it begins in the file."""

    number: int
    cells: tuple[str, ...]
    start: int

    @property
    def filled(self) -> tuple[str, ...]:
        """Return the cells that are not blank, stripped."""
        return tuple(cell.strip() for cell in self.cells if cell.strip())

    @property
    def names(self) -> tuple[str, ...]:
        """Return the cells as names of columns."""
        return tuple(normalise_column_name(cell) for cell in self.cells)


def within_bounds(file: ExtractFile) -> ExtractFile:
    """Return a file with its header first and its table last; rows keep their numbers.

    Remarks say what was left out. Raise UnreadableFileError for a total below our own columns, and
    for rows above the header that may be figures.
    """
    if (
        is_archive(file)
        or b"\0" in file.content[:_HEAD]
        or file.content[:_HEAD].lstrip()[:1] == b"<"
    ):
        return file
    rows = _first_rows(file.content)
    if not rows:
        return file
    widest = max(len(row.cells) for row in rows)
    if widest > _MOST_COLUMNS:
        fix = "Send the columns that are needed alone."
        raise unreadable_file(f"more than {_MOST_COLUMNS:,} columns", "a table", fix)
    read_as = format_of(file)
    header = rows[0] if read_as else _header(file, rows)
    width = len(header.cells)
    table = _without_comments(_without_title(file, rows, header), header.number, width)
    is_own = read_as is None and _is_of_a_kind(header.names)
    return _without_foot(table, width, read_as, is_own=is_own)


def fits(file: ExtractFile) -> bool:
    """Return whether a file is in a foreign format, or its first row has the columns of a kind."""
    rows = _first_rows(file.content)
    return format_of(file) is not None or (bool(rows) and not recognise(rows[0].names)[1])


def _first_rows(content: bytes) -> list[_Row]:
    """Return the first rows that are not blank."""
    head = content[:_HEAD]
    starts = [0, *(match.end() for match in re.finditer(b"\n", head))]
    reader = csv.reader(io.StringIO(_decoded(head), newline=""))
    rows: list[_Row] = []
    number, line = 0, 0
    try:
        while number < _FIRST_ROWS:
            cells = tuple(next(reader))
            rows.append(_Row(number + 1, cells, starts[min(line, len(starts) - 1)]))
            number, line = number + 1, reader.line_num
    except (StopIteration, csv.Error):
        pass
    return [row for row in rows if row.filled]


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _header(file: ExtractFile, rows: Sequence[_Row]) -> _Row:
    """Return the first row that has the columns of a kind or format, else the first of the widest."""
    head = file.content[:_HEAD]
    for row in rows:
        if _is_of_a_kind(row.names) or format_of(ExtractFile(file.name, head[row.start :])):
            return row
    return max(rows, key=lambda row: len(row.filled))


def _is_of_a_kind(names: tuple[str, ...]) -> bool:
    return is_plausible(nearest_kind(names), names)


def _without_title(file: ExtractFile, rows: Sequence[_Row], header: _Row) -> ExtractFile:
    """Return a file with blank rows in the place of the words above its header."""
    above = [row for row in rows if row.number < header.number]
    if not above:
        return file
    if max(len(row.filled) for row in above) * 2 >= max(len(header.filled), _LEAST_COLUMNS):
        if not _is_of_a_kind(header.names):
            return file
        actual = f"filled cells in row {above[0].number}, above the header in row {header.number}"
        fix = f"Remove what is above row {header.number}, or send the two tables apart."
        raise unreadable_file(actual, "one table, its header first", fix, above[0].number)
    shown = _short(" ".join(cell for row in above for cell in row.filled))
    words = f"The header seems to be in row {header.number}; above it is only: {shown}"
    blank = b"\n" * (header.number - 1)
    return replace(
        file,
        content=blank + file.content[header.start :],
        remarks=(*file.remarks, (f"row {header.number}", words)),
    )


def _without_comments(file: ExtractFile, header: int, width: int) -> ExtractFile:
    """Return a file with blank lines in the place of those below its header that begin with #."""
    if b"\n#" not in file.content:
        return file
    lines = file.content.split(b"\n")
    comments: list[int] = []
    quotes = 0
    for place, line in enumerate(lines):
        is_outside = quotes % 2 == 0
        quotes += line.count(b'"')
        if place >= header and is_outside and line.startswith(b"#") and quotes % 2 == 0:
            cells = next(csv.reader([_decoded(line.rstrip(b"\r"))]))
            if len(cells) != width or sum(bool(cell.strip()) for cell in cells) == 1:
                comments.append(place)
                lines[place] = b""
    if not comments:
        return file
    numbers = first_and_more([str(place + 1) for place in comments], _MAX_COMMENTS)
    remark = (f"row {numbers}", "Begins with #: read as a comment, and left out.")
    return replace(file, content=b"\n".join(lines), remarks=(*file.remarks, remark))


def _without_foot(
    file: ExtractFile, width: int, read_as: Format | None, *, is_own: bool
) -> ExtractFile:
    """Return a file without the lines of words below its table; a total is named or refused."""
    content = file.content
    end = len(content)
    notes: list[str] = []
    while (line := _last_line(content, end)) is not None:
        start, cells = line
        filled = [cell.strip() for cell in cells if cell.strip()]
        if filled and not (width >= _LEAST_COLUMNS and _is_footnote(cells, filled, width)):
            break
        notes = [*filled[:1], *notes]
        end = start
    else:
        return file
    total = filled[0] if _is_total(filled) else ""
    if not total and not notes:
        return file
    number = _row_number(content, start)
    if total and is_own:
        actual = f"a row that looks like a total: {_short(total)}"
        fix = f"Remove row {number}: totals are worked out, never loaded."
        raise unreadable_file(actual, "rows of records alone", fix, number)
    remarks = list(file.remarks)
    if total:
        remarks.append((f"row {number}", f"This row looks like a total: {_short(total)}"))
    # The reader of scorecards says itself of each row why it is not read.
    if notes and read_as is not SCORECARD:
        words = f"Read as notes below the table, and left out: {_short(' '.join(notes))}"
        remarks.append((f"below row {number}", words))
        content = content[:end]
    return replace(file, content=content, remarks=tuple(remarks))


def _last_line(content: bytes, end: int) -> tuple[int, list[str]] | None:
    """Return where the last line before an end begins, and its cells; None where that is unclear."""
    stop = end - 1 if content[end - 1 : end] == b"\n" else end
    start = content.rfind(b"\n", max(stop - _TAIL, 0), stop) + 1
    line = content[start:stop]
    if start == 0 or line.count(b'"') % 2 or b"\r" in line.removesuffix(b"\r"):
        return None
    return start, next(csv.reader([_decoded(line)]), [])


def _is_footnote(cells: Sequence[str], filled: Sequence[str], width: int) -> bool:
    """Return whether a line holds words alone: it begins as a note, or is a sentence in one cell.

    A line of several cells, as many as the header has, is a row of the table.
    """
    first = cells[0]
    if len(filled) > 1 and len(cells) == width:
        return False
    if _FOOTNOTE_TITLE.match(first):
        return True
    if any(_NUMBER.fullmatch(cell) for cell in filled[1:]):
        return False
    if _FOOTNOTE.fullmatch(first) and first.strip() not in {"*", "#"}:
        return True
    return len(filled) == 1 and bool(first.strip()) and len(filled[0].split()) > 2


def _is_total(filled: Sequence[str]) -> bool:
    has_number = any(_NUMBER.fullmatch(cell) for cell in filled[1:])
    return bool(filled) and has_number and bool(_TOTAL.fullmatch(filled[0]))


def _row_number(content: bytes, start: int) -> int:
    """Return the number of the row that begins at a position, as a spreadsheet counts."""
    if b'"' not in content[:start]:
        return content.count(b"\n", 0, start) + 1
    return sum(1 for _ in csv.reader(io.StringIO(_decoded(content[:start]), newline=""))) + 1


def _short(text: str) -> str:
    return f"“{text}”" if len(text) <= _MAX_SHOWN else f"“{text[:_MAX_SHOWN]} …”"
