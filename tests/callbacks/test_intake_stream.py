"""Long work told line by line, and ended where nobody waits for it."""

import json
import re
import time
from collections.abc import Iterator
from html import escape, unescape
from io import BytesIO
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from callbacks.server.json_api import RefusedError
from callbacks.server.settings import Settings
from callbacks.uploads.intake import Intake
from callbacks.uploads.jobs import Job, Jobs
from callbacks.uploads.progress_stream import MAX_CONCURRENT, MAX_FILES_READ, Streams
from callbacks.uploads.staging import Staging, make_staging
from data.common.errors import CommandError
from data.common.private_folder import PrivateFolder
from data.common.progress import CancelledError, Progress
from tests.apps import OWN, OWN_FORM, entered, server_of
from tests.stores import MakeStore, opened

# What is waited for comes, however busy the machine.
PATIENCE_SECONDS = 120


def unheard() -> Job:
    """Return a job of which nobody is told."""
    return Job("/unheard", lambda _line: None, lambda: False)


def last_line(work: Any) -> dict[str, Any]:
    with Flask(__name__).app_context():
        response = Streams().answer(work, unheard())
        return json.loads(list(response.response)[-1])


def test_a_line_comes_while_work_goes_on_and_the_result_at_its_end():
    goes_on = Event()

    def work(progress: Progress) -> dict[str, Any]:
        progress("Reading", 1, 2)
        assert goes_on.wait(PATIENCE_SECONDS)
        return {"is_done": True}

    lines = map(json.loads, Streams().answer(work, unheard()).response)
    reading = {"progress": {"step": "Reading", "done": 1, "of": 2}}
    # The same line comes again for as long as nothing else does.
    assert [next(lines) for _ in range(2)] == [reading] * 2
    goes_on.set()
    *still_reading, last = lines
    assert last == {"result": {"is_done": True}}
    assert all(line == reading for line in still_reading)


def test_a_reader_who_leaves_ends_the_work():
    is_closed, has_ended = Event(), Event()

    def work(progress: Progress) -> dict[str, Any]:
        progress("Writing rows", 1, 2)
        assert is_closed.wait(PATIENCE_SECONDS)
        try:
            progress("Writing rows", 2, 2)
        except CancelledError:
            has_ended.set()
            raise
        return {}

    response = Streams().answer(work, unheard())
    next(iter(response.response))
    response.close()
    is_closed.set()
    assert has_ended.wait(PATIENCE_SECONDS)


def test_no_more_work_than_leaves_room_for_readers_goes_on_at_once():
    streams = Streams()
    answers = [streams.answer(lambda _progress: {}, unheard()) for _ in range(MAX_CONCURRENT)]
    with pytest.raises(RefusedError, match="Try again in a minute"):
        streams.answer(lambda _progress: {}, unheard())
    # One whose reader left before the first line, and one that was read to its end.
    answers[0].close()
    list(answers[1].response)
    answers[1].close()
    for _ in range(2):
        streams.answer(lambda _progress: {}, unheard())
    with pytest.raises(RefusedError):
        streams.answer(lambda _progress: {}, unheard())


def test_what_cannot_be_done_is_said_and_what_was_stopped_too():
    def cannot(_progress: Progress) -> dict[str, Any]:
        raise CommandError("There is no extract 99.")

    def stopped(_progress: Progress) -> dict[str, Any]:
        raise CancelledError

    assert last_line(cannot) == {"error": {"words": "There is no extract 99."}}
    assert last_line(stopped) == {"cancelled": {"words": "Stopped. Nothing was loaded."}}


def test_an_unexpected_error_has_a_reference_and_neither_trace_nor_cell_in_it(
    caplog: pytest.LogCaptureFixture,
):
    cell = " ".join(("Ann", "Example"))

    def broken(_progress: Progress) -> dict[str, Any]:
        raise ValueError(cell)

    error = last_line(broken)["error"]
    assert error["reference"] in error["words"]
    assert "Traceback" not in error["words"]
    assert error["reference"] in caplog.text
    assert "ValueError" in caplog.text
    assert cell not in caplog.text


