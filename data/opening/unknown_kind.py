"""Describe a file of which no kind is known, with the ways on from there."""

import re
from collections.abc import Sequence

from dashboard.text.format import counted, first_and_more
from data.common.authorities import find_authorities
from data.common.errors import Issue, UnreadableCellError
from data.files.csv_reader import RawExtract
from data.schema.cell_parsers import parse_figure
from data.schema.day_parser import parse_date

_SAMPLE = 200
_MAX_NAMED = 5
_AREA_CODE = re.compile(r"[EWNSK][0-9]{8}")
_AREA_NUMBER = re.compile(r"[0-9]{3}(?:\.0)?")
_AREA_HEADING = re.compile(r"(?:.*_)?(?:la|lad|utla|authority|council|borough|region|area)(?:_.*)?")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?:[/-]?[0-9]{2})?(?:\.0)?")
_AREAS, _YEARS, _DAYS, _NUMBERS, _WORDS, _BLANK = (
    "areas",
    "years",
    "days",
    "numbers",
    "words",
    "nothing",
)
_WAYS_ON = (
    "There are three ways on: map its columns to those of a kind (--map COLUMN=FIELD, or the form on "
    "the Data page); copy its figures into a template (python -m data template --list, or the Data "
    "page); or ask whoever looks after this dashboard for a reader of such files."
)


def unknown_kind_issue(raw: RawExtract) -> Issue:
    """Return the one issue of a file of no known kind."""
    header = int(raw.numbers[0]) - 1 if len(raw.numbers) else 1
    actual = f"no kind is known for this file: {_looks(raw)}"
    expected = "an extract of one of our kinds, or a file that is read as others publish it"
    return Issue(header, "", actual, expected, _WAYS_ON)


def _looks(raw: RawExtract) -> str:
    """Return what the columns hold: "4 columns: 1 of areas (la_name), 3 of numbers (a, b, c); 20 rows"."""
    held: dict[str, list[str]] = {}
    for place, name in enumerate(raw.names):
        cells = [str(cell).strip() for cell in raw.cells.iloc[:_SAMPLE, place]]
        held.setdefault(_held(name, [cell for cell in cells if cell]), []).append(name or "no name")
    parts = [
        f"{len(held[what])} of {what} ({first_and_more(held[what], _MAX_NAMED)})"
        for what in (_AREAS, _YEARS, _DAYS, _NUMBERS, _WORDS, _BLANK)
        if what in held
    ]
    columns = counted(len(raw.names), "column")
    rows = counted(len(raw.cells), "row")
    return f"{columns}, {', '.join(parts)}; {rows}"


def _held(name: str, cells: Sequence[str]) -> str:
    """Return what most of the cells of a column are."""
    if _AREA_HEADING.fullmatch(name) and all(map(_AREA_NUMBER.fullmatch, cells)) and cells:
        return _AREAS
    tests = ((_AREAS, _is_area), (_YEARS, _is_year), (_DAYS, _is_day), (_NUMBERS, _is_number))
    if not cells:
        return _BLANK
    for what, fits in tests:
        if 5 * sum(map(fits, cells)) >= 4 * len(cells):
            is_number = what == _YEARS and not re.search("year|period|time|date", name)
            return _NUMBERS if is_number and len(set(cells)) * 2 > len(cells) > 10 else what
    return _AREAS if _AREA_HEADING.fullmatch(name) else _WORDS


def _is_area(cell: str) -> bool:
    return bool(_AREA_CODE.fullmatch(cell) or find_authorities(name=cell))


def _is_year(cell: str) -> bool:
    return _YEAR.fullmatch(cell) is not None


def _is_day(cell: str) -> bool:
    try:
        parse_date(cell)
    except UnreadableCellError:
        return False
    return True


def _is_number(cell: str) -> bool:
    try:
        parse_figure(cell, takes_markers=True)
    except UnreadableCellError:
        return False
    return True
