"""Synthetic SEN2 returns: consistent ones of any size, of nobody, as CSV tables and as XML.

Every identifier in them is a canary: a made-up value that nothing else contains.
"""

import csv
import io
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import cache
from random import Random
from xml.sax.saxutils import escape

import pandas as pd

from data.common.load_options import NO_LOAD_OPTIONS, LoadOptions
from data.common.progress import unwatched
from data.files.csv_reader import ExtractFile
from data.formats.base import ReadResult
from data.formats.sen2.reader import SEN2_TABLES, SEN2_XML
from data.loading.setup import SHIPPED
from tests.builders.files import records

Row = dict[str, str]
Return = dict[str, list[Row]]
REFERENCE = date(2024, 1, 18)
TABLES = (
    "sen2", "person", "requests", "assessment", "namedplan", "plandetail", "activeplans",
    "placementdetail", "senneed",
)  # fmt: skip
CANARY = "Zanzivarkle"
PARENTS = {
    "person": "sen2", "requests": "person", "assessment": "requests", "namedplan": "assessment",
    "plandetail": "namedplan", "activeplans": "requests", "placementdetail": "activeplans",
    "senneed": "activeplans",
}  # fmt: skip
# Tags as they stand in the XML of a return, where they are not the column's name.
TAGS = {
    "receiveddate": "ReceivedDate", "requestsource": "RequestSource", "personbirthdate": "PersonBirthDate",
    "requestoutcome": "RequestOutcome", "requestoutcomedate": "RequestOutcomeDate", "upn": "UPN",
    "assessmentoutcome": "AssessmentOutcome", "assessmentoutcomedate": "AssessmentOutcomeDate",
    "uniquelearnernumber": "UniqueLearnerNumber", "sentype": "SENtype", "sentyperank": "SENtypeRank",
    "namedplan": "NamedPlan", "plandetail": "PlanDetail", "activeplans": "ActivePlans", "lea": "LEA",
    "placementdetail": "PlacementDetail", "senneed": "SENneed", "transferla": "TransferLA",
}  # fmt: skip


def blade(day: str) -> str:
    """Write a day as COLLECT exports it."""
    return date.fromisoformat(day).strftime("%Y-%b-%d 00:00:00")


def day_first(day: str) -> str:
    """Write a day as people do."""
    return date.fromisoformat(day).strftime("%d/%m/%Y")


def empty_return(lea: str = "211", reference: date = REFERENCE) -> Return:
    """Make a return without persons."""
    header = {"sen2tableid": "1", "collection": "SEN2", "year": str(reference.year), "lea": lea}
    found: Return = {name: [] for name in TABLES}
    found["sen2"].append(header | {"referencedate": reference.isoformat()})
    return found


def add_person(made: Return, **cells: str) -> str:
    """Add a person, and return its number in the table."""
    number = len(made["person"]) + 1
    row = {
        "persontableid": str(7000 + number),
        "nativeid": f"{CANARY}-native-{number}",
        "sen2tableid": "1",
        "surname": f"{CANARY}son{number}",
        "forename": f"{CANARY}a{number}",
        "personbirthdate": "2015-06-15",
        "sex": "M",
        "ethnicity": "WBRI",
        "postcode": f"ZE9 {number % 10}QX",
        "upn": f"H{90000000000 + number}X",
        "uniquelearnernumber": str(9190000000 + number),
    }
    made["person"].append(row | cells)
    return row["persontableid"]


def add(made: Return, table: str, parent: str, **cells: str) -> str:
    """Add a row below another, and return its number."""
    number = str(len(made[table]) + 101)
    made[table].append({f"{table}tableid": number, f"{PARENTS[table]}tableid": parent} | cells)
    return number


def add_request(made: Return, *, person: dict[str, str] | None = None, **cells: str) -> str:
    """Add a person with one request, decided within the year unless said otherwise."""
    parent = add_person(made, **(person or {}))
    usual = {"receiveddate": "2023-03-01", "requestsource": "2", "requestoutcome": "A"}
    return add(made, "requests", parent, **(usual | cells))


def add_issued(
    made: Return,
    request_date: str,
    issued: str,
    week20: str = "0",
    person: dict[str, str] | None = None,
    **cells: str,
) -> str:
    """Add a person whose request led to a plan."""
    decided = (date.fromisoformat(request_date) + timedelta(days=35)).isoformat()
    asked = {"receiveddate": request_date, "requestoutcome": "Y", "requestoutcomedate": decided}
    request = add_request(made, person=person, **(asked | cells))
    outcome = {"assessmentoutcome": "Y", "assessmentoutcomedate": issued, "week20": week20}
    assessment = add(made, "assessment", request, **outcome)
    add(made, "namedplan", assessment, startdate=issued)
    return request


