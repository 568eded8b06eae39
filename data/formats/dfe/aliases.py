"""The names that columns and topics of the DfE's releases have had: as shipped, and as loaded.

Of their cells: what is a number, and its decimals.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import pandas as pd

from data.files.csv_reader import normalise_column_name
from data.formats.base import UNRECOGNISED, Note, reference_rows

EVERY = "every"
# The field of columns that no measure needs.
UNREAD = "unread"
# In the name of a column: the year that the rows of the file are of, and the one after it.
_YEAR, _NEXT_YEAR = "{year}", "{next_year}"
_ENDS_IN_YEAR = re.compile(r"(.*?)_?(20[0-9]{2}|[0-9]{2})")
_FULL_YEAR, _CENTURY = 4, 2000
_PERCENTAGE_OF = re.compile(r"(?:pc|percent|percentage)_(.+)|(.+)_(?:pc|percent|percentage)")
_NUMBER = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12})(?:\.[0-9]{1,6})?")
_COLUMN, _TOPIC = "column", "topic"
_IS_TOTAL = {"total": True, "part": False}
_NO_ROWS = pd.DataFrame(columns=["release_table", "item", "alias", "meaning"], dtype=object)


@dataclass(frozen=True)
class Aliases:
    """The field of each column name, and whether each topic is a total, by table.

    `notes` are on loaded rows whose meaning is unknown.
    """

    columns: Mapping[str, Mapping[str, str]]
    topics: Mapping[str, Mapping[str, bool]]
    notes: tuple[Note, ...] = ()

    def fields_of(self, table: str) -> Mapping[str, str]:
        """Return the field of each normalised column name of a table, without the common ones."""
        return self.columns.get(table, {})

    def topics_of(self, table: str) -> Mapping[str, bool]:
        """Return whether rows of a topic are totals, by its folded name, for the listed topics."""
        return {**self.topics.get(EVERY, {}), **self.topics.get(table, {})}

    @property
    def tables(self) -> tuple[str, ...]:
        """Return the names of the tables with a header row: all but the tribunal's."""
        return tuple(name for name in self.columns if name not in {EVERY, "tribunal"})

    def field_of(self, name: str, table: str, year: int | None) -> str:
        """Return the field of a column in a file of a year; "" where it is not known.

        A name that ends in the year of the file is also looked for without it.
        """
        fields = {**self.fields_of(EVERY), **self.fields_of(table)}
        return next((fields[each] for each in _spellings(name, year) if each in fields), "")


def _spellings(name: str, year: int | None) -> Iterator[str]:
    """Yield a name as it is, then as it would be listed for any year."""
    yield name
    ending = _ENDS_IN_YEAR.fullmatch(name)
    if year is None or ending is None:
        return
    stem, digits = name[: ending.start(2)], ending[2]
    named_year = int(digits) if len(digits) == _FULL_YEAR else _CENTURY + int(digits)
    if named_year == year:
        yield f"{stem}{_YEAR}"
        # Two digits may be an age.
        if len(digits) == _FULL_YEAR:
            yield ending[1]
    elif named_year == year + 1:
        yield f"{stem}{_NEXT_YEAR}"


def counted_by(name: str) -> str:
    """Return the name of the count whose percentage a column is by its name; "" for another."""
    match = _PERCENTAGE_OF.fullmatch(name)
    return (match[1] or match[2]) if match else ""


@cache
def shipped_aliases() -> Aliases:
    """Return the aliases of the tables in data/formats/reference."""
    columns: dict[str, dict[str, str]] = {}
    topics: dict[str, dict[str, bool]] = {}
    for row in reference_rows("dfe_columns"):
        columns.setdefault(row["table"], {})[normalise_column_name(row["alias"])] = row["field"]
    for row in reference_rows("dfe_topics"):
        topics.setdefault(row["table"], {})[fold_name(row["alias"])] = row["is_total"] == "yes"
    return Aliases(columns, topics)


def aliases_with(rows: pd.DataFrame = _NO_ROWS) -> Aliases:
    """Return the shipped aliases with loaded rows of the kind `aliases` over them."""
    shipped = shipped_aliases()
    columns = {table: dict(fields) for table, fields in shipped.columns.items()}
    topics = {table: dict(totals) for table, totals in shipped.topics.items()}
    notes: list[Note] = []
    names = ("release_table", "item", "alias", "meaning")
    cells = (rows.loc[rows["item"] != "measure", name].fillna("") for name in names)
    for table, item, alias, meaning in zip(*cells, strict=True):
        if item == _TOPIC and meaning in _IS_TOTAL:
            topics.setdefault(table, {})[fold_name(alias)] = _IS_TOTAL[meaning]
        elif item == _COLUMN and (field := _field_meant(meaning, shipped.fields_of(table))):
            columns.setdefault(table, {})[normalise_column_name(alias)] = field
        else:
            words = f"“{meaning}” is no {item} of the table {table} that is known: it was not used."
            notes.append(Note(UNRECOGNISED, f"aliases, {alias}", words))
    return Aliases(columns, topics, tuple(notes))


def _field_meant(meaning: str, fields: Mapping[str, str]) -> str:
    """Return the field that a loaded row names, by its own name or by one of its columns."""
    if meaning == UNREAD or meaning in fields.values():
        return meaning
    return fields.get(normalise_column_name(meaning), "")


def single_year(periods: Iterable[str]) -> int | None:
    """Return the one calendar year of a file; None where its rows are of several, or of another kind."""
    distinct = {period.strip() for period in periods}
    text = distinct.pop() if len(distinct) == 1 else ""
    return int(text) if re.fullmatch(r"20[0-9]{2}", text) else None


def fold_name(text: str) -> str:
    """Return a name in lower case, with one space between its words."""
    return " ".join(text.casefold().split())


def number_in(text: str) -> Decimal | None:
    """Return the number in a cell, with or without commas and %; None where it is not a number."""
    written = text.removesuffix("%")
    return Decimal(written.replace(",", "")) if _NUMBER.fullmatch(written) else None


def decimals_of(text: str) -> int:
    """Return the number of decimals that a number is printed with."""
    return len(text.removesuffix("%").partition(".")[2])
