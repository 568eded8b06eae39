"""Settings for cases: which are refused, and what stands after one is loaded, undone or ended."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from dashboard.disclosure.marks import EARLIER, SHOWN
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


def test_what_is_hidden_at_an_extract_is_by_the_settings_up_to_it(shipped: Engine):
    """Five are shown until the area hides up to six, also where an undo decides of both days again."""
    requests = [{"case_id": f"C{at}", "request_date": "2023-01-10"} for at in range(5)]
    undone = load_on(shipped, 1, extract("ehc_assessments", {}))
    load_on(shipped, 2, extract("ehc_assessments", *requests, cut_off=FEBRUARY))
    load_on(shipped, 3, settings({"setting": "small_number_to", "value": "6"}))
    assert marks_of_january(shipped, 2) == {SHOWN}
    assert marks_of_january(shipped, 3) == {EARLIER}
    undo(shipped, undone)
    assert marks_of_january(shipped, 2) == {SHOWN}
    assert marks_of_january(shipped, 3) == {EARLIER}


def load_on(engine: Engine, day: int, file: ExtractFile) -> int:
    """Load a sound file on a day of March 2023; return its extract."""
    (report,) = load_files(engine, [file], now=datetime(2023, 3, day, 12, tzinfo=UTC))
    assert report.issues == ()
    return report.extract_id or 0


def marks_of_january(engine: Engine, day: int) -> set[int]:
    """Return the marks of the requests of January as known on a day of March 2023."""
    frame = load_computed_figures(
        engine, [HARINGEY], ["ehc-requests"], breakdowns=[""], as_of=date(2023, 3, day)
    )
    return set(frame.loc[frame["period_end"] == date(2023, 1, 31), "mark"])
