"""Read a SEN2 return into extracts of assessments, plans and annual reviews."""

from collections.abc import Sequence

from data.common.errors import Fault
from data.common.load_options import Given
from data.common.progress import Progress
from data.files.csv_reader import ExtractFile
from data.formats.base import DIFFERENCE, LEFT_OUT, Note, Part, Reading, Standing
from data.formats.sen2.assessments import assessments_of
from data.formats.sen2.code_values import Meanings
from data.formats.sen2.plans import plans_of
from data.formats.sen2.requests import Place, requests_of
from data.formats.sen2.return_header import what_it_says
from data.formats.sen2.reviews import reviews_of
from data.formats.sen2.tables.csv_reader import read_csv_tables
from data.formats.sen2.tables.joins import orphan_notes, repeated_children
from data.formats.sen2.tables.model import SourceReturn, Table
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
    files: Sequence[ExtractFile], standing: Standing, given: Given, progress: Progress
) -> Reading:
    """Read the CSV files of one return together."""
    return reading_of(read_csv_tables(files, progress), standing, given, progress)


def read_document(
    files: Sequence[ExtractFile], standing: Standing, given: Given, progress: Progress
) -> Reading:
    """Read one XML file."""
    return reading_of(read_xml_tables(files[0], progress), standing, given, progress)


def reading_of(
    found: SourceReturn, standing: Standing, given: Given, progress: Progress
) -> Reading:
    """Make extracts of the tables of a return, or say why none can be made."""
    tables = found.tables
    makers = {
        kind: make for kind, (make, needed) in _MAKERS.items() if tables.keys() >= set(needed)
    }
    faults = [*found.faults, *repeated_children(tables)]
    if not found.faults and not makers:
        faults.append(_too_few(tables))
    meanings = Meanings.of_rows(standing.rows("sen2_codes"))
    if not meanings.listed:
        faults.append(_no_codes())
    if faults:
        return Reading(notes=found.notes, faults=tuple(faults))
    said = what_it_says(tables, standing, given)
    notes = [*found.notes, *_missing_notes(tables), *orphan_notes(tables), *said.notes]
    if said.faults or said.asks:
        return Reading((), tuple(notes), said.faults, said.asks)
    parts, told = _made(tables, makers, meanings, said.place, progress)
    if not parts:
        return Reading(notes=(*notes, *told), faults=(_no_case(),))
    return Reading(parts, (*notes, *told, Note(DIFFERENCE, "requests", _PARTIAL)))


def _made(
    tables: dict[str, Table], makers: dict, meanings: Meanings, place: Place, progress: Progress
) -> tuple[tuple[Part, ...], list[Note]]:
    requests = requests_of(tables, meanings, place.cut_off)
    parts: list[Part] = []
    notes: list[Note] = []
    for number, (kind, make) in enumerate(makers.items()):
        progress("Joining the SEN2 return", number, len(makers))
        if kind == "annual_reviews" and _lacks_outcomes(tables["activeplans"]):
            notes.append(_no_reviews())
            continue
        part, told = make(requests, meanings, place)
        notes += told
        parts += [part] if part else []
    return tuple(parts), meanings.notes + notes


def _lacks_outcomes(plans: Table) -> bool:
    return len(plans) > 0 and "reviewoutcome" not in plans.given


def _no_reviews() -> Note:
    words = (
        "There is no reviewoutcome, so no annual reviews are made: what is worked out of reviews, "
        "such as those overdue, cannot be believed for this area."
    )
    return Note(LEFT_OUT, "activeplans", words)


def _missing_notes(tables: dict[str, Table]) -> list[Note]:
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


def _too_few(tables: dict[str, Table]) -> Fault:
    found = f"only {', '.join(tables)}" if tables else "no table"
    expected = "requests with assessment and namedplan, or with activeplans"
    mend = "Send all the tables of the export together: they are joined by their numbers."
    return Fault(0, "", found, expected, mend)


def _no_case() -> Fault:
    expected = "requests of the year, or active plans"
    mend = "See below what was left out, and why; a table may have come without its rows."
    return Fault(0, "", "a return of which no case can be made", expected, mend)


def _no_codes() -> Fault:
    expected = "what the codes of the return mean, as an extract of kind sen2_codes"
    mend = "Load sen2_codes first: the shipped extract has those that are known."
    return Fault(0, "", "no sen2_codes", expected, mend)
