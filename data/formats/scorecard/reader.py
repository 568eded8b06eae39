"""Read a scorecard with a row for each measure and a column for each month."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import PurePath

from dashboard.text.format import sentence_case
from dashboard.text.periods import period_words
from data.common.authorities import area_code_of
from data.common.errors import Issue
from data.common.load_options import LoadOptions
from data.common.progress import Progress
from data.files.csv_reader import ExtractFile, normalise_column_name
from data.files.encoding import CSV_FIX
from data.formats.base import (
    READ_AS,
    CurrentData,
    ExtractPart,
    Format,
    Note,
    ReadResult,
    part_from_records,
)
from data.formats.scorecard.mappings import load_mapping, mapping_records, plan_of_title
from data.formats.scorecard.measure_matching import load_names
from data.formats.scorecard.table_detection import (
    ScorecardTable,
    SheetRow,
    header_place,
    read_records,
    read_sheet,
    title_above,
)
from data.formats.scorecard.unpivot import ScorecardContext, Unpivoted, unpivot
from data.schema.recognise import recognise

_START, _FIRST_ROWS = 1 << 16, 15
_MAX_ROWS = 2_000


def recognises(file: ExtractFile) -> bool:
    """Return whether a file is a table with at least three periods among its headings."""
    start = file.content[:_START]
    if b"\0" in start:
        return False
    try:
        rows = list(islice(read_records(_decoded(start)), _FIRST_ROWS))
    except csv.Error:
        return False
    place = header_place(rows)
    if place is None:
        return False
    _, issues = recognise(tuple(normalise_column_name(cell) for cell in rows[place].cells))
    return bool(issues)


def read(
    files: Sequence[ExtractFile], current: CurrentData, options: LoadOptions, progress: Progress
) -> ReadResult:
    """Return the observations and targets of one scorecard; a person must confirm how it was read."""
    (file,) = files
    progress("Reading", 0, 1)
    rows, place, issue = _located_table(file)
    if issue:
        return ReadResult(issues=(issue,))
    title = title_above(rows, place)
    plan = options.framework_id or plan_of_title(current, title)
    options = replace(options, framework_id=plan)
    mapping = load_mapping(current, plan, title)
    year_kind = options.year_kind or mapping.year_kind
    sheet = read_sheet(rows, place, mapping.use_of_column, year_kind)
    notes = (*_overview_notes(sheet), *sheet.notes)
    year_missing = ("year_kind",) if sheet.columns.asks_year_kind else ()
    issues = tuple(_heading_issues(sheet, options))
    if issues:
        return ReadResult(issues=issues)
    if not plan:
        return ReadResult(notes=notes, asks=("framework_id", *year_missing))
    area_code, issues = _framework_area(current, options)
    if issues:
        return ReadResult(notes=notes, issues=issues)
    source, sources = _source_and_row(file, sheet, area_code, current, options)
    published_on = "" if sources else _published_on(options)
    accepted = frozenset(row for name, row in options.accepted_rows if name == file.name)
    context = ScorecardContext(
        area_code,
        options.framework_id,
        source,
        published_on,
        options.published_on or current.today,
        current.today,
        accepted,
    )
    names = load_names(current, options.framework_id)
    unfolded = unpivot(sheet, names, mapping, current, context)
    records = mapping_records(sheet, plan, unfolded.read_rows)
    is_confirmed = options.is_confirmed or mapping.covers(records)
    asks = ("year_kind",) if year_missing or unfolded.asks_year_kind else ()
    asks += () if is_confirmed else ("confirmed",)
    return ReadResult(
        _parts(unfolded, sources, [] if mapping.covers(records) else records),
        (*notes, *unfolded.notes),
        asks=asks,
        likenesses=tuple(unfolded.likenesses),
    )


def _located_table(file: ExtractFile) -> tuple[list[SheetRow], int, Issue | None]:
    """Return the rows of a file with the position of its header, or why there is no table."""
    rows: list[SheetRow] = []
    try:
        rows = list(islice(read_records(_decoded(file.content)), _MAX_ROWS + 1))
    except csv.Error as error:
        return rows, 0, _unreadable_issue(error)
    if len(rows) > _MAX_ROWS:
        return rows, 0, _too_long_issue()
    place = header_place(rows)
    if place is None:
        fix = "Keep the row of headings among the first 15 rows, with one month a column."
        return rows, 0, Issue(0, "", "no row of months", "a scorecard", fix)
    return rows, place, None


SCORECARD = Format("scorecard", "Scorecard with a month a column", recognises, read)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The start of a file may end within a character.
        if error.end >= len(content) and error.reason == "unexpected end of data":
            return content[: error.start].decode("utf-8-sig")
        return content.decode("cp1252", errors="replace")


def _unreadable_issue(error: csv.Error) -> Issue:
    return Issue(0, "", str(error), "a CSV file", CSV_FIX)


def _too_long_issue() -> Issue:
    expected = f"a scorecard of at most {_MAX_ROWS:,} rows"
    fix = "Send a longer table as an extract of observations: one row a figure."
    return Issue(0, "", f"more than {_MAX_ROWS:,} rows", expected, fix)


def _heading_issues(sheet: ScorecardTable, options: LoadOptions) -> Iterator[Issue]:
    """Yield why no column is read, and a kind of year that is not that of the sheet's own words."""
    columns = sheet.columns
    if options.year_kind and columns.year_kind != options.year_kind:
        expected = f"{columns.year_kind}, as the sheet itself says"
        fix = "Leave the kind of year out, or correct the sheet."
        yield Issue(0, "year_kind", options.year_kind, expected, fix)
    if columns.periods or columns.asks_year_kind:
        return
    for at, why in columns.unclear.items():
        heading = sheet.header.at(at)
        expected = "a heading that says which month, quarter, half term or year its figures are of"
        yield Issue(sheet.header.number, heading, heading, expected, f"{sentence_case(why)}.")


