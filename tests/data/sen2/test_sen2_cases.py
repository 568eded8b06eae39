"""A SEN2 return is read into the assessments, plans and reviews that it tells of."""

from datetime import date

import pytest

from data.common.load_options import LoadOptions
from tests.builders.sen2 import (
    Return,
    Row,
    Shelf,
    add,
    add_active,
    add_issued,
    add_request,
    csv_files,
    empty_return,
    part_rows,
    read,
    words_of,
    xml_file,
)

HISTORICAL = {"requestoutcome": "H", "receiveddate": ""}


def assessments(made: Return, standing: Shelf | None = None) -> list[Row]:
    return part_rows(read(csv_files(made), standing=standing), "ehc_assessments")


def plans(made: Return) -> list[Row]:
    return part_rows(read(csv_files(made)), "plans")


def reviews(made: Return) -> list[Row]:
    return part_rows(read(csv_files(made)), "annual_reviews")


def chosen(row: Row, *names: str) -> list[str]:
    return [row[name] for name in names]


@pytest.fixture
def made() -> Return:
    """A return of Tower Hamlets without persons."""
    return empty_return()


# Assessments


def test_a_request_that_led_to_a_plan_is_a_case_with_all_its_days(made: Return):
    request = add_issued(made, "2023-01-10", "2023-05-30", week20="1")
    add_active(made, request)
    assert assessments(made) == [
        {
            "case_id": f"SEN2-{request}",
            "request_date": "2023-01-10",
            "request_source": "school",
            "decision": "assess",
            "decision_date": "2023-02-14",
            "outcome": "issue",
            "outcome_date": "2023-05-30",
            "plan_issued_date": "2023-05-30",
            "exception": "yes",
            "age_at_request": "7",
            "primary_need": "asd",
            "sex": "male",
            "ethnicity": "white",
            "setting": "school",
            "clock": "request",
            "area_code": "E09000030",
            "cut_off": "2024-01-18",
            "coverage": "all",
        }
    ]


@pytest.mark.parametrize(
    ("code", "meaning", "day"),
    [
        ("Y", "assess", "2023-04-01"),
        ("N", "refuse", "2023-04-01"),
        ("W", "withdrawn", "2023-04-01"),
        ("y", "assess", "2023-04-01"),
        ("A", "", ""),
    ],
)
def test_a_decision_is_what_its_letter_means(made: Return, code: str, meaning: str, day: str):
    add_request(made, requestoutcome=code, requestoutcomedate=day)
    (row,) = assessments(made)
    assert chosen(row, "decision", "decision_date") == [meaning, day]


def test_a_letter_means_what_the_analyst_says(made: Return):
    add_request(made, requestoutcome="N", requestoutcomedate="2023-04-01")
    (row,) = assessments(made, Shelf().with_code("requestoutcome", "N", "withdrawn"))
    assert row["decision"] == "withdrawn"


def test_historical_requests_stay_out_and_are_counted(made: Return):
    for _ in range(3):
        add_request(made, **HISTORICAL)
    add_request(made)
    reading = read(csv_files(made))
    assert len(part_rows(reading, "ehc_assessments")) == 1
    assert "requests: 3 requests are historical" in words_of(reading, "left_out")


def test_a_historical_assessment_keeps_its_request_out_and_its_plan_in(made: Return):
    request = add_request(made, requestoutcome="Y", requestoutcomedate="2022-12-01")
    assessment = add(made, "assessment", request, assessmentoutcome="H")
    add(made, "namedplan", assessment, startdate="2022-12-20")
    add_active(made, request)
    reading = read(csv_files(made))
    assert part_rows(reading, "ehc_assessments") == []
    assert [row["issued_date"] for row in part_rows(reading, "plans")] == ["2022-12-20"]


def test_an_assessment_of_a_historical_request_counts_where_the_analyst_blanks_the_letter(
    made: Return,
):
    request = add_issued(made, "2022-11-01", "2023-03-01")
    made["requests"][0] |= {"requestoutcome": "H"}
    add_active(made, request)
    reading = read(csv_files(made))
    assert part_rows(reading, "ehc_assessments") == []
    assert "1 of the historical requests have an assessment" in words_of(reading, "difference")
    (row,) = assessments(made, Shelf().with_code("requestoutcome", "H", ""))
    assert chosen(row, "decision", "decision_date", "plan_issued_date") == ["", "", "2023-03-01"]


