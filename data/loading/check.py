"""Check the rows of a file: cells, keys, references and rules; every issue is reported."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.text.format import shortened
from data.common.errors import Issue, UnreadableCellError
from data.common.progress import Progress, unwatched
from data.files.csv_reader import RawExtract
from data.schema.cell_parsers import ParsedFigure, are_plain_codes, cell_parser
from data.schema.kinds import CellType, Column, Kind, Reference, Storage
from data.schema.parsed_rows import (
    KEY_SEPARATOR,
    ParsedRows,
    RawColumn,
    ReferenceData,
    joined_codes,
    stored_name,
)
from data.store.tables import ID_TABLES

# To look for the nearest name takes long: a file of unknown names needs no more than these.
_MAX_SUGGESTIONS = 50
_MAX_ACTUAL_LENGTH = 200
_SAMPLE = 2_000
# More are counted, not kept: a file that is wrong in each of a million rows is told of in few words.
MOST_ISSUES = 100_000
# Of one that is not known and of another council's the same is said.
_SOURCE_FIX = (
    "Correct it. A new source, or another council’s own report, is for who loads in every area."
)
Values = np.ndarray | pd.Categorical


class FoundIssues:
    """The issues of a file: all are counted, and the first in reading order are kept."""

    def __init__(self, kind: Kind) -> None:
        self._places = {name: place for place, name in enumerate(kind.column_names)}
        self._issues: list[Issue] = []
        self.count = 0

    def add(self, issues: Iterable[Issue]) -> None:
        """Add issues, of which no more than a bounded number is held at any time."""
        for issue in issues:
            self.count += 1
            self._issues.append(issue)
            if len(self._issues) >= 2 * MOST_ISSUES:
                self._issues = list(self.first())

    def first(self) -> tuple[Issue, ...]:
        """Return the first issues by row, then by column in the order of the template."""
        last = len(self._places)
        self._issues.sort(key=lambda issue: (issue.row, self._places.get(issue.column, last)))
        return tuple(self._issues[:MOST_ISSUES])


def check_rows(
    raw: RawExtract, kind: Kind, reference_data: ReferenceData, progress: Progress = unwatched
) -> tuple[ParsedRows, FoundIssues]:
    """Return the parsed rows of a file with every issue."""
    issues = FoundIssues(kind)
    rows = parse_rows(raw, kind, issues, progress)
    issues.add(_repeated_keys(rows))
    for reference in kind.references:
        issues.add(unknown_references(rows, reference, reference_data))
    for rule in kind.rules:
        issues.add(rule(rows, reference_data))
    return rows, issues


def parse_rows(
    raw: RawExtract, kind: Kind, issues: FoundIssues, progress: Progress = unwatched
) -> ParsedRows:
    """Return every cell of an extract parsed, and add the issues of cells."""
    count = len(raw.cells)
    stored: dict[str, Values] = {}
    written: dict[str, RawColumn] = {}
    percents = np.zeros(count, dtype=bool)
    provisional = np.zeros(count, dtype=bool)
    for done, column in enumerate(kind.columns):
        progress("Checking", done, len(kind.columns))
        cells = _ParsedColumn(column, _column_cells(raw, column.name), raw.numbers)
        stored |= cells.of_cases(kind) if kind.cases else cells.stored()
        written[column.name] = cells.written
        issues.add(cells.issues())
        if column.cell is CellType.FIGURE:
            percents = cells.where(lambda figure: figure.is_percent)
            provisional = cells.where(lambda figure: figure.is_provisional)
        if column.yes_where:
            is_yes = [np.isin(stored[name], values) for name, values in column.yes_where]
            is_blank = written[column.name].is_blank()
            stored[column.name] = np.where(
                is_blank, np.logical_or.reduce(is_yes), stored[column.name]
            )
    if provisional.any():
        stored["is_provisional"] = np.asarray(stored["is_provisional"]) | provisional
    return ParsedRows(kind, _framed(stored), written, raw.numbers, percents)


def _framed(columns: Mapping[str, Values]) -> pd.DataFrame:
    # With its type, or pandas would make NaN of the None in an array of text.
    typed = {name: pd.Series(values, dtype=values.dtype) for name, values in columns.items()}
    return pd.DataFrame(typed)


def _column_cells(raw: RawExtract, name: str) -> pd.Series:
    if name not in raw.names:
        codes = np.zeros(len(raw.cells), dtype=np.int8)
        return pd.Series(pd.Categorical.from_codes(codes, categories=[""]))
    return raw.cells.iloc[:, raw.names.index(name)]


def _distinct_cells(cells: pd.Series) -> tuple[np.ndarray, Sequence[object]]:
    """Return codes and their cells; where most cells differ, some of these may be equal."""
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
        if column.cell is CellType.CODE and are_plain_codes(self._texts):
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
        except UnreadableCellError as unreadable:
            return unreadable

    @property
    def written(self) -> RawColumn:
        """Return the cells of the file, without spaces around them."""
        return RawColumn(self._codes, self._texts)

    def issues(self) -> Iterator[Issue]:
        """Yield an issue for every cell that is unreadable, or blank and required."""
        name = self._column.name
        for place, (text, value) in enumerate(zip(self._texts, self._values, strict=True)):
            if isinstance(value, UnreadableCellError):
                expected, fix = value.expected, value.fix
            elif value is None and self._column.required:
                expected, fix = self._column.description, f"Fill in {name}."
            else:
                continue
            actual = shortened(text, _MAX_ACTUAL_LENGTH) or "a blank cell"
            for position in self._positions[place]:
                yield Issue(int(self._numbers[position]), name, actual, expected, fix)

    @cached_property
    def _positions(self) -> list[np.ndarray]:
        """Return the positions of each distinct cell."""
        order = np.argsort(self._codes, kind="stable")
        counts = np.bincount(self._codes, minlength=len(self._texts))
        return np.split(order, np.cumsum(counts)[:-1])

    def where(self, holds: Callable[[ParsedFigure], bool]) -> np.ndarray:
        """Return whether something holds of the figure of each row."""
        is_so = [isinstance(value, ParsedFigure) and holds(value) for value in self._values]
        return np.array(is_so, dtype=bool)[self._codes]

    def stored(self) -> dict[str, np.ndarray]:
        """Return the values of each SQL column; unreadable cells are missing."""
        good = [None if isinstance(value, UnreadableCellError) else value for value in self._values]
        result: dict[str, np.ndarray] = {}
        for place, target in enumerate(self._column.stored):
            values = [self._part(value, place) for value in good]
            result[target.name] = _typed(values, target.storage, target.name)[self._codes]
        return result

    def of_cases(self, kind: Kind) -> dict[str, Values]:
        """Return the values of a column of cases: days as datetimes, texts that repeat coded."""
        (target,) = self._column.stored
        good = [None if isinstance(value, UnreadableCellError) else value for value in self._values]
        if target.storage is Storage.DATE:
            values = np.array(good, dtype="datetime64[s]")[self._codes]
        elif target.storage is not Storage.TEXT or self._column.name in kind.identifiers:
            values = _typed(good, target.storage, "")[self._codes]
        else:
            codes, texts = pd.factorize(_typed(good, target.storage, ""))
            values = pd.Categorical.from_codes(codes[self._codes], categories=texts)
        return {target.name: values}

    def _part(self, value: object, place: int) -> object:
        if self._column.cell is CellType.FIGURE:
            return (value if isinstance(value, ParsedFigure) else ParsedFigure())[place]
        if isinstance(value, tuple):
            return value[place]
        return value


def _typed(values: list[object], storage: Storage, name: str) -> np.ndarray:
    if storage in {Storage.NUMBER, Storage.INTEGER}:
        return np.array([np.nan if value is None else value for value in values], dtype=float)
    if storage is Storage.FLAG:
        return np.array([bool(value) for value in values], dtype=bool)
    missing = None if storage is Storage.DATE or name in ID_TABLES else ""
    filled = [missing if value is None else value for value in values]
    return np.array([*filled, None], dtype=object)[:-1]


def _repeated_keys(rows: ParsedRows) -> Iterator[Issue]:
    keys = rows.keys()
    if len(set(keys)) == len(keys):
        return
    first_rows: dict[str, int] = {}
    names = ", ".join(rows.kind.key)
    for key, number in zip(keys, rows.numbers.tolist(), strict=True):
        first = first_rows.setdefault(key, number)
        if first == number:
            continue
        actual = f"the same {names} as row {first}"
        fix = f"Keep one of rows {first} and {number}."
        yield Issue(number, rows.kind.key[0], actual, "one row for each record", fix)


def unknown_references(
    rows: ParsedRows, reference: Reference, reference_data: ReferenceData
) -> Iterator[Issue]:
    """Yield an issue for every row whose reference is not among the current keys of its kind."""
    current_keys = reference_data.keys.get(reference.kind, set())
    is_filled = np.ones(len(rows.frame), dtype=bool)
    for name in reference.columns:
        is_filled &= ~rows.is_blank(name) & rows.frame[name].notna().to_numpy()
    names = [stored_name(rows.kind, name) for name in reference.columns]
    codes, distinct = joined_codes(rows.frame, names)
    is_unknown = np.array([key not in current_keys for key in distinct], dtype=bool)[codes]
    closest: dict[str, str] = {}
    is_unnamed = reference.kind in reference_data.unnamed
    for position in np.flatnonzero(is_unknown & is_filled):
        key = distinct[codes[position]]
        if key not in closest:
            is_searched = len(closest) < _MAX_SUGGESTIONS and not is_unnamed
            closest[key] = (
                _SOURCE_FIX
                if is_unnamed and reference.kind == "sources"
                else _reference_fix(key, reference, current_keys if is_searched else set())
            )
        expected = f"{_columns_text(reference.columns)} in {reference.kind}"
        yield rows.issue(position, reference.columns[-1], expected, closest[key])


def _columns_text(columns: tuple[str, ...]) -> str:
    return f"a known {' and '.join(columns)}, listed"


def _reference_fix(key: str, reference: Reference, current_keys: set[str]) -> str:
    close = get_close_matches(key, current_keys, n=1)
    if close:
        nearest = close[0].replace(KEY_SEPARATOR, " ")
        return f"The nearest known is {nearest}. Else load {reference.kind} with it first."
    return f"Correct it, or load {reference.kind} with it first."
