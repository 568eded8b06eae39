"""Every route and callback, as every role and as nobody: who may not is refused, whatever they send."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from callbacks.access.route_rights import ROUTE_RIGHTS
from callbacks.server.provider_settings import Provider
from dashboard.model.rights import EVERY_AREA, ROLES, Right, User, granted, refusal
from data.store.engine import make_engine
from tests.apps import OWN, OWN_FORM, entered, server_of, signed_in
from tests.callbacks.live_answers import call
from tests.callbacks.test_data_team import PARTS
from tests.fuzz.requests import CALLED
from tests.stores import MakeStore

HARINGEY: Final = "E09000014"
TOWER_HAMLETS: Final = "E09000030"
PLAN: Final = "area=E09000014&framework=ha-wsoa-2021"
ROLE_OR_NOBODY: Final = (*ROLES, "no role", "nobody")
REFUSED: Final = (401, 403)
PROVIDER: Final = Provider("https://id.example", "dashboard", "s", ())
OF_ONE_AREA: Final = (
    f"/?{PLAN}",
    f"/measure/ehcp-20-weeks?{PLAN}",
    f"/profile?area={HARINGEY}",
    f"/meeting?{PLAN}",
    "/priority/ha-wsoa-2021/1",
    "/data",
    f"/download/overview.csv?{PLAN}",
    f"/download/series.csv?{PLAN}&measure=ehcp-20-weeks",
    f"/download/scrutiny-questions.csv?{PLAN}",
)


@pytest.fixture(scope="module")
def engine(make_sqlite: MakeStore) -> Iterator[Engine]:
    made = make_engine(make_sqlite("filled"))
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def server(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("sign-in")
    return server_of(engine, folder, has_sign_in=True, provider=PROVIDER)


def client_of(server: Flask, engine: Engine, role: str, area: str = EVERY_AREA) -> FlaskClient:
    client = server.test_client()
    if role == "nobody":
        return client
    return signed_in(client, engine, *([(role, area)] if role in ROLES else []))


def user_of(role: str) -> User | None:
    if role == "nobody":
        return None
    return User(granted([(role, EVERY_AREA)] if role in ROLES else []))


def requests(server: Flask) -> Iterator[tuple[str, str, str]]:
    """Yield the endpoint, method and an address of every route."""
    for rule in server.url_map.iter_rules():
        path = re.sub(
            r"<(?:\w+:)?(\w+)>", lambda part: str((PARTS | {"path": "actions"})[part[1]]), rule.rule
        )
        for method in sorted((rule.methods or set()) & {"GET", "POST", "DELETE", "PUT", "PATCH"}):
            yield rule.endpoint, method, f"{path}?{PLAN}&measure=ehcp-20-weeks"


def status(answer: TestResponse) -> int:
    answer.close()
    return answer.status_code


def test_every_route_has_a_right_and_every_right_a_route(
    server: Flask, engine: Engine, tmp_path: Path
):
    local = server_of(engine, tmp_path)
    routes = {rule.endpoint for each in (server, local) for rule in each.url_map.iter_rules()}
    assert routes == set(ROUTE_RIGHTS)


@pytest.mark.parametrize("role", ROLE_OR_NOBODY)
def test_every_route_refuses_whoever_may_not_and_nobody_else(
    server: Flask, engine: Engine, role: str
):
    user = user_of(role)
    for endpoint, method, address in requests(server):
        right = ROUTE_RIGHTS[endpoint]
        if right is Right.OPEN:
            continue
        # Whoever signs out has no rights left: each asks anew.
        client = client_of(server, engine, role)
        answered = status(client.open(address, method=method, json={}, headers=OWN, buffered=True))
        expected = bool(refusal(user, right))
        assert (answered in REFUSED) == expected, (endpoint, method, answered)


@pytest.mark.parametrize("role", ROLE_OR_NOBODY)
def test_every_callback_refuses_whoever_may_not(server: Flask, engine: Engine, role: str):
    client = client_of(server, engine, role)
    listed = client_of(server, engine, "viewer").get("/_dash-dependencies").get_json()
    assert {one["output"].rpartition(".")[0] for one in listed} == set(CALLED)
    for part, address in CALLED.items():
        answered = status(client.post("/_dash-update-component", json=call(part, address)))
        assert (answered in REFUSED) == (role in ("no role", "nobody")), part


def test_whoever_has_a_role_in_one_area_sees_no_other(server: Flask, engine: Engine):
    client = client_of(server, engine, "viewer", TOWER_HAMLETS)
    for address in OF_ONE_AREA:
        assert status(client.get(address)) == 403, address
    for part, address in CALLED.items():
        if "E09000014" in address or "ha-wsoa" in address:
            answered = status(client.post("/_dash-update-component", json=call(part, address)))
            assert answered == 403, part
    start = client.get("/")
    assert start.status_code == 200
    assert "Haringey" not in start.text.partition("<main")[0]


def test_whoever_writes_in_one_area_writes_in_no_other(server: Flask, engine: Engine):
    client = client_of(server, engine, "contributor", TOWER_HAMLETS)
    remark = {"address": f"/measure/ehcp-20-weeks?{PLAN}", "kind": "challenge", "text": "Slow"}
    question = {"framework_id": "ha-wsoa-2021", "member": "A", "question": "Why?"}
    for to, said in (("/remarks", remark), ("/scrutiny/questions", question)):
        assert status(client.post(to, json=said, headers=OWN)) == 403
    assert "data-no-write" not in client.get(f"/?area={TOWER_HAMLETS}").text
    assert "data-no-approve" in client.get(f"/?area={TOWER_HAMLETS}").text


def test_who_is_signed_in_writes_under_their_own_name(server: Flask, engine: Engine):
    client = client_of(server, engine, "contributor")
    address = f"/measure/ehcp-20-weeks?{PLAN}&tab=commentary"
    said = {"address": address, "kind": "challenge", "text": "Advice is slow", "by": "Mallory"}
    assert status(client.post("/remarks", json=said, headers=OWN)) == 200
    page = client.get(address).text
    assert "Ann Example" in client_of(server, engine, "data_team").get("/data?tab=history").text
    assert "Mallory" not in page
    assert 'name="by"' not in page


def test_small_numbers_show_by_role_and_area(server: Flask, engine: Engine):
    note = "For the data team."
    address = f"/measure/ehcp-20-weeks?{PLAN}"
    assert note in client_of(server, engine, "data_team", HARINGEY).get(address).text
    assert note not in client_of(server, engine, "approver", HARINGEY).get(address).text


def test_without_the_token_of_the_session_nothing_is_changed(server: Flask, engine: Engine):
    client = client_of(server, engine, "contributor")
    for headers in (OWN, OWN_FORM):
        wrong = {**headers, "X-CSRF-Token": "0" * 64}
        assert status(client.post("/remarks", data={"text": "x"}, headers=wrong)) == 403
        assert status(client.post("/sign-out/everywhere", headers=wrong)) == 403
    other = {**OWN, "Origin": "http://elsewhere.example"}
    assert status(client.post("/sign-out", headers=other)) == 403
    assert status(client.get("/account")) == 200


def test_a_page_leads_nobody_to_where_they_sign_in_and_back(server: Flask):
    reader = server.test_client()
    answer = reader.get("/actions?area=X99000001", headers={"Accept": "text/html"})
    assert answer.location == "/sign-in?next=%2Factions%3Farea%3DX99000001"
    assert status(reader.get("/actions")) == 401
    assert 'value="/actions?area=X99000001"' in reader.get(answer.location).text


@pytest.mark.parametrize(
    "to", ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example"]
)
def test_a_sign_in_leads_to_no_other_site(server: Flask, engine: Engine, to: str):
    from data.accounts.users import add_user, make_reset_link, set_password  # noqa: PLC0415

    login, password = f"user{to.count('e')}{len(to)}{to[1]}", "four words not together"
    add_user(engine, login, "Bea", [])
    set_password(engine, make_reset_link(engine, login), password)
    reader = server.test_client()
    sent = {"login": login, "password": password, "next": to}
    answer = reader.post("/sign-in", data=sent, headers=OWN_FORM)
    assert (answer.status_code, answer.location) == (303, "/")
    cookie = next(
        each for each in answer.headers.getlist("Set-Cookie") if each.startswith("session=")
    )
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert status(reader.get("/account")) == 200
    assert (
        status(reader.post("/sign-in", data=sent, headers={"Origin": "http://elsewhere.example"}))
        == 403
    )


def test_the_kept_page_has_no_token_and_no_name(server: Flask, engine: Engine):
    address = f"/meeting?{PLAN}"
    first, second = (client_of(server, engine, "approver") for _ in range(2))
    one, other = first.get(address).text, second.get(address).text
    token = first.environ_base["HTTP_X_CSRF_TOKEN"]
    assert token in one
    assert token not in other
    assert "Ann Example" not in one


def test_the_link_of_this_machine_grants_all_but_small_numbers(engine: Engine, tmp_path: Path):
    client = entered(server_of(engine, tmp_path).test_client())
    page = client.get(f"/?{PLAN}").text
    assert "data-no-" not in page
    assert "For the data team." not in page


def test_an_administrator_reads_who_took_what_away(server: Flask, engine: Engine):
    taker = client_of(server, engine, "viewer")
    assert status(taker.get(f"/download/overview.csv?{PLAN}")) == 200
    administrator = client_of(server, engine, "administrator")
    assert "/download/overview.csv" in administrator.get("/audit").text
    assert "export,/download/overview.csv" in administrator.get("/audit.csv").text
