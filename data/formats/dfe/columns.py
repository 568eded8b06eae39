"""Recognise by its header which table of the release a file is, and the columns of its fields."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from data.files.csv_reader import RawExtract
from data.formats.base import READ_AS, UNRECOGNISED, Note
from data.formats.dfe.aliases import UNREAD, Aliases, counted_by, shipped_aliases, single_year
from data.formats.dfe.figure_rules import figure_rules

# Every table of the DfE has them; without them the area and year of a row are unknown.
PLACING = frozenset({"time_period", "time_identifier", "geographic_level", "country_code"})
_PERIOD = "time_period"
# So many columns that no measure needs are enough to recognise a table.
_ENOUGH = 2


@dataclass(frozen=True)
class TableLayout:
    """Which table a file is, and the place and name of the column of each field."""

    table: str
    places: dict[str, int]
    names: dict[str, str]
    notes: tuple[Note, ...] = ()


def has_placing_columns(names: Collection[str]) -> bool:
    """Return whether a file has the columns that place each row of a DfE table."""
    common = shipped_aliases().columns["every"]
    return {common.get(name) for name in names} >= PLACING


def year_of_file(raw: RawExtract) -> int | None:
    """Return the one calendar year that the rows of a file are of; None where there are several."""
    places = [place for place, name in enumerate(raw.names) if name == _PERIOD]
    return single_year(map(str, _texts(raw, places[0]))) if places else None


def identify_table(names: Sequence[str], aliases: Aliases, year: int | None) -> str:
    """Return the table whose columns the names are; "" where none fits."""
    if not has_placing_columns(names):
        return ""
    best = max(aliases.tables, key=lambda table: _likeness(names, table, aliases, year))
    read, unread = _likeness(names, best, aliases, year)
    return best if read or unread >= _ENOUGH or set(names) >= set(aliases.fields_of(best)) else ""


def _likeness(
    names: Sequence[str], table: str, aliases: Aliases, year: int | None
) -> tuple[int, int]:
    common = aliases.columns["every"]
    own = [aliases.field_of(name, table, year) for name in names if name not in common]
    return len([field for field in own if field not in {"", UNREAD}]), own.count(UNREAD)


def layout_of(
    table: str, raw: RawExtract, source: str, aliases: Aliases, year: int | None
) -> TableLayout:
    """Return the column of each field, without fields of two columns that differ."""
    places: dict[str, int] = {}
    notes: list[Note] = []
    unknown: list[str] = []
    differing: set[str] = set()
    for place, name in enumerate(raw.names):
        field = aliases.field_of(name, table, year) or _percentage_field(name, table, aliases, year)
        if not field:
            unknown.append(name)
        if field in {"", UNREAD}:
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
        agreed_places,
        {field: raw.names[place] for field, place in agreed_places.items()},
        (
            *_unknown_column_notes(unknown, source),
            *notes,
            *_missing_measure_notes(table, agreed_places, aliases),
        ),
    )


def _percentage_field(name: str, table: str, aliases: Aliases, year: int | None) -> str:
    """Return the field of a column that is by its name the percentage of a column that is known."""
    count = counted_by(name)
    field = aliases.field_of(count, table, year) if count else ""
    if not field:
        return ""
    return next((rule.value for rule in figure_rules(table) if rule.numerator == field), UNREAD)


def _texts(raw: RawExtract, place: int) -> np.ndarray:
    return raw.cells.iloc[:, place].astype(object).to_numpy()


def _duplicate_note(name: str, source: str, *, is_same: bool) -> Note:
    if is_same:
        words = "The column stands twice with the same cells: one of them was read."
        return Note(READ_AS, f"{source}, {name}", words)
    words = "The column stands twice with different cells: neither was read."
    return Note(UNRECOGNISED, f"{source}, {name}", words)


def _unknown_column_notes(names: Sequence[str], source: str) -> Iterator[Note]:
    if names:
        listed = ", ".join(name or "a column without a name" for name in dict.fromkeys(names))
        yield Note(UNRECOGNISED, source, f"Columns that nobody knows and nobody read: {listed}.")


def _missing_measure_notes(table: str, places: Collection[str], aliases: Aliases) -> Iterator[Note]:
    """Yield a note on each measure that cannot be read without a missing column."""
    for rule in figure_rules(table):
        missing = () if rule.since else rule.missing(places)
        if missing:
            names = " or ".join(
                name for name, field in aliases.fields_of(table).items() if field in missing
            )
            words = f"Not read: there is no column {names}."
            yield Note(UNRECOGNISED, rule.name, words)
