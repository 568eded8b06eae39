"""Signing in through a provider: a real one, started here, vouches for people and their groups."""

import html
import os
import re
import secrets
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

import pytest
import requests
import sqlalchemy as sa
from flask import request
from flask.testing import FlaskClient
from sqlalchemy import Engine

from callbacks.access.who import token_of
from callbacks.server.provider_settings import Provider, read_provider
from data.accounts.users import list_users
from data.store.account_tables import sessions
from data.store.audit import newest_entries
from data.store.databases.engine import make_engine, writing_connection
from tests.apps import OWN, OWN_FORM, server_of
from tests.provider.server import CLIENT, PASSWORD, PREFIX
from tests.servers import START_SECONDS, free_port
from tests.stores import MakeStore

# Where the Makefile installs what the provider runs on.
INSTALLED: Final = Path(sys.prefix) / "provider"
HTML: Final = {"Accept": "text/html"}
BACK: Final = "http://localhost/sign-in/provider/back"


@pytest.fixture(scope="module")
def provider_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the provider has what it stores."""
    return tmp_path_factory.mktemp("provider")


@pytest.fixture(scope="module")
def issuer(provider_folder: Path) -> Iterator[str]:
    """The address of a provider that knows two people."""
    port = free_port()
    command = [sys.executable, "-m", "tests.provider.server", str(port), str(provider_folder), BACK]
    quiet = subprocess.DEVNULL
    assert INSTALLED.is_dir(), "Run make test: it installs the provider."
    path = os.environ | {"PYTHONPATH": str(INSTALLED)}
    process = subprocess.Popen(command, env=path, stdout=quiet, stderr=quiet)
    address = f"http://127.0.0.1:{port}/{PREFIX}"
    while process.poll() is None:
        try:
            requests.get(f"{address}/.well-known/openid-configuration", timeout=START_SECONDS)
            break
        except requests.ConnectionError:
            time.sleep(0.05)
    yield address
    process.terminate()
    process.wait(START_SECONDS)


@pytest.fixture(scope="module")
def engine(make_sqlite: MakeStore) -> Iterator[Engine]:
    made = make_engine(make_sqlite("shipped"))
    yield made
    made.dispose()


@pytest.fixture
def client(engine: Engine, issuer: str, tmp_path: Path) -> FlaskClient:
    roles = (("send-data", "data_team", "E09000014"), ("send-readers", "viewer", ""))
    provider = Provider(issuer, *CLIENT, roles)
    return server_of(engine, tmp_path, has_sign_in=True, provider=provider).test_client()


def vouched_for(
    client: FlaskClient, person: str, browser: requests.Session | None = None, to: str = "/about"
) -> str:
    """Ask to sign in, sign somebody in at the provider, and return where it leads back to.

    A browser that they have signed in with there already is asked nothing.
    """
    start = client.get(f"/sign-in/provider?next={to}")
    assert start.status_code == 302
    assert start.location
    for asked in ("state=", "nonce=", "code_challenge=", "code_challenge_method=S256"):
        assert asked in start.location
    browser = browser or requests.Session()
    answer = browser.get(start.location, allow_redirects=False, timeout=START_SECONDS)
    if "/login" in answer.headers["Location"]:
        login = browser.get(start.location, timeout=START_SECONDS)
        typed = {"username": person, "password": PASSWORD}
        typed |= {"csrfmiddlewaretoken": browser.cookies["csrftoken"]}
        answer = browser.post(login.url, typed, allow_redirects=False, timeout=START_SECONDS)
        to = urljoin(login.url, answer.headers["Location"])
        answer = browser.get(to, allow_redirects=False, timeout=START_SECONDS)
    back = answer.headers["Location"]
    assert back.startswith(f"{BACK}?")
    return back.removeprefix("http://localhost")


@pytest.fixture
def change_provider(issuer: str, provider_folder: Path) -> Iterator[Callable[[str], object]]:
    """What changes something of the provider's people, until the end of a test."""
    assert issuer
    file = provider_folder / "provider.sqlite3"
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        groups = connection.execute("SELECT user_id, group_id FROM auth_user_groups").fetchall()
        yield connection.execute
        connection.execute("UPDATE auth_user SET is_active = 1")
        connection.execute("DELETE FROM auth_user_groups")
        connection.executemany(
            "INSERT INTO auth_user_groups (user_id, group_id) VALUES (?, ?)", groups
        )


