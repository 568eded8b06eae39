"""Each answer has the id that stands in the log; metrics count by rule, and not for everybody."""

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from callbacks import make_app, register
from callbacks.monitoring.logs import JSON, REQUEST_ID, _RequestFormatter
from callbacks.pages import resolve
from callbacks.server.settings import Settings, read_settings
from data.loading.history import undo_delivery
from data.loading.load import load_files
from tests.builders.files import observations
from tests.stores import MakeStore, opened

HOSTILE = "/measure/Ann%20Lee%0D%0AERROR%20forged?area=UPN-A123456789012"
TOKEN = "example"  # noqa: S105 - of these tests
LOCAL = {"REMOTE_ADDR": "127.0.0.1", "SERVER_PROTOCOL": "HTTP/1.1"}


@pytest.fixture
def lines() -> Iterator[list[dict[str, object]]]:
    """What is logged meanwhile, as JSON."""
    written: list[dict[str, object]] = []

    class Reader(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(json.loads(_RequestFormatter().format(record)))

    handler, root = Reader(), logging.getLogger()
    root.addHandler(handler)
    requests = logging.getLogger("callbacks.monitoring.logs")
    level = requests.level
    requests.setLevel(logging.INFO)
    yield written
    requests.setLevel(level)
    root.removeHandler(handler)


def client_with(engine: Engine, folder: Path, **options: str) -> FlaskClient:
    settings = replace(Settings(compressed_folder=folder), **options)
    app = make_app(settings)
    register(app, engine, settings)
    return app.server.test_client()


def test_a_request_is_logged_by_its_rule_and_under_the_id_of_its_answer(
    client: FlaskClient, lines: list[dict[str, object]]
):
    answer = client.get(HOSTILE)
    (line,) = [line for line in lines if line["logger"] == "callbacks.monitoring.logs"]
    assert re.fullmatch("[0-9a-f]{8}", answer.headers[REQUEST_ID])
    assert line["request_id"] == answer.headers[REQUEST_ID]
    assert (line["method"], line["status"]) == ("GET", answer.status_code)
    assert line["rule"] in ("/measure/<path:name>", "/<path:path>", "-")
    whole = json.dumps(lines)
    assert not any(sent in whole for sent in ("Ann", "forged", "A123456789012"))


def test_an_error_page_quotes_the_id_that_the_log_has(
    client: FlaskClient, lines: list[dict[str, object]], monkeypatch: pytest.MonkeyPatch
):
    detail = "a cell of a file"

    def fail(*_: object) -> None:
        raise RuntimeError(detail)

    monkeypatch.setattr(resolve, "current_reach", fail)
    answer = client.get("/")
    reference = answer.headers[REQUEST_ID]
    assert answer.status_code == 500
    assert f">{reference}<" in answer.text
    (error,) = [line for line in lines if line["level"] == "ERROR"]
    assert error["request_id"] == reference
    assert detail not in json.dumps(lines)


def test_a_load_and_its_undo_are_logged_with_who_and_what(
    make_sqlite: MakeStore, caplog: pytest.LogCaptureFixture
):
    with opened(make_sqlite("shipped")) as engine:
        caplog.set_level(logging.INFO)
        (report,) = load_files(engine, [observations({})], by="Ann\nERROR forged")
        undo_delivery(engine, report.extract_id or 0, by="Bea")
    acts = [record.getMessage() for record in caplog.records if record.name == "data.acts"]
    extract = f"extract {report.extract_id} (observations)"
    assert acts == [f"loaded by 'Ann\\nERROR forged': {extract}", f"undone by 'Bea': {extract}"]


def count_of(metrics: str, rule: str) -> float:
    pattern = rf'^send_requests_total{{method="GET",rule="{re.escape(rule)}",status="200"}} (\S+)$'
    return sum(map(float, re.findall(pattern, metrics, re.MULTILINE)))


def test_metrics_count_requests_by_rule(engine: Engine, tmp_path: Path):
    client = client_with(engine, tmp_path, metrics_token=TOKEN)
    allowed = {"Authorization": f"Bearer {TOKEN}"}
    before = count_of(client.get("/metrics", headers=allowed).text, "/healthz")
    client.get("/healthz")
    client.get(HOSTILE)
    metrics = client.get("/metrics", headers=allowed).text
    assert count_of(metrics, "/healthz") == before + 1
    assert re.search(r'^send_data_version{version="\d+\.\d+\.\w*"} 1\.0$', metrics, re.MULTILINE)
    for name in ("send_request_seconds_bucket", "send_acts_total", "send_resident_bytes"):
        assert name in metrics
    assert "Ann" not in metrics


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer other"}, {"Authorization": TOKEN}, {"Authorization": "Bearer "}],
)
def test_where_there_is_a_token_only_who_sends_it_reads_metrics(
    engine: Engine, tmp_path: Path, headers: dict[str, str]
):
    client = client_with(engine, tmp_path, metrics_token=TOKEN)
    answer = client.get("/metrics", headers=headers, environ_base=LOCAL)
    assert (answer.status_code, "send_" in answer.text) == (403, False)


@pytest.mark.parametrize(
    ("headers", "remote", "status"),
    [
        ({"Host": "127.0.0.1:80"}, "127.0.0.1", 200),
        ({"Host": "127.0.0.1:80"}, "10.0.0.7", 403),
        ({"Host": "127.0.0.1:80", "X-Forwarded-For": "10.0.0.7"}, "127.0.0.1", 403),
        ({"Host": "send.example"}, "127.0.0.1", 403),
    ],
)
def test_without_a_token_this_machine_alone_reads_metrics(
    engine: Engine, tmp_path: Path, headers: dict[str, str], remote: str, status: int
):
    environment = {"REMOTE_ADDR": remote, "SERVER_NAME": "127.0.0.1", "SERVER_PROTOCOL": "HTTP/1.1"}
    client = client_with(engine, tmp_path)
    answer = client.get("/metrics", headers=headers, environ_overrides=environment)
    assert answer.status_code == status


def test_the_settings_name_formats_of_logs():
    assert read_settings({"LOG_FORMAT": "json"}).log_format == JSON
    with pytest.raises(ValueError, match="LOG_FORMAT"):
        read_settings({"LOG_FORMAT": "xml"})
