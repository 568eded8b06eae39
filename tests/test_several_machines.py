"""Two servers with folders of their own and one PostgreSQL: what one was sent, the other goes on with."""

import http.client
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL

from callbacks.access.who import token_of
from dashboard.model.rights import EVERY_AREA
from data.accounts.sessions import sign_in_from_provider
from data.loading.history import extract_history
from data.store.databases.engine import lock_for_writing
from tests.builders.files import OBSERVATION, csv_text
from tests.conftest import Serve
from tests.servers import START_SECONDS, Server
from tests.stores import MakeStore, address, opened

# As readers name it to the proxy in front of both.
HOST = "send.example.gov.uk"
MEASURE = "/measure/ehcp-20-weeks?area=E09000014&framework=ha-wsoa-2021"
PLAN = "/meeting?area=E09000014&framework=ha-wsoa-2021"


class Person:
    """Somebody signed in, whom the proxy leads to one server or another."""

    def __init__(self, token: str) -> None:
        origin = {"Host": HOST, "Origin": f"http://{HOST}"}
        secret = {"Cookie": f"session={token}", "X-CSRF-Token": token_of(token)}
        self._headers = {**origin, **secret, "X-Intake": "1"}

    def get(self, server: Server, path: str) -> str:
        """Return what an address shows."""
        return self._asked(server, "GET", path, None)

    def send(self, server: Server, text: str) -> str:
        """Send a file; return its token."""
        path = "/intake/files?name=april.csv"
        sent = json.loads(self._asked(server, "POST", path, text.encode()))
        return self._ended(server, sent).get("result", sent)["token"]

    def post(self, server: Server, path: str, **said: Any) -> dict[str, Any]:
        """Send a form, or ask for work: return the last line of the answer."""
        answer = self._asked(server, "POST", path, json.dumps(said).encode())
        return self._ended(server, json.loads(answer.splitlines()[-1]))

    def _ended(self, server: Server, line: dict[str, Any]) -> dict[str, Any]:
        """Return the last line of work that may go on."""
        if address := line.get("goes_on"):
            while "progress" in (line := json.loads(self.get(server, address))):
                time.sleep(0.05)
            self._asked(server, "DELETE", address, None)
        return line

    def _asked(self, server: Server, method: str, path: str, body: bytes | None) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=START_SECONDS)
        headers = self._headers | ({"Content-Type": "application/json"} if body else {})
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        assert answer.status in (200, 202, 204), text
        return text


@pytest.fixture(scope="module")
def store(make_postgres: MakeStore) -> URL:
    return make_postgres("shipped")


@pytest.fixture(scope="module")
def engine(store: URL) -> Iterator[Engine]:
    with opened(store) as made:
        yield made


@pytest.fixture(scope="module")
def servers(
    store: URL, serve: Serve, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, Server]]:
    def folders() -> dict[str, str]:
        names = ("INTAKE_FOLDER", "COMPRESSED_FOLDER")
        return {name: str(tmp_path_factory.mktemp("own") / "files") for name in names}

    one = serve(address(store), SIGN_IN="1", **folders())
    other = serve(address(store), SIGN_IN="1", **folders())
    with one as first, other as second:
        yield first, second


@pytest.fixture(scope="module")
def person(engine: Engine) -> Person:
    roles = [("data_team", EVERY_AREA)]
    return Person(sign_in_from_provider(engine, "ann", "Ann Example", roles))


@pytest.fixture
def revived(servers: tuple[Server, Server]) -> Iterator[Server]:
    """A server that is killed, and there again for the next test."""
    yield servers[0]
    if not servers[0].is_running():
        servers[0].start()


def extract(value: str) -> str:
    return csv_text({**OBSERVATION, "value": value})


def states(engine: Engine) -> list[str]:
    """Return the states of the loads of somebody signed in, the newest first."""
    return [one.state for one in extract_history(engine) if one.loaded_by == "Ann Example"]


def shown(person: Person, server: Server, value: str) -> bool:
    """Tell whether the page of the measure leads with a value of April 2023."""
    return f"{value}%" in person.get(server, MEASURE).partition("<main")[2].partition("<svg")[0]