def an_hour_passes(engine: Engine):
    """Let every provider have vouched an hour earlier."""
    with writing_connection(engine) as connection, connection.begin():
        hour_ago = datetime.now(UTC) - timedelta(hours=1)
        connection.execute(sa.update(sessions).values(vouched_at=hour_ago))


@pytest.fixture
def there() -> Iterator[requests.Session]:
    """A browser in front of the provider."""
    with requests.Session() as made:
        yield made


def test_whom_the_provider_vouches_for_is_signed_in_with_the_roles_of_their_groups(
    client: FlaskClient, engine: Engine, issuer: str
):
    assert "/sign-in/provider" in client.get("/sign-in").text
    answer = client.get(vouched_for(client, "ann"))
    assert (answer.status_code, answer.location) == (303, "/about")
    page = client.get("/account").text
    assert "You are signed in as Ann." in page
    assert "Data team in Haringey" in page
    assert client.get("/?area=E09000030").status_code == 403
    (account,) = list_users(engine)
    assert (account.login, account.roles) == (f"{issuer}|1", (("data_team", "E09000014"),))


def test_whose_groups_have_no_role_is_not_let_in(client: FlaskClient):
    answer = client.get(vouched_for(client, "bo"))
    assert answer.status_code == 403
    assert "has no role here" in answer.text
    assert client.get("/account").status_code == 401


def test_an_answer_that_this_browser_did_not_ask_for_signs_nobody_in(client: FlaskClient):
    back = vouched_for(client, "ann")
    for path, browser in (
        (back, client.application.test_client()),
        (re.sub(r"state=\w+", "state=guessed", back), client),
        ("/sign-in/provider/back?error=access_denied&state=x", client),
    ):
        answer = browser.get(path)
        assert answer.status_code == 403
        assert "did not work" in answer.text
        assert browser.get("/account").status_code == 401


def test_roles_hold_for_an_hour_and_the_next_page_goes_through_the_provider(
    client: FlaskClient, engine: Engine, there: requests.Session
):
    client.get(vouched_for(client, "ann", there))
    kept = client.get_cookie("session")
    an_hour_passes(engine)
    page = client.get("/measure/x?a=1", headers=HTML)
    assert page.status_code == 401
    way = "/sign-in/provider?next=%2Fmeasure%2Fx%3Fa%3D1"
    assert page.headers["Refresh"] == f"0; url={way}"
    assert way in page.text
    answer = client.get(vouched_for(client, "", there, "%2Fmeasure%2Fx%3Fa%3D1"))
    assert answer.location == "/measure/x?a=1"
    assert client.get("/about", headers=HTML).status_code == 200
    # The session goes on, so that what was typed in its pages has its token.
    assert client.get_cookie("session") == kept
    (entry, *_) = newest_entries(engine, 1)
    assert (entry.act, entry.by) == ("confirmed", "Ann")


def test_who_lost_their_groups_or_is_disabled_there_is_out_within_the_hour(
    client: FlaskClient,
    engine: Engine,
    there: requests.Session,
    change_provider: Callable[[str], object],
):
    client.get(vouched_for(client, "ann", there))
    change_provider("DELETE FROM auth_user_groups WHERE user_id = 1")
    an_hour_passes(engine)
    assert client.get("/about", headers=HTML).status_code == 401
    refused = client.get(vouched_for(client, "", there))
    assert (refused.status_code, "has no role here" in refused.text) == (403, True)
    # Nor is anybody with their former roles signed in elsewhere.
    assert client.get("/about", headers=HTML).location == "/sign-in?next=%2Fabout"
    (account,) = list_users(engine)
    assert account.roles == ()


