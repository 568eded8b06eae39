"""The app in front of a store without a server, and clients of it with and without the right to write."""

import time
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from callbacks import make_app, register
from callbacks.access.who import token_of
from callbacks.server.settings import ENTRY_PATH, Settings
from data.accounts.sessions import sign_in_from_provider

# What our own pages send with each request that changes something.
OWN_FORM: Final = {"Origin": "http://localhost"}
OWN: Final = {"X-Intake": "1", **OWN_FORM}


def server_of(engine: Engine, folder: Path, **settings: Any) -> Flask:
    """Return the server of the app in front of a store."""
    chosen = Settings(compressed_folder=folder, intake_folder=folder / "intake", **settings)
    app = make_app(chosen)
    register(app, engine, chosen)
    return app.server


def entered(client: FlaskClient) -> FlaskClient:
    """Return a client that has opened the link of the start."""
    link = client.application.config[ENTRY_PATH]
    assert client.get(link).status_code == 303
    client.environ_base["HTTP_X_CSRF_TOKEN"] = token_of(link.rpartition("/")[2])
    return client


def signed_in(client: FlaskClient, engine: Engine, *roles: tuple[str, str]) -> FlaskClient:
    """Return a client of a server with a sign-in, as a new account with some roles."""
    login = f"user-{uuid4().hex}"
    token = sign_in_from_provider(engine, login, "Ann Example", roles)
    client.set_cookie("session", token)
    client.environ_base["HTTP_X_CSRF_TOKEN"] = token_of(token)
    return client


def made_file(client: FlaskClient, address: str) -> TestResponse:
    """Return what is answered to the address of a file of a pack once it is made."""
    while (answer := client.get(address, follow_redirects=True)).status_code == 202:
        time.sleep(0.05)
    return answer
