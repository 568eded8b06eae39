"""Read the outcomes of inspections of local areas' SEND arrangements."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from data.common.load_options import LoadOptions
from data.common.progress import Progress
from data.files.csv_reader import ExtractFile
from data.formats.area_figures import NamedAreas, Record
from data.formats.base import (
    LEFT_OUT,
    READ_AS,
    CurrentData,
    Format,
    Note,
    ReadResult,
    RecurringRelease,
    has_columns,
    numbered_rows,
    part_from_records,
    read_only_file,
    source_of_release,
)

_NEEDED = ("la_code", "local_authority", "outcome_grade", "publication_date")
_DAYS = {"started_on": "inspection_start_date", "ended_on": "inspection_end_date"}
_OTHERS = (*_DAYS.values(), "next_inspection")
_OUTCOMES = {"1": "positive", "2": "inconsistent", "3": "systemic"}
_RELEASE = RecurringRelease(
    "area-send-inspections",
    "Area SEND inspections: outcomes",
    "Ofsted and the Care Quality Commission",
    "Each report has a day of publication of its own; Open Government Licence v3.0",
)


def read(
    files: Sequence[ExtractFile], current: CurrentData, options: LoadOptions, progress: Progress
) -> ReadResult:
    """Return the outcome of each inspection, known from the day its report was published."""
    raw = read_only_file(files, progress)
    areas = NamedAreas(current.rows("areas"))
    source, _ = source_of_release(_RELEASE, current, options)
    records: list[Record] = []
    numbers: list[int] = []
    for row, number in numbered_rows(raw, (*_NEEDED, *_OTHERS)):
        outcome = _OUTCOMES.get(re.sub(r"\.0$", "", row["outcome_grade"]))
        published_on = _day(row["publication_date"])
        if outcome is None or published_on is None:
            areas.skipped.add(LEFT_OUT, row["local_authority"], "No outcome, or no day, is stated")
            continue
        # The codes of the file are partly another council's: number and name agree.
        area = areas.find(number=row["la_code"], name=row["local_authority"], on=published_on)
        if area:
            days = {name: _iso(_day(row[column])) for name, column in _DAYS.items()}
            records.append(
                {
                    "area_code": area.area_code,
                    "outcome": outcome,
                    **days,
                    "published_on": published_on.isoformat(),
                    "next_within": row["next_inspection"],
                    "source_document": source.source_document,
                }
            )
            numbers.append(number)
    notes = (
        Note(READ_AS, "outcome_grade", "1 is positive, 2 inconsistent, 3 systemic."),
        *areas.skipped.notes(),
    )
    part = part_from_records("inspections", records, numbers)
    return ReadResult((*source.parts, *areas.new_areas(), part), notes)


def _day(text: str) -> date | None:
    """Return a day such as 18/11/24; None for anything else."""
    try:
        return datetime.strptime(text, "%d/%m/%y").date()  # noqa: DTZ007 - a day without a time
    except ValueError:
        return None


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


INSPECTIONS = Format("inspections", "Outcomes of area SEND inspections", has_columns(_NEEDED), read)
