"""What the cells of a scorecard hold: figures in their units, blanks, targets."""

import pytest

from tests.builders.scorecard import MONTHS, PLANS, note_lines, read, rows_of, values


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("82%", "82%"),
        ("82 %", "82%"),
        ("82 per cent", "82%"),
        ("82", "82"),
        ("n/a", "not_available"),
        ("TBC", "not_reported"),
        ("c", "c"),
    ],
)
def test_cells_of_a_percentage(cell: str, value: str):
    assert values(read(MONTHS, f"{PLANS} | {cell} | 2% | 3%")) == [value, "2%", "3%"]


def test_a_cell_that_holds_nothing_makes_no_row():
    reading = read(MONTHS, f"{PLANS} |  | 2% | 3%")
    assert values(reading) == ["2%", "3%"]
    assert "Blank cells, and marks for a time that is not over: 1." in " ".join(
        note_lines(reading, "left_out")
    )


@pytest.mark.parametrize("cell", ["-", "–", "..."])
def test_a_dash_is_a_figure_without_a_value_once_its_month_is_over(cell: str):
    months = "Measure | Apr-23 | May-23 | Jun-23"
    reading = read(months, f"{PLANS} | 2% | {cell} | {cell}")
    assert values(reading) == ["2%", ":" if cell == "..." else "-"]
    assert "not over: 1." in " ".join(note_lines(reading, "left_out"))


def test_a_share_keeps_its_counts():
    (first, second, _) = rows_of(read(MONTHS, f"{PLANS} | 67% (20/30) | 18 of 22 (82%) | 3%"))
    assert (first["value"], first["numerator"], first["denominator"]) == ("67%", "20", "30")
    assert (second["value"], second["numerator"], second["denominator"]) == ("82%", "18", "22")
    assert first["as_published"] == "67% (20/30)"


@pytest.mark.parametrize(
    ("name", "cells", "found"),
    [
        ("Mean wait for autism", "12.5 wks | 12 weeks | 11", ["12.5", "12", "11"]),
        ("Budget pressure", "£1.2m | £ 3 million | 4", ["1.2", "3", "4"]),
        ("Autism referrals received", '1,234 | <5 | 7', ["1,234", "<5", "7"]),
    ],
)  # fmt: skip
def test_units_stay_out_of_the_value(name: str, cells: str, found: list[str]):
    assert values(read(MONTHS, f"{name} | {cells}")) == found


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("Mean wait for autism", "82%"),
        ("Mean wait for autism", "85 days"),
        ("Autism referrals received", "7%"),
        (PLANS, "12 weeks"),
        (PLANS, "eighty"),
        (PLANS, "<5%"),
        ("Mean wait for autism", "<5 weeks"),
        (PLANS, "#DIV/0!"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_with_row_and_month(name: str, cell: str):
    reading = read(MONTHS, f"{name} | 1 | {cell} | 3")
    assert values(reading) == ["1", "3"]
    (note,) = note_lines(reading, "unrecognised")
    assert note.startswith(f"row 2, Feb-23: “{cell}” is left out: expected ")


def test_percentages_that_look_like_shares_of_1_are_not_guessed():
    reading = read(MONTHS, f"{PLANS} | 0.82 | 0.7 | 1")
    assert rows_of(reading) == []
    assert "Write 82% where 0.82 stands" in note_lines(reading, "unrecognised")[0]


def test_numbers_for_months_to_come_are_left_out_and_counted():
    reading = read("Measure | Apr-23 | May-23 | Jun-23 | Jul-23 | Aug-23",
                   f"{PLANS} | 1% | 2% | 3% | 4% | TBC")  # fmt: skip
    assert values(reading) == ["1%", "2%", "3%"]
    assert "yet to come: 1" in " ".join(note_lines(reading, "left_out"))


@pytest.mark.parametrize(
    ("heading", "cell", "expected"),
    [
        ("Target", "85%", (">=", "85", "")),
        ("Target", "at least 85%", (">=", "85", "")),
        ("Target", "> 85", (">", "85", "")),
        ("Target", "85% or more", (">=", "85", "")),
        ("Target Mar-24", "≥85%", (">=", "85", "2024-03-31")),
        ("Target by Dec 2023", "85%+", (">=", "85", "2023-12-31")),
    ],
)
def test_a_clear_target_that_is_new_is_taken(heading: str, cell: str, expected: tuple[str, ...]):
    reading = read(f"{MONTHS} | {heading}", f"{PLANS} | 1% | 2% | 3% | {cell}")
    (target,) = rows_of(reading, "targets")
    assert (target["operator"], target["value"], target.get("due_on", "")) == expected
    assert target["as_published"] == f"{heading}: {cell}"
    assert note_lines(reading, "difference") == [
        f"row 2, {heading}: The target {expected[0]} 85 differs from those of the plan: >= 80."
    ]


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        (PLANS, "80%"),
        (PLANS, "95-90%"),
        (PLANS, "+5%"),
        (PLANS, "5% of 2954"),
        (PLANS, "improve"),
        (PLANS, "0.8"),
        (PLANS, "12 weeks"),
        ("Autism referrals received", "100"),
    ],
)
def test_a_target_that_stands_or_is_not_clear_is_told_and_left_out(name: str, cell: str):
    reading = read(f"{MONTHS} | Target", f"{name} | 1 | 2 | 3 | {cell}")
    assert rows_of(reading, "targets") == []
    assert any(each.startswith("row 2, Target: ") for each in note_lines(reading, "left_out"))
    assert len(rows_of(reading)) == 3


def test_a_target_of_a_lower_is_better_measure_is_a_ceiling():
    reading = read(f"{MONTHS} | Target", "Mean wait for autism | 1 | 2 | 3 | 18 weeks")
    (target,) = rows_of(reading, "targets")
    assert (target["operator"], target["value"]) == ("<=", "18")


def test_of_several_targets_those_without_a_day_are_left_out():
    reading = read(f"{MONTHS} | Target | Target Mar-24", f"{PLANS} | 1% | 2% | 3% | 85% | 90%")
    assert [row["value"] for row in rows_of(reading, "targets")] == ["90"]
    assert any(each.startswith("Target: ") for each in note_lines(reading, "left_out"))
