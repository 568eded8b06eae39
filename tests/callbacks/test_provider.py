"""Signing in through a provider: a real one, started here, vouches for people and their groups."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

import pytest
import requests
from flask.testing import FlaskClient
from sqlalchemy import Engine

from callbacks.server.provider_settings import Provider, read_provider
from data.accounts.users import list_users
from data.store.databases.engine import make_engine
from tests.apps import server_of
from tests.provider.server import CLIENT, PASSWORD, PREFIX
from tests.servers import START_SECONDS, free_port
from tests.stores import MakeStore

# Where the Makefile installs what the provider runs on.
INSTALLED: Final = Path(sys.prefix) / "provider"
BACK: Final = "http://localhost/sign-in/provider/back"


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a provider that knows two people."""
    port, folder = free_port(), tmp_path_factory.mktemp("provider")
    command = [sys.executable, "-m", "tests.provider.server", str(port), str(folder), BACK]
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
    roles = (("send-data", "data_team", "E09000014"),)
    provider = Provider(issuer, *CLIENT, roles)
    return server_of(engine, tmp_path, has_sign_in=True, provider=provider).test_client()


def vouched_for(client: FlaskClient, person: str) -> str:
    """Ask to sign in, sign somebody in at the provider, and return where it leads back to."""
    start = client.get("/sign-in/provider?next=/about")
    assert start.status_code == 302
    assert start.location
    for asked in ("state=", "nonce=", "code_challenge=", "code_challenge_method=S256"):
        assert asked in start.location
    with requests.Session() as browser:
        login = browser.get(start.location, timeout=START_SECONDS)
        typed = {"username": person, "password": PASSWORD}
        typed |= {"csrfmiddlewaretoken": browser.cookies["csrftoken"]}
        answer = browser.post(login.url, typed, allow_redirects=False, timeout=START_SECONDS)
        to = urljoin(login.url, answer.headers["Location"])
        answer = browser.get(to, allow_redirects=False, timeout=START_SECONDS)
    back = answer.headers["Location"]
    assert back.startswith(f"{BACK}?")
    return back.removeprefix("http://localhost")


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
    with pytest.raises(ValueError, match="OIDC_ROLES has 'x=king'"):
        read_provider(told | {"OIDC_ROLES": "x=king"})
