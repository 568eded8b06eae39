"""The addresses of a deck: where each leads, and what is said where nothing can be shown."""

from dataclasses import replace
from typing import Final

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

import callbacks.packs.respond
from dashboard.pack.model import StoredPack
from data.queries.snapshot import UnknownSelectionError
from tests.builders.packs import STATEMENT, gather_pack

PACK: Final = f"{STATEMENT}-v1"
DAMAGED: Final = "damaged"


@pytest.fixture(autouse=True)
def packs(filled_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """One pack as it was made, and one that somebody changed."""

    def load(engine: Engine, pack_id: str) -> StoredPack:
        stored = gather_pack(filled_engine, STATEMENT)
        if pack_id == DAMAGED:
            return replace(
                stored, integrity_error="The content is not what its hash says.", pack=None
            )
        if pack_id != PACK:
            raise UnknownSelectionError(pack_id)
        return stored

    monkeypatch.setattr(callbacks.packs.respond, "load_readable_pack", load)


def test_a_pack_leads_to_its_first_slide(client: FlaskClient) -> None:
    answer = client.get(f"/meeting/{PACK}")
    assert (answer.status_code, answer.location) == (302, f"/meeting/{PACK}/cover")


@pytest.mark.parametrize(("label", "name"), [("2", "where-we-stand"), ("A1", "summary")])
def test_a_number_leads_to_its_slide(client: FlaskClient, label: str, name: str) -> None:
    answer = client.get(f"/meeting/{PACK}/{label}")
    assert (answer.status_code, answer.location) == (302, f"/meeting/{PACK}/{name}")


def test_the_backup_is_fetched_apart(client: FlaskClient) -> None:
    first = client.get(f"/meeting/{PACK}/cover").text
    rest = client.get(f"/meeting/{PACK}/backup")
    assert 'data-group="backup"' not in first
    assert rest.text.count("<section") == rest.text.count('data-group="backup"') > 10
    tag = rest.headers["ETag"]
    again = client.get(f"/meeting/{PACK}/backup", headers={"If-None-Match": tag})
    assert again.status_code == 304


@pytest.mark.parametrize("end", ["", "/notes"])
def test_a_slide_and_its_notes_are_documents_without_dash(client: FlaskClient, end: str) -> None:
    answer = client.get(f"/meeting/{PACK}/measure-ehcp-20-weeks{end}")
    assert answer.status_code == 200
    assert "_dash" not in answer.text
    assert "'unsafe" not in answer.headers["Content-Security-Policy"].split("style-src")[0]


def test_what_a_browser_has_already_is_not_sent_again(client: FlaskClient) -> None:
    path = f"/meeting/{PACK}/cover"
    tag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("path", ["/meeting/none", "/meeting/none/cover", f"/meeting/{PACK}/none"])
def test_what_is_not_there_is_said_with_a_way_on(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert 'href="/meeting' in answer.text


def test_nothing_of_a_damaged_pack_is_shown(client: FlaskClient) -> None:
    answer = client.get(f"/meeting/{DAMAGED}/cover")
    assert answer.status_code == 409
    assert "The content is not what its hash says." in answer.text
    assert "data-slide" not in answer.text
