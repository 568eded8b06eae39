"""A PostgreSQL that is frozen, stopped, full or read only: a time limit, then words, and nothing is lost."""

import shutil
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.engine import URL

from callbacks.forms import plain_forms
from dashboard.model.selection import Selection
from data.common.errors import CommandError
from data.loading.load import load_files
from data.meetings.packs import make_pack
from data.store.databases import postgres
from data.store.databases.bulk_insert import copy_rows
from data.store.databases.engine import make_engine, migrate
from data.store.databases.failures import ReadOnlyStoreError, StoreFullError, StoreUnavailableError
from data.store.published import SCHEMA
from data.upkeep.backup import back_up
from data.upkeep.contents import content_sha256
from data.upkeep.restore import restore
from tests.apps import OWN, entered, server_of
from tests.builders.plans import AREA, load_plan, plan_of
from tests.data.loading.test_killed import many_cases
from tests.postgres import Server, own_server
from tests.stores import MakeStore, opened

Act = Callable[[Engine, Path], None]


@pytest.fixture
def short_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seconds that a test can wait for."""
    monkeypatch.setattr(postgres, "_CONNECT_SECONDS", 2)
    monkeypatch.setattr(postgres.TimedConnection, "seconds", 0.5)
    monkeypatch.setattr(postgres, "_PING_SECONDS", 0.5)
    monkeypatch.setattr(postgres, "READING_SECONDS", 20.0)


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


@pytest.mark.usefixtures("short_limits")
def test_a_frozen_server_is_a_503_within_its_time(
    frozen: tuple[URL, FreezingProxy], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    url, proxy = frozen
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


@pytest.fixture(scope="module")
def own(postgres: object) -> Iterator[Server]:
    """A server of these tests alone."""
    with own_server() as server:
        yield server


@pytest.fixture(scope="module")
def store(own: Server) -> Iterator[Engine]:
    """A store on it, with a plan."""
    with opened(own.url.set(database=own.create())) as engine:
        migrate(engine)
        load_plan(engine, 6)
        yield engine


def contents(engine: Engine) -> str:
    with engine.connect() as connection:
        return content_sha256(connection)


@contextmanager
def stopped(server: Server) -> Iterator[None]:
    """Stop every process of a server, without ending one."""
    first = psutil.Process(int((server.folder / "data" / "postmaster.pid").read_text().split()[0]))
    processes = [first, *first.children()]
    for one in processes:
        one.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for one in processes:
            one.send_signal(signal.SIGCONT)


@pytest.mark.usefixtures("short_limits")
def test_a_stopped_server_is_a_503_and_the_load_that_ran_goes_on_with_it(
    own: Server, copy: Engine, tmp_path: Path
):
    client = server_of(copy, tmp_path).test_client()
    paths = ("/actions", "/readyz", "/download/overview.csv")
    assert {client.get(path).status_code for path in paths} == {200}
    with ThreadPoolExecutor(1) as loading:
        with copy.connect() as other, other.begin():
            # The load comes as far as its first case.
            other.exec_driver_sql("LOCK TABLE ehc_assessments IN SHARE MODE")
            load = loading.submit(load_files, copy, [many_cases(AREA)])
            while not other.scalar(sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
                pass
            with stopped(own):
                for path in paths:
                    answer = client.get(path)
                    assert (answer.status_code, "does not answer" in answer.text) == (503, True)
                assert client.get("/healthz").status_code == 200
                assert not load.done()
        assert load.result()[0].state == "loaded"
    assert {client.get(path).status_code for path in paths} == {200}


@pytest.mark.usefixtures("short_limits")
def test_a_form_that_is_being_saved_when_the_server_stops_is_a_503_too(
    own: Server, copy: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(plain_forms._PLACES, "load_seconds", 4.0)
    client = entered(server_of(copy, tmp_path).test_client())
    page = f"/meeting?area={AREA}&framework={plan_of(6)}"
    form = {"address": page, "as_of": "2026-11-20", "by": "Ann Example"}
    with ThreadPoolExecutor(1) as saving:
        with copy.connect() as other, other.begin():
            other.exec_driver_sql("LOCK TABLE packs IN SHARE MODE")
            monkeypatch.setattr(postgres, "READING_SECONDS", 5.0)
            answer = saving.submit(client.post, "/packs", json=form, headers=OWN)
            while not other.scalar(sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
                pass
            with stopped(own):
                assert answer.result().status_code == 503
        assert "Nothing was saved" in answer.result().get_json()["error"]["words"]
    assert "-v1" not in client.get(page).text
    assert client.post("/packs", json=form, headers=OWN).status_code == 200


@contextmanager
def full(server: Server, engine: Engine, table: str) -> Iterator[None]:
    """Let the file of a table without rows be on a disk that has no room."""
    with engine.connect() as connection:
        place = connection.scalar(sa.select(sa.func.pg_relation_filepath(table)))
    engine.dispose()
    path = server.folder / "data" / str(place)
    assert path.stat().st_size == 0
    path.unlink()
    path.symlink_to("/dev/full")
    try:
        yield
    finally:
        path.unlink()
        path.touch()
        shutil.chown(path, path.parent.owner(), path.parent.group())
        engine.dispose()


@contextmanager
def copied(server: Server, store: Engine) -> Iterator[Engine]:
    """Copy a store that nobody uses meanwhile."""
    store.dispose()
    with opened(server.url.set(database=server.create(store.url.database or ""))) as copy:
        yield copy


@pytest.fixture(scope="module")
def cases(own: Server, store: Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the store with cases."""
    path = tmp_path_factory.mktemp("backup") / "cases.sqlite3"
    with copied(own, store) as copy:
        load_files(copy, [many_cases(AREA)])
        back_up(copy, path)
    return path


