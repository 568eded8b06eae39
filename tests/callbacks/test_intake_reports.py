"""What is told of files: small counts of children hidden, areas and faults named in words."""

from dataclasses import replace

from callbacks.uploads.reports import ReportFormatter, issues_record
from data.common.errors import Issue
from data.loading.load import FileReport

AREAS = {"E09000014": "Haringey"}
CASES = FileReport("a.csv", "ehc_assessments", "", "would_load", rows=300, new=2, changed=7,
                   unchanged=291, vanished=3)  # fmt: skip


def test_rows_of_cases_are_rounded_save_for_the_data_team():
    public = ReportFormatter(AREAS).file(CASES)
    assert (public["rows"], public["new"], public["vanished"]) == (
        "about 300",
        "fewer than 10",
        "fewer than 10",
    )
    assert public["words"] == (
        "about 300 rows: fewer than 10 new, fewer than 10 changed, about 290 unchanged. "
        "fewer than 10 cases that stood are not in it."
    )
    open_report = ReportFormatter(AREAS, shows_small=True).file(CASES)
    assert open_report["words"] == (
        "300 rows: 2 new, 7 changed, 291 unchanged. 3 cases that stood are not in it."
    )


def test_that_one_case_is_gone_is_not_said_by_the_verb():
    public = ReportFormatter(AREAS).file(replace(CASES, vanished=1))
    assert public["words"].endswith(" fewer than 10 cases that stood are not in it.")


def test_a_delivery_of_cases_is_counted_as_its_parts_are():
    parts = (replace(CASES, rows=3), replace(CASES, rows=240))
    whole = FileReport("a.zip", "", "", "would_load", rows=243, parts=parts, new=0)
    assert ReportFormatter(AREAS).file(whole)["rows"] == "about 250"
    assert ReportFormatter(AREAS, shows_small=True).file(whole)["rows"] == 243


def test_few_figures_are_not_few_children():
    figures = FileReport("a.csv", "observations", "", "would_load", rows=2, new=2, changed=0,
                         unchanged=0, areas=("E09000014",))  # fmt: skip
    assert ReportFormatter(AREAS).file(figures)["words"] == (
        "2 figures of 1 area: 2 new, 0 changed, 0 unchanged."
    )


def test_five_areas_are_named_and_the_rest_counted():
    codes = ("E09000014", *(f"E{number}" for number in range(153)))
    report = FileReport("a.zip", "", "", "would_load", areas=codes, area_names=(("E1", "Hackney"),))
    named = ReportFormatter(AREAS).named_areas(report)
    assert named["words"] == "Haringey, E0, Hackney, E2, E3 and 149 more"


def test_like_faults_are_told_together_and_all_are_counted():
    alike = [Issue(row, "value", "many", "a number", "Write a number.") for row in range(2, 45)]
    told = issues_record([*alike, Issue(0, "", "an empty file", "a header", "Export it again.")])
    assert told["issue_count"] == 44
    first, whole = told["issue_groups"]
    assert (first["rows_words"], first["count"]) == ("rows 2, 3, 4, 5, 6 and 38 more", 43)
    assert whole["rows_words"] == ""


def test_of_ten_thousand_faults_two_hundred_are_shown():
    told = issues_record([Issue(row, "value", f"x{row}", "a number", "") for row in range(10_000)])
    assert (len(told["issues"]), len(told["issue_groups"]), told["issues_left"]) == (
        200,
        200,
        9_800,
    )
