"""Targets in words, with two bounds, and for a year, a day or a basis alone."""

from dataclasses import replace
from datetime import UTC, date, datetime
from math import isnan
from typing import Any

import pytest
from sqlalchemy import Engine

from dashboard.model.panel import Series
from dashboard.model.selection import Selection
from dashboard.text.written_target import read_each, read_whole
from data.common.load_options import LoadOptions
from data.files.csv_reader import ExtractFile
from data.loading.load import FileReport, check_files, load_files
from data.queries.panels import load_panel
from data.store.frames import load_frame
from tests.builders.files import records
from tests.real_inputs.inputs import input_file
from tests.stores import read_as_page

AREA, PLAN = "E09000014", "ha-wsoa-2021"
NOW = datetime(2024, 1, 31, tzinfo=UTC)
AS_OF = date(2024, 1, 31)
DECISIONS = "Decisions to assess within 6 weeks"
DONE = "3 points above the 80% target"
NUMBERS = ("value", "value_low", "value_high")
CONFIRMED = LoadOptions(
    framework_id=PLAN, published_on=date(2024, 1, 20), source_document="s", is_confirmed=True
)


def load_scorecard(engine: Engine, file: ExtractFile) -> FileReport:
    (report,) = load_files(engine, [file], options=CONFIRMED, now=NOW)
    assert not report.issues
    return report


def new_targets(engine: Engine, source: str) -> dict[str, dict[str, Any]]:
    """Return the targets of a source by measure, the last of each."""
    rows = records(load_frame(engine, "targets", source_document=source))
    return {str(row["measure_id"]): row for row in rows}


def lines(engine: Engine, measure: str = "ehcp-20-weeks") -> dict[str, Series]:
    """Return the series of the whole measure by basis."""
    chosen = Selection(page="measure", area=AREA, framework=PLAN, measure=measure, as_of=AS_OF)
    series = read_as_page(load_panel, engine, chosen, NOW.date()).series
    return {line.basis: line for line in series if not line.breakdown}


def difference_notes(report: FileReport) -> list[str]:
    return [note.words for note in report.notes if note.topic == "difference"]


@pytest.mark.parametrize(
    ("words", "operator", "values"),
    [
        ("80% or above", ">=", (80,)),
        ("95%+", ">=", (95,)),
        ("≥95%", ">=", (95,)),
        ("not less than 95 per cent", ">=", (95,)),
        ("80% min", ">=", (80,)),
        ("=<500", "<=", (500,)),
        ("within 20 weeks", "<=", (20,)),
        ("No more than 80%", "<=", (80,)),
        ("up to 1,000", "<=", (1000,)),
        ("max. 5", "<=", (5,)),
        ("over 90 per cent", ">", (90,)),
        ("< 80%", "<", (80,)),
        ("Between 90 and 95%", "between", (90, 95)),
        ("90–110", "between", (90, 110)),
        ("5–10 %", "between", (5, 10)),
        ("10 to 15 weeks", "between", (10, 15)),
        ("20 weeks or better", "", (20,)),
    ],
)
def test_loader_and_check_read_the_words_of_a_target_alike(
    words: str, operator: str, values: tuple[float, ...]
):
    target = read_whole(words)
    assert target is not None
    assert (target.operator, target.values) == (operator, values)
    assert [target] == list(read_each(f"The plan asks for {words}, each year"))


@pytest.mark.parametrize("words", ["+40%", "10% fewer", "up 40%", "reduce by 10%"])
def test_a_change_is_no_number_to_reach(words: str):
    target = read_whole(words)
    assert target is not None
    assert target.is_change or target.sign


@pytest.mark.parametrize(
    "words", ["Top quartile", "Monitor", "≤ 5% of 2954", "from 27% to 80%", "80 or 90%", "≥ 5-10%"]
)
def test_words_that_are_no_single_target_are_not_read_as_one(words: str):
    assert read_whole(words) is None


@pytest.mark.both_databases
def test_targets_in_words_are_loaded_with_their_bounds_or_left_out_with_a_reason(shipped: Engine):
    file = input_file("targets_in_words_scorecard.csv")
    # Two figures that their measures cannot have are of another test.
    content = file.content.replace(b"101%", b"100%").replace(b"-12,", b"12,")
    report = load_scorecard(shipped, replace(file, content=content))
    read = {
        measure: (row["operator"], *(row[name] for name in NUMBERS if not isnan(row[name])))
        for measure, row in new_targets(shipped, "s").items()
    }
    assert read == {
        "ehcp-20-weeks": ("between", 90, 95),
        "ehc-requests": ("between", 90, 110),
        "annual-review-on-time": (">=", 95),
        "autism-wait": ("<=", 18),
        "autism-waiting": ("<=", 500),
        "ehcp-average-weeks": ("<=", 20),
        "annual-review-decided-4-weeks": (">=", 95),
        "ehc-decision-6-weeks": ("<", 80),
        "phase-transfer-on-time": (">=", 100),
        "ehc-advice-6-weeks": (">=", 80),
        "newsletter-subscribers": (">=",),
    }
    left_out = {note.place: note.words for note in report.notes if note.topic == "left_out"}
    assert left_out["row 20, Target"] == (
        "The target “≤ 5% of 2954” is left out: expected a number or a range. Write the number to be "
        "reached."
    )
    read_as = {note.place: note.words for note in report.notes if note.topic == "read_as"}
    assert read_as["row 12, Target"] == (
        "“+40%” is read as at least 1.4 times the plan’s baseline."
    )
    own = lines(shipped, "newsletter-subscribers")["snapshot"]
    assert own.target_words == "1,000, due 31 July 2022"
    conflict = (
        "The target at least 1.4 times the plan’s baseline differs from those of the plan: >= 1000"
    )
    assert any(words.startswith(conflict) for words in difference_notes(report))
    assert [issue.found for issue in report.warnings if issue.column == "operator"] == [
        f"{DECISIONS}: the target is less than 80%; expected: at least 80%, for higher is better"
    ]
    june = {"ehc-decision-6-weeks": "1 point below the 80% limit, although higher is better"}
    june |= {"ehc-requests": "Within the 90–110 target", "ehc-advice-6-weeks": DONE}
    for measure, words in june.items():
        status = lines(shipped, measure)["month"].status
        assert (status.code, status.gap_words) == ("met", words)
    month = lines(shipped)["month"]
    assert (month.status.code, month.target_words) == ("missed", "80% in month")


