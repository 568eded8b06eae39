"""A file is known by its header; columns that are unknown or point at a person are refused."""

import pytest
from sqlalchemy import Engine

from data.loading.load import check_files
from tests.builders.files import OBSERVATION, csv_text, issue_lines, observations, text_file

AREAS = "area_code,name,kind\nE06000001,Hartlepool,local_area\n"


@pytest.mark.parametrize(
    "column",
    ["Forename", "surname", "Child Name", "Date of Birth", "DOB", "UPN", "NHS number", "Postcode",
     "email", "E-mail address", "Telephone", "address", "Address 1", "parent_surname"],
)  # fmt: skip
def test_a_column_that_points_at_a_person_is_refused(read_only: Engine, column: str):
    (report,) = check_files(read_only, [observations({column: "somebody"})])
    (issue,) = report.issues
    assert report.state == "refused"
    assert "Personal identifiers are not accepted" in issue.fix


def test_an_unknown_column_is_refused_with_the_nearest_name(read_only: Engine):
    rows = {name: text for name, text in OBSERVATION.items() if name != "period_end"}
    (report,) = check_files(read_only, [text_file(csv_text({**rows, "period_ends": "2023-04-30"}))])
    assert issue_lines((report,)) == ["1 period_ends: period_ends", "1 period_end: no such column"]
    assert report.issues[0].fix == "Rename it period_end, or remove it."


def test_the_nearest_name_is_looked_for_only_so_often(read_only: Engine):
    strangers = {f"period_end{number}": "" for number in range(60)}
    rows = {name: text for name, text in OBSERVATION.items() if name != "period_end"}
    (report,) = check_files(read_only, [text_file(csv_text({**rows, **strangers}))])
    assert [issue.fix for issue in report.issues[:60]] == [
        *["Rename it period_end, or remove it."] * 50,
        *["Rename or remove it."] * 10,
    ]


def test_a_column_that_stands_twice_is_refused(read_only: Engine):
    text = "area_code,name,Name,kind\nE06000001,A,B,local_area\n"
    assert issue_lines(check_files(read_only, [text_file(text)])) == ["1 name: name"]


def test_a_file_separated_by_semicolons_is_told_so(read_only: Engine):
    (report,) = check_files(read_only, [text_file(AREAS.replace(",", ";"))])
    assert "comma" in report.issues[0].fix
