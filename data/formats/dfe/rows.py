"""Select the rows that are the total of an area in a year, and the areas that are not loaded yet."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.common.authorities import ENGLAND, area_code_of, distinct_name
from data.files.csv_reader import RawExtract
from data.formats.base import (
    LEFT_OUT,
    READ_AS,
    UNRECOGNISED,
    ExtractPart,
    Note,
    first_of_two_years,
    part_from_records,
    rows_by_field,
)
from data.formats.dfe.aliases import Aliases, fold_name, number_in, shipped_aliases
from data.formats.dfe.columns import TableLayout
from data.formats.dfe.figure_rules import ages_of

NATIONAL, REGIONAL, AUTHORITY = "national", "regional", "local authority"
_PLACES = {
    NATIONAL: ("country_code", "country_name"),
    REGIONAL: ("region_code", "region_name"),
    AUTHORITY: ("new_la_code", "la_name"),
}
_NEEDED = ("time_period", "time_identifier", "geographic_level", "breakdown_topic")
CALENDAR, ACADEMIC = "calendar", "academic"
_IDENTIFIERS = {"calendar year": CALENDAR, "academic year": ACADEMIC}
_CALENDAR = re.compile(r"[0-9]{4}")
# How a topic begins that is of every child or plan of an area.
_ALL = "all "
_BENCHMARK, _OTHER_COUNCIL = "benchmark", "authority"


@dataclass(frozen=True)
class Total:
    """An area's total in a year, every field as text.

    `year` is the calendar year, or the one in whose January an academic year was counted, by
    `counted`. `is_nought` is whether every count of the row, in any column, is 0.
    """

    number: int
    level: str
    area_code: str
    name: str
    region_code: str
    year: int
    counted: str
    cells: Mapping[str, str]
    is_nought: bool = False

    @property
    def place(self) -> str:
        """Return the name of the area and the year."""
        return f"{self.name}, {self.year}"


def _parsed_period(period: str, identifier: str) -> tuple[str, int] | None:
    """Return how a period is counted and its year; None where that is unclear.

    2024 is a calendar year; 202425 is the academic year 2024/25, counted in January 2025.
    """
    counted = _IDENTIFIERS.get(fold_name(identifier))
    if counted == CALENDAR and _CALENDAR.fullmatch(period):
        return CALENDAR, int(period)
    first = first_of_two_years(period)
    return (ACADEMIC, first + 1) if counted == ACADEMIC and first is not None else None


def totals_of(
    layout: TableLayout, raw: RawExtract, source: str, aliases: Aliases
) -> tuple[list[Total], list[Note]]:
    """Return the totals of a table, and notes on the rows that are not read."""
    wanting = [name for name in _NEEDED if name not in layout.places]
    if wanting:
        words = f"Without the column {' and '.join(wanting)} no row can be placed: none was read."
        return [], [Note(UNRECOGNISED, source, words)]
    topics = _texts(raw, layout, "breakdown_topic")
    breakdowns = _texts(raw, layout, "breakdown") if "breakdown" in layout.places else topics
    kinds, notes = _topic_kinds(topics, breakdowns, aliases.topics_of(layout.table), source)
    is_total = np.array([kinds[topic] is True for topic in topics], dtype=bool)
    notes += _left_out_notes(topics, kinds, ages_of(layout.table)[0], source)
    total_rows = RawExtract(raw.names, raw.cells.loc[is_total], raw.numbers[is_total])
    rows = rows_by_field(total_rows, layout.places)
    totals: list[Total] = []
    odd: Counter[str] = Counter()
    noughts = _zero_rows(total_rows)
    for number, cells, is_nought in zip(total_rows.numbers.tolist(), rows, noughts, strict=True):
        total = _total_or_reason(number, cells, is_nought=is_nought)
        if isinstance(total, str):
            odd[total] += 1
        else:
            totals.append(total)
    notes += [Note(UNRECOGNISED, source, f"{words}: {n:,} rows.") for words, n in odd.items()]
    return totals, [*notes, *_other_code_notes(rows, source)]


def _texts(raw: RawExtract, layout: TableLayout, field: str) -> list[str]:
    return [str(cell) for cell in raw.cells.iloc[:, layout.places[field]].astype(object)]


def _topic_kinds(
    topics: Sequence[str], breakdowns: Sequence[str], listed: Mapping[str, bool], source: str
) -> tuple[dict[str, bool | None], list[Note]]:
    """Return whether the rows of each topic are totals, None where that is unknown.

    A topic that is not listed is a total where it begins with "All" and its breakdown repeats it,
    and no other topic of the file is one; it is of parts where no breakdown repeats it.
    """
    kinds = {topic: listed.get(fold_name(topic)) for topic in dict.fromkeys(topics)}
    repeated = {t for t, b in zip(topics, breakdowns, strict=True) if fold_name(t) == fold_name(b)}
    whole = {topic for topic in kinds if fold_name(topic).startswith(_ALL)}
    new_parts = [t for t in kinds if kinds[t] is None and t not in repeated | whole]
    new_totals = [topic for topic in kinds if kinds[topic] is None and topic in repeated & whole]
    notes: list[Note] = []
    is_only_total = len({fold_name(topic) for topic in new_totals}) == 1
    if is_only_total and True not in kinds.values():
        kinds |= dict.fromkeys(new_totals, True)
        notes.append(Note(READ_AS, source, f"{new_totals[0]}: read as the total of each area."))
    return kinds | dict.fromkeys(new_parts, False), notes


def _zero_rows(raw: RawExtract) -> list[bool]:
    """Return whether every published count of a row is 0, and there is one."""
    common = shipped_aliases().columns["every"]
    places = [place for place, name in enumerate(raw.names) if name not in common]
    rows = raw.cells.iloc[:, places].astype(object).to_numpy()
    numbers = [[each for each in map(number_in, row) if each is not None] for row in rows]
    return [bool(row) and not any(row) for row in numbers]


def _total_or_reason(number: int, cells: dict[str, str], *, is_nought: bool) -> Total | str:
    """Return a row with its area and year, or in words what is unknown of it."""
    level = fold_name(cells["geographic_level"])
    if level not in _PLACES:
        return f"Rows of the level {cells['geographic_level']!r}"
    period = _parsed_period(cells["time_period"], cells["time_identifier"])
    if period is None:
        return f"Rows of the period {cells['time_period']!r}, {cells['time_identifier']!r}"
    code, name = (cells.get(field, "") for field in _PLACES[level])
    if not code:
        return f"Rows of the level {cells['geographic_level']!r} without the code of an area"
    region = cells.get("region_code", "")
    area_code = area_code_of(code, number=cells.get("old_la_code", ""), name=name)
    return Total(
        number, level, area_code, name or code, region, period[1], period[0], cells, is_nought
    )


def _other_code_notes(rows: list[dict[str, str]], source: str) -> Iterator[Note]:
    """Yield a note on each area that has two codes."""
    fields = ("la_name", "new_la_code", "old_la_code")
    for name, code, number in sorted({tuple(row.get(each, "") for each in fields) for row in rows}):
        held = area_code_of(code, number=number, name=name)
        if code != held:
            words = f"{code} was read as {held}: the same area has both codes."
            yield Note(READ_AS, f"{source}, {name}", words)


def _left_out_notes(
    topics: list[str], kinds: dict[str, bool | None], ages: str, source: str
) -> Iterator[Note]:
    counts = Counter(topics)
    unread = {topic for topic, kind in kinds.items() if kind is False}
    parts = {topic: counts[topic] for topic in unread if fold_name(topic) != fold_name(ages)}
    if parts:
        listed = ", ".join(f"{topic} {count:,}" for topic, count in sorted(parts.items()))
        words = f"{sum(parts.values()):,} rows are of parts of an area’s children, and were left out: {listed}."
        yield Note(LEFT_OUT, source, words)
    for topic in sorted(topic for topic, kind in kinds.items() if kind is None):
        words = (
            f"The topic {topic!r} is not known: {counts[topic]:,} rows were not read. Where it is "
            f"the total of an area, load an extract of kind aliases that says so."
        )
        yield Note(UNRECOGNISED, source, words)


def new_areas(totals: Iterable[Total], current_areas: pd.DataFrame) -> ExtractPart | None:
    """Return the part of the areas that are not loaded yet, None if all are; none is changed."""
    current_codes = set(current_areas["area_code"])
    records: dict[str, dict[str, str]] = {}
    for total in totals:
        if total.area_code not in current_codes:
            records.setdefault(total.area_code, _area_record(total))
    if not records:
        return None
    numbers = range(1, len(records) + 1)
    return part_from_records("areas", list(records.values()), numbers, "areas named in it")


def _area_record(total: Total) -> dict[str, str]:
    part_of = {REGIONAL: ENGLAND, AUTHORITY: ";".join(filter(None, (total.region_code, ENGLAND)))}
    return {
        "area_code": total.area_code,
        "name": distinct_name(total.area_code, total.name),
        "kind": _OTHER_COUNCIL if total.level == AUTHORITY else _BENCHMARK,
        "part_of": part_of.get(total.level, ""),
    }


def roles_of(totals: Iterable[Total], current_areas: pd.DataFrame) -> dict[str, str]:
    """Return the role of each area's figures: benchmark, or actual for a council."""
    kinds = dict(zip(current_areas["area_code"], current_areas["kind"], strict=True))
    roles: dict[str, str] = {}
    for total in totals:
        kind = kinds.get(total.area_code) or _area_record(total)["kind"]
        roles[total.area_code] = "benchmark" if kind == _BENCHMARK else "actual"
    return roles
