"""How a server knows who asks, by its settings."""

from http import HTTPStatus
from typing import Final

from flask import Flask, Response, request

from callbacks.access.account import register_account
from callbacks.access.gate import register_gate
from callbacks.access.provider import register_provider
from callbacks.access.sign_in import register_sign_in
from callbacks.access.this_machine import register_all_readers, register_this_machine
from callbacks.access.who import current_user, shows_small
from callbacks.access.written import register_replica
from callbacks.server.headers import STATIC_FOLDERS
from callbacks.server.json_api import RefusedError
from callbacks.server.places import Places
from callbacks.server.settings import Settings
from data.store.audit import note_alone
from data.store.databases.engine import Engine
from data.store.databases.failures import StoreError

_EXPORTS: Final = Places(2, load_seconds=5.0)
_NOT_NOTED: Final = "It cannot be logged at this moment who takes this file, so it is not sent. Try again in a minute.\n"


def register_access(server: Flask, engine: Engine, settings: Settings) -> None:
    """Add what identifies who asks, and the gate."""
    if settings.has_sign_in:
        accounts = register_sign_in(server, engine)
        register_account(server, engine, accounts)
        if settings.provider:
            register_provider(server, engine, settings.provider, accounts)
    elif settings.is_read_only:
        register_all_readers(server)
    else:
        register_this_machine(server, settings)
    register_gate(server)
    register_replica(server, engine)
    server.after_request(_keep_private)
    server.after_request(lambda response: _note_export(engine, response))


def _note_export(engine: Engine, response: Response) -> Response:
    """Note who that has signed in takes which file away; what cannot be noted is not sent."""
    user = current_user()
    is_file = "attachment" in response.headers.get("Content-Disposition", "")
    if not (user and user.name and is_file and request.method == "GET"):
        return response
    if response.status_code not in (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT):
        return response
    try:
        with _EXPORTS.take():
            note_alone(engine, user.name, "export", _path())
    except (RefusedError, StoreError):
        response.close()
        return Response(_NOT_NOTED, HTTPStatus.SERVICE_UNAVAILABLE, mimetype="text/plain")
    return response


def _path() -> str:
    """Return the path that was asked for, without the token by which a waiting file is read."""
    has_token = "token" in (request.view_args or {})
    return str(request.url_rule) if has_token else request.path


def _keep_private(response: Response) -> Response:
    """Let nothing with small numbers be stored on the way."""
    if shows_small() and not request.path.startswith(STATIC_FOLDERS):
        response.headers["Cache-Control"] = "no-store"
    return response