def test_an_unknown_letter_keeps_the_request_out_and_is_told_with_its_row(made: Return):
    add_request(made)
    add_request(made, requestoutcome="Q")
    reading = read(csv_files(made))
    assert len(part_rows(reading, "ehc_assessments")) == 1
    assert "1 cells hold a code (Q)" in words_of(reading, "unrecognised")
    assert "first in rows 3" in words_of(reading, "unrecognised")
    assert "1 requests have an outcome that sen2_codes lacks" in words_of(reading, "left_out")


def test_an_unknown_code_of_a_person_is_left_blank_and_not_repeated(made: Return):
    add_request(made, person={"sex": "Q", "ethnicity": "KHAN"})
    reading = read(csv_files(made))
    (row,) = part_rows(reading, "ehc_assessments")
    assert chosen(row, "sex", "ethnicity") == ["", ""]
    assert "KHAN" not in words_of(reading)
    assert "person, ethnicity: 1 cells hold a code that" in words_of(reading, "unrecognised")


def test_gender_stands_for_sex_in_older_returns(made: Return):
    add_request(made, person={"sex": "", "gendercurrent": "F"})
    assert assessments(made)[0]["sex"] == "female"


@pytest.mark.parametrize(
    ("born", "age"),
    [("2015-03-01", "8"), ("2015-03-02", "7"), ("2023-02-28", "0"), ("", ""), ("no day", "")],
)
def test_the_age_is_that_on_the_day_of_the_request(made: Return, born: str, age: str):
    add_request(made, receiveddate="2023-03-01", person={"personbirthdate": born})
    assert assessments(made)[0]["age_at_request"] == age


def test_cases_after_a_move_here_or_a_tribunal_are_on_another_clock(made: Return):
    moved = add_request(made)
    add_active(made, moved, transferla="309")
    decided = {"requestoutcome": "Y", "requestoutcomedate": "2023-06-01"}
    add_request(made, requesttribunal="1", **decided)
    add_request(made, requesttribunal="0", **decided)
    assert [row["clock"] for row in assessments(made)] == ["transfer_in", "tribunal", "request"]


def test_a_request_that_moved_away_undecided_is_left_out(made: Return):
    add_request(made, exported="309")
    add_request(made, exported="309", requestoutcome="W", requestoutcomedate="2023-06-01")
    assert [row["decision"] for row in assessments(made)] == ["withdrawn"]


def test_the_day_of_an_outcome_that_is_awaited_is_left_out_and_told(made: Return):
    add_request(made, requestoutcomedate="2023-06-01")
    reading = read(csv_files(made))
    assert part_rows(reading, "ehc_assessments")[0]["decision_date"] == ""
    assert "1 cases have the day of an outcome that is awaited" in words_of(reading)


# Plans


def test_active_plans_are_the_caseload_with_the_age_on_the_reference_date(made: Return):
    request = add_request(made, person={"personbirthdate": "2010-01-18"}, **HISTORICAL)
    assessment = add(made, "assessment", request, assessmentoutcome="H")
    add(made, "namedplan", assessment, startdate="2019-05-01")
    add_active(made, request)
    (row,) = plans(made)
    names = ("plan_id", "issued_date", "ceased_date", "age", "primary_need", "setting")
    assert chosen(row, *names) == [f"SEN2-{request}", "2019-05-01", "", "14", "asd", "school"]


def test_a_named_plan_that_ceased_is_a_plan_with_its_reason(made: Return):
    request = add_request(made, **HISTORICAL)
    assessment = add(made, "assessment", request, assessmentoutcome="H")
    ceased = {"ceasedate": "2023-07-31", "ceasereason": "3"}
    plan = add(made, "namedplan", assessment, startdate="2015-05-01", **ceased)
    add(made, "plandetail", plan, ukprn="10000001", placementrank="1")
    (row,) = plans(made)
    names = ("ceased_date", "cease_reason", "setting")
    assert chosen(row, *names) == ["2023-07-31", "higher_education", "post_16_provider"]


def test_a_named_plan_that_is_neither_ceased_nor_active_is_left_out_and_told(made: Return):
    add_issued(made, "2023-01-10", "2023-05-30")
    reading = read(csv_files(made))
    assert part_rows(reading, "plans") == []
    assert "1 named plans have neither ceased nor an active plan" in words_of(reading, "left_out")


