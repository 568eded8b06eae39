"""Read NHS England's community health waits of children: who waits, by service and NHS area."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

import pandas as pd

from dashboard.text.periods import month_end
from data.common.authorities import fold_area_name
from data.common.load_options import LoadOptions
from data.common.progress import Progress
from data.files.csv_reader import ExtractFile
from data.formats.area_figures import NamedAreas, Record, TableFigures, nhs_area_notes, reading_of
from data.formats.base import (
    LEFT_OUT,
    READ_AS,
    UNRECOGNISED,
    CurrentData,
    Format,
    Note,
    ReadResult,
    RecurringRelease,
    has_columns,
    numbered_rows,
    read_only_file,
    reference_rows,
    unread_columns,
)
from data.formats.printed_numbers import at_decimals, is_number

_TYPE, _NAME, _THERAPY, _MONTH = (
    "organisation_type",
    "organisation_name",
    "therapy",
    "formatteddate",
)
_WAITING, _SHARE = "total_waiting_list", "percentage_waiting_more_than_18_weeks"
_TO_52, _OVER_52 = "waiting_>18_52_weeks", "waiting_>52_weeks"
_NEEDED = (_TYPE, _NAME, _THERAPY, _MONTH, _WAITING, _TO_52, _OVER_52, _SHARE)
# The month once more, in words.
_REPEATING = "date"
_PROVIDERS = {"provider", "organisation"}
_ENGLAND = "england"
_FIRST_DAY = re.compile(r"20[0-9]{2}-[01][0-9]-01")
# The file writes 24.9710514126911 for a quotient of its own counts.
_DECIMALS = 1
_NOT_RETURNED = "NA"
_ROW_NOTE = "children waiting for community health services of the NHS; not by borough"
_RELEASE = RecurringRelease(
    "nhs-community-waits",
    "Community health services waiting lists: children and young people",
    "NHS England",
    "Open Government Licence v3.0",
)


@cache
def measures() -> dict[tuple[str, str], str]:
    """Return the measure of each service, folded, and figure."""
    return {
        (row["therapy"].casefold(), row["figure"]): row["measure_id"]
        for row in reference_rows("community_waits")
    }


def read(
    files: Sequence[ExtractFile], current: CurrentData, options: LoadOptions, progress: Progress
) -> ReadResult:
    """Return, of each NHS area, region and England, who waits on the last day of each month."""
    raw = read_only_file(files, progress)
    areas = NamedAreas(current.rows("areas"))
    nhs_areas = _nhs_areas(areas.current)
    records: list[Record] = []
    numbers: list[int] = []
    for row, number in numbered_rows(raw, _NEEDED):
        made = list(_observations(row, areas, nhs_areas))
        records += made
        numbers += [number] * len(made)
    codes = {record["area_code"] for record in records} & set(nhs_areas.values())
    notes = [
        *nhs_area_notes(_NAME, codes, areas.current),
        *unread_columns(raw, (*_NEEDED, _REPEATING)),
    ]
    if records:
        words = "Percentages are quotients of the file’s own counts: read with 1 decimal."
        notes.append(Note(READ_AS, _SHARE, words))
    table = TableFigures(records, numbers)
    return reading_of(_RELEASE, [table], areas, notes, current, options)


def _nhs_areas(areas: pd.DataFrame) -> dict[str, str]:
    """Return the code of each NHS area that is loaded, by its name without NHS, folded."""
    names = {fold_area_name(n): c for c, n in zip(areas["area_code"], areas["name"], strict=True)}
    return {n.removeprefix("nhs "): code for n, code in names.items() if n.startswith("nhs ")}


def _observations(row: Record, areas: NamedAreas, nhs_areas: dict[str, str]) -> Iterator[Record]:
    """Yield the figures of a row; a row that is not read is counted as skipped."""
    therapy, skipped = row[_THERAPY].casefold(), areas.skipped
    if (therapy, "waiting") not in measures():
        skipped.add(UNRECOGNISED, row[_THERAPY], "A service that is not listed")
    elif not _FIRST_DAY.fullmatch(row[_MONTH]):
        skipped.add(UNRECOGNISED, row[_MONTH], "Not the first day of a month")
    elif code := _area_code(row, areas, nhs_areas):
        if row[_WAITING] == _NOT_RETURNED:
            skipped.add(LEFT_OUT, f"{row[_NAME]}, {row[_THERAPY]}", "No figure was returned")
            return
        day = month_end(date.fromisoformat(row[_MONTH])).isoformat()
        for figure, cells in _figures(row).items():
            yield {
                "area_code": code,
                "measure_id": measures()[therapy, figure],
                "basis": "snapshot",
                "period_start": day,
                "period_end": day,
                "numerator": "",
                "denominator": "",
                **cells,
                "note": _ROW_NOTE,
            }


def _area_code(row: Record, areas: NamedAreas, nhs_areas: dict[str, str]) -> str:
    """Return the area of a row; "" where it is a provider's, or its area is not known."""
    name = fold_area_name(row[_NAME])
    if row[_TYPE].casefold() in _PROVIDERS and name != _ENGLAND:
        areas.skipped.add(LEFT_OUT, row[_NAME], "A provider of care, not an area")
        return ""
    if name in nhs_areas and row[_TYPE].casefold() == "icb":
        return nhs_areas[name]
    found = areas.find(name=row[_NAME])
    return found.area_code if found else ""


def _figures(row: Record) -> dict[str, Record]:
    """Return the cells of each figure of a row: the list, and those over 18 and 52 weeks on it."""
    share = {"value": row[_SHARE]}
    counts = (row[_TO_52], row[_OVER_52], row[_WAITING])
    if all(map(is_number, counts)):
        numerator = str(int(float(row[_TO_52]) + float(row[_OVER_52])))
        share |= {"numerator": numerator, "denominator": row[_WAITING]}
    if is_number(row[_SHARE]):
        share["value"] = at_decimals(row[_SHARE], _DECIMALS)
    elif share.get("denominator") == "0":
        share["value"] = "z"
    return {
        "waiting": {"value": row[_WAITING]},
        "over_18_weeks": share,
        "over_52_weeks": {"value": row[_OVER_52]},
    }


COMMUNITY_WAITS = Format(
    "community_waits", "NHS England: community health waits of children", has_columns(_NEEDED), read
)
