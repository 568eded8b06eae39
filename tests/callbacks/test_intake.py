"""Files that are sent: checked, loaded and undone through the addresses of the Data page."""

import io
import json
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from callbacks.access.register import register_access
from callbacks.server.limits import MOST_BYTES
from callbacks.server.settings import Settings
from callbacks.uploads.routes import register_uploads
from callbacks.uploads.staging import STAGED_SECONDS
from data.loading.history import extract_history
from tests.apps import OWN, entered, server_of
from tests.builders.files import OBSERVATION
from tests.builders.workbooks import workbook
from tests.data.formats.test_nhs_autism import waits
from tests.stores import MakeStore, opened

APRIL = (
    "area_code,measure_id,basis,period_start,period_end,value\n"
    "E09000014,ehcp-20-weeks,month,2023-04-01,2023-04-30,61\n"
)


@pytest.fixture
def engine(make_sqlite: MakeStore) -> Iterator[Engine]:
    """A copy of the filled store, for a test that writes."""
    with opened(make_sqlite("filled")) as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "intake"


@pytest.fixture
def client(engine, folder: Path) -> FlaskClient:
    settings = Settings(intake_folder=folder, max_upload_bytes=8_000)
    server = Flask(__name__)
    register_access(server, engine, settings)
    register_uploads(server, engine, settings)
    return entered(server.test_client())


def send(client: FlaskClient, text: str, name: str = "april.csv") -> Any:
    return client.post(f"/intake/files?name={name}", data=text.encode(), headers=OWN)


def post(client: FlaskClient, address: str, **said: Any) -> dict[str, Any]:
    """Ask for work and return its last line; every line is JSON and those before tell progress."""
    answer = client.post(address, json=said, headers=OWN)
    assert answer.status_code == 200, answer.text
    *before, last = map(json.loads, answer.text.splitlines())
    assert all(set(line) == {"progress"} for line in before)
    return last


def test_a_file_may_be_larger_than_what_else_is_sent(engine, folder: Path):
    most = 4 * MOST_BYTES
    server = server_of(engine, folder, max_upload_bytes=most)
    client, heading = entered(server.test_client()), APRIL.splitlines()[0]
    large = f"{heading}\n" + "E09000014,ehcp-20-weeks,month,2023-04-01,2023-04-30,61\n" * 2_000
    assert MOST_BYTES < len(large) < most
    answer = send(client, large)
    assert (answer.status_code, answer.get_json()["bytes"]) == (200, len(large))
    assert send(client, large * 3).status_code == 413


def test_what_is_loaded_is_so_though_the_file_that_waited_cannot_be_deleted(
    client: FlaskClient, engine, monkeypatch: pytest.MonkeyPatch
):
    tokens = [send(client, APRIL).get_json()["token"]]

    def fails(*_names: str) -> None:
        raise OSError("Read-only file system")

    monkeypatch.setattr("data.common.private_folder.PrivateFolder.drop", fails)
    loaded = post(client, "/intake/load", tokens=tokens, by="Ada")["result"]
    assert loaded["is_loaded"]
    assert extract_history(engine)[0].file_name == "april.csv"


def test_a_file_is_sent_checked_loaded_and_undone(client: FlaskClient, engine, folder: Path):
    sent = send(client, APRIL).get_json()
    assert (sent["report"]["title"], sent["report"]["rows"]) == ("Observations", 1)
    tokens = [sent["token"]]
    loads = len(extract_history(engine))

    checked = post(client, "/intake/check", tokens=tokens)["result"]
    (report,) = checked["files"]
    assert (checked["can_load"], checked["is_loaded"]) == (True, False)
    assert report["words"] == "1 figure of 1 area: 1 new, 0 changed, 0 unchanged."
    assert report["areas"]["words"] == "Haringey"
    assert report["period"]["words"] == "1 April 2023 to 30 April 2023"
    (line, *_) = checked["effects"]["lines"]
    assert line["words"].endswith("March 2023: 82% → April 2023: 61%, falls below target")
    assert line["address"] == "/measure/ehcp-20-weeks?area=E09000014&framework=ha-wsoa-2021"
    assert len(extract_history(engine)) == loads

    loaded = post(client, "/intake/load", tokens=tokens, by="  Ada   Byron ")["result"]
    assert loaded["effects"] == checked["effects"]
    newest = extract_history(engine)[0]
    assert loaded["extract_ids"] == [newest.extract_id]
    assert newest.loaded_by == "Ada Byron (unverified)"
    assert not list(folder.glob("*.file"))

    about = client.get(f"/intake/extracts/{newest.extract_id}").get_json()
    assert about["contents"] == [
        {
            "name": "EHC plans issued within 20 weeks",
            "words": "1 figure, 1 April 2023 to 30 April 2023",
        }
    ]
    look = post(client, "/intake/undo", extract=newest.extract_id, dry_run=True)["result"]
    assert not look["is_undone"]
    assert extract_history(engine)[0].state == "loaded"
    undone = post(client, "/intake/undo", extract=newest.extract_id, by="Grace")["result"]
    assert undone["undone"]["extract_ids"] == [newest.extract_id]
    assert undone["effects"] == look["effects"]
    assert extract_history(engine)[0].undone_by == "Grace (unverified)"
    again = post(client, "/intake/undo", extract=newest.extract_id, by="Grace")
    assert "undone already" in again["error"]["words"]


