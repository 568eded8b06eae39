"""Every rule of an extract of cases: the row, the column and the mend are told, all at once."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from data.loading.load import LoadOptions, check_files
from tests.builders.case_files import HARINGEY, MARCH, TOWER_HAMLETS, Row, extract
from tests.builders.files import csv_file, issue_lines

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
CASE = "ehc_assessments"


def issues(engine: Engine, kind: str, *changes: Row, cut_off: str = MARCH) -> list[str]:
    """Return the faults of an extract of one kind."""
    return issue_lines(check_files(engine, [extract(kind, *changes, cut_off=cut_off)], now=NOON))


@pytest.mark.parametrize(
    ("kind", "change", "found"),
    [
        (CASE, {"decision": "assess", "decision_date": "2022-08-31"}, "decision_date: 2022-08-31"),
        (CASE, {"plan_issued_date": "2022-08-31"}, "plan_issued_date: 2022-08-31"),
        (CASE, {"draft_date": "2023-03-02", "plan_issued_date": "2023-03-01"},
         "plan_issued_date: 2023-03-01"),
        (CASE, {"plan_issued_date": "2023-04-01"}, "plan_issued_date: 2023-04-01"),
        (CASE, {"decision": "assess"}, "decision_date: "),
        (CASE, {"decision_date": "2022-10-01"}, "decision: "),
        (CASE, {"outcome": "issue"}, "outcome_date: "),
        (CASE, {"outcome": "not_issue", "outcome_date": "2022-12-01",
                "plan_issued_date": "2023-01-01"}, "plan_issued_date: 2023-01-01"),
        (CASE, {"decision": "refuse", "decision_date": "2022-10-01",
                "plan_issued_date": "2023-01-01"}, "plan_issued_date: 2023-01-01"),
        (CASE, {"age_at_request": "26"}, "age_at_request: 26"),
        (CASE, {"year_group": "21"}, "year_group: 21"),
        (CASE, {"primary_need": "XYZ"}, "primary_need: XYZ"),
        (CASE, {"locality": "a=b"}, "locality: a=b"),
        (CASE, {"area_code": "E09000015"}, "area_code: E09000015"),
        ("plans", {"transferred_in_date": "2021-02-28"}, "transferred_in_date: 2021-02-28"),
        ("plans", {"ceased_date": "2021-02-28"}, "ceased_date: 2021-02-28"),
        ("plans", {"cease_reason": "moved"}, "ceased_date: "),
        ("plans", {"phase_transfer": "school"}, "phase_transfer_due: "),
        ("plans", {"phase_transfer": "school", "phase_transfer_due": "2023-03-31"},
         "phase_transfer_due: 2023-03-31"),
        ("plans", {"phase_transfer": "secondary_to_post16", "phase_transfer_due": "2023-02-15"},
         "phase_transfer_due: 2023-02-15"),
        ("annual_reviews", {"decision": "amend", "decision_date": "2023-01-09"},
         "decision_date: 2023-01-09"),
        ("annual_reviews", {"draft_date": "2023-02-02", "final_plan_date": "2023-02-01"},
         "final_plan_date: 2023-02-01"),
        ("referrals", {"first_appointment_date": "2022-08-31"},
         "first_appointment_date: 2022-08-31"),
        ("referrals", {"closed_date": "2023-04-01"}, "closed_date: 2023-04-01"),
        ("referrals", {"close_reason": "discharged"}, "closed_date: "),
        ("referrals", {"referral_date": ""}, "referral_date: a blank cell"),
        ("feedback", {"question": "ehc-requests"}, "question: ehc-requests"),
        ("feedback", {"question": "no-such-measure"}, "question: no-such-measure"),
        ("feedback", {"answer": "perhaps"}, "answer: perhaps"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_is_refused(read_only: Engine, kind: str, change: Row, found: str):
    assert issues(read_only, kind, {}, {_number(kind): "second", **change}) == [f"3 {found}"]


def _number(kind: str) -> str:
    return {
        "ehc_assessments": "case_id",
        "plans": "plan_id",
        "annual_reviews": "plan_id",
        "referrals": "referral_id",
        "feedback": "response_id",
    }[kind]


@pytest.mark.parametrize(
    "change",
    [
        {"case_id": "9434765918"},
        {"case_id": "H80120000100"},
        {"request_date": ""},
        {"decision": "refuse", "decision_date": "2022-09-01"},
        {"plan_issued_date": MARCH, "outcome": "issue", "outcome_date": MARCH},
        {"year_group": "R", "sex": "F", "primary_need": "nsa", "exception": "Yes"},
        {"age_at_request": "0"},
        {"age_at_request": "25"},
    ],
)
def test_a_row_that_can_be_is_taken(read_only: Engine, change: Row):
    assert issues(read_only, CASE, change) == []


def test_all_faults_are_told_at_once_in_reading_order(read_only: Engine):
    rows = [{"case_id": "a", "age_at_request": "99"}, {"case_id": "b", "decision": "assess"}]
    found = issues(read_only, CASE, *rows, {"case_id": "a"})
    assert found == [
        "2 age_at_request: 99",
        "3 decision_date: ",
        "4 area_code: the same area_code, case_id as row 2",
    ]


def test_a_fault_says_what_was_expected_and_the_mend(read_only: Engine):
    file = extract(CASE, {"plan_issued_date": "2022-08-31"}, cut_off=MARCH)
    (issue,) = check_files(read_only, [file], now=NOON)[0].issues
    assert issue.expected == "a day not before request_date (2022-09-01)"
    assert issue.fix == "Check request_date and plan_issued_date: they may be swapped."


# Cut-off and coverage


def test_an_extract_that_says_neither_cut_off_nor_coverage_is_told_once(read_only: Engine):
    file = extract(CASE, {}, {"case_id": "C2"}, cut_off="", coverage="")
    (issue,) = check_files(read_only, [file], now=NOON)[0].issues
    assert (issue.row, issue.expected) == (
        0,
        "the cut_off and coverage of the extract, in columns of that name or given at the load",
    )


def test_what_was_given_at_the_load_stands_for_what_is_blank(read_only: Engine):
    file = csv_file({"case_id": "C1", "area_code": HARINGEY, "request_date": "2023-03-31"})
    options = LoadOptions(date(2023, 3, 31), "changes")
    assert issue_lines(check_files(read_only, [file], now=NOON, options=options)) == []
    early = LoadOptions(date(2023, 3, 30), "changes")
    assert issue_lines(check_files(read_only, [file], now=NOON, options=early)) == [
        "2 request_date: 2023-03-31"
    ]


def test_a_file_has_one_cut_off_and_one_coverage(read_only: Engine):
    rows = [
        {},
        {"case_id": "C2", "cut_off": "2023-02-28"},
        {"case_id": "C3", "coverage": "changes"},
    ]
    assert issues(read_only, CASE, *rows) == ["3 cut_off: 2023-02-28", "4 coverage: changes"]


def test_what_was_given_must_not_differ_from_what_the_file_says(read_only: Engine):
    rows = [{"cut_off": ""}, {"case_id": "C2"}]
    options = LoadOptions(date(2023, 2, 28))
    files = [extract(CASE, *rows, cut_off=MARCH)]
    assert issue_lines(check_files(read_only, files, now=NOON, options=options)) == [
        "3 cut_off: 2023-03-31"
    ]


def test_a_cut_off_cannot_lie_ahead(read_only: Engine):
    assert issues(read_only, CASE, {}, cut_off="2026-06-16") == ["0 cut_off: 2026-06-16"]
    assert issues(read_only, CASE, {}, cut_off="2026-06-15") == []


# Advice and its case


def test_advice_takes_the_area_of_its_case(read_only: Engine):
    files = [extract(CASE, {}), extract("advice", {}, {"sector": "education"})]
    assert issue_lines(check_files(read_only, files, now=NOON)) == []


def test_advice_without_its_case_is_refused(read_only: Engine):
    files = [extract(CASE, {}), extract("advice", {"case_id": "C9"})]
    assert issue_lines(check_files(read_only, files, now=NOON)) == ["2 case_id: C9"]


def test_advice_whose_case_two_areas_have_must_name_one(read_only: Engine):
    cases = extract(CASE, {}, {"area_code": TOWER_HAMLETS})
    named = {"area_code": TOWER_HAMLETS, "sector": "education"}
    files = [cases, extract("advice", {"area_code": ""}, named)]
    assert issue_lines(check_files(read_only, files, now=NOON)) == ["2 area_code: "]


def test_advice_in_another_area_than_its_case_is_refused(read_only: Engine):
    files = [extract(CASE, {}), extract("advice", {"area_code": TOWER_HAMLETS})]
    assert issue_lines(check_files(read_only, files, now=NOON)) == ["2 case_id: C1"]
