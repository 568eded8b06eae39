"""What is told of files: small counts of children hidden, areas and faults named in words."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbacks.uploads.reports import ReportFormatter, issues_record
from data.common.errors import Issue
from data.loading.load import FileReport

AREAS = {"E09000014": "Haringey"}
CASES = FileReport("a.csv", "ehc_assessments", "", "would_load", rows=300, new=2, changed=7,
                   unchanged=291, vanished=3)  # fmt: skip


def test_how_cases_differ_from_those_before_is_for_the_data_team_alone():
    report = ReportFormatter(AREAS, shows_small=True).file(CASES)
    assert (report["new"], report["vanished"]) == (2, 3)
    assert report["words"] == (
        "300 rows: 2 new, 7 changed, 291 unchanged. 3 cases that stood are not in it."
    )


@pytest.mark.parametrize("is_delivery", [False, True])
@given(counts=st.tuples(*[st.integers(0, 300)] * 5))
def test_a_report_of_cases_is_the_same_whatever_was_there_before(is_delivery, counts):
    names = ("new", "changed", "unchanged", "vanished", "figures")
    whole = FileReport("a.zip", "", "", "would_load", rows=300, new=0, format="SEN2")
    other = replace(CASES, **dict(zip(names, counts, strict=True)))
    one, same = (
        ReportFormatter(AREAS).file(replace(whole, parts=(each,)) if is_delivery else each)
        for each in (CASES, other)
    )
    assert one == same
    assert one["words"].startswith("300 rows. ")


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
