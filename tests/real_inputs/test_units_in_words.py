"""A unit in the words of a figure or target that is not its measure's: refused, or converted."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from data.loading.load import check_files, load_files
from data.schema.unit_words import WrittenNumber, numbers_with_units
from tests.builders.files import observations, targets
from tests.builders.scorecard import MONTHS, note_lines, read, rows_of, values
from tests.real_inputs.inputs import input_file

AREA = "E09000014"
NOW = datetime(2026, 11, 21, tzinfo=UTC)


def refusals(engine: Engine, name: str) -> list[tuple[int, str, str]]:
    """Return row, expected and fix of what is refused of an input."""
    reports = check_files(engine, [input_file("sources.csv"), input_file(name)], now=NOW)
    return [(issue.row, issue.expected, issue.fix) for issue in reports[-1].issues]


def test_unit_words_observations_are_refused_with_the_number_in_weeks(read_only: Engine):
    assert refusals(read_only, "unit_words_observations.csv") == [
        (
            2,
            "a number of weeks: its words give 150 days",
            "150 days is about 21.43 weeks: write 21.43.",
        ),
        (
            3,
            "a number of weeks: its words give 145 days",
            "145 days is about 20.71 weeks: write 20.71.",
        ),
    ]


def test_unit_words_targets_are_refused_with_the_number_in_weeks(read_only: Engine):
    assert refusals(read_only, "unit_words_targets.csv") == [
        (
            2,
            "a number of weeks: its words give 18 months",
            "Write it in weeks, as the source can give it, or check the measure.",
        ),
        (3, "a number of weeks: its words give 140 days", "140 days is 20 weeks: write 20."),
    ]


@pytest.mark.parametrize(
    ("measure", "value", "words"),
    [
        ("ehcp-average-weeks", "20", "140 days"),
        ("ehcp-average-weeks", "20", "20 weeks (140 days)"),
        ("ehcp-average-weeks", "20", "Mean: 20"),
        ("ehcp-20-weeks", "20", "20 weeks: 20%"),
        ("dsg-pressure", "1.2", "£1.2m"),
    ],
)
def test_words_in_the_measures_unit_or_converted_are_taken(
    read_only: Engine, measure: str, value: str, words: str
):
    row = {"measure_id": measure, "value": value, "as_published": words}
    assert check_files(read_only, [observations(row)], now=NOW)[0].issues == ()


@pytest.mark.parametrize(
    ("measure", "value", "words", "fix"),
    [
        ("dsg-pressure", "500", "£500k", "500 thousands of pounds is 0.5 million pounds: write 0.5."),
        ("dsg-pressure", "1.2", "£1.2bn", "1.2 billions of pounds is 1200 million pounds: write 1200."),
        ("ehcp-average-weeks", "18-36", "18 to 36 months", "Write it in weeks, as the source can give it, or check the measure."),
    ],
)  # fmt: skip
def test_words_in_another_unit_are_refused(
    read_only: Engine, measure: str, value: str, words: str, fix: str
):
    row = {"measure_id": measure, "value": value, "as_published": words}
    (issue,) = check_files(read_only, [observations(row)], now=NOW)[0].issues
    assert (issue.column, issue.fix) == ("value", fix)


@pytest.mark.parametrize("cell", ["150 days", "18 months"])
def test_a_value_with_another_unit_in_its_cell_is_refused(read_only: Engine, cell: str):
    for file in (observations, targets):
        row = {"measure_id": "ehcp-average-weeks", "value": cell}
        (issue,) = check_files(read_only, [file(row)], now=NOW)[0].issues
        assert (issue.column, issue.found) == ("value", cell)


def test_days_that_are_whole_weeks_are_converted_in_a_scorecard_and_said():
    reading = read(
        f"{MONTHS} | Target", "Mean wait for autism | 140 days | 150 days | 18 months | 126 days"
    )
    assert values(reading) == ["20"]
    assert rows_of(reading)[0]["as_published"] == "140 days"
    (target,) = rows_of(reading, "targets")
    assert (target["operator"], target["value"]) == ("<=", "18")
    assert note_lines(reading, "read_as")[-2:] == [
        "row 2, Jan-23: “140 days” is read as 20 weeks.",
        "row 2, Target: “126 days” is read as 18 weeks.",
    ]
    assert [line.partition(" is left out")[0] for line in note_lines(reading, "unrecognised")] == [
        "row 2, Feb-23: “150 days”",
        "row 2, Mar-23: “18 months”",
    ]


@pytest.mark.both_databases
def test_unit_changed_for_good_is_loaded_and_listed(shipped: Engine):
    load_files(shipped, [input_file("sources.csv")], now=NOW)
    (report,) = load_files(shipped, [input_file("unit_changed.csv")], now=NOW)
    assert (report.state, report.rows) == ("loaded", 7)
    (warning,) = [each for each in report.warnings if "one scale throughout" in each.expected]
    assert (warning.row, warning.column) == (6, "value")
    assert "175 weeks for January 2023 and so on, after 25.2 weeks" in warning.found
    assert warning.expected == "one scale throughout: days may stand beside weeks"


def test_numbers_of_a_text_have_the_unit_that_follows_them():
    assert numbers_with_units("18 to 36 months, 82% of 1,200 (20-week limit)") == [
        WrittenNumber(18, "months"),
        WrittenNumber(36, "months"),
        WrittenNumber(82, "percent"),
        WrittenNumber(1200, ""),
        WrittenNumber(20, "weeks"),
    ]
