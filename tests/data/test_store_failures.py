"""A store that is read only, full, frozen or busy: what is read is read, the rest is said in words."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine, event
from sqlalchemy.engine import URL

from callbacks.forms import plain_forms
from callbacks.server import places
from data.files.csv_reader import ExtractFile
from data.loading.load import check_files, load_files
from data.store import postgres
from data.store.engine import (
    is_ready,
    lock_for_writing,
    make_engine,
    waiting_at_most,
    writing_connection,
)
from data.store.failures import BusyError, ReadOnlyStoreError, StoreFullError, StoreUnavailableError
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


def test_pages_of_a_store_that_can_only_be_read_are_read(read_only: Engine, tmp_path: Path):
    client = server_of(read_only, tmp_path).test_client()
    for path in ("/", "/actions", "/data", "/readyz"):
        assert client.get(path).status_code == 200, path
    assert [each.name for each in (tmp_path / "disk").iterdir()] == ["store.sqlite3"]


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


def test_readers_do_not_wait_with_those_who_write(
    make_sqlite: MakeStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(plain_forms._PLACES, "load_seconds", 2.0)
    monkeypatch.setattr(places, "PLACE_SECONDS", 0.1)
    plan = "area=E09000014&framework=ha-wsoa-2021"
    remark = {
        "address": f"/measure/annual-review-on-time?{plan}", "kind": "next_step",
        "text": "Recruit two case officers", "owner": "", "due_on": "", "by": "A. Lee",
    }  # fmt: skip
    with opened(make_sqlite("shipped")) as engine, ThreadPoolExecutor(6) as writers:
        server = server_of(engine, tmp_path)
        clients = [entered(server.test_client()) for _ in range(6)]
        with writing_connection(engine) as connection, connection.begin():
            sent = [
                writers.submit(client.post, "/remarks", json=remark, headers=OWN)
                for client in clients
            ]
            assert server.test_client().get(f"/actions?{plan}").status_code == 200
            answers = [one.result() for one in sent]
        assert {answer.status_code for answer in answers} == {503}
        words = {answer.get_json()["error"]["words"] for answer in answers}
        assert words == {
            "Another load has not ended. Nothing was saved: try again later.",
            "Others are writing at this moment, so nothing is saved. Try again in a minute.",
        }
        assert clients[0].post("/remarks", json=remark, headers=OWN).status_code == 200


class FreezingProxy:
    """Stands before a PostgreSQL server; once frozen it accepts connections and says nothing."""

    def __init__(self, address: str) -> None:
        self.is_frozen = threading.Event()
        self._address = address
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = [self._listening]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        """The port on which it listens."""
        return self._listening.getsockname()[1]

    def close(self) -> None:
        """Close every connection."""
        for each in self._open:
            each.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._address)
            self._open += [client, server]
            for source, target in ((client, server), (server, client)):
                threading.Thread(target=self._pump, args=(source, target), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(1 << 16):
                if self.is_frozen.is_set():
                    return
                target.sendall(data)
        except OSError:
            pass


@pytest.fixture
def frozen(make_postgres: MakeStore) -> Iterator[tuple[URL, FreezingProxy]]:
    """The address of a store whose server can be frozen."""
    url = make_postgres("shipped")
    folder = url.host or url.query["host"]
    proxy = FreezingProxy(f"{folder}/.s.PGSQL.{url.port or 5432}")
    through = url.set(host="127.0.0.1", port=proxy.port, query={})
    yield through, proxy
    proxy.close()


def test_a_frozen_server_is_a_503_within_its_time(
    frozen: tuple[URL, FreezingProxy], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    url, proxy = frozen
    monkeypatch.setattr(postgres, "_CONNECT_SECONDS", 2)
    monkeypatch.setattr(postgres.TimedConnection, "seconds", 0.5)
    monkeypatch.setattr(postgres, "_PING_SECONDS", 0.5)
    monkeypatch.setattr(postgres, "READING_SECONDS", 20.0)
    engine = make_engine(url)
    client = server_of(engine, tmp_path).test_client()
    assert client.get("/readyz").status_code == 200
    with engine.connect() as reading:
        reading.execute(sa.text("SELECT 1"))
        proxy.is_frozen.set()
        response = client.get("/actions")
        assert response.status_code == 503
        assert "does not answer" in response.text
        assert client.get("/healthz").status_code == 200
        monkeypatch.setattr(reading.connection.dbapi_connection, "seconds", 0.5)
        with pytest.raises(StoreUnavailableError):
            reading.execute(sa.text("SELECT 2"))
    # It answers again, and so do we.
    proxy.is_frozen.clear()
    assert client.get("/actions").status_code == 200
    engine.dispose()


def test_a_file_of_fifty_thousand_columns_is_refused_at_once(make_sqlite: MakeStore):
    content = ",".join(f"c{number}" for number in range(50_000)).encode()
    with opened(make_sqlite("empty")) as engine:
        began = time.process_time()
        (report,) = check_files(engine, [ExtractFile("wide.csv", content + b"\n1,2\n")])
        assert time.process_time() - began < 1.0
    assert report.issues[0].found == "more than 2,000 columns"
