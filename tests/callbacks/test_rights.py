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

from callbacks.access import account, register, sign_in
from callbacks.access.route_rights import ROUTE_RIGHTS
from callbacks.access.who import Identity, current_identity, identify_by, token_of
from callbacks.server.provider_settings import Provider
from dashboard.model.rights import EVERY_AREA, ROLES, Right, User, granted, refusal
from data.accounts.sessions import end_session
from data.accounts.users import add_user, make_reset_link, set_password
from data.store.audit import newest_entries
from data.store.databases.engine import make_engine, writing_connection
from data.store.databases.failures import StoreError
from data.store.databases.replica import with_replica
from tests.apps import OWN, OWN_FORM, entered, server_of, signed_in
from tests.callbacks.live_answers import call
from tests.callbacks.test_data_team import PARTS
from tests.fuzz.requests import CALLED
from tests.stores import MakeStore
from tests.stores import address as address_of

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
def engine(make_store: MakeStore, dialect: str) -> Iterator[Engine]:
    # Who may not is refused whatever there is.
    made = make_engine(make_store("filled" if dialect == "sqlite" else "shipped"))
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


@pytest.mark.both_databases
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


@pytest.mark.both_databases
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
        # Of a plan without its area it is not even said that there is one.
        expected = 404 if address.startswith("/priority") else 403
        assert status(client.get(address)) == expected, address
    for part, address in CALLED.items():
        if "E09000014" in address or "ha-wsoa" in address:
            answered = status(client.post("/_dash-update-component", json=call(part, address)))
            assert answered == (403 if "E09000014" in address else 404), part
    start = client.get("/")
    assert start.status_code == 200
    assert "Haringey" not in start.text.partition("<main")[0]


def test_whoever_writes_in_one_area_writes_in_no_other(server: Flask, engine: Engine):
    client = client_of(server, engine, "contributor", TOWER_HAMLETS)
    remark = {"address": f"/measure/ehcp-20-weeks?{PLAN}", "kind": "challenge", "text": "Slow"}
    question = {"framework_id": "ha-wsoa-2021", "member": "A", "question": "Why?"}
    for to, said, expected in (("/remarks", remark, 403), ("/scrutiny/questions", question, 404)):
        assert status(client.post(to, json=said, headers=OWN)) == expected
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


def test_every_change_needs_the_token_of_the_session_and_our_own_origin(
    server: Flask, engine: Engine
):
    """Whoever has every right changes nothing from a page of another site."""
    client = signed_in(server.test_client(), engine, *((role, EVERY_AREA) for role in ROLES))
    token = client.environ_base.pop("HTTP_X_CSRF_TOKEN")
    forged = (
        {"Origin": "http://localhost"},
        {"Origin": "http://localhost", "X-CSRF-Token": token_of("another")},
        {"X-CSRF-Token": token},
        {"Origin": "http://elsewhere.example", "X-CSRF-Token": token},
        {"Origin": "null", "X-CSRF-Token": token, "Sec-Fetch-Site": "same-origin"},
    )
    walked = set()
    for endpoint, method, address in requests(server):
        if method == "GET" or ROUTE_RIGHTS[endpoint] is Right.READ:
            continue
        walked.add(endpoint)
        for headers in forged:
            for sent in ({"json": {}}, {"data": {"csrf_token": "0" * 64}}):
                answer = client.open(address, method=method, headers=headers, **sent)
                assert status(answer) == 403, (endpoint, headers)
    assert {"sign_in_by_name", "intake_load", "intake_drop", "headline", "pack_step"} <= walked
    assert status(client.get("/account")) == 200


