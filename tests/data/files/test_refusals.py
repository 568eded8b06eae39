"""What a file may not hold: each fault names its row, its column and the mend."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from data.files.csv_reader import ExtractFile
from data.loading.load import check_files, load_files
from tests.builders.files import (
    OBSERVATION,
    csv_file,
    example_rows,
    issue_lines,
    observations,
    targets,
)

YEAR = {"basis": "year", "period_start": "2013-01-01", "period_end": "2013-12-31"}


def faults_of(engine: Engine, *changes: dict[str, str]) -> list[str]:
    return issue_lines(check_files(engine, [observations(*changes)]))


@pytest.mark.parametrize(
    "change",
    [
        {"value": "82%"},
        {"value": "18-36"},
        {"value": "100"},
        {"value": "not_due"},
        {"value": "x", "numerator": "c", "denominator": "<5"},
        {"value": "81.8", "numerator": "18", "denominator": "22"},
        {"area_code": " E09000014 "},
        {"basis": "YTD", "period_start": "2023-01-01"},
        {"basis": "half term"},
        {"period_start": "01/04/2023", "period_end": "30/04/2023"},
        {"basis": "snapshot", "period_start": "2023-04-30"},
        {"basis": "rolling12", "period_start": "2022-05-01"},
        {"measure_id": "exclusion-ehcp", "value": "104.5"},
        {"measure_id": "newsletter-subscribers", "value": "3,265"},
        {"measure_id": "dsg-pressure", "value": "-1.5"},
        {"role": "", "provisional": "yes", "statistic": "p90"},
        {"framework_id": "ha-wsoa-2021", "source_document": "dfe-2025", "breakdown": "a=1;b=2"},
    ],
)
def test_a_row_that_is_clear_is_accepted(read_only: Engine, change: dict[str, str]):
    assert faults_of(read_only, change) == []


@pytest.mark.parametrize(
    ("change", "issue"),
    [
        ({"value": "101"}, "2 value: 101"),
        ({"value": "90-120"}, "2 value: 90-120"),
        ({"value": "-3"}, "2 value: -3"),
        ({"value": ""}, "2 value: a blank cell"),
        ({"value": "about 25"}, "2 value: about 25"),
        ({"measure_id": "newsletter-subscribers", "value": "82%"}, "2 value: 82%"),
        ({"numerator": "23", "denominator": "22"}, "2 numerator: 23"),
        ({"numerator": "-1"}, "2 numerator: -1"),
        ({"period_end": "2023-03-31"}, "2 period_end: 2023-03-31"),
        ({"period_start": "03/04/23"}, "2 period_start: 03/04/23"),
        ({"period_end": ""}, "2 period_end: a blank cell"),
        ({"area_code": "E09000041"}, "2 area_code: E09000041"),
        ({"area_code": ""}, "2 area_code: a blank cell"),
        ({"measure_id": "ehcp-20-week"}, "2 measure_id: ehcp-20-week"),
        ({"framework_id": "ha-wsoa-2012"}, "2 framework_id: ha-wsoa-2012"),
        ({"source_document": "dfe-2052"}, "2 source_document: dfe-2052"),
        ({"basis": "fortnight"}, "2 basis: fortnight"),
        ({"role": "target"}, "2 role: target"),
        ({"statistic": "average"}, "2 statistic: average"),
        ({"breakdown": "health"}, "2 breakdown: health"),
        ({"provisional": "perhaps"}, "2 provisional: perhaps"),
        ({"published_arrow": "sideways"}, "2 published_arrow: sideways"),
    ],
)
def test_a_row_that_is_not_is_refused(read_only: Engine, change: dict[str, str], issue: str):
    assert faults_of(read_only, change) == [issue]


@pytest.mark.parametrize(
    ("change", "issue"),
    [
        ({"value": "x"}, "2 value: x"),
        ({"operator": ""}, "2 operator: "),
        ({"operator": "at least"}, "2 operator: at least"),
        ({"role": "actual"}, "2 role: actual"),
        ({"period_start": "2023-01-01"}, "2 period_end: "),
        ({"role": "baseline", "operator": "", "value": "120"}, "2 value: 120"),
        ({"operator": "between"}, "2 value: 80"),
        ({"basis": "", "figure_bases": "months"}, "2 figure_bases: months"),
        ({"basis": "month", "figure_bases": "month"}, "2 figure_bases: month"),
        ({"framework_id": ""}, "2 framework_id: a blank cell"),
    ],
)
def test_a_target_that_is_not_clear_is_refused(
    read_only: Engine, change: dict[str, str], issue: str
):
    assert issue_lines(check_files(read_only, [targets(change)])) == [issue]


@pytest.mark.parametrize(
    "change",
    [
        {"value": "", "operator": "towards"},
        {"value": ""},
        {"value": "80-90", "operator": "between"},
        {"value": "120"},
        {"basis": "", "figure_bases": "month ytd"},
        {"role": "baseline", "operator": "", "value": "18-36"},
    ],
)
def test_a_target_without_a_number_or_with_two_and_a_baseline_band_are_accepted(
    read_only: Engine, change: dict[str, str]
):
    assert issue_lines(check_files(read_only, [targets(change)])) == []


def test_one_number_for_the_operator_between_is_answered_with_the_reason(read_only: Engine):
    (report,) = check_files(read_only, [targets({"operator": "between"})])
    assert report.issues[0].expected == "two numbers, such as 90-95%, for the operator between"


@pytest.mark.parametrize(
    ("kind", "change", "column"),
    [
        ("action_totals", {"completed": "3000000000"}, "completed"),
        ("priorities", {"number": "3000000000"}, "number"),
        ("measures", {"measure_id": "m" * 201}, "measure_id"),
        ("observations", {"breakdown": f"age={'5' * 200}"}, "breakdown"),
        ("observations", {"note": "n" * 200_000}, "note"),
    ],
)
@pytest.mark.both_databases
def test_what_is_longer_or_larger_than_the_store_can_hold_is_refused(
    read_only: Engine, kind: str, change: dict[str, str], column: str
):
    (report,) = check_files(read_only, [example_rows(kind, change)])
    assert [(issue.row, issue.column) for issue in report.issues] == [(2, column)]
    assert len(report.issues[0].found) < 250


@pytest.mark.both_databases
def test_what_the_store_can_just_hold_is_loaded(shipped: Engine):
    measure = example_rows("measures", {"measure_id": "m" * 200, "title": "t" * 20_000})
    breakdown = "age=" + "\U0001d7d9" * 196
    figure = observations({"measure_id": "m" * 200, "breakdown": breakdown})
    total = example_rows("action_totals", {"completed": "2147483647"})
    reports = load_files(shipped, [measure, figure, total])
    assert [report.state for report in reports] == ["loaded"] * 3


@pytest.mark.parametrize(
    ("kind", "change", "issue"),
    [
        ("frameworks", {"ends_on": "2020-12-31"}, "2 ends_on: 2020-12-31"),
        ("frameworks", {"area_code": "E09"}, "2 area_code: E09"),
        ("priorities", {"number": "1.5"}, "2 number: 1.5"),
        ("priorities", {"framework_id": "none"}, "2 framework_id: none"),
        ("measures", {"unit": "per cent"}, "2 unit: per cent"),
        ("measures", {"tolerance": "-5"}, "2 tolerance: -5"),
        ("priority_measures", {"priority_number": "9"}, "2 priority_number: 9"),
        ("actions", {"priority_number": "9"}, "2 priority_number: 9"),
        ("action_status", {"action_reference": "9.9"}, "2 action_reference: 9.9"),
        ("action_status", {"status": "nearly"}, "2 status: nearly"),
        ("action_measures", {"measure_id": "none"}, "2 measure_id: none"),
        ("action_totals", {"delayed": ""}, "2 delayed: a blank cell"),
        ("events", {"precision": "hour"}, "2 precision: hour"),
        ("commentary", {"priority_number": "7"}, "2 priority_number: 7"),
        ("commentary", {"kind": "praise"}, "2 kind: praise"),
    ],
)
def test_each_kind_holds_its_rows_to_its_own_rules(
    read_only: Engine, kind: str, change: dict[str, str], issue: str
):
    assert issue_lines(check_files(read_only, [example_rows(kind, change)])) == [issue]


def test_two_rows_for_one_key_are_refused_and_both_are_named(read_only: Engine):
    (report,) = check_files(read_only, [observations({}, YEAR, {"value": "81"})])
    (issue,) = report.issues
    assert (issue.row, issue.fix) == (4, "Keep one of rows 2 and 4.")
    assert "row 2" in issue.found


def test_two_rows_are_one_key_even_if_they_are_written_differently(read_only: Engine):
    first = {"breakdown": "b=2;a=1", "period_start": "2023-04-01", "basis": "Month"}
    second = {"breakdown": "a=1; b=2", "period_start": "01/04/2023", "basis": "month"}
    assert len(faults_of(read_only, first, second)) == 1


def test_all_faults_of_a_file_are_told_at_once_in_the_order_of_reading(read_only: Engine):
    found = faults_of(
        read_only,
        {"value": "101", "area_code": "E09"},
        YEAR,
        {**YEAR, "period_start": "03/04/13", "measure_id": "nothing", "value": "?"},
    )
    assert found == [
        "2 area_code: E09",
        "2 value: 101",
        "4 measure_id: nothing",
        "4 period_start: 03/04/13",
        "4 value: ?",
    ]


NOON = datetime(2023, 6, 15, 12, tzinfo=UTC)
AHEAD = {"period_start": "2023-07-01", "period_end": "2023-07-31"}


@pytest.mark.parametrize(
    "change",
    [
        {"published_on": "2023-06-15"},
        {"period_start": "2023-06-01", "period_end": "2023-06-30"},
        {**AHEAD, "value": "not_due"},
        {**AHEAD, "role": "forecast"},
    ],
)
def test_what_may_be_known_today_is_accepted(read_only: Engine, change: dict[str, str]):
    assert issue_lines(check_files(read_only, [observations(change)], now=NOON)) == []


@pytest.mark.parametrize(
    ("file", "issue"),
    [
        (observations({"published_on": "2023-06-16"}), "2 published_on: 2023-06-16"),
        (targets({"published_on": "16/06/2023"}), "2 published_on: 16/06/2023"),
        (example_rows("sources", {"published_on": "2023-06-16"}), "2 published_on: 2023-06-16"),
        (observations(AHEAD), "2 period_start: 2023-07-01"),
        (observations({**AHEAD, "value": "80-90"}), "2 period_start: 2023-07-01"),
    ],
)
def test_what_cannot_be_known_yet_is_refused(read_only: Engine, file: ExtractFile, issue: str):
    assert issue_lines(check_files(read_only, [file], now=NOON)) == [issue]


@pytest.mark.parametrize(
    ("basis", "start", "end", "wrong"),
    [
        ("month", "2023-04-02", "2023-04-30", "period_start"),
        ("month", "2023-04-01", "2023-04-29", "period_end"),
        ("month", "2023-04-01", "2023-05-31", "period_end"),
        ("month", "2024-02-01", "2024-02-28", "period_end"),
        ("snapshot", "2023-04-01", "2023-04-30", "period_end"),
        ("ytd", "2023-02-01", "2023-04-30", "period_start"),
        ("ytd", "2023-04-02", "2023-09-30", "period_start"),
        ("ytd", "2022-04-01", "2023-04-30", "period_end"),
        ("quarter", "2023-04-15", "2023-07-14", "period_start"),
        ("quarter", "2023-04-01", "2023-05-31", "period_end"),
        ("year", "2022-09-01", "2023-07-31", "period_end"),
        ("year", "2022-04-01", "2024-03-31", "period_end"),
        ("rolling12", "2022-05-01", "2023-03-31", "period_end"),
        ("half-term", "2023-04-17", "2023-04-28", "period_end"),
        ("half-term", "2023-01-01", "2023-04-30", "period_end"),
    ],
)
@pytest.mark.parametrize("kind", ["observations", "targets"])
def test_a_period_that_does_not_fit_its_basis_is_refused(
    read_only: Engine, kind: str, basis: str, start: str, end: str, wrong: str
):
    change = {"basis": basis, "period_start": start, "period_end": end}
    is_target = kind == "targets"
    file = targets({**change, "role": "baseline"}) if is_target else observations(change)
    (report,) = check_files(read_only, [file])
    assert [issue.column for issue in report.issues] == [wrong]


def test_a_target_may_be_for_every_month_of_a_year(read_only: Engine):
    year = {"basis": "month", "period_start": "2023-04-01", "period_end": "2024-03-31"}
    (report,) = check_files(read_only, [targets(year)])
    assert report.issues == ()


def test_a_fault_says_what_was_expected_and_the_mend(read_only: Engine):
    (report,) = check_files(read_only, [observations({"basis": "fortnight"})])
    (issue,) = report.issues
    assert issue.expected == "one of month, quarter, half-term, ytd, rolling12, year, snapshot"
    assert issue.fix


def test_an_unknown_name_is_answered_with_the_nearest_known(read_only: Engine):
    (report,) = check_files(read_only, [observations({"measure_id": "ehcp-20-week"})])
    assert "ehcp-20-weeks" in report.issues[0].fix


def test_the_nearest_known_is_looked_for_only_so_often_and_every_row_is_named(read_only: Engine):
    strangers = [{"measure_id": f"ehcp-20-weeks{number}"} for number in range(60)]
    (report,) = check_files(read_only, [observations(*strangers, *strangers[:1])])
    mends = [issue.fix for issue in report.issues if issue.column == "measure_id"]
    assert len(mends) == 61
    assert sum("ehcp-20-weeks" in fix for fix in mends) == 51


def test_each_bad_cell_is_named_in_its_own_row(read_only: Engine):
    found = faults_of(read_only, *({"value": "?!"[n % 2], "note": str(n)} for n in range(5)))
    assert [each for each in found if "value" in each] == [
        f"{n + 2} value: {'?!'[n % 2]}" for n in range(5)
    ]


def test_a_row_is_named_as_a_spreadsheet_shows_it(read_only: Engine):
    note = {"note": "two\nlines", "role": "forecast"}
    found = faults_of(read_only, note, {"note": "", "value": "101"})
    assert found == ["3 value: 101"]


def test_a_file_that_fits_no_kind_is_answered_with_what_is_missing(read_only: Engine):
    rows = {name: text for name, text in OBSERVATION.items() if name != "measure_id"}
    (report,) = check_files(read_only, [csv_file(rows)])
    assert issue_lines((report,)) == ["1 measure_id: no such column"]
    assert "observations" in report.issues[0].expected


def test_what_is_wrong_with_one_file_is_not_told_again_of_those_that_refer_to_it(read_only: Engine):
    measure = example_rows("measures", {"measure_id": "new-measure", "unit": "furlongs"})
    figure = observations({"measure_id": "new-measure"})
    assert issue_lines(check_files(read_only, [figure, measure])) == ["2 unit: furlongs"]
