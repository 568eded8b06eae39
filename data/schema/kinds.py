"""The types in which each kind of extract is declared: columns, references, keys, rules."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from data.common.errors import Issue

if TYPE_CHECKING:
    import pandas as pd


class Rule(Protocol):
    """Yield the issues of an extract's rows.

    They are `ParsedRows`, checked against `ReferenceData`: data.schema.parsed_rows declares both in
    terms of a kind, and cannot be imported here.
    """

    def __call__(self, rows: Any, reference_data: Any, /) -> Iterator[Issue]: ...


class CellType(StrEnum):
    """What one cell of a column holds."""

    TEXT = "text"
    CODE = "code"
    AREA = "code of an area"
    CHOICE = "one of a list"
    STATISTIC = "statistic"
    BREAKDOWN = "key=value pairs"
    DATE = "date"
    INTEGER = "whole number"
    NUMBER = "number"
    COUNT = "number of at least 0"
    FIGURE = "number or band"
    FLAG = "yes or no"
    CATEGORY = "category"
    WORD = "word"
    YEAR_GROUP = "year group"


class Storage(StrEnum):
    """The type of one stored column."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    INTEGER = "integer"
    FLAG = "flag"


@dataclass(frozen=True)
class StoredColumn:
    """A column of an SQL table."""

    name: str
    storage: Storage


@dataclass(frozen=True)
class Column:
    """A column of a CSV extract.

    `required`: the header must name it and no cell may be blank; `in_header`: only the former.
    `default` replaces a blank cell; a blank flag is yes where another column has one of the values
    that `yes_where` has for it. `takes_markers`: a marker (x, z, c, <5 …) may replace a number.
    `spellings` are other ways to write a code of `allowed`. A column `of_file` has one value for
    the whole file and is not stored with each row. One that `holds_staff_name` may name staff;
    no other column may name anybody.
    """

    name: str
    cell: CellType
    description: str
    example: str = ""
    required: bool = False
    allowed: tuple[str, ...] = ()
    default: str = ""
    yes_where: tuple[tuple[str, tuple[str | bool, ...]], ...] = ()
    takes_markers: bool = False
    stored_name: str = ""
    spellings: tuple[tuple[str, str], ...] = ()
    in_header: bool = False
    of_file: bool = False
    holds_staff_name: bool = False

    @property
    def stored(self) -> tuple[StoredColumn, ...]:
        """Return the SQL columns that hold this column."""
        name = self.stored_name or self.name
        if self.cell is CellType.FIGURE:
            return _figure_columns(name, takes_markers=self.takes_markers)
        first = StoredColumn(name, _STORAGE.get(self.cell, Storage.TEXT))
        if self.cell is CellType.COUNT and self.takes_markers:
            return (first, StoredColumn(f"{name}_marker", Storage.TEXT))
        return (first,)


_STORAGE = {
    CellType.DATE: Storage.DATE,
    CellType.INTEGER: Storage.INTEGER,
    CellType.YEAR_GROUP: Storage.INTEGER,
    CellType.NUMBER: Storage.NUMBER,
    CellType.COUNT: Storage.NUMBER,
    CellType.FLAG: Storage.FLAG,
}


def _figure_columns(name: str, *, takes_markers: bool) -> tuple[StoredColumn, ...]:
    numbers = (
        StoredColumn(name, Storage.NUMBER),
        StoredColumn(f"{name}_low", Storage.NUMBER),
        StoredColumn(f"{name}_high", Storage.NUMBER),
        StoredColumn("decimals", Storage.INTEGER),
    )
    return (*numbers, StoredColumn("marker", Storage.TEXT)) if takes_markers else numbers


@dataclass(frozen=True)
class Reference:
    """Columns that together must name a current record of another kind."""

    kind: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class DerivedColumn:
    """A column that is computed from a row alone when it is loaded, and stored with it."""

    name: str
    storage: Storage
    compute: "Callable[[pd.DataFrame], pd.Series]"


@dataclass(frozen=True)
class CaseForm:
    """How the cases of a kind are stored.

    An extract with coverage all is complete within the columns of `scope`. `indexes` are the
    columns, besides the key, by which rows are looked up within an area.
    """

    group: str
    scope: tuple[str, ...] = ("area_code",)
    facts: tuple[DerivedColumn, ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Kind:
    """A kind of extract: its table, template, checks and dictionary entry follow from it.

    The values of `key` are stored joined, in its order, which therefore never changes.
    Rows of a dated kind count from a day on: their own, their source's, or the day of loading. A
    kind with a case form has one row a case, from which measures are computed.
    """

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()
    is_dated: bool = False
    rules: tuple[Rule, ...] = ()
    cases: CaseForm | None = None

    @property
    def column_names(self) -> tuple[str, ...]:
        """Return the CSV column names in the order of the template."""
        return tuple(column.name for column in self.columns)

    @property
    def required_names(self) -> tuple[str, ...]:
        """Return the names that a header must have."""
        return tuple(column.name for column in self.columns if column.required or column.in_header)

    @property
    def stored(self) -> tuple[StoredColumn, ...]:
        """Return the SQL columns that hold a row."""
        return tuple(
            stored for column in self.columns if not column.of_file for stored in column.stored
        )

    @property
    def identifiers(self) -> frozenset[str]:
        """Return the key columns that hold the number of a case: their values hardly repeat."""
        return frozenset(name for name in self.key if name.endswith("_id"))

    @property
    def facts(self) -> tuple[DerivedColumn, ...]:
        """Return the derived columns of a kind of cases; () of others."""
        return self.cases.facts if self.cases else ()

    def column(self, name: str) -> Column:
        """Return the column of that CSV name."""
        return next(column for column in self.columns if column.name == name)
