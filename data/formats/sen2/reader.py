"""Read a SEN2 return, of CSV tables or in XML, into extracts of assessments, plans and reviews."""

from collections.abc import Sequence
from dataclasses import dataclass

from data.common.authorities import area_code_of, find_authorities
from data.common.errors import Issue
from data.common.load_options import LoadOptions
from data.common.progress import Progress
from data.files.csv_reader import ExtractFile
from data.formats.base import (
    DIFFERENCE,
    LEFT_OUT,
    READ_AS,
    CurrentData,
    ExtractPart,
    Format,
    Note,
    ReadResult,
)
from data.formats.sen2.assessments import assessments_of
from data.formats.sen2.cells import NOT_SHOWN, CodeMeanings, days_of, read_day
from data.formats.sen2.csv_reader import is_table, read_csv_tables
from data.formats.sen2.plans import plans_of, reviews_of
from data.formats.sen2.redaction import blanked_document, blanked_table
from data.formats.sen2.requests import ReturnPlace, requests_of
from data.formats.sen2.tables import ReturnTable, SourceReturn, orphan_notes, repeated_children
from data.formats.sen2.xml_reader import is_xml, read_xml_tables

_COVERAGE = "all"
_MAKERS = {
    "ehc_assessments": (assessments_of, ("requests", "assessment", "namedplan")),
    "plans": (plans_of, ("requests", "assessment", "namedplan", "activeplans")),
    "annual_reviews": (reviews_of, ("requests", "activeplans")),
}
_WITHOUT = {
    "sen2": "neither the authority nor the reference date is told",
    "person": "age, sex and ethnicity stay blank",
    "plandetail": "the setting of a plan without a placement stays blank",
    "placementdetail": "the setting is that which the plan names",
    "senneed": "the primary need stays blank",
}
_NO_CASE = Issue(
    0,
    "",
    "a return of which no case can be made",
    "requests of the year, or active plans",
    "See below what was left out, and why; a table may have come without its rows.",
)
_NO_CODES = Issue(
    0,
    "",
    "no sen2_codes",
    "what the codes of the return mean, as an extract of kind sen2_codes",
    "Load sen2_codes first: the shipped extract has those that are known.",
)
_NO_REVIEWS = (
    "There is no reviewoutcome, so no annual reviews are made: what is worked out of reviews, "
    "such as those overdue, cannot be believed for this area."
)
_PARTIAL = (
    "The return holds the requests of its year, those open from before, and the plans of its "
    "reference date. Figures of months before its year are worked out from what is left of them."
)


@dataclass(frozen=True)
class _ReturnHeader:
    """The place of a return; with `issues` or `asks` it cannot be read yet."""

    place: ReturnPlace
    notes: tuple[Note, ...] = ()
    issues: tuple[Issue, ...] = ()
    asks: tuple[str, ...] = ()


def _read_header(
    tables: dict[str, ReturnTable], current: CurrentData, options: LoadOptions
) -> _ReturnHeader:
    """Return area, cut-off and coverage of a return; options of the load take precedence."""
    header = tables.get("sen2")
    number, area_code = _authority_and_area(header, options)
    day, issues = _cut_off(header, options)
    asks = [
        *(["area_code"] if not area_code else []),
        *(["cut_off"] if not day and not issues else []),
    ]
    if area_code and area_code not in set(current.rows("areas")["area_code"]):
        issues.append(_unknown_area(area_code, number))
    place = ReturnPlace(area_code, day, options.coverage or _COVERAGE)
    notes = _header_notes(place, number, options, header) if not issues and not asks else []
    if not area_code and number:
        notes.append(Note(DIFFERENCE, "sen2", f"No area is known by the number {number}."))
    return _ReturnHeader(place, tuple(notes), tuple(issues), tuple(asks))


def _distinct_values(header: ReturnTable | None, column: str) -> list[str]:
    """Return the distinct values of a column of the header table."""
    cells = [] if header is None else header.column(column).tolist()
    return list(dict.fromkeys(cell for cell in cells if cell))


def _authority_and_area(header: ReturnTable | None, options: LoadOptions) -> tuple[str, str]:
    """Return the authority's number, where the return has one, and its ONS code."""
    numbers = [
        each for each in _distinct_values(header, "lea") if each.isdigit() and len(each) == 3
    ]
    number = numbers[0] if len(numbers) == 1 else ""
    return number, area_code_of(options.area_code) or _area_code_of_number(number)


def _area_code_of_number(number: str) -> str:
    authorities = find_authorities(number=number)
    return authorities[0].area_code if authorities else ""


def _cut_off(header: ReturnTable | None, options: LoadOptions) -> tuple[str, list[Issue]]:
    if options.cut_off:
        return options.cut_off.isoformat(), []
    written = _distinct_values(header, "referencedate")
    if not written:
        return "", []
    days = {read_day(each) for each in written}
    if len(days) == 1 and "" not in days:
        return days.pop(), []
    cells = [] if header is None else days_of(header.column("referencedate")).tolist()
    shown = " and ".join(dict.fromkeys(cell for cell in cells if cell)) or NOT_SHOWN
    expected = "one day, such as 2023-01-19"
    fix = "Correct the reference date of the return, or give the cut-off at the load."
    return "", [Issue(2, "referencedate", shown, expected, fix, "sen2")]


