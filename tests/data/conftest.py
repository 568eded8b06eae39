"""Stores for the tests, on SQLite and on PostgreSQL: empty ones, and ones with what is shipped."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.engine import URL

from data.setup import set_up
from data.store import make_engine, migrate
from tests.postgres import NoPostgresError, postgres_server

BOTH = ("sqlite", "postgresql")
MakeStore = Callable[[str], URL]


@pytest.fixture(scope="session", autouse=True)
def _validated_frames() -> Iterator[None]:
    """Hold every frame that a loader returns against its schema."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VALIDATE_FRAMES", "1")
        yield


@contextmanager
def opened(url: URL) -> Iterator[Engine]:
    """Open an engine and let go of it."""
    engine = make_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[URL]:
    """The address of the server on which databases are made."""
    try:
        with postgres_server() as url:
            yield url
    except NoPostgresError as missing:
        pytest.fail(str(missing))


@pytest.fixture(scope="session")
def make_sqlite(tmp_path_factory: pytest.TempPathFactory) -> MakeStore:
    """Copy a SQLite store: "empty", migrated only, or "shipped"."""
    folder = tmp_path_factory.mktemp("sqlite")
    templates: dict[str, Path] = {}

    def make(content: str) -> URL:
        if content not in templates:
            templates[content] = folder / f"{content}.sqlite3"
            _fill(_sqlite_url(templates[content]), content)
        path = folder / f"{uuid4().hex}.sqlite3"
        shutil.copy(templates[content], path)
        return _sqlite_url(path)

    return make


def _sqlite_url(path: Path) -> URL:
    return URL.create("sqlite", database=str(path))


def _fill(url: URL, content: str) -> None:
    with opened(url) as engine:
        migrate(engine) if content == "empty" else set_up(engine, with_example=False)
        if engine.dialect.name == "sqlite":
            # So that the file alone can be copied.
            with engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.exec_driver_sql("BEGIN")


@pytest.fixture(scope="session")
def make_postgres(request: pytest.FixtureRequest) -> Iterator[MakeStore]:
    """Copy a PostgreSQL database: "empty", migrated only, or "shipped"."""
    server: URL = request.getfixturevalue("postgres_url")
    admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    templates: dict[str, str] = {}
    made: list[str] = []

    def create(like: str | None = None) -> str:
        made.append(f"send_{uuid4().hex}")
        with admin.connect() as connection:
            template = f" TEMPLATE {like}" if like else ""
            connection.exec_driver_sql(f"CREATE DATABASE {made[-1]}{template}")
        return made[-1]

    def make(content: str) -> URL:
        if content not in templates:
            templates[content] = create()
            _fill(server.set(database=templates[content]), content)
        return server.set(database=create(templates[content]))

    yield make
    if "TEST_DATABASE_URL" in os.environ:
        with admin.connect() as connection:
            for name in made:
                connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    admin.dispose()


def _make_store(request: pytest.FixtureRequest, content: str) -> URL:
    fixture = "make_sqlite" if request.param == "sqlite" else "make_postgres"
    return request.getfixturevalue(fixture)(content)


@pytest.fixture(params=BOTH)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A store of its own for the test: migrated, empty."""
    with opened(_make_store(request, "empty")) as made:
        yield made


@pytest.fixture(params=BOTH)
def shipped(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A store of its own for the test, with the shipped extracts."""
    with opened(_make_store(request, "shipped")) as made:
        yield made


@pytest.fixture(params=BOTH)
def make_shipped(request: pytest.FixtureRequest) -> Iterator[Callable[[], Engine]]:
    """Make stores of their own for the test, each with the shipped extracts."""
    with ExitStack() as stores:
        yield lambda: stores.enter_context(opened(_make_store(request, "shipped")))


@pytest.fixture(params=BOTH, scope="session")
def read_only(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A store with the shipped extracts for tests that write nothing."""
    with opened(_make_store(request, "shipped")) as made:
        yield made
