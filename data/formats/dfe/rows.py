"""Take the rows of a table that are the total of an area, with their area and year."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.files.csv_reader import RawExtract
from data.formats.base import LEFT_OUT, READ_AS, UNRECOGNISED, Note
from data.formats.dfe.aliases import EVERY, area_codes, fields_of, fold_name, topics_of
from data.formats.dfe.columns import TableLayout
from data.formats.dfe.numbers import number_in

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
_ACADEMIC = re.compile(r"([0-9]{4})[/-]?([0-9]{2})")
_CENTURY = 100


@dataclass(frozen=True)
class Total:
    """Hold one row: an area's total in a year, every field as text.

    `year` is the calendar year, or the one in whose January an academic year was counted;
    `counted` says which. `is_nought` tells that every count of the row, of whatever column, is 0.
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
        """Name the area and the year."""
        return f"{self.name}, {self.year}"


def read_period(period: str, identifier: str) -> tuple[str, int] | None:
    """Return how a period is counted and its year; None where that is not certain.

    2024 is a calendar year; 202425 is the academic year 2024/25, counted in January 2025.
    """
    counted = _IDENTIFIERS.get(fold_name(identifier))
    if counted == CALENDAR and _CALENDAR.fullmatch(period):
        return CALENDAR, int(period)
    match = _ACADEMIC.fullmatch(period)
    if counted == ACADEMIC and match and (int(match[1]) + 1) % _CENTURY == int(match[2]):
        return ACADEMIC, int(match[1]) + 1
    return None


def totals_of(layout: TableLayout, raw: RawExtract, source: str) -> tuple[list[Total], list[Note]]:
    """Return the totals of a table, and notes of the rows that are not read."""
    wanting = [name for name in _NEEDED if name not in layout.places]
    if wanting:
        words = f"Without the column {' and '.join(wanting)} no row can be placed: none was read."
        return [], [Note(UNRECOGNISED, source, words)]
    topics = _texts(raw, layout.places["breakdown_topic"])
    is_total_by_topic = topics_of(layout.table)
    kinds = {topic: is_total_by_topic.get(fold_name(topic)) for topic in set(topics)}
    is_total = np.array([kinds[topic] is True for topic in topics], dtype=bool)
    notes = [*_left_out_notes(topics, kinds, source)]
    rows = _records(layout, raw, is_total)
    totals: list[Total] = []
    odd: Counter[str] = Counter()
    noughts = _zero_rows(raw, is_total)
    for number, cells, is_nought in zip(raw.numbers[is_total].tolist(), rows, noughts, strict=True):
        total = _total(number, cells, is_nought=is_nought)
        if isinstance(total, str):
            odd[total] += 1
        else:
            totals.append(total)
    notes += [Note(UNRECOGNISED, source, f"{words}: {n:,} rows.") for words, n in odd.items()]
    return totals, [*notes, *_other_codes(rows, source)]


def _texts(raw: RawExtract, place: int) -> list[str]:
    return raw.cells.iloc[:, place].astype(object).tolist()


def _records(layout: TableLayout, raw: RawExtract, where: np.ndarray) -> list[dict[str, str]]:
    selected = raw.cells.loc[where]
    columns = {
        field: [text.strip() for text in selected.iloc[:, place].astype(object)]
        for field, place in layout.places.items()
    }
    return pd.DataFrame(columns, dtype=object).to_dict("records")


def _zero_rows(raw: RawExtract, where: np.ndarray) -> list[bool]:
    """Return whether every count of a row is 0; those that are not published say nothing."""
    common = fields_of(EVERY)
    places = [place for place, name in enumerate(raw.names) if name not in common]
    rows = raw.cells.loc[where].iloc[:, places].astype(object).to_numpy()
    numbers = [[each for each in map(number_in, row) if each is not None] for row in rows]
    return [bool(row) and not any(row) for row in numbers]


def _total(number: int, cells: dict[str, str], *, is_nought: bool) -> Total | str:
    """Place a row, or say in words what is not known of it."""
    level = fold_name(cells["geographic_level"])
    if level not in _PLACES:
        return f"Rows of the level {cells['geographic_level']!r}"
    period = read_period(cells["time_period"], cells["time_identifier"])
    if period is None:
        return f"Rows of the period {cells['time_period']!r}, {cells['time_identifier']!r}"
    code, name = (cells.get(field, "") for field in _PLACES[level])
    if not code:
        return f"Rows of the level {cells['geographic_level']!r} without the code of an area"
    region = cells.get("region_code", "")
    area_code = area_codes().get(code, code)
    return Total(
        number, level, area_code, name or code, region, period[1], period[0], cells, is_nought
    )


def _other_codes(rows: list[dict[str, str]], source: str) -> Iterator[Note]:
    """Tell of areas that stand under two codes."""
    codes = {(row.get("la_name", ""), row.get("new_la_code", "")) for row in rows}
    for name, code in sorted(codes):
        if code in area_codes():
            words = f"{code} was read as {area_codes()[code]}: the same area has both codes."
            yield Note(READ_AS, f"{source}, {name}", words)


def _left_out_notes(
    topics: list[str], kinds: dict[str, bool | None], source: str
) -> Iterator[Note]:
    counts = Counter(topics)
    parts = {topic: counts[topic] for topic, kind in kinds.items() if kind is False}
    if parts:
        listed = ", ".join(f"{topic} {count:,}" for topic, count in sorted(parts.items()))
        words = f"{sum(parts.values()):,} rows are of parts of an area's children, and were left out: {listed}."
        yield Note(LEFT_OUT, source, words)
    for topic in sorted(topic for topic, kind in kinds.items() if kind is None):
        words = f"The topic {topic!r} is not known: {counts[topic]:,} rows were not read."
        yield Note(UNRECOGNISED, source, words)
