"""Whose return it is and up to which day it is whole: as it says itself, or as was given."""

from dataclasses import dataclass

from data.common.errors import Issue
from data.common.load_options import LoadOptions
from data.formats.base import DIFFERENCE, READ_AS, CurrentData, Note
from data.formats.sen2.dates import NOT_SHOWN, days_of, read_day
from data.formats.sen2.requests import ReturnPlace
from data.formats.sen2.tables.column_names import authorities
from data.formats.sen2.tables.model import ReturnTable

_COVERAGE = "all"


@dataclass(frozen=True)
class ReturnHeader:
    """Hold the place of a return, or what must still be said or mended."""

    place: ReturnPlace
    notes: tuple[Note, ...] = ()
    issues: tuple[Issue, ...] = ()
    asks: tuple[str, ...] = ()


def read_return_header(
    tables: dict[str, ReturnTable], current: CurrentData, options: LoadOptions
) -> ReturnHeader:
    """Find the area, the cut-off and the coverage of a return; what was given comes first."""
    header = tables.get("sen2")
    number, area_code = _area(header, options)
    day, issues = _cut_off(header, options)
    asks = [
        *(["area_code"] if not area_code else []),
        *(["cut_off"] if not day and not issues else []),
    ]
    if area_code and area_code not in set(current.rows("areas")["area_code"]):
        issues.append(_unknown_area(area_code, number))
    place = ReturnPlace(area_code, day, options.coverage or _COVERAGE)
    notes = _notes(place, number, options, header) if not issues and not asks else []
    if not area_code and number:
        notes.append(Note(DIFFERENCE, "sen2", f"No area is known by the number {number}."))
    return ReturnHeader(place, tuple(notes), tuple(issues), tuple(asks))


def _only(header: ReturnTable | None, column: str) -> list[str]:
    """Return the distinct values of a column of the header table."""
    cells = [] if header is None else header.column(column).tolist()
    return list(dict.fromkeys(cell for cell in cells if cell))


def _area(header: ReturnTable | None, options: LoadOptions) -> tuple[str, str]:
    """Return the authority's number, where the return has one, and its ONS code."""
    numbers = [each for each in _only(header, "lea") if each.isdigit() and len(each) == 3]
    number = numbers[0] if len(numbers) == 1 else ""
    return number, options.area_code or authorities().get(number, "")


def _cut_off(header: ReturnTable | None, options: LoadOptions) -> tuple[str, list[Issue]]:
    if options.cut_off:
        return options.cut_off.isoformat(), []
    written = _only(header, "referencedate")
    if not written:
        return "", []
    days = {read_day(each) for each in written}
    if len(days) == 1 and "" not in days:
        return days.pop(), []
    shown = " and ".join(dict.fromkeys(_shown(header)))
    expected = "one day, such as 2023-01-19"
    fix = "Correct the reference date of the return, or give the cut-off at the load."
    return "", [Issue(2, "referencedate", shown, expected, fix, "sen2")]


def _shown(header: ReturnTable | None) -> list[str]:
    cells = [] if header is None else days_of(header.column("referencedate")).tolist()
    return [cell for cell in cells if cell] or [NOT_SHOWN]


def _unknown_area(area_code: str, number: str) -> Issue:
    actual = f"{area_code}, of the authority {number}" if number else area_code
    expected = "an area that is listed in areas"
    fix = "Load areas with it first, or give the code of the area at the load."
    return Issue(0, "area_code", actual, expected, fix, "sen2")


def _notes(
    place: ReturnPlace, number: str, options: LoadOptions, header: ReturnTable | None
) -> list[Note]:
    authority_text = f"authority {number}" if number and not options.area_code else "as given"
    up_to = "as given" if options.cut_off else "its reference date"
    words = (
        f"Read for {place.area_code} ({authority_text}), whole up to {place.cut_off} ({up_to}), "
        f"with coverage {place.coverage}."
    )
    notes = [Note(READ_AS, "sen2", words)]
    authority_area = authorities().get(number, "")
    if authority_area and authority_area != place.area_code:
        difference = (
            f"The return is of the authority {number} ({authority_area}), not of {place.area_code}."
        )
        notes.append(Note(DIFFERENCE, "sen2", difference))
    if header is not None and len(_only(header, "lea")) > 1:
        notes.append(Note(DIFFERENCE, "sen2", "The header names more than one authority."))
    return notes
