"""Who has written reads from the store itself from then on, and not from a replica that is a moment behind."""

from http import HTTPStatus
from typing import Final

from flask import Flask, Response, request

from callbacks.access.gate import changes_something
from callbacks.access.route_rights import ROUTE_RIGHTS
from callbacks.server.cookies import own_cookie
from dashboard.model.rights import Right
from data.store.databases.engine import Engine
from data.store.databases.replica import MAY_LAG, replica_of

_COOKIE: Final = "written"
# A load may go on for an hour after its answer has begun.
_SECONDS: Final = 12 * 3600
# Whoever signs in or changes their password has written no figures.
_OF_ACCOUNTS: Final = (Right.OPEN, Right.HAVE_ACCOUNT)


def register_replica(server: Flask, engine: Engine) -> None:
    """Let requests that read, of readers who wrote nothing of late, read from the replica if there is one."""
    if replica_of(engine) is not None:
        server.before_request(_choose)
        server.after_request(_note_written)


def _choose() -> None:
    MAY_LAG.set(not changes_something() and own_cookie(_COOKIE) not in request.cookies)


def _note_written(response: Response) -> Response:
    is_done = changes_something() and response.status_code < HTTPStatus.BAD_REQUEST
    if is_done and request.url_rule and ROUTE_RIGHTS[request.url_rule.endpoint] not in _OF_ACCOUNTS:
        response.set_cookie(
            own_cookie(_COOKIE),
            "1",
            max_age=_SECONDS,
            httponly=True,
            secure=request.is_secure,
            samesite="Lax",
        )
    return response
