"""Profile, future need and a scenario as tables, and as a page of the report each."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Final

from dashboard.future.intervals import CASELOAD
from dashboard.future.model import Outlook, YearAhead
from dashboard.future.text import interval, number, parts_title, short_when, when, whole_of
from dashboard.pack.blocks import Paragraphs, Quantity, Section, Table, TableCell, TableColumn
from dashboard.pack.blocks_from_series import NOT_RECORDED_CELL
from dashboard.pack.inserts import (
    FutureInsert,
    NumberAhead,
    ProfileInsert,
    ScenarioInsert,
    ScenarioLine,
)
from dashboard.pack.model import Pack
from dashboard.pack.tables.profile import PROFILE, profile_table
from dashboard.text.format import sentence_case

FUTURE: Final = "Future need"
SCENARIO: Final = "Scenario, not a figure"
PROJECTED: Final = "Projected, with the interval that should hold 8 of 10; no forecast of policy."
# Years ahead that a table has, the last of them never checked.
_THIRD, _FIFTH = 2, 4
_THIRD_YEAR, _FIFTH_YEAR = "In 3 years", "In 5 years, unchecked"
AHEAD: Final = ("In 1 year", "In 2 years", "In 3 years", "In 4 years", "In 5 years")


def insert_sections(pack: Pack) -> Iterator[Section]:
    """Yield a page of the report for each insert of a pack."""
    if pack.profile:
        yield _profile_section(pack.profile)
    if pack.future:
        yield _future_section(pack.future)
    if pack.scenario:
        yield _scenario_section(pack.scenario)


def _profile_section(profile: ProfileInsert) -> Section:
    similar = (
        (
            f"Similar areas are {profile.similar} statistical neighbours: half of those with a figure "
            "lie within the range."
        ),
    )
    words = (*profile.verdict, *(similar if profile.similar else ()), *profile.remarks)
    sources = tuple(f"Source: {source}." for source in profile.sources)
    blocks = (Paragraphs("", words), profile_table(profile), Paragraphs("", sources))
    return Section("profile", PROFILE, 2, blocks, starts_page=True)


def ahead_table(table_id: str, caption: str, numbers: Sequence[NumberAhead]) -> Table:
    """Return numbers with their third and fifth year ahead, and what they rest on."""
    columns = (
        TableColumn("Number", share=22),
        TableColumn("Newest", is_number=True, share=13),
        TableColumn(_THIRD_YEAR, is_number=True, share=15),
        TableColumn(_FIFTH_YEAR, is_number=True, share=15),
        TableColumn("What it rests on", share=40),
    )
    rows = tuple((*_ahead_cells(each), TableCell(" ".join(each.words))) for each in numbers)
    return Table(table_id, caption, columns, rows)


def brief_ahead_table(numbers: Iterable[NumberAhead]) -> Table:
    """Return projected numbers in rows of one line; the years are counted from the newest figure."""
    columns = (
        TableColumn("Number", share=30),
        TableColumn("Newest", is_number=True, share=20),
        TableColumn(_THIRD_YEAR, is_number=True, share=25),
        TableColumn(_FIFTH_YEAR, is_number=True, share=25),
    )
    rows = tuple(_brief_ahead_row(each) for each in numbers)
    return Table("future", "What lies ahead", columns, rows)


def _brief_ahead_row(ahead: NumberAhead) -> tuple[TableCell, ...]:
    outlook = ahead.outlook
    title = ahead.title if outlook.breakdown else outlook.measure.short_title
    day, newest = outlook.last
    cells = [title, f"{number(newest)} ({short_when(outlook, day)})"]
    for place in (_THIRD, _FIFTH):
        year = outlook.years[place]
        cells.append(f"{number(year.value)} ({interval(year.low, year.high)})")
    return tuple(TableCell(words) for words in cells)


def _ahead_cells(ahead: NumberAhead) -> tuple[TableCell, ...]:
    outlook = ahead.outlook
    years = [outlook.years[place] for place in (_THIRD, _FIFTH)] if outlook.years else []
    newest = _count_cell(outlook, *outlook.last) if outlook.history else NOT_RECORDED_CELL
    cells = [_year_cell(outlook, year) for year in years] or [NOT_RECORDED_CELL, NOT_RECORDED_CELL]
    return (TableCell(ahead.title), newest, *cells)


def _count_cell(outlook: Outlook, day: date, value: float) -> TableCell:
    return TableCell(Quantity(value, 0, ""), sentence_case(when(outlook, day)))


def _year_cell(outlook: Outlook, year: YearAhead) -> TableCell:
    cell = _count_cell(outlook, year.day, year.value)
    return replace(cell, detail=f"{cell.detail}: {interval(year.low, year.high)}")


def _future_section(future: FutureInsert) -> Section:
    parts = [
        tuple(group) for _, group in groupby(future.parts, lambda part: whole_of(part.outlook))
    ]
    tables = [
        ahead_table(f"future-{name}", caption, numbers)
        for name, caption, numbers in (
            ("numbers", "Plans, requests and appeals", future.numbers),
            ("places", "Plans beside places", future.places),
            ("lists", "Waiting lists", future.lists),
            *(
                (f"parts-{place}", parts_title([part.outlook for part in group]), group)
                for place, group in enumerate(parts, start=1)
            ),
        )
        if numbers
    ]
    missing = (Paragraphs("", future.missing),) if future.missing else ()
    money = (Paragraphs("Money", future.money),) if future.money else ()
    sources = tuple(f"Source: {source}." for source in future.sources)
    how = Paragraphs("How it is worked out", (*future.method, *sources))
    blocks = (Paragraphs("", (PROJECTED, *future.verdict)), *tables, *missing, *money, how)
    return Section("future", FUTURE, 2, blocks, starts_page=True)


def scenario_table(scenario: ScenarioInsert) -> Table:
    """Return the numbers of a scenario beside those of the projection, its assumptions as the note."""
    columns = [TableColumn("Years ahead", share=12)]
    for line in scenario.lines:
        columns += [
            TableColumn(f"{line.title}, scenario", is_number=True, share=15),
            TableColumn(f"{line.title}, projection", is_number=True, share=12),
        ]
    rows = tuple(
        (TableCell(words), *_scenario_cells(scenario, place)) for place, words in enumerate(AHEAD)
    )
    return _scenario(scenario, columns, rows)


def _scenario_cells(scenario: ScenarioInsert, place: int) -> Iterator[TableCell]:
    for line in scenario.lines:
        yield _count_cell(line.projection, *line.points[place])
        years = line.projection.years
        yield TableCell(Quantity(years[place].value, 0, "")) if years else NOT_RECORDED_CELL


def scenario_finding(scenario: ScenarioInsert) -> str:
    """Return that a scenario is one, and how many plans it comes to in its fifth year."""
    plans = (x for x in scenario.lines if x.projection.measure.measure_id == CASELOAD)
    line = next(plans, None)
    if line is None:
        return SCENARIO
    day, value = line.points[_FIFTH]
    return f"{SCENARIO}: {number(value)} plans in {day.year}"


def brief_scenario_table(scenario: ScenarioInsert) -> Table:
    """Return the first, third and fifth year of a scenario, the projection under each number."""
    columns = [TableColumn("Years ahead", share=22)]
    columns += [
        TableColumn(f"{x.title}, scenario", is_number=True, share=26) for x in scenario.lines
    ]
    rows = tuple(
        (TableCell(AHEAD[place]), *(_brief_scenario_cell(line, place) for line in scenario.lines))
        for place in (0, _THIRD, _FIFTH)
    )
    return _scenario(scenario, columns, rows)


def _brief_scenario_cell(line: ScenarioLine, place: int) -> TableCell:
    day, value = line.points[place]
    years = line.projection.years
    projected = f"; projected {number(years[place].value)}" if years else ""
    detail = f"{sentence_case(short_when(line.projection, day))}{projected}"
    return TableCell(Quantity(value, 0, ""), detail)


def _scenario(
    scenario: ScenarioInsert, columns: list[TableColumn], rows: tuple[tuple[TableCell, ...], ...]
) -> Table:
    return Table("scenario", SCENARIO, tuple(columns), rows, " ".join(scenario.assumptions))


def _scenario_section(scenario: ScenarioInsert) -> Section:
    words = Paragraphs("", (*scenario.sentences, *scenario.assumptions))
    tables = (scenario_table(scenario),) if scenario.lines else ()
    chosen = Paragraphs("", (f"Chosen on the page of future need: {scenario.address}",))
    return Section("scenario", SCENARIO, 2, (words, *tables, chosen), starts_page=True)
