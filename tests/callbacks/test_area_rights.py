"""Whoever has roles in one area is shown no load, pack or return of another."""

from collections.abc import Iterator
from typing import Final

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from dashboard.model.rights import ROLES
from dashboard.model.selection import Selection
from data.accounts.sessions import sign_in_from_provider
from data.accounts.users import disable_user, set_roles
from data.loading.load import load_files
from data.meetings.packs import make_pack
from data.store.databases.engine import make_engine
from tests.apps import OWN, server_of, signed_in
from tests.builders.files import observations
from tests.stores import MakeStore

HARINGEY: Final = "E09000014"
TOWER_HAMLETS: Final = "E09000030"
OF_TOWER_HAMLETS: Final = "area=E09000030&framework=th-strategy-2018"
FILE: Final = "march-haringey.csv"


@pytest.fixture(scope="module")
def engine(make_sqlite: MakeStore) -> Iterator[Engine]:
    made = make_engine(make_sqlite("shipped"))
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def load_of_haringey(engine: Engine) -> int:
    (report,) = load_files(engine, [observations({"value": "61"}, name=FILE)], by="Hal Example")
    return report.extract_id or 0


@pytest.fixture(scope="module")
def packs(engine: Engine) -> tuple[str, str]:
    first, second = (make_pack(engine, Selection(framework="ha-wsoa-2021"), "Ann") for _ in "12")
    return first, second


@pytest.fixture(scope="module")
def server(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return server_of(engine, tmp_path_factory.mktemp("areas"), has_sign_in=True)


def client_of(server: Flask, engine: Engine, area: str, *roles: str) -> FlaskClient:
    return signed_in(server.test_client(), engine, *((role, area) for role in roles or ROLES))


def test_packs_of_another_area_are_neither_listed_nor_compared_nor_opened(
    server: Flask, engine: Engine, packs: tuple[str, str]
):
    client = client_of(server, engine, TOWER_HAMLETS)
    listed = client.get(f"/meeting?{OF_TOWER_HAMLETS}")
    assert listed.status_code == 200
    assert "ha-wsoa-2021" not in listed.text
    compared = f"pack={packs[0]}&against={packs[1]}"
    assert client.get(f"/meeting?{OF_TOWER_HAMLETS}&{compared}").status_code == 404
    assert client.get(f"/meeting/{packs[0]}/cover").status_code == 403
    own = client_of(server, engine, HARINGEY, "viewer").get(f"/meeting?area={HARINGEY}&{compared}")
    assert own.status_code == 200
    assert packs[0] in own.text


def test_the_data_page_has_the_loads_of_ones_own_areas(
    server: Flask, engine: Engine, load_of_haringey: int
):
    pages = {
        area: client_of(server, engine, area, "data_team").get("/data?tab=history&find=haringey")
        for area in (HARINGEY, TOWER_HAMLETS)
    }
    assert FILE in pages[HARINGEY].text
    for tab in ("", "history", "returns", "data-quality", "scorecards"):
        page = client_of(server, engine, TOWER_HAMLETS, "data_team").get(f"/data?tab={tab}")
        assert page.status_code == 200
        assert FILE not in page.text
        assert "Hal Example" not in page.text
        assert "Haringey" not in page.text.partition("<main")[2]


def test_neither_what_such_a_load_brought_nor_its_undo_is_open_to_others(
    server: Flask, engine: Engine, load_of_haringey: int
):
    to = f"/intake/extracts/{load_of_haringey}"
    assert client_of(server, engine, HARINGEY, "data_team").get(to).status_code == 200
    assert client_of(server, engine, HARINGEY, "viewer").get(to).status_code == 403
    client = client_of(server, engine, TOWER_HAMLETS, "data_team")
    assert client.get(to).status_code == 403
    said = {"extract": load_of_haringey, "by": "x"}
    answer = client.post("/intake/undo", json=said, headers=OWN)
    assert "not of your areas alone" in answer.text
    fields = client.get("/intake").get_json()["asks"]["fields"]
    options = {field["name"]: [code for code, _ in field["options"] if code] for field in fields}
    assert options["area_code"] == [TOWER_HAMLETS]
    assert len(options["framework_id"]) == 3
    assert all(plan.startswith("th-") for plan in options["framework_id"])


def test_a_role_counts_no_more_from_the_request_after_it_is_taken_away(
    server: Flask, engine: Engine
):
    client, page = server.test_client(), f"/actions?area={HARINGEY}"
    client.set_cookie("session", sign_in_from_provider(engine, "cy", "Cy", [("viewer", HARINGEY)]))
    assert client.get(page).status_code == 200
    set_roles(engine, "cy", [("viewer", TOWER_HAMLETS)])
    assert client.get(page).status_code == 403
    disable_user(engine, "cy")
    assert client.get(f"/actions?area={TOWER_HAMLETS}").status_code == 401


def test_an_areas_administrator_does_not_read_the_audit_log_of_all(server: Flask, engine: Engine):
    for address in ("/audit", "/audit.csv"):
        local = client_of(server, engine, HARINGEY, "administrator")
        assert local.get(address).status_code == 403
        assert client_of(server, engine, "", "administrator").get(address).status_code == 200
