"""Read NHS England's autism waiting times: breakdowns stacked in one column, never to be summed."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd

from dashboard.text.periods import month_end
from data.common.errors import UnreadableCellError
from data.common.load_options import LoadOptions
from data.common.progress import Progress
from data.files.csv_reader import ExtractFile, RawExtract, UnreadableFileError, read_extract
from data.formats.base import (
    DROPPED,
    LEFT_OUT,
    READ_AS,
    UNRECOGNISED,
    CurrentData,
    Format,
    Note,
    ReadResult,
    RecurringRelease,
    header_names,
    named_rows,
    part_from_records,
    source_of_release,
)
from data.schema.cell_parsers import parse_date

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class MetricMeaning:
    """Say which measure, and which part of it, a metric is for an age group."""

    metric_name: str
    measure_id: str
    breakdown: str


@dataclass(frozen=True)
class LevelLayout:
    """Say which of its two levels holds the area and which the age group; "" is England, all ages."""

    area: str
    age_group: str


@cache
def meanings() -> dict[tuple[str, str], MetricMeaning]:
    """Return what is known of each metric and age group, both folded."""
    return {
        (fold_code(row["metric"]), fold_code(row["age_group"])): MetricMeaning(
            fold_code(row["metric_name"]), row["measure_id"], row["breakdown"]
        )
        for row in _rows("nhs_autism_metrics.csv")
    }


@cache
def layouts() -> dict[str, LevelLayout]:
    """Return what the levels of each breakdown hold, by its folded name."""
    return {
        fold_code(row["breakdown"]): LevelLayout(row["area"], row["age_group"])
        for row in _rows("nhs_breakdowns.csv")
    }


def fold_code(words: str) -> str:
    """Return words in lower case without what is neither letter nor number."""
    return " ".join(re.findall(r"[a-z0-9]+", words.lower()))


def _rows(name: str) -> list[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


_START, _END = "reporting_period_start", "reporting_period_end"
_NEEDED = (_START, _END, "breakdown", "primary_level", "metric", "metric_name", "metric_value")
_READ = (*_NEEDED, "status", "secondary_level")
# They only name again what the levels say.
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
# A number is hidden: NHS England writes a star, or c.
_HIDDEN = "*"
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
class _SkippedRows:
    """Count the rows that nobody reads, by what is told of them."""

    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    areas: Counter[str] = field(default_factory=Counter)

    def add(self, topic: str, place: str, why: str) -> None:
        self.counts[topic, place, why] += 1

    def notes(self) -> Iterator[Note]:
        for (topic, place, why), count in self.counts.items():
            yield Note(topic, place, f"{why}: {count} {_rows_word(count)} left out.")
        if self.areas:
            count, places = sum(self.areas.values()), len(self.areas)
            named = ", ".join(sorted(self.areas)[:10])
            areas_text = "area that does not stand" if places == 1 else "areas that do not stand"
            words = (
                f"{count} {_rows_word(count)} of {places} {areas_text} left out ({named}"
                f"{', …' if places > 10 else ''}). Load areas with those that are wanted first."
            )
            yield Note(LEFT_OUT, "PRIMARY_LEVEL", words)


def recognises(file: ExtractFile) -> bool:
    """Tell NHS England's layout by its column names, and autism by the codes of its metrics."""
    return set(_NEEDED) <= set(header_names(file)) and b"ASD" in file.content


def read(
    files: Sequence[ExtractFile], current: CurrentData, options: LoadOptions, progress: Progress
) -> ReadResult:
    """Read each row of a known metric, breakdown and area into an observation of its own."""
    progress("Reading", 0, 1)
    try:
        raw = read_extract(files[0])
    except UnreadableFileError as unreadable:
        return ReadResult(issues=unreadable.issues)
    source, asks = source_of_release(_RELEASE, current, options)
    areas = current.rows("areas")
    codes = set(areas["area_code"])
    skipped = _SkippedRows()
    made: dict[tuple[str, ...], tuple[MetricRow, int]] = {}
    for row, number in zip(named_rows(raw, _READ), raw.numbers.tolist(), strict=True):
        record = _observation(row, codes, skipped)
        if record:
            # Quarterly files overlap: a row that says the same again says nothing.
            made.setdefault(tuple(record.values()), (record, number))
    records = [{**record, "source_document": source.source_document} for record, _ in made.values()]
    parts = list(source.parts) if records else []
    if records:
        numbers = [number for _, number in made.values()]
        parts.append(part_from_records("observations", records, numbers))
    notes = (*_reading_notes(raw, records, areas), *skipped.notes())
    return ReadResult(tuple(parts), notes, asks=asks if records else ())


