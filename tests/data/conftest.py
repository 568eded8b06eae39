"""Stores for the tests: empty ones, and ones with what is shipped.

They are on SQLite; a test or module marked `both_databases` has them on PostgreSQL too.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path
from uuid import uuid4

import pandas as pd
import pytest
from sqlalchemy import Engine

from data.store import frames
from tests.data.store.schemas import schema_of
from tests.postgres import Server
from tests.stores import MakeStore, opened, sqlite_url


@pytest.fixture(scope="session", autouse=True)
def _validated_frames() -> Iterator[None]:
    """Hold every frame that is loaded against its schema, equal ones once."""
    build, seen = frames.as_frame, set[int]()

    def validated(kind: str, columns: Mapping[str, Sequence[object]]) -> pd.DataFrame:
        frame, content = build(kind, columns), hash((kind, *columns.items()))
        if content not in seen:
            schema_of(kind).validate(frame)
            seen.add(content)
        return frame

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frames, "as_frame", validated)
        yield


@pytest.fixture
def engine(make_store: MakeStore) -> Iterator[Engine]:
    """A store of its own for the test: migrated, empty."""
    with opened(make_store("empty")) as made:
        yield made


@pytest.fixture
def shipped(make_store: MakeStore) -> Iterator[Engine]:
    """A store of its own for the test, with the shipped extracts."""
    with opened(make_store("shipped")) as made:
        yield made


@pytest.fixture
def make_shipped(make_store: MakeStore) -> Iterator[Callable[[], Engine]]:
    """Make stores of their own for the test, each with the shipped extracts."""
    with ExitStack() as stores:
        yield lambda: stores.enter_context(opened(make_store("shipped")))


@pytest.fixture
def copied(
    dialect: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Callable[[Engine], AbstractContextManager[Engine]]:
    """Copy a store that nobody uses meanwhile, for as long as a context is open."""

    @contextmanager
    def on_sqlite(store: Engine) -> Iterator[Engine]:
        path = tmp_path / f"{uuid4().hex}.sqlite3"
        with (
            closing(sqlite3.connect(store.url.database or "")) as source,
            closing(sqlite3.connect(path)) as target,
        ):
            source.backup(target)
        with opened(sqlite_url(path)) as copy:
            yield copy
        for each in tmp_path.glob(f"{path.name}*"):
            each.unlink()

    @contextmanager
    def on_postgres(store: Engine) -> Iterator[Engine]:
        store.dispose()
        server: Server = request.getfixturevalue("postgres")
        name = server.create(store.url.database or "")
        with opened(server.url.set(database=name)) as copy:
            yield copy
        server.drop(name)

    return on_sqlite if dialect == "sqlite" else on_postgres


@pytest.fixture(scope="session")
def read_only(make_store: MakeStore) -> Iterator[Engine]:
    """A store with the shipped extracts for tests that write nothing."""
    with opened(make_store("shipped")) as made:
        yield made


@pytest.fixture(autouse=True)
def _is_on_its_database(request: pytest.FixtureRequest) -> None:
    """Fail where a test named for one database was handed a store of the other."""
    for name in {"engine", "shipped", "read_only"} & set(request.fixturenames):
        store: Engine = request.getfixturevalue(name)
        assert store.dialect.name == request.getfixturevalue("dialect")