@pytest.fixture
def briefly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be waited for."""
    monkeypatch.setattr("callbacks.uploads.progress_stream.STREAM_SECONDS", 0.0)
    monkeypatch.setattr("callbacks.uploads.progress_stream.NOTED_EVERY_SECONDS", 0.05)


@pytest.fixture
def server(make_sqlite: MakeStore, tmp_path: Path) -> Iterator[Flask]:
    with opened(make_sqlite("empty")) as engine:
        yield server_of(engine, tmp_path)


def begin(client: FlaskClient, monkeypatch: pytest.MonkeyPatch, work: Any) -> str:
    """Begin a check that does this; return where it is asked for."""
    monkeypatch.setattr(Intake, "work", lambda *_: work)
    answer = client.post("/intake/check", json={"tokens": ["A"]}, headers=OWN)
    *before, last = map(json.loads, answer.text.splitlines())
    assert all(set(line) == {"progress"} for line in before)
    return last["goes_on"]


@pytest.mark.usefixtures("briefly")
def test_what_takes_longer_than_an_answer_goes_on_and_is_asked_for(
    server: Flask, monkeypatch: pytest.MonkeyPatch
):
    client, goes_on = entered(server.test_client()), Event()

    def work(progress: Progress) -> dict[str, Any]:
        progress("Reading", 1, 2)
        assert goes_on.wait(PATIENCE_SECONDS)
        return {"is_done": True}

    address = begin(client, monkeypatch, work)
    reading = {"progress": {"step": "Reading", "done": 1, "of": 2}}
    while (asked := client.get(address, headers=OWN)).get_json() != reading:
        assert set(asked.get_json()) == {"progress"}
    # Nobody else is told, nor ends it.
    other = server.test_client()
    assert other.get(address, headers=OWN).status_code == 403
    assert other.delete(address, headers=OWN).status_code == 403
    goes_on.set()
    while "progress" in (line := client.get(address, headers=OWN).get_json()):
        pass
    assert line == {"result": {"is_done": True}}
    assert client.get(address, headers=OWN).get_json() == line
    assert client.delete(address, headers=OWN).status_code == 204
    assert client.get(address, headers=OWN).status_code == 404
    assert client.get("/intake/" + "A" * 43 + "/outcome", headers=OWN).status_code == 404


@pytest.mark.usefixtures("briefly")
@pytest.mark.parametrize("is_told", [True, False])
def test_work_for_which_nobody_asks_any_more_ends(
    server: Flask, monkeypatch: pytest.MonkeyPatch, *, is_told: bool
):
    client, has_ended = entered(server.test_client()), Event()

    def work(progress: Progress) -> dict[str, Any]:
        try:
            while True:
                progress("Writing rows", 1, 2)
                time.sleep(0.01)
        except CancelledError:
            has_ended.set()
            raise

    address = begin(client, monkeypatch, work)
    assert client.get(address, headers=OWN).status_code == 200
    assert not has_ended.is_set()
    if is_told:
        assert client.delete(address, headers=OWN).status_code == 204
    else:
        monkeypatch.setattr("callbacks.uploads.jobs.LEFT_SECONDS", 0.0)
    assert has_ended.wait(PATIENCE_SECONDS)
    while "progress" in (line := client.get(address, headers=OWN).get_json()):
        pass
    assert line == {"cancelled": {"words": "Stopped. Nothing was loaded."}}


@pytest.mark.both_databases
def test_a_stop_stays_whoever_asks_at_the_same_moment(
    make_store: MakeStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with opened(make_store("empty")) as engine, Flask(__name__).test_request_context():
        staging = make_staging(engine, Settings(intake_folder=tmp_path / "intake"))
        jobs, note_request = Jobs(staging), Staging.note_request
        job = jobs.new()
        token = job.address.split("/")[2]
        job.note({"progress": {}})

        def stopped_meanwhile(*asked: Any) -> None:
            jobs.leave(token)
            note_request(*asked)

        assert jobs.line(token) == {"progress": {}}
        assert not job.is_left()
        monkeypatch.setattr(Staging, "note_request", stopped_meanwhile)
        assert jobs.line(token) == {"progress": {}}
        assert job.is_left()


@pytest.mark.usefixtures("briefly")
def test_a_file_that_takes_long_to_look_through_is_asked_for(
    server: Flask, monkeypatch: pytest.MonkeyPatch
):
    client, goes_on, take = entered(server.test_client()), Event(), Intake.take

    def slowly(*taken: Any) -> Any:
        assert goes_on.wait(PATIENCE_SECONDS)
        return take(*taken)

    monkeypatch.setattr(Intake, "take", slowly)
    sent = [
        client.post("/intake/files?name=a.csv", data=b"a,b\n1,2\n", headers=OWN)
        for _ in range(MAX_FILES_READ + 1)
    ]
    assert [one.status_code for one in sent] == [202] * MAX_FILES_READ + [503]
    goes_on.set()
    for one in sent[:-1]:
        address = one.get_json()["goes_on"]
        while "progress" in (line := client.get(address, headers=OWN).get_json()):
            pass
        assert line["result"]["name"] == "a.csv"
        assert "is_refused" in line["result"]


def test_a_waiting_file_that_another_request_moves_is_passed_over(tmp_path: Path):
    files = PrivateFolder(tmp_path / "intake")
    assert files.total_bytes() == 0
    files.write("here", b"1234")
    # Listed, and gone when it is looked at.
    (tmp_path / "intake" / "moved").symlink_to(tmp_path / "nowhere")
    assert files.total_bytes() == 4
    files.drop_older(0.0)
    assert files.read("here") is None


def test_who_has_not_signed_in_is_told_where_it_is_done(make_sqlite: MakeStore, tmp_path: Path):
    with opened(make_sqlite("empty")) as engine:
        client = server_of(engine, tmp_path, has_sign_in=True).test_client()
        answer = client.post("/intake/check", json={"tokens": ["A"]}, headers=OWN)
    assert answer.status_code == 401
    assert answer.get_json() == {"error": {"words": "Sign in first.", "sign_in": "/sign-in"}}


@pytest.mark.parametrize("to", ["/remarks", "/packs", "/intake/files", "/account/password"])
def test_a_form_without_scripts_of_who_has_not_signed_in_leads_there_and_back(
    make_sqlite: MakeStore, tmp_path: Path, to: str
):
    page = "/measure/ehcp-20-weeks?area=E09000014&tab=commentary"
    with opened(make_sqlite("empty")) as engine:
        client = server_of(engine, tmp_path, has_sign_in=True).test_client()
        for sent_from, back in (
            (f"http://localhost{page}", page),
            (f"http://elsewhere.example{page}", "/"),
            ("", "/"),
        ):
            # A form with files is not read: nobody sends it.
            sent = {"data": {"text": "x", "file": (BytesIO(b"a,b"), "a.csv")}}
            answer = client.post(to, **sent, headers={**OWN_FORM, "Referer": sent_from})
            assert answer.status_code == 401
            assert "Sign in first." in answer.text
            (way,) = re.findall(r'href="(/sign-in[^"]*)"', answer.text)
            assert parse_qs(urlsplit(unescape(way)).query) == {"next": [back]}
            assert f'value="{escape(back)}"' in client.get(unescape(way)).text
