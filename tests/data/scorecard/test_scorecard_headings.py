"""Which stretch of time each column of a scorecard is of; what may be several is left out."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.text.periods import day_words
from data.common.load_options import LoadOptions
from data.formats.base import ReadResult
from data.formats.scorecard.reader import recognises
from tests.builders.files import text_file
from tests.builders.scorecard import (
    CONFIRMED,
    MONTHS,
    PLANS,
    figures,
    note_lines,
    read,
    table,
    values,
)

# What each heading is of, beside months of another year; nothing where it is left out.
PLAIN = {
    "Apr-22": "month 2022-04-01 2022-04-30",
    "Apr 2022": "month 2022-04-01 2022-04-30",
    "April 2022": "month 2022-04-01 2022-04-30",
    "April, 2022": "month 2022-04-01 2022-04-30",
    "Apr.22": "month 2022-04-01 2022-04-30",
    "2022 April": "month 2022-04-01 2022-04-30",
    "2022-Apr": "month 2022-04-01 2022-04-30",
    "2022M4": "month 2022-04-01 2022-04-30",
    "Sept ’22": "month 2022-09-01 2022-09-30",
    "2022-04": "month 2022-04-01 2022-04-30",
    "04/2022": "month 2022-04-01 2022-04-30",
    "Feb-24": "month 2024-02-01 2024-02-29",
    "Apr-22 (provisional)": "month 2022-04-01 2022-04-30",
    "Actual Apr-22": "month 2022-04-01 2022-04-30",
    "Q1 22/23": "quarter 2022-04-01 2022-06-30",
    "Q1 2022/23": "quarter 2022-04-01 2022-06-30",
    "Q1 FY22/23": "quarter 2022-04-01 2022-06-30",
    "Qtr 2 2022-23": "quarter 2022-07-01 2022-09-30",
    "Quarter 3 2022/2023": "quarter 2022-10-01 2022-12-31",
    "2022/23 Q4": "quarter 2023-01-01 2023-03-31",
    "2022-23 Quarter 4": "quarter 2023-01-01 2023-03-31",
    "Q1 2022/23 (Apr-Jun)": "quarter 2022-04-01 2022-06-30",
    "Q1 (Apr-Jun 2022)": "quarter 2022-04-01 2022-06-30",
    "Apr - Jun 2022 (Q1)": "quarter 2022-04-01 2022-06-30",
    "Jul – Sep 2022": "quarter 2022-07-01 2022-09-30",
    "July to September 2022": "quarter 2022-07-01 2022-09-30",
    "Dec 21 - Feb 22": "quarter 2021-12-01 2022-02-28",
    "01/04/2022 - 30/06/2022": "quarter 2022-04-01 2022-06-30",
    "Apr 2021 to Mar 2022": "year 2021-04-01 2022-03-31",
    "Jan-Dec 2022": "year 2022-01-01 2022-12-31",
    "FY 2021/22": "year 2021-04-01 2022-03-31",
    "FY21/22": "year 2021-04-01 2022-03-31",
    "Financial year 2021-22": "year 2021-04-01 2022-03-31",
    "2021/22 financial year": "year 2021-04-01 2022-03-31",
    "Year to March 2022": "year 2021-04-01 2022-03-31",
    "Year ending 31 March 2022": "year 2021-04-01 2022-03-31",
    "Academic year 2021/22": "year 2021-09-01 2022-08-31",
    "AY 2021/22": "year 2021-09-01 2022-08-31",
    "2021/22 academic year": "year 2021-09-01 2022-08-31",
    "Calendar year 2022": "year 2022-01-01 2022-12-31",
    "CY2022": "year 2022-01-01 2022-12-31",
    "Rolling 12 months to Mar-22": "rolling12 2021-04-01 2022-03-31",
    "12 months to March 2022": "rolling12 2021-04-01 2022-03-31",
    "Sep 2022/23": "month 2022-09-01 2022-09-30",
    "Jan 2022/23": "month 2023-01-01 2023-01-31",
    "Sep-Nov 2022/23": "quarter 2022-09-01 2022-11-30",
    "Apr-Mar 2021/22": "year 2021-04-01 2022-03-31",
    "Apr-Sep 2022": "ytd 2022-04-01 2022-09-30",
    "Jan–Jun 2022": "ytd 2022-01-01 2022-06-30",
    "Sep 2021 to Mar 2022": "ytd 2021-09-01 2022-03-31",
    "YTD Apr-Jun 2022": "ytd 2022-04-01 2022-06-30",
    "Apr 22 - Mar 23 cumulative": "ytd 2022-04-01 2023-03-31",
    "FYTD Sep-22": "ytd 2022-04-01 2022-09-30",
    "Financial YTD to Sep 22": "ytd 2022-04-01 2022-09-30",
    "Academic year to date Mar 22": "ytd 2021-09-01 2022-03-31",
    "Calendar YTD (Sep 22)": "ytd 2022-01-01 2022-09-30",
    "01/09/2022 - 21/10/2022": "half-term 2022-09-01 2022-10-21",
    "1 Sep 2022 to 21 Oct 2022": "half-term 2022-09-01 2022-10-21",
    "2022-09-01 to 2022-10-21": "half-term 2022-09-01 2022-10-21",
    "HT1 2022/23 (01/09/2022-21/10/2022)": "half-term 2022-09-01 2022-10-21",
}
UNCLEAR = {
    "45017": "a spreadsheet counts 1 April 2023 so: write Apr-23",
    "01/04/2022": "may stand for its day or its month",
    "2022-04-01": "may stand for its day or its month",
    "15/04/2022": "may stand for its day or its month",
    "04/13/2022": "no day of the calendar",
    "31/04/2022": "no day of the calendar",
    "As at 31/03/2022": "names a day",
    "2022": "calendar, a financial or an academic year",
    "2022/23": "financial or an academic year",
    "2022-23": "financial or an academic year",
    "202223": "financial or an academic year",
    "Outturn 2022/23": "financial or an academic year",
    "2022/24": "do not follow each other",
    "2011-12": "a month or the year 2011/12",
    "FY24": "2023/24 or 2024/25",
    "FY2024": "2023/24 or 2024/25",
    "Q1 FY24": "2023/24 or 2024/25",
    "FY24 Q1": "2023/24 or 2024/25",
    "Q1": "of which year",
    "Q1 2022": "of which kind of year",
    "2022Q2": "of which kind of year",
    "2022-Q2": "of which kind of year",
    "Q1 2022/23 (May-Jul)": "not those of that quarter",
    "22-Apr": "a day or a month",
    "April": "does not say its year",
    "Apr-Jun": "does not say its year",
    "Q1 (Apr-Jun)": "does not say its year",
    "YTD Sep": "does not say its year",
    "Sep YTD": "does not say its year",
    "Jan-Dec 2022/23": "within one year",
    "Jun 2023 - Jan 2022": "comes before its first",
    "Apr-Jun 2022/23": "of a financial or an academic year",
    "YTD Mar 2022/23": "of a financial or an academic year",
    "Month 1": "which month",
    "May-Jun 2022": "2 months from May",
    "Oct 2022 - Mar 2023": "6 months from October",
    "YTD May-Jul 2022": "begins in January, April or September",
    "H1 2022/23": "half a year",
    "Autumn 2022": "days of a term differ",
    "Autumn term 2022/23": "days of a term differ",
    "Spring Term 23": "days of a term differ",
    "Term 1 2022/23": "days of a term differ",
    "2022/23 Summer": "days of a term differ",
    "HT1 2022/23": "days of a half term differ",
    "Half term 3 2022/23": "days of a half term differ",
    "01/09/2022 - 05/09/2022": "5 days are no half term",
    "21/10/2022 - 01/09/2022": "last day comes before its first",
    "w/c 03/04/2022": "a week is too short",
    "W/E 9 April": "a week is too short",
    "Week 14": "a week is too short",
    "2022-W14": "a week is too short",
    "YTD 2022/23": "does not say its last month",
}
NO_TIME = ("Age 5-16", "10-11", "5-16", "1-4", "1/2", "Year 11", "Change", "Total", "n", "Rank")


def read_beside_months(heading: str, options: LoadOptions = CONFIRMED) -> ReadResult:
    months = f"Measure | {heading} | Jan-21 | Feb-21 | Mar-21"
    return read(months, f"{PLANS} | 70% | 1% | 2% | 3%", options=options)


@pytest.mark.parametrize(("heading", "period"), PLAIN.items())
def test_headings_that_say_their_time(heading: str, period: str):
    found = [" ".join(row[1:4]) for row in figures(read_beside_months(heading)) if row[4] == "70%"]
    later_than_today = period.split()[1] > "2023-06-01"
    assert found == ([] if later_than_today else [period])


@pytest.mark.parametrize(("heading", "reason"), UNCLEAR.items())
def test_a_heading_that_may_mean_several_times_is_left_out_with_its_reason(
    heading: str, reason: str
):
    reading = read_beside_months(heading)
    assert values(reading) == ["1%", "2%", "3%"]
    (note,) = (each for each in note_lines(reading, "left_out") if each.startswith(heading))
    assert "The column is left out: " in note
    assert reason in note


@pytest.mark.parametrize("heading", NO_TIME)
def test_what_is_no_time_is_no_period(heading: str):
    reading = read_beside_months(heading)
    assert values(reading) == ["1%", "2%", "3%"]
    assert not any(
        each.startswith(heading) and "column is left out" in each
        for each in note_lines(reading, "left_out")
    )


@pytest.mark.parametrize(("heading", "reason"), UNCLEAR.items())
def test_a_sheet_without_a_clear_time_is_refused_with_the_reason_of_each_heading(
    heading: str, reason: str
):
    row = f"{PLANS} | 70% | 71% | 72%"
    reading = read(f"Indicator | {heading} | {heading} | {heading}", row)
    if reading.asks:
        assert reading.asks == ("year_kind",)
        return
    assert {issue.column for issue in reading.issues} == {heading}
    assert all(reason.lower() in issue.fix.lower() for issue in reading.issues)


@pytest.mark.parametrize(
    "days",
    [
        "01/04/2022 | 01/05/2022 | 01/06/2022",
        "30/04/2022 | 31/05/2022 | 30/06/2022",
        "2022-04-01 | 2022-05-01 | 2022-06-01",
        "2022-04-30 | 2022-05-31 | 2022-06-30",
        "2022-04-01 00:00:00 | 2022-05-01 00:00:00 | 2022-06-01 00:00:00",
        "1 April 2022 | 1 May 2022 | 1 June 2022",
        "01.04.22 | 01.05.22 | 01.06.22",
        "30th Apr 22 | 31st May 22 | 30th Jun 22",
    ],
)
def test_days_are_their_months_where_all_are_the_first_or_the_last_of_one(days: str):
    reading = read(f"Measure | {days}", f"{PLANS} | 70% | 71% | 80%")
    assert [row[1:4] for row in figures(reading)] == [
        ("month", "2022-04-01", "2022-04-30"),
        ("month", "2022-05-01", "2022-05-31"),
        ("month", "2022-06-01", "2022-06-30"),
    ]
    assert f"{days.partition(' |')[0]} is read as April 2022" in " ".join(
        note_lines(reading, "read_as")
    )


@pytest.mark.parametrize(
    "days",
    [
        "04/01/2022 | 05/01/2022 | 06/01/2022",
        "01/04/2022 | 30/05/2022 | 01/06/2022",
        "30/06/2022 | 30/09/2022 | 31/12/2022",
        "31/03/2020 | 31/03/2021 | 31/03/2022",
    ],
)
def test_other_days_are_no_months(days: str):
    reading = read(f"Measure | {days}", f"{PLANS} | 70% | 71% | 80%")
    assert len(reading.issues) == 3
    assert reading.parts == ()


@pytest.mark.parametrize(
    ("headings", "periods"),
    [
        (
            "Jan-Mar 2022 | Jan-Jun 2022 | Jan-Sep 2022 | Jan-Dec 2022",
            ["ytd 2022-03-31", "ytd 2022-06-30", "ytd 2022-09-30", "ytd 2022-12-31"],
        ),
        (
            "Apr-Jun 2021 | Apr-Sep 2021 | Apr-Dec 2021 | Apr 2021 - Mar 2022",
            ["ytd 2021-06-30", "ytd 2021-09-30", "ytd 2021-12-31", "ytd 2022-03-31"],
        ),
        (
            "Apr-Jun 2021 | Jul-Sep 2021 | Oct-Dec 2021 | Apr-Sep 2021",
            ["quarter 2021-06-30", "quarter 2021-09-30", "quarter 2021-12-31", "ytd 2021-09-30"],
        ),
        (
            "Apr-Jun 2021 | Jul-Sep 2021 | Oct-Dec 2021 | Apr 2021-Mar 2022",
            ["quarter 2021-06-30", "quarter 2021-09-30", "quarter 2021-12-31", "year 2022-03-31"],
        ),
    ],
)
def test_ranges_of_months_that_grow_are_years_to_date(headings: str, periods: list[str]):
    reading = read(f"Measure | {headings}", f"{PLANS} | 70% | 71% | 72% | 73%")
    found = {row[4]: f"{row[1]} {row[3]}" for row in figures(reading)}
    assert [found[value] for value in ("70%", "71%", "72%", "73%")] == periods


def test_months_turned_round_by_a_spreadsheet_are_read_where_all_of_them_are():
    reading = read("Measure | 22-Oct | 22-Nov | 23-Jan", f"{PLANS} | 70% | 71% | 80%")
    assert [row[2] for row in figures(reading)] == ["2022-10-01", "2022-11-01", "2023-01-01"]
    assert "22-Oct is read as October 2022" in " ".join(note_lines(reading, "read_as"))


@pytest.mark.parametrize("headings", ["01-Apr | 01-May | 01-Jun", "22-Apr | 22-Apr | 22-May"])
def test_days_of_one_year_are_no_months_turned_round(headings: str):
    reading = read(f"Measure | {headings}", "EHC | 1 | 2 | 3")
    assert {issue.fix for issue in reading.issues} == {
        "It may be a day or a month: write it as Apr-22."
    }
    assert not recognises(text_file(table(f"Area | {headings}", "EHC | 1 | 2 | 3")))


def test_the_same_month_twice_is_left_out():
    reading = read("Measure | Jan-23 | Feb-23 | Mar-23 | Mar 2023", f"{PLANS} | 1% | 2% | 3% | 4%")
    assert values(reading) == ["1%", "2%"]


APRIL_ON = "Measure | Apr-22 | May-22 | Jun-22"
JANUARY_ON = "Measure | YTD Jan-23 | YTD Feb-23 | YTD Mar-23"


@pytest.mark.parametrize(
    ("title", "headings", "start"),
    [
        ("SEND scorecard, financial year", JANUARY_ON, "2022-04-01"),
        ("SEND scorecard, academic year", JANUARY_ON, "2022-09-01"),
        ("SEND scorecard, calendar year 2023", JANUARY_ON, "2023-01-01"),
        ("SEND scorecard Q4 2022/23", JANUARY_ON, "2022-04-01"),
        ("SEND scorecard", f"{JANUARY_ON} | FY 2021/22", "2022-04-01"),
        ("SEND scorecard 2022/23", "Measure | YTD Apr-22 | YTD May-22 | YTD Jun-22", "2022-04-01"),
        ("SEND scorecard 2021/22", "Measure | YTD Jun-22 | YTD Jul-22 | YTD Aug-22", "2021-09-01"),
        (
            "SEND scorecard",
            "Measure | YTD Apr-22 | YTD May-22 | YTD Jun-22 | 2022/23",
            "2022-04-01",
        ),
        ("SEND scorecard (fin. year)", f"{APRIL_ON} | YTD", "2022-04-01"),
    ],
)
def test_the_words_of_a_sheet_say_where_its_year_to_date_begins(
    title: str, headings: str, start: str
):
    cells = [str(50 + at) + "%" for at in range(headings.count("|"))]
    reading = read(title, headings, " | ".join((PLANS, *cells)))
    assert reading.asks == ()
    to_date = {row[2] for row in figures(reading) if row[1] == "ytd"}
    assert to_date == {start}
    day = day_words(date.fromisoformat(start))
    assert f"Its year began on {day}." in " ".join(note_lines(reading, "read_as"))


@pytest.mark.parametrize(
    ("title", "headings"),
    [
        ("SEND scorecard", JANUARY_ON),
        ("SEND scorecard 2022/23", JANUARY_ON),
        ("Financial year and academic year", JANUARY_ON),
        ("SEND scorecard", f"{MONTHS} | YTD"),
        ("SEND scorecard", f"{APRIL_ON} | YTD Jun-22"),
        ("SEND scorecard", "Measure | 2020/21 | 2021/22 | 2022/23"),
        ("SEND scorecard", "Indicator | 2021Q2 | 2021Q3 | 2021Q4"),
    ],
)
def test_where_they_do_not_it_is_asked(title: str, headings: str):
    cells = [str(50 + at) + "%" for at in range(headings.count("|"))]
    reading = read(title, headings.replace("Measure", "Indicator"), " | ".join((PLANS, *cells)))
    assert reading.asks == ("year_kind",)
    assert not reading.issues


@pytest.mark.parametrize(
    ("kind", "start"),
    [("calendar", "2023-01-01"), ("financial", "2022-04-01"), ("academic", "2022-09-01")],
)
def test_the_answer_says_where_years_to_date_begin(kind: str, start: str):
    answered = replace(CONFIRMED, year_kind=kind)
    lines = (f"{MONTHS} | YTD | YTD Feb-23", f"{PLANS} | 70% | 71% | | 70.4% | 9%")
    reading = read(*lines, options=answered)
    to_date = [row[2:] for row in figures(reading) if row[1] == "ytd"]
    assert to_date == []
    reading = read(f"{MONTHS} | YTD", f"{PLANS} | 70% | 71% | | 70.4%", options=answered)
    to_date = [row[1:] for row in figures(reading) if row[1] == "ytd"]
    assert to_date == [("ytd", start, "2023-02-28", "70.4%")]
    reading = read(MONTHS, f"{PLANS} (YTD) | 70% | 71% | 80%", options=answered)
    assert [row[1:3] for row in figures(reading)] == [("ytd", start)] * 3


def test_an_answer_against_the_words_of_the_sheet_is_refused():
    answered = replace(CONFIRMED, year_kind="calendar")
    reading = read("Financial year", JANUARY_ON, f"{PLANS} | 70% | 71% | 80%", options=answered)
    (issue,) = reading.issues
    assert (issue.column, issue.expected) == ("year_kind", "financial, as the sheet itself says")


def test_a_row_to_date_is_asked_about_too():
    reading = read(MONTHS, f"{PLANS} (YTD) | 70% | 71% | 80%", f"{PLANS} | 1% | 2% | 3%")
    assert reading.asks == ("year_kind",)
    assert "began in January, April or September" in note_lines(reading, "unrecognised")[0]
    assert values(reading) == ["1%", "2%", "3%"]


def test_a_stock_is_what_stands_at_the_end_of_the_month():
    reading = read(MONTHS, "Waiting over 52 weeks for autism assessment | 7 | 8 | 9")
    assert figures(reading)[1] == ("autism-over-52", "snapshot", "2023-02-28", "2023-02-28", "8")


def test_what_is_no_month_behind_two_digits_is_no_time():
    assert not recognises(text_file(table("Measure | 22-xyz | 23-abc | 24-Apr", "EHC | 1 | 2 | 3")))


def test_what_stands_on_a_day_has_no_year_to_date():
    waiting = "Waiting over 52 weeks for autism assessment"
    reading = read("Financial year", JANUARY_ON, f"{waiting} | 7 | 8 | 9")
    assert figures(reading) == []
    assert any("no column is of a month" in each for each in note_lines(reading, "unrecognised"))
    half_terms = (
        "Measure | 1/9/2022 to 21/10/2022 | 31/10/2022 to 16/12/2022 | 3/1/2023 to 10/2/2023"
    )
    reading = read(half_terms, f"{waiting} | 7 | 8 | 9")
    assert [row[1:3] for row in figures(reading)] == [
        ("snapshot", "2022-10-21"),
        ("snapshot", "2022-12-16"),
        ("snapshot", "2023-02-10"),
    ]


@pytest.mark.parametrize(
    ("kind", "heading", "period"),
    [
        ("financial", "Apr-Jun 2022/23", "quarter 2022-04-01 2022-06-30"),
        ("academic", "Apr-Jun 2021/22", "quarter 2022-04-01 2022-06-30"),
        ("financial", "YTD Mar 2022/23", "ytd 2022-04-01 2023-03-31"),
        ("academic", "Mar 2022/23 YTD", "ytd 2022-09-01 2023-03-31"),
        ("financial", "Apr-Sep 2022/23 YTD", "ytd 2022-04-01 2022-09-30"),
        ("calendar", "2022Q2", "quarter 2022-04-01 2022-06-30"),
        ("calendar", "2022", "year 2022-01-01 2022-12-31"),
        ("academic", "2021/22", "year 2021-09-01 2022-08-31"),
    ],
)
def test_months_of_two_years_are_of_the_kind_of_year_of_the_sheet(
    kind: str, heading: str, period: str
):
    reading = read_beside_months(heading, replace(CONFIRMED, year_kind=kind))
    assert [" ".join(row[1:4]) for row in figures(reading) if row[4] == "70%"] == [period]
