"""A streaming replica is read while it has what the store has, and never by who has just written."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from data.loading.load import load_files
from data.store.databases.replica import replica_of as replica_of_engine
from data.store.databases.replica import with_replica
from tests.apps import OWN, server_of, signed_in
from tests.builders.files import observations
from tests.postgres import replica_of
from tests.stores import MakeStore, address, opened

MEASURE = "/measure/ehcp-20-weeks?area=E09000014&framework=ha-wsoa-2021"
MEETING = "/meeting?area=E09000014&framework=ha-wsoa-2021"
ROLES = ("data_team", "")


@pytest.fixture(scope="module")
def store(make_postgres: MakeStore) -> Iterator[Engine]:
    with opened(make_postgres("shipped")) as engine:
        yield engine


@pytest.fixture(scope="module")
def replica(store: Engine) -> Iterator[Engine]:
    with replica_of(store.url) as url, opened(url) as engine:
        yield engine


@pytest.fixture
def reads(store: Engine, replica: Engine) -> Iterator[tuple[Engine, list[str]]]:
    """The store with its replica, and what is read from the replica."""
    engine, seen = with_replica(store, address(replica.url)), []
    own = engine.get_execution_options()["replica"]
    event.listen(own, "before_cursor_execute", lambda *told: seen.append(told[2]))
    yield engine, seen
    own.dispose()


@pytest.fixture
def reader(reads: tuple[Engine, list[str]], tmp_path: Path) -> FlaskClient:
    server = server_of(reads[0], tmp_path, has_sign_in=True)
    return signed_in(server.test_client(), reads[0], ROLES)


def pause(replica: Engine, *, goes_on: bool = False) -> None:
    name = "pg_wal_replay_resume" if goes_on else "pg_wal_replay_pause"
    with replica.connect() as connection:
        connection.execute(sa.text(f"SELECT {name}()"))


def catch_up(store: Engine, replica: Engine) -> None:
    """Wait until the replica has all that the store has."""
    with store.connect() as connection:
        newest = connection.scalar(sa.text("SELECT pg_current_wal_insert_lsn()"))
    has_it = sa.text("SELECT pg_last_wal_replay_lsn() >= CAST(:newest AS pg_lsn)")
    with replica.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not connection.scalar(has_it, {"newest": str(newest)}):
            pass


def test_a_load_that_the_replica_does_not_have_yet_is_shown(
    store: Engine, replica: Engine, reads: tuple[Engine, list[str]], reader: FlaskClient
):
    catch_up(store, replica)
    assert reader.get(MEASURE).status_code == 200
    assert any("observations" in statement for statement in reads[1])
    pause(replica)
    load_files(store, [observations({"value": "61"})])
    assert "61%" in reader.get(MEASURE).text
    pause(replica, goes_on=True)
    catch_up(store, replica)
    reads[1].clear()
    assert "61%" in reader.get(f"{MEASURE}&basis=month").text
    # More than its data version, though most of the page is cached by now.
    assert any("extracts" not in statement for statement in reads[1])


def test_who_writes_reads_what_was_written_though_the_replica_lags(
    store: Engine, replica: Engine, reads: tuple[Engine, list[str]], reader: FlaskClient
):
    catch_up(store, replica)
    pause(replica)
    made = reader.post("/packs", json={"address": MEETING, "as_of": "2023-03-31"}, headers=OWN)
    assert made.status_code == 200, made.text
    reads[1].clear()
    assert made.json is not None
    assert made.json["pack_id"] in reader.get(MEETING).text
    assert reads[1] == []
    pause(replica, goes_on=True)


@pytest.fixture
def all_readers(store: Engine, replica: Engine, tmp_path: Path) -> Iterator[list[FlaskClient]]:
    """Who read servers for all: one whose store is the replica, one of the store and its replica."""
    catch_up(store, replica)
    with opened(replica.url) as standby, opened(store.url) as own:
        both = with_replica(own, address(replica.url))
        yield [
            server_of(engine, tmp_path, is_read_only=True).test_client()
            for engine in (standby, both)
        ]
        own_replica = replica_of_engine(both)
        assert own_replica is not None
        own_replica.dispose()


def test_a_replica_shows_all_readers_what_is_published(
    store: Engine, replica: Engine, all_readers: list[FlaskClient], reader: FlaskClient
):
    for client in all_readers:
        assert client.get("/readyz").status_code == 200
        assert client.get("/data").status_code == 200
        assert "82%" in client.get(MEASURE).text
    # Of no document.
    load_files(store, [observations({"value": "97"})])
    catch_up(store, replica)
    assert "97%" in reader.get(MEASURE).text
    for client in all_readers:
        answer = client.get(MEASURE)
        assert answer.status_code == 200
        assert "82%" in answer.text
        assert "97%" not in answer.text


def test_without_its_replica_the_store_is_read(store: Engine, tmp_path: Path):
    gone = address(store.url.set(query={"host": str(tmp_path)}))
    server = server_of(with_replica(store, gone), tmp_path, has_sign_in=True)
    reader = signed_in(server.test_client(), store, ROLES)
    assert reader.get(MEASURE).status_code == 200


def test_what_the_replica_cancels_to_follow_the_store_is_answered_in_words(
    store: Engine, replica: Engine, reads: tuple[Engine, list[str]], reader: FlaskClient
):
    catch_up(store, replica)
    pause(replica)
    with store.begin() as connection:
        connection.execute(sa.text("LOCK TABLE extracts IN ACCESS EXCLUSIVE MODE"))
    own = reads[0].get_execution_options()["replica"]

    def follow(*given: Any) -> tuple[str, Any]:
        statement, parameters = given[2:4]
        if "extracts" in statement or "pg_" in statement:
            return statement, parameters
        # The lock of the store arrives in the midst of a statement.
        return "SELECT pg_wal_replay_resume(), pg_sleep(60)", {}

    event.listen(own, "before_cursor_execute", follow, retval=True)
    answer = reader.get(f"{MEASURE}&basis=year")
    assert (answer.status_code, "try again in a minute" in answer.text) == (503, True)
    event.remove(own, "before_cursor_execute", follow)
    catch_up(store, replica)
    assert reader.get(f"{MEASURE}&basis=year").status_code == 200
