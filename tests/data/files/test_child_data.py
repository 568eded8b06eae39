"""Child data stays out: what points at a person is refused, found wherever it stands, and never repeated."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import Engine

from data.files.csv_reader import ExtractFile, RawExtract, open_extract, read_extract
from data.loading.load import check_files
from data.loading.setup import SHIPPED
from data.privacy.checks import scan_for_child_data
from data.schema.kinds import CellType, Column, Kind
from data.schema.recognise import recognise
from data.schema.registry import ALL_KINDS
from data.synthesise.example_area import example_contents
from tests.builders.case_files import Row, extract
from tests.builders.dfe import TOTALS, made_release, table
from tests.builders.files import observations, text_file
from tests.stores import MakeStore, opened

# All made up, in the forms in which they come. The numbers have check digits that fit.
PLANTED = {
    "an NHS number": [
        "943 476 5919", "9434765919", "943-476-5919", "943.476.5919", "94 34 76 59 19",
        "9434765919.0", "9.434765919E+09", "943\u00a0476\u00a05919", "943\u2011476\u20115919",
    ],
    "a UPN": [
        "A123456789012", "a123456789012", "A1234 5678 9012", "A12-34-56-78-90-12", "a1234 5678 9012",
        "H801200001001", "G80120000101A",
    ],
    "an e-mail address": ["jane@home.org", "Jane.Doe+send@home.co.uk", "JANE@HOME.ORG"],
    "a full postcode": ["N17 6XX", "n17 6xx", "N176XX", "Sw1A 1aA", "EC1A1BB", "e1  6an"],
    "a phone number": [
        "07700 900123", "07700900123", "+44 7700 900123", "+447700900123", "(020) 7946 0123",
        "020 7946 0123", "01632 960 123", "0044 7700 900123", "+44 (0)20 7946 0123",
    ],
}  # fmt: skip
NUMBERS = [text for texts in PLANTED.values() for text in texts]
TEXTS = {CellType.TEXT, CellType.CATEGORY, CellType.WORD}
BIRTHS = ["born 12/05/2012", "DOB: 12 May 2012", "d.o.b. 2012-05-12", "Date of birth 12.05.2012"]
NAMES = [
    "Smith, Jane",
    "Jane Smith",
    "SMITH, JANE",
    "jane smith",
    "Khan, Aisha",
    "Mohammed Ali Khan",
]


@pytest.fixture(scope="module")
def store(make_sqlite: MakeStore) -> Iterator[Engine]:
    """A store with the shipped extracts, for tests that write nothing."""
    with opened(make_sqlite("shipped")) as made:
        yield made


def raw_of(kind: Kind, columns: Sequence[str], texts: Sequence[str]) -> RawExtract:
    """Make rows of a kind's example, in each of which a text stands in some columns."""
    strangers = [name for name in columns if name not in kind.column_names]
    example = {each.name: each.example for each in kind.columns}
    names = (*kind.column_names, *strangers)
    rows = [
        [text if name in columns else example[name] for name in names] for text in ("", *texts, "")
    ]
    return RawExtract(names, pd.DataFrame(rows, dtype=object), np.arange(len(rows)) + 2)


def found_in(kind: Kind, columns: Sequence[str], *texts: str) -> dict[str, dict[str, int]]:
    """Return by column how many cells of what are told, of texts that stand in rows 3 and on."""
    issues, _ = scan_for_child_data(raw_of(kind, columns, texts), kind)
    told = str(issues)
    assert [text for text in texts if len(text) > 6 and text in told] == []
    counts: dict[str, dict[str, int]] = {}
    for issue in issues:
        what, _, cells = issue.found.partition(" in ")
        counts.setdefault(issue.column, {})[what] = int(cells.split()[0])
    return counts


@pytest.mark.parametrize("kind", ALL_KINDS, ids=lambda kind: kind.name)
def test_every_identifier_is_found_in_every_column_of_every_kind(kind: Kind):
    columns = [*kind.column_names, "extra", "local_ref"]
    every = {what: len(texts) for what, texts in PLANTED.items()}
    assert found_in(kind, columns, *NUMBERS) == dict.fromkeys(columns, every)
    alone = {"a UPN": 1}
    assert found_in(kind, columns, "A123456789012") == dict.fromkeys(columns, alone)


