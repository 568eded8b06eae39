"""Detect the table in a scorecard: its header, the meaning of its columns, and its rows."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from data.formats.base import LEFT_OUT, READ_AS, UNRECOGNISED, Note
from data.formats.scorecard.headings import (
    HeadingPeriod,
    UnclearHeadingError,
    count_periods,
    is_mangled,
    read_headings,
)

_MOST_HEADER_ROWS, _LEAST_PERIODS = 15, 3
_YEAR_TO_DATE = re.compile(r"ytd|year to date|cumulative", re.IGNORECASE)
_NAMES = re.compile(r".*\b(?:measures?|indicators?|kpis?|metrics?|description)\b.*|title|name")
_REFERENCE = re.compile(r"(?:.*[ _])?(?:ref\.?|reference|id|code|no\.?|number|#)")
_PART = re.compile(r"breakdown|part|split|sector|age(?: group| band| range)?|cohort")
_UNIT = re.compile(r"units?(?: of measure(?:ment)?)?|measured in")
_TARGET = re.compile(r"target\b.*")
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
class TargetColumn:
    """A column of targets, with the day by which they are due; None if its heading has none."""

    place: int
    heading: str
    due_on: date | None


@dataclass(frozen=True)
class ScorecardTable:
    """The table of a scorecard. Columns are given by position, periods in order of time."""

    title: str
    header: SheetRow
    rows: tuple[SheetRow, ...]
    names: int
    reference: int | None
    part: int | None
    unit: int | None
    periods: dict[int, HeadingPeriod]
    targets: tuple[TargetColumn, ...]
    notes: tuple[Note, ...]

    @property
    def is_of_calendar_years(self) -> bool:
        """Return whether a year to date of this table can only be one of a calendar year."""
        return _is_of_a_calendar_year(self.periods.values())


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
        if count_periods(row.cells) >= _LEAST_PERIODS:
            return place if 2 * widest < filled and _names_place(row.cells) is not None else None
        widest = max(widest, filled)
    return None


def title_above(rows: Sequence[SheetRow], place: int) -> str:
    """Return the words above the header at a position."""
    return " ".join(cell.strip() for row in rows[:place] for cell in row.cells if cell.strip())


def read_sheet(
    rows: Sequence[SheetRow], place: int, use_of: Callable[[str], str | None]
) -> ScorecardTable:
    """Return the table whose header is at a position.

    `use_of` returns what a person confirmed that a heading is, one of _HEADING_OF_USE, or None.
    """
    header, below = rows[place], tuple(rows[place + 1 :])
    headings = [" ".join(cell.split()) for cell in header.cells]
    meanings = [_meaning(heading, use_of(heading)) for heading in headings]
    read = read_headings(meanings)
    periods, notes = _clear_periods(headings, read, below)
    plain = {at: text.lower() for at, text in enumerate(meanings) if at not in read and text}
    reference = _first_matching(plain, _REFERENCE)
    targets, of_targets = _target_columns(plain, headings)
    names = _names_place(meanings) or 0
    used = {
        names,
        reference,
        part := _first_matching(plain, _PART),
        unit := _first_matching(plain, _UNIT),
        *(each.place for each in targets),
    }
    others = {at: text for at, text in plain.items() if at not in used}
    notes += (*of_targets, *_unread_notes(others, headings, row=header.number))
    ordered = dict(sorted(periods.items(), key=lambda each: (each[1].end, each[1].start)))
    return ScorecardTable(
        title_above(rows, place),
        header,
        below,
        names,
        reference,
        part,
        unit,
        ordered,
        targets,
        notes,
    )


def _meaning(heading: str, use: str | None) -> str:
    """Return a heading, or one that says what a person confirmed that it is."""
    is_target = use == "target" and _TARGET.fullmatch(heading.lower())
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


def _clear_periods(
    headings: Sequence[str],
    read: dict[int, HeadingPeriod | UnclearHeadingError],
    rows: Sequence[SheetRow],
) -> tuple[dict[int, HeadingPeriod], tuple[Note, ...]]:
    """Return the clear periods, each once, and notes on the others."""
    periods = {at: each for at, each in read.items() if isinstance(each, HeadingPeriod)}
    unclear = {at: str(each) for at, each in read.items() if not isinstance(each, HeadingPeriod)}
    if bare := _bare_year_to_date(headings, unclear, periods, rows):
        periods |= bare
        unclear = {at: why for at, why in unclear.items() if at not in bare}
    for at, each in list(periods.items()):
        if each.basis == "ytd" and not _is_of_a_calendar_year(periods.values()):
            unclear[at] = "it may count from April or from January: load it as observations"
        if [(period.basis, period.start, period.end) for period in periods.values()].count(
            (each.basis, each.start, each.end)
        ) > 1:
            unclear[at] = "the same time heads another column too"
    clear = {at: each for at, each in periods.items() if at not in unclear}
    notes = [
        Note(LEFT_OUT, headings[at], f"The column is left out: {why}.")
        for at, why in sorted(unclear.items())
    ]
    return clear, (*notes, *_swapped_month_notes(headings, clear))


def _swapped_month_notes(
    headings: Sequence[str], periods: dict[int, HeadingPeriod]
) -> Iterator[Note]:
    turned = [at for at in periods if is_mangled(headings[at])]
    if turned:
        first = periods[turned[0]].start
        words = f"Every heading is so written: {headings[turned[0]]} is read as {first:%B %Y}."
        yield Note(READ_AS, headings[turned[0]], words)


def _bare_year_to_date(
    headings: Sequence[str],
    unclear: dict[int, str],
    periods: dict[int, HeadingPeriod],
    rows: Sequence[SheetRow],
) -> dict[int, HeadingPeriod]:
    """Return columns headed only YTD as up to the last filled month of one calendar year."""
    bare = [at for at in unclear if _YEAR_TO_DATE.fullmatch(headings[at])]
    months = {at: each for at, each in periods.items() if each.basis == "month"}
    filled = [each.end for at, each in months.items() if any(row.at(at) for row in rows)]
    years = {each.start.year for each in months.values()}
    if not bare or not filled or len(years) > 1 or not _is_of_a_calendar_year(months.values()):
        return {}
    return dict.fromkeys(bare, HeadingPeriod("ytd", date(years.pop(), 1, 1), max(filled)))


def _is_of_a_calendar_year(periods: Iterable[HeadingPeriod]) -> bool:
    """Return whether the first month or quarter begins a calendar year, or there is none."""
    starts = [each.start for each in periods if each.basis in {"month", "quarter"}]
    return not starts or min(starts).month == 1


def _target_columns(
    plain: dict[int, str], headings: Sequence[str]
) -> tuple[tuple[TargetColumn, ...], tuple[Note, ...]]:
    """Return the target columns; of several, those with a due day."""
    columns = [
        TargetColumn(at, headings[at], _due_on(text))
        for at, text in plain.items()
        if _TARGET.fullmatch(text)
    ]
    if len(columns) <= 1:
        return tuple(columns), ()
    days = [each.due_on for each in columns]
    dated = [each for each in columns if each.due_on and days.count(each.due_on) == 1]
    words = "The column is left out: there are several targets, and it does not say by when."
    return tuple(dated), tuple(
        Note(LEFT_OUT, each.heading, words) for each in columns if each not in dated
    )


def _due_on(heading: str) -> date | None:
    text = re.sub(r"^target *(?:by|for|to|at)? *", "", heading).strip(" ()")
    period = read_headings([text]).get(0)
    is_day = isinstance(period, HeadingPeriod) and period.basis in {"month", "quarter", "year"}
    return period.end if is_day and isinstance(period, HeadingPeriod) else None


def _unread_notes(others: dict[int, str], headings: Sequence[str], row: int) -> Iterator[Note]:
    for at, text in others.items():
        if _BASELINE.fullmatch(text):
            words = "A baseline needs its period: load it as an extract of targets."
            yield Note(LEFT_OUT, headings[at], words)
        elif _SOME_TARGET.fullmatch(text):
            yield Note(LEFT_OUT, headings[at], "Only a column headed Target is read for targets.")
        elif _REMARKS.fullmatch(text) or _REFERENCE.fullmatch(text) or _NAMES.fullmatch(text):
            yield Note(LEFT_OUT, headings[at], "The column is not read: it holds no figures.")
        else:
            yield Note(UNRECOGNISED, headings[at], f"Nobody reads this column (row {row}).")


def is_blank(row: SheetRow) -> bool:
    """Return whether every cell of a row is blank."""
    return not any(cell.strip() for cell in row.cells)
