"""A PostgreSQL server for the tests: the one of TEST_DATABASE_URL, or a throw-away of our own."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url

from tests.run_cache import made_for_run

MISSING = (
    "PostgreSQL was not found: install it (Debian: apt-get install postgresql), "
    "or set TEST_DATABASE_URL to a server on which databases may be created."
)
_DATABASES = "postgres-databases"
_OWN_FOLDER = "postgres-folder"
_SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=")


class NoPostgresError(RuntimeError):
    """Say that there is no PostgreSQL to test with."""


class Server(NamedTuple):
    """A server that every process of a run uses, and where it is noted what was made on it."""

    url: URL
    folder: Path

    def create(self, like: str = "") -> str:
        """Create a database, empty or as another is, and return its name."""
        name = f"send_{uuid4().hex}"
        with (self.folder / _DATABASES).open("a") as notes:
            notes.write(f"{name}\n")
        _administer(self.url, f"CREATE DATABASE {name}" + (f" TEMPLATE {like}" if like else ""))
        return name

    def drop(self, name: str) -> None:
        """Drop a database, whoever is still connected to it."""
        _administer(self.url, f"DROP DATABASE {name} WITH (FORCE)")


def server_of_run(folder: Path) -> Server:
    """Return the server of the run whose folder this is; `end_postgres` ends it."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        address = make_url(given.replace("postgres://", "postgresql://", 1))
        return Server(address.set(drivername="postgresql+psycopg"), folder)
    return Server(_own_url(made_for_run(folder, _OWN_FOLDER, _start)), folder)


@contextmanager
def postgres_server() -> Iterator[URL]:
    """Yield the address of a server's own database, from which others can be made."""
    folder = Path(tempfile.mkdtemp(prefix="run-"))
    try:
        yield server_of_run(folder).url
    finally:
        end_postgres(folder)
        shutil.rmtree(folder)


@contextmanager
def own_server() -> Iterator[Server]:
    """Start a server of a test's own, which may be stopped or run out of disk; its folder is its own."""
    folder = Path(_start())
    try:
        yield Server(_own_url(str(folder)), folder)
    finally:
        _stop(folder)


def end_postgres(folder: Path) -> None:
    """Drop what a run made on a server that was given; stop the server that it started."""
    databases, started = folder / _DATABASES, folder / f"{_OWN_FOLDER}.made"
    if started.exists():
        _stop(Path(started.read_text()))
    elif databases.exists():
        url = server_of_run(folder).url
        names = databases.read_text().splitlines()
        _administer(url, *(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in names))


def _administer(url: URL, *statements: str) -> None:
    admin = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with admin.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def _own_url(folder: str) -> URL:
    return URL.create(
        "postgresql+psycopg", username="postgres", database="postgres", query={"host": folder}
    )


def _start() -> str:
    """Start a server in a folder of its own, which the user postgres can enter."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        programs = _programs()
        user = _unprivileged(folder)
        data = str(folder / "data")
        _run(
            [*user, f"{programs}/initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync"]
        )
        _serve(folder, user)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return str(folder)


@contextmanager
def replica_of(url: URL) -> Iterator[URL]:
    """Start a streaming replica of the server of a database while the context is open; yield its address there.

    It waits for nobody who reads: what the store does comes first.
    """
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    user = _unprivileged(folder)
    source = str(url.query["host"])
    try:
        copy = [f"{_programs()}/pg_basebackup", "-h", source, "-U", "postgres", "-R"]
        _run([*user, *copy, "-c", "fast", "-D", str(folder / "data")])
        _serve(folder, user, "max_standby_streaming_delay=0")
        try:
            yield url.set(query={"host": str(folder)})
        finally:
            _run([*_control(folder, user), "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _serve(folder: Path, user: list[str], *more: str) -> None:
    settings = [f"-c {each}" for each in (*_SETTINGS, *more, f"unix_socket_directories={folder}")]
    log = str(folder / "log")
    _run([*_control(folder, user), "-l", log, "-o", " ".join(settings), "start"])


def _stop(folder: Path) -> None:
    try:
        _run([*_control(folder, _unprivileged(folder)), "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _control(folder: Path, user: list[str]) -> list[str]:
    return [*user, f"{_programs()}/pg_ctl", "-D", str(folder / "data"), "-w"]


def _programs() -> Path:
    """Return the folder of the newest server's programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path is None:
        raise NoPostgresError(MISSING)
    return Path(on_path).parent


def _unprivileged(folder: Path) -> list[str]:
    """Hand the folder to the user postgres where we are root, whom the server refuses."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "postgres", "postgres")
    return ["runuser", "-u", "postgres", "--"]


def _run(command: list[str]) -> None:
    # The server must not hold our pipes open, so its start is not listened to.
    done = subprocess.run(
        command,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        raise NoPostgresError(f"{MISSING}\n(failed: {' '.join(command)})")