@pytest.mark.parametrize("kind", ALL_KINDS, ids=lambda kind: kind.name)
def test_every_identifier_is_found_inside_a_sentence(kind: Kind):
    sentences = [f"See {text}, as told in 2023 (again)." for text in NUMBERS]
    sentences += [f"The child, {text}, waits." for text in BIRTHS]
    columns = [each.name for each in kind.columns if each.cell in TEXTS]
    every = {what: len(texts) for what, texts in PLANTED.items()} | {"a date of birth": len(BIRTHS)}
    assert found_in(kind, columns, *sentences) == dict.fromkeys(columns, every)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_found_in_the_number_of_a_case(name: str):
    for kind in ALL_KINDS:
        for column in kind.identifiers if kind.cases else ():
            assert found_in(kind, [column], name) == {column: {"a name": 1}}


@pytest.mark.parametrize("name", [*NAMES, "Aisha", "Zzyzx, Qwerty"])
def test_a_column_of_names_is_found_whatever_it_is_called(name: str):
    for kind in ALL_KINDS:
        assert found_in(kind, ["col7"], name) == {"col7": {"a name": 1}}


@pytest.mark.parametrize("column", ["locality", "setting", "request_source", "ethnicity", "sex"])
def test_a_column_of_ours_that_holds_names_is_refused(store: Engine, column: str):
    rows = [{"case_id": f"C{number}", column: name} for number, name in enumerate(NAMES)]
    (report,) = check_files(store, [extract("ehc_assessments", *rows)])
    assert [issue.found.partition(" in ")[0] for issue in report.issues] == ["a name"]


@pytest.mark.parametrize("day", ["12/05/2012", "2012-05-12", "12/05/2012 00:00", "12.05.2012"])
def test_a_day_of_birth_is_found_where_no_day_belongs(day: str):
    kind = next(kind for kind in ALL_KINDS if kind.name == "ehc_assessments")
    columns = ["case_id", "locality", "col7"]
    assert found_in(kind, columns, day) == {key: {"a date of birth": 1} for key in columns}


def test_days_that_say_what_they_are_of_are_no_days_of_birth():
    kind = next(kind for kind in ALL_KINDS if kind.name == "ehc_assessments")
    assert found_in(kind, ["panel_date", "request_date", "reported_on"], "12/05/2012") == {}


@pytest.mark.parametrize(
    ("kind", "row", "expected"),
    [
        ("ehc_assessments", {"case_id": "943-476-5919"}, "an NHS number"),
        ("ehc_assessments", {"case_id": "Smith, Jane"}, "a name"),
        ("ehc_assessments", {"age_at_request": "9434765919"}, "an NHS number"),
        ("ehc_assessments", {"locality": "N17 6XX"}, "a full postcode"),
        ("plans", {"plan_id": "9434765919"}, "an NHS number"),
        ("advice", {"sector": "Dr Who, SW1A 1AA"}, "a full postcode"),
        ("referrals", {"referral_id": "n17 6xx"}, "a full postcode"),
        ("feedback", {"response_id": "A123456789012"}, "a UPN"),
    ],
)
def test_a_file_with_it_is_refused_and_told_how_to_mend_it(
    store: Engine, kind: str, row: Row, expected: str
):
    (report,) = check_files(store, [extract(kind, {}, row)])
    ((column, value),) = row.items()
    assert report.state == "refused"
    assert [(issue.row, issue.column) for issue in report.issues] == [(3, column)]
    assert report.issues[0].found == f"{expected} in 1 cell (row 3)"
    assert report.issues[0].fix.startswith("Personal identifiers are not accepted")
    assert "python -m data pseudonymise FILE" in report.issues[0].fix
    assert value not in str(report)


def test_the_rows_are_named_and_counted(store: Engine):
    rows = [{"case_id": f"C{number}", "locality": "N17 6XX"} for number in range(30)]
    (report,) = check_files(store, [extract("ehc_assessments", *rows)])
    assert [issue.found for issue in report.issues] == [
        "a full postcode in 30 cells (rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 20 more)"
    ]