def add_active(made: Return, request: str, **cells: str) -> str:
    """Add an active plan to a request, with a placement and a need."""
    plan = add(made, "activeplans", request, **cells)
    add(made, "placementdetail", plan, urn="100001", placementrank="1", entrydate="2022-09-01")
    add(made, "senneed", plan, sentype="ASD", sentyperank="1")
    return plan


def synthetic_return(persons: int, seed: int = 7, lea: str = "211") -> Return:
    """Make a consistent return: mostly plans of former years, and the requests of one year."""
    random = Random(seed)  # noqa: S311 - made-up data, the same for each seed
    made = empty_return(lea)
    for _ in range(persons):
        _add_anybody(made, random)
    return made


def _add_anybody(made: Return, random: Random) -> None:
    person = {
        "personbirthdate": _day(random, date(2002, 1, 1), 6000),
        "sex": random.choice("MMF"),
        "ethnicity": random.choice(("WBRI", "ABAN", "BSOM", "MOTH", "REFU")),
    }
    kind = random.random()
    if kind < 0.6:
        request = add_request(made, person=person, requestoutcome="H", receiveddate="")
        assessment = add(made, "assessment", request, assessmentoutcome="H")
        start = _day(random, date(2019, 1, 1), 1400)
        add(made, "namedplan", assessment, startdate=start)
        met = _day(random, date(2023, 2, 1), 300)
        review = {"reviewmeeting": met, "reviewoutcome": random.choice("MA")}
        review["lastreview"] = _later(met, random.randint(5, 45))
        add_active(made, request, **(review if random.random() < 0.9 else {}))
        return
    received = _day(random, date(2023, 1, 1), 360)
    if kind < 0.8:
        issued = _later(received, random.choice((100, 130, 140, 141, 180)))
        if issued < REFERENCE.isoformat():
            week20 = "1" if random.random() < 0.1 else "0"
            add_active(made, add_issued(made, received, issued, week20, person))
            return
    outcome = random.choice("YNA")
    decided = {} if outcome == "A" else {"requestoutcomedate": _later(received, 40)}
    if decided and decided["requestoutcomedate"] > REFERENCE.isoformat():
        outcome, decided = "A", {}
    add_request(made, person=person, receiveddate=received, requestoutcome=outcome, **decided)


def _day(random: Random, first: date, days: int) -> str:
    return (first + timedelta(days=random.randrange(days))).isoformat()


def _later(day: str, days: int) -> str:
    return min(date.fromisoformat(day) + timedelta(days=days), REFERENCE).isoformat()


def csv_files(
    made: Return,
    heading: Callable[[str], str] = str,
    day: Callable[[str], str] = blade,
    tables: Iterable[str] = TABLES,
) -> list[ExtractFile]:
    """Write each table as COLLECT exports it, under headings and with days as said."""
    return [
        ExtractFile(
            f"Blade-Export_31-01-2024_{name}.csv",
            _csv_text(made[name], name, heading, day).encode(),
        )
        for name in tables
    ]


def _csv_text(
    rows: list[Row], name: str, heading: Callable[[str], str], day: Callable[[str], str]
) -> str:
    columns = list(dict.fromkeys([*LAYOUT[name].split(), *(each for row in rows for each in row)]))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([heading(column) for column in columns])
    for row in rows:
        writer.writerow([_cell(column, row.get(column, ""), day) for column in columns])
    return text.getvalue()


def _cell(column: str, text: str, day: Callable[[str], str]) -> str:
    is_day = text[:2] in {"19", "20"} and len(text) == 10 and text[4] == "-"
    return day(text) if is_day else text


# The columns of each table as COLLECT exports them, of the versions of some years.
LAYOUT = {
    "sen2": "sen2tableid NativeId sen2orderseqcolumn sourceid collection year referencedate sourcelevel lea softwarecode release serialno datetime dmo dco dsco",
    "person": "persontableid NativeId personorderseqcolumn sourceid sen2tableid surname forename personbirthdate gendercurrent sex ethnicity postcode upn uniquelearnernumber upnunknown",
    "requests": "requeststableid NativeId requestsorderseqcolumn sourceid persontableid receiveddate requestsource rya requestoutcomedate requestoutcome requestmediation requesttribunal exported",
    "assessment": "assessmenttableid NativeId assessmentorderseqcolumn sourceid requeststableid assessmentoutcome assessmentoutcomedate assessmentmediation assessmenttribunal othermediation othertribunal week20",
    "namedplan": "namedplantableid NativeId namedplanorderseqcolumn sourceid assessmenttableid startdate planres planwbp pb oa dp ceasedate ceasereason",
    "plandetail": "plandetailtableid NativeId plandetailorderseqcolumn sourceid namedplantableid urn ukprn sensetting sensettingother placementrank senunitindicator resourcedprovisionindicator",
    "activeplans": "activeplanstableid NativeId activeplansorderseqcolumn sourceid requeststableid transferla res wbp reviewmeeting reviewoutcome reviewdraft phasetransferduedate phasetransferfinaldate lastreview",
    "placementdetail": "placementdetailtableid NativeId placementdetailorderseqcolumn sourceid activeplanstableid urn ukprn sensetting sensettingother placementrank entrydate leavingdate attendancepattern senunitindicator resourcedprovisionindicator res wbp",
    "senneed": "senneedtableid NativeId senneedorderseqcolumn sourceid activeplanstableid sentype sentyperank",
}


