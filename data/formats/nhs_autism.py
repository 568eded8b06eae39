"""Read NHS England's autism waiting times: the breakdowns of its rows overlap, so nothing is summed."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import pandas as pd

from dashboard.text.format import counted
from dashboard.text.periods import month_end
from data.common.errors import UnreadableCellError
from data.common.load_options import LoadOptions
from data.common.progress import Progress
from data.files.csv_reader import ExtractFile, RawExtract
from data.formats.area_figures import SkippedRows, nhs_area_notes
from data.formats.base import (
    LEFT_OUT,
    READ_AS,
    UNRECOGNISED,
    CurrentData,
    Format,
    Note,
    ReadResult,
    RecurringRelease,
    header_names,
    numbered_rows,
    part_from_records,
    read_only_file,
    reference_rows,
    source_of_release,
    unread_columns,
)
from data.schema.day_parser import parse_date
from data.schema.marks import clear_marker_of


@dataclass(frozen=True)
class MetricMeaning:
    """The measure and breakdown of a metric for an age group."""

    metric_name: str
    measure_id: str
    breakdown: str


@dataclass(frozen=True)
class LevelLayout:
    """Which level of a breakdown holds the area and the age group; "" is England, all ages."""

    area: str
    age_group: str


@cache
def meanings() -> dict[tuple[str, str], MetricMeaning]:
    """Return the meaning of each metric and age group, both folded."""
    return {
        (_folded(row["metric"]), _folded(row["age_group"])): MetricMeaning(
            _folded(row["metric_name"]), row["measure_id"], row["breakdown"]
        )
        for row in reference_rows("nhs_autism_metrics")
    }


@cache
def layouts() -> dict[str, LevelLayout]:
    """Return the levels of each breakdown, by its folded name."""
    return {
        _folded(row["breakdown"]): LevelLayout(row["area"], row["age_group"])
        for row in reference_rows("nhs_autism_breakdowns")
    }


def _folded(words: str) -> str:
    """Return text in lower case, with only letters and digits."""
    return " ".join(re.findall(r"[a-z0-9]+", words.lower()))


_START, _END = "reporting_period_start", "reporting_period_end"
_NEEDED = (_START, _END, "breakdown", "primary_level", "metric", "metric_name", "metric_value")
_READ = (*_NEEDED, "status", "secondary_level")
# They only repeat the levels in words.
_DESCRIPTIONS = ("primary_level_description", "secondary_level_description")
_ENGLAND = "E92000001"
_IS_PROVISIONAL = {
    "": "no",
    "final": "no",
    "performance": "no",
    "provisional": "yes",
    "primary": "yes",
    "refresh": "yes",
}
_RELEASE = RecurringRelease(
    "nhs-autism",
    "Autism Waiting Time Statistics",
    "NHS England",
    "Mental health services only: community paediatrics is left out; Open Government Licence v3.0",
)
_ROW_NOTE = (
    "people referred to mental health services; community paediatrics is left out; not by borough"
)
MetricRow = dict[str, str]


@dataclass
class _SkippedRows(SkippedRows):
    """The rows that are not read, with those of areas that are not loaded."""

    areas: Counter[str] = field(default_factory=Counter)

    def notes(self) -> Iterator[Note]:
        yield from super().notes()
        if self.areas:
            count, places = sum(self.areas.values()), len(self.areas)
            named = ", ".join(sorted(self.areas)[:10])
            areas_text = "area that does not stand" if places == 1 else "areas that do not stand"
            words = (
                f"{counted(count, 'row')} of {places} {areas_text} left out ({named}"
                f"{', …' if places > 10 else ''}). Load areas with those that are wanted first."
            )
            yield Note(LEFT_OUT, "PRIMARY_LEVEL", words)


def recognises(file: ExtractFile) -> bool:
    """Return whether a file has NHS England's columns, and metrics of autism."""
    return set(_NEEDED) <= set(header_names(file)) and b"ASD" in file.content


