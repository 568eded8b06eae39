"""Which stretch of time each column of a scorecard is of; what may be several is left out."""

import pytest

from data.formats.scorecard.reader import recognises
from tests.builders.files import text_file
from tests.builders.scorecard import MONTHS, PLANS, figures, note_lines, read, table, values


@pytest.mark.parametrize(
    ("heading", "period"),
    [
        ("Apr-22", ("month", "2022-04-01", "2022-04-30")),
        ("Apr 2022", ("month", "2022-04-01", "2022-04-30")),
        ("April 2022", ("month", "2022-04-01", "2022-04-30")),
        ("Sept ’22", ("month", "2022-09-01", "2022-09-30")),
        ("2022-04", ("month", "2022-04-01", "2022-04-30")),
        ("04/2022", ("month", "2022-04-01", "2022-04-30")),
        ("Feb-24", ("month", "2024-02-01", "2024-02-29")),
        ("Q1 22/23", ("quarter", "2022-04-01", "2022-06-30")),
        ("2022/23 Q4", ("quarter", "2023-01-01", "2023-03-31")),
        ("Jul – Sep 2022", ("quarter", "2022-07-01", "2022-09-30")),
        ("Apr 2021 to Mar 2022", ("year", "2021-04-01", "2022-03-31")),
        ("FY 2021/22", ("year", "2021-04-01", "2022-03-31")),
    ],
)
def test_headings_that_say_their_time(heading: str, period: tuple[str, ...]):
    reading = read(
        f"Measure | {heading} | Jan-21 | Feb-21 | Mar-21", f"{PLANS} | 70% | 1% | 2% | 3%"
    )
    found = [row for row in figures(reading) if row[4] == "70%"]
    later_than_today = period[1] > "2023-06-01"
    assert found == ([] if later_than_today else [("ehcp-20-weeks", *period, "70%")])


@pytest.mark.parametrize(
    "heading", ["01/04/2022", "2022-04-01", "2022", "2022/23", "2011-12", "Q1", "Q1 2022", "22-Apr"]
)
def test_a_heading_that_may_mean_several_times_is_left_out_with_its_reason(heading: str):
    reading = read(
        f"Measure | {heading} | Jan-21 | Feb-21 | Mar-21", f"{PLANS} | 70% | 1% | 2% | 3%"
    )
    assert values(reading) == ["1%", "2%", "3%"]
    (note,) = (each for each in note_lines(reading, "left_out") if each.startswith(heading))
    assert "The column is left out: " in note


def test_months_turned_round_by_a_spreadsheet_are_read_where_all_of_them_are():
    reading = read("Measure | 22-Oct | 22-Nov | 23-Jan", f"{PLANS} | 70% | 71% | 80%")
    assert [row[2] for row in figures(reading)] == ["2022-10-01", "2022-11-01", "2023-01-01"]
    assert "22-Oct is read as October 2022" in " ".join(note_lines(reading, "read_as"))


def test_days_of_one_year_are_no_months_turned_round():
    assert not recognises(text_file(table("Measure | 01-Apr | 01-May | 01-Jun", "EHC | 1 | 2 | 3")))
    assert not recognises(text_file(table("Measure | 22-Apr | 22-Apr | 22-May", "EHC | 1 | 2 | 3")))


def test_the_same_month_twice_is_left_out():
    reading = read("Measure | Jan-23 | Feb-23 | Mar-23 | Mar 2023", f"{PLANS} | 1% | 2% | 3% | 4%")
    assert values(reading) == ["1%", "2%"]


def test_a_year_to_date_is_read_where_it_can_only_count_from_january():
    calendar = read(f"{MONTHS} | YTD", f"{PLANS} | 70% | 71% | | 70.4%")
    to_date = [row[2:] for row in figures(calendar) if row[1] == "ytd"]
    assert to_date == [("2023-01-01", "2023-02-28", "70.4%")]
    said = read("Measure | Jan-23 | Feb-23 | Mar-23 | YTD Mar-23", f"{PLANS} | 70% | 71% | 2% | 9%")
    to_date = [row[2:] for row in figures(said) if row[1] == "ytd"]
    assert to_date == [("2023-01-01", "2023-03-31", "9%")]
    financial = read("Measure | Apr-22 | May-22 | Jun-22 | YTD", f"{PLANS} | 70% | 71% | 2% | 9%")
    assert values(financial) == ["70%", "71%", "2%"]
    assert any(each.startswith("YTD: ") for each in note_lines(financial, "left_out"))


def test_a_row_to_date_is_one_only_in_a_table_that_begins_in_january():
    calendar = read(MONTHS, f"{PLANS} (YTD) | 70% | 71% | 80%", f"{PLANS} | 1% | 2% | 3%")
    assert [row[1:3] for row in figures(calendar)][:3] == [("ytd", "2023-01-01")] * 3
    assert len(figures(calendar)) == 6
    financial = read("Measure | Apr-22 | May-22 | Jun-22", f"{PLANS} (YTD) | 70% | 71% | 80%")
    assert figures(financial) == []
    assert "may count from April or January" in note_lines(financial, "unrecognised")[0]


def test_a_stock_is_what_stands_at_the_end_of_the_month():
    reading = read(MONTHS, "Waiting over 52 weeks for autism assessment | 7 | 8 | 9")
    assert figures(reading)[1] == ("autism-over-52", "snapshot", "2023-02-28", "2023-02-28", "8")


def test_what_is_no_month_behind_two_digits_is_no_time():
    assert not recognises(text_file(table("Measure | 22-xyz | 23-abc | 24-Apr", "EHC | 1 | 2 | 3")))
