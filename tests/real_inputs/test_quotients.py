"""Percentages beside their counts: nothing to divide, and shares of 1 that stand for percentages."""

from datetime import UTC, date, datetime
from math import isnan

import pytest
from sqlalchemy import Engine

from dashboard.model.panel import Measure
from dashboard.model.selection import Selection
from dashboard.panels.case_points import point_of
from data.common.load_options import LoadOptions
from data.files.csv_reader import ExtractFile
from data.loading.load import FileReport, load_files
from data.queries.panels import load_panel
from data.store.frames import load_frame
from tests.builders.files import observations, records, targets, text_file
from tests.builders.scorecard import table
from tests.real_inputs.inputs import input_file, input_path
from tests.stores import read_as_page

AREA, PLAN, MEASURE = "E09000014", "ha-wsoa-2021", "young-people-in-reviews"
NOW = datetime(2026, 11, 21, tzinfo=UTC)
CONFIRMED = LoadOptions(framework_id=PLAN, source_document="rw-src", is_confirmed=True)
WARNING = "for 0 of 0: there is nothing to divide"


def load(engine: Engine, file: ExtractFile, options: LoadOptions = CONFIRMED) -> FileReport:
    """Load the source of the inputs and then a file."""
    load_files(engine, [input_file("sources.csv")], now=NOW)
    (report,) = load_files(engine, [file], now=NOW, options=options)
    return report


def figures(engine: Engine, measure_id: str = MEASURE) -> list[tuple[float, str, str]]:
    """Return value, marker and words of the figures of the inputs."""
    frame = load_frame(engine, "observations", area_code=AREA, measure_id=measure_id)
    return [
        (row["value"], row["marker"], row["as_published"])
        for row in sorted(records(frame), key=lambda row: row["period_end"])
        if row["source_document"] == "rw-src"
    ]


@pytest.mark.both_databases
@pytest.mark.parametrize(("name", "written"), [("zero_of_zero_a", "0"), ("zero_of_zero_b", "100")])
def test_zero_of_zero_is_no_value_whatever_was_written(shipped: Engine, name: str, written: str):
    report = load(shipped, input_file(f"{name}.csv"))
    assert report.state == "loaded"
    assert [(w.row, w.found) for w in report.warnings if WARNING in w.found] == [
        (5, f"{written} {WARNING}")
    ]
    assert figures(shipped)[:3] == [(75, "", ""), (62.5, "", ""), (0, "", "")]
    value, marker, words = figures(shipped)[3]
    assert (isnan(value), marker, words) == (True, "z", written)


@pytest.mark.parametrize("name", ["zero_of_zero_a", "zero_of_zero_b"])
def test_zero_of_zero_is_neither_on_target_nor_below_it(shipped: Engine, name: str):
    text = input_path(f"{name}.csv").read_text(encoding="utf-8")
    load(shipped, text_file(text))
    chosen = Selection(area=AREA, framework=PLAN, measure=MEASURE, as_of=NOW.date())
    shown = read_as_page(load_panel, shipped, chosen)
    (monthly,) = [series for series in shown.series if series.basis == "month"]
    assert monthly.latest is not None
    assert (monthly.latest.marker, monthly.status.code) == ("z", "not_available")
    assert monthly.status.reason == "April 2022: not applicable: there was nothing to measure."


def test_zero_of_zero_in_a_scorecard_is_no_value(shipped: Engine):
    sheet = table(
        "Measure | Jan-23 | Feb-23 | Mar-23",
        "Young people who took part in their reviews | 75% (3/4) | 62% (5/8) | 100% (0/0)",
    )
    report = load(
        shipped,
        text_file(
            sheet.replace("Young people who took part in their reviews", MEASURE), "sheet.csv"
        ),
    )
    assert [w.found for part in report.parts for w in part.warnings] == [f"100% {WARNING}"]
    assert [marker for _, marker, _ in figures(shipped)] == ["", "", "z"]


def test_a_baseline_of_nothing_has_no_number(shipped: Engine):
    baseline = {
        "role": "baseline",
        "operator": "",
        "value": "0",
        "measure_id": MEASURE,
        "basis": "month",
        "numerator": "0",
        "denominator": "0",
        "period_start": "2021-01-01",
        "period_end": "2021-01-31",
        "source_document": "rw-src",
    }
    report = load(shipped, targets(baseline))
    assert [w.found for w in report.warnings][:1] == [f"0 {WARNING}"]
    frame = load_frame(shipped, "targets", measure_id=MEASURE)
    (row,) = [row for row in records(frame) if row["source_document"] == "rw-src"]
    assert isnan(row["value"])


