"""A PostgreSQL server for the tests: the one of TEST_DATABASE_URL, or a throw-away of our own."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import URL, make_url

MISSING = (
    "PostgreSQL was not found: install it (Debian: apt-get install postgresql), "
    "or set TEST_DATABASE_URL to a server on which databases may be created."
)
_SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=")


class NoPostgresError(RuntimeError):
    """Say that there is no PostgreSQL to test with."""


@contextmanager
def postgres_server() -> Iterator[URL]:
    """Yield the address of a server's own database, from which others can be made."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield make_url(given.replace("postgres://", "postgresql://", 1)).set(
            drivername="postgresql+psycopg"
        )
        return
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        with _throw_away(folder) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _throw_away(folder: Path) -> Iterator[URL]:
    programs = _programs()
    user = _unprivileged(folder)
    data = str(folder / "data")
    _run([*user, f"{programs}/initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync"])
    settings = [f"-c {each}" for each in (*_SETTINGS, f"unix_socket_directories={folder}")]
    control = [*user, f"{programs}/pg_ctl", "-D", data, "-w"]
    _run([*control, "-l", str(folder / "log"), "-o", " ".join(settings), "start"])
    try:
        yield URL.create(
            "postgresql+psycopg",
            username="postgres",
            database="postgres",
            query={"host": str(folder)},
        )
    finally:
        _run([*control, "-m", "immediate", "stop"])


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