def test_the_year_of_a_scorecards_years_to_date_is_asked_and_taken(client: FlaskClient):
    text = "Indicator,YTD Apr-22,YTD May-22,YTD Jun-22\nNew EHC plans issued,22,41,63\n"
    tokens = [send(client, text).get_json()["token"]]
    options = {"framework_id": "ha-wsoa-2021", "is_confirmed": True}
    (report,) = post(client, "/intake/check", tokens=tokens, options=options)["result"]["files"]
    assert report["asks"] == ["year_kind"]
    options["year_kind"] = "financial"
    result = post(client, "/intake/check", tokens=tokens, options=options)["result"]
    assert result["can_load"]
    assert result["files"][0]["period"]["words"] == "1 April 2022 to 30 June 2022"


def test_a_file_with_child_data_is_refused_at_the_door_and_not_kept(
    client: FlaskClient, folder: Path
):
    answer = send(client, "case_id,pupil_name\n1,Ann Example\n", "cases.csv")
    assert answer.status_code == 422
    report = answer.get_json()["report"]
    assert report["state"] == "refused"
    assert report["issue_count"] > 0
    assert not list(folder.glob("*.file"))
    assert "Example" not in answer.text
    assert (
        client.post(
            "/intake/check", json={"tokens": [answer.get_json()["token"]]}, headers=OWN
        ).status_code
        == 404
    )
    issues = client.get(f"/intake/{answer.get_json()['token']}/faults.csv").text
    assert "fix" in issues
    assert "Example" not in issues


def test_a_sheet_of_pupils_in_the_shape_of_a_scorecard_is_refused_at_the_door(
    client: FlaskClient, folder: Path
):
    names = ("Aisha Khan", "Omar Smith", "Zoe Ito", "Mia Li")
    rows = [f"{name},1,2,3" for name in names]
    answer = send(client, "\n".join(["Pupil,Apr-22,May-22,Jun-22", *rows]), "tracker.csv")
    assert answer.status_code == 422
    assert not list(folder.glob("*.file"))
    assert not any(name in answer.text for name in names)


def test_of_a_workbook_only_the_sheet_that_is_read_waits(client: FlaskClient, folder: Path):
    rows = [list(OBSERVATION), list(OBSERVATION.values())]
    sheets = {"Pupils": [["UPN", "a", "b"], ["A123456789012", 1, 2]], "April": rows}
    content = workbook(sheets).content
    refused = client.post("/intake/files?name=book.xlsx", data=content, headers=OWN)
    assert refused.status_code == 422
    assert refused.get_json()["sheets"] == [
        {"name": name, "is_hidden": False} for name in ("Pupils", "April")
    ]
    address = "/intake/files?name=book.xlsx&sheet=April"
    sent = client.post(address, data=content, headers=OWN).get_json()
    assert (sent["sheet"], sent["report"]["title"]) == ("April", "Observations")

    (report,) = post(client, "/intake/check", tokens=[sent["token"]])["result"]["files"]
    (read_as,) = report["notes"]
    assert read_as["notes"] == [
        {
            "place": "sheet “April”",
            "words": "This sheet of the workbook is read. Not read: “Pupils”.",
        }
    ]
    assert max(path.stat().st_size for path in folder.iterdir()) < len(content)


def test_another_sheet_can_be_chosen_where_the_first_cannot_be_read(client: FlaskClient):
    rows = [list(OBSERVATION), list(OBSERVATION.values())]
    sheets = {"Sums": [["a", "b", "c"], [1, 2, "=A2+B2"]], "Totals": [*rows, ["Total", *"....", 9]]}
    content = workbook(sheets).content
    for wanted, words in (("", "formula without a result"), ("Totals", "looks like a total")):
        address = f"/intake/files?name=book.xlsx&sheet={wanted}"
        answer = client.post(address, data=content, headers=OWN)
        assert answer.status_code == 422
        told = answer.get_json()
        assert words in told["report"]["issues"][0]["found"]
        assert told["sheet"] == wanted
        assert [each["name"] for each in told["sheets"]] == ["Sums", "Totals"]


