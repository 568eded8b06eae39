"""The reference tables of the DfE release: what its columns, topics and names mean."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from data.files.csv_reader import normalise_column_name
from data.formats.base import reference_rows

EVERY = "every"
# The field of columns that no measure needs.
UNREAD = "unread"
_NUMBER = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12})(?:\.[0-9]{1,6})?")


@dataclass(frozen=True)
class FigureRule:
    """Which columns of a table make the observations of one measure.

    `period` is calendar (a calendar year) or january (the census day of an academic year).
    `denominator` are fields to add. `note` goes with each row; `reason` is why a published
    percentage may differ from its counts, "" if unexplained.
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
    def name(self) -> str:
        """Return the measure, with the breakdown in brackets."""
        return f"{self.measure_id} ({self.breakdown})" if self.breakdown else self.measure_id

    @property
    def fields(self) -> tuple[str, ...]:
        """Return every field that the rule needs."""
        return tuple(each for each in (self.value, self.numerator, *self.denominator) if each)


@dataclass(frozen=True)
class Identity:
    """Counts of a row that must be equal: the sum of fields of a whole and of its parts."""

    words: str
    whole: tuple[str, ...]
    parts: tuple[str, ...]
    reason: str


@cache
def fields_of(table: str) -> dict[str, str]:
    """Return the field of each normalised column name of a table, without the common ones."""
    return {
        normalise_column_name(row["alias"]): row["field"]
        for row in reference_rows("dfe_columns")
        if row["table"] == table
    }


@cache
def tables() -> tuple[str, ...]:
    """Return the names of the tables with a header row: all but the tribunal's."""
    names = dict.fromkeys(row["table"] for row in reference_rows("dfe_columns"))
    return tuple(name for name in names if name not in {EVERY, "tribunal"})


@cache
def topics_of(table: str) -> dict[str, bool]:
    """Return whether rows of a topic are totals, by its folded name, for the listed topics."""
    return {
        fold_name(row["alias"]): row["is_total"] == "yes"
        for row in reference_rows("dfe_topics")
        if row["table"] in {EVERY, table}
    }


@cache
def figure_rules(table: str) -> tuple[FigureRule, ...]:
    """Return the rules of the measures that a table has figures of."""
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
        for row in reference_rows("dfe_figures")
        if row["table"] == table
    )


@cache
def identities(table: str) -> tuple[Identity, ...]:
    """Return what must add up in each row of a table."""
    return tuple(
        Identity(row["words"], _fields(row["whole"]), _fields(row["parts"]), row["reason"])
        for row in reference_rows("dfe_identities")
        if row["table"] == table
    )


def fold_name(text: str) -> str:
    """Return a name in lower case, with one space between its words."""
    return " ".join(text.casefold().split())


def _fields(text: str) -> tuple[str, ...]:
    return tuple(text.split("+")) if text else ()


def number_in(text: str) -> Decimal | None:
    """Return the number in a cell, with or without commas and %; None where it is not a number."""
    written = text.removesuffix("%")
    return Decimal(written.replace(",", "")) if _NUMBER.fullmatch(written) else None


def decimals_of(text: str) -> int:
    """Return the number of decimals that a number is printed with."""
    return len(text.removesuffix("%").partition(".")[2])
