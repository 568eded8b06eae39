"""Read the early years profile by SEN: its groups, and their sum, for the file has no row for all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from dashboard.judging.percentages import percentage, rounded
from data.common.authorities import Authority
from data.common.load_options import LoadOptions
from data.common.progress import Progress
from data.files.csv_reader import ExtractFile, RawExtract
from data.formats.area_figures import NamedAreas, Record, SkippedRows, TableFigures, reading_of
from data.formats.base import (
    IDENTITY,
    LEFT_OUT,
    READ_AS,
    UNRECOGNISED,
    CurrentData,
    Format,
    Note,
    ReadResult,
    RecurringRelease,
    first_of_two_years,
    header_names,
    numbered_rows,
    read_only_file,
    reference_rows,
    unread_columns,
)
from data.formats.printed_numbers import at_decimals, is_number

_PLACING = (
    "time_period",
    "time_identifier",
    "geographic_level",
    "country_code",
    "country_name",
    "region_code",
    "region_name",
    "old_la_code",
    "new_la_code",
    "la_name",
)
_GROUPING = ("characteristic", "characteristic_type", "gender")
_ALL_CHILDREN = "children_number"
_LEVELS = {
    # Where a row of each level holds the code, the DfE's number and the name of its area.
    "national": ("country_code", "old_la_code", "country_name"),
    "regional": ("region_code", "old_la_code", "region_name"),
    "local authority": ("new_la_code", "old_la_code", "la_name"),
}
_BY_SEN = "sen provision"
_ANY_SEN, _WITH_SEN = "sen=any", ("provision=sen_support", "provision=ehc_plan")
_BOTH_SEXES = "total"
# The file writes 70.900000 for 70.9.
_DECIMALS = 1
_SUM_NOTE = "the sum of children without SEN, at SEN support, with a plan and not classified"
_RELEASE = RecurringRelease(
    "dfe-eyfsp",
    "Early years foundation stage profile results",
    "Department for Education",
    "Open Government Licence v3.0",
)


@dataclass(frozen=True)
class ProfileFigure:
    """A measure, with the columns of its children and of their share."""

    measure_id: str
    count: str
    percentage: str
    note: str


@dataclass(frozen=True)
class ProfileGroup:
    """A group of children, and whether it is one of the parts that make up all of them."""

    breakdown: str
    is_part: bool


@dataclass
class _AreaYear:
    """The rows of one area and year with their groups and numbers."""

    area: Authority
    year: tuple[date, date]
    rows: list[tuple[ProfileGroup, Record, int]] = field(default_factory=list)


@cache
def profile_figures() -> tuple[ProfileFigure, ...]:
    """Return the measures that the file has figures of."""
    return tuple(ProfileFigure(**row) for row in reference_rows("early_years_figures"))


@cache
def profile_groups() -> dict[str, ProfileGroup]:
    """Return the groups by their folded names."""
    return {
        row["group"].casefold(): ProfileGroup(row["breakdown"], row["is_part"] == "yes")
        for row in reference_rows("early_years_groups")
    }


def recognises(file: ExtractFile) -> bool:
    """Return whether a file has the columns of the profile by characteristic."""
    needed = {*_PLACING, *_GROUPING, _ALL_CHILDREN}
    names = set(header_names(file))
    return needed <= names and bool(names.intersection(_figure_columns()))


def read(
    files: Sequence[ExtractFile], current: CurrentData, options: LoadOptions, progress: Progress
) -> ReadResult:
    """Return the figures of each group of children, and of all of them where every part is there."""
    raw = read_only_file(files, progress)
    areas = NamedAreas(current.rows("areas"))
    places = _area_years(raw, areas)
    made = [
        each
        for place in places
        for figure in profile_figures()
        if {figure.count, figure.percentage} <= set(raw.names)
        for each in (*_group_figures(place, figure), *_whole_figure(place, figure, areas.skipped))
    ]
    table = TableFigures([record for record, _ in made], [number for _, number in made])
    words = f"No row is of all children: theirs is {_SUM_NOTE}."
    notes = [
        Note(READ_AS, "characteristic_type", words),
        *_identity_notes(places),
        *unread_columns(raw, _columns_read()),
    ]
    return reading_of(_RELEASE, [table], areas, notes, current, options)


def _area_years(raw: RawExtract, areas: NamedAreas) -> list[_AreaYear]:
    """Return the rows of each area and year; those that are not read are counted as skipped."""
    found: dict[tuple[str, date], _AreaYear] = {}
    for row, number in numbered_rows(raw, _columns_read()):
        group = profile_groups().get(row["characteristic_type"].casefold())
        level = _LEVELS.get(row["geographic_level"].casefold())
        year = _academic_year(row["time_period"], row["time_identifier"])
        if row["characteristic"].casefold() != _BY_SEN or row["gender"].casefold() != _BOTH_SEXES:
            place = f"{row['characteristic']}, {row['gender']}"
            areas.skipped.add(LEFT_OUT, place, "Not by SEN of both sexes together")
        elif group is None:
            areas.skipped.add(
                UNRECOGNISED, row["characteristic_type"], "A group that is not listed"
            )
        elif level is None:
            areas.skipped.add(UNRECOGNISED, row["geographic_level"], "A level that is not listed")
        elif year is None:
            areas.skipped.add(UNRECOGNISED, row["time_period"], "Not an academic year")
        else:
            code, la_code, name = (row[column] for column in level)
            area = areas.find(code=code, number=la_code, name=name, on=year[1])
            if area:
                place = found.setdefault((area.area_code, year[1]), _AreaYear(area, year))
                place.rows.append((group, row, number))
    return list(found.values())


def _figure_columns() -> tuple[str, ...]:
    return tuple(name for each in profile_figures() for name in (each.count, each.percentage))


def _columns_read() -> tuple[str, ...]:
    return (*_PLACING, *_GROUPING, _ALL_CHILDREN, *_figure_columns())


def _academic_year(period: str, identifier: str) -> tuple[date, date] | None:
    """Return the first and last day of a year such as 202122; None for anything else."""
    first = first_of_two_years(period)
    if first is None or identifier.casefold() != "academic year":
        return None
    return date(first, 9, 1), date(first + 1, 8, 31)


def _group_figures(place: _AreaYear, figure: ProfileFigure) -> Iterator[tuple[Record, int]]:
    """Yield a measure of each group, with the number of its row."""
    for group, row, number in place.rows:
        cell, count, children = row[figure.percentage], row[figure.count], row[_ALL_CHILDREN]
        is_of_some = is_number(cell)
        record = {
            **_columns(place, figure, group.breakdown),
            "numerator": count if is_of_some else "",
            "denominator": children if is_of_some else "",
            "value": at_decimals(cell, _DECIMALS) if is_of_some else cell,
            "note": figure.note,
        }
        yield record, number


def _whole_figure(
    place: _AreaYear, figure: ProfileFigure, skipped: SkippedRows
) -> Iterator[tuple[Record, int]]:
    """Yield a measure of all children, from the counts of the parts that they are made up of."""
    parts = {group.breakdown: row for group, row, _ in place.rows if group.is_part}
    expected = sum(group.is_part for group in profile_groups().values())
    rows = list(parts.values())
    counts = [row[name] for row in rows for name in (figure.count, _ALL_CHILDREN)]
    if len(rows) < expected or not all(map(is_number, counts)):
        why = "A part of its children is missing, so there is no figure of all of them"
        skipped.add(LEFT_OUT, f"{place.area.name}, {figure.measure_id}", why)
        return
    reached = sum(int(float(row[figure.count])) for row in rows)
    children = sum(int(float(row[_ALL_CHILDREN])) for row in rows)
    share = percentage(reached, children)
    if share is not None:
        record = {
            **_columns(place, figure, ""),
            "numerator": str(reached),
            "denominator": str(children),
            "value": f"{rounded(share, _DECIMALS):.{_DECIMALS}f}",
            "note": "; ".join(filter(None, (figure.note, _SUM_NOTE))),
        }
        yield record, min(number for *_, number in place.rows)


def _identity_notes(places: Sequence[_AreaYear]) -> Iterator[Note]:
    """Yield each area whose children with SEN are not those at SEN support and with a plan."""
    for place in places:
        children = {
            group.breakdown: float(row[_ALL_CHILDREN])
            for group, row, _ in place.rows
            if is_number(row[_ALL_CHILDREN])
        }
        if set(_WITH_SEN) | {_ANY_SEN} <= set(children):
            whole, parts = children[_ANY_SEN], sum(children[name] for name in _WITH_SEN)
            if whole != parts:
                words = f"{whole:,.0f} children with SEN, but {parts:,.0f} at SEN support or with a plan."
                yield Note(IDENTITY, place.area.name, words)


def _columns(place: _AreaYear, figure: ProfileFigure, breakdown: str) -> Record:
    return {
        "area_code": place.area.area_code,
        "measure_id": figure.measure_id,
        "breakdown": breakdown,
        "basis": "year",
        "period_start": place.year[0].isoformat(),
        "period_end": place.year[1].isoformat(),
    }


EARLY_YEARS = Format("early_years", "DfE: early years profile by SEN", recognises, read)
