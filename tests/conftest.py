"""A filled store and the real server in front of it, once for each run of the tests."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from hypothesis import settings
from sqlalchemy import Engine

import data.__main__
from data.__main__ import main
from data.store import make_engine
from tests.postgres import NoPostgresError, Server, end_postgres, server_of_run
from tests.stores import ROOT, MakeStore, address, postgres_copies, sqlite_copies

Say = Callable[..., dict[str, Any]]
START_SECONDS: Final = 120
# What the processes of a run share: one makes it, the others find it.
RUN: Final = pytest.StashKey[Path]()
# How long an example takes says nothing on a machine that is shared.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


def pytest_configure(config: pytest.Config) -> None:
    told = getattr(config, "workerinput", None)
    config.stash[RUN] = Path(told["run"] if told else tempfile.mkdtemp(prefix="send-run-"))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["run"] = str(node.config.stash[RUN])


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        end_postgres(config.stash[RUN])
        shutil.rmtree(config.stash[RUN])


@pytest.fixture(scope="session")
def run_folder(request: pytest.FixtureRequest) -> Path:
    """The folder that all processes of this run of the tests share."""
    return request.config.stash[RUN]


@pytest.fixture(scope="session")
def postgres(run_folder: Path) -> Server:
    """The server on which databases are made."""
    try:
        return server_of_run(run_folder)
    except NoPostgresError as missing:
        pytest.fail(str(missing))


@pytest.fixture(scope="session")
def make_sqlite(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> MakeStore:
    """Copy a SQLite store: "empty", migrated only; "shipped"; or "filled", with the example too."""
    return sqlite_copies(run_folder, tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def make_postgres(run_folder: Path, postgres: Server) -> MakeStore:
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


@pytest.fixture
def say(
    filled_engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Say:
    """Ask the `series` command of the filled store, of Haringey if of no other, and give its JSON."""
    monkeypatch.setattr(data.__main__, "make_engine", lambda: filled_engine)

    def ask(measure: str, area: str = "E09000014", *options: str) -> dict[str, Any]:
        assert main(["series", measure, "--area", area, *options, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return ask


@pytest.fixture(scope="session")
def server_url(filled_store: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the dashboard, served by gunicorn from the filled store."""
    log_path = tmp_path_factory.mktemp("server") / "log.txt"
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with log_path.open("w") as log:
        server = start(port, filled_store, log)
        try:
            wait_until_healthy(url, server, log_path)
            yield url
        finally:
            server.terminate()
            server.wait(timeout=START_SECONDS)


def start(port: int, store: str, log, workers: int = 1) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "gunicorn"]
    command += ["--config", "python:callbacks.gunicorn_config", "app:server"]
    told = {"HOST": "127.0.0.1", "PORT": str(port), "WORKERS": str(workers), "DATABASE_URL": store}
    return subprocess.Popen(
        command, cwd=ROOT, env=os.environ | told, stdout=log, stderr=log, text=True
    )


def wait_until_healthy(url: str, server: subprocess.Popen[str], log_path: Path) -> None:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up and server.poll() is None:
        try:
            with urlopen(f"{url}/healthz", timeout=START_SECONDS) as answer:
                assert answer.status == 200
                return
        except URLError:
            time.sleep(0.05)
    pytest.fail(f"The server did not start.\n{log_path.read_text()}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