@pytest.mark.parametrize(
    ("placements", "setting"),
    [
        ([{"urn": "1"}], "school"),
        ([{"sensetting": "EHE"}], "home_educated"),
        ([{"urn": "1", "senunitindicator": "1"}], "sen_unit"),
        ([{"urn": "1", "resourcedprovisionindicator": "true"}], "resource_base"),
        ([{"sensetting": "ZZZ", "urn": "1"}], ""),
        ([{"urn": "1", "placementrank": "2"}, {"sensetting": "OLA"}], "otherwise_by_the_authority"),
        ([{"urn": "1", "leavingdate": "2023-07-01"}, {"sensetting": "EHE"}], "home_educated"),
        ([{"urn": "1", "leavingdate": "2024-07-01"}], "school"),
        ([{"urn": "1", "leavingdate": "2023-07-01"}], ""),
        (
            [
                {"urn": "1", "entrydate": "2020-09-01"},
                {"sensetting": "EHE", "entrydate": "2023-09-01"},
            ],
            "home_educated",
        ),
    ],
)
def test_the_setting_is_that_of_the_first_placement_that_lasts(
    made: Return, placements: list[Row], setting: str
):
    plan = add(made, "activeplans", add_request(made))
    for placement in placements:
        add(made, "placementdetail", plan, **({"placementrank": "1"} | placement))
    assert [row["setting"] for row in plans(made)] == [setting]


def test_the_primary_need_is_that_of_the_first_rank(made: Return):
    plan = add(made, "activeplans", add_request(made))
    add(made, "senneed", plan, sentype="SEMH", sentyperank="2")
    add(made, "senneed", plan, sentype="SLCN", sentyperank="1")
    assert plans(made)[0]["primary_need"] == "slcn"


def test_two_needs_of_the_first_rank_leave_it_blank_and_are_told(made: Return):
    plan = add(made, "activeplans", add_request(made))
    for need in ("SEMH", "SLCN"):
        add(made, "senneed", plan, sentype=need, sentyperank="1")
    reading = read(csv_files(made))
    assert part_rows(reading, "plans")[0]["primary_need"] == ""
    assert "1 plans have two needs of the first rank" in words_of(reading, "difference")


@pytest.mark.parametrize(
    ("due", "kind"),
    [
        ("2024-03-31", "secondary_to_post16"),
        ("2024-02-15", "school"),
        ("2024-04-02", "post16_to_post16"),
    ],
)
def test_the_kind_of_a_transfer_follows_from_its_day(made: Return, due: str, kind: str):
    add_active(made, add_request(made), phasetransferduedate=due)
    (row,) = plans(made)
    assert chosen(row, "phase_transfer", "phase_transfer_due") == [kind, due]


# Reviews


def test_the_last_review_of_a_plan_is_an_annual_review(made: Return):
    days = {"reviewmeeting": "2023-05-01", "reviewdraft": "2023-05-20", "lastreview": "2023-05-25"}
    request = add_request(made)
    add_active(made, request, reviewoutcome="A", **days)
    (row,) = reviews(made)
    names = (
        "plan_id",
        "meeting_date",
        "draft_date",
        "decision",
        "decision_date",
        "final_plan_date",
    )
    told = [f"SEN2-{request}", "2023-05-01", "2023-05-20", "amend", "2023-05-25", ""]
    assert chosen(row, *names) == told


def test_a_plan_without_a_review_has_none(made: Return):
    add_active(made, add_request(made))
    assert reviews(made) == []


def test_a_transfer_is_that_of_the_review_before_it(made: Return):
    transfer = {"phasetransferduedate": "2024-02-15", "phasetransferfinaldate": "2024-01-10"}
    add_active(made, add_request(made), reviewmeeting="2023-10-10", **transfer)
    (row,) = reviews(made)
    assert chosen(row, "phase_transfer", "meeting_date", "final_plan_date") == [
        "school",
        "2023-10-10",
        "2024-01-10",
    ]


def test_a_transfer_that_was_final_before_the_last_review_is_a_review_of_its_own(made: Return):
    transfer = {"phasetransferduedate": "2023-02-15", "phasetransferfinaldate": "2023-02-01"}
    add_active(made, add_request(made), reviewmeeting="2023-10-10", **transfer)
    names = ("phase_transfer", "meeting_date", "final_plan_date")
    assert [chosen(row, *names) for row in reviews(made)] == [
        ["", "2023-10-10", ""],
        ["school", "", "2023-02-01"],
    ]