def read(
    files: Sequence[ExtractFile], current: CurrentData, options: LoadOptions, progress: Progress
) -> ReadResult:
    """Return an observation for each row of a listed metric, breakdown and area."""
    raw = read_only_file(files, progress)
    source, asks = source_of_release(_RELEASE, current, options)
    areas = current.rows("areas")
    codes = set(areas["area_code"])
    skipped = _SkippedRows()
    made: dict[tuple[str, ...], tuple[MetricRow, int]] = {}
    for row, number in numbered_rows(raw, _READ):
        record = _observation(row, codes, skipped)
        if record:
            # Quarterly files overlap: a repeated row is read once.
            made.setdefault(tuple(record.values()), (record, number))
    records = [{**record, "source_document": source.source_document} for record, _ in made.values()]
    parts = list(source.parts) if records else []
    if records:
        numbers = [number for _, number in made.values()]
        parts.append(part_from_records("observations", records, numbers))
    notes = (*_reading_notes(raw, records, areas), *skipped.notes())
    return ReadResult(tuple(parts), notes, asks=asks if records else ())


def _observation(row: MetricRow, areas: set[str], skipped: _SkippedRows) -> MetricRow | None:
    """Return the observation of a row; None, counted in `skipped`, where it is not read."""
    layout = layouts().get(_folded(row["breakdown"]))
    if layout is None:
        skipped.add(UNRECOGNISED, f"BREAKDOWN {row['breakdown']}", "A breakdown that is not read")
        return None
    meaning = _row_meaning(row, layout, skipped)
    if meaning is None:
        return None
    area = row["primary_level"] if layout.area else _ENGLAND
    if area not in areas:
        skipped.areas[area] += 1
        return None
    if not _is_month(row[_START], row[_END]):
        period = f"{row[_START]} to {row[_END]}"
        skipped.add(LEFT_OUT, f"REPORTING_PERIOD {period}", "Not a calendar month")
        return None
    return _observation_record(row, area, meaning)


def _row_meaning(
    row: MetricRow, layout: LevelLayout, skipped: _SkippedRows
) -> MetricMeaning | None:
    """Return the meaning of a row whose code, name and age group are all listed; else None."""
    age_group = row[f"{layout.age_group}_level"] if layout.age_group else ""
    meaning = meanings().get((_folded(row["metric"]), _folded(age_group)))
    if meaning and meaning.metric_name == _folded(row["metric_name"]):
        return meaning
    if (_folded(row["metric"]), "") not in meanings():
        place, why = f"METRIC {row['metric']}", f"“{row['metric_name']}” is not read"
    elif meaning:
        place, why = f"METRIC {row['metric']}", f"Its name has changed to “{row['metric_name']}”"
    else:
        place, why = f"{row['metric']}, {age_group}", "An age group that is not read"
    skipped.add(UNRECOGNISED, place, why)
    return None


def _is_month(start: str, end: str) -> bool:
    """Return whether a period is a calendar month; unreadable days are left to the checks."""
    try:
        first, last = date.fromisoformat(parse_date(start)), date.fromisoformat(parse_date(end))
    except UnreadableCellError:
        return True
    return first.day == 1 and last == month_end(first)


def _observation_record(row: MetricRow, area: str, meaning: MetricMeaning) -> MetricRow:
    value = row["metric_value"]
    marker = clear_marker_of(value)
    return {
        "area_code": area,
        "measure_id": meaning.measure_id,
        "breakdown": meaning.breakdown,
        "basis": "month",
        "period_start": row[_START],
        "period_end": row[_END],
        "value": marker or value,
        "provisional": _IS_PROVISIONAL.get(row["status"].lower(), "yes"),
        "role": "benchmark",
        "as_published": "" if marker in ("", value) else value,
        "note": _ROW_NOTE,
    }


def _reading_notes(
    raw: RawExtract, records: Sequence[MetricRow], areas: pd.DataFrame
) -> Iterator[Note]:
    """Yield how the file was understood, and which of its columns were not read."""
    if records:
        words = "Every row is a figure of its own: its breakdowns overlap, and nothing was summed."
        yield Note(READ_AS, "BREAKDOWN", words)
    codes = {record["area_code"] for record in records} - {_ENGLAND}
    yield from nhs_area_notes("PRIMARY_LEVEL", codes, areas)
    yield from unread_columns(raw, (*_READ, *_DESCRIPTIONS))
    if "status" in raw.names:
        column = raw.cells.iloc[:, raw.names.index("status")].astype(str).str.strip()
        for status in sorted(set(column.str.lower()) - set(_IS_PROVISIONAL)):
            words = "A status that is not known: its figures are marked as provisional."
            yield Note(UNRECOGNISED, f"STATUS {status}", words)


NHS_AUTISM = Format("nhs_autism", "NHS England: autism waiting times", recognises, read)
