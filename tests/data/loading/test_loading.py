"""Loading: all or nothing, nothing twice, and what changed is told."""

import threading
from datetime import UTC, date, datetime
from math import isnan

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from data.files.csv_reader import ExtractFile
from data.loading.history import extract_history
from data.loading.load import FileReport, check_files, load_files
from data.loading.setup import set_up
from data.store.databases.engine import StoreNotReadyError, make_engine
from data.store.frames import load_frame
from data.store.read_transaction import data_version
from data.store.tables import KIND_TABLES
from tests.builders.files import csv_file, example_rows, observations, records

pytestmark = pytest.mark.both_databases

YEAR_2013 = {"basis": "year", "period_start": "2013-01-01", "period_end": "2013-12-31"}


def value_of(engine: Engine, start: str = "2023-04-01") -> list[float]:
    """Return the values that stand for the ordinary observation's period."""
    frame = load_frame(engine, "observations", area_code="E09000014", measure_id="ehcp-20-weeks")
    is_it = frame["period_start"].map(str) == start
    return frame.loc[is_it & (frame["breakdown"] == ""), "value"].tolist()


def counts(report: FileReport) -> tuple[str, int | None, int | None, int | None]:
    return report.state, report.new, report.changed, report.unchanged


def test_a_file_is_loaded_and_its_rows_stand(shipped: Engine):
    (report,) = load_files(shipped, [observations({"value": "80.50%"})], by="Ada")
    assert counts(report) == ("loaded", 1, 0, 0)
    frame = load_frame(shipped, "observations", area_code="E09000014", measure_id="ehcp-20-weeks")
    (row,) = (each for each in records(frame) if each["extract_id"] == report.extract_id)
    assert (row["value"], row["decimals"], row["marker"]) == (80.5, 2, "")


def test_the_same_file_again_changes_nothing_and_names_its_extract(shipped: Engine):
    file = observations({})
    (first,) = load_files(shipped, [file])
    version = data_version(shipped)
    (again,) = load_files(shipped, [ExtractFile("another name.csv", file.content)])
    assert (again.state, again.extract_id) == ("unchanged", first.extract_id)
    assert data_version(shipped) == version
    assert len(value_of(shipped)) == 1


def test_the_same_file_twice_in_one_command_is_loaded_once(shipped: Engine):
    file = observations({})
    reports = load_files(shipped, [file, file])
    assert [report.state for report in reports] == ["loaded", "unchanged"]


def test_a_changed_row_supersedes_the_old_one_which_stays_in_the_history(shipped: Engine):
    load_files(shipped, [observations({"value": "80"}, YEAR_2013)])
    (report,) = load_files(shipped, [observations({"value": "81"}, YEAR_2013)])
    assert counts(report) == ("loaded", 0, 1, 1)
    assert value_of(shipped) == [81]
    table = KIND_TABLES["observations"]
    with shipped.connect() as connection:
        statement = sa.select(table.c.value).where(table.c.period_start == date(2023, 4, 1))
        assert sorted(connection.scalars(statement)) == [80, 81]


@pytest.mark.parametrize(
    ("kind", "change", "names"),
    [
        ("priorities", {"title": "Corrected"}, ["framework_id", "number"]),
        ("areas", {"name": "Corrected"}, ["area_code"]),
        ("actions", {"title": "Corrected"}, ["framework_id", "action_reference"]),
        (
            "priority_measures",
            {"local_reference": "Corrected"},
            ["framework_id", "priority_number", "measure_id"],
        ),
    ],
)
def test_a_corrected_row_keeps_its_place(
    shipped: Engine, kind: str, change: dict[str, str], names: list[str]
):
    before = load_frame(shipped, kind)
    load_files(shipped, [example_rows(kind, change)])
    after = load_frame(shipped, kind)
    assert after[names].to_numpy().tolist() == before[names].to_numpy().tolist()
    assert (after == "Corrected").any(axis=None)


def test_a_fault_in_one_file_leaves_nothing_of_the_others(shipped: Engine):
    version = data_version(shipped)
    good = observations({}, name="good.csv")
    bad = observations({**YEAR_2013, "value": "101"}, name="bad.csv")
    reports = load_files(shipped, [good, bad])
    assert [report.state for report in reports] == ["would_load", "refused"]
    assert reports[0].extract_id is None
    assert (value_of(shipped), data_version(shipped)) == ([], version)
    assert "good.csv" not in {record.file_name for record in extract_history(shipped)}


def test_every_fault_of_every_file_is_told(shipped: Engine):
    files = [observations({"value": value}, name=f"{value}.csv") for value in ("101", "102")]
    reports = load_files(shipped, files)
    assert [len(report.issues) for report in reports] == [1, 1]


def test_a_dry_run_tells_what_would_change_and_changes_nothing(shipped: Engine):
    load_files(shipped, [observations({})])
    version = data_version(shipped)
    (report,) = load_files(shipped, [observations({"value": "81"}, YEAR_2013)], dry_run=True)
    assert counts(report) == ("would_load", 1, 1, 0)
    assert report.extract_id is None
    assert (value_of(shipped), data_version(shipped)) == ([80], version)


