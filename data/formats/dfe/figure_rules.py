"""The reference tables of the DfE release: which columns make the figures of a measure."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache

from data.formats.base import reference_rows


@dataclass(frozen=True)
class FigureRule:
    """Which columns of a table make the observations of one measure.

    `period` is calendar (a calendar year) or january (the census day of an academic year).
    `denominator` are fields to add. `since` is the first release with these columns, "" for all.
    `note` goes with each row; `reason` is why a published percentage may differ from its counts, ""
    if unexplained.
    """

    measure_id: str
    breakdown: str
    statistic: str
    period: str
    value: str
    numerator: str
    denominator: tuple[str, ...]
    since: str
    note: str
    reason: str

    @property
    def name(self) -> str:
        """Return the measure, with the breakdown in brackets."""
        return f"{self.measure_id} ({self.breakdown})" if self.breakdown else self.measure_id

    @property
    def counts(self) -> tuple[str, ...]:
        """Return the fields of the counts that make a percentage."""
        return tuple(each for each in (self.numerator, *self.denominator) if each)

    def missing(self, fields: Container[str]) -> tuple[str, ...]:
        """Return the fields that a table lacks and the rule cannot do without.

        A percentage that is not printed is worked out from its counts, unless the DfE divides by
        another number.
        """
        is_divisible = bool(self.numerator) and not self.reason
        needed = self.counts if is_divisible else (self.value, *self.counts)
        return tuple(each for each in needed if each not in fields)


@dataclass(frozen=True)
class Identity:
    """Counts of a row that must be equal: the sum of fields of a whole and of its parts."""

    words: str
    whole: tuple[str, ...]
    parts: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Break:
    """A change of what a table counts: seen by a field, it ends the line of a measure on a day."""

    field: str
    measure_id: str
    date: str
    precision: str
    title: str


@cache
def figure_rules(table: str) -> tuple[FigureRule, ...]:
    """Return the rules of the measures that a table has figures of."""
    return tuple(
        FigureRule(denominator=_fields(row.pop("denominator")), **row)
        for row in _rows_of("dfe_figures", table)
    )


@cache
def identities(table: str) -> tuple[Identity, ...]:
    """Return what must add up in each row of a table."""
    return tuple(
        Identity(row["words"], _fields(row["whole"]), _fields(row["parts"]), row["reason"])
        for row in _rows_of("dfe_identities", table)
    )


@cache
def breaks(table: str) -> tuple[Break, ...]:
    """Return the changes of definition of a table's figures."""
    return tuple(Break(**row) for row in _rows_of("dfe_breaks", table))


@cache
def ages_of(table: str) -> tuple[str, str]:
    """Return the topic whose rows are single ages, and the field that counts them; "" without one."""
    rows = [(row["topic"], row["field"]) for row in _rows_of("dfe_ages", table)]
    return next(iter(rows), ("", ""))


def _rows_of(reference: str, table: str) -> Iterator[dict[str, str]]:
    for row in reference_rows(reference):
        if row["table"] == table:
            yield {name: cell for name, cell in row.items() if name != "table"}


def _fields(text: str) -> tuple[str, ...]:
    return tuple(text.split("+")) if text else ()
