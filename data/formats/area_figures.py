"""What readers of figures of areas share: the areas found in the register, and the parts made."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from dashboard.text.format import counted, sentence_case
from data.common.authorities import ENGLAND, Authority, authority_or_reason, distinct_name
from data.common.errors import Issue
from data.common.load_options import LoadOptions
from data.formats.base import (
    LEFT_OUT,
    READ_AS,
    CurrentData,
    ExtractPart,
    Note,
    ReadResult,
    RecurringRelease,
    part_from_records,
    source_of_release,
)

_BENCHMARK, _OTHER_COUNCIL = "benchmark", "authority"
Record = dict[str, str]


@dataclass(frozen=True)
class TableFigures:
    """The observations of one table, without role and source, and the number of the row of each."""

    records: Sequence[Record]
    numbers: Sequence[int]
    source: str = ""


@dataclass
class SkippedRows:
    """The rows of a file that are not read, counted by topic, place and reason."""

    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def add(self, topic: str, place: str, why: str) -> None:
        """Count one row."""
        self.counts[topic, place, why] += 1

    def notes(self) -> Iterator[Note]:
        """Yield a note on each reason, with the number of its rows."""
        for (topic, place, why), count in self.counts.items():
            yield Note(topic, place, f"{why}: {counted(count, 'row')} left out.")


@dataclass
class NamedAreas:
    """The areas of a file, by the register; rows whose area is not known are counted as skipped."""

    current: pd.DataFrame
    skipped: SkippedRows = field(default_factory=SkippedRows)
    _found: dict[tuple[str, str, str, date | None], Authority | str] = field(default_factory=dict)

    def find(
        self, *, code: str = "", number: str = "", name: str = "", on: date | None = None
    ) -> Authority | None:
        """Return the area that a row is of; None, counted, where that cannot be told."""
        clues = (code, number, name, on)
        if clues not in self._found:
            self._found[clues] = authority_or_reason(code=code, number=number, name=name, on=on)
        found = self._found[clues]
        if isinstance(found, Authority):
            return found
        self.skipped.add(LEFT_OUT, name or code or number, sentence_case(found))
        return None

    def role(self, area_code: str) -> str:
        """Return the role of an area's figures: benchmark, or actual for a council."""
        return "benchmark" if self._kind(area_code) == _BENCHMARK else "actual"

    def new_areas(self) -> tuple[ExtractPart, ...]:
        """Return the part of the areas that are not loaded yet; () if all are. None is changed."""
        current = set(self.current["area_code"])
        found = {each.area_code: each for each in self._areas() if each.area_code not in current}
        if not found:
            return ()
        records = [
            {
                "area_code": each.area_code,
                "name": distinct_name(each.area_code, each.name),
                "kind": _OTHER_COUNCIL if each.is_authority else _BENCHMARK,
                "part_of": _lies_in(each),
            }
            for each in found.values()
        ]
        numbers = range(1, len(records) + 1)
        return (part_from_records("areas", records, numbers, "areas named in it"),)

    def _areas(self) -> Iterator[Authority]:
        return (each for each in self._found.values() if isinstance(each, Authority))

    def _kind(self, area_code: str) -> str:
        kinds = dict(zip(self.current["area_code"], self.current["kind"], strict=True))
        if area_code in kinds:
            return kinds[area_code]
        is_council = any(e.is_authority for e in self._areas() if e.area_code == area_code)
        return _OTHER_COUNCIL if is_council else _BENCHMARK


def _lies_in(area: Authority) -> str:
    if area.area_code == ENGLAND:
        return ""
    return ";".join(filter(None, (area.region_code, ENGLAND)))


def nhs_area_notes(place: str, codes: set[str], areas: pd.DataFrame) -> Iterator[Note]:
    """Yield which local areas are only parts of NHS areas, whose codes are given."""
    names = dict(zip(areas["area_code"], areas["name"], strict=True))
    local = areas[areas["kind"] == "local_area"]
    sentences = [
        f"{name} lies in {names[code]} ({code})"
        for name, part_of in zip(local["name"], local["part_of"], strict=True)
        for code in (part_of or "").split(";")
        if code in codes
    ]
    if sentences:
        words = f"NHS areas, of which a borough is only a part: {'; '.join(sentences)}."
        yield Note(READ_AS, place, words)


def reading_of(
    release: RecurringRelease,
    tables: Iterable[TableFigures],
    areas: NamedAreas,
    notes: Iterable[Note],
    current: CurrentData,
    options: LoadOptions,
) -> ReadResult:
    """Return the figures of a release with its source and the areas that they are of."""
    source, asks = source_of_release(release, current, options)
    every_note = (*notes, *areas.skipped.notes())
    parts = [
        part_from_records(
            "observations",
            [
                record
                | {
                    "role": areas.role(record["area_code"]),
                    "source_document": source.source_document,
                }
                for record in table.records
            ],
            table.numbers,
            table.source,
        )
        for table in tables
        if table.records
    ]
    if not parts:
        expected = "a figure of a measure, an area and a period that are known"
        issue = Issue(0, "", "no figure", expected, "See what was not recognised, in the notes.")
        return ReadResult(notes=every_note, issues=(issue,))
    return ReadResult((*source.parts, *areas.new_areas(), *parts), every_note, asks=asks)