def _overview_notes(sheet: ScorecardTable) -> Iterator[Note]:
    periods = list(sheet.periods.values())
    if periods:
        first, last = (
            period_words(each.start, each.end, each.basis) for each in (periods[0], periods[-1])
        )
        names = sheet.header.at(sheet.names) or f"column {sheet.names + 1}"
        span = first if first == last else f"{first} … {last}"
        words = f"{len(periods)} columns of figures, {span}; names under “{names}”."
        yield Note(READ_AS, f"row {sheet.header.number}", words)


def _framework_area(current: CurrentData, options: LoadOptions) -> tuple[str, tuple[Issue, ...]]:
    """Return the area of the framework, or the issues with the load options."""
    frameworks = current.rows("frameworks").set_index("framework_id")["area_code"].to_dict()
    own = frameworks.get(options.framework_id)
    if own is None:
        expected = "a plan listed in frameworks"
        return "", (
            Issue(0, "framework_id", options.framework_id, expected, "Choose one of them."),
        )
    if options.area_code and area_code_of(options.area_code) != own:
        expected = f"{own}, the area of {options.framework_id}"
        fix = "Choose the area and a plan of that area."
        return "", (Issue(0, "area_code", options.area_code, expected, fix),)
    return str(own), ()


def _source_and_row(
    file: ExtractFile,
    sheet: ScorecardTable,
    area_code: str,
    current: CurrentData,
    options: LoadOptions,
) -> tuple[str, list[dict[str, str]]]:
    """Return the source's code, and its row unless it is loaded already.

    A scorecard is its own source: its file names it and its area publishes it. Without a day of
    publication it counts from the day of loading.
    """
    current_sources = set(current.rows("sources")["source_document"])
    if options.source_document in current_sources:
        return options.source_document, []
    code = options.source_document or file.name
    areas = current.rows("areas").set_index("area_code")["name"].to_dict()
    row = {
        "source_document": code,
        "title": sheet.title or PurePath(file.name).stem,
        "publisher": str(areas.get(area_code, area_code)),
        "published_on": _published_on(options),
    }
    return code, [row]


def _published_on(options: LoadOptions) -> str:
    return options.published_on.isoformat() if options.published_on else ""


def _parts(
    unfolded: Unpivoted, sources: list[dict[str, str]], mapping: list[dict[str, str]]
) -> tuple[ExtractPart, ...]:
    if not unfolded.observations and not unfolded.targets:
        return ()
    made = (
        ("sources", sources, [1] * len(sources)),
        ("observations", unfolded.observations, unfolded.observation_rows),
        ("targets", unfolded.targets, unfolded.target_rows),
        ("scorecard_mappings", mapping, [1] * len(mapping)),
    )
    return tuple(
        part_from_records(kind, records, numbers) for kind, records, numbers in made if records
    )
