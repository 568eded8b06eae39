"""Whether a measure can be negative, or exceed 100, is what its row of the catalogue says."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from dashboard.judging.control_text import variation_words
from dashboard.model.panel import Panel
from dashboard.model.selection import Selection
from data.common.load_options import LoadOptions
from data.files.csv_reader import ExtractFile
from data.loading.load import FileReport, load_files
from data.queries.panels import load_panel
from data.store.frames import load_frame
from tests.builders.files import csv_file, records, text_file
from tests.builders.scorecard import table
from tests.real_inputs.inputs import input_file, input_path
from tests.stores import MakeStore, current_day, opened, read_as_page

AREA, PLAN = "E09000014", "ha-wsoa-2021"
NOW = datetime(2026, 11, 21, tzinfo=UTC)
CONFIRMED = LoadOptions(framework_id=PLAN, source_document="rw-src", is_confirmed=True)


def load(engine: Engine, *files: ExtractFile, options: LoadOptions = CONFIRMED) -> FileReport:
    """Load the source of the inputs and then files; return the report of the last."""
    load_files(engine, [input_file("sources.csv")], now=NOW)
    return load_files(engine, files, now=NOW, options=options)[-1]


def measures(name: str, **can_be_negative: str) -> ExtractFile:
    """Return an input of measures with the column can_be_negative."""
    rows = csv.DictReader(io.StringIO(input_path(name).read_text(encoding="utf-8")))
    return csv_file(
        *(
            {**row, "can_be_negative": can_be_negative.get(row["measure_id"].replace("-", "_"), "")}
            for row in rows
        ),
        name="measures.csv",
    )


def served(measure_id: str, plan: str = PLAN, priority: str = "1") -> ExtractFile:
    """Make a measure part of a plan."""
    row = {"framework_id": plan, "priority_number": priority, "measure_id": measure_id}
    return csv_file(row, name="priority_measures.csv")


def values(engine: Engine, measure_id: str) -> list[float]:
    """Return the figures of a measure that come from the inputs."""
    frame = load_frame(engine, "observations", area_code=AREA, measure_id=measure_id)
    return [row["value"] for row in records(frame) if row["source_document"] == "rw-src"]


def panel(engine: Engine, measure_id: str) -> Panel:
    return read_as_page(
        load_panel,
        engine,
        Selection(area=AREA, framework=PLAN, measure=measure_id, as_of=date(2026, 11, 21)),
    )


@pytest.mark.both_databases
def test_negative_progress8_is_loaded_with_a_minus_sign_of_any_kind(shipped: Engine):
    report = load(
        shipped, input_file("negative_measures.csv"), input_file("negative_progress8.csv")
    )
    assert (report.state, report.issues) == ("loaded", ())
    assert values(shipped, "rw-progress8") == [-0.85, -0.77, -0.64]


@pytest.mark.both_databases
def test_negative_others_load_with_what_a_blank_means(shipped: Engine):
    report = load(shipped, input_file("negative_measures.csv"), input_file("negative_others.csv"))
    assert (report.state, report.issues) == ("loaded", ())
    loaded = ("rw-change-pct", "autism-net", "slt-net", "dsg-pressure", "rw-days-early")
    assert [values(shipped, each) for each in loaded] == [[-4.5], [-12], [-3], [-1.4], [-6]]


def test_negative_others_are_refused_where_their_measures_say_that_they_cannot_be(shipped: Engine):
    declared = measures("negative_measures.csv", rw_change_pct="no", rw_days_early="no")
    report = load(shipped, declared, input_file("negative_others.csv"))
    assert [(issue.row, issue.found) for issue in report.issues] == [(2, "-4.5%"), (6, "-6")]
    assert report.issues[1].expected == "a number of at least 0: rw-days-early cannot be negative"
    assert report.issues[1].fix == (
        "Check the sign. If rw-days-early can fall below 0, write yes under can_be_negative in measures."
    )


def test_over_100_limits_are_not_cut_at_100(shipped: Engine):
    report = load(
        shipped, input_file("over_100_measures.csv"), served("rw-clear"), input_file("over_100.csv")
    )
    assert report.state == "loaded"
    shown = panel(shipped, "rw-clear")
    words = variation_words(shown.measure, shown.lead)
    assert "97.1% to 124.1%" in words


def test_a_cell_that_a_measure_cannot_have_never_refuses_a_scorecard(shipped: Engine):
    sheet = table(
        "Measure | Jan-23 | Feb-23 | Mar-23 | Target",
        "EHC plans issued within 20 weeks | 80% | 104% | 33/30 (110%) | 105%",
        "Requests for EHC needs assessment | -4 | 30 | 31 | -5",
        "Autism referrals less completions | -4 | 30 | −31 | ",
    )
    report = load(shipped, text_file(sheet, "sheet.csv"))
    assert (report.state, report.issues) == ("loaded", ())
    assert values(shipped, "ehcp-20-weeks") == [80]
    assert values(shipped, "ehc-requests") == [30, 31]
    assert values(shipped, "autism-net") == [-4, 30, -31]
    notes = {note.place: note.words for note in report.notes}
    assert "cannot exceed it" in notes["row 2, Feb-23"]
    assert "cannot exceed it" in notes["row 2, Mar-23"]
    # A target beyond what can be is loaded as its plan has it, and listed.
    assert "cannot exceed it" in " ".join(warning.expected for warning in report.warnings)
    assert "ehc-requests cannot be negative" in notes["row 3, Jan-23"]


def test_a_blank_means_no_of_counts_and_shares_alone(shipped: Engine):
    load(shipped, input_file("negative_measures.csv"), input_file("opposites_measures.csv"))
    frame = load_frame(shipped, "measures")
    stored = dict(zip(frame["measure_id"], frame["can_be_negative"], strict=True))
    assert [stored[each] for each in ("rw-progress8", "rw-change-pct", "rw-days-early")] == [
        True
    ] * 3
    assert (stored["rw-auth"], stored["autism-net"], stored["ehc-requests"]) == (False, True, False)
    assert not stored["ehcp-average-weeks"]


def test_the_net_flow_of_the_example_borough_has_limits_below_0(make_sqlite: MakeStore):
    with opened(make_sqlite("filled")) as engine:
        load(engine, served("autism-net", "example-plan", "5"))
        chosen = Selection(area="X99000001", framework="example-plan", measure="autism-net")
        # Its cases were loaded when the store was filled.
        shown = read_as_page(load_panel, engine, chosen, current_day())
    (monthly,) = [each for each in shown.series if (each.basis, each.breakdown) == ("month", "")]
    assert monthly.latest is not None
    assert "within its usual range, −21.9 to 41.4" in variation_words(shown.measure, monthly)
