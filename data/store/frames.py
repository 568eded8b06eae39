"""Load the current rows of a kind as a frame.

Missing text is "", a missing number NaN, a missing day None (columns of days hold `datetime.date`).
`known_on` is the day from which a row of a dated kind was known; `extract_id` the extract that
brought it; `row_id`, of observations and targets, the row itself. A figure is a number in `value`;
a band in `value_low` < `value_high`, with `value` NaN; or none: all three are NaN and `decimals`
-1. Values are in the unit of their measure.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from data.schema.kinds import CellType, Column, Storage, StoredColumn
from data.schema.registry import KINDS
from data.store.current_rows import AS_OF, current_rows
from data.store.read_transaction import ReadTransaction, Store, cached_by_kinds

_DTYPES = {
    Storage.TEXT: "str",
    Storage.DATE: "object",
    Storage.NUMBER: "float64",
    Storage.INTEGER: "int64",
    Storage.FLAG: "bool",
}
# Their rows are shown one by one, with where each came from.
_WITH_ROW_ID = ("observations", "targets")
# Of so many days the frame of a kind is shared at once.
_MOST_DAYS = 16


def load_frame(
    store: Store, kind: str, as_of: date | None = None, **only: str | Sequence[str] | None
) -> pd.DataFrame:
    """Return the current rows of a kind other than cases, in the order of their first load.

    `only` names columns with the value or values that rows must have in them; None means any. `as_of`
    leaves out what was not yet published, or loaded, on that day; a kind that is not dated is the same
    whatever the day.
    """
    return as_frame(kind, load_columns(store, kind, as_of, **only))


def load_columns(
    store: Store, kind: str, as_of: date | None = None, **only: str | Sequence[str] | None
) -> dict[str, tuple[Any, ...]]:
    """Return the current rows of a kind by column, with what places them; {} where there are none."""
    wanted = {
        name: [values] if isinstance(values, str) else list(values)
        for name, values in only.items()
        if values is not None
    }
    # One statement whatever the day: to compile another takes longer than to run it.
    statement = current_rows(kind, tuple(wanted), by_day=True, with_first=True)
    parameters: dict[str, object] = {f"only_{name}": values for name, values in wanted.items()}
    with store.connect() as connection:
        result = connection.execute(statement, parameters | {AS_OF: as_of or date.max})
        names, rows = tuple(result.keys()), result.all()
    return dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else {}


def load_shared_frame(
    transaction: ReadTransaction, kind: str, as_of: date | None = None
) -> pd.DataFrame:
    """Return the current rows of a kind as a frame that others use too, so not to be changed."""
    return _reader(kind)(transaction, as_of if KINDS[kind].is_dated else None)


@cache
def _reader(kind: str) -> Callable[[ReadTransaction, date | None], pd.DataFrame]:
    @cached_by_kinds(_MOST_DAYS, (kind,))
    def read(transaction: ReadTransaction, as_of: date | None) -> pd.DataFrame:
        return load_frame(transaction, kind, as_of)

    return read


def as_frame(kind: str, columns: Mapping[str, Sequence[object]]) -> pd.DataFrame:
    """Return stored columns of a kind as its frame; without rows where there are no columns."""
    typed = {name: _typed(columns.get(name, ()), dtype) for name, dtype in _dtypes(kind)}
    return pd.DataFrame(typed, copy=False)


def as_records(kind: str, columns: Mapping[str, Sequence[object]]) -> Iterator[dict[str, Any]]:
    """Yield stored rows of a kind as the records of its frame: what is missing is None, text is "" then."""
    names = [name for name, _ in _dtypes(kind)]
    plain = [_plain(columns[name], dtype) for name, dtype in _dtypes(kind)] if columns else []
    for values in zip(*plain, strict=True):
        yield dict(zip(names, values, strict=True))


def _plain(values: Sequence[Any], dtype: str) -> Sequence[object]:
    if dtype == "str":
        return ["" if value is None else value for value in values]
    if dtype in ("bool", "float64"):
        read = bool if dtype == "bool" else float
        return [None if value is None else read(value) for value in values]
    return values


@cache
def _dtypes(kind: str) -> tuple[tuple[str, str], ...]:
    declared = KINDS[kind]
    stored = [
        (each.name, _dtype(column, each)) for column in declared.columns for each in column.stored
    ]
    row_id = [("row_id", "int64")] if kind in _WITH_ROW_ID else []
    known_on = [("known_on", "object")] if declared.is_dated else []
    return (*row_id, *stored, *known_on, ("extract_id", "int64"))


def _dtype(column: Column, stored: StoredColumn) -> str:
    """Return a dtype; of a whole number that may be missing float64, for NaN is a float."""
    if column.cell is CellType.INTEGER and not column.required:
        return "float64"
    return _DTYPES[stored.storage]


def _typed(values: Sequence[object], dtype: str) -> pd.Series:
    if dtype == "str":
        return pd.Series(["" if value is None else value for value in values], dtype="str")
    if dtype == "float64":
        return pd.Series(np.array(values, dtype="float64"))
    return pd.Series(list(values), dtype=dtype)
