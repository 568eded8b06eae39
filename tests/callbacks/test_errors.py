"""What cannot be answered: a status and words, and nothing of the request in the log as it came."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from callbacks.pages import resolve
from callbacks.server.provider_settings import Provider
from data.store.databases.engine import make_engine
from tests.apps import OWN, server_of
from tests.callbacks.conftest import client_of
from tests.callbacks.live_answers import call
from tests.stores import MakeStore

MEASURE: Final = "/measure/ehcp-20-weeks?area=E09000014&framework=ha-wsoa-2021"
PRIORITY: Final = "/priority/ha-wsoa-2021/1"
NO_PART: Final = "There is no such part of a page.\n"
NOT_OURS: Final = "This was not sent by a page of this dashboard.\n"


def ask(client: FlaskClient, body: Any) -> tuple[int, str]:
    response = client.post("/_dash-update-component", json=body)
    return response.status_code, response.text


def test_a_part_that_no_page_has_is_not_found(client: FlaskClient):
    assert ask(client, call("elsewhere", MEASURE)) == (404, NO_PART)


@pytest.mark.parametrize(
    "chosen", ["E09000014", "a b c", "%20", "a%20", "E09000014 nowhere", "<b> %00", '"', "\xe9 x"]
)
def test_what_a_browser_remembers_wrongly_is_as_if_it_remembered_nothing(
    client: FlaskClient, chosen: str
):
    """Any other server of the host may set it."""
    with client.application.test_client() as asked:
        asked.set_cookie("chosen", chosen)
        answer = asked.get("/actions")
    assert answer.status_code == 200
    assert "<b>" not in answer.text.partition("<main")[0]


@pytest.mark.parametrize(
    "name",
    [
        "dash/nothing.js",
        "nothing/x.js",
        "dash/..%2f..%2f..%2fapp.py",
        "dash/dash-renderer/build/dash_renderer.min.js.map",
    ],
)
def test_a_file_that_dash_does_not_have_is_not_found(
    empty_engine: Engine, tmp_path: Path, caplog: pytest.LogCaptureFixture, name: str
):
    asked = server_of(empty_engine, tmp_path, has_sign_in=True).test_client()
    answer = asked.get(f"/_dash-component-suites/{name}")
    assert (answer.status_code, answer.text) == (404, "There is nothing of that name.\n")
    assert not caplog.records


@pytest.mark.parametrize(
    ("part", "address"),
    [
        ("measure-card", PRIORITY),
        ("measure-tabs", "/actions"),
        ("priority-panels", MEASURE),
        ("future-picture", "/"),
        ("future-picture", "/nowhere"),
        ("priority-counts", "/priority/ha-wsoa-2021/99"),
    ],
)
def test_a_part_for_another_page_is_not_found(client: FlaskClient, part: str, address: str):
    assert ask(client, call(part, address)) == (404, "There is nothing of that name.\n")


@pytest.mark.parametrize(
    "change",
    [
        {"inputs": []},
        {"inputs": [{"id": "choices", "property": "data-address", "value": 3}]},
        {"inputs": [{"id": "choices", "property": "data-address", "value": "/" * 5000}]},
        {"inputs": [{"id": "other", "property": "data-address", "value": MEASURE}]},
        {"outputs": {"id": "measure-tabs", "property": "data-html"}},
        {"outputs": None},
        {"changedPropIds": ["choices.value"]},
        {"state": [{"id": "choices", "property": "data-address", "value": MEASURE}]},
    ],
)
def test_what_our_scripts_do_not_send_is_refused(client: FlaskClient, change: dict[str, Any]):
    assert ask(client, call("measure-card", MEASURE) | change) == (400, NOT_OURS)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"null",
        b"\xff",
        b"[" * 30_000,
        b'{"output": "measure-card.data-html", "inputs": [{"value": "\\ud800"}]}',
        b'{"output": "measure-card.data-html", "inputs": [{"value": "\\u0000"}]}',
        b'{"output": NaN}',
    ],
)
@pytest.mark.parametrize("path", ["/_dash-update-component", "/remarks", "/intake/undo"])
def test_a_body_that_is_no_json_is_refused(client: FlaskClient, path: str, raw: bytes):
    response = client.post(path, data=raw, headers=OWN, content_type="application/json")
    assert response.status_code == 400
    assert len(response.text) > 20


@pytest.mark.parametrize("kind", ["text/plain", "", "application/xml", "multipart/form-data"])
def test_a_body_that_does_not_say_that_it_is_json_is_read_as_none(client: FlaskClient, kind: str):
    undo = b'{"extract": 1, "dry_run": true}'
    asked = json.dumps(call("measure-card", MEASURE)).encode()
    for path, raw in (("/intake/undo", undo), ("/_dash-update-component", asked)):
        response = client.post(path, data=raw, headers=OWN, content_type=kind)
        assert response.status_code == 400, path
        response = client.post(path, data=raw, headers=OWN, content_type="application/json")
        assert response.status_code == 200, path


@pytest.mark.parametrize("path", ["/_dash-update-component", "/live/%2F/_dash-update-component"])
def test_a_body_of_more_than_64_kilobytes_is_not_read(client: FlaskClient, path: str):
    response = client.post(path, data=b" " * 65_537)
    assert response.status_code == 413
    assert "64 kilobytes" in response.text


def test_a_body_that_hides_its_size_is_read_no_further_than_any_other(client: FlaskClient):
    hidden = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    for path in ("/_dash-update-component", "/remarks"):
        response = client.post(path, data=b" " * 100_000, headers=OWN, environ_overrides=hidden)
        assert response.status_code in (400, 413)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"/?find={'x' * 4092}", 414),
        (f"/measure/{'x' * 2048}", 414),
        ("/?area=%00", 400),
        ("/measure/%00", 400),
        (f"/intake/extracts/{10**12}", 404),
    ],
)
def test_an_address_that_no_page_has_is_refused(client: FlaskClient, address: str, status: int):
    assert client.get(address).status_code == status


def test_a_method_that_is_not_allowed_is_said_so(client: FlaskClient):
    response = client.get("/remarks/")
    assert response.status_code == 404
    response = client.delete("/healthz")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert response.mimetype == "text/plain"


def test_what_a_reader_sends_is_logged_on_one_line(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    cell = "Ada Lovelace"

    def fail(*_: Any) -> None:
        raise ZeroDivisionError(cell)

    monkeypatch.setattr(resolve, "page_content", fail)
    with caplog.at_level(logging.INFO):
        response = client.get(f"/?status=a%0AERROR+forged&find={'x' * 300}")
    assert response.status_code == 500
    first_line = caplog.records[-1].getMessage().partition("\n")[0]
    assert "status=a%0AERROR+forged" in first_line
    assert len(first_line) < 300
    assert cell not in caplog.text


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/sign-in/link/a-secret", "'/sign-in/link/<token>'"),
        (
            "/sign-in/provider/back?code=a-secret&state=a-secret",
            "'/sign-in/provider/back?code&state'",
        ),
        ("/sign-in?next=/a-secret", "'/sign-in?next'"),
        ("/?area=E09000014&find=a-secret&tab=x", "'/?area=E09000014&find&tab=x'"),
        ("/live/find%3Ffind%3Da-secret/_dash-layout", "'/live/<path:page>/_dash-layout'"),
        ("/intake/a-secret/faults.csv", "'/intake/<token>/faults.csv'"),
    ],
)
def test_an_error_is_logged_without_tokens_codes_and_what_was_looked_for(
    engine: Engine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    path: str,
    logged: str,
):
    provider = Provider("https://id.example", "dashboard", "s", ())
    server = server_of(engine, tmp_path, has_sign_in=True, provider=provider)

    def fail() -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(server.before_request_funcs, None, [fail])
    assert server.test_client().get(path).status_code == 500
    assert f"at {logged}: ZeroDivisionError" in caplog.text
    assert "a-secret" not in caplog.text


@pytest.fixture
def without_store(make_sqlite: MakeStore, tmp_path: Path) -> Iterator[FlaskClient]:
    """A client of a store whose file was overwritten."""
    url = make_sqlite("empty")
    assert url.database
    Path(url.database).write_text("This is no database.")
    engine = make_engine(url)
    yield client_of(engine, tmp_path)
    engine.dispose()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/about",
        "/download/overview.csv",
        "/meeting/p/cover",
        "/report/p",
        "/present",
        "/report",
        "/readyz",
        "/intake",
        "/live/%2F/_dash-layout",
    ],
)
def test_a_store_that_is_gone_is_a_503_in_words(without_store: FlaskClient, path: str):
    response = without_store.get(path)
    assert response.status_code == 503
    assert "does not answer" in response.text or path.startswith("/live")
    assert "file is not a database" not in response.text


def test_the_process_is_well_without_a_store(without_store: FlaskClient):
    assert without_store.get("/healthz").status_code == 200


@pytest.mark.parametrize("path", ["/", "/readyz", "/present", "/download/overview.csv"])
def test_an_empty_store_is_a_503_in_words(empty_engine: Engine, tmp_path: Path, path: str):
    response = client_of(empty_engine, tmp_path).get(path)
    assert response.status_code == 503
    assert "python -m data setup" in response.text
