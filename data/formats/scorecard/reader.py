"""Read a scorecard as spreadsheets keep it: a measure a row, a month a column."""

import csv
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import PurePath

from dashboard.text.periods import period_words
from data.common.errors import Fault
from data.common.load_options import Given
from data.common.progress import Progress
from data.files.csv_reader import ExtractFile, plain_name
from data.formats.base import READ_AS, Format, Note, Part, Reading, Standing, part_of_records
from data.formats.scorecard.measure_matching import known_names
from data.formats.scorecard.table_detection import Sheet, header_place, read_records, read_sheet
from data.formats.scorecard.unpivot import Told, Unfolded, unfold
from data.schema.recognise import recognise

_START, _FIRST_ROWS = 1 << 16, 15
_MOST_ROWS = 2_000


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
    _, faults = recognise(tuple(plain_name(cell) for cell in rows[place].cells))
    return bool(faults)


def read(
    files: Sequence[ExtractFile], standing: Standing, given: Given, progress: Progress
) -> Reading:
    """Unfold one scorecard into observations and targets; a person must confirm how it was read."""
    (file,) = files
    progress("Reading", 0, 1)
    try:
        rows = list(islice(read_records(_decoded(file.content)), _MOST_ROWS + 1))
    except csv.Error as error:
        return Reading(faults=(_unreadable(error),))
    if len(rows) > _MOST_ROWS:
        return Reading(faults=(_too_long(),))
    place = header_place(rows)
    if place is None:
        mend = "Keep the row of headings among the first 15 rows, with one month a column."
        return Reading(faults=(Fault(0, "", "no row of months", "a scorecard", mend),))
    sheet = read_sheet(rows, place)
    notes = (*_overview(sheet), *sheet.notes)
    if not given.framework_id:
        return Reading(notes=notes, asks=("framework_id",))
    area_code, faults = _area(standing, given)
    if faults:
        return Reading(notes=notes, faults=faults)
    source, sources = _source(file, sheet, area_code, standing, given)
    published_on = "" if sources else _day(given)
    told = Told(area_code, given.framework_id, source, published_on, standing.today)
    names = known_names(standing, given.framework_id)
    unfolded = unfold(sheet, names, standing, told)
    asks = () if given.is_confirmed else ("confirmed",)
    return Reading(_parts(unfolded, sources), (*notes, *unfolded.notes), asks=asks)


SCORECARD = Format("scorecard", "Scorecard with a month a column", recognises, read)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The end of a start of the file may stand within a letter.
        if error.end >= len(content) and error.reason == "unexpected end of data":
            return content[: error.start].decode("utf-8-sig")
        return content.decode("cp1252", errors="replace")


def _unreadable(error: csv.Error) -> Fault:
    return Fault(0, "", str(error), "a CSV file", "Save it as CSV UTF-8 (comma delimited).")


def _too_long() -> Fault:
    expected = f"a scorecard of at most {_MOST_ROWS:,} rows"
    mend = "Send a longer table as an extract of observations: one row a figure."
    return Fault(0, "", f"more than {_MOST_ROWS:,} rows", expected, mend)


def _overview(sheet: Sheet) -> Iterator[Note]:
    periods = list(sheet.periods.values())
    if periods:
        first, last = (
            period_words(each.start, each.end, each.basis) for each in (periods[0], periods[-1])
        )
        names = sheet.header.at(sheet.names) or f"column {sheet.names + 1}"
        words = f"{len(periods)} columns of figures, {first} to {last}; names under “{names}”."
        yield Note(READ_AS, f"row {sheet.header.number}", words)


def _area(standing: Standing, given: Given) -> tuple[str, tuple[Fault, ...]]:
    """Return the area of the framework, or what is wrong with what was given."""
    frameworks = standing.rows("frameworks").set_index("framework_id")["area_code"].to_dict()
    own = frameworks.get(given.framework_id)
    if own is None:
        expected = "a plan listed in frameworks"
        return "", (Fault(0, "framework_id", given.framework_id, expected, "Choose one of them."),)
    if given.area_code and given.area_code != own:
        expected = f"{own}, the area of {given.framework_id}"
        mend = "Choose the area and a plan of that area."
        return "", (Fault(0, "area_code", given.area_code, expected, mend),)
    return str(own), ()


def _source(
    file: ExtractFile, sheet: Sheet, area_code: str, standing: Standing, given: Given
) -> tuple[str, list[dict[str, str]]]:
    """Return the source's code, and its row unless it is one that stands.

    A scorecard is its own source: its file names it and its area publishes it. Unless a day is
    given it is known from the day it is loaded.
    """
    known = set(standing.rows("sources")["source_document"])
    if given.source_document in known:
        return given.source_document, []
    code = given.source_document or file.name
    areas = standing.rows("areas").set_index("area_code")["name"].to_dict()
    row = {
        "source_document": code,
        "title": sheet.title or PurePath(file.name).stem,
        "publisher": str(areas.get(area_code, area_code)),
        "published_on": _day(given),
    }
    return code, [row]


def _day(given: Given) -> str:
    return given.published_on.isoformat() if given.published_on else ""


def _parts(unfolded: Unfolded, sources: list[dict[str, str]]) -> tuple[Part, ...]:
    if not unfolded.observations and not unfolded.targets:
        return ()
    made = (
        ("sources", sources, [1] * len(sources)),
        ("observations", unfolded.observations, unfolded.observation_rows),
        ("targets", unfolded.targets, unfolded.target_rows),
    )
    return tuple(
        part_of_records(kind, records, numbers) for kind, records, numbers in made if records
    )