def test_a_review_whose_outcome_is_not_told_or_not_known_is_left_out(made: Return):
    add_active(made, add_request(made), reviewmeeting="2023-05-01", lastreview="2023-05-25")
    add_active(made, add_request(made), reviewmeeting="2023-05-01", reviewoutcome="Q")
    add_active(made, add_request(made), reviewmeeting="2023-06-01")
    reading = read(csv_files(made))
    (row,) = part_rows(reading, "annual_reviews")
    assert row["meeting_date"] == "2023-06-01"
    told = words_of(reading, "left_out")
    assert "1 reviews were decided (lastreview) without an outcome" in told
    assert "1 reviews have an outcome that sen2_codes lacks" in told


# Whose it is, and up to when


def test_the_authority_tells_the_area_and_the_reference_date_the_cut_off():
    made = empty_return(lea="309", reference=date(2023, 1, 19))
    add_request(made, receiveddate="2022-12-01")
    (row,) = assessments(made)
    assert chosen(row, "area_code", "cut_off", "coverage") == ["E09000014", "2023-01-19", "all"]


@pytest.mark.parametrize("given", ["", "E08000038"])
def test_the_number_or_a_newer_code_of_any_council_tells_its_area(given: str):
    made = empty_return(lea="370", reference=date(2023, 1, 19))
    add_request(made, receiveddate="2022-12-01")
    barnsley = Shelf(areas=[{"area_code": "E08000016", "name": "Barnsley", "kind": "local_area"}])
    reading = read(csv_files(made), LoadOptions(area_code=given), barnsley)
    (row,) = part_rows(reading, "ehc_assessments")
    assert row["area_code"] == "E08000016"
    assert "The return is of the authority" not in words_of(reading, "difference")


def test_what_is_given_at_the_load_comes_first_and_a_difference_is_told(made: Return):
    add_request(made)
    options = LoadOptions(date(2024, 1, 10), "changes", "E09000014")
    reading = read(csv_files(made), options)
    (row,) = part_rows(reading, "ehc_assessments")
    assert chosen(row, "area_code", "cut_off", "coverage") == ["E09000014", "2024-01-10", "changes"]
    assert "The return is of the authority 211 (E09000030)" in words_of(reading, "difference")


def test_an_authority_that_nobody_knows_is_asked_for():
    made = empty_return(lea="999")
    add_request(made)
    reading = read(csv_files(made))
    assert (reading.asks, reading.parts) == (("area_code",), ())


def test_an_area_that_is_not_listed_is_one_fault():
    made = empty_return(lea="204")
    add_request(made)
    (issue,) = read(csv_files(made)).issues
    assert (issue.column, issue.found) == ("area_code", "E09000012, of the authority 204")


def test_without_the_header_the_area_and_the_cut_off_are_asked_for(made: Return):
    add_request(made)
    tables = ("person", "requests", "assessment", "namedplan")
    assert read(csv_files(made, tables=tables)).asks == ("area_code", "cut_off")
    options = LoadOptions(date(2024, 1, 18), "", "E09000030")
    rows = part_rows(read(csv_files(made, tables=tables), options), "ehc_assessments")
    assert len(rows) == 1


def test_a_reference_date_that_is_no_day_is_a_fault(made: Return):
    add_request(made)
    made["sen2"][0]["referencedate"] = "2024-13-45"
    (issue,) = read(csv_files(made, day=str)).issues
    assert (issue.row, issue.column, issue.found) == (2, "referencedate", "2024-13-45")


def test_the_same_return_as_xml_tells_the_same_but_for_its_numbers(made: Return):
    request = add_issued(made, "2023-01-10", "2023-05-30")
    add_active(
        made, request, reviewmeeting="2023-11-01", reviewoutcome="M", lastreview="2023-11-20"
    )
    add_request(made, requestoutcome="N", requestoutcomedate="2023-04-01")
    tables, document = read(csv_files(made)), read([xml_file(made)])
    for kind in ("ehc_assessments", "plans", "annual_reviews"):
        own = {"case_id", "plan_id"}
        first, second = (
            [{name: row[name] for name in row if name not in own} for row in part_rows(each, kind)]
            for each in (tables, document)
        )
        assert first
        assert first == second
    numbered = [row["case_id"] for row in part_rows(document, "ehc_assessments")]
    assert numbered == ["SEN2-1", "SEN2-2"]
    assert "cases are numbered in its order" in words_of(document, "read_as")