@pytest.mark.parametrize("endpoint", ["sign_in", "enter"])
def test_cookies_are_sent_over_tls_alone_where_there_is_tls(
    server: Flask, engine: Engine, tmp_path: Path, endpoint: str
):
    if endpoint == "sign_in":
        add_user(engine, "secure", "Bea", [])
        set_password(engine, make_reset_link(engine, "secure"), "four words not together")
        typed = {"login": "secure", "password": "four words not together"}
        origin = "https://send.example.gov.uk"
        browser = server.test_client()
        browser.post("/sign-in", base_url=origin, data=typed, headers={"Origin": origin})
        answer = browser.get("/account", base_url=origin)
        assert answer.status_code == 200
        session = browser.get_cookie("__Host-session", domain="send.example.gov.uk")
        token = browser.get_cookie("csrf", domain="send.example.gov.uk")
        assert session
        assert token
        assert (session.secure, session.http_only, session.same_site) == (True, True, "Lax")
        assert (session.path, session.domain) == ("/", "send.example.gov.uk")
        assert (token.secure, token.same_site) == (True, "Strict")
        # Ended with the browser, and by the store before.
        assert session.expires is None
        assert session.max_age is None
    else:
        client = entered(server_of(engine, tmp_path).test_client())
        cookie = client.get_cookie("entered")
        assert cookie
        assert (cookie.http_only, cookie.same_site, cookie.expires) == (True, "Strict", None)


def test_words_above_a_page_are_believed_of_this_host_alone(server: Flask, engine: Engine):
    """Another server of the domain could let a page begin with words of its own."""
    host, page = "send.example.gov.uk", f"/measure/ehcp-20-weeks?{PLAN}&tab=commentary"
    origin = f"https://{host}"
    client = client_of(server, engine, "contributor")
    session = client.get_cookie("session")
    assert session
    client.set_cookie("__Host-session", session.value, domain=host, secure=True)
    client.set_cookie("notice", "Forged", domain=host)
    said = {"address": page, "kind": "challenge", "text": "Advice comes late"}
    answer = client.post("/remarks", base_url=origin, data=said, headers={"Origin": origin})
    assert status(answer) == 303
    notice = client.get_cookie("__Host-notice", domain=host)
    assert notice
    assert (notice.secure, notice.http_only, notice.path) == (True, True, "/")
    shown = client.get(page, base_url=origin).text
    assert "The remark is saved" in shown
    assert "Forged" not in shown
    assert client.get_cookie("__Host-notice", domain=host) is None


def test_for_all_readers_every_route_that_changes_or_administers_refuses_everybody(
    engine: Engine, tmp_path: Path
):
    open_to_all = server_of(make_engine(engine.url), tmp_path, is_read_only=True)
    client = open_to_all.test_client()
    for endpoint, method, address in requests(open_to_all):
        if ROUTE_RIGHTS[endpoint] in (Right.OPEN, Right.READ):
            continue
        answered = status(client.open(address, method=method, json={}, headers=OWN))
        assert answered == 403, (endpoint, method)


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
    login, password = f"user{to.count('e')}{len(to)}{to[1]}", "four words not together"
    add_user(engine, login, login, [])
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
    taker = client_of(server, engine, "data_team")
    assert status(taker.get(f"/download/overview.csv?{PLAN}")) == 200
    sent = taker.post("/intake/files?name=a.csv", data=b"case_id,pupil_name\n1,A\n", headers=OWN)
    token = sent.get_json()["token"]
    assert status(taker.get(f"/intake/{token}/faults.csv")) == 200
    administrator = client_of(server, engine, "administrator")
    assert "/download/overview.csv" in administrator.get("/audit").text
    log = administrator.get("/audit.csv").text
    assert "export,/download/overview.csv" in log
    assert "export,/intake/<token>/faults.csv" in log
    assert token not in log


def local_account(server: Flask, engine: Engine, login: str, password: str) -> FlaskClient:
    """Return a browser in which a new local account is signed in; it sends forms and no headers."""
    add_user(engine, login, login, [("viewer", HARINGEY)])
    set_password(engine, make_reset_link(engine, login), password)
    browser = server.test_client()
    sent = {"login": login, "password": password}
    assert status(browser.post("/sign-in", data=sent, headers=OWN_FORM)) == 303
    return browser


