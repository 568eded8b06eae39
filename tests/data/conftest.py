"""Stores for the tests, on SQLite and on PostgreSQL: empty ones, and ones with what is shipped."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import Engine
from sqlalchemy.engine import URL

from tests.stores import opened

BOTH = ("sqlite", "postgresql")


@pytest.fixture(scope="session", autouse=True)
def _validated_frames() -> Iterator[None]:
    """Hold every frame that a loader returns against its schema."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VALIDATE_FRAMES", "1")
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
