"""The same child gets the same number, nobody gets the child back, and what leaves passes the gate."""

import csv
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.cli.main import main
from data.files.csv_reader import open_extract
from data.opening.identify import identify
from data.privacy.pseudonymise import (
    age_on,
    make_key,
    normalise_nhs_number,
    normalise_person_name,
    normalise_upn,
    pseudonym,
    read_key,
)
from tests.builders.case_files import Row
from tests.builders.files import csv_text

JANE = {
    "UPN": "H801200001001", "NHS Number": "943 476 5919", "Surname": "O'Neill", "Forename": "Zoë",
    "DOB": "12/05/2012", "Postcode": "N17 6XX", "Parent email": "jo@home.org", "Tel": "07700 900123",
    "area_code": "E09000014", "request_date": "01/09/2022",
}  # fmt: skip
OMAR = {
    **JANE, "UPN": "A123456789012", "NHS Number": "401 023 2137", "Surname": "Khan",
    "Forename": "Omar", "DOB": "2010-12-31", "request_date": "30/12/2022",
}  # fmt: skip
SECRETS = {"H801200001001", "943 476 5919", "9434765919", "O'Neill", "Zoë", "12/05/2012", "2012-05-12",
           "N17 6XX", "jo@home.org", "07700 900123", "Khan", "Omar", "A123456789012"}  # fmt: skip
Make = Callable[..., list[dict[str, str]]]


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A key of the test's own."""
    path = tmp_path / "key"
    make_key(path)
    return path


@pytest.fixture
def make(tmp_path: Path, key: Path) -> Make:
    """Pseudonymise rows by the command and return what it wrote."""

    def run(*rows: Row, options: tuple[str, ...] = ()) -> list[dict[str, str]]:
        number = len(list(tmp_path.iterdir()))
        source, out = tmp_path / f"in{number}.csv", tmp_path / f"out{number}.csv"
        source.write_text(csv_text(*rows), encoding="utf-8", newline="")
        given_key = ["--key-file", str(key), "--out", str(out)]
        assert main(["pseudonymise", str(source), *given_key, *options]) == 0
        with out.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return run


def number_of(make: Make, *rows: Row) -> list[str]:
    return [row["case_id"] for row in make(*rows)]


def test_what_points_at_a_person_is_dropped_and_told(make: Make, capsys):
    (row,) = make(JANE)
    told = capsys.readouterr().out
    assert list(row) == ["case_id", "area_code", "request_date"]
    assert not any(secret in f"{row}{told}" for secret in SECRETS)
    dropped = "upn, nhs_number, surname, forename, dob, postcode, parent_email, tel"
    assert f"Dropped: {dropped}." in told
    assert "from the UPN in 1 row." in told


def test_the_same_child_has_the_same_number_over_files_and_months(make: Make):
    january = number_of(make, JANE, OMAR)
    march = number_of(
        make, OMAR, {**JANE, "Surname": "Smith", "Postcode": "", "UPN": "h8012 0000 1001"}
    )
    assert january == march[::-1]
    assert january[0] != january[1]


def test_without_a_upn_the_nhs_number_tells_and_without_both_the_name_and_the_day(
    make: Make, capsys
):
    rows = [{**JANE, "UPN": ""}, {**JANE, "UPN": "", "NHS Number": "9434765919.0"}]
    first, second = number_of(make, *rows)
    assert first == second
    assert "from the NHS number in 2 rows" in capsys.readouterr().out
    nameless = {**JANE, "UPN": "", "NHS Number": ""}
    other = {**nameless, "Surname": "ONEILL ", "Forename": "zoe", "DOB": "2012-05-12"}
    first, second, third = number_of(make, nameless, other, {**other, "DOB": "13/05/2012"})
    assert first == second != third
    assert "from the name and date of birth in 3 rows" in capsys.readouterr().out


def test_a_upn_whose_check_letter_does_not_fit_is_not_used(make: Make):
    wrong = {**JANE, "UPN": "B801200001001"}
    assert number_of(make, wrong) == number_of(make, {**JANE, "UPN": ""})


def test_a_name_in_one_column_is_the_name_in_two(make: Make):
    row = {"Child name": "O'Neill, Zoë", "DOB": "12/05/2012", "area_code": "E09000014"}
    nameless = {**JANE, "UPN": "", "NHS Number": ""}
    assert number_of(make, row) == number_of(make, nameless)


@pytest.mark.parametrize("heading", ["Date born", "Born date", "dateborn"])
def test_a_day_of_birth_is_known_by_its_other_headings(make: Make, heading: str):
    row = {"Child name": "O'Neill, Zoë", heading: "12/05/2012", "area_code": "E09000014"}
    assert number_of(make, row) == number_of(make, {**JANE, "UPN": "", "NHS Number": ""})