def test_what_else_is_wrong_is_told_only_where_it_repeats_nothing(store: Engine):
    text = "Jane Smith,jane@home.org,12\nAisha Khan,aisha@home.org,14\n"
    (report,) = check_files(store, [text_file(text)])
    assert report.state == "refused"
    assert {issue.column for issue in report.issues} >= {"column 1", "column 2"}
    assert not {"jane", "aisha"} & set(str(report).lower().replace("@", " ").split())


@pytest.mark.parametrize(
    "name",
    ["A123456789012.csv", "943 476 5919_annual.csv", "jane@home.org.csv", "Oliver Smith.csv",
     "oliver_smith.csv", "OliverSmith.csv", "Smith, Oliver.csv", "smith-oliver.csv", "Oliver Smith",
     "ehcp-oliver.smith-march-2023.csv", "SEND Oliver Smith v2.csv", "N17 9LJ.csv", "n179lj.csv",
     "requests SW1A 1AA.csv", "born 17-05-2014.csv", "dob_17.05.2014.csv", "2014-05-17.csv",
     "17052014.csv", "JS 17-05-2014.csv", "review Oliver 20140517.csv"],
)  # fmt: skip
def test_a_file_whose_name_points_at_a_child_is_refused(store: Engine, name: str):
    (report,) = check_files(store, [replace(observations({}), name=name)])
    assert report.state == "refused"
    assert name.removesuffix(".csv") not in str(report.issues)


@pytest.mark.parametrize(
    "name",
    ["report 2023-03-31 N17.csv", "2023-03-31.csv", "20230401.csv", "SEN2 2023-01-19.csv",
     "EHC 14-05-2023.csv", "St Thomas Hospital referrals.csv", "Florence House School.csv",
     "Haringey_ehc_assessments_2023-04-30.csv", "Annual reviews May 2023 final v2.csv"],
)  # fmt: skip
def test_a_file_named_by_its_area_provider_or_month_is_taken(store: Engine, name: str):
    (report,) = check_files(store, [observations({}, name=name)])
    assert report.state == "would_load"


@pytest.mark.parametrize(
    "number",
    ["JS17052014", "JS20140517", "J 17052014", "JS-17-05-2014", "17052014JS", "17.05.14 JS",
     "ABS/2014-05-17"],
)  # fmt: skip
def test_a_case_number_of_initials_and_a_day_of_birth_is_refused(store: Engine, number: str):
    (report,) = check_files(store, [extract("ehc_assessments", {"case_id": number})])
    assert [issue.mark for issue in report.issues] == ["a date of birth"]
    assert number not in str(report.issues)


def _found_in_numbers(numbers: list[str]) -> int:
    """Return how many issues a column of case numbers has."""
    kind = next(kind for kind in ALL_KINDS if kind.name == "plans")
    cells = pd.DataFrame({0: numbers}, dtype=object)
    raw = RawExtract(("plan_id",), cells, np.arange(len(numbers)))
    return len(scan_for_child_data(raw, kind)[0])


def test_short_days_behind_initials_are_told_from_a_counter():
    days = pd.date_range("2008-01-03", "2020-12-20", 90)
    births = [f"{chr(65 + at % 26)}S{day:%d%m%y}" for at, day in enumerate(days)]
    assert _found_in_numbers(births) == 1
    assert _found_in_numbers([f"EH{number:06}" for number in range(10512, 10602)]) == 0
    assert _found_in_numbers(["EH010512"]) == 0


def test_one_such_number_among_others_is_refused():
    assert _found_in_numbers([*(f"C{number}" for number in range(256)), "JS17052014"]) == 1


@pytest.mark.parametrize(
    "number", ["C1", "A-2023-0412", "9434765918", "3f2b9c", "Case 12", "deadbeef", "2023/0412",
               "0000012345", "E09000014", "2023-0412-01", "B123456789012", "ASD19e"]
)  # fmt: skip
def test_a_case_systems_own_number_is_taken(store: Engine, number: str):
    (report,) = check_files(store, [extract("ehc_assessments", {"case_id": number})])
    assert (report.state, report.issues) == ("would_load", ())