def test_the_faults_of_a_check_are_a_file_that_runs_nothing_and_the_mended_one_loads(
    client: FlaskClient,
):
    days = (("2023-05-01", "2023-05-31"), ("2023-06-01", "2023-06-30"))
    rows = [f"E09000014,ehcp-20-weeks,month,{first},{last},=cmd|x" for first, last in days]
    sent = send(client, "\n".join([APRIL.strip(), *rows]) + "\n").json
    checked = post(client, "/intake/check", tokens=[sent["token"]])["result"]
    (report,) = checked["files"]
    assert (checked["can_load"], checked["effects"]) == (False, None)
    assert [(each["rows_words"], each["found"]) for each in report["issue_groups"]] == [
        ("rows 3 and 4", "=cmd|x")
    ]
    text = client.get(f"/intake/{sent['token']}/faults.csv").text
    assert ",3,value,'=cmd|x," in text
    refused = post(client, "/intake/load", tokens=[sent["token"]], by="Ada")["result"]
    assert not refused["is_loaded"]
    mended = send(client, APRIL).get_json()
    assert post(client, "/intake/check", tokens=[mended["token"]])["result"]["can_load"]


def test_a_file_of_which_nothing_is_read_cannot_be_loaded_and_says_why(client: FlaskClient):
    file = waits({"METRIC": "ASD99", "METRIC_NAME": "Something else"})
    sent = send(client, file.content.decode(), file.name).get_json()
    options = {"published_on": "2023-11-09"}
    checked = post(client, "/intake/check", tokens=[sent["token"]], options=options)["result"]
    (report,) = checked["files"]
    assert (checked["can_load"], checked["effects"]) == (False, None)
    assert report["issue_groups"][0]["found"] == "nothing in this file that can be read"
    assert "“Something else” is not read: 1 row left out." in json.dumps(report, ensure_ascii=False)


@pytest.mark.parametrize("says_length", [True, False])
def test_a_file_that_is_too_large_is_refused_while_it_comes(
    client: FlaskClient, folder: Path, says_length: bool
):
    body = b"x" * 9_000
    sent = {"data": body} if says_length else {"input_stream": io.BytesIO(body)}
    chunked = {} if says_length else {"environ_overrides": {"wsgi.input_terminated": True}}
    answer = client.post("/intake/files?name=a.csv", headers=OWN, **sent, **chunked)
    assert answer.status_code == 413
    assert "python -m data load" in answer.get_json()["error"]["words"]
    assert not folder.exists()


def test_a_file_is_kept_for_an_hour_for_the_server_alone(client: FlaskClient, folder: Path):
    token = send(client, APRIL).get_json()["token"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    kept = list(folder.iterdir())
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}
    assert not any(token in path.name for path in kept)
    assert not any(b"area_code" in path.read_bytes() for path in kept)
    long_ago = time.time() - STAGED_SECONDS - 1
    for path in kept:
        os.utime(path, (long_ago, long_ago))
    answer = client.post("/intake/check", json={"tokens": [token]}, headers=OWN)
    assert (answer.status_code, list(folder.iterdir())) == (404, [])


def test_a_file_can_be_thrown_away(client: FlaskClient, folder: Path):
    token = send(client, APRIL).get_json()["token"]
    assert client.delete(f"/intake/files/{token}", headers=OWN).status_code == 204
    assert list(folder.iterdir()) == []


def test_a_folder_that_is_a_link_is_not_used(client: FlaskClient, folder: Path, tmp_path: Path):
    (tmp_path / "elsewhere").mkdir()
    folder.symlink_to(tmp_path / "elsewhere")
    answer = send(client, APRIL)
    assert answer.status_code == 500
    assert answer.get_json()["error"]["reference"] in answer.get_json()["error"]["words"]
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize(
    ("address", "said", "words"),
    [
        ("load", {"tokens": ["x"], "by": " "}, "Say who you are"),
        ("load", {"tokens": ["x"], "by": "a" * 61}, "up to 60 characters"),
        ("check", {"tokens": []}, "No file was named"),
        ("check", {"tokens": ["x"], "options": {"cut_off": "soon"}}, "cannot be read as a day"),
        ("check", {"tokens": ["x"], "options": {"coverage": "most"}}, "all"),
        ("check", {"tokens": ["x"], "options": {"year_kind": "lunar"}}, "financial"),
        ("check", {"tokens": ["../../etc/passwd"]}, "no longer here"),
        ("undo", {"extract": "7", "by": "Ada"}, "No extract was named"),
    ],
)
def test_what_cannot_be_taken_is_said(client: FlaskClient, address: str, said: Any, words: str):
    answer = client.post(f"/intake/{address}", json=said, headers=OWN)
    assert answer.status_code in (400, 404)
    assert words in answer.get_json()["error"]["words"]
    assert answer.headers["Cache-Control"] == "no-store"