def test_names_of_parents_are_no_part_of_the_number(make: Make):
    row = {"Forename": "Zoë", "Surname": "O'Neill", "DOB": "12/05/2012", "area_code": "E09000014"}
    assert number_of(make, {**row, "Parent surname": "Smith"}) == number_of(make, row)


def test_another_key_gives_another_number():
    assert pseudonym(b"a" * 32, "UPN", "H801200001001") != pseudonym(
        b"b" * 32, "UPN", "H801200001001"
    )
    assert pseudonym(b"a" * 32, "UPN", "1") != pseudonym(b"a" * 32, "NHS number", "1")


def test_a_date_of_birth_becomes_an_age(make: Make):
    rows = make(JANE, OMAR, options=("--age-on", "Request date"))
    assert [row["age_at_request"] for row in rows] == ["10", "11"]
    rows = make(JANE, OMAR, options=("--age-on", "31/12/2022"))
    assert [row["age"] for row in rows] == ["10", "12"]
    assert "dob" not in rows[0]


def test_what_it_writes_passes_the_gate(make: Make, tmp_path: Path):
    make(JANE, OMAR, options=("--age-on", "request_date"))
    (out,) = tmp_path.glob("out*.csv")
    extract = identify(open_extract(out))
    assert (extract.kind and extract.kind.name, extract.issues) == ("ehc_assessments", ())


def test_a_column_that_points_at_a_person_by_its_cells_is_dropped(make: Make):
    (row, _) = make({**JANE, "remark": "call 07700 900123"}, {**OMAR, "remark": ""})
    assert "remark" not in row


def test_only_what_is_to_be_kept_leaves(make: Make):
    (row,) = make({**JANE, "need": "ASD", "school": "North"}, options=("--keep", "need"))
    assert row == {"case_id": row["case_id"], "need": "ASD"}


@pytest.mark.parametrize(
    ("row", "options", "reason"),
    [
        ({**JANE, "UPN": "", "NHS Number": "", "DOB": ""}, (), "Nothing tells whose rows these are: 2."),
        (JANE, ("--keep", "surname"), "points at a person"),
        ({**JANE, "note": "N17 6XX"}, ("--keep", "note"), "note cannot leave"),
        (JANE, ("--keep", "nothing"), "no such column"),
        (JANE, ("--age-on", "nothing"), "neither a day nor a column"),
        ({**JANE, "case_id": "7"}, (), "has a column case_id already"),
        ({"a": "", "b": ""}, (), "a header and no rows"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said(
    tmp_path: Path, key: Path, capsys, row: Row, options: tuple[str, ...], reason: str
):
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(csv_text(row), encoding="utf-8")
    given_key = ["--key-file", str(key), "--out", str(out)]
    assert main(["pseudonymise", str(source), *given_key, *options]) == 1
    said = capsys.readouterr().err
    assert reason in said
    assert not any(secret in said for secret in SECRETS)
    assert not out.exists()


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path, capsys):
    path = tmp_path / "key"
    assert main(["pseudonymise", "--key-file", str(path), "--make-key"]) == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    key = read_key(path)
    assert len(key) == 32
    assert main(["pseudonymise", "--key-file", str(path), "--make-key"]) == 1
    assert "is there already" in capsys.readouterr().err
    assert read_key(path) == key


def test_a_short_key_and_a_file_that_is_there_are_refused(tmp_path: Path, key: Path, capsys):
    source = tmp_path / "in.csv"
    source.write_text(csv_text(JANE), encoding="utf-8", newline="")
    command = ["pseudonymise", str(source), "--out", str(source), "--key-file"]
    assert main([*command, str(key)]) == 1
    assert "is there already" in capsys.readouterr().err
    assert source.read_bytes() == csv_text(JANE).encode()
    short = tmp_path / "short"
    short.write_bytes(b"secret")
    assert main([*command, str(short)]) == 1
    assert "holds no key" in capsys.readouterr().err


@given(st.dates(), st.dates())
def test_an_age_counts_birthdays(birth, day):
    age = age_on(birth.isoformat(), day.isoformat())
    if day < birth:
        assert age == ""
    else:
        had = (day.month, day.day) >= (birth.month, birth.day)
        assert int(age) == day.year - birth.year - (0 if had else 1)


@given(st.lists(st.sampled_from(["Zoë", "Ann-Marie", "O’Neill", "van", "Łuc"]), min_size=1))
def test_a_name_is_one_name_in_any_order_and_case(words: list[str]):
    assert normalise_person_name(" ".join(words)) == normalise_person_name(
        ", ".join(reversed(words)).upper()
    )


def test_plain_numbers_are_those_that_are_right():
    assert normalise_upn(" h801-2000-01001 ") == "H801200001001"
    assert normalise_upn("B801200001001") == normalise_upn("") == ""
    assert (
        normalise_nhs_number("943-476-5919") == normalise_nhs_number("9434765919.0") == "9434765919"
    )
    assert normalise_nhs_number("9434765918") == ""
