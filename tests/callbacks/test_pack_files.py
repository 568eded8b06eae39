"""The files of a pack for an office, asked for over HTTP."""

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from pptx import Presentation

from callbacks.packs import respond
from callbacks.packs.file_cache import PackFiles
from callbacks.packs.report import register_report
from dashboard.pack.model import StoredPack
from dashboard.pack.slides.deck import build_slides
from data.queries.snapshot import UnknownSelectionError
from tests.builders.packs import STRATEGY, gather_pack


@pytest.fixture
def kept(engine) -> dict[str, StoredPack]:
    return {"whole": gather_pack(engine, STRATEGY)}


@pytest.fixture
def client(engine, kept: dict[str, StoredPack], monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    def load(_engine, pack_id: str) -> StoredPack:
        if pack_id not in kept:
            raise UnknownSelectionError(pack_id)
        return kept[pack_id]

    monkeypatch.setattr(respond, "load_pack", load)
    server = Flask("packs")
    register_report(server, engine, PackFiles())
    return server.test_client()


def test_the_slides_come_as_a_file_named_after_area_and_pack(client: FlaskClient, kept):
    answer = client.get("/download/report/whole.pptx")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="tower-hamlets-th-strategy-2020-v1.pptx"'
    )
    deck = Presentation(BytesIO(answer.data))
    assert len(deck.slides) == len(build_slides(kept["whole"]))


def test_the_tables_come_as_a_workbook(client: FlaskClient):
    answer = client.get("/download/report/whole.xlsx")
    assert "spreadsheetml.sheet" in answer.content_type
    assert openpyxl.load_workbook(BytesIO(answer.data)).sheetnames[0] == "Cover"


@pytest.mark.parametrize("ending", ["pptx", "xlsx"])
def test_a_pack_that_is_not_there_or_was_tampered_with_is_said_in_words(
    client: FlaskClient, kept: dict[str, StoredPack], ending: str
):
    kept["changed"] = replace(kept["whole"], integrity_error="It was changed.", pack=None)
    unknown = client.get(f"/download/report/nowhere.{ending}")
    assert (unknown.status_code, unknown.mimetype) == (404, "text/html")
    damaged = client.get(f"/download/report/changed.{ending}")
    assert damaged.status_code == 409
    assert "It was changed." in damaged.text