def send_form(browser: FlaskClient, page: str, to: str, **typed: str) -> TestResponse:
    """Send the first form of a page that goes to an address, as a browser does."""
    (form, *_) = re.findall(
        rf'<form[^>]*action="{to}".*?</form>', browser.get(page).text, re.DOTALL
    )
    hidden = {
        match["name"]: match["value"]
        for tag in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", form)
        if (match := re.search(r'name="(?P<name>[^"]*)".*value="(?P<value>[^"]*)"', tag))
    }
    return browser.post(to, data=hidden | typed, headers=OWN_FORM)


def test_who_signs_in_again_gets_another_session_and_the_one_before_ends(
    server: Flask, engine: Engine
):
    browser = local_account(server, engine, "again", "four words not together")
    first = browser.get_cookie("session")
    typed = {"login": "again", "password": "four words not together"}
    assert status(browser.post("/sign-in", data=typed, headers=OWN_FORM)) == 403
    assert status(send_form(browser, "/sign-in", "/sign-in", **typed)) == 303
    second = browser.get_cookie("session")
    assert first
    assert second
    assert first.value != second.value
    former = server.test_client()
    former.set_cookie("session", first.value)
    assert status(former.get("/account")) == 401
    # A cookie that somebody else chose is not taken over.
    fixed = server.test_client()
    fixed.set_cookie("session", "chosen by somebody else")
    assert status(fixed.post("/sign-in", data=typed, headers=OWN_FORM)) == 303
    third = fixed.get_cookie("session")
    assert third
    assert third.value != "chosen by somebody else"


def test_the_account_page_changes_a_password_and_ends_a_session(server: Flask, engine: Engine):
    browser = local_account(server, engine, "changes", "four words not together")
    other = server.test_client()
    typed = {"login": "changes", "password": "four words not together"}
    assert status(other.post("/sign-in", data=typed, headers=OWN_FORM)) == 303
    page = browser.get("/account").text
    assert "Viewer in Haringey" in page
    assert "/audit" not in page
    assert page.count("End it") == 1
    assert status(send_form(browser, "/account", "/account/sessions/end")) == 303
    assert status(other.get("/account")) == 401
    wrong = {"current": "wrong", "password": "quite other words here"}
    answer = send_form(browser, "/account", "/account/password", **wrong)
    assert answer.status_code == 400
    assert "This is not your current password." in answer.text
    right = wrong | {"current": "four words not together"}
    assert status(send_form(browser, "/account", "/account/password", **right)) == 303
    assert status(browser.get("/account")) == 200


@pytest.mark.parametrize(
    ("method", "path", "typed"),
    [
        ("GET", "/account", {}),
        ("POST", "/account/password", {"current": "x", "password": "quite other words here"}),
    ],
)
def test_who_was_signed_out_meanwhile_is_led_to_sign_in_again(
    server: Flask,
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    path: str,
    typed: dict[str, str],
):
    client = client_of(server, engine, "viewer")
    wrapped = {"/account": "own_account", "/account/password": "change_password"}[path]
    act = getattr(account, wrapped)

    def signed_out_then(asked: Engine, token: str, *rest: str) -> object:
        end_session(asked, token)
        return act(asked, token, *rest)

    monkeypatch.setattr(account, wrapped, signed_out_then)
    answer = client.open(path, method=method, data=typed, headers=OWN_FORM)
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/account")


def test_signing_in_and_out_reads_on_from_a_replica_and_writing_does_not(
    engine: Engine, tmp_path: Path
):
    with_copy = with_replica(engine, address_of(engine.url))
    server = server_of(with_copy, tmp_path, has_sign_in=True)
    login, password = "replicated", "four words not together"
    add_user(engine, login, login, [("contributor", "")])
    set_password(engine, make_reset_link(engine, login), password)
    browser = server.test_client()
    sent = {"login": login, "password": password}
    assert status(browser.post("/sign-in", data=sent, headers=OWN_FORM)) == 303
    assert browser.get_cookie("written") is None
    said = {"framework_id": "ha-wsoa-2021", "member": "A", "question": "Why?"}
    browser.get("/account")
    token = browser.get_cookie("csrf")
    assert token
    headers = {**OWN, "X-CSRF-Token": token.value}
    assert status(browser.post("/scrutiny/questions", json=said, headers=headers)) == 200
    assert browser.get_cookie("written")