def test_nobody_disabled_at_the_provider_comes_back(
    client: FlaskClient,
    engine: Engine,
    there: requests.Session,
    change_provider: Callable[[str], object],
):
    client.get(vouched_for(client, "ann", there))
    change_provider("UPDATE auth_user SET is_active = 0 WHERE username = 'ann'")
    an_hour_passes(engine)
    with pytest.raises(KeyError, match="location"):
        vouched_for(client, "ann", there)
    assert client.get("/about", headers=HTML).status_code == 401
    assert client.get("/about.csv").status_code == 401


def test_other_groups_bring_other_roles(
    client: FlaskClient,
    engine: Engine,
    there: requests.Session,
    change_provider: Callable[[str], object],
):
    client.get(vouched_for(client, "ann", there))
    change_provider("INSERT INTO auth_group (name) VALUES ('send-readers')")
    change_provider("DELETE FROM auth_user_groups WHERE user_id = 1")
    change_provider(
        "INSERT INTO auth_user_groups (user_id, group_id) "
        "SELECT 1, id FROM auth_group WHERE name = 'send-readers'"
    )
    an_hour_passes(engine)
    client.get(vouched_for(client, "", there))
    (account,) = list_users(engine)
    assert account.roles == (("viewer", ""),)
    change_provider("DELETE FROM auth_group WHERE name = 'send-readers'")


def test_a_name_from_the_provider_is_on_one_line_and_never_blank(
    client: FlaskClient, engine: Engine, change_provider: Callable[[str], object]
):
    for written, shown in (
        ("'Ann' || char(10, 8238) || '  2026 Bo'", "Ann 2026 Bo"),
        ("char(8203, 10, 32)", "1"),
        ("'Ann'", "Ann"),
    ):
        named = f"UPDATE auth_user SET first_name = {written} WHERE username = 'ann'"  # noqa: S608 - as above
        change_provider(named)
        assert client.get(vouched_for(client, "ann")).status_code == 303
        (account,) = list_users(engine)
        assert account.name == shown


def test_what_is_typed_meanwhile_is_sent_again(
    client: FlaskClient, engine: Engine, there: requests.Session
):
    client.get(vouched_for(client, "ann", there))
    token = token_of(client.get_cookie("session").value)  # pyright: ignore[reportOptionalMemberAccess]
    an_hour_passes(engine)
    typed = {"text": 'Slow "<again>"', "csrf_token": token, "session": "x"}
    as_script = client.post("/account/sessions/end", data=typed, headers=OWN)
    # What is of one's own account needs no role.
    assert as_script.status_code == 303
    # Dash's own scripts tell nobody what a 401 says.
    for path, status in (("/remarks", 401), ("/_dash-update-component", 403)):
        refused = client.post(path, json={}, headers={**OWN, "X-CSRF-Token": token})
        assert refused.status_code == status
        assert "confirm again" in refused.get_json()["error"]["words"]
    page = client.post("/remarks", data=typed, headers=OWN_FORM)
    assert page.status_code == 401
    (sent_again,) = re.findall(r"<form .*?</form>", page.text, re.DOTALL)
    assert 'action="/remarks"' in sent_again
    held = re.findall(r'name="(\w+)" value="([^"]*)"', sent_again)
    assert {name: html.unescape(value) for name, value in held} == typed
    client.get(vouched_for(client, "", there))
    # It passes the gate now; what it says is looked at.
    again = client.post("/remarks", data=typed, headers=OWN_FORM)
    assert "confirm again" not in again.text
    assert "was not sent by a page" not in again.text


def cookies_under_way(client: FlaskClient) -> list[str]:
    """Return what a browser sends where the provider leads back to, of each sign-in that is under way."""
    with client.application.test_request_context("/sign-in/provider/back"):
        client._add_cookies_to_wsgi(environ := request.environ.copy())
        sent = environ.get("HTTP_COOKIE", "").split("; ")
    return [each for each in sent if each.startswith("signing-in-")]


def test_tabs_that_begin_at_the_same_moment_are_each_led_to_their_own_address(client: FlaskClient):
    """None has the cookies of the others when it begins, and each sets its own."""
    started = []
    for to in ("/about", "/actions", "/meeting"):
        tab = client.application.test_client()
        started.append((vouched_for(tab, "ann", to=to), to, cookies_under_way(tab)))
    for _, _, (cookie,) in started:
        name, _, value = cookie.partition("=")
        client.set_cookie(name, value, path="/sign-in/provider")
    for back, to, _ in started:
        assert client.get(back).location == to


