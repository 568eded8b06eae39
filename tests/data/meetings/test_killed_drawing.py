"""A process that draws files of packs is killed at any point: no file is half, and no job is lost."""

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from random import Random

import pytest
import sqlalchemy as sa
from pypdf import PdfReader
from sqlalchemy import Engine

from callbacks.packs.draw import main
from callbacks.packs.file_cache import file_key
from dashboard.model.selection import Selection
from data.meetings.file_jobs import HELD, MADE, MAKING, WAITING, ask_for_file, load_file
from data.meetings.packs import load_pack, make_pack
from data.store.tables import file_jobs
from tests.builders.plans import load_plan, plan_of
from tests.data.loading.test_killed import run_in_a_child
from tests.stores import MakeStore, address, opened

pytestmark = pytest.mark.both_databases


@pytest.fixture(scope="module")
def store(make_store: MakeStore) -> Iterator[Engine]:
    with opened(make_store("empty")) as engine:
        load_plan(engine, 6)
        yield engine


@pytest.fixture(scope="module")
def pack(store: Engine) -> str:
    return make_pack(store, Selection(framework=plan_of(6)), "Ann Example")


def drawn_by_a_child(store: Engine, seconds: float | None = None) -> float:
    """Let a process draw what waits, which is killed after some seconds if any are named; return what it took."""
    store.dispose()
    started = time.monotonic()

    def draw() -> None:
        os.environ["DATABASE_URL"] = address(store.url)
        # Nobody wakes it.
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY))
        main()

    run_in_a_child(draw, seconds)
    return time.monotonic() - started


def ask_anew(store: Engine, pack: str) -> str:
    """Ask for a file of which there is no job any more; return its key."""
    with store.begin() as connection:
        connection.execute(sa.delete(file_jobs))
    key = file_key(load_pack(store, pack), "summary.pdf")
    assert ask_for_file(store, key, pack, "summary.pdf").state == WAITING
    return key


def text_of(store: Engine, pack: str, key: str) -> str:
    body = load_file(store, ask_for_file(store, key, pack, "summary.pdf"))
    assert body is not None
    return "".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)


@pytest.mark.parametrize("kills", [5, pytest.param(50, marks=pytest.mark.sweep)])
def test_a_job_whose_process_is_killed_is_made_whole_or_taken_again(
    store: Engine, pack: str, kills: int
):
    key = ask_anew(store, pack)
    took = drawn_by_a_child(store)
    whole = text_of(store, pack, key)
    assert "What happens next" in whole
    random, states = Random(7), list[str]()  # noqa: S311 - chooses moments, keeps no secret
    for kill in range(kills):
        ask_anew(store, pack)
        drawn_by_a_child(store, took * (kill + random.random()) / (kills - 1))
        with store.begin() as connection:
            (row,) = connection.execute(sa.select(file_jobs)).all()
            assert (row.body is not None) == (row.state == MADE)
            # As when its time is over.
            over = sa.update(file_jobs).where(file_jobs.c.state == MAKING)
            connection.execute(over.values(held_until=datetime.now(UTC) - HELD))
        states.append(row.state)
        if row.state != MADE:
            drawn_by_a_child(store)
        assert text_of(store, pack, key) == whole
    assert MAKING in states
    print(f"drawing on {store.dialect.name}: of {kills} kills", dict(Counter(states)))
