"""What the columns of targets of a scorecard are for: a year, a day, a basis, by their headings."""

from dataclasses import replace

import pytest

from tests.builders.scorecard import CONFIRMED, MONTHS, PLANS, note_lines, read, rows_of

APRIL = "Measure | Apr-22 | May-22 | Jun-22"
YEAR = "2022-04-01 2023-03-31"


def reach(heading: str, months: str = APRIL, title: str = "", goal: str = "85%") -> str:
    """Return basis, or bases in brackets, period and day of the target of a column; "" without."""
    lines = [title] if title else []
    reading = read(*lines, f"{months} | {heading}", f"{PLANS} | 1% | 2% | 3% | {goal}")
    found = rows_of(reading, "targets")
    if not found:
        return ""
    (target,) = found
    bases = target["basis"] or f"({target['figure_bases']})"
    parts = bases, target["period_start"], target["period_end"], target["due_on"]
    return " ".join(filter(None, parts))


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Target", "(month)"),
        ("Targets", "(month)"),
        ("Target (%)", "(month)"),
        ("Target 2022/23", f"(month) {YEAR}"),
        ("Target for 2022-23", f"(month) {YEAR}"),
        ("2022/23 target", f"(month) {YEAR}"),
        ("Target (FY 22/23)", f"(month) {YEAR}"),
        ("Target Apr 2022 to Mar 2023", f"(month) {YEAR}"),
        ("Target Jan-Dec 2022", "(month) 2022-01-01 2022-12-31"),
        ("Target by 2022/23", "(month) 2023-03-31"),
        ("Target Mar-23", "(month) 2023-03-31"),
        ("Target by end of March 2023", "(month) 2023-03-31"),
        ("Target Q4 2022/23", "(month) 2023-03-31"),
        ("Monthly target", "month"),
        ("Target (in month)", "month"),
        ("YTD target", "ytd"),
        ("Target YTD Mar-23", "ytd 2023-03-31"),
        ("Annual target 2022/23", f"year {YEAR}"),
        ("Quarterly target", "quarter"),
        ("Stretch target", ""),
        ("National target", ""),
        ("Target owner", ""),
        ("Target 2022/24", ""),
    ],
)
def test_a_heading_says_what_its_targets_are_for(heading: str, expected: str):
    assert reach(heading) == expected


def test_a_year_that_may_be_of_several_kinds_is_asked():
    months = "Measure | Oct-22 | Nov-22 | Dec-22"
    reading = read(f"{months} | Target 2022/23", f"{PLANS} | 1% | 2% | 3% | 85%")
    assert (reading.asks, rows_of(reading, "targets")) == (("year_kind",), [])
    (reason,) = note_lines(reading, "left_out")
    assert reason == (
        "Target 2022/23: The column is left out: it may be a financial or an academic year: write "
        "FY 2022/23 or academic year 2022/23."
    )
    chosen = replace(CONFIRMED, year_kind="academic")
    reading = read(f"{months} | Target 2022/23", f"{PLANS} | 1% | 2% | 3% | 85%", options=chosen)
    assert rows_of(reading, "targets")[0]["period_start"] == "2022-09-01"
    assert reach("Target 2022/23", months, "Financial year") == f"(month) {YEAR}"
    academic = "(month) 2022-09-01 2023-08-31"
    assert reach("Target 2022/23", months, "Academic year") == academic


def test_a_plain_target_is_for_the_year_that_the_sheet_names():
    assert reach("Target", title="SEND scorecard 2022/23") == f"(month) {YEAR}"
    quarters = "Measure | Q1 2022/23 | Q2 2022/23 | Q3 2022/23"
    assert reach("Target", quarters) == f"(quarter) {YEAR}"
    years = "Measure | Q4 2021/22 | Q1 2022/23 | Q2 2022/23"
    assert reach("Target", years) == "(quarter)"


def test_columns_for_several_years_bases_or_days_are_apart():
    sheet = "Target 2022/23 | Target 2023/24 | Monthly target | YTD target | Target Mar-24"
    goals = "81% | 82% | 83% | 84% | 85%"
    reading = read(f"{APRIL} | {sheet}", f"{PLANS} | 1% | 2% | 3% | {goals}")
    assert [row["value"] for row in rows_of(reading, "targets")] == ["81", "82", "83", "84", "85"]
    assert note_lines(reading, "left_out") == []


def test_the_bases_of_a_target_are_those_of_its_row():
    months = "Measure | Apr-22 | May-22 | Q1 2022/23"
    assert reach("Target", months).startswith("(month quarter)")
    stock = read(
        f"{MONTHS} | Target", "Waiting over 52 weeks for autism assessment | 1 | 2 | 3 | 4"
    )
    (target,) = rows_of(stock, "targets")
    assert (target["operator"], target["figure_bases"]) == ("<=", "snapshot")


@pytest.mark.parametrize(
    ("goal", "expected"),
    [
        ("85% (in month)", "month"),
        ("85% (YTD)", "ytd"),
        ("85% year to date", "ytd"),
        ("at least 85% by March 2023", "(month) 2023-03-31"),
        ("85% (by Mar-23)", "(month) 2023-03-31"),
        ("85% in month, by end of March 2023", "month 2023-03-31"),
        ("85% by Easter", ""),
        ("85% by 2023", ""),
    ],
)
def test_a_cell_may_name_its_own_basis_and_day(goal: str, expected: str):
    assert reach("Target", goal=goal) == expected


def test_the_words_of_a_cell_are_published_as_they_are():
    reading = read(f"{APRIL} | Target", f"{PLANS} | 1% | 2% | 3% | 85% (in month)")
    (target,) = rows_of(reading, "targets")
    assert (target["value"], target["as_published"]) == ("85", "Target: 85% (in month)")