@pytest.mark.both_databases
def test_odd_targets_are_loaded_as_written_and_listed(shipped: Engine):
    load_files(shipped, [input_file("sources.csv")])
    file = input_file("targets_odd.csv")
    (refused,) = load_files(shipped, [file], now=NOW)
    assert [(issue.row, issue.expected) for issue in refused.issues] == [
        (6, "a number of weeks: its words give 18 months"),
        (7, "a percentage: 0.9 may be a share of 1, which is 90%"),
    ]
    lines = file.content.splitlines(keepends=True)
    content = b"".join(lines[:5] + lines[7:])
    (report,) = load_files(shipped, [replace(file, content=content)], now=NOW)
    assert not report.issues
    assert [(issue.row, issue.found.partition(": ")[2]) for issue in report.warnings] == [
        (2, "“Between 5 and 10%” is loaded as towards 5–10%; expected: 5–10%, bounds included"),
        (3, "the target is at most 80%; expected: at least 80%, for higher is better"),
        (5, "“20-30%” is loaded as >= 20–30%; expected: 20–30%, bounds included"),
        (6, "the target is 110%; expected: at most 100%: the measure cannot exceed it"),
    ]


@pytest.mark.both_databases
def test_a_target_for_a_year_is_for_the_figures_of_that_year_and_sheet_alone(shipped: Engine):
    report = load_scorecard(shipped, input_file("target_of_a_year_scorecard.csv"))
    (note,) = difference_notes(report)
    assert note == (
        "The target >= 60 for April 2023 to March 2024 differs from those of the plan: >= 80 in month, "
        ">= 59.9 year to date. Where both are for a figure, the one that states its basis is judged by."
    )
    by_basis = lines(shipped)
    assert {basis: line.target_words for basis, line in by_basis.items()} == {
        "month": "80% in month",
        "ytd": "59.9% year to date",
        "quarter": "60%, for the year to March 2024",
    }
    assert by_basis["quarter"].status.gap_words == "7 points above the 60% target"


def test_a_target_for_a_year_is_shown_with_its_conflict_before_it_is_loaded(read_only: Engine):
    file = input_file("target_of_a_year_scorecard.csv")
    (report,) = check_files(read_only, [file], options=CONFIRMED, now=NOW)
    assert len(difference_notes(report)) == 1
    assert (
        "Target 2023/24",
        "Read as targets for figures of 1 April 2023 to 31 March 2024 alone.",
    ) in [(note.place, note.words) for note in report.notes]


@pytest.mark.both_databases
def test_targets_of_two_dates_are_steps_and_outrank_none_that_states_its_basis(shipped: Engine):
    load_scorecard(shipped, input_file("targets_of_two_dates_scorecard.csv"))
    by_basis = lines(shipped)
    assert by_basis["month"].target_words == "80% in month"
    quarter = by_basis["quarter"]
    assert quarter.target_words == "60%, due 31 March 2024"
    assert [(target.value, target.due_on) for target in quarter.targets[-2:]] == [
        (60, date(2024, 3, 31)),
        (70, date(2025, 3, 31)),
    ]


def test_the_sheet_of_the_next_year_is_read_as_confirmed_with_its_own_year(shipped: Engine):
    file = input_file("target_of_a_year_scorecard.csv")
    load_scorecard(shipped, file)
    content = file.content.replace(b"2023/24", b"2024/25").replace(b"60%", b"65%")
    options = replace(CONFIRMED, is_confirmed=False, source_document="next")
    later = datetime(2025, 1, 31, tzinfo=UTC)
    (report,) = load_files(shipped, [replace(file, content=content)], options=options, now=later)
    assert (report.issues, report.asks) == ((), ())
    target = new_targets(shipped, "next")["ehcp-20-weeks"]
    assert (target["value"], target["period_start"]) == (65, date(2024, 4, 1))


def test_a_target_that_is_loaded_already_is_left_out_only_for_the_same_figures(shipped: Engine):
    file = input_file("target_of_a_year_scorecard.csv")
    load_scorecard(shipped, file)
    (again,) = check_files(shipped, [file], options=CONFIRMED, now=NOW)
    notes = {note.place: note.words for note in again.notes if note.topic == "left_out"}
    assert notes["row 2, Target 2023/24"] == "The target >= 60 is loaded already."
    months = file.content
    for number, month in enumerate(("Apr-23", "May-23", "Jun-23"), 1):
        months = months.replace(f"Q{number} 2023/24".encode(), month.encode())
    options = replace(CONFIRMED, source_document="months")
    load_files(shipped, [replace(file, content=months)], options=options, now=NOW)
    assert new_targets(shipped, "months")["ehcp-20-weeks"]["figure_bases"] == "month"
