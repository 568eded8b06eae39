"""Read councils' cumulative balances on the dedicated schools grant, as shares of its income."""

from collections.abc import Iterator, Sequence
from datetime import date

from data.common.authorities import Authority
from data.common.load_options import LoadOptions
from data.common.progress import Progress
from data.files.csv_reader import ExtractFile
from data.formats.area_figures import NamedAreas, Record, TableFigures, reading_of
from data.formats.base import (
    DIFFERENCE,
    READ_AS,
    UNRECOGNISED,
    CurrentData,
    Format,
    Note,
    ReadResult,
    RecurringRelease,
    first_of_two_years,
    has_columns,
    numbered_rows,
    read_only_file,
)
from data.formats.printed_numbers import at_decimals, decimals_needed, is_number

_BALANCE = "dsg_cumulative_balance_as_a_%_of_the_total_income"
# The same number with its sign turned.
_DEFICIT = "deficit"
_NEEDED = ("financial_year", "geographic_level", "region_name", "la_name", _BALANCE)
_MEASURE = "dsg-balance-share"
_MOST_DECIMALS = 2
_ENGLAND = "England"
_RELEASE = RecurringRelease(
    "dfe-dsg-balance",
    "Dedicated schools grant: cumulative balance as a share of income",
    "Department for Education",
    "Open Government Licence v3.0",
)


def read(
    files: Sequence[ExtractFile], current: CurrentData, options: LoadOptions, progress: Progress
) -> ReadResult:
    """Return the balance of each area in each financial year: below 0 is a deficit."""
    raw = read_only_file(files, progress)
    areas = NamedAreas(current.rows("areas"))
    rows = list(numbered_rows(raw, (*_NEEDED, _DEFICIT)))
    decimals = decimals_needed((row[_BALANCE] for row, _ in rows), _MOST_DECIMALS)
    records: list[Record] = []
    numbers: list[int] = []
    notes = [
        Note(READ_AS, "balance", "A share of the year’s income in percent: below 0 a deficit.")
    ]
    for row, number in rows:
        period = _financial_year(row["financial_year"])
        if period is None:
            areas.skipped.add(UNRECOGNISED, row["financial_year"], "Not a financial year")
            continue
        notes += _sign_notes(row, number)
        area = areas.find(name=_place(row), on=period[1])
        if area:
            records.append(_observation(row, area, period, decimals))
            numbers.append(number)
    tables = [TableFigures(records, numbers)]
    return reading_of(_RELEASE, tables, areas, notes, current, options)


def _place(row: Record) -> str:
    is_national = row["geographic_level"].casefold() == "national"
    return row["la_name"] or (_ENGLAND if is_national else row["region_name"])


def _financial_year(text: str) -> tuple[date, date] | None:
    """Return the first and last day of a year such as 2021-22; None for anything else."""
    first = first_of_two_years(text)
    return None if first is None else (date(first, 4, 1), date(first + 1, 3, 31))


def _sign_notes(row: Record, number: int) -> Iterator[Note]:
    """Yield a note where the deficit of a row is not its balance with the sign turned."""
    balance, deficit = row[_BALANCE], row[_DEFICIT]
    if is_number(balance) and is_number(deficit) and float(balance) != -float(deficit):
        words = f"Its deficit is {deficit} and its balance {balance}: the balance was read."
        yield Note(DIFFERENCE, f"row {number:,}: {_place(row)}", words)


def _observation(row: Record, area: Authority, period: tuple[date, date], decimals: int) -> Record:
    cell = row[_BALANCE]
    return {
        "area_code": area.area_code,
        "measure_id": _MEASURE,
        "basis": "year",
        "period_start": period[0].isoformat(),
        "period_end": period[1].isoformat(),
        "value": at_decimals(cell, decimals) if is_number(cell) else cell,
    }


GRANT_BALANCE = Format(
    "grant_balance", "DfE: balances on the dedicated schools grant", has_columns(_NEEDED), read
)