RATE = Measure("m", "", "", "", "percent", "rate", "higher", "", "")


@pytest.mark.parametrize(("is_provisional", "marker"), [(False, "z"), (True, None)])
def test_a_whole_period_without_cases_is_a_figure_without_a_value(
    is_provisional: bool, marker: str | None
):
    day = date(2023, 3, 31)
    row = {
        "period_start": date(2023, 3, 1), "period_end": day, "basis": "month", "statistic": "",
        "numerator": 0.0, "denominator": 0.0, "value": None, "is_provisional": is_provisional,
        "known_on": day, "extract_id": 1,
    }  # fmt: skip
    point = point_of(row, RATE)
    assert (point.marker if point else None) == marker


@pytest.mark.both_databases
def test_shares_not_percent_are_refused_with_what_to_write(shipped: Engine):
    report = load(shipped, input_file("shares_not_percent.csv"))
    assert [(i.row, i.column, i.found) for i in report.issues] == [
        (2, "value", "0.75"), (3, "value", "0.625"), (4, "value", "0.75"),
    ]  # fmt: skip
    assert report.issues[1].expected == "a percentage: 0.625 may be a share of 1, which is 62.5%"
    assert report.issues[1].fix.startswith("Write 62.5%: ")
    assert figures(shipped) == []


MONTHS = [
    {"measure_id": MEASURE, "period_start": f"2022-{month:02}-01", "period_end": end, "source_document": "rw-src"}
    for month, end in ((1, "2022-01-31"), (2, "2022-02-28"), (3, "2022-03-31"))
]  # fmt: skip


def written(*values: str, **more: str) -> ExtractFile:
    return observations(
        *({**month, "value": value, **more} for month, value in zip(MONTHS, values, strict=True))
    )


def test_a_measure_of_which_no_figure_is_above_1_is_refused_without_its_sign(shipped: Engine):
    report = load(shipped, written("0.75", "0.8", "1"))
    assert [issue.row for issue in report.issues] == [2, 3, 4]
    assert report.issues[0].fix == (
        "Write 75% where it is; or 0.75% with its sign, where it is less than 1%."
    )
    assert load(shipped, written("0.75%", "0.8%", "1%")).state == "loaded"


def test_a_share_that_its_words_or_counts_contradict_is_refused(shipped: Engine):
    for value, more in (
        ("0.8", {"as_published": "80%"}),
        ("0.75%", {"numerator": "3", "denominator": "4"}),
    ):
        report = load(shipped, observations({**MONTHS[0], "value": value, **more}))
        assert [issue.found for issue in report.issues] == [value]
    report = load(
        shipped, observations({**MONTHS[0], "value": "0.5", "numerator": "1", "denominator": "200"})
    )
    assert report.state == "loaded"


def test_a_target_that_is_a_share_by_its_own_words_is_refused(shipped: Engine):
    report = load(
        shipped, targets({"value": "0.9", "as_published": "90%", "source_document": "rw-src"})
    )
    assert [issue.fix[:9] for issue in report.issues] == ["Write 90%"]


def test_a_single_share_is_asked_about(shipped: Engine):
    report = load(shipped, written("75", "0.75", "80"))
    assert report.state == "loaded"
    (warning,) = [w for w in report.warnings if "a share may stand" in w.expected]
    assert (warning.row, warning.column) == (3, "value")
    alone = load(
        shipped, observations({**MONTHS[0], "measure_id": "ehcp-legal-compliance", "value": "0.9"})
    )
    assert any("may be a share" in w.expected for w in alone.warnings)


def test_a_share_beside_its_counts_never_refuses_the_other_rows_of_a_scorecard(shipped: Engine):
    sheet = table(
        "Measure | Jan-22 | Feb-22 | Mar-22 | Apr-22",
        f"{MEASURE} | 75 (30/40) | 0.75 (30/40) | 75% (40/30) | 0.8",
        "ehcp-20-weeks | 0.5% | 0.8 | 0.9 | 0.7",
        "ehcp-legal-compliance | 0.5 | 0.8 | 0.9 | 1",
    )
    report = load(shipped, text_file(sheet, "sheet.csv"))
    assert report.state == "loaded"
    assert [value for value, _, _ in figures(shipped)] == [75, 0.8]
    assert len(figures(shipped, "ehcp-20-weeks")) == 4
    assert figures(shipped, "ehcp-legal-compliance") == []
    notes = {note.place: note.words for note in report.notes}
    assert "0.75 may be a share of 1, which is 75%. Write 75%" in notes["row 2, Feb-22"]
    assert "they may be swapped" in notes["row 2, Mar-22"]
    assert "Write 82% where 0.82 stands" in notes["row 4"]
