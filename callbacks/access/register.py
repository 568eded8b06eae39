"""How a server knows who asks, by its settings."""

from http import HTTPStatus

from flask import Flask, Response, request

from callbacks.access.gate import register_gate
from callbacks.access.provider import register_provider
from callbacks.access.sign_in import register_sign_in
from callbacks.access.this_machine import register_all_readers, register_this_machine
from callbacks.access.who import current_user, shows_small
from callbacks.access.written import register_replica
from callbacks.server.headers import STATIC_FOLDERS
from callbacks.server.settings import Settings
from data.store.audit import note_alone
from data.store.engine import Engine


def register_access(server: Flask, engine: Engine, settings: Settings) -> None:
    """Add what identifies who asks, and the gate."""
    if settings.has_sign_in:
        accounts = register_sign_in(server, engine)
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
    """Note who that has signed in takes which file away."""
    user = current_user()
    is_file = "attachment" in response.headers.get("Content-Disposition", "")
    if user and user.name and is_file and response.status_code == HTTPStatus.OK:
        note_alone(engine, user.name, "export", request.path)
    return response


def _keep_private(response: Response) -> Response:
    """Let nothing with small numbers be stored on the way."""
    if shows_small() and not request.path.startswith(STATIC_FOLDERS):
        response.headers["Cache-Control"] = "no-store"
    return response