def test_checking_writes_nothing(shipped: Engine):
    version = data_version(shipped)
    (report,) = check_files(shipped, [observations({})])
    assert (report.state, report.rows) == ("would_load", 1)
    assert data_version(shipped) == version


def test_files_of_one_command_may_come_in_any_order(engine: Engine):
    area = example_rows("areas", {})
    source = example_rows("sources", {})
    framework = example_rows("frameworks", {})
    measure = example_rows("measures", {})
    figure = example_rows("observations", {})
    files = [figure, measure, framework, source, area]
    assert [report.issues for report in check_files(engine, files)] == [()] * 5
    reports = load_files(engine, files)
    assert [report.kind for report in reports] == [
        "observations",
        "measures",
        "frameworks",
        "sources",
        "areas",
    ]
    assert {report.state for report in reports} == {"loaded"}
    assert len(load_frame(engine, "observations")) == 1


def test_a_measure_is_added_by_one_row(shipped: Engine):
    row = {"measure_id": "school-visits", "title": "School visits", "unit": "count"}
    load_files(shipped, [example_rows("measures", {**row, "tolerance": "2.5"})])
    measures = load_frame(shipped, "measures", measure_id="school-visits")
    assert measures[["title", "tolerance"]].to_numpy().tolist() == [["School visits", 2.5]]
    (report,) = load_files(shipped, [observations({"measure_id": "school-visits", "value": "7"})])
    assert report.state == "loaded"


def test_columns_that_may_be_left_out_are_blank(shipped: Engine):
    load_files(shipped, [csv_file({"area_code": "E06000001", "name": "A", "kind": "benchmark"})])
    load_files(shipped, [observations({"area_code": "E06000001"})])
    (row,) = records(load_frame(shipped, "observations", area_code="E06000001"))
    assert (row["role"], row["note"], row["framework_id"]) == ("actual", "", "")
    assert row["published_on"] is None
    assert not row["is_provisional"]


def test_markers_and_bands_are_kept_as_what_they_are(shipped: Engine):
    marked = {"value": "c", "numerator": "<5", "denominator": "x"}
    (report,) = load_files(shipped, [observations(marked, {**YEAR_2013, "value": "18–36.5"})])
    rows = records(
        load_frame(shipped, "observations", area_code="E09000014", measure_id="ehcp-20-weeks")
    )
    hidden, band = (row for row in rows if row["extract_id"] == report.extract_id)
    assert (hidden["marker"], hidden["numerator_marker"], hidden["denominator_marker"]) == (
        "c",
        "<5",
        "x",
    )
    assert isnan(hidden["value"])
    assert isnan(hidden["numerator"])
    assert hidden["decimals"] == -1
    assert isnan(band["value"])
    assert (band["value_low"], band["value_high"], band["decimals"]) == (18, 36.5, 1)
    assert band["marker"] == ""


def test_the_history_says_who_loaded_what_and_when(shipped: Engine):
    moment = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)
    file = observations({}, YEAR_2013, name="april.csv")
    (report,) = load_files(shipped, [file], by="Ada", now=moment)
    newest = extract_history(shipped)[0]
    assert (newest.extract_id, newest.file_name, newest.kind) == (
        report.extract_id,
        "april.csv",
        "observations",
    )
    assert (newest.sha256, newest.row_count, newest.new_count) == (file.sha256, 2, 2)
    assert (newest.loaded_by, newest.loaded_at, newest.state) == ("Ada", moment, "loaded")


def test_setting_up_again_has_nothing_to_do(shipped: Engine):
    version = data_version(shipped)
    assert set_up(shipped, with_example=False, with_profile=False).has_done_nothing
    assert data_version(shipped) == version


def test_a_store_that_is_not_set_up_says_so(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path / 'none.sqlite3'}")
    with pytest.raises(StoreNotReadyError, match="python -m data setup"):
        load_files(engine, [observations({})])
    engine.dispose()
    assert not (tmp_path / "none.sqlite3").exists()


@pytest.mark.parametrize("is_same_file", [True, False])
def test_loads_at_the_same_time_queue(shipped: Engine, is_same_file: bool):
    start = threading.Barrier(4)
    reports: list[FileReport] = []

    def load(number: int) -> None:
        file = observations({"note": "the same" if is_same_file else f"load {number}"})
        start.wait()
        reports.extend(load_files(shipped, [file]))

    threads = [threading.Thread(target=load, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    states = sorted(report.state for report in reports)
    assert states == (["loaded"] + ["unchanged"] * 3 if is_same_file else ["loaded"] * 4)
    assert value_of(shipped) == [80]
    newest = max(report.extract_id or 0 for report in reports)
    frame = load_frame(shipped, "observations", area_code="E09000014", measure_id="ehcp-20-weeks")
    assert max(frame["extract_id"].tolist()) == newest


def test_a_remark_may_be_long(shipped: Engine):
    reports = load_files(shipped, [example_rows("commentary", {"text": "A long remark. " * 400})])
    assert [report.state for report in reports] == ["loaded"]


def test_a_reader_is_not_kept_waiting_by_a_load(shipped: Engine):
    with shipped.connect().execution_options(writes=True) as writer, writer.begin():
        writer.execute(sa.delete(KIND_TABLES["events"]))
        assert len(load_frame(shipped, "areas")) == 7