def test_what_one_server_was_sent_is_checked_loaded_and_undone_through_the_other(
    servers: tuple[Server, Server], person: Person, engine: Engine
):
    one, other = servers
    token = person.send(one, extract("61"))
    assert person.post(other, "/intake/check", tokens=[token])["result"]["can_load"]
    loaded = person.post(other, "/intake/load", tokens=[token])["result"]
    # At once, so within a second.
    assert shown(person, one, "61")
    assert shown(person, other, "61")
    undone = person.post(one, "/intake/undo", extract=loaded["extract_ids"][0])["result"]
    assert undone["is_undone"]
    assert not shown(person, other, "61")
    assert states(engine)[0] == "undone"
    # What was loaded waits no more, on either.
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM waiting_files")) == 0


def test_a_pack_made_on_one_server_is_read_on_the_other(
    servers: tuple[Server, Server], person: Person
):
    one, other = servers
    made = person.post(one, "/packs", address=PLAN, as_of="2023-03-31")
    assert "Haringey" in person.get(other, f"/report/{made['pack_id']}")
    assert made["pack_id"] in person.get(other, PLAN)


@contextmanager
def held(engine: Engine, what: str) -> Iterator[Connection]:
    """Keep loads from going on at one place, until the context ends."""
    with engine.connect() as connection, connection.begin() as transaction:
        if what == "other load":
            lock_for_writing(connection)
        else:
            connection.exec_driver_sql(f"LOCK TABLE {what} IN SHARE MODE")
        yield connection
        transaction.rollback()


def wait_until_it_waits(engine: Engine, what: str) -> None:
    """Wait until a load has come to the place where it is held."""
    is_waiting = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    if what == "other load":
        # It asks again and again, from a transaction of its own.
        is_waiting = sa.text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND query LIKE '%pg_try_advisory%' AND pid <> pg_backend_pid()"
        )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not connection.scalar(is_waiting):
            pass


@pytest.mark.parametrize(
    "place",
    [
        pytest.param("other load", marks=pytest.mark.sweep),
        pytest.param("observations", marks=pytest.mark.sweep),
        "audit_entries",
    ],
)
def test_a_server_killed_while_it_loads_loses_nothing(
    servers: tuple[Server, Server], revived: Server, person: Person, engine: Engine, place: str
):
    other, count = servers[1], len(states(engine))
    token = person.send(revived, extract("62"))

    def load() -> None:
        with pytest.raises((OSError, http.client.HTTPException)):
            person.post(revived, "/intake/load", tokens=[token])

    loading = Thread(target=load)
    with held(engine, place):
        loading.start()
        wait_until_it_waits(engine, place)
        revived.kill()
        loading.join()
    assert not shown(person, other, "62")
    assert person.post(other, "/intake/load", tokens=[token])["result"]["is_loaded"]
    assert shown(person, other, "62")
    assert states(engine)[: len(states(engine)) - count] == ["loaded"]
    newest = extract_history(engine)[0].extract_id
    assert person.post(other, "/intake/undo", extract=newest)["result"]["is_undone"]


def waiting_files(engine: Engine) -> set[str]:
    """Return the names of what waits to be loaded, and of notes about it."""
    with engine.connect() as reading:
        return set(reading.scalars(sa.text("SELECT name FROM waiting_files")))


def test_half_a_file_that_a_killed_server_got_waits_nowhere(
    servers: tuple[Server, Server], revived: Server, person: Person, engine: Engine
):
    text, before = extract("63"), waiting_files(engine)
    connection = http.client.HTTPConnection("127.0.0.1", revived.port)
    connection.putrequest("POST", "/intake/files?name=april.csv")
    connection.putheader("Content-Length", str(len(text)))
    connection.endheaders(text[: len(text) // 2].encode())
    revived.kill()
    connection.close()
    assert waiting_files(engine) == before
    token = person.send(servers[1], text)
    assert person.post(servers[1], "/intake/check", tokens=[token])["result"]["can_load"]
