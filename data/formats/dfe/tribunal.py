"""Read the table of appeals to the SEND Tribunal: title lines, years across, names with footnotes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from data.common.authorities import ENGLAND, Authority, authority_or_reason
from data.files.csv_reader import ExtractFile, RawExtract, normalise_column_name
from data.formats.base import LEFT_OUT, READ_AS, UNRECOGNISED, Note
from data.formats.dfe.aliases import UNREAD, fold_name, shipped_aliases
from data.formats.dfe.rows import AUTHORITY, CALENDAR, NATIONAL, REGIONAL, Total

TRIBUNAL = "tribunal"
_CODE_HEADING = "la code"
_TITLE = re.compile(
    rb"appeal rate.{0,400}tribunal|tribunal.{0,400}appeal rate", re.IGNORECASE | re.DOTALL
)
_FIRST_LINES = 4_000
_FOOTNOTES = re.compile(r"(?<=[^\W\d_])[0-9](?:,? ?[0-9])*$")
_YEAR = re.compile(r"20[0-9]{2}")
_CODE = re.compile(r"[0-9]{3}")
# Rates are printed as 1.40%: rounded to one decimal, with a nought after it.
_NOUGHT_BEHIND = re.compile(r"([0-9]+\.[0-9])0%")


@dataclass
class _Grid:
    """The rows as text, with the number of each in the file."""

    rows: list[list[str]]
    numbers: list[int]
    source: str

    @property
    def heading(self) -> int:
        """Return the position of the row with the years, above the column names; -1 without one."""
        heading_rows = (
            n for n, row in enumerate(self.rows[:-1]) if _CODE_HEADING in map(fold_name, row)
        )
        return next(heading_rows, -1)


@dataclass
class TribunalTable:
    """The totals of each area and year, and notes."""

    totals: list[Total] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def is_tribunal(file: ExtractFile) -> bool:
    """Return whether a file is the table of appeal rates by local authority."""
    start = file.content[:_FIRST_LINES]
    return _TITLE.search(start) is not None and _CODE_HEADING.encode() in start.lower()


def read_tribunal(raw: RawExtract, source: str) -> TribunalTable:
    """Return the totals of each area and year."""
    rows = [[str(cell).strip() for cell in row] for row in raw.cells.astype(object).to_numpy()]
    grid = _Grid(rows, raw.numbers.tolist(), source)
    heading = grid.heading
    table = TribunalTable()
    if heading < 0:
        words = "No row has the headings of the areas and the years: nothing was read."
        table.notes.append(Note(UNRECOGNISED, source, words))
        return table
    places, strange = _columns_by_year(rows[heading], rows[heading + 1])
    if strange:
        words = f"Columns that were not read: {', '.join(strange)}."
        table.notes.append(Note(LEFT_OUT, source, words))
    code_place = [fold_name(cell) for cell in rows[heading]].index(_CODE_HEADING)
    for position in range(heading + 2, len(rows)):
        _read_row(grid, position, code_place, places, table)
    table.notes += _decimals_notes(grid)
    return table


def _columns_by_year(
    years: list[str], headings: list[str]
) -> tuple[dict[int, dict[str, int]], list[str]]:
    """Return the column of each field by year, and the columns that are not read.

    A year is printed above the first of its columns.
    """
    fields_by_heading = shipped_aliases().fields_of(TRIBUNAL)
    places: dict[int, dict[str, int]] = {}
    strange: list[str] = []
    year = 0
    for place, (above, heading) in enumerate(zip(years, headings, strict=True)):
        year = int(above) if _YEAR.fullmatch(above) else year
        field_name = fields_by_heading.get(
            normalise_column_name(_without_footnotes(heading)), UNREAD
        )
        if heading and (field_name == UNREAD or not year):
            strange.append(heading)
        elif heading:
            places.setdefault(year, {}).setdefault(field_name, place)
    return places, strange


def _without_footnotes(text: str) -> str:
    return _FOOTNOTES.sub("", text).strip()


def _read_row(
    grid: _Grid,
    position: int,
    code_place: int,
    places: dict[int, dict[str, int]],
    table: TribunalTable,
) -> None:
    """Add the totals of one row to the table; regions and footnotes have no figures."""
    row, number = grid.rows[position], grid.numbers[position]
    figures = [row[place] for fields in places.values() for place in fields.values()]
    if not row[0] or not any(figures):
        return
    code = row[code_place]
    # Neither is trusted over the other: in the file of 2014 to 2024 the codes of some pairs of
    # neighbours are swapped, and of others their names.
    authority = authority_or_reason(
        name=_without_footnotes(row[0]), number=code if _CODE.fullmatch(code) else ""
    )
    if isinstance(authority, str):
        place = f"{grid.source}, row {number:,}: {row[0]}"
        table.notes.append(Note(LEFT_OUT, place, f"{authority}: not read."))
        return
    for year, fields in places.items():
        cells = {name: _rate_text(row[place]) for name, place in fields.items()}
        if any(cells.values()):
            table.totals.append(_total_of_year(number, authority, year, cells))


def _total_of_year(number: int, authority: Authority, year: int, cells: dict[str, str]) -> Total:
    return Total(
        number=number,
        level=_level_of(authority),
        area_code=authority.area_code,
        name=authority.name,
        region_code=authority.region_code,
        year=year,
        counted=CALENDAR,
        cells=cells,
    )


def _level_of(authority: Authority) -> str:
    if authority.is_authority:
        return AUTHORITY
    return NATIONAL if authority.area_code == ENGLAND else REGIONAL


def _rate_text(cell: str) -> str:
    match = _NOUGHT_BEHIND.fullmatch(cell)
    return f"{match[1]}%" if match else cell


def _decimals_notes(grid: _Grid) -> Iterator[Note]:
    if any(_NOUGHT_BEHIND.fullmatch(cell) for row in grid.rows for cell in row):
        words = "Rates are printed with two decimals, the second always 0: kept with one."
        yield Note(READ_AS, grid.source, words)
