"""Who may load and write without a sign-in: this machine's own pages, after the link of the start."""

from typing import Any

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from callbacks.access.register import register_access
from callbacks.access.this_machine import ENTRY_COOKIE
from callbacks.access.who import token_of
from callbacks.server.loopback import is_loopback
from callbacks.server.settings import ENTRY_PATH, Settings, read_settings
from data.store.databases.engine import make_engine
from layouts.ui.forms import IS_PUBLIC
from tests.apps import OWN, entered

EVERYWHERE = "0.0.0.0"  # noqa: S104 - nothing is bound to it


def client_of(settings: Settings) -> FlaskClient:
    server = Flask(__name__)
    register_access(server, make_engine("sqlite://"), settings)
    server.add_url_rule("/", "intake_load", lambda: Response("done"), methods=["POST"])
    server.add_url_rule("/link", "intake_issues", lambda: Response("done"))
    server.add_url_rule("/read", "account", lambda: Response("read"))
    server.add_url_rule("/healthz", "healthz", lambda: Response("ok"))
    return server.test_client()


@pytest.fixture
def client() -> FlaskClient:
    return entered(client_of(Settings()))


def status(client: FlaskClient, headers: dict[str, str], **environ: Any) -> int:
    return client.post("/", headers=headers, environ_overrides=environ).status_code


def at(host: str) -> dict[str, str]:
    return {**OWN, "Host": host, "Origin": f"http://{host}"}


@pytest.mark.parametrize("host", ["localhost", "localhost:80", "LOCALHOST"])
def test_a_page_of_this_machine_may(client: FlaskClient, host: str):
    assert status(client, at(host)) == 200


@pytest.mark.parametrize("host", ["127.0.0.1:8050", "[::1]:8050"])
def test_so_may_one_under_its_address(host: str):
    client = client_of(Settings()).application.test_client(use_cookies=False)
    secret = client.application.config[ENTRY_PATH].rpartition("/")[2]
    headers = {
        **at(host),
        "Cookie": f"{ENTRY_COOKIE}-8050={secret}",
        "X-CSRF-Token": token_of(secret),
    }
    assert status(client, headers, SERVER_PORT="8050") == 200


def test_who_has_not_opened_the_link_reads_and_does_not_write():
    client = client_of(Settings())
    assert client.get("/read").status_code == 200
    answer = client.post("/", headers=OWN)
    assert answer.status_code == 403
    assert answer.json is not None
    assert "open the link that the server printed" in answer.json["error"]["words"]
    assert client.get("/link").status_code == 403
    client.set_cookie(ENTRY_COOKIE, "guessed")
    assert status(client, OWN) == 403


@pytest.mark.parametrize(
    ("headers", "environ"),
    [
        # The command line of the server may say another address than the setting.
        ({}, {"SERVER_NAME": EVERYWHERE}),
        ({}, {"REMOTE_ADDR": "10.0.0.7"}),
        ({}, {"REMOTE_ADDR": ""}),
        # A name of another site that leads to this machine.
        ({"Host": "rebound.example"}, {}),
        ({"Host": "127.0.0.1.rebound.example:80"}, {}),
        ({"Host": "localhost@rebound.example"}, {}),
        ({"Host": "localhost:8051"}, {}),
        # Others would read another name out of them.
        ({"Host": "a@127.0.0.1:80"}, {}),
        ({"Host": "localhost:80/x"}, {}),
        ({"Host": "evil\\@localhost:80"}, {}),
        ({"Host": "localhost:80?x"}, {}),
        ({"Host": ""}, {}),
        ({"X-Forwarded-For": "10.0.0.7"}, {}),
        ({"X-Forwarded-Host": "send.example"}, {}),
        ({"Forwarded": "for=10.0.0.7"}, {}),
        ({"Via": "1.1 proxy"}, {}),
        # As nginx asks unless it is configured otherwise.
        ({}, {"SERVER_PROTOCOL": "HTTP/1.0"}),
    ],
)
def test_whoever_may_come_from_elsewhere_neither_reads_nor_writes(
    client: FlaskClient, headers: dict[str, str], environ: dict[str, str]
):
    assert status(client, {**OWN, **headers}, **environ) == 403
    for path, expected in (("/read", 403), ("/healthz", 200)):
        answer = client.get(path, headers=headers, environ_overrides=environ)
        assert answer.status_code == expected


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Intake": "1"},
        {"X-Intake": "1", "Sec-Fetch-Site": "same-origin"},
        {"X-Intake": "1", "Origin": "http://elsewhere.example"},
        {"X-Intake": "1", "Origin": "null"},
        {"X-Intake": "1", "Origin": "https://localhost"},
        {"X-Intake": "1", "Origin": "http://localhost:9999"},
        # Another program of this machine may have a page: what the browser says of its site counts not.
        {"X-Intake": "1", "Origin": "http://localhost:9999", "Sec-Fetch-Site": "same-site"},
        {"X-Intake": "1", "Origin": "http://elsewhere.example", "Sec-Fetch-Site": "same-origin"},
    ],
)
def test_a_page_of_another_site_may_not(client: FlaskClient, headers: dict[str, str]):
    assert status(client, headers) == 403


def test_a_server_for_all_readers_takes_nothing_from_anybody():
    client = client_of(Settings(host=EVERYWHERE, is_read_only=True))
    headers = {"Host": "send.example", "X-Forwarded-For": "10.0.0.7"}
    assert client.get("/read", headers=headers).status_code == 200
    answer = client.post("/", headers={**OWN, **headers, "Origin": "http://send.example"})
    assert answer.status_code == 403
    assert "shows what is published" in answer.text
    assert client.get("/enter/guessed").status_code == 404


def test_what_is_written_after_a_request_is_not_written_for_its_reader():
    client = client_of(Settings(host=EVERYWHERE, is_read_only=True))
    assert client.get("/read", headers={"Host": "send.example"}).status_code == 200
    assert not IS_PUBLIC.get()


def test_without_the_token_that_goes_with_the_link_nothing_is_changed(client: FlaskClient):
    wrong = {"X-CSRF-Token": "0" * 64}
    assert status(client, {**OWN, **wrong}) == 403
    field = {"csrf_token": client.environ_base["HTTP_X_CSRF_TOKEN"]}
    plain = {"Origin": "http://localhost", "X-CSRF-Token": ""}
    assert client.post("/", data=field, headers=plain).status_code == 200
    assert client.post("/", data={"csrf_token": "0"}, headers=plain).status_code == 403


@pytest.mark.parametrize(
    ("name", "is_own"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("[::1]", True), ("LOCALHOST", True),
     (EVERYWHERE, False), ("", False), ("localhost.example", False), ("unix", False)],
)  # fmt: skip
def test_loopback_names_are_told_from_others(name: str, is_own: bool):
    assert is_loopback(name) is is_own


def test_settings_are_read_and_held_to_what_they_may_be():
    told = read_settings({"HOST": EVERYWHERE, "READ_ONLY": "1", "MAX_UPLOAD_MB": "3"})
    assert (told.host, told.is_read_only, told.max_upload_bytes) == (EVERYWHERE, True, 3 << 20)
    assert not read_settings({}).is_read_only
    for wrong in ({"READ_ONLY": "yes"}, {"MAX_UPLOAD_MB": "lots"}, {"MAX_UPLOAD_MB": "0"}):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            read_settings(wrong)