def xml_file(made: Return, name: str = "sen2.xml") -> ExtractFile:
    """Write a return as XML, which nests the tables and has no numbers of its own."""
    header = made["sen2"][0]
    details = "".join(
        _element(each, header[each]) for each in ("collection", "year", "referencedate")
    )
    source = _element("lea", header["lea"])
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?><Message><Header><CollectionDetails>',
        f"{details}</CollectionDetails><Source>{source}</Source></Header><Persons>",
    ]
    below = _rows_below(made)
    parts += [_nested("person", row, below) for row in made["person"]]
    return ExtractFile(name, "".join([*parts, "</Persons></Message>"]).encode())


def _rows_below(made: Return) -> dict[tuple[str, str], list[tuple[str, Row]]]:
    below: dict[tuple[str, str], list[tuple[str, Row]]] = {}
    for name, parent in PARENTS.items():
        for row in made[name]:
            below.setdefault((parent, row[f"{parent}tableid"]), []).append((name, row))
    return below


def _nested(name: str, row: Row, below: dict[tuple[str, str], list[tuple[str, Row]]]) -> str:
    own = "".join(
        _element(column, text)
        for column, text in row.items()
        if text and not column.endswith("tableid") and column != "nativeid"
    )
    inner = "".join(
        _nested(each, child, below) for each, child in below.get((name, row[f"{name}tableid"]), [])
    )
    tag = TAGS.get(name, name.capitalize())
    return f"<{tag}>{own}{inner}</{tag}>"


def _element(column: str, text: str) -> str:
    tag = TAGS.get(column, column.capitalize())
    return f"<{tag}>{escape(text)}</{tag}>"


@cache
def _shipped(kind: str) -> pd.DataFrame:
    return pd.read_csv(SHIPPED / f"{kind}.csv", dtype=str, keep_default_na=False)


class Shelf:
    """Stand in for the store: the shipped codes and areas, or others."""

    today = date(2024, 2, 1)

    def __init__(self, **changes: list[Row]) -> None:
        self._changes = changes

    def rows(self, kind: str) -> pd.DataFrame:
        """Return the rows of a kind."""
        if kind in self._changes:
            columns = _shipped(kind).columns
            return pd.DataFrame(self._changes[kind], columns=columns, dtype=object).fillna("")
        return _shipped(kind)

    def with_code(self, item: str, code: str, meaning: str) -> "Shelf":
        """Correct the meaning of a code, or add it."""
        rows = records(self.rows("sen2_codes"))
        rows = [row for row in rows if (row["item"], row["code"]) != (item, code)]
        return Shelf(sen2_codes=[*rows, {"item": item, "code": code, "meaning": meaning}])


def read(
    files: list[ExtractFile], options: LoadOptions = NO_LOAD_OPTIONS, standing: Shelf | None = None
) -> ReadResult:
    """Read the files of one return."""
    is_document = files[0].name.endswith(".xml")
    chosen = SEN2_XML if is_document else SEN2_TABLES
    assert all(chosen.recognises(file) for file in files)
    return chosen.read(files, standing or Shelf(), options, unwatched)


def part_rows(reading: ReadResult, kind: str) -> list[Row]:
    """Return the rows that were made of a kind."""
    assert reading.issues == ()
    part = next((part for part in reading.parts if part.kind == kind), None)
    if part is None:
        return []
    cells = part.raw.cells.to_numpy().tolist()
    return [dict(zip(part.raw.names, row, strict=True)) for row in cells]


def words_of(reading: ReadResult, topic: str = "") -> str:
    """Return what the notes say, of one topic or of all."""
    notes = [note for note in reading.notes if topic in ("", note.topic)]
    return "\n".join(f"{note.place}: {note.words}" for note in notes)
