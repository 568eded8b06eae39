"""The files of a SEN2 return are told, in any of their spellings, and joined or refused in words."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from data.cases.read_snapshots import load_computed_figures
from data.common.load_options import NO_LOAD_OPTIONS
from data.common.progress import CancelledError, unwatched
from data.files.csv_reader import ExtractFile, open_extract
from data.formats.registry import format_of
from data.formats.sen2.cells import ages_on, days_of, read_day
from data.formats.sen2.tables import TABLES, columns_of, fold_heading
from data.loading.load import check_files, load_files
from data.schema.data_dictionary import template_csv
from data.schema.registry import ALL_KINDS
from tests.builders.dfe import TOTALS, made_release
from tests.builders.dfe import table as made_table
from tests.builders.files import issue_lines, records, text_file
from tests.builders.sen2 import (
    LAYOUT,
    PARENTS,
    SEN2_TABLES,
    SEN2_XML,
    Return,
    Shelf,
    add,
    add_active,
    add_issued,
    add_person,
    add_request,
    blade,
    csv_files,
    day_first,
    empty_return,
    part_rows,
    read,
    synthetic_return,
    words_of,
    xml_file,
)
from tests.builders.sen2 import TABLES as ALL_TABLES
from tests.builders.shipped import EXTRACTS

# The codes of each item in the layout of the return, but for those of ranks and residential places.
CODES = {
    "requestsource": "1 2 3 4 5",
    "ceasereason": "1 2 3 4 5 6 7 8 9",
    "sensetting": "OLA OPA EHE EYP OTH NEET NIEC NIEO",
    "sentype": "SPLD MLD SLD PMLD SEMH SLCN HI VI MSI PD ASD DS OTH",
    "sex": "M F",
    "requestoutcome": "Y N A W H",
    "assessmentoutcome": "Y N A W H",
    "reviewoutcome": "M A C",
}
LONG = {
    "receiveddate": "Date request was received",
    "requestoutcome": "Request outcome",
    "requestoutcomedate": "Request outcome date",
    "assessmentoutcome": "Assessment outcome - decision to issue EHC plan",
    "assessmentoutcomedate": "Assessment outcome date",
    "week20": "20-week time limit exceptions apply",
    "startdate": "EHC plan start date",
    "personbirthdate": "Date of birth",
    "upn": "UPN – Unique Pupil Number",
    "requeststableid": "Requests table ID",
    "reviewmeeting": "Annual review meeting date",
    "lastreview": "Annual review decision date",
    "sentyperank": "SEN type rank",
}


def spelt_out(column: str) -> str:
    """Return the heading that people read, for columns that have one."""
    return LONG.get(column, column)


def spelt_out_in_one(column: str) -> str:
    return spelt_out(column).replace(" ", "_")


@pytest.fixture
def made() -> Return:
    """A return of Tower Hamlets: one plan on time, one late with an exception, one refusal."""
    found = empty_return()
    add_active(found, add_issued(found, "2023-01-10", "2023-05-30"), reviewmeeting="2023-11-01")
    add_active(found, add_issued(found, "2023-01-10", "2023-05-31", week20="1"))
    add_request(found, requestoutcome="N", requestoutcomedate="2023-04-01")
    return found


# Headings and days


@pytest.mark.parametrize(
    ("heading", "day"),
    [(str.title, str), (str.upper, day_first), (spelt_out, blade), (spelt_out_in_one, day_first)],
    ids=["title case, iso", "upper case, day first", "long", "long with underscores"],
)
def test_headings_and_days_in_any_spelling_are_read_alike(
    made: Return, heading: Callable[[str], str], day: Callable[[str], str]
):
    plain = read(csv_files(made))
    other = read(csv_files(made, heading, day))
    for kind in ("ehc_assessments", "plans", "annual_reviews"):
        assert part_rows(other, kind) == part_rows(plain, kind) != []


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2022-Sep-28 00:00:00", "2022-09-28"),
        ("2022-sep-28", "2022-09-28"),
        ("28-Sep-2022", "2022-09-28"),
        ("2022-09-28T00:00:00", "2022-09-28"),
        ("2022-09-28 13:45:10.000", "2022-09-28"),
        ("28/09/2022 00:00", "2022-09-28"),
        ("28/9/2022", "2022-09-28"),
        ("2022-Xxx-28", ""),
        ("2022-Feb-30", ""),
        ("28/09/22", ""),
        ("0202-09-28", ""),
        ("", ""),
    ],
)
def test_a_day_is_read_or_not_at_all(written: str, day: str):
    assert read_day(written) == day


@given(st.dates(), st.dates())
@settings(max_examples=100, deadline=None)
def test_an_age_is_the_birthdays_that_have_passed(born, day):
    passed = sum(1 for year in range(born.year + 1, day.year + 1) if _birthday(born, year) <= day)
    (age,) = ages_on(*(_cells(each.isoformat()) for each in (born, day)))
    if born <= day:
        assert int(age) == passed


def _cells(text: str):
    return days_of(np.array([text], dtype=object))


def _birthday(born, year: int):
    try:
        return born.replace(year=year)
    except ValueError:
        return born.replace(year=year, month=3, day=1)


def test_columns_that_nobody_knows_are_told_and_the_rest_is_read(made: Return):
    made["requests"][0]["hobby"] = "chess"
    reading = read(csv_files(made))
    assert "requests: Not read, because not known: hobby." in words_of(reading, "unrecognised")
    assert len(part_rows(reading, "ehc_assessments")) == 3


def test_two_columns_that_mean_the_same_are_a_fault(made: Return):
    made["requests"][0]["Request received date"] = "2023-03-01"
    (issue,) = read(csv_files(made)).issues
    assert (issue.row, issue.column, issue.source) == (1, "receiveddate", "requests")


def test_every_column_of_the_layout_is_known():
    for table, columns in LAYOUT.items():
        known = columns_of(table)
        assert [name for name in columns.split() if fold_heading(name) not in known] == []
        parent = PARENTS.get(table, "")
        assert TABLES[table] == (f"{table}tableid", f"{parent}tableid" if parent else "")


def test_every_code_of_the_layout_is_shipped_with_a_meaning():
    rows = Shelf().rows("sen2_codes")
    listed = set(zip(rows["item"], rows["code"], strict=True))
    assert {(item, code) for item, codes in CODES.items() for code in codes.split()} <= listed
    outcomes = {"requestoutcome", "assessmentoutcome", "reviewoutcome"}
    notes = [row["note"] for row in records(rows) if row["item"] in outcomes]
    assert all("not verified" in note for note in notes)


# Which files are of a return


def test_the_files_of_a_return_are_told_from_our_own_and_others():
    for file in csv_files(synthetic_return(3)):
        assert format_of(file) is SEN2_TABLES
    assert format_of(xml_file(synthetic_return(3))) is SEN2_XML
    for kind in ALL_KINDS:
        assert format_of(text_file(template_csv(kind.name))) not in {SEN2_TABLES, SEN2_XML}


def test_no_file_of_others_is_taken_for_a_return():
    release = made_release()
    files = [release.archive, release.first, release.appeals, *map(made_table, TOTALS)]
    files += [open_extract(path) for path in sorted(EXTRACTS.glob("*.csv"))]
    for file in files:
        assert not SEN2_TABLES.recognises(file)
        assert not SEN2_XML.recognises(file)


# Joins


def test_rows_that_hang_from_nothing_are_counted(made: Return):
    add(made, "requests", "9999", receiveddate="2023-03-01", requestoutcome="A")
    add(made, "assessment", "9998", assessmentoutcome="Y", assessmentoutcomedate="2023-06-01")
    reading = read(csv_files(made))
    *_, orphan = part_rows(reading, "ehc_assessments")
    assert (orphan["age_at_request"], orphan["sex"], orphan["ethnicity"]) == ("", "", "")
    notes = words_of(reading, "left_out")
    assert "requests: 1 rows name a row of person that is not there: kept" in notes
    assert "assessment: 1 rows name a row of requests that is not there: left out" in notes


def test_a_second_assessment_of_a_request_is_a_fault(made: Return):
    add(made, "assessment", made["requests"][0]["requeststableid"], assessmentoutcome="A")
    (issue,) = read(csv_files(made)).issues
    assert (issue.row, issue.column, issue.source) == (4, "requeststableid", "assessment")


def test_two_requests_with_one_number_are_a_fault_of_their_rows(read_only: Engine, made: Return):
    made["requests"][1]["requeststableid"] = made["requests"][0]["requeststableid"]
    made["assessment"] = made["assessment"][:1]
    reports = check_files(read_only, csv_files(made))
    issue, *_ = reports[0].issues
    told_of = (issue.row, issue.found, issue.source)
    assert told_of == (3, "the same area_code, case_id as row 2", "requests")


def test_numbers_that_could_be_those_of_persons_are_not_kept(made: Return):
    for table in ("requests", "assessment", "activeplans"):
        for row in made[table]:
            row["requeststableid"] = f"H90000000{row['requeststableid']}1X"
    reading = read(csv_files(made))
    rows = part_rows(reading, "ehc_assessments")
    assert [row["case_id"] for row in rows] == ["SEN2-1", "SEN2-2", "SEN2-3"]
    assert [row["outcome"] for row in rows] == ["issue", "issue", ""]


# What is missing


@pytest.mark.parametrize(
    ("missing", "kinds", "words"),
    [
        ("person", ["ehc_assessments", "plans", "annual_reviews"], "age, sex and ethnicity stay"),
        ("senneed", ["ehc_assessments", "plans", "annual_reviews"], "the primary need stays blank"),
        ("namedplan", ["annual_reviews"], "Without namedplan no ehc_assessments are made"),
        ("activeplans", ["ehc_assessments"], "Without activeplans no plans are made"),
    ],
)
def test_a_missing_table_is_told_with_what_follows(
    made: Return, missing: str, kinds: list[str], words: str
):
    reading = read(csv_files(made, tables=[name for name in ALL_TABLES if name != missing]))
    assert [part.kind for part in reading.parts] == kinds
    assert words in words_of(reading, "left_out")


@pytest.mark.parametrize(
    "tables", [("person",), ("person", "requests"), ("sen2", "activeplans", "senneed")]
)
def test_tables_that_cannot_be_joined_are_refused(made: Return, tables: tuple[str, ...]):
    (issue,) = read(csv_files(made, tables=tables)).issues
    assert issue.found == f"only {', '.join(tables)}"


def test_tables_without_rows_are_refused():
    (issue,) = read(csv_files(empty_return())).issues
    assert issue.found == "a return of which no case can be made"


def test_the_same_table_twice_is_refused(made: Return):
    files = [*csv_files(made), *csv_files(made, tables=["requests"])]
    (issue,) = read(files).issues
    assert issue.found == "the table requests a second time"


def test_without_outcomes_of_reviews_none_are_made_and_that_is_told(made: Return):
    def old(name: str) -> str:
        return "formerly" if name == "reviewoutcome" else name

    reading = read(csv_files(made, heading=old))
    assert [part.kind for part in reading.parts] == ["ehc_assessments", "plans"]
    assert "such as those overdue, cannot be believed" in words_of(reading, "left_out")


def test_without_codes_nothing_is_read(made: Return):
    (issue,) = read(csv_files(made), standing=Shelf(sen2_codes=[])).issues
    assert issue.found == "no sen2_codes"


def test_a_ragged_row_is_a_fault_with_its_table(made: Return):
    first, second, third, *others = csv_files(made)
    torn = ExtractFile(third.name, third.content + b"1,2,3\r\n")
    (issue,) = read([first, second, torn, *others]).issues
    assert (issue.row, issue.found, issue.source) == (5, "3 cells", "requests")


# Through the load


def test_days_out_of_order_are_faults_of_the_row_in_its_table(read_only: Engine, made: Return):
    made["requests"][2]["requestoutcomedate"] = "2022-04-01"
    made["assessment"][0]["assessmentoutcomedate"] = "2022-12-31"
    files = csv_files(made, day=str)
    first, *others = check_files(read_only, files)
    assert issue_lines((first,)) == [
        "2 outcome_date: 2022-12-31",
        "2 outcome_date: 2022-12-31",
        "4 decision_date: 2022-04-01",
    ]
    assert {issue.source for issue in first.issues} == {"requests"}
    assert {each.read_with for each in others} == {files[0].name}


def test_a_load_works_the_20_week_figures_out(shipped: Engine, made: Return):
    report, *_ = load_files(shipped, csv_files(made))
    assert (report.state, report.issues, [part.kind for part in report.parts]) == (
        "loaded",
        (),
        ["ehc_assessments", "plans", "annual_reviews"],
    )
    figures = load_computed_figures(shipped, ["E09000030"], ["ehcp-20-weeks"], bases=["month"])
    may = figures[figures["period_end"].astype(str) == "2023-05-31"].set_index("breakdown")
    counts = may[["numerator", "denominator"]]
    assert counts.loc["exceptions=including"].tolist() == [1, 2]
    assert counts.loc["exceptions=excluding"].tolist() == [1, 1]
    again, *_ = load_files(shipped, csv_files(made))
    assert again.state == "unchanged"
    corrected = text_file("item,code,meaning\nrequestoutcome,N,\n", "codes.csv")
    assert load_files(shipped, [corrected])[0].state == "loaded"
    otherwise, *_ = load_files(shipped, csv_files(made))
    assert otherwise.state == "loaded"


def test_a_return_of_many_persons_is_consistent(read_only: Engine):
    files = csv_files(synthetic_return(400))
    report, *_ = check_files(read_only, files)
    assert issue_lines((report,)) == []
    assert [part.kind for part in report.parts] == ["ehc_assessments", "plans", "annual_reviews"]


def test_reading_stops_where_nobody_wants_it_any_more(made: Return):
    def stop(_step: str, _done: int, _of: int) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        SEN2_TABLES.read(csv_files(made), Shelf(), NO_LOAD_OPTIONS, stop)
    assert SEN2_TABLES.read(csv_files(made), Shelf(), NO_LOAD_OPTIONS, unwatched).parts


def test_a_person_without_a_request_makes_no_case(made: Return):
    add_person(made)
    assert len(part_rows(read(csv_files(made)), "ehc_assessments")) == 3
