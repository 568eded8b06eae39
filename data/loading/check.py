"""Check the rows of a file: cells, keys, references, rules. Every fault is told, none loaded."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property

import numpy as np
import pandas as pd

from data.common.errors import Fault, Unreadable
from data.common.progress import Progress, unwatched
from data.files.csv_reader import ExtractFile, RawExtract, UnreadableFileError, read_extract
from data.privacy.checks import child_data, file_name_faults, header_points_at_person, with_source
from data.schema.cell_parsers import Figure, are_plain_codes, cell_parser
from data.schema.kinds import Cell, Column, Kind, Reference, Storage
from data.schema.parsed_rows import (
    KEY_SEPARATOR,
    Known,
    ParsedRows,
    Written,
    joined_codes,
    stored_name,
)
from data.schema.recognise import recognise
from data.store.tables import NAME_TABLES

# Looking for the nearest known name takes long: a file of strangers needs no more of them.
_MOST_SUGGESTIONS = 50
_LONGEST_FOUND = 200
_SAMPLE = 2_000
Values = np.ndarray | pd.Categorical


@dataclass(frozen=True)
class IdentifiedExtract:
    """Hold a file whose kind was told from its header, or the faults that hide it."""

    kind: Kind | None
    raw: RawExtract | None
    faults: tuple[Fault, ...]
    source: str = ""
    warnings: tuple[Fault, ...] = ()


def identify(file: ExtractFile, progress: Progress = unwatched) -> IdentifiedExtract:
    """Read a file and tell its kind; refuse it where it holds what points at a person."""
    try:
        raw = read_extract(file, progress)
    except UnreadableFileError as unreadable:
        return IdentifiedExtract(None, None, (*file_name_faults(file.name), *unreadable.faults))
    kind, faults = recognise(raw.names)
    if header_points_at_person(raw, kind):
        # What else is wrong with such a header could not be told without repeating it.
        faults = []
    extract = without_child_data(kind, raw)
    found = (*file_name_faults(file.name), *extract.faults, *faults)
    return replace(extract, raw=None if found else raw, faults=found)


def without_child_data(kind: Kind, raw: RawExtract, source: str = "") -> IdentifiedExtract:
    """Return an extract of a known kind, or, where its cells point at a person, only the faults."""
    faults, warnings = child_data(raw, kind)
    told, noticed = with_source(faults, source), with_source(warnings, source)
    return IdentifiedExtract(kind, None if told else raw, told, source, noticed)


def check_rows(
    raw: RawExtract, kind: Kind, known: Known, progress: Progress = unwatched
) -> tuple[ParsedRows, tuple[Fault, ...]]:
    """Parse the rows of a file and return them with every fault, in reading order."""
    rows, faults = parse_rows(raw, kind, progress)
    faults += _repeated_keys(rows)
    for reference in kind.references:
        faults += unknown_references(rows, reference, known)
    for rule in kind.rules:
        faults += rule(rows, known)
    return rows, in_reading_order(kind, faults)


def in_reading_order(kind: Kind, faults: list[Fault]) -> tuple[Fault, ...]:
    """Sort faults by row, then as the columns stand in the template."""
    places = {name: place for place, name in enumerate(kind.column_names)}
    return tuple(sorted(faults, key=lambda each: (each.row, places.get(each.column, len(places)))))


def parse_rows(
    raw: RawExtract, kind: Kind, progress: Progress = unwatched
) -> tuple[ParsedRows, list[Fault]]:
    """Read every cell of an extract whose kind is known."""
    count = len(raw.cells)
    stored: dict[str, Values] = {}
    written: dict[str, Written] = {}
    percents = np.zeros(count, dtype=bool)
    faults: list[Fault] = []
    for done, column in enumerate(kind.columns):
        progress("Checking", done, len(kind.columns))
        cells = _ParsedColumn(column, _column_cells(raw, column.name), raw.numbers)
        stored |= cells.of_cases(kind) if kind.cases else cells.stored()
        written[column.name] = cells.written
        faults += cells.faults()
        if column.cell is Cell.FIGURE:
            percents = cells.percents()
    return ParsedRows(kind, _framed(stored), written, raw.numbers, percents), faults


def _framed(columns: Mapping[str, Values]) -> pd.DataFrame:
    # Named, for pandas would take an array of text and None for text and NaN.
    typed = {name: pd.Series(values, dtype=values.dtype) for name, values in columns.items()}
    return pd.DataFrame(typed)


def _column_cells(raw: RawExtract, name: str) -> pd.Series:
    if name not in raw.names:
        codes = np.zeros(len(raw.cells), dtype=np.int8)
        return pd.Series(pd.Categorical.from_codes(codes, categories=[""]))
    return raw.cells.iloc[:, raw.names.index(name)]


def _distinct_cells(cells: pd.Series) -> tuple[np.ndarray, Sequence[object]]:
    """Return codes and what they stand for, of which some may be alike where most differ."""
    if isinstance(cells.dtype, pd.CategoricalDtype):
        return cells.cat.codes.to_numpy(), cells.cat.categories.tolist()
    values = cells.to_numpy(dtype=object)
    if len(set(values[:_SAMPLE])) > _SAMPLE // 2:
        return np.arange(len(values)), values.tolist()
    codes, distinct = pd.factorize(values)
    return codes, distinct.tolist()


class _ParsedColumn:
    """Parse a column by its distinct cells, which are far fewer than its rows."""

    def __init__(self, column: Column, cells: pd.Series, numbers: np.ndarray) -> None:
        self._column, self._numbers = column, numbers
        self._codes, distinct = _distinct_cells(cells)
        self._texts = [str(cell).strip() for cell in distinct]
        if column.cell is Cell.CODE and are_plain_codes(self._texts):
            self._values: list[object] = [*self._texts]
        else:
            parse = cell_parser(column)
            self._values = [self._parsed(parse, text) for text in self._texts]

    def _parsed(self, parse: Callable[[str], object], text: str) -> object:
        filled = text or self._column.default
        if not filled:
            return None
        try:
            return parse(filled)
        except Unreadable as unreadable:
            return unreadable

    @property
    def written(self) -> Written:
        """Return the cells as they stand in the file, without spaces around them."""
        return Written(self._codes, self._texts)

    def faults(self) -> Iterator[Fault]:
        """Yield a fault for every cell that is unreadable, or blank and should not be."""
        name = self._column.name
        for place, (text, value) in enumerate(zip(self._texts, self._values, strict=True)):
            if isinstance(value, Unreadable):
                expected, mend = value.expected, value.mend
            elif value is None and self._column.required:
                expected, mend = self._column.description, f"Fill in {name}."
            else:
                continue
            found = _shortened(text) or "a blank cell"
            for position in self._positions[place]:
                yield Fault(int(self._numbers[position]), name, found, expected, mend)

    @cached_property
    def _positions(self) -> list[np.ndarray]:
        """Return where each distinct cell stands."""
        order = np.argsort(self._codes, kind="stable")
        counts = np.bincount(self._codes, minlength=len(self._texts))
        return np.split(order, np.cumsum(counts)[:-1])

    def percents(self) -> np.ndarray:
        """Return where a % was typed."""
        marks = [isinstance(value, Figure) and value.is_percent for value in self._values]
        return np.array(marks, dtype=bool)[self._codes]

    def stored(self) -> dict[str, np.ndarray]:
        """Return the values of each SQL column."""
        good = [None if isinstance(value, Unreadable) else value for value in self._values]
        result: dict[str, np.ndarray] = {}
        for place, target in enumerate(self._column.stored):
            values = [self._part(value, place) for value in good]
            result[target.name] = _typed(values, target.storage, target.name)[self._codes]
        return result

    def of_cases(self, kind: Kind) -> dict[str, Values]:
        """Return the values of a column of cases: days as datetimes, texts that repeat coded."""
        (target,) = self._column.stored
        good = [None if isinstance(value, Unreadable) else value for value in self._values]
        if target.storage is Storage.DATE:
            values = np.array(good, dtype="datetime64[s]")[self._codes]
        elif target.storage is not Storage.TEXT or self._column.name in kind.identifiers:
            values = _typed(good, target.storage, "")[self._codes]
        else:
            codes, texts = pd.factorize(_typed(good, target.storage, ""))
            values = pd.Categorical.from_codes(codes[self._codes], categories=texts)
        return {target.name: values}

    def _part(self, value: object, place: int) -> object:
        """Return the part of a cell that goes into one SQL column."""
        if self._column.cell is Cell.FIGURE:
            return (value if isinstance(value, Figure) else Figure())[place]
        if isinstance(value, tuple):
            return value[place]
        return value


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_FOUND else f"{text[:_LONGEST_FOUND]}…"


def _typed(values: list[object], storage: Storage, name: str) -> np.ndarray:
    if storage in {Storage.NUMBER, Storage.INTEGER}:
        return np.array([np.nan if value is None else value for value in values], dtype=float)
    if storage is Storage.FLAG:
        return np.array([bool(value) for value in values], dtype=bool)
    missing = None if storage is Storage.DATE or name in NAME_TABLES else ""
    filled = [missing if value is None else value for value in values]
    return np.array([*filled, None], dtype=object)[:-1]


def _repeated_keys(rows: ParsedRows) -> Iterator[Fault]:
    keys = rows.keys()
    if len(set(keys)) == len(keys):
        return
    first_rows: dict[str, int] = {}
    names = ", ".join(rows.kind.key)
    for key, number in zip(keys, rows.numbers.tolist(), strict=True):
        first = first_rows.setdefault(key, number)
        if first == number:
            continue
        found = f"the same {names} as row {first}"
        mend = f"Keep one of rows {first} and {number}."
        yield Fault(number, rows.kind.key[0], found, "one row for each record", mend)


def unknown_references(rows: ParsedRows, reference: Reference, known: Known) -> Iterator[Fault]:
    """Yield a fault for every row that refers to something unknown."""
    standing = known.keys.get(reference.kind, set())
    is_filled = np.ones(len(rows.frame), dtype=bool)
    for name in reference.columns:
        is_filled &= ~rows.is_blank(name) & rows.frame[name].notna().to_numpy()
    names = [stored_name(rows.kind, name) for name in reference.columns]
    codes, distinct = joined_codes(rows.frame, names)
    is_unknown = np.array([key not in standing for key in distinct], dtype=bool)[codes]
    closest: dict[str, str] = {}
    for position in np.flatnonzero(is_unknown & is_filled):
        key = distinct[codes[position]]
        if key not in closest:
            is_searched = len(closest) < _MOST_SUGGESTIONS
            closest[key] = _reference_mend(key, reference, standing if is_searched else set())
        expected = f"{_words(reference.columns)} in {reference.kind}"
        yield rows.fault(position, reference.columns[-1], expected, closest[key])


def _words(columns: tuple[str, ...]) -> str:
    return f"a known {' and '.join(columns)}, listed"


def _reference_mend(key: str, reference: Reference, standing: set[str]) -> str:
    close = get_close_matches(key, standing, n=1)
    if close:
        nearest = close[0].replace(KEY_SEPARATOR, " ")
        return f"The nearest known is {nearest}. Else load {reference.kind} with it first."
    return f"Correct it, or load {reference.kind} with it first."
