"""Stores in which a recoded council became a second area come to one through the migration."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from data.common import authorities
from data.common.load_options import LoadOptions
from data.files.csv_reader import ExtractFile
from data.loading.history import extract_history, undo_delivery
from data.loading.load import load_files
from data.store.audit import audit_entries
from data.store.frames import load_frame
from data.store.tables import metadata
from tests.builders.files import csv_file, example_rows, observations, records
from tests.migrations import run_migration
from tests.stores import MakeStore, opened

pytestmark = pytest.mark.both_databases

HELD, OTHER = "E10000027", "E06000066"
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
WHOLE = LoadOptions(cut_off=date(2023, 3, 31), coverage="all")
AREA = {"area_code": OTHER, "name": "Somerset", "kind": "local_area", "part_of": "E92000001"}
# So long that the key of its row is a digest.
REMARK = {"area_code": OTHER, "framework_id": "so-plan", "measure_id": "", "text": "Word " * 150}
OWN = (
    csv_file(AREA, name="areas.csv"),
    example_rows("frameworks", {"framework_id": "so-plan", "area_code": OTHER}),
    observations({"area_code": OTHER, "value": "50"}, name="figures.csv"),
    observations({"area_code": OTHER, "value": "10"}, name="undone.csv"),
    example_rows("events", {"area_code": OTHER}),
    example_rows("commentary", {**REMARK, "priority_number": ""}),
    example_rows("neighbours", {"area_code": "E09000014", "neighbour_code": OTHER}),
    example_rows("returns_due", {"area_code": OTHER}),
    example_rows("case_settings", {"area_code": OTHER}),
    example_rows("plans", {"area_code": OTHER}),
)
# What a later release made of the same council, under its first code.
RELEASE = (
    csv_file({**AREA, "area_code": HELD, "kind": "authority"}, name="areas_of_release.csv"),
    observations(
        {"area_code": HELD, "value": "55"},
        {
            "area_code": HELD,
            "period_start": "2023-03-01",
            "period_end": "2023-03-31",
            "value": "40",
        },
        name="release.csv",
    ),
)


def load(engine: Engine, *files: ExtractFile) -> None:
    for file in files:
        options = WHOLE if file.name == "plans.csv" else LoadOptions()
        (report,) = load_files(engine, [file], by="test", now=NOW, options=options)
        assert report.issues == ()
        if file.name == "undone.csv":
            undo_delivery(engine, extract_history(engine)[0].extract_id)


def rows_of(engine: Engine) -> dict[str, list[str]]:
    """Return every row of every table, but for the moment of its undoing, in the audit log too."""
    found = {}
    with engine.connect() as connection:
        for name, table in metadata.tables.items():
            # The seal is over the moment of its entry.
            left_out = {"at", "seal"} if table is audit_entries else {"undone_at"}
            columns = [column for column in table.c if column.name not in left_out]
            rows = connection.execute(sa.select(*columns).order_by(*table.primary_key))
            found[name] = sorted(map(repr, rows))
    return found


def test_a_store_with_a_second_area_becomes_one_that_never_had_it(
    shipped: Engine, make_store: MakeStore, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(authorities, "_area_codes", dict)
    load(shipped, *OWN)
    assert OTHER in set(load_frame(shipped, "areas")["area_code"])
    monkeypatch.undo()
    run_migration(shipped, "area_codes")
    with opened(make_store("shipped")) as fresh:
        load(fresh, *OWN)
        assert rows_of(shipped) == rows_of(fresh)


def test_figures_under_both_codes_are_one_line_and_the_plan_stays(
    shipped: Engine, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(authorities, "_area_codes", dict)
    load(shipped, *OWN, *RELEASE)
    monkeypatch.undo()
    run_migration(shipped, "area_codes")
    areas = records(load_frame(shipped, "areas"))
    somerset = [(row["area_code"], row["kind"]) for row in areas if row["name"] == "Somerset"]
    assert somerset == [(HELD, "local_area")]
    figures = records(load_frame(shipped, "observations", area_code=HELD))
    assert sorted((row["period_end"], row["value"]) for row in figures) == [
        (date(2023, 3, 31), 40),
        (date(2023, 4, 30), 55),
    ]
    (plan,) = records(load_frame(shipped, "frameworks", area_code=HELD))
    assert plan["framework_id"] == "so-plan"
