"""Marks for missing figures: one table for every reader, and a mark is the latest when it is."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from dashboard.model.points import Point
from dashboard.model.selection import Selection
from data.common.errors import UnreadableCellError
from data.common.load_options import LoadOptions
from data.files.csv_reader import ExtractFile
from data.formats.scorecard.cells import read_figure
from data.loading.load import FileReport, load_files
from data.queries.panels import load_panel
from data.schema.cell_parsers import parse_count, parse_figure
from data.schema.marks import clear_marker_of, marker_of
from data.store.frames import load_frame
from tests.builders.dfe import HACKNEY, of_measure, read, table
from tests.builders.files import observations, records, text_file
from tests.builders.scorecard import table as scorecard
from tests.real_inputs.inputs import input_file
from tests.stores import read_as_page

AREA, PLAN = "E09000014", "ha-wsoa-2021"
NOW = datetime(2024, 1, 31, tzinfo=UTC)
CONFIRMED = LoadOptions(
    framework_id=PLAN, published_on=date(2024, 1, 20), source_document="s", is_confirmed=True
)
MARKERS = {
    "*": "c",
    "[c]": "c",
    "C": "c",
    "~": "c",
    "<5": "<5",
    "≤4": "<5",
    "Fewer than 5": "<5",
    "..": ":",
    ".": ":",
    "[x]": "x",
    "u": "u",
    "[u]": "u",
    "low": "low",
    "k": "low",
    "not yet available": "not_available",
    "#N/A": "not_available",
    "N/A": "not_available",
    "No data": "not_available",
    "NULL": "not_available",
    "(blank)": "not_available",
    "—": "-",
    "TBC": "not_reported",
    "To be confirmed": "not_reported",
    "Not due": "not_due",
    "not_due": "not_due",
    "Suppressed": "suppressed",
    "Withheld": "withheld",
    "not applicable": "z",
    "N/A (meetings being piloted)": "not_available",
    "TBC (Sept 23)": "not_reported",
}
AMBIGUOUS = ("None", "nil", "#DIV/0!", "#REF!", "########", "?", "p", "[e]")


def load_marks(engine: Engine, file: ExtractFile | None = None) -> FileReport:
    (report,) = load_files(
        engine, [file or input_file("marks_scorecard.csv")], now=NOW, options=CONFIRMED
    )
    return report


@pytest.mark.parametrize(("written", "marker"), MARKERS.items())
def test_a_mark_of_one_reader_is_known_to_all(written: str, marker: str):
    assert parse_figure(written, takes_markers=True).marker == marker
    assert parse_count(written, takes_markers=True)[1] == marker
    cell = read_figure(written, "count")
    assert cell is not None
    assert cell.value == marker
    assert clear_marker_of(written) == marker


@pytest.mark.parametrize("written", [*AMBIGUOUS, "0*", "12†", "5 [e]", "12b"])
def test_what_may_mean_two_things_is_refused_with_the_fix(written: str):
    for reader in (
        lambda: parse_figure(written, takes_markers=True),
        lambda: read_figure(written, "count"),
    ):
        with pytest.raises(UnreadableCellError) as refused:
            reader()
        assert "write" in refused.value.fix.lower() or "widen" in refused.value.fix


@pytest.mark.parametrize("written", AMBIGUOUS)
def test_an_ambiguous_mark_has_no_clear_marker(written: str):
    assert clear_marker_of(written) == ""
    with pytest.raises(UnreadableCellError):
        marker_of(written)


@pytest.mark.both_databases
def test_marks_scorecard_keeps_every_mark_as_a_figure_without_a_value(shipped: Engine):
    report = load_marks(shipped)
    assert report.state == "loaded"
    frame = load_frame(shipped, "observations", area_code=AREA)
    own = records(frame[frame["source_document"] == "s"])
    own.sort(key=lambda row: row["period_end"])
    referrals = [row for row in own if row["measure_id"] == "autism-referrals"]
    assert [row["marker"] for row in referrals] == [
        "", "c", "c", "c", "<5", "c", ":", "x", "x", "u", "low", "not_available",
    ]  # fmt: skip
    requests = [row for row in own if row["measure_id"] == "ehc-requests"]
    by_month = {row["period_end"].month: row for row in requests}
    assert 7 not in by_month
    assert {month: row["marker"] for month, row in by_month.items() if row["marker"]} == {
        2: "not_available", 3: "-", 4: "-", 5: "not_reported", 6: "not_due",
        10: "not_available", 11: ":", 12: "not_available",
    }  # fmt: skip
    assert (by_month[8]["value"], by_month[8]["is_provisional"]) == (12, True)
    assert (by_month[9]["value"], by_month[9]["is_provisional"]) == (1200, False)
    (left_out,) = [note.words for note in report.notes if note.topic == "unrecognised"]
    assert left_out.startswith("“0*” is left out: expected a number, or a mark that says why")
    assert "A mark beside a number is a footnote" in left_out


def test_a_suppressed_month_is_the_latest(shipped: Engine):
    load_marks(shipped)
    chosen = Selection(area=AREA, framework=PLAN, measure="autism-referrals", as_of=NOW.date())
    latest = read_as_page(load_panel, shipped, chosen).lead.latest
    assert latest is not None
    assert (latest.period_end, latest.marker) == (date(2023, 12, 31), "not_available")


@pytest.mark.parametrize(("written", "marker"), [("[low]", "low"), ("*", "c"), ("..", ":")])
def test_a_release_of_the_dfe_takes_the_same_marks(written: str, marker: str):
    file = table("requests", (HACKNEY,), lambda text: text.replace(",x,", f",{written},"))
    requests = of_measure(read(file), "ehc-requests")
    assert requests[HACKNEY, "2023"]["value"] == marker


def test_a_mark_for_a_month_that_is_not_over_hides_no_figure(shipped: Engine):
    sheet = scorecard(
        "Measure | Nov-23 | Dec-23 | Jan-24 | Feb-24 | Mar-24",
        "Autism referrals received | 50 | 51 | TBC | Not due | n/a",
        "Requests for EHC needs assessment | 50 | 51 | * | - | 12",
    )
    report = load_marks(shipped, text_file(sheet, "sheet.csv"))
    left_out = [note.words for note in report.notes if note.place == "the table"]
    assert left_out == [
        "Blank cells, and marks for a time that is not over: 4. They make no figure.",
        "Numbers for a time that is yet to come: 1, left out.",
    ]
    for measure, month, marker in (
        ("autism-referrals", date(2023, 12, 31), ""),
        ("ehc-requests", date(2024, 1, 31), "c"),
    ):
        latest = latest_of(shipped, measure)
        assert (latest.period_end, latest.marker) == (month, marker)


def test_a_mark_that_is_loaded_for_a_month_ahead_hides_no_figure(shipped: Engine):
    rows = [
        {"measure_id": "autism-referrals", "period_start": "2024-01-01", "period_end": "2024-01-31", "value": "51"},
        {"measure_id": "autism-referrals", "period_start": "2024-03-01", "period_end": "2024-03-31", "value": "Not due"},
    ]  # fmt: skip
    load_files(shipped, [observations(*rows)], now=NOW)
    assert latest_of(shipped, "autism-referrals").value == 51


def latest_of(engine: Engine, measure_id: str) -> Point:
    chosen = Selection(area=AREA, framework=PLAN, measure=measure_id, as_of=NOW.date())
    (monthly,) = [
        series
        for series in read_as_page(load_panel, engine, chosen).series
        if series.basis == "month"
    ]
    assert monthly.latest is not None
    return monthly.latest


def test_an_extract_says_what_was_written_for_a_missing_figure(shipped: Engine):
    row = {"measure_id": "autism-referrals", "value": "N/A (meetings being piloted)"}
    own = {"measure_id": "ehc-requests", "value": "*", "as_published": "hidden: under 5"}
    load_files(shipped, [observations(row, own, {"breakdown": "age=0-5", "value": "c"})], now=NOW)
    frame = load_frame(shipped, "observations", area_code=AREA)
    of_april = [row for row in records(frame) if row["period_end"] == date(2023, 4, 30)]
    words = {(row["measure_id"], row["marker"]): row["as_published"] for row in of_april}
    assert words["autism-referrals", "not_available"] == "N/A (meetings being piloted)"
    assert words["ehc-requests", "c"] == "hidden: under 5"
    assert words["ehcp-20-weeks", "c"] == ""
