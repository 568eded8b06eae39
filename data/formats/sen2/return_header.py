"""Whose return it is and up to which day it is whole: as it says itself, or as was given."""

from dataclasses import dataclass

from data.common.errors import Fault
from data.common.load_options import Given
from data.formats.base import DIFFERENCE, READ_AS, Note, Standing
from data.formats.sen2.dates import NOT_SHOWN, days_of, read_day
from data.formats.sen2.requests import Place
from data.formats.sen2.tables.column_names import authorities
from data.formats.sen2.tables.model import Table

_COVERAGE = "all"


@dataclass(frozen=True)
class Said:
    """Hold the place of a return, or what must still be said or mended."""

    place: Place
    notes: tuple[Note, ...] = ()
    faults: tuple[Fault, ...] = ()
    asks: tuple[str, ...] = ()


def what_it_says(tables: dict[str, Table], standing: Standing, given: Given) -> Said:
    """Find the area, the cut-off and the coverage of a return; what was given comes first."""
    header = tables.get("sen2")
    number, area_code = _area(header, given)
    day, faults = _cut_off(header, given)
    asks = [
        *(["area_code"] if not area_code else []),
        *(["cut_off"] if not day and not faults else []),
    ]
    if area_code and area_code not in set(standing.rows("areas")["area_code"]):
        faults.append(_unknown_area(area_code, number))
    place = Place(area_code, day, given.coverage or _COVERAGE)
    notes = _notes(place, number, given, header) if not faults and not asks else []
    if not area_code and number:
        notes.append(Note(DIFFERENCE, "sen2", f"No area is known by the number {number}."))
    return Said(place, tuple(notes), tuple(faults), tuple(asks))


def _only(header: Table | None, column: str) -> list[str]:
    """Return the distinct values of a column of the header table."""
    cells = [] if header is None else header.column(column).tolist()
    return list(dict.fromkeys(cell for cell in cells if cell))


def _area(header: Table | None, given: Given) -> tuple[str, str]:
    """Return the authority's number, where the return has one, and its ONS code."""
    numbers = [each for each in _only(header, "lea") if each.isdigit() and len(each) == 3]
    number = numbers[0] if len(numbers) == 1 else ""
    return number, given.area_code or authorities().get(number, "")


def _cut_off(header: Table | None, given: Given) -> tuple[str, list[Fault]]:
    if given.cut_off:
        return given.cut_off.isoformat(), []
    written = _only(header, "referencedate")
    if not written:
        return "", []
    days = {read_day(each) for each in written}
    if len(days) == 1 and "" not in days:
        return days.pop(), []
    shown = " and ".join(dict.fromkeys(_shown(header)))
    expected = "one day, such as 2023-01-19"
    mend = "Correct the reference date of the return, or give the cut-off at the load."
    return "", [Fault(2, "referencedate", shown, expected, mend, "sen2")]


def _shown(header: Table | None) -> list[str]:
    cells = [] if header is None else days_of(header.column("referencedate")).tolist()
    return [cell for cell in cells if cell] or [NOT_SHOWN]


def _unknown_area(area_code: str, number: str) -> Fault:
    found = f"{area_code}, of the authority {number}" if number else area_code
    expected = "an area that is listed in areas"
    mend = "Load areas with it first, or give the code of the area at the load."
    return Fault(0, "area_code", found, expected, mend, "sen2")


def _notes(place: Place, number: str, given: Given, header: Table | None) -> list[Note]:
    whose = f"authority {number}" if number and not given.area_code else "as given"
    up_to = "as given" if given.cut_off else "its reference date"
    words = (
        f"Read for {place.area_code} ({whose}), whole up to {place.cut_off} ({up_to}), "
        f"with coverage {place.coverage}."
    )
    notes = [Note(READ_AS, "sen2", words)]
    told = authorities().get(number, "")
    if told and told != place.area_code:
        difference = f"The return is of the authority {number} ({told}), not of {place.area_code}."
        notes.append(Note(DIFFERENCE, "sen2", difference))
    if header is not None and len(_only(header, "lea")) > 1:
        notes.append(Note(DIFFERENCE, "sen2", "The header names more than one authority."))
    return notes