def _observation(row: MetricRow, areas: set[str], skipped: _SkippedRows) -> MetricRow | None:
    """Make an observation of a row; None where it is not known what it says, or not wanted."""
    layout = layouts().get(fold_code(row["breakdown"]))
    if layout is None:
        skipped.add(UNRECOGNISED, f"BREAKDOWN {row['breakdown']}", "A breakdown that is not read")
        return None
    meaning = _meaning(row, layout, skipped)
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
    return _record(row, area, meaning)


def _meaning(row: MetricRow, layout: LevelLayout, skipped: _SkippedRows) -> MetricMeaning | None:
    """Tell the measure of a row, where code, name and age group are all known."""
    age_group = row[f"{layout.age_group}_level"] if layout.age_group else ""
    meaning = meanings().get((fold_code(row["metric"]), fold_code(age_group)))
    if meaning and meaning.metric_name == fold_code(row["metric_name"]):
        return meaning
    if (fold_code(row["metric"]), "") not in meanings():
        place, why = f"METRIC {row['metric']}", f"“{row['metric_name']}” is not read"
    elif meaning:
        place, why = f"METRIC {row['metric']}", f"Its name has changed to “{row['metric_name']}”"
    else:
        place, why = f"{row['metric']}, {age_group}", "An age group that is not read"
    skipped.add(UNRECOGNISED, place, why)
    return None


def _is_month(start: str, end: str) -> bool:
    """Tell a calendar month; days that cannot be read are left for the check to name."""
    try:
        first, last = date.fromisoformat(parse_date(start)), date.fromisoformat(parse_date(end))
    except UnreadableCellError:
        return True
    return first.day == 1 and last == month_end(first)


def _record(row: MetricRow, area: str, meaning: MetricMeaning) -> MetricRow:
    value = row["metric_value"]
    is_hidden = value == _HIDDEN
    return {
        "area_code": area,
        "measure_id": meaning.measure_id,
        "breakdown": meaning.breakdown,
        "basis": "month",
        "period_start": row[_START],
        "period_end": row[_END],
        "value": "c" if is_hidden else value,
        "provisional": _IS_PROVISIONAL.get(row["status"].lower(), "yes"),
        "role": "benchmark",
        "as_published": value if is_hidden else "",
        "note": _ROW_NOTE,
    }


def _reading_notes(
    raw: RawExtract, records: Sequence[MetricRow], areas: pd.DataFrame
) -> Iterator[Note]:
    """Tell how the file was understood, and which of its columns were not read."""
    if records:
        words = "Every row is a figure of its own: its breakdowns overlap, and nothing was summed."
        yield Note(READ_AS, "BREAKDOWN", words)
    if lies_in := _parts_of(records, areas):
        words = f"NHS areas, of which a borough is only a part: {lies_in}."
        yield Note(READ_AS, "PRIMARY_LEVEL", words)
    others = [name for name in raw.names if name not in (*_READ, *_DESCRIPTIONS)]
    if others:
        yield Note(DROPPED, ", ".join(others), "Not read.")
    if "status" in raw.names:
        column = raw.cells.iloc[:, raw.names.index("status")].astype(str).str.strip()
        for status in sorted(set(column.str.lower()) - set(_IS_PROVISIONAL)):
            words = "A status that is not known: its figures are marked as provisional."
            yield Note(UNRECOGNISED, f"STATUS {status}", words)


def _parts_of(records: Sequence[MetricRow], areas: pd.DataFrame) -> str:
    """Name the local areas that lie in the areas of the file."""
    mine = {record["area_code"] for record in records} - {_ENGLAND}
    names = dict(zip(areas["area_code"], areas["name"], strict=True))
    local = areas[areas["kind"] == "local_area"]
    sentences = [
        f"{name} lies in {names[code]} ({code})"
        for name, part_of in zip(local["name"], local["part_of"], strict=True)
        for code in (part_of or "").split(";")
        if code in mine
    ]
    return "; ".join(sentences)


def _rows_word(count: int) -> str:
    return "row" if count == 1 else "rows"


NHS_AUTISM = Format("nhs_autism", "NHS England: autism waiting times", recognises, read)
