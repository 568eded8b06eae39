"""Files that a browser without scripts sends in a form: checked on a page, loaded by a second form."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest
from flask.testing import FlaskClient
from lxml import html as lxml_html
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from callbacks.server.json_api import RefusedError
from callbacks.uploads.intake import Intake
from callbacks.uploads.progress_stream import Streams
from callbacks.uploads.staging import Staging
from data.files.csv_reader import ExtractFile
from data.loading.history import extract_history
from data.store.databases.engine import lock_for_writing, writing_connection
from data.store.databases.failures import BusyError
from tests.apps import OWN_FORM, entered, server_of, signed_in
from tests.stores import MakeStore, opened

APRIL: Final = (
    "area_code,measure_id,basis,period_start,period_end,value\n"
    "E09000014,ehcp-20-weeks,month,2023-04-01,2023-04-30,61\n"
)
YEARS_TO_DATE: Final = (
    "Indicator,YTD Apr-22,YTD May-22,YTD Jun-22\n"
    "New EHC plans issued,22,41,63\n"
    "EHC plans isued within 20 weeks,61%,62%,63%\n"
)
CHILD_DATA: Final = "case_id,pupil_name\n1,Ann Example\n"
MOST_BYTES: Final = 8_000
CHECK_FORM: Final = "//div[contains(@class, 'plain-check')]//form"


@pytest.fixture(scope="module")
def engine(make_sqlite: MakeStore) -> Iterator[Engine]:
    with opened(make_sqlite("filled")) as made:
        yield made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("intake")


@pytest.fixture
def client(engine: Engine, folder: Path) -> FlaskClient:
    return entered(server_of(engine, folder, max_upload_bytes=MOST_BYTES).test_client())


def choose(client: FlaskClient, *files: tuple[str, str], **fields: str) -> TestResponse:
    """Return what becomes of files that are sent, however long that takes."""
    return settled(client, choose_at_once(client, *files, **fields))


def settled(client: FlaskClient, answer: TestResponse) -> TestResponse:
    """Return what comes of a form; until that is known a browser asks again by itself."""
    while answer.status_code == 202 or (answer.location or "").endswith("/outcome"):
        assert answer.location or answer.headers["Refresh"] == "3"
        answer = client.get(answer.location or answer.request.path)
    return answer


def choose_at_once(client: FlaskClient, *files: tuple[str, str], **fields: str) -> TestResponse:
    sent: dict[str, Any] = {"address": "/data", **fields}
    sent["files"] = [(BytesIO(text.encode()), name) for name, text in files]
    return client.post("/intake/files", data=sent, headers=OWN_FORM)


def form_of(answer: TestResponse) -> Any:
    """Return the form with which a page of a check goes on."""
    page = lxml_html.fromstring(answer.text)
    (form,) = page.xpath(CHECK_FORM)
    return form


def send(client: FlaskClient, form: Any, **fields: Any) -> TestResponse:
    return settled(client, send_at_once(client, form, **fields))


def send_at_once(client: FlaskClient, form: Any, **fields: Any) -> TestResponse:
    return client.post(form.action, data={**dict(form.fields), **fields}, headers=OWN_FORM)


def waiting(folder: Path) -> list[Path]:
    return list((folder / "intake").glob("*.file"))


def test_a_file_is_chosen_checked_and_loaded(client: FlaskClient, engine: Engine, folder: Path):
    form = lxml_html.fromstring(client.get("/data").text).get_element_by_id("load-files")
    assert (form.get("enctype"), form.action) == ("multipart/form-data", "/intake/files")
    before = extract_history(engine)
    checked = choose(client, ("april.csv", APRIL))
    assert checked.status_code == 200
    assert checked.headers["Cache-Control"] == "no-store"
    page = lxml_html.fromstring(checked.text)
    assert page.findtext(".//h1") == "Data: ready to load"
    assert "March 2023: 82% → April 2023: 61%, falls below target" in checked.text
    assert "1 figure of 1 area: 1 new, 0 changed, 0 unchanged." in checked.text
    assert extract_history(engine) == before
    loaded = send(client, form_of(checked), by="Ada")
    newest = extract_history(engine)[0]
    assert (newest.file_name, newest.loaded_by) == ("april.csv", "Ada (unverified)")
    assert loaded.status_code == 303
    assert loaded.location == (
        f"/?area=E09000014&framework=ha-wsoa-2021&changed=load-{newest.extract_id}"
    )
    assert "Loaded. 1 measure changed, 1 is newly off target." in client.get(loaded.location).text
    assert not waiting(folder)
    again = send(client, form_of(checked), by="Ada")
    assert again.status_code == 404
    assert "A file is no longer here" in again.text


def test_what_a_file_does_not_say_is_asked_and_goes_with_the_load(
    client: FlaskClient, engine: Engine
):
    asked = choose(client, ("ytd.csv", YEARS_TO_DATE))
    form = form_of(asked)
    assert form.action == "/intake/check"
    names = {"framework_id", "year_kind"}
    assert names <= set(form.fields)
    unsaid = send(client, form)
    assert names <= set(form_of(unsaid).fields)
    read = send(client, form, framework_id="ha-wsoa-2021", year_kind="financial")
    assert "Data: look at how it was read" in read.text
    form = form_of(read)
    (likeness,) = form.xpath(".//input[@name='accepted']")
    seen = send(client, form, confirmed="yes", accepted=likeness.get("value"))
    form = form_of(seen)
    assert form.action == "/intake/load"
    said = {"framework_id": "ha-wsoa-2021", "year_kind": "financial", "confirmed": "yes"}
    assert said.items() <= dict(form.fields).items()
    assert form.fields["accepted"] == likeness.get("value")
    assert send(client, form, by="Ada").status_code == 303
    assert extract_history(engine)[0].file_name == "ytd.csv"


def test_a_file_with_child_data_is_refused_at_the_door_with_what_is_wrong(
    client: FlaskClient, engine: Engine, folder: Path
):
    before = extract_history(engine), waiting(folder)
    refused = choose(client, ("april.csv", APRIL), ("cases.csv", CHILD_DATA))
    assert refused.status_code == 422
    page = lxml_html.fromstring(refused.text)
    assert page.findtext(".//h1") == "Data: 1 of 2 files cannot be loaded"
    assert not page.xpath(CHECK_FORM)
    assert "Ann Example" not in refused.text
    (faults,) = page.xpath("//main//a[contains(@href, 'faults.csv')]")
    assert "fix" in client.get(faults.get("href")).text
    assert (extract_history(engine), waiting(folder)) == before


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"tokens": ""}, "No file was named."),
        ({"tokens": "nothing"}, "A file is no longer here"),
        ({"tokens": " ".join(map(str, range(51)))}, "More than 50 files"),
        ({"tokens": "x", "accepted": "[1"}, "What was said of the files cannot be read."),
        ({"tokens": "x", "accepted": "[1]"}, "Name the rows that you accept"),
        ({"tokens": "x", "cut_off": "soon"}, "The cut-off"),
    ],
)
def test_an_answer_that_cannot_be_taken_leads_back_to_the_form(
    client: FlaskClient, answers: dict[str, str], words: str
):
    answer = client.post("/intake/check", data={"address": "/data", **answers}, headers=OWN_FORM)
    assert 400 <= answer.status_code < 500
    page = lxml_html.fromstring(answer.text)
    (alert,) = page.xpath("//main//div[@role='alert']")
    assert words in alert.text_content()
    assert page.get_element_by_id(alert.find(".//a").get("href").removeprefix("#")) is not None


def test_a_form_without_a_file_and_one_with_too_large_a_file_are_refused(client: FlaskClient):
    assert "Choose a file first." in choose(client).text
    answer = choose(client, ("large.csv", "x" * MOST_BYTES))
    assert answer.status_code == 413
    assert (
        "the most that may be sent"
        in lxml_html.fromstring(answer.text).find(".//main").text_content()
    )


def test_only_who_may_load_is_taken_a_file_from_and_with_their_token(
    engine: Engine, folder: Path, client: FlaskClient
):
    server = server_of(engine, folder, has_sign_in=True)
    viewer = signed_in(server.test_client(), engine, ("viewer", ""))
    for address in ("/intake/files", "/intake/check", "/intake/load"):
        sent = {"files": (BytesIO(APRIL.encode()), "april.csv"), "tokens": ""}
        answer = viewer.post(address, data=sent, headers=OWN_FORM)
        assert answer.status_code == 403
        assert lxml_html.fromstring(answer.text).findtext(".//h1") == "Not saved"
    token = client.environ_base.pop("HTTP_X_CSRF_TOKEN")
    assert choose(client, ("april.csv", APRIL), csrf_token="0" * 64).status_code == 403
    assert choose(client, ("april.csv", APRIL), csrf_token=token).status_code == 200


REFUSED: Final = APRIL.replace(",61", ",sixty")
AT_ONCE: Final = "callbacks.uploads.progress_stream.FORM_SECONDS"


def test_what_cannot_be_loaded_does_not_go_on_waiting(
    client: FlaskClient, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    before = waiting(folder)
    refused = choose(client, ("april.csv", REFUSED))
    assert "this file cannot be loaded" in refused.text
    (faults,) = lxml_html.fromstring(refused.text).xpath("//main//a[contains(@href, 'faults.csv')]")
    assert "sixty" in client.get(faults.get("href")).text
    assert waiting(folder) == before

    take = Intake.take

    def full(self: Intake, sent: ExtractFile, sheet: str) -> Any:
        if sent.name == "second.csv":
            raise RefusedError("Too many files wait here to be loaded.", 507)
        return take(self, sent, sheet)

    monkeypatch.setattr(Intake, "take", full)
    assert choose(client, ("april.csv", APRIL), ("second.csv", APRIL)).status_code == 507
    assert waiting(folder) == before


def test_a_form_that_nobody_has_room_for_leaves_the_files_as_they_were(
    client: FlaskClient, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    def full(_self: Streams) -> None:
        raise RefusedError("Others are checking and loading at this moment.", 503)

    form = form_of(choose(client, ("may.csv", APRIL.replace("-04-", "-05-").replace("-30", "-31"))))
    before = waiting(folder)
    with monkeypatch.context() as patched:
        patched.setattr(Streams, "_take_place", full)
        assert choose(client, ("april.csv", APRIL)).status_code == 503
        assert waiting(folder) == before
        assert send(client, form, by="Ada").status_code == 503
    # What waited before the refusal can be sent again.
    assert send(client, form, by="Ada").status_code == 303


@pytest.mark.both_databases
def test_a_form_that_takes_long_is_waited_for_on_a_page_of_its_own(
    make_store: MakeStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(AT_ONCE, 0.0)
    monkeypatch.setattr("callbacks.uploads.progress_stream.NOTED_EVERY_SECONDS", 0.05)
    with opened(make_store("shipped")) as engine:
        server = server_of(engine, tmp_path)
        client, other = entered(server.test_client()), server.test_client()
        with writing_connection(engine) as connection, connection.begin():
            lock_for_writing(connection)
            sent = choose_at_once(client, ("april.csv", APRIL))
            assert sent.status_code == 303
            while "Waiting for another load" not in (page := client.get(sent.location)).text:
                assert page.status_code == 202
            assert "The files are being checked" in page.text
            assert page.headers["Cache-Control"] == "no-store"
        checked = settled(client, sent)
        assert "Data: ready to load" in checked.text
        assert other.get(sent.location).status_code == 403
        loaded = send(client, form_of(checked), by="Ada")
        newest = extract_history(engine)[0]
        assert newest.loaded_by == "Ada (unverified)"
        assert loaded.location.endswith(f"&changed=load-{newest.extract_id}")


def test_a_form_whose_server_ended_is_said_to_be_interrupted(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(AT_ONCE, 0.0)
    monkeypatch.setattr("callbacks.uploads.progress_stream._note_lines", lambda *_: None)
    monkeypatch.setattr("callbacks.uploads.jobs.LOST_SECONDS", -1.0)
    answer = client.get(choose_at_once(client, ("april.csv", APRIL)).location)
    assert answer.status_code == 503
    assert "This was interrupted" in answer.text
    assert 'href="/data?tab=history"' in answer.text


def test_a_load_whose_end_cannot_be_noted_at_once_is_shown(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(AT_ONCE, 0.0)
    monkeypatch.setattr("callbacks.uploads.progress_stream.NOTED_EVERY_SECONDS", 0.05)
    write, refused = Staging.store_outcome, []

    def busy(self: Staging, token: str, outcome: dict[str, Any]) -> None:
        if "progress" not in outcome["line"] and len(refused) < 2:
            refused.append(token)
            raise BusyError
        write(self, token, outcome)

    monkeypatch.setattr(Staging, "store_outcome", busy)
    assert "Data: ready to load" in choose(client, ("april.csv", APRIL.replace("61", "60"))).text
    assert len(refused) == 2


def test_what_came_of_a_form_is_shown_to_whoever_sent_it_alone(
    engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(AT_ONCE, 0.0)
    server = server_of(engine, folder, has_sign_in=True)
    one, other = (
        signed_in(server.test_client(), engine, ("data_team", "E09000014")) for _ in range(2)
    )
    token = one.environ_base["HTTP_X_CSRF_TOKEN"]
    sent = choose_at_once(one, ("april.csv", APRIL), csrf_token=token)
    not_theirs = other.get(sent.location)
    assert not_theirs.status_code == 404
    assert "signed in anew" in not_theirs.text
    assert 'href="/data?tab=history"' in not_theirs.text
    assert settled(one, sent).status_code == 200
