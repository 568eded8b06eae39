"""What an extract may look like: the vocabulary in which each kind is declared once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from data.common.errors import Issue
    from data.schema.parsed_rows import ParsedRows, ReferenceData

    Rule = Callable[["ParsedRows", "ReferenceData"], Iterator[Issue]]


class CellType(StrEnum):
    """Name what one cell of a column holds."""

    TEXT = "text"
    CODE = "code"
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
    """Name how one stored column is kept."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    INTEGER = "integer"
    FLAG = "flag"


@dataclass(frozen=True)
class StoredColumn:
    """Describe one column of an SQL table."""

    name: str
    storage: Storage


@dataclass(frozen=True)
class Column:
    """Declare one column of a CSV extract.

    `required` means that the header must name it and no cell may be blank. `default` stands for a
    blank cell. `takes_markers` lets a marker (x, z, c, <5 …) stand where a number is not given.
    A header must name a column `in_header`, though its cells may be blank. `spellings` are other ways to write a code of the list. A column `of_file` says one thing of the
    whole file and is not kept with each row. One that `holds_staff_name` names those whose work it
    is: names are welcome there and nowhere else.
    """

    name: str
    cell: CellType
    description: str
    example: str = ""
    required: bool = False
    allowed: tuple[str, ...] = ()
    default: str = ""
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
    """Say that some columns, together, must name a standing record of another kind."""

    kind: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class DerivedColumn:
    """Declare what is worked out of a row alone, once, and stored with it."""

    name: str
    storage: Storage
    compute: "Callable[[pd.DataFrame], pd.Series]"


@dataclass(frozen=True)
class CaseForm:
    """Say how cases are kept: their group, their scope, their facts and what they are found by.

    `scope` names the columns within which an extract with coverage all is whole. `indexes` names
    the columns, besides the key, by which rows are looked up within an area.
    """

    group: str
    scope: tuple[str, ...] = ("area_code",)
    facts: tuple[DerivedColumn, ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Kind:
    """Declare one kind of extract: its table, template, checks and dictionary page follow from it.

    The values of `key` are stored joined, in its order, which therefore never changes.
    A dated kind is known from a day (its own, its source's, or the day it was loaded). A kind with
    a case form holds one row a case: measures are worked out from it.
    """

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()
    is_dated: bool = False
    rules: "tuple[Rule, ...]" = field(default=())
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
        """Return the SQL columns that hold a row's content."""
        return tuple(
            stored for column in self.columns if not column.of_file for stored in column.stored
        )

    @property
    def identifiers(self) -> frozenset[str]:
        """Return the columns that hold the number of a case, of which few are alike."""
        return frozenset(name for name in self.key if name.endswith("_id"))

    @property
    def facts(self) -> tuple[DerivedColumn, ...]:
        """Return what is worked out of each row and stored with it."""
        return self.cases.facts if self.cases else ()

    def column(self, name: str) -> Column:
        """Return the column of that CSV name."""
        return next(column for column in self.columns if column.name == name)
