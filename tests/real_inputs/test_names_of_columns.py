"""Headings and codes that hold a forename by chance, and headings that are somebody's name."""

import pytest
from sqlalchemy import Engine

from data.files.csv_reader import read_extract
from data.loading.load import check_files
from data.opening.identify import identify
from tests.builders.files import OBSERVATION, csv_file, observations
from tests.real_inputs.inputs import input_file

CODES = ("BAS", "BBD", "BDF", "BDG", "BEN", "BEX", "BIR", "BKM", "BMH", "BNE", "BNH")


def test_a_column_of_places_is_read_by_its_name(read_only: Engine):
    file = input_file("place_name_column.csv")
    assert "discontinued_lea" in read_extract(file).names
    (report,) = check_files(read_only, [file])
    assert "person" not in str(report)
    assert "a common forename" not in str(report)


@pytest.mark.parametrize(
    "heading",
    ["discontinued_lea", "LEA code", "lea_name", "Grace period", "ross_total", "LEA funding gap",
     "New Frank", "not_known_to_lea", "Alex Green Road"],
)  # fmt: skip
def test_a_name_within_a_longer_heading_is_no_person(read_only: Engine, heading: str):
    (report,) = check_files(read_only, [observations({heading: "1"})])
    (issue,) = report.issues
    assert issue.fix == "Rename or remove it."


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        ("Aisha Khan", "as its first word"),
        ("aisha_khan", "as its first word"),
        ("Aisha Maryam Khan", "as its first word"),
        ("Khan, Aisha", "behind its comma"),
    ],
)
def test_a_heading_that_is_a_name_is_refused_and_not_repeated(
    read_only: Engine, heading: str, place: str
):
    (report,) = check_files(read_only, [observations({heading: "1"})])
    (issue,) = report.issues
    column = f"column {len(OBSERVATION) + 1}"
    found = f"what points at a person: a heading with a common forename {place}"
    assert (issue.row, issue.column, issue.found) == (1, column, found)
    assert not {"aisha", "khan"} & set(str(report).lower().replace("'", " ").split())


def test_a_code_that_spells_a_forename_is_no_name_among_codes():
    register = csv_file(*({"local-authority-code": code, "type": "a"} for code in CODES))
    assert [issue.column for issue in identify(register).issues if "a name" in issue.found] == []
    names = csv_file(*({"local-authority-code": name, "type": "a"} for name in (*CODES, "Ben")))
    assert [issue.found for issue in identify(names).issues if "a name" in issue.found] == [
        "a name in 2 cells (rows 6, 13)"
    ]


def test_days_under_a_heading_that_ends_in_date_are_no_birthdays():
    rows = [{"formattedDate": f"2023-{month:02}-01", "total": "1"} for month in range(1, 13)]
    assert [each for each in identify(csv_file(*rows)).issues if "birth" in each.found] == []
    untold = [{"when": row["formattedDate"], "total": "1"} for row in rows]
    assert [
        each.column for each in identify(csv_file(*untold)).issues if "birth" in each.found
    ] == ["when"]


@pytest.mark.parametrize(
    "heading", ["day_of_birth", "month_of_birth", "Year of birth", "Born date", "Date born"]
)
def test_a_part_of_a_birthday_is_personal(read_only: Engine, heading: str):
    (report,) = check_files(read_only, [observations({heading: "1"})])
    (issue,) = report.issues
    assert issue.expected == "no column that points at a person"
