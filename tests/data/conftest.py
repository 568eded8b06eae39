"""Stores for the tests, on SQLite and on PostgreSQL: empty ones, and ones with what is shipped."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack

import pandas as pd
import pytest
from sqlalchemy import Engine
from sqlalchemy.engine import URL

from data import loaders
from tests.data.schemas import schema_of
from tests.stores import opened

BOTH = ("sqlite", "postgresql")


@pytest.fixture(scope="session", autouse=True)
def _validated_frames() -> Iterator[None]:
    """Hold every frame that is loaded against its schema, equal ones once."""
    build, seen = loaders.as_frame, set[int]()

    def validated(kind: str, columns: Mapping[str, Sequence[object]]) -> pd.DataFrame:
        frame, content = build(kind, columns), hash((kind, *columns.items()))
        if content not in seen:
            schema_of(kind).validate(frame)
            seen.add(content)
        return frame

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loaders, "as_frame", validated)
        yield


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
