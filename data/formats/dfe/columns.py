"""Recognise by its header which table of the release a file is, and the columns of its fields."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from data.files.csv_reader import RawExtract
from data.formats.base import READ_AS, UNRECOGNISED, Note
from data.formats.dfe.aliases import EVERY, UNREAD, fields_of, figure_rules, tables

# Without these the area and year of a row are unknown.
_PLACING = frozenset({"time_period", "time_identifier", "geographic_level", "country_code"})
# So many columns that no measure needs are enough to recognise a table.
_ENOUGH = 2


@dataclass(frozen=True)
class TableLayout:
    """Which table a file is, and the column of each field."""

    table: str
    names: tuple[str, ...]
    places: dict[str, int]
    notes: tuple[Note, ...] = ()


def identify_table(names: Sequence[str]) -> str:
    """Return the table whose columns the names are; "" where none fits."""
    have = set(names)
    if not {fields_of(EVERY).get(name) for name in have} >= _PLACING:
        return ""
    best = max(tables(), key=lambda table: _likeness(table, have))
    read, unread = _likeness(best, have)
    return best if read or unread >= _ENOUGH or have >= set(fields_of(best)) else ""


def _likeness(table: str, have: set[str]) -> tuple[int, int]:
    fields = [field for name, field in fields_of(table).items() if name in have]
    return len([field for field in fields if field != UNREAD]), fields.count(UNREAD)


def layout_of(table: str, raw: RawExtract, source: str) -> TableLayout:
    """Return the column of each field, without fields of two columns that differ."""
    fields_by_name = fields_of(EVERY) | fields_of(table)
    places: dict[str, int] = {}
    notes: list[Note] = []
    differing: set[str] = set()
    for place, name in enumerate(raw.names):
        field = fields_by_name.get(name, "")
        if not field or field == UNREAD:
            continue
        if field not in places:
            places[field] = place
            continue
        is_same = (_texts(raw, places[field]) == _texts(raw, place)).all()
        notes.append(_duplicate_note(name, source, is_same=is_same))
        if not is_same:
            differing.add(field)
    agreed_places = {field: place for field, place in places.items() if field not in differing}
    return TableLayout(
        table,
        raw.names,
        agreed_places,
        (
            *_unknown_column_notes(raw, fields_by_name, source),
            *notes,
            *_missing_measure_notes(table, agreed_places),
        ),
    )


def _texts(raw: RawExtract, place: int) -> np.ndarray:
    return raw.cells.iloc[:, place].astype(object).to_numpy()


def _duplicate_note(name: str, source: str, *, is_same: bool) -> Note:
    if is_same:
        words = "The column stands twice with the same cells: one of them was read."
        return Note(READ_AS, f"{source}, {name}", words)
    words = "The column stands twice with different cells: neither was read."
    return Note(UNRECOGNISED, f"{source}, {name}", words)


def _unknown_column_notes(
    raw: RawExtract, fields_by_name: dict[str, str], source: str
) -> Iterator[Note]:
    names = dict.fromkeys(name for name in raw.names if name not in fields_by_name)
    if names:
        listed = ", ".join(name or "a column without a name" for name in names)
        yield Note(UNRECOGNISED, source, f"Columns that nobody knows and nobody read: {listed}.")


def _missing_measure_notes(table: str, places: dict[str, int]) -> Iterator[Note]:
    """Yield a note on each measure that cannot be read without a missing column."""
    for rule in figure_rules(table):
        missing = [field for field in rule.fields if field not in places]
        if missing:
            names = " or ".join(
                name for name, field in fields_of(table).items() if field in missing
            )
            words = f"Not read: there is no column {names}."
            yield Note(UNRECOGNISED, rule.name, words)