def test_who_signs_in_at_another_port_of_a_host_stays_signed_in_at_the_first(
    server: Flask, engine: Engine
):
    login, password = "of ports", "four words not together"
    add_user(engine, login, login, [])
    set_password(engine, make_reset_link(engine, login), password)
    browser = server.test_client()
    for port in (8050, 8051):
        origin = f"http://localhost:{port}"
        sent = {"login": login, "password": password}
        answer = browser.post("/sign-in", base_url=origin, data=sent, headers={"Origin": origin})
        assert status(answer) == 303
    for port in (8050, 8051):
        origin = f"http://localhost:{port}"
        assert status(browser.get("/account", base_url=origin)) == 200
        token = browser.get_cookie(f"csrf-{port}")
        assert token
        headers = {"Origin": origin, "X-CSRF-Token": token.value}
        assert status(browser.post("/sign-out", base_url=origin, headers=headers)) == 303
        assert status(browser.get("/account", base_url=origin)) == 401


def test_administrators_of_every_area_are_led_to_the_accounts_and_the_log(
    server: Flask, engine: Engine
):
    administrator = client_of(server, engine, "administrator")
    page = administrator.get("/account").text
    assert 'href="/accounts"' in page
    assert 'href="/audit"' in page
    listed = administrator.get("/accounts").text
    assert "Administrator in every area" in listed
    assert status(client_of(server, engine, "administrator", HARINGEY).get("/accounts")) == 403


def test_what_is_only_asked_about_is_no_export(server: Flask, engine: Engine):
    client = client_of(server, engine, "viewer")
    before = len(newest_entries(engine, 10_000))
    assert status(client.head(f"/download/overview.csv?{PLAN}")) == 200
    assert len(newest_entries(engine, 10_000)) == before


def test_while_a_load_is_stored_nobody_waits_long_to_sign_in_or_takes_a_file_unlogged(
    server: Flask, engine: Engine, monkeypatch: pytest.MonkeyPatch
):
    for places in (register._EXPORTS, sign_in._PLACES):
        monkeypatch.setattr(places, "load_seconds", 0.2)
    client = client_of(server, engine, "viewer")
    with writing_connection(engine) as connection, connection.begin():
        assert status(client.get(f"/?{PLAN}")) == 200
        answer = client.get(f"/download/overview.csv?{PLAN}")
        assert answer.status_code == 503
        assert "cannot be logged" in answer.text
        typed = {"login": "ann", "password": "four words not together"}
        answer = server.test_client().post("/sign-in", data=typed, headers=OWN_FORM)
        assert answer.status_code == 503
        assert "nothing was done" in answer.text
    assert status(client.get(f"/download/overview.csv?{PLAN}")) == 200


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("10.0.0.1", "192.0.2.7", "192.0.2.7"),
        # What stands before is what the reader sent.
        ("10.0.0.1", "198.51.100.1, 198.51.100.2, 192.0.2.7", "192.0.2.7"),
        ("10.0.0.1", "192.0.2.7:4711", "192.0.2.7"),
        ("10.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"),
        ("10.0.0.1", "2001:db8::1", "2001:db8::1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "192.0.2.7, ", "10.0.0.1"),
        ("192.0.2.9", "198.51.100.1", "192.0.2.9"),
    ],
)
def test_nobody_tries_passwords_under_an_address_that_they_name_themselves(
    monkeypatch: pytest.MonkeyPatch, peer: str, forwarded: str, address: str
):
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "10.0.0.1, 10.0.0.2")
    headers, environ = {"X-Forwarded-For": forwarded}, {"REMOTE_ADDR": peer}
    with Flask(__name__).test_request_context(headers=headers, environ_base=environ):
        assert sign_in.client_address() == address


def test_nobody_has_asked_where_the_store_does_not_say_who():
    def fails() -> Identity:
        raise StoreError("The store does not answer.")

    server = Flask(__name__)
    identify_by(server, fails)
    with server.test_request_context():
        with pytest.raises(StoreError):
            current_identity()
        assert current_identity().user is None
