"""The stores and servers of a run of the tests, and the markers that say which tests need them."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import settings
from sqlalchemy import Engine

import data.cli.run
from data.cli.main import main
from data.store.databases.engine import make_engine
from tests import postgres as postgres_server
from tests.servers import Server
from tests.stores import (
    MakeStore,
    address,
    opened,
    postgres_copies,
    sqlite_copies,
    unmark_synthetic,
)

SeriesJson = Callable[..., dict[str, Any]]
Serve = Callable[..., AbstractContextManager[Server]]
# The fixtures by which a test shows what it needs, beside the marker that says so.
NEEDS: Final = {
    "browser": {"browser", "dash_duo"},
    "server": {"serve"},
    "postgres": {"make_postgres"},
    "office": {"render_office"},
}
# What the processes of a run share: one makes it, the others find it.
RUN: Final = pytest.StashKey[Path]()
# The same examples each time, so that a failure is one of the change at hand; `make sweep` looks for
# others. How long an example takes says nothing on a machine that is shared.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("exploring", deadline=None)
settings.load_profile("steady")


def pytest_configure(config: pytest.Config) -> None:
    told = getattr(config, "workerinput", None)
    config.stash[RUN] = Path(told["run"] if told else tempfile.mkdtemp(prefix="send-run-"))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["run"] = str(node.config.stash[RUN])


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        postgres_server.end_postgres(config.stash[RUN])
        shutil.rmtree(config.stash[RUN])


@pytest.fixture(scope="session")
def run_folder(request: pytest.FixtureRequest) -> Path:
    """The folder that all processes of this run of the tests share."""
    return request.config.stash[RUN]


@pytest.fixture(scope="session")
def postgres(run_folder: Path) -> postgres_server.Server:
    """The server on which databases are made."""
    try:
        return postgres_server.server_of_run(run_folder)
    except postgres_server.NoPostgresError as missing:
        pytest.fail(str(missing))


@pytest.fixture(scope="session")
def make_sqlite(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> MakeStore:
    """Copy a SQLite store: "empty", migrated only; "shipped"; "profile"; or "filled", with all."""
    return sqlite_copies(run_folder, tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def make_postgres(run_folder: Path, postgres: postgres_server.Server) -> MakeStore:
    """Copy a PostgreSQL database of the same contents."""
    return postgres_copies(run_folder, postgres)


@pytest.fixture(scope="session")
def filled_store(make_sqlite: MakeStore) -> str:
    """The address of a SQLite store that `setup` filled, for tests that write nothing."""
    return address(make_sqlite("filled"))


@pytest.fixture(scope="session")
def filled_engine(filled_store: str) -> Iterator[Engine]:
    """One engine for everything that asks the filled store: it knows its statements by then."""
    engine = make_engine(filled_store)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def unmarked_store(make_sqlite: MakeStore) -> str:
    """A store whose Example borough is not marked synthetic: its small numbers are hidden."""
    url = make_sqlite("filled")
    with opened(url) as engine:
        unmark_synthetic(engine)
    return address(url)


@pytest.fixture(scope="session")
def local_example(unmarked_store: str) -> Iterator[Engine]:
    """One engine for everything that asks that store."""
    engine = make_engine(unmarked_store)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session", params=["filled_engine", "local_example"])
def example(request: pytest.FixtureRequest) -> Engine:
    """The Example borough as it is shipped, then as a local area: what holds of the one of both."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def series_json(
    filled_engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> SeriesJson:
    """Ask the `series` command of the filled store, of Haringey if of no other, and give its JSON."""
    monkeypatch.setattr(data.cli.run, "make_engine", lambda: filled_engine)

    def ask(measure: str, area: str = "E09000014", *options: str) -> dict[str, Any]:
        assert main(["series", measure, "--area", area, *options, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return ask


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Serve:
    """Serve a store while a context is open; whatever test uses this has the marker `server`."""

    @contextmanager
    def served(store: str, **options: Any) -> Iterator[Server]:
        server = Server(store, tmp_path_factory.mktemp("server") / "log.txt", **options)
        server.start()
        try:
            yield server
        finally:
            server.stop()

    return served


@pytest.fixture(scope="session")
def url_of(request: pytest.FixtureRequest, serve: Serve) -> Iterator[Callable[[str], str]]:
    """Serve the store of a fixture's name from when it is first needed, and return the address."""
    with ExitStack() as running:
        yield cache(lambda store: running.enter_context(serve(request.getfixturevalue(store))).url)


@pytest.fixture
def server_url(request: pytest.FixtureRequest, url_of: Callable[[str], str]) -> str:
    """The address of the dashboard, served from the filled store or from that of a parameter."""
    return url_of(getattr(request, "param", "filled_store"))


@pytest.fixture(scope="session")
def dialect(request: pytest.FixtureRequest) -> str:
    """The database of the stores of a test: SQLite, or both in turn (`both_databases`)."""
    return getattr(request, "param", "sqlite")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    is_about_sql = metafunc.definition.get_closest_marker("both_databases")
    if is_about_sql and "dialect" in metafunc.fixturenames:
        # Indirectly, so that a store of the one database is never handed to a test of the other.
        names = ("sqlite", "postgresql")
        metafunc.parametrize("dialect", names, indirect=True, scope="session")


@pytest.fixture(scope="session")
def make_store(request: pytest.FixtureRequest, dialect: str) -> MakeStore:
    """Copy a store on the database that the test is on."""
    return request.getfixturevalue("make_sqlite" if dialect == "sqlite" else "make_postgres")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with what it needs, by the fixtures that it uses."""
    for item in items:
        used = set(getattr(item, "fixturenames", ()))
        for marker, fixtures in NEEDS.items():
            if used & fixtures:
                item.add_marker(marker)
        parameters = getattr(getattr(item, "callspec", None), "params", {})
        if parameters.get("dialect") == "postgresql":
            item.add_marker("postgres")