def _unknown_area(area_code: str, number: str) -> Issue:
    actual = f"{area_code}, of the authority {number}" if number else area_code
    expected = "an area that is listed in areas"
    fix = "Load areas with it first, or give the code of the area at the load."
    return Issue(0, "area_code", actual, expected, fix, "sen2")


def _header_notes(
    place: ReturnPlace, number: str, options: LoadOptions, header: ReturnTable | None
) -> list[Note]:
    authority_text = f"authority {number}" if number and not options.area_code else "as given"
    up_to = "as given" if options.cut_off else "its reference date"
    words = (
        f"Read for {place.area_code} ({authority_text}), whole up to {place.cut_off} ({up_to}), "
        f"with coverage {place.coverage}."
    )
    notes = [Note(READ_AS, "sen2", words)]
    authority_area = _area_code_of_number(number)
    if authority_area and authority_area != place.area_code:
        difference = (
            f"The return is of the authority {number} ({authority_area}), not of {place.area_code}."
        )
        notes.append(Note(DIFFERENCE, "sen2", difference))
    if header is not None and len(_distinct_values(header, "lea")) > 1:
        notes.append(Note(DIFFERENCE, "sen2", "The header names more than one authority."))
    return notes


def _read_tables(
    files: Sequence[ExtractFile], current: CurrentData, options: LoadOptions, progress: Progress
) -> ReadResult:
    """Return the extracts of the CSV files of one return."""
    return _read_result(read_csv_tables(files, progress), current, options, progress)


def _read_document(
    files: Sequence[ExtractFile], current: CurrentData, options: LoadOptions, progress: Progress
) -> ReadResult:
    """Return the extracts of one XML file."""
    return _read_result(read_xml_tables(files[0], progress), current, options, progress)


def _read_result(
    source: SourceReturn, current: CurrentData, options: LoadOptions, progress: Progress
) -> ReadResult:
    """Return the extracts made of the tables of a return, or the issues that prevent it."""
    tables = source.tables
    makers = {
        kind: make for kind, (make, needed) in _MAKERS.items() if tables.keys() >= set(needed)
    }
    issues = [*source.issues, *repeated_children(tables)]
    if not source.issues and not makers:
        issues.append(_too_few(tables))
    meanings = CodeMeanings.of_rows(current.rows("sen2_codes"))
    if not meanings.listed:
        issues.append(_NO_CODES)
    if issues:
        return ReadResult(notes=source.notes, issues=tuple(issues))
    header = _read_header(tables, current, options)
    notes = [*source.notes, *_missing_notes(tables), *orphan_notes(tables), *header.notes]
    if header.issues or header.asks:
        return ReadResult((), tuple(notes), header.issues, header.asks)
    parts, part_notes = _made_parts(tables, makers, meanings, header.place, progress)
    if not parts:
        return ReadResult(notes=(*notes, *part_notes), issues=(_NO_CASE,))
    return ReadResult(parts, (*notes, *part_notes, Note(DIFFERENCE, "requests", _PARTIAL)))


def _made_parts(
    tables: dict[str, ReturnTable],
    makers: dict,
    meanings: CodeMeanings,
    place: ReturnPlace,
    progress: Progress,
) -> tuple[tuple[ExtractPart, ...], list[Note]]:
    requests = requests_of(tables, meanings, place.cut_off)
    parts: list[ExtractPart] = []
    notes: list[Note] = []
    for number, (kind, make) in enumerate(makers.items()):
        progress("Joining the SEN2 return", number, len(makers))
        plans = tables["activeplans"] if kind == "annual_reviews" else ()
        if plans and "reviewoutcome" not in plans.present:
            notes.append(Note(LEFT_OUT, "activeplans", _NO_REVIEWS))
            continue
        part, part_notes = make(requests, meanings, place)
        notes += part_notes
        parts += [part] if part else []
    return tuple(parts), meanings.notes + notes


def _missing_notes(tables: dict[str, ReturnTable]) -> list[Note]:
    notes = [
        Note(LEFT_OUT, name, f"The table {name} is not there: {words}.")
        for name, words in _WITHOUT.items()
        if name not in tables
    ]
    for kind, (_, needed) in _MAKERS.items():
        lacking = [name for name in needed if name not in tables]
        if lacking:
            words = f"Without {' and '.join(lacking)} no {kind} are made."
            notes.append(Note(LEFT_OUT, lacking[0], words))
    return notes


def _too_few(tables: dict[str, ReturnTable]) -> Issue:
    actual = f"only {', '.join(tables)}" if tables else "no table"
    expected = "requests with assessment and namedplan, or with activeplans"
    fix = "Send all the tables of the export together: they are joined by their numbers."
    return Issue(0, "", actual, expected, fix)


SEN2_TABLES = Format(
    "sen2_tables", "SEN2 return (COLLECT export)", is_table, _read_tables, True, blanked_table
)
# No other format is XML: another document is refused as not a SEN2 return.
SEN2_XML = Format("sen2_xml", "SEN2 return (XML)", is_xml, _read_document, False, blanked_document)
