"""What names, topics and markers of the release mean: tables of aliases, kept as data beside this."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.files.csv_reader import normalise_column_name

_FOLDER = Path(__file__).parent / "reference"
EVERY = "every"
# The field of columns that are known, and that no measure needs.
UNREAD = "unread"


@dataclass(frozen=True)
class FigureRule:
    """Say which columns of a table make the observations of one measure.

    `period` is calendar (a calendar year) or january (the census day of an academic year).
    `denominator` holds fields to be added. `note` goes with each row; `reason` says why a published
    percentage may differ from its counts, where that is known.
    """

    measure_id: str
    breakdown: str
    period: str
    value: str
    numerator: str
    denominator: tuple[str, ...]
    note: str
    reason: str

    @property
    def fields(self) -> tuple[str, ...]:
        """Return every field that it needs."""
        return tuple(each for each in (self.value, self.numerator, *self.denominator) if each)


@dataclass(frozen=True)
class Identity:
    """Say which counts of a row add up to the same: sums of fields on both sides."""

    words: str
    whole: tuple[str, ...]
    parts: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Authority:
    """Name a local authority (or England), with the code that the DfE has for it."""

    area_code: str
    la_code: str
    name: str
    region_code: str


@cache
def fields_of(table: str) -> dict[str, str]:
    """Return the field of each column name of a table, names made plain; without the common ones."""
    return {
        normalise_column_name(row["alias"]): row["field"]
        for row in _rows("columns")
        if row["table"] == table
    }


@cache
def tables() -> tuple[str, ...]:
    """Return the names of the tables that are known, those of one header a row."""
    names = dict.fromkeys(row["table"] for row in _rows("columns"))
    return tuple(name for name in names if name not in {EVERY, "tribunal"})


@cache
def topics_of(table: str) -> dict[str, bool]:
    """Return whether rows of a topic are totals, by its folded name; unknown topics are not there."""
    return {
        fold_name(row["alias"]): row["is_total"] == "yes"
        for row in _rows("topics")
        if row["table"] in {EVERY, table}
    }


@cache
def figure_rules(table: str) -> tuple[FigureRule, ...]:
    """Return which measures a table has figures of."""
    return tuple(
        FigureRule(
            row["measure_id"],
            row["breakdown"],
            row["period"],
            row["value"],
            row["numerator"],
            _fields(row["denominator"]),
            row["note"],
            row["reason"],
        )
        for row in _rows("figures")
        if row["table"] == table
    )


@cache
def identities(table: str) -> tuple[Identity, ...]:
    """Return what must add up in each row of a table."""
    return tuple(
        Identity(row["words"], _fields(row["whole"]), _fields(row["parts"]), row["reason"])
        for row in _rows("identities")
        if row["table"] == table
    )


@cache
def markers() -> dict[str, str]:
    """Return our marker for each that is printed."""
    return {row["printed"]: row["marker"] for row in _rows("markers")}


@cache
def area_codes() -> dict[str, str]:
    """Return the code of the area for each other code that the release has for it."""
    return {
        other: row["area_code"] for row in _rows("authorities") for other in _codes(row) if other
    }


@cache
def authorities_by_name() -> dict[str, tuple[Authority, ...]]:
    """Return the authorities of each folded name: two may have had the same one after another."""
    by_name: dict[str, tuple[Authority, ...]] = {}
    for row in _rows("authorities"):
        each = Authority(row["area_code"], row["la_code"], row["name"], row["region_code"])
        for name in (row["name"], *row["other_names"].split(";")):
            if name:
                by_name[fold_name(name)] = (*by_name.get(fold_name(name), ()), each)
    return by_name


def fold_name(text: str) -> str:
    """Return a name without case, and with one space between its words."""
    return " ".join(text.casefold().split())


def _codes(row: dict[str, str]) -> Iterator[str]:
    yield from row["other_codes"].split(";")


def _fields(text: str) -> tuple[str, ...]:
    return tuple(text.split("+")) if text else ()


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
