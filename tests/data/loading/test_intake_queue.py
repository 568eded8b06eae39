"""Two loads at once: the second waits, says so, and may leave."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import Engine

from data.common.progress import CancelledError, unwatched
from data.loading.history import extract_history
from data.loading.load import load_files
from data.store.databases.engine import WAITING, alone_in_writing
from tests.builders.files import example_rows

pytestmark = pytest.mark.both_databases

# What is waited for comes, however busy the machine.
WAIT_SECONDS = 120


def test_a_second_load_waits_and_says_so_until_the_first_one_ends(engine: Engine):
    is_waiting = Event()

    def progress(step: str, _done: int, _of: int) -> None:
        if step == WAITING:
            is_waiting.set()

    with ThreadPoolExecutor(1) as other:
        with alone_in_writing(engine, unwatched):
            load = other.submit(
                load_files, engine, [example_rows("sources", {})], progress=progress
            )
            assert is_waiting.wait(WAIT_SECONDS)
            assert extract_history(engine) == ()
        assert load.result(WAIT_SECONDS)[0].state == "loaded"


def test_whoever_waits_may_leave(engine: Engine):
    def leave(step: str, _done: int, _of: int) -> None:
        if step == WAITING:
            raise CancelledError

    with alone_in_writing(engine, unwatched), ThreadPoolExecutor(1) as other:
        load = other.submit(load_files, engine, [example_rows("sources", {})], progress=leave)
        with pytest.raises(CancelledError):
            load.result(WAIT_SECONDS)
    assert load_files(engine, [example_rows("sources", {})])[0].state == "loaded"