def test_sign_ins_under_way_each_lead_to_their_own_address(client: FlaskClient):
    places = ("/about", "/actions", "/meeting")
    led_back = [(vouched_for(client, "ann", to=to), to) for to in places]
    for back, to in led_back:
        assert client.get(back).location == to
    assert not cookies_under_way(client)
    for _ in range(9):
        client.get(f"/sign-in/provider?next=/{'a' * 1000}")
        client.get(f"/sign-in/provider?next=/{secrets.token_urlsafe(740)}")
    under_way = cookies_under_way(client)
    assert len(under_way) == 3
    # They go with every page, beside other cookies.
    assert sum(map(len, under_way)) < 6000
    assert client.get(vouched_for(client, "ann", to=f"/{'a' * 999}")).location == f"/{'a' * 999}"


def test_over_tls_no_other_host_can_put_a_sign_in_of_its_own_in_place_of_one_under_way(
    client: FlaskClient,
):
    for host, end in (("send.example", ""), ("send.example:8443", "-8443")):
        origin = f"https://{host}"
        start = client.get("/sign-in/provider?next=/about", base_url=origin)
        (cookie,) = (each.split("; ") for each in start.headers.getlist("Set-Cookie"))
        name = cookie[0].partition("=")[0]
        assert re.fullmatch(rf"__Host-signing-in-\w{{12}}{end}", name)
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie)
        assert not any(each.startswith("Domain") for each in cookie)
        (state,) = re.findall(r"[?&]state=([\w-]+)", start.location or "")
        back = f"/sign-in/provider/back?error=access_denied&state={state}"
        (ended, *_) = client.get(back, base_url=origin).headers.getlist("Set-Cookie")
        assert ended.startswith(f"{name}=; ")


def test_an_answer_counts_once(client: FlaskClient):
    back = vouched_for(client, "ann")
    assert client.get(back).status_code == 303
    assert client.get(back).status_code == 403


def test_a_provider_that_does_not_answer_is_said(engine: Engine, tmp_path: Path):
    provider = Provider(f"http://127.0.0.1:{free_port()}", "dashboard", "s", ())
    client = server_of(engine, tmp_path, has_sign_in=True, provider=provider).test_client()
    answer = client.get("/sign-in/provider")
    assert answer.status_code == 403
    assert "did not work" in answer.text


def test_the_settings_of_a_provider_are_whole_or_none():
    assert read_provider({}) is None
    told = {
        "OIDC_ISSUER": "https://id.example",
        "OIDC_CLIENT_ID": "dashboard",
        "OIDC_CLIENT_SECRET": "s",
        "OIDC_ROLES": "CN=SEND=viewer, data = data_team:E09000014".replace(" = ", "="),
    }
    provider = read_provider(told)
    assert provider
    assert provider.roles == (("CN=SEND", "viewer", ""), ("data", "data_team", "E09000014"))
    with pytest.raises(ValueError, match="OIDC_CLIENT_SECRET must be set"):
        read_provider(told | {"OIDC_CLIENT_SECRET": ""})
    for issuer in ("http://id.example", "id.example", "ftp://127.0.0.1.example"):
        with pytest.raises(ValueError, match="must begin with https"):
            read_provider(told | {"OIDC_ISSUER": issuer})
    assert read_provider(told | {"OIDC_ISSUER": "http://127.0.0.1:9000"})
    assert provider.confirmed == timedelta(hours=1)
    assert read_provider(told | {"OIDC_CONFIRM_MINUTES": "5"}).confirmed == timedelta(minutes=5)  # pyright: ignore[reportOptionalMemberAccess]
    for minutes in ("0", "721", "-1", "1.5", "²"):
        with pytest.raises(ValueError, match="OIDC_CONFIRM_MINUTES"):
            read_provider(told | {"OIDC_CONFIRM_MINUTES": minutes})
    with pytest.raises(ValueError, match="OIDC_ROLES has 'x=king'"):
        read_provider(told | {"OIDC_ROLES": "x=king"})
