"""Read the long table of the DfE's Local Authority Interactive Tool, with its table of measures."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import pandas as pd

from data.common.authorities import Authority
from data.common.errors import Issue
from data.common.load_options import LoadOptions
from data.common.progress import Progress
from data.files.csv_reader import ExtractFile, RawExtract, read_extract
from data.formats.area_figures import NamedAreas, Record, TableFigures, reading_of
from data.formats.base import (
    LEFT_OUT,
    READ_AS,
    UNRECOGNISED,
    CurrentData,
    ExtractPart,
    Format,
    Note,
    ReadResult,
    RecurringRelease,
    header_names,
    numbered_rows,
    part_from_records,
    reference_rows,
    rows_by_name,
    unread_columns,
)
from data.formats.printed_numbers import at_decimals, decimals_needed, is_number

_READ = ("short_desc", "years", "la_and_regions", "values", "la_number")
# The one repeats the measure in words, the other is where an authority lies.
_REPEATING = ("data_item", "region")
_DESCRIBING = ("measure", "measure_short", "year_type", "dps")
# Of what a measure is made where no row of the catalogue describes it.
_EXPLAINING = ("chart_title", "y_axis_name", "polarity", "description", "methodology")
_YEAR = re.compile(r"20[0-9]{2}")
# The tool leaves a cell so where a figure is not published.
_NONE = "-"
# How many decimals a figure is shown with where the table of measures does not say.
_MOST_DECIMALS = 2
# How the years of each type are counted, unless the list of measures says otherwise.
_PERIODS = {
    "Calendar Year": "calendar",
    "Academic Year": "academic",
    "Annual - January": "january",
    "Financial Year": "march",
}
_BETTER = {"high": "higher", "low": "lower"}
_CENSUS = (1, 15)
_MARCH = (3, 31)
_RELEASE = RecurringRelease(
    "dfe-lait",
    "Local Authority Interactive Tool (LAIT)",
    "Department for Education",
    "Open Government Licence v3.0",
)


@dataclass(frozen=True)
class LaitMeaning:
    """The measure that a short name of the tool stands for, and how its years are counted.

    `period` is calendar, academic (from 1 September of the year before), january (the census day of
    the year) or march (31 March of it); `year_type` is what the table of measures calls it.
    """

    measure_id: str
    breakdown: str
    year_type: str
    period: str
    note: str


@dataclass(frozen=True)
class _Figure:
    """A cell of the table with its place, its year and what it means."""

    number: int
    short: str
    meaning: LaitMeaning
    year: int
    area: Authority
    cell: str


@cache
def meanings() -> Mapping[str, LaitMeaning]:
    """Return the meaning of each short name."""
    return {
        row["short_desc"]: LaitMeaning(
            row["measure_id"], row["breakdown"], row["year_type"], row["period"], row["note"]
        )
        for row in reference_rows("lait_measures")
    }


def meanings_with(
    aliases: pd.DataFrame, described: Mapping[str, Record]
) -> Mapping[str, LaitMeaning]:
    """Return the meanings, those of loaded aliases over the shipped ones.

    An alias names a measure and, after spaces, its breakdown and how its years are counted; these are
    otherwise those of its type of year in the table of measures.
    """
    added: dict[str, LaitMeaning] = {}
    own = aliases[(aliases["release_table"] == "lait") & (aliases["item"] == "measure")]
    for short, text in zip(own["alias"], own["meaning"], strict=True):
        measure_id, *more = text.split()
        year_type = described.get(short, {}).get("year_type", "")
        period = next((word for word in more if word in _PERIODS.values()), "")
        breakdown = next((word for word in more if "=" in word), "")
        counted_as = period or _PERIODS.get(year_type, "academic")
        added[short] = LaitMeaning(measure_id, breakdown, year_type, counted_as, "")
    return {**meanings(), **added}


def recognises(file: ExtractFile) -> bool:
    """Return whether a file has the columns of the long table, or of its table of measures."""
    names = set(header_names(file))
    return set(_READ) <= names or set(_DESCRIBING) <= names


def read(
    files: Sequence[ExtractFile], current: CurrentData, options: LoadOptions, progress: Progress
) -> ReadResult:
    """Return an observation for each figure of a measure that is listed."""
    progress("Reading", 0, 1)
    tables = [(file.name, read_extract(file)) for file in files]
    described: dict[str, Record] = {}
    for _, raw in tables:
        if set(_DESCRIBING) <= set(raw.names):
            rows = rows_by_name(raw, (*_DESCRIBING, *_EXPLAINING))
            described |= {row["measure_short"]: row for row in rows}
    values = [(name, raw) for name, raw in tables if set(_READ) <= set(raw.names)]
    if not values:
        expected = "the table of values beside the table of measures"
        fix = "Load both together: the values have the columns Short Desc, Years and Values."
        return ReadResult(issues=(Issue(0, "", "measures without values", expected, fix),))
    areas = NamedAreas(current.rows("areas"))
    notes: list[Note] = []
    figures: list[TableFigures] = []
    meant = meanings_with(current.rows("aliases"), described)
    for name, raw in values:
        table, remarks = _read_values(name, raw, described, meant, areas)
        figures.append(table)
        notes += remarks
    if not described:
        words = "Read by the years that its measures had when they were listed: load it with them."
        notes.append(Note(READ_AS, "the table of measures is not there", words))
    result = reading_of(_RELEASE, figures, areas, notes, current, options)
    added = _new_measures(meant, described, set(current.rows("measures")["measure_id"]))
    return replace(result, parts=(*added, *result.parts)) if result.parts else result


def _new_measures(
    meant: Mapping[str, LaitMeaning], described: Mapping[str, Record], current: Collection[str]
) -> tuple[ExtractPart, ...]:
    """Return the part of the measures that no row of the catalogue describes; () without any.

    Title, definition, unit and which way is better are those of the table of measures.
    """
    new = {
        meaning.measure_id: described[short]
        for short, meaning in meant.items()
        if meaning.measure_id not in current and short in described
    }
    if not new:
        return ()
    records = [_measure(measure_id, row) for measure_id, row in new.items()]
    numbers = range(1, len(records) + 1)
    return (part_from_records("measures", records, numbers, "measures described in it"),)


def _measure(measure_id: str, row: Record) -> Record:
    words = f"{row['y_axis_name']} {row['chart_title']} {row['measure']}".casefold()
    unit = "percent" if "%" in words else "score" if "score" in words else "count"
    return {
        "measure_id": measure_id,
        "title": row["measure"],
        "definition": " ".join((row["methodology"] or row["description"]).split()),
        "unit": unit,
        "kind": "flow" if unit == "count" else "rate",
        "better": _BETTER.get(row["polarity"].casefold(), "neutral"),
        "frequency": "annual",
    }


def _read_values(
    name: str,
    raw: RawExtract,
    described: Mapping[str, Record],
    meant: Mapping[str, LaitMeaning],
    areas: NamedAreas,
) -> tuple[TableFigures, list[Note]]:
    """Return the observations of one table of values, and notes on what was not read."""
    printed, notes = _published(list(_figures(raw, described, meant, areas)))
    notes += unread_columns(raw, (*_READ, *_REPEATING))
    decimals = _decimals(printed, described)
    if any(
        decimals_needed([figure.cell], decimals[figure.short, figure.year] + 1)
        > decimals[figure.short, figure.year]
        for figure in printed
    ):
        words = "Figures written with more decimals than the tool shows were rounded to those."
        notes.append(Note(READ_AS, f"{name}, Values", words))
    records = [_observation(figure, decimals[figure.short, figure.year]) for figure in printed]
    return TableFigures(records, [figure.number for figure in printed], name), notes


def _figures(
    raw: RawExtract,
    described: Mapping[str, Record],
    meant: Mapping[str, LaitMeaning],
    areas: NamedAreas,
) -> Iterator[_Figure]:
    """Yield the cells whose measure, year and area are known; the others are counted as skipped."""
    for row, number in numbered_rows(raw, _READ):
        short = row["short_desc"]
        meaning = meant.get(short)
        year_type = described.get(short, {}).get("year_type", "")
        if meaning is None:
            areas.skipped.add(UNRECOGNISED, short, "No measure is listed for it")
        elif year_type and year_type != meaning.year_type:
            why = f"Its years are now called {year_type}, not {meaning.year_type}"
            areas.skipped.add(UNRECOGNISED, short, why)
        elif not _YEAR.fullmatch(row["years"]):
            areas.skipped.add(UNRECOGNISED, f"{short}, {row['years']}", "Not a year that is known")
        else:
            year = int(row["years"])
            day = _period(meaning, year)[1]
            area = areas.find(number=row["la_number"], name=row["la_and_regions"], on=day)
            if area:
                yield _Figure(number, short, meaning, year, area, row["values"])


def _published(figures: Sequence[_Figure]) -> tuple[list[_Figure], list[Note]]:
    """Return the figures without a measure's years, and regions, of which it has no figure at all."""
    years: defaultdict[str, set[int]] = defaultdict(set)
    areas: defaultdict[str, set[str]] = defaultdict(set)
    for figure in figures:
        if figure.cell != _NONE:
            years[figure.short].add(figure.year)
            areas[figure.short].add(figure.area.area_code)
    printed: list[_Figure] = []
    missing_years: defaultdict[int, set[str]] = defaultdict(set)
    missing_areas: defaultdict[str, set[str]] = defaultdict(set)
    for figure in figures:
        if figure.year not in years[figure.short]:
            missing_years[figure.year].add(figure.short)
        elif figure.area.is_authority or figure.area.area_code in areas[figure.short]:
            printed.append(figure)
        else:
            missing_areas[figure.area.name].add(figure.short)
    notes = [
        Note(LEFT_OUT, str(place), f"Not published for {of_whom}: {', '.join(sorted(shorts))}.")
        for missing, of_whom in ((missing_years, "any area"), (missing_areas, "any year"))
        for place, shorts in sorted(missing.items())
    ]
    return printed, notes


