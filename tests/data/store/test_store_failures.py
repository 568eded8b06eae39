"""A store that is read only, full, frozen or busy: what is read is read, the rest is said in words."""

import shutil
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine, event

from callbacks.forms import plain_forms
from callbacks.server import places
from data.files.csv_reader import ExtractFile
from data.loading.load import check_files, load_files
from data.store.databases.engine import (
    is_ready,
    lock_for_writing,
    migrate,
    waiting_at_most,
    writing_connection,
)
from data.store.databases.failures import BusyError, ReadOnlyStoreError, StoreFullError, failure_of
from data.store.tables import extracts
from tests.apps import OWN, entered, server_of
from tests.builders.files import observations
from tests.fuzz.run import digest_of
from tests.stores import MakeStore, opened, sqlite_url

FIGURE: Final = {
    "measure_id": "newsletter-subscribers",
    "basis": "snapshot",
    "period_start": "2023-03-31",
    "period_end": "2023-03-31",
    "value": "3266",
}


@pytest.fixture
def read_only(make_sqlite: MakeStore, tmp_path: Path) -> Iterator[Engine]:
    """A store in a folder where nobody can make or change a file."""
    folder = tmp_path / "disk"
    folder.mkdir()
    path = folder / "store.sqlite3"
    shutil.copy(str(make_sqlite("shipped").database), path)
    path.chmod(0o444)
    folder.chmod(0o555)
    with opened(sqlite_url(path)) as engine:
        yield engine
    folder.chmod(0o755)


@pytest.mark.parametrize("is_for_all", [True, False])
def test_pages_of_a_store_that_can_only_be_read_are_read(
    read_only: Engine, tmp_path: Path, is_for_all: bool
):
    client = server_of(read_only, tmp_path, is_read_only=is_for_all).test_client()
    for path in ("/", "/actions", "/data", "/readyz"):
        assert client.get(path).status_code == 200, path
    assert [each.name for each in (tmp_path / "disk").iterdir()] == ["store.sqlite3"]


def test_a_new_store_and_the_files_beside_it_are_for_their_owner_alone(tmp_path: Path):
    with opened(sqlite_url(tmp_path / "new.sqlite3")) as engine:
        migrate(engine)
        with engine.connect() as connection:
            connection.execute(sa.select(extracts)).all()
            modes = {each.name: each.stat().st_mode & 0o777 for each in tmp_path.iterdir()}
    assert modes == {f"new.sqlite3{ending}": 0o600 for ending in ("", "-wal", "-shm")}


def test_a_load_into_it_is_refused_in_words(read_only: Engine):
    with pytest.raises(ReadOnlyStoreError, match="can only be read"):
        load_files(read_only, [observations(FIGURE)])


def test_a_full_disk_is_said_to_be_full_and_nothing_is_stored(make_sqlite: MakeStore):
    with opened(make_sqlite("shipped")) as engine:
        before = digest_of(engine)

        @event.listens_for(engine, "begin")
        def no_more_pages(connection: sa.Connection) -> None:
            connection.exec_driver_sql("PRAGMA max_page_count = 1")

        figures = [
            {
                **FIGURE,
                "period_start": f"{year}-{month:02}-01",
                "period_end": f"{year}-{month:02}-01",
            }
            for year in range(1950, 2020)
            for month in range(1, 13)
        ]
        with pytest.raises(StoreFullError, match="disk of the store is full"):
            load_files(engine, [observations(*figures)])
        assert digest_of(engine) == before


@pytest.mark.both_databases
def test_who_waits_for_a_load_waits_as_long_as_is_said(make_store: MakeStore):
    with (
        opened(make_store("shipped")) as engine,
        writing_connection(engine) as connection,
        connection.begin(),
    ):
        lock_for_writing(connection)
        with waiting_at_most(0.3):
            with pytest.raises(BusyError):
                load_files(engine, [observations(FIGURE)])
            with pytest.raises(BusyError), writing_connection(engine) as other, other.begin():
                lock_for_writing(other)
        # Who only reads does not wait.
        assert is_ready(engine)
        (report,) = check_files(engine, [observations(FIGURE)])
        assert report.state == "would_load"


@pytest.mark.both_databases
def test_readers_do_not_wait_with_those_who_write(
    make_store: MakeStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(plain_forms._PLACES, "load_seconds", 2.0)
    monkeypatch.setattr(places, "PLACE_SECONDS", 0.1)
    plan = "area=E09000014&framework=ha-wsoa-2021"
    remark = {
        "address": f"/measure/annual-review-on-time?{plan}", "kind": "next_step",
        "text": "Recruit two case officers", "owner": "", "due_on": "", "by": "A. Lee",
    }  # fmt: skip
    pages = (f"/actions?{plan}", f"/measure/ehcp-20-weeks?{plan}", f"/download/overview.csv?{plan}", "/readyz")  # fmt: skip
    with opened(make_store("shipped")) as engine, ThreadPoolExecutor(7) as writers:
        server = server_of(engine, tmp_path)
        clients = [entered(server.test_client()) for _ in range(6)]
        with writing_connection(engine) as connection, connection.begin():
            lock_for_writing(connection)
            is_waiting = threading.Event()
            load = writers.submit(
                load_files, engine, [observations(FIGURE)], progress=lambda *_: is_waiting.set()
            )
            assert is_waiting.wait(60)
            sent = [
                writers.submit(client.post, "/remarks", json=remark, headers=OWN)
                for client in clients
            ]
            for path in pages:
                assert server.test_client().get(path).status_code == 200
            answers = [one.result() for one in sent]
            assert not load.done()
        assert load.result()[0].state == "loaded"
        assert {answer.status_code for answer in answers} == {503}
        words = {answer.get_json()["error"]["words"] for answer in answers}
        assert words == {
            "Another load has not ended. Nothing was saved: try again later.",
            "Others are writing at this moment, so nothing is saved. Try again in a minute.",
        }
        assert clients[0].post("/remarks", json=remark, headers=OWN).status_code == 200


def test_a_file_of_fifty_thousand_columns_is_refused_at_once(make_sqlite: MakeStore):
    content = ",".join(f"c{number}" for number in range(50_000)).encode()
    with opened(make_sqlite("empty")) as engine:
        began = time.process_time()
        (report,) = check_files(engine, [ExtractFile("wide.csv", content + b"\n1,2\n")])
        assert time.process_time() - began < 1.0
    assert report.issues[0].found == "more than 2,000 columns"


@pytest.mark.parametrize(
    ("statement", "is_read_only"),
    [("INSERT INTO figures", True), ("SELECT value", False), ("with rows AS (SELECT 1)", False)],
)
def test_who_may_not_read_a_table_is_not_told_that_nothing_was_saved(
    statement: str, is_read_only: bool
):
    refused = OSError()
    refused.sqlstate = "42501"  # type: ignore[attr-defined]
    assert isinstance(failure_of(refused, statement), ReadOnlyStoreError) is is_read_only
