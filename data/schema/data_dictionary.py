"""The data dictionary and the CSV templates, from the declarations of the kinds."""

from dataclasses import dataclass

from dashboard.model.codes import MARKERS
from dashboard.text.csv_safe import csv_text
from data.common.codes import STATISTICS
from data.schema.kinds import CellType, Column, Kind
from data.schema.registry import ALL_KINDS, KINDS

_MARKER_WORDS = f"or a marker: {', '.join(MARKERS)}, <5"
_CELL_WORDS = {
    CellType.TEXT: "text",
    CellType.CODE: "a code",
    CellType.AREA: "the code of an area, old or new",
    CellType.CHOICE: "one of the codes listed",
    CellType.STATISTIC: f"{', '.join(STATISTICS)} or p90",
    CellType.BREAKDOWN: "key=value, several joined by a semicolon",
    CellType.DATE: "a date: 31/03/2023 or 2023-03-31",
    CellType.INTEGER: "a whole number of at least 0",
    CellType.NUMBER: "a number",
    CellType.COUNT: "a number of at least 0",
    CellType.FIGURE: "a number, a percentage or a band such as 18-36",
    CellType.FLAG: "yes or no",
    CellType.CATEGORY: "a name on one line, without = and ;",
    CellType.WORD: "a code in lower case",
    CellType.YEAR_GROUP: "a year group: N, R, 1 to 14 and beyond",
}


@dataclass(frozen=True)
class ColumnEntry:
    """A column, described for whoever fills it in."""

    name: str
    description: str
    content: str
    is_required: bool
    is_key: bool
    refers_to: str
    allowed: tuple[str, ...]
    default: str
    example: str


@dataclass(frozen=True)
class KindEntry:
    """A kind of extract; no two rows have the same values in the columns of `key`."""

    name: str
    title: str
    description: str
    key: tuple[str, ...]
    columns: tuple[ColumnEntry, ...]


def data_dictionary() -> tuple[KindEntry, ...]:
    """Return the dictionary, each kind after those it refers to."""
    return tuple(
        KindEntry(
            kind.name,
            kind.title,
            kind.description,
            kind.key,
            tuple(_column_entry(kind, column) for column in kind.columns),
        )
        for kind in ALL_KINDS
    )


def _column_entry(kind: Kind, column: Column) -> ColumnEntry:
    content = _CELL_WORDS[column.cell]
    return ColumnEntry(
        name=column.name,
        description=column.description,
        content=f"{content}, {_MARKER_WORDS}" if column.takes_markers else content,
        is_required=column.required,
        is_key=column.name in kind.key,
        refers_to=_referred_kind(kind, column),
        allowed=column.allowed,
        default=column.default,
        example=column.example,
    )


def _referred_kind(kind: Kind, column: Column) -> str:
    """Return the kind that a column alone refers to, else the one it helps to refer to."""
    references = [each for each in kind.references if column.name in each.columns]
    return min(references, key=lambda each: len(each.columns)).kind if references else ""


def template_csv(kind: str) -> str:
    """Return the CSV template of a kind: its header and an example row; KeyError without the kind."""
    columns = KINDS[kind].columns
    return csv_text([column.name for column in columns], [[column.example for column in columns]])