def _decimals(
    figures: Sequence[_Figure], described: Mapping[str, Record]
) -> dict[tuple[str, int], int]:
    """Return the decimals of each measure in each year: those of the tool, else those needed."""
    cells: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for figure in figures:
        cells[figure.short, figure.year].append(figure.cell)
    most = {
        short: int(float(row["dps"])) if row["dps"] else _MOST_DECIMALS
        for short, row in described.items()
    }
    return {
        (short, year): decimals_needed(texts, most.get(short, _MOST_DECIMALS))
        for (short, year), texts in cells.items()
    }


def _observation(figure: _Figure, decimals: int) -> Record:
    meaning = figure.meaning
    basis, (start, end) = "year", _period(meaning, figure.year)
    if start == end:
        basis = "snapshot"
    is_plain = is_number(figure.cell)
    return {
        "area_code": figure.area.area_code,
        "measure_id": meaning.measure_id,
        "breakdown": meaning.breakdown,
        "basis": basis,
        "period_start": start.isoformat(),
        "period_end": end.isoformat(),
        "value": at_decimals(figure.cell, decimals) if is_plain else figure.cell,
        "note": meaning.note,
    }


def _period(meaning: LaitMeaning, year: int) -> tuple[date, date]:
    """Return the first and last day of a year as a measure counts it."""
    return {
        "calendar": (date(year, 1, 1), date(year, 12, 31)),
        "academic": (date(year - 1, 9, 1), date(year, 8, 31)),
        "january": (date(year, *_CENSUS), date(year, *_CENSUS)),
        "march": (date(year, *_MARCH), date(year, *_MARCH)),
    }[meaning.period]


LAIT = Format(
    "lait", "DfE: Local Authority Interactive Tool", recognises, read, reads_together=True
)
