"""A store that holds the shipped extracts, and the app in front of it without a server."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from data.files.csv_reader import open_extract
from data.loading.load import load_files
from data.store.databases.engine import make_engine
from tests.apps import entered, server_of
from tests.stores import MakeStore

TODAY = date(2026, 11, 21)
HARINGEY = "E09000014"


@pytest.fixture(autouse=True)
def whole_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let work be answered at once, however busy the machine; what goes on has tests of its own."""
    monkeypatch.setattr("callbacks.uploads.progress_stream.STREAM_SECONDS", 600.0)


@pytest.fixture(scope="session")
def engine(filled_engine: Engine) -> Engine:
    return filled_engine


def client_of(engine: Engine, folder: Path, **settings: Any) -> FlaskClient:
    """Return a client of the app in front of a store, by which one may write."""
    return entered(server_of(engine, folder, **settings).test_client())


@pytest.fixture(scope="session")
def client(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return client_of(engine, tmp_path_factory.mktemp("compressed"))


@pytest.fixture(scope="session")
def example_client(example: Engine, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return client_of(example, tmp_path_factory.mktemp("compressed"))


@pytest.fixture
def empty_engine(tmp_path: Path) -> Iterator:
    engine = make_engine(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def with_cases(make_sqlite: MakeStore, tmp_path_factory) -> Iterator[Engine]:
    """A copy of the store in which a real area has cases: 19 plans in March 2023, 15 in time."""
    folder: Path = tmp_path_factory.mktemp("cases")
    engine = make_engine(make_sqlite("filled"))
    issued = date(2023, 3, 15)
    days = [140] * 15 + [141] * 4
    rows = [
        (f"A{n}", HARINGEY, issued - timedelta(days), issued, "ASD" if n % 2 else "MLD")
        for n, days in enumerate(days)
    ]
    # Before them, a month of six plans of which two were late.
    rows += [
        (f"B{n}", HARINGEY, date(2023, 2, 1) - timedelta(100 + 50 * (n > 3)), date(2023, 2, 1), "ASD")
        for n in range(6)
    ]  # fmt: skip
    path = folder / "ehc_assessments.csv"
    head = "case_id,area_code,request_date,plan_issued_date,primary_need,cut_off,coverage"
    lines = [f"{a},{b},{c},{d},{e},2023-03-31,all" for a, b, c, d, e in rows]
    path.write_text("\n".join([head, *lines]))
    (report,) = load_files(engine, [open_extract(path)], by="test")
    assert report.issues == ()
    yield engine
    engine.dispose()