@pytest.fixture
def copy(own: Server, store: Engine) -> Iterator[Engine]:
    with copied(own, store) as copy:
        yield copy


def _load(engine: Engine, _: Path) -> None:
    load_files(engine, [many_cases(AREA)])


def _make_pack(engine: Engine, _: Path) -> None:
    make_pack(engine, Selection(framework=plan_of(6)), "Ann Example")


def _restore(engine: Engine, backup: Path) -> None:
    restore(engine, backup)


@pytest.mark.parametrize(
    ("act", "table"),
    [(_load, "ehc_assessments"), (_make_pack, "packs"), (_restore, "ehc_assessments")],
)
def test_a_full_disk_is_said_to_be_full_and_what_was_stored_stays(
    own: Server, copy: Engine, cases: Path, tmp_path: Path, act: Act, table: str
):
    before = contents(copy)
    with full(own, copy, table), pytest.raises(StoreFullError, match="disk of the store is full"):
        act(copy, cases)
    assert contents(copy) == before
    act(copy, cases)
    assert contents(copy) != before


def test_who_sends_a_form_to_a_store_whose_disk_is_full_reads_so(
    own: Server, copy: Engine, tmp_path: Path
):
    client = entered(server_of(copy, tmp_path).test_client())
    page = f"/meeting?area={AREA}&framework={plan_of(6)}"
    with full(own, copy, "packs"):
        form = {"address": page, "as_of": "2026-11-20", "by": "Ann Example"}
        answer = client.post("/packs", json=form, headers=OWN)
        assert answer.status_code == 507
        assert "is full. Nothing was saved" in answer.get_json()["error"]["words"]
        assert client.get(page).status_code == 200


@pytest.mark.parametrize("is_for_all", [True, False])
@pytest.mark.parametrize("is_role", [True, False])
def test_a_store_that_can_only_be_read_is_read(
    copy: Engine, tmp_path: Path, is_role: bool, is_for_all: bool
):
    name = copy.url.database
    url = copy.url.set(username=f"reader_{name}") if is_role else copy.url
    with copy.begin() as connection:
        for statement in (
            f"CREATE ROLE reader_{name} LOGIN",
            f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader_{name}",
            # As servers do whose disk is nearly full.
            f"ALTER DATABASE {name} SET default_transaction_read_only = {'off' if is_role else 'on'}",
        ):
            connection.exec_driver_sql(statement)
    with opened(url) as writer:
        # After a page, as its connection is used again.
        assert server_of(writer, tmp_path).test_client().get("/actions").status_code == 200
        with pytest.raises(ReadOnlyStoreError, match="can only be read"):
            load_files(writer, [many_cases(AREA)])
    if is_for_all:
        # What is published can be all that its role may read.
        with copy.begin() as connection:
            for statement in (
                f"REVOKE SELECT ON ALL TABLES IN SCHEMA public FROM reader_{name}",  # noqa: S608
                f"GRANT USAGE ON SCHEMA {SCHEMA} TO reader_{name}",
                f"GRANT SELECT ON ALL TABLES IN SCHEMA {SCHEMA} TO reader_{name}",
            ):
                connection.exec_driver_sql(statement)
    with opened(url) as reader:
        client = server_of(reader, tmp_path, is_read_only=is_for_all).test_client()
        for path in ("/", "/actions", "/data", "/download/overview.csv", "/readyz"):
            assert client.get(path).status_code == 200, path


def test_what_the_database_says_of_a_row_that_it_does_not_take_is_not_repeated(
    make_postgres: MakeStore, caplog: pytest.LogCaptureFixture
):
    cell = " ".join(("Ann", "Example"))
    with (
        opened(make_postgres("empty")) as engine,
        engine.begin() as connection,
        pytest.raises(CommandError, match="does not take these rows: nothing was saved") as refused,
    ):
        copy_rows(connection, "store_changes (change_id)", [[(cell,)]])
    assert cell not in str(refused.value)
    assert cell not in caplog.text
    assert "SQLSTATE 22P02" in caplog.text
