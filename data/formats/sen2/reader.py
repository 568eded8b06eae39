"""Read a SEN2 return into extracts of assessments, plans and annual reviews."""

from collections.abc import Sequence

from data.common.errors import Issue
from data.common.load_options import LoadOptions
from data.common.progress import Progress
from data.files.csv_reader import ExtractFile
from data.formats.base import DIFFERENCE, LEFT_OUT, CurrentData, ExtractPart, Note, ReadResult
from data.formats.sen2.assessments import assessments_of
from data.formats.sen2.code_values import CodeMeanings
from data.formats.sen2.plans import plans_of
from data.formats.sen2.requests import ReturnPlace, requests_of
from data.formats.sen2.return_header import read_return_header
from data.formats.sen2.reviews import reviews_of
from data.formats.sen2.tables.csv_reader import read_csv_tables
from data.formats.sen2.tables.joins import orphan_notes, repeated_children
from data.formats.sen2.tables.model import ReturnTable, SourceReturn
from data.formats.sen2.tables.xml_reader import read_xml_tables

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
_PARTIAL = (
    "The return holds the requests of its year, those open from before, and the plans of its "
    "reference date. Figures of months before its year are worked out from what is left of them."
)


def read_tables(
    files: Sequence[ExtractFile], current: CurrentData, options: LoadOptions, progress: Progress
) -> ReadResult:
    """Read the CSV files of one return together."""
    return reading_of(read_csv_tables(files, progress), current, options, progress)


def read_document(
    files: Sequence[ExtractFile], current: CurrentData, options: LoadOptions, progress: Progress
) -> ReadResult:
    """Read one XML file."""
    return reading_of(read_xml_tables(files[0], progress), current, options, progress)


def reading_of(
    source: SourceReturn, current: CurrentData, options: LoadOptions, progress: Progress
) -> ReadResult:
    """Make extracts of the tables of a return, or say why none can be made."""
    tables = source.tables
    makers = {
        kind: make for kind, (make, needed) in _MAKERS.items() if tables.keys() >= set(needed)
    }
    issues = [*source.issues, *repeated_children(tables)]
    if not source.issues and not makers:
        issues.append(_too_few(tables))
    meanings = CodeMeanings.of_rows(current.rows("sen2_codes"))
    if not meanings.listed:
        issues.append(_no_codes())
    if issues:
        return ReadResult(notes=source.notes, issues=tuple(issues))
    header = read_return_header(tables, current, options)
    notes = [*source.notes, *_missing_notes(tables), *orphan_notes(tables), *header.notes]
    if header.issues or header.asks:
        return ReadResult((), tuple(notes), header.issues, header.asks)
    parts, part_notes = _made(tables, makers, meanings, header.place, progress)
    if not parts:
        return ReadResult(notes=(*notes, *part_notes), issues=(_no_case(),))
    return ReadResult(parts, (*notes, *part_notes, Note(DIFFERENCE, "requests", _PARTIAL)))


def _made(
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
        if kind == "annual_reviews" and _lacks_outcomes(tables["activeplans"]):
            notes.append(_no_reviews())
            continue
        part, part_notes = make(requests, meanings, place)
        notes += part_notes
        parts += [part] if part else []
    return tuple(parts), meanings.notes + notes


def _lacks_outcomes(plans: ReturnTable) -> bool:
    return len(plans) > 0 and "reviewoutcome" not in plans.present


def _no_reviews() -> Note:
    words = (
        "There is no reviewoutcome, so no annual reviews are made: what is worked out of reviews, "
        "such as those overdue, cannot be believed for this area."
    )
    return Note(LEFT_OUT, "activeplans", words)


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


def _no_case() -> Issue:
    expected = "requests of the year, or active plans"
    fix = "See below what was left out, and why; a table may have come without its rows."
    return Issue(0, "", "a return of which no case can be made", expected, fix)


def _no_codes() -> Issue:
    expected = "what the codes of the return mean, as an extract of kind sen2_codes"
    fix = "Load sen2_codes first: the shipped extract has those that are known."
    return Issue(0, "", "no sen2_codes", expected, fix)
