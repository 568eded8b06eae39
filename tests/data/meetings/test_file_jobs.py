"""Files of packs as jobs: each is made by one process at a time, and none is lost with its process."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from dashboard.model.selection import Selection
from data.meetings.file_jobs import (
    FAILED,
    HELD,
    LIBRARY_MISSING,
    MADE,
    MAKING,
    MOST_TRIES,
    WAITING,
    ask_for_file,
    fail_job,
    finish_job,
    hold_job,
    load_file,
    take_job,
)
from data.meetings.packs import make_pack
from data.store.databases.engine import writing_connection
from data.store.tables import file_jobs
from tests.stores import MakeStore, opened

pytestmark = pytest.mark.both_databases

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
LATER = NOON + HELD + timedelta(seconds=1)


@pytest.fixture(scope="module")
def store(make_store: MakeStore) -> Iterator[Engine]:
    with opened(make_store("shipped")) as engine:
        yield engine


@pytest.fixture(scope="module")
def pack(store: Engine) -> str:
    plan = Selection(framework="th-wsoa-2021", as_of=date(2022, 12, 8))
    return make_pack(store, plan, "Ann Example", NOON)


@pytest.fixture(autouse=True)
def empty(store: Engine) -> None:
    with store.begin() as connection:
        connection.execute(sa.delete(file_jobs))


def ask(store: Engine, pack: str, key: str = "a", now: datetime = NOON):
    return ask_for_file(store, key, pack, "pdf", now)


def test_whoever_asks_for_the_same_file_waits_for_one_job(store: Engine, pack: str):
    with ThreadPoolExecutor(4) as readers:
        asked = list(readers.map(lambda _: ask(store, pack), range(8)))
    assert {job.state for job in asked} == {WAITING}
    with store.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(file_jobs)) == 1
    assert ask(store, pack, "b").before == 1


def test_each_job_is_taken_by_one_process(store: Engine, pack: str):
    asked = {ask(store, pack, key).job_key for key in "abcdef"}
    with ThreadPoolExecutor(4) as makers:
        taken = list(makers.map(lambda maker: take_job(store, str(maker), NOON), range(8)))
    jobs = [job.job_key for job in taken if job]
    assert sorted(jobs) == sorted(asked)


def test_a_file_is_stored_by_whoever_holds_its_job(store: Engine, pack: str):
    ask(store, pack)
    job = take_job(store, "one", NOON)
    assert job is not None
    assert take_job(store, "two", NOON) is None
    assert hold_job(store, job, "one", 40, LATER)
    assert ask(store, pack).progress == 40
    assert take_job(store, "two", LATER) is None
    # The first was thought to have ended, and comes back.
    assert take_job(store, "two", LATER + HELD + HELD) is not None
    assert not hold_job(store, job, "one", 60)
    assert not finish_job(store, job, "one", b"late")
    assert finish_job(store, job, "two", b"body")
    assert ask(store, pack).state == MADE
    assert load_file(store, ask(store, pack)) == b"body"
    assert take_job(store, "one", LATER + 9 * HELD) is None


def test_a_job_whose_process_ends_each_time_has_failed(store: Engine, pack: str):
    ask(store, pack)
    for times in range(MOST_TRIES):
        assert take_job(store, f"{times}", NOON + times * 2 * HELD) is not None
        assert ask(store, pack).state == MAKING
    end = NOON + MOST_TRIES * 2 * HELD
    assert take_job(store, "last", end) is None
    assert ask(store, pack, now=end).state == FAILED
    assert ask(store, pack, now=end + timedelta(minutes=1)).state == WAITING


def test_what_failed_is_made_again_for_whoever_asks_later(store: Engine, pack: str):
    ask(store, pack)
    job = take_job(store, "one", NOON)
    assert job is not None
    assert fail_job(store, job, "one", LIBRARY_MISSING)
    now = datetime.now(UTC)
    assert ask(store, pack, now=now).state == LIBRARY_MISSING
    assert ask(store, pack, now=now + timedelta(minutes=1)).state == WAITING


def test_a_job_that_failed_is_stored_for_a_day(store: Engine, pack: str):
    ask(store, pack)
    job = take_job(store, "one", NOON)
    assert job is not None
    assert fail_job(store, job, "one", FAILED)

    def stored_beside(key: str, since: timedelta) -> list[str]:
        ask(store, pack, key, datetime.now(UTC) + since)
        with store.connect() as connection:
            return list(connection.scalars(sa.select(file_jobs.c.job_key).order_by("job_id")))

    assert stored_beside("b", timedelta(hours=23)) == ["a", "b"]
    assert stored_beside("c", timedelta(hours=25)) == ["b", "c"]


def test_who_asks_while_others_write_does_not_wait_for_them(store: Engine, pack: str):
    if store.dialect.name == "sqlite":
        with writing_connection(store) as connection, connection.begin():
            assert ask(store, pack).job_id == 0
    assert ask(store, pack).job_id > 0
