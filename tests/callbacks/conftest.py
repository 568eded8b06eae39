"""A store that holds the shipped extracts, and the app in front of it without a server."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from callbacks import make_app, register
from callbacks.server.settings import Settings
from data.store.engine import make_engine

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="session")
def engine(filled_engine: Engine) -> Engine:
    return filled_engine


@pytest.fixture(scope="session")
def client(engine, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    settings = Settings(compressed_folder=tmp_path_factory.mktemp("compressed"))
    app = make_app(settings)
    register(app, engine, settings)
    return app.server.test_client()


@pytest.fixture
def empty_engine(tmp_path: Path) -> Iterator:
    engine = make_engine(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    yield engine
    engine.dispose()
