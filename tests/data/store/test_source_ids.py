"""Stores that were set up while the shipped sources were called by file names come through `setup`."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from dashboard.model.codes import FORMER_SOURCE_IDS
from dashboard.model.selection import Selection
from data.files.csv_reader import ExtractFile
from data.loading import setup
from data.loading.history import ExtractRecord, extract_history, undo_delivery
from data.loading.load import check_files, load_files
from data.loading.setup import SetUpReport, set_up
from data.meetings.packs import compare_packs, load_pack, make_pack
from data.schema.definitions import catalogue
from data.store.account_tables import login_keys
from data.store.audit import audit_entries
from data.store.frames import load_frame
from data.store.tables import metadata
from tests.builders.files import csv_file, example_rows, observations, records
from tests.migrations import run_migration
from tests.stores import MakeStore, opened

FORMER_IDS = {new: old for old, new in FORMER_SOURCE_IDS.items()}
REPORT, STRATEGY = "ha-highlight-report-2023", "th-send-strategy-2018"
PLAN = Selection(framework="ha-wsoa-2021", as_of=date(2023, 4, 19))
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
WITH_SOURCES = (
    "observations",
    "targets",
    "action_status",
    "action_totals",
    "events",
    "commentary",
    "headlines",
    "neighbours",
    "frameworks",
    "sources",
)
# So long that the key of its row is a digest.
LONG = {
    "area_code": "A" * 190,
    "measure_id": "m" * 190,
    "breakdown": f"sector={'x' * 190}",
    "source_document": REPORT,
}
# What was loaded besides: corrections of a shipped figure and source, and rows of every kind that
# is told apart by its source or that nothing shipped is of.
OWN = (
    csv_file({"area_code": LONG["area_code"], "name": "Far", "kind": "benchmark"}),
    example_rows("measures", {"measure_id": LONG["measure_id"]}),
    example_rows("sources", {"source_document": STRATEGY, "title": "Corrected"}),
    observations(
        {
            "period_start": "2023-03-01",
            "period_end": "2023-03-31",
            "value": "83",
            "source_document": REPORT,
        },
        {"period_start": "2023-02-01", "period_end": "2023-02-28", "source_document": REPORT},
        LONG,
    ),
    example_rows("targets", {"source_document": STRATEGY}),
    example_rows("neighbours", {"source_document": REPORT}),
    example_rows("headlines", {"source_document": REPORT}),
)


@pytest.fixture
def before(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A store of the release before, with its shipped extracts, until `upgrade`."""
    for path in setup.SHIPPED.glob("*.csv"):
        (tmp_path / path.name).write_bytes(with_former_ids(path.read_bytes()))
    monkeypatch.setattr(setup, "SHIPPED", tmp_path)
    monkeypatch.setattr(catalogue, "FORMER_SOURCE_IDS", {})
    set_up(engine, with_example=False, with_profile=False)
    return engine


def upgrade(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> SetUpReport:
    monkeypatch.undo()
    run_migration(engine, "source_ids", EXTRACTS=changed_since())
    return set_up(engine, with_example=False, with_profile=False)


def changed_since() -> dict[str, tuple[str, str]]:
    """Return the hashes, before and after, of the shipped extracts that have new rows since."""
    targets = (setup.SHIPPED / "targets.csv").read_bytes()
    return {"targets": (sha256(with_former_ids(targets)).hexdigest(), sha256(targets).hexdigest())}


def with_former_ids(content: bytes) -> bytes:
    for new, old in FORMER_IDS.items():
        content = content.replace(new.encode(), old.encode())
    return content


def rows_of(engine: Engine) -> dict[str, list[Mapping[str, Any]]]:
    """Return every row of every table, but for the moment of its load, in the audit log as elsewhere."""
    found = {}
    with engine.connect() as connection:
        # A key is drawn at random for each store.
        for name, table in metadata.tables.items() - {(login_keys.name, login_keys)}:
            # The seal is over the moment of its entry.
            left_out = {"at", "seal"} if table is audit_entries else {"loaded_at", "loaded_on"}
            columns = [column for column in table.c if column.name not in left_out]
            rows = connection.execute(sa.select(*columns).order_by(*table.primary_key))
            found[name] = [dict(row) for row in rows.mappings()]
    return found


def figures_of(engine: Engine, as_of: date | None) -> str:
    """Return what a day knows of every kind that names its sources, under their new ids."""
    text = repr([records(load_frame(engine, kind, as_of=as_of)) for kind in WITH_SOURCES])
    for old, new in FORMER_SOURCE_IDS.items():
        text = text.replace(old, new)
    return text


def history_of(engine: Engine) -> list[ExtractRecord]:
    return [replace(record, sha256="") for record in extract_history(engine)]


def number_of(engine: Engine, name: str) -> int:
    return next(each.extract_id for each in extract_history(engine) if each.file_name == name)


def test_a_store_set_up_before_becomes_one_that_is_set_up_now(
    before: Engine, make_sqlite: MakeStore, monkeypatch: pytest.MonkeyPatch
):
    old_rows = rows_of(before)
    assert upgrade(before, monkeypatch).files == ()
    with opened(make_sqlite("shipped")) as fresh:
        assert rows_of(before) == rows_of(fresh)
    run_migration(before, "source_ids", "downgrade", EXTRACTS=changed_since())
    assert rows_of(before) == old_rows


def test_what_was_loaded_and_undone_stays_and_counts_once(
    before: Engine, monkeypatch: pytest.MonkeyPatch
):
    former = [ExtractFile(each.name, with_former_ids(each.content)) for each in OWN]
    assert {report.state for report in load_files(before, former)} == {"loaded"}
    undo_delivery(before, number_of(before, "events.csv"))
    history, days = history_of(before), (None, date(2023, 4, 19), date(2019, 9, 17))
    figures = [figures_of(before, day) for day in days]
    assert upgrade(before, monkeypatch).files == ()
    assert history_of(before) == history
    assert [figures_of(before, day) for day in days] == figures
    again = load_files(before, OWN)
    assert {(report.new, report.changed) for report in again} == {(0, 0)}


def test_a_source_is_refused_under_its_former_id(read_only: Engine):
    former = example_rows("sources", {"source_document": FORMER_IDS[REPORT]})
    (issue,) = check_files(read_only, [former])[0].issues
    assert (issue.row, issue.column, issue.found) == (2, "source_document", FORMER_IDS[REPORT])
    assert issue.expected == f"{REPORT}, the id of this source now"


def test_a_pack_keeps_its_former_ids_and_is_compared_by_the_new(
    before: Engine, monkeypatch: pytest.MonkeyPatch
):
    earlier = make_pack(before, PLAN, "Ann Example", NOW)
    frozen = rows_of(before)["packs"]
    assert FORMER_IDS[REPORT] in frozen[0]["content"]
    upgrade(before, monkeypatch)
    assert rows_of(before)["packs"] == frozen
    assert load_pack(before, earlier).integrity_error == ""
    # A server of the new release has cached nothing of the former.
    with opened(before.url) as after:
        later = make_pack(after, PLAN, "Ann Example", NOW)
    compared = compare_packs(before, earlier, later)
    assert (compared.others, compared.since.turns) == ((), ())
    assert load_pack(before, later).content.commentary[0].source_document == REPORT
