"""The parsed rows of an extract, and the reference data that they are checked against."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import numpy as np
import pandas as pd

from data.common.errors import Issue
from data.schema.kinds import Kind

KEY_SEPARATOR = "\x1f"
# PostgreSQL indexes no text above some 2,700 bytes: a remark can be longer.
_MAX_KEY_LENGTH = 500


@dataclass(frozen=True)
class RawColumn:
    """The cells of a column as written, stripped: `codes` index into the distinct `texts`."""

    codes: np.ndarray
    texts: list[str]

    def at(self, position: int) -> str:
        """Return one cell."""
        return self.texts[self.codes[position]]

    def all(self) -> np.ndarray:
        """Return every cell."""
        return np.array(self.texts, dtype=object)[self.codes]

    def is_blank(self) -> np.ndarray:
        """Return where a cell is blank."""
        return np.array([not text for text in self.texts], dtype=bool)[self.codes]


@dataclass(frozen=True)
class ParsedRows:
    """The rows of one extract, column by column as they will be stored.

    Dates are YYYY-MM-DD text and missing dates and references None; missing numbers NaN; other
    missing text "". `raw` has the cells as written; `percents` marks where a % was typed.
    Of cases, days are datetimes and texts that repeat are categories; `cut_off` and `coverage` are
    the day up to which, and the cases of which, the extract is complete (None and "" if unstated);
    `is_self_described` is whether every row states both.
    """

    kind: Kind
    frame: pd.DataFrame
    raw: Mapping[str, RawColumn]
    numbers: np.ndarray
    percents: np.ndarray
    cut_off: date | None = None
    coverage: str = ""
    is_self_described: bool = True

    def issue(self, position: int, column: str, expected: str, fix: str) -> Issue:
        """Return an issue of the cell at one position."""
        actual = self.raw[column].at(position) if column in self.raw else ""
        return Issue(int(self.numbers[position]), column, actual, expected, fix)

    def is_blank(self, column: str) -> np.ndarray:
        """Return where a cell of one CSV column is blank."""
        return self.raw[column].is_blank()

    def plain_keys(self) -> list[str]:
        """Return each row's key values joined, in file order."""
        return joined(self.frame, [stored_name(self.kind, name) for name in self.kind.key])

    def keys(self) -> list[str]:
        """Return each row's key values joined, in file order, the longest as their digest."""
        keys = self.plain_keys()
        if max(map(len, keys), default=0) <= _MAX_KEY_LENGTH:
            return keys
        return [
            key if len(key) <= _MAX_KEY_LENGTH else sha256(key.encode()).hexdigest() for key in keys
        ]


def stored_name(kind: Kind, column_name: str) -> str:
    """Return the SQL column that holds a CSV column's own value."""
    return kind.column(column_name).stored[0].name


def as_text(value: object) -> str:
    """Return a key value as text: whole numbers without a point; "" for None and NaN."""
    if value is None or value != value:  # noqa: PLR0124 - NaN is the value that differs from itself
        return ""
    return str(int(value)) if isinstance(value, float) else str(value)


def joined(frame: pd.DataFrame, names: Sequence[str]) -> list[str]:
    """Return the values of some columns joined, one text a row."""
    parts = [_column_as_text(frame[name]) for name in names]
    return list(map(KEY_SEPARATOR.join, zip(*parts, strict=True)))


def joined_values(values: Iterable[object]) -> str:
    """Return the values of one key joined."""
    return KEY_SEPARATOR.join(map(as_text, values))


def joined_codes(frame: pd.DataFrame, names: Sequence[str]) -> tuple[np.ndarray, Sequence[str]]:
    """Return the values of some columns joined, as codes into the distinct ones."""
    if len(names) == 1 and isinstance(frame[names[0]].dtype, pd.CategoricalDtype):
        only = frame[names[0]].cat
        return only.codes.to_numpy(), [as_text(value) for value in only.categories]
    codes, distinct = pd.factorize(np.array(joined(frame, names), dtype=object))
    return codes, distinct.tolist()


def _column_as_text(values: pd.Series) -> list[str]:
    codes, distinct = pd.factorize(values.to_numpy(), use_na_sentinel=False)
    return np.array([as_text(value) for value in distinct], dtype=object)[codes].tolist()


@dataclass(frozen=True)
class MeasureFacts:
    """What the checks need of a measure."""

    unit: str
    kind: str
    can_exceed_100: bool
    can_be_negative: bool


def measure_facts(rows: Iterable[Any]) -> dict[str, MeasureFacts]:
    """Return the facts of rows of measures, by measure_id."""
    return {
        row.measure_id: MeasureFacts(
            row.unit, row.kind, bool(row.can_exceed_100), bool(row.can_be_negative)
        )
        for row in rows
    }


def _no_rows(*names: str) -> Callable[[], pd.DataFrame]:
    return lambda: pd.DataFrame({name: [] for name in names}, dtype=object)


@dataclass
class ReferenceData:
    """What rows may refer to: current records, and those of the files before.

    `keys` by kind; `today` is the day of the check; `cases` (area_code, case_id) are those that
    other extracts may add to; `settings` has the columns of case_settings. No record of the kinds
    `unnamed` is suggested to who names one that there is not, or is not theirs.
    """

    keys: dict[str, set[str]] = field(default_factory=dict)
    measures: dict[str, MeasureFacts] = field(default_factory=dict)
    today: date = field(default_factory=lambda: datetime.now(UTC).date())
    cases: pd.DataFrame = field(default_factory=_no_rows("area_code", "case_id"))
    settings: pd.DataFrame = field(
        default_factory=_no_rows("setting", "area_code", "value", "applies_from", "applies_to")
    )

    unnamed: frozenset[str] = frozenset()

    def forget_cases(self) -> None:
        """Forget the cases of the files before, where no later one refers to them."""
        self.cases = self.cases.iloc[:0]

    def add(self, rows: ParsedRows) -> None:
        """Add the records of these rows to what later rows may refer to."""
        if rows.kind.cases:
            if rows.kind.name == "ehc_assessments":
                numbers = pd.DataFrame(rows.frame, columns=["area_code", "case_id"]).astype(object)
                self.cases = pd.concat([self.cases, numbers])
            return
        self.keys.setdefault(rows.kind.name, set()).update(rows.plain_keys())
        if rows.kind.name == "case_settings":
            own = pd.DataFrame(rows.frame, columns=list(self.settings.columns)).astype(object)
            self.settings = pd.concat([self.settings, own])
        if rows.kind.name == "measures":
            self.measures |= measure_facts(rows.frame.itertuples())
