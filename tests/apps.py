"""The app in front of a store without a server, and clients of it with and without the right to write."""

from pathlib import Path
from typing import Any, Final

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from callbacks import make_app, register
from callbacks.server.settings import ENTRY_PATH, Settings

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
    assert client.get(client.application.config[ENTRY_PATH]).status_code == 303
    return client
