"""Windows of months, and the days on which a state is looked at."""

from datetime import date

import numpy as np
import pytest

from dashboard.measures.dates import FAR, day_number, days_of, months_later, weeks_of
from dashboard.measures.periods import CutOff, Windows, snapshot_days, windows_from
from tests.builders.case_frames import frame


def spans(windows: Windows, basis: str) -> list[tuple[str, str]]:
    """Give the first and last day of each window of a basis."""
    of_basis = windows.basis == basis
    starts, ends = windows.start[of_basis], windows.end[of_basis]
    return [(iso_day(start), iso_day(end)) for start, end in zip(starts, ends, strict=True)]


def iso_day(day: int) -> str:
    return str(np.datetime64(int(day), "D"))


def month_number(year: int, month: int) -> int:
    return (year - 1970) * 12 + month - 1


@pytest.fixture
def windows() -> Windows:
    day = date(2024, 5, 17)
    return windows_from(month_number(2023, 2), CutOff(day, day))


def test_months_run_from_the_first_event_to_the_month_of_the_cut_off(windows):
    months = spans(windows, "month")
    assert len(months) == 16
    assert months[0] == ("2023-02-01", "2023-02-28")
    assert months[12:] == [
        ("2024-02-01", "2024-02-29"), ("2024-03-01", "2024-03-31"), ("2024-04-01", "2024-04-30"),
        ("2024-05-01", "2024-05-31"),
    ]  # fmt: skip


def test_a_quarter_needs_all_its_months_and_its_last_day(windows):
    assert spans(windows, "quarter")[0] == ("2023-04-01", "2023-06-30")
    assert spans(windows, "quarter")[-1] == ("2024-01-01", "2024-03-31")


def test_a_year_to_date_needs_its_january(windows):
    to_date = spans(windows, "ytd")
    assert to_date[0] == ("2024-01-01", "2024-01-31")
    assert to_date[-1] == ("2024-01-01", "2024-05-31")


def test_twelve_months_need_the_eleven_before(windows):
    rolling = spans(windows, "rolling12")
    assert rolling[0] == ("2023-02-01", "2024-01-31")
    assert len(rolling) == 5


def test_a_year_that_began_before_the_first_event_is_no_window(windows):
    assert spans(windows, "year") == []


def test_only_the_month_of_the_cut_off_is_provisional_among_months(windows):
    of_months = windows.is_provisional[windows.basis == "month"]
    assert of_months.tolist() == [False] * 15 + [True]


def test_snapshots_are_month_ends_and_the_cut_off():
    day = date(2024, 3, 17)
    days = snapshot_days(day_number(date(2024, 1, 31)), CutOff(day, day))
    assert [iso_day(each) for each in days] == ["2024-01-31", "2024-02-29", "2024-03-17"]
    end = date(2024, 2, 29)
    assert len(snapshot_days(day_number(date(2024, 1, 31)), CutOff(end, end))) == 2


@pytest.mark.parametrize(
    ("day", "later"),
    [("2020-02-29", "2021-02-28"), ("2019-02-28", "2020-02-28"), ("2023-12-31", "2024-12-31")],
)
def test_a_year_later_is_the_same_day_or_28_february(day, later):
    days = np.array([day_number(date.fromisoformat(day)), FAR])
    assert months_later(days, 12).tolist() == [day_number(date.fromisoformat(later)), FAR]


def test_a_missing_date_is_far():
    dates = frame("advice", {"requested_date": "1970-01-02"}, {})["requested_date"]
    assert days_of(dates).tolist() == [1, FAR]


def test_weeks_end_with_their_seventh_day():
    weeks = weeks_of(np.array([-8, -7, -1, 0, 1, 7, 8, 140, 141]))
    assert weeks.tolist() == [-2, -1, -1, 0, 0, 0, 1, 19, 20]
