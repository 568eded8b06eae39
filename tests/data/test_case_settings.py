"""Settings for cases: which are refused, and what stands after one is loaded, undone or ended."""

import pytest
from sqlalchemy import Engine

from data.cases.read_snapshots import load_computed_figures
from data.files.csv_reader import ExtractFile
from data.loading.load import load_files
from tests.builders.case_files import FEBRUARY, HARINGEY, Row, extract, figures, load_one, undo
from tests.builders.files import csv_file, issue_lines

BAND = {"setting": "age_band_ehc", "area_code": HARINGEY, "value": "0-12"}
REFERRAL_BAND = {**BAND, "setting": "age_band_referrals"}


def settings(*changes: Row, name: str = "settings.csv") -> ExtractFile:
    return csv_file(*({**BAND, **change} for change in changes), name=name)


def ages(engine: Engine) -> list[str]:
    """The bands of age by which requests are told, each as often as it is told of one month."""
    frame = load_computed_figures(engine, [HARINGEY], ["ehc-requests"], bases=["month"])
    own = frame.loc[frame["breakdown"].str.startswith("age=")]
    newest = own.loc[own["period_end"] == own["period_end"].max()]
    return sorted(newest["breakdown"])


@pytest.mark.parametrize(
    ("rows", "issue"),
    [
        ([{}, {"value": "10-25"}], "3 value: 10-25"),
        ([{"value": "00-12"}], "2 value: 00-12"),
        ([REFERRAL_BAND, {**REFERRAL_BAND, "applies_from": "2022-01-01"}], "3 value: 0-12"),
        (
            [{"setting": "clocks", "value": "transfer_in", "applies_to": "2022-01-01"}],
            "2 applies_to: 2022-01-01",
        ),
        ([{"setting": "small_number_to", "value": "0"}], "2 value: 0"),
        ([{"setting": "small_number_to", "value": "3"}], "2 value: 3"),
        ([{"setting": "screen_outliers", "value": "perhaps"}], "2 value: perhaps"),
        ([{"area_code": "", "value": "5-11"}], "2 value: 5-11"),
    ],
)
def test_settings_by_which_cases_would_be_miscounted_are_refused(
    shipped: Engine, rows: list[Row], issue: str
):
    assert issue_lines(load_files(shipped, [settings(*rows)])) == [issue]


def test_bands_of_another_file_of_the_command_are_held_against_too(shipped: Engine):
    files = [settings({}, name="a.csv"), settings({"value": "11-15"}, name="b.csv")]
    (issue,) = [issue for report in load_files(shipped, files) for issue in report.issues]
    assert issue.expected == "a band that no age and day share with 0-12 (loaded before)"


def test_a_band_may_end_and_another_take_its_place(shipped: Engine):
    everywhere = {"area_code": "", "value": "5-10"}
    files = [
        settings(
            {**everywhere, "applies_to": "2022-12-31"},
            {"area_code": "", "value": "5-9", "applies_from": "2023-01-01"},
            {"area_code": "", "value": "10-10", "applies_from": "2023-01-01"},
        )
    ]
    assert issue_lines(load_files(shipped, files)) == []


def test_bands_of_age_at_referral_may_overlap(shipped: Engine):
    files = [settings(REFERRAL_BAND, {**REFERRAL_BAND, "value": "5-18"})]
    assert issue_lines(load_files(shipped, files)) == []


def test_an_undo_that_brings_a_band_back_counts_no_case_twice(shipped: Engine):
    load_one(shipped, extract("ehc_assessments", {"age_at_request": "11"}))
    load_one(shipped, settings({}, name="open.csv"))
    ending = load_one(shipped, settings({"applies_to": "2022-12-31"}, name="ended.csv"))
    load_one(shipped, settings({"applies_from": "2023-01-01"}, name="anew.csv"))
    assert ages(shipped) == ["age=0-12"]
    undo(shipped, ending)
    assert ages(shipped) == ["age=0-12"]


@pytest.mark.both_databases
def test_nothing_is_left_of_cases_that_are_undone_after_settings(shipped: Engine):
    cases = load_one(shipped, extract("ehc_assessments", {}))
    load_one(shipped, settings({}))
    undo(shipped, cases)
    assert load_computed_figures(shipped, [HARINGEY]).empty
    load_one(shipped, extract("ehc_assessments", {"case_id": "C2"}, cut_off=FEBRUARY))
    assert figures(shipped, "ehc-open")[FEBRUARY] == 1
    assert ages(shipped) == ["age=not_known"]
