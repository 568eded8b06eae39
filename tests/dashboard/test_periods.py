"""Periods in words, a year earlier, and when a figure should have arrived."""

from datetime import date

import pytest

from dashboard.text.periods import (
    expected_period_end,
    is_same_period_last_year,
    period_in_sentence,
    period_words,
)


@pytest.mark.parametrize(
    ("start", "end", "basis", "words"),
    [
        ("2023-03-01", "2023-03-31", "month", "March 2023"),
        ("2023-01-01", "2023-03-31", "ytd", "2023 to date (to March)"),
        ("2022-04-01", "2023-03-31", "rolling12", "12 months to March 2023"),
        ("2023-01-01", "2023-03-31", "quarter", "January to March 2023"),
        ("2022-12-01", "2023-02-28", "quarter", "December 2022 to February 2023"),
        ("2022-09-01", "2022-10-28", "half-term", "1 September 2022 to 28 October 2022"),
        ("2022-01-01", "2022-12-31", "year", "2022"),
        ("2016-09-01", "2017-08-31", "year", "academic year 2016/17"),
        ("2016-04-01", "2017-03-31", "year", "year to March 2017"),
        ("2016-08-01", "2017-07-31", "year", "year to July 2017"),
        ("2023-04-01", "2023-09-30", "ytd", "April to September 2023"),
        ("2023-09-01", "2024-03-31", "ytd", "September 2023 to March 2024"),
        ("2023-04-01", "2023-04-30", "ytd", "April 2023 to date"),
        ("2023-01-01", "2023-01-31", "ytd", "2023 to date (to January)"),
        ("2023-04-19", "2023-04-19", "snapshot", "19 April 2023"),
        (None, None, "snapshot", "date not published"),
    ],
)
def test_a_period_is_named_as_people_name_it(start, end, basis, words):
    first, last = (date.fromisoformat(day) if day else None for day in (start, end))
    assert period_words(first, last, basis) == words


def test_within_a_sentence_a_named_year_has_its_article():
    april, september = date(2022, 4, 1), date(2022, 9, 1)
    assert period_in_sentence(april, date(2023, 3, 31), "year") == "the year to March 2023"
    assert period_in_sentence(september, date(2023, 8, 31), "year") == "the academic year 2022/23"
    assert period_in_sentence(april, date(2022, 4, 30), "month") == "April 2022"


def test_the_same_period_last_year_goes_by_months_so_that_census_days_may_move():
    march = (date(2023, 3, 1), date(2023, 3, 31))
    assert is_same_period_last_year((date(2022, 3, 1), date(2022, 3, 31)), march)
    assert not is_same_period_last_year((date(2022, 2, 1), date(2022, 2, 28)), march)
    census = (date(2019, 1, 17), date(2019, 1, 17))
    assert is_same_period_last_year((date(2018, 1, 18), date(2018, 1, 18)), census)
    february = (date(2024, 2, 1), date(2024, 2, 29))
    assert is_same_period_last_year((date(2023, 2, 1), date(2023, 2, 28)), february)


@pytest.mark.parametrize(
    ("frequency", "today", "expected"),
    [
        ("monthly", "2026-11-21", "2026-09-30"),
        ("monthly", "2026-10-31", "2026-09-30"),
        ("monthly", "2026-10-30", "2026-08-31"),
        ("quarterly", "2026-11-21", "2026-09-30"),
        ("quarterly", "2026-10-15", "2026-06-30"),
        ("annual", "2026-11-21", "2025-12-31"),
        ("annual", "2026-01-10", "2024-12-31"),
    ],
)
def test_a_figure_is_due_a_month_after_its_period_ends(frequency, today, expected):
    assert expected_period_end(frequency, date.fromisoformat(today)).isoformat() == expected


@pytest.mark.parametrize(
    ("first_month", "today", "expected"),
    [
        (4, "2026-11-21", "2026-03-31"),
        (4, "2026-04-30", "2025-03-31"),
        (4, "2026-05-01", "2026-03-31"),
        (4, "2026-02-15", "2025-03-31"),
        (9, "2026-11-21", "2026-08-31"),
        (9, "2026-09-30", "2025-08-31"),
    ],
)
def test_a_year_that_begins_in_another_month_is_due_after_its_own_end(first_month, today, expected):
    day = date.fromisoformat(today)
    assert expected_period_end("annual", day, first_month).isoformat() == expected
