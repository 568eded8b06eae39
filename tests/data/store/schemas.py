"""Schemas of the frames that are loaded, made of what each kind declares."""

from collections.abc import Iterator
from datetime import date
from functools import cache

import pandera.pandas as pa

from data.schema.kinds import CellType, Column, Kind, Storage
from data.schema.parsed_rows import stored_name
from data.schema.registry import KINDS

TYPES = {
    Storage.TEXT: str,
    Storage.DATE: object,
    Storage.NUMBER: float,
    Storage.INTEGER: int,
    Storage.FLAG: bool,
}
# Where a required cell of these is blank or a marker, the file is refused.
FILLED = (CellType.DATE, CellType.INTEGER, CellType.NUMBER)
IS_DAY = pa.Check(lambda values: values.map(type) == date, name="is a day")
SHOWN_ROW_BY_ROW = ("observations", "targets")


@cache
def schema_of(kind_name: str) -> pa.DataFrameSchema:
    """Return what must hold of a kind's frame: its columns in their order, and one row a key."""
    kind = KINDS[kind_name]
    return pa.DataFrameSchema(
        dict(_columns(kind)),
        strict=True,
        ordered=True,
        unique=[stored_name(kind, name) for name in kind.key],
        name=kind_name,
    )


def _columns(kind: Kind) -> Iterator[tuple[str, pa.Column]]:
    if kind.name in SHOWN_ROW_BY_ROW:
        yield "row_id", pa.Column(int, unique=True)
    for column in kind.columns:
        for stored in column.stored:
            yield stored.name, _column(column, stored.storage)
    if kind.is_dated:
        yield "known_on", pa.Column(object, IS_DAY)
    yield "extract_id", pa.Column(int)


def _column(column: Column, storage: Storage) -> pa.Column:
    if storage is Storage.TEXT:
        blank = () if column.required or column.default else ("",)
        return pa.Column(str, pa.Check.isin([*column.allowed, *blank]) if column.allowed else None)
    may_be_missing = not (column.required and column.cell in FILLED)
    if storage is Storage.DATE:
        return pa.Column(object, IS_DAY, nullable=may_be_missing)
    if column.cell is CellType.INTEGER and may_be_missing:
        # Whole numbers beside NaN are floats.
        return pa.Column(float, nullable=True)
    return pa.Column(TYPES[storage], nullable=storage is Storage.NUMBER and may_be_missing)