@pytest.mark.parametrize(
    "text",
    ["N17", "SW1A", "4,010,232,137", "18000-21000", "01-02-2023 10:00",
     "N1 2nd", "Harold Wood", "Victoria Park", "Florence House School", "St Thomas Hospital",
     "Bristol, City of", "Kingston upon Hull, City of", "https://example.org/07700900123/9434765919"],
)  # fmt: skip
def test_what_only_resembles_it_is_no_alarm(text: str):
    for kind in ALL_KINDS:
        columns = ["extra", *(each.name for each in kind.columns if each.cell is CellType.TEXT)]
        assert found_in(kind, columns, text) == {}


def test_many_random_codes_of_one_length_are_no_postcodes():
    kind = next(kind for kind in ALL_KINDS if kind.name == "plans")
    codes = [f"{number:06x}" for number in range(0xE14900, 0xE14AFF)]
    assert any(code == "e149bd" for code in codes)
    raw = RawExtract(("plan_id",), pd.DataFrame({0: codes}, dtype=object), np.arange(len(codes)))
    assert scan_for_child_data(raw, kind) == ((), ())
    mixed = RawExtract(("plan_id",), pd.DataFrame({0: [*codes, "E14 9BD"]}), np.arange(512))
    assert next(issue.found for issue in scan_for_child_data(mixed, kind)[0]).startswith(
        "a full postcode"
    )


def test_names_of_staff_are_welcome_in_their_column_and_identifiers_are_not():
    owner = Column("owner", CellType.TEXT, "Who does it.", holds_staff_name=True)
    kind = Kind(
        "jobs", "Jobs", "", (owner, replace(owner, name="note", holds_staff_name=False)), ()
    )
    assert found_in(kind, ["owner", "note"], "Jane Smith") == {"note": {"a name": 1}}
    assert found_in(kind, ["owner"], "jane@home.org") == {"owner": {"an e-mail address": 1}}


def test_a_name_inside_a_sentence_is_warned_of_and_not_refused(store: Engine):
    note = "The mother of Aisha Khan called again."
    (report,) = check_files(store, [observations({"note": note})])
    assert (report.state, report.issues) == ("would_load", ())
    assert [(one.row, one.column, one.found) for one in report.warnings] == [
        (2, "note", "what may be a name in 1 cell (row 2)")
    ]
    assert "Aisha" not in str(report)


PUPILS = """Half-termly tracker,,,,
Who,Apr-22,May-22,Jun-22,Lead
EHC plans issued within 20 weeks,82%,79%,81%,Jane Smith
"{}",1,2,3,Omar Khan
"{}",4,5,6,Jane Smith
"{}",4,5,6,Jane Smith
"{}",4,5,6,Jane Smith
"""


def test_a_sheet_of_another_shape_is_held_to_the_same(store: Engine):
    names = PUPILS.format("Aisha Khan", "Smith, Tom", "Zoe Ito", "Li, Mia")
    (report,) = check_files(store, [text_file(names)])
    assert [(one.row, one.column, one.found) for one in report.issues] == [
        (4, "column 1", "a name in 4 cells (rows 4, 5, 6, 7)")
    ]
    numbers = PUPILS.format("943 476 5919", "mother 07700 900123", "", "")
    (report,) = check_files(store, [text_file(numbers)])
    assert [one.found.partition(" in ")[0] for one in report.issues] == [
        "an NHS number",
        "a phone number",
    ]
    assert not {"Aisha", "943", "07700"} & set(str(report).replace("'", " ").split())
    (report,) = check_files(store, [text_file(PUPILS.format("Newsletter", "Attendance", "a", "b"))])
    assert report.issues == ()


def clean_files() -> Iterator[ExtractFile]:
    """Yield every extract that is shipped, those of the Example borough, and a DfE release."""
    yield from (open_extract(path) for path in sorted(SHIPPED.glob("*.csv")))
    yield from (ExtractFile(name, content) for name, content in example_contents().items())
    yield from (*map(table, TOTALS), made_release().appeals)


def alarms(files: Iterator[ExtractFile]) -> list[str]:
    """Return every refusal and warning for child data."""
    told: list[str] = []
    for file in files:
        raw = read_extract(file)
        for found in scan_for_child_data(raw, recognise(raw.names)[0]):
            told += [f"{file.name} {one.column}: {one.found}" for one in found]
    return told


def test_no_alarm_is_false_in_what_is_shipped_or_published():
    assert alarms(clean_files()) == []
