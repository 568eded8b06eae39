"""Detect the table in a scorecard: its header, the meaning of its columns, and its rows."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from data.formats.base import LEFT_OUT, UNRECOGNISED, Note
from data.formats.scorecard.heading_forms import HeadingPeriod
from data.formats.scorecard.headings import count_periods, count_times, read_headings
from data.formats.scorecard.period_columns import PeriodColumns, read_period_columns
from data.formats.scorecard.target_columns import (
    TargetColumn,
    is_target_heading,
    read_target_columns,
)

_MOST_HEADER_ROWS, _LEAST_PERIODS = 15, 3
_NAMES = re.compile(r".*\b(?:measures?|indicators?|kpis?|metrics?|description)\b.*|title|name")
_REFERENCE = re.compile(r"(?:.*[ _])?(?:ref\.?|reference|id|code|no\.?|number|#)")
_PART = re.compile(r"breakdown|part|split|sector|age(?: group| band| range)?|cohort")
_UNIT = re.compile(r"units?(?: of measure(?:ment)?)?|measured in")
_SOME_TARGET = re.compile(r".*\b(?:target|trajectory|threshold|tolerance)s?\b.*")
_BASELINE = re.compile(r".*\bbase ?line\b.*")
_REMARKS = re.compile(
    r"(?:.*\b)?(?:rag|status|dot|direction(?: of travel)?|trend|arrow|notes?|comments?|commentary"
    r"|narrative|owner|lead|officer|source|frequency|units?|polarity|better|good|priority|theme"
    r"|section|outcome|directorate|service|team|type|change|variance|sparkline)(?:\b.*)?"
)
# A heading for each use that a person may confirm of a column.
_HEADING_OF_USE: dict[str | None, str] = {
    "name": "measure",
    "reference": "reference",
    "part": "part",
    "unit": "unit",
    "target": "target",
    "left_out": "notes",
}


@dataclass(frozen=True)
class SheetRow:
    """One row of the table; `number` counts as a spreadsheet does."""

    number: int
    cells: tuple[str, ...]

    def at(self, place: int | None) -> str:
        """Return a cell stripped; "" where there is none."""
        return self.cells[place].strip() if place is not None and place < len(self.cells) else ""


@dataclass(frozen=True)
class ScorecardTable:
    """The table of a scorecard. Columns are given by position."""

    title: str
    header: SheetRow
    rows: tuple[SheetRow, ...]
    names: int
    reference: int | None
    part: int | None
    unit: int | None
    columns: PeriodColumns
    targets: tuple[TargetColumn, ...]
    notes: tuple[Note, ...]

    @property
    def periods(self) -> Mapping[int, HeadingPeriod]:
        """The clear periods of its columns, in order of time."""
        return self.columns.periods


def read_records(text: str) -> Iterator[SheetRow]:
    """Yield every row of a CSV file, blank ones included."""
    for number, cells in enumerate(csv.reader(io.StringIO(text, newline="")), 1):
        yield SheetRow(number, tuple(cells))


def header_place(rows: Sequence[SheetRow]) -> int | None:
    """Return the position of the header among the first rows; None where there is none.

    Rows above it are narrow: a row of three days within another table is no header.
    """
    widest = 0
    for place, row in enumerate(rows[:_MOST_HEADER_ROWS]):
        filled = sum(bool(cell.strip()) for cell in row.cells)
        if _looks_like_header(row.cells):
            return place if 2 * widest < filled and _names_place(row.cells) is not None else None
        widest = max(widest, filled)
    return None


def _looks_like_header(cells: Sequence[str]) -> bool:
    """Return whether there are periods enough, or times of any kind beside a column of measures."""
    if count_periods(cells) >= _LEAST_PERIODS:
        return True
    names = [" ".join(cell.lower().split()) for cell in cells]
    return count_times(cells) >= _LEAST_PERIODS and any(map(_NAMES.fullmatch, names))


def title_above(rows: Sequence[SheetRow], place: int) -> str:
    """Return the words above the header at a position."""
    return " ".join(cell.strip() for row in rows[:place] for cell in row.cells if cell.strip())


def read_sheet(
    rows: Sequence[SheetRow], place: int, use_of: Callable[[str], str | None], year_kind: str = ""
) -> ScorecardTable:
    """Return the table whose header is at a position.

    `use_of` returns what a person confirmed that a heading is, one of _HEADING_OF_USE, or None;
    `year_kind` is the kind of year that a person chose.
    """
    header, below = rows[place], tuple(rows[place + 1 :])
    headings = [" ".join(cell.split()) for cell in header.cells]
    meanings = [_meaning(heading, use_of(heading)) for heading in headings]
    title = title_above(rows, place)
    columns = read_period_columns(
        title, headings, meanings, lambda at: any(row.at(at) for row in below), year_kind
    )
    read = {*columns.periods, *columns.unclear}
    plain = {at: text.lower() for at, text in enumerate(meanings) if at not in read and text}
    reference = _first_matching(plain, _REFERENCE)
    targets, of_targets, asks = read_target_columns(plain, headings, columns, title)
    columns = replace(columns, asks_year_kind=columns.asks_year_kind or asks)
    names = _names_place(meanings) or 0
    used = {
        names,
        reference,
        part := _first_matching(plain, _PART),
        unit := _first_matching(plain, _UNIT),
        *(at for at, text in plain.items() if is_target_heading(text)),
    }
    others = {at: text for at, text in plain.items() if at not in used}
    notes = (*columns.notes, *of_targets, *_unread_notes(others, headings, row=header.number))
    return ScorecardTable(
        title, header, below, names, reference, part, unit, columns, targets, notes
    )


def _meaning(heading: str, use: str | None) -> str:
    """Return a heading, or one that says what a person confirmed that it is."""
    is_target = use == "target" and is_target_heading(heading)
    return heading if is_target else _HEADING_OF_USE.get(use, heading)


def _names_place(cells: Sequence[str]) -> int | None:
    """Return the column of names: by its heading, else the first before the periods; None without."""
    headings = [" ".join(cell.lower().split()) for cell in cells]
    read = read_headings(headings)
    if not read:
        return None
    plain = {at: text for at, text in enumerate(headings) if at not in read}
    free = {at: text for at, text in plain.items() if not _REFERENCE.fullmatch(text)}
    named = _first_matching(free, _NAMES)
    if named is not None:
        return named
    before = [at for at in free if at < min(read) and not _REMARKS.fullmatch(free[at])]
    return before[0] if before else None


def _first_matching(headings: dict[int, str], pattern: re.Pattern[str]) -> int | None:
    return next((at for at, text in headings.items() if pattern.fullmatch(text)), None)


def _unread_notes(others: dict[int, str], headings: Sequence[str], row: int) -> Iterator[Note]:
    for at, text in others.items():
        if _BASELINE.fullmatch(text):
            words = "A baseline needs its period: load it as an extract of targets."
            yield Note(LEFT_OUT, headings[at], words)
        elif _SOME_TARGET.fullmatch(text):
            yield Note(
                LEFT_OUT,
                headings[at],
                "Only a column headed Target, with a time or a basis, is read.",
            )
        elif _REMARKS.fullmatch(text) or _REFERENCE.fullmatch(text) or _NAMES.fullmatch(text):
            yield Note(LEFT_OUT, headings[at], "The column is not read: it holds no figures.")
        else:
            yield Note(UNRECOGNISED, headings[at], f"Nobody reads this column (row {row}).")


def is_blank(row: SheetRow) -> bool:
    """Return whether every cell of a row is blank."""
    return not any(cell.strip() for cell in row.cells)
