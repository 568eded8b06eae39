"""No cell of a case may point at a person, whatever its column is called."""

import pytest
from sqlalchemy import Engine

from data.load import check_files
from tests.data.made import told
from tests.data.made_cases import Row, extract


@pytest.mark.parametrize(
    ("kind", "row", "expected"),
    [
        ("ehc_assessments", {"case_id": "943-476-5919"}, "a number that is no NHS number"),
        ("ehc_assessments", {"case_id": "943 476 5919"}, "a number that is no NHS number"),
        ("ehc_assessments", {"case_id": "a1234 5678 9012"}, "a number that is no UPN"),
        ("ehc_assessments", {"case_id": "jane@home.org"}, "a number that is no e-mail address"),
        ("ehc_assessments", {"case_id": "Smith, Jane"}, "a number that is no name"),
        ("ehc_assessments", {"locality": "N17 6XX"}, "a word that is no postcode"),
        ("ehc_assessments", {"request_source": "jo@home.org"}, "a word that is no e-mail address"),
        ("plans", {"plan_id": "9434765919"}, "a number that is no NHS number"),
        ("advice", {"sector": "Dr Who, SW1A 1AA"}, "a word that is no postcode"),
        ("referrals", {"referral_id": "n17 6xx"}, "a number that is no postcode"),
        ("feedback", {"response_id": "A123456789012"}, "a number that is no UPN"),
    ],
)
def test_what_points_at_a_person_is_refused(read_only: Engine, kind: str, row: Row, expected: str):
    (report,) = check_files(read_only, [extract(kind, row)])
    (column,) = row
    found = [fault for fault in report.faults if fault.column == column]
    assert expected in [fault.expected for fault in found]
    assert any(fault.mend.startswith("Personal identifiers are not accepted") for fault in found)


@pytest.mark.parametrize(
    "number", ["C1", "A-2023-0412", "9434765918", "3f2b9c", "Case 12", "deadbeef", "2023/0412"]
)
def test_a_case_systems_own_number_is_taken(read_only: Engine, number: str):
    assert told(check_files(read_only, [extract("ehc_assessments", {"case_id": number})])) == []
