"""The stores of the data tests, for figures that go through one."""

import pytest
from sqlalchemy import Engine

from data.loading.load import load_files
from tests.builders.files import example_rows, issue_lines
from tests.data.conftest import engine
from tests.oracle.cases import QUESTIONS

__all__ = ["engine", "store"]


@pytest.fixture
def store(engine: Engine) -> Engine:
    """A store that knows only the measures that questions name."""
    titled = [
        {"measure_id": question, "title": question, "short_title": "", "unit": "percent"}
        for question in QUESTIONS
    ]
    assert issue_lines(load_files(engine, [example_rows("measures", *titled)])) == []
    return engine
