"""A server without a sign-in: it answers its own machine alone, and only by its own name and port.

The start prints a link with a secret. The browser that opens the link has the secret in a cookie
from then on: it may load and write and, where the settings say so, see small numbers. Others read.
What looks like this machine but is a proxy, or a page of another site that reaches the server by a
name that leads here, is refused at every address.

GET /enter/<secret>
    303 to the first page, with the cookie; 403 where that is not the secret.
"""

import secrets
from dataclasses import replace
from typing import Final

from flask import Flask, Response, make_response, redirect, request

from callbacks.access.loopback_requests import why_indirect
from callbacks.access.who import READER, Identity, identify_by
from callbacks.server.cookies import own_cookie
from callbacks.server.settings import ENTRY_PATH, Settings
from dashboard.model.rights import EVERY_AREA, ROLES, Right, User
from dashboard.model.urls import PAGES, Urls

ENTRY_COOKIE: Final = "entered"
# What watches the server tells nothing of the store; metrics are guarded by themselves.
_OPEN: Final = ("/healthz", "/readyz", "/metrics")
_READ_ONLY: Final = "This server shows what is published: nothing is loaded or written here."
_NOT_ENTERED: Final = (
    "Nothing is loaded or written from this browser yet: open the link that the server printed "
    "when it started."
)
_NO_LINK: Final = (
    "This link opens nothing: open the one that the server printed when it started. Each start "
    "prints another.\n"
)


class Entry:
    """The link of a server and the cookie that it sets."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._secret = secrets.token_urlsafe()

    @property
    def path(self) -> str:
        """The path of the link."""
        return Urls.path(Urls.ENTRY, secret=self._secret)

    def enter(self, secret: str) -> Response:
        """Redirect to the first page, with the cookie."""
        if not self._is_secret(secret):
            return _plain(_NO_LINK)
        response = make_response(redirect(PAGES["overview"], 303))
        response.set_cookie(
            own_cookie(ENTRY_COOKIE), self._secret, httponly=True, samesite="Strict"
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    def identify(self) -> Identity:
        """Return who sent this request: whoever has the cookie may do all that the settings allow."""
        sent = request.cookies.get(own_cookie(ENTRY_COOKIE), "")
        if not self._is_secret(sent):
            return _reader(_NOT_ENTERED)
        has_view = self._settings.has_data_team_view
        rights = {right for of_role in ROLES.values() for right in of_role}
        granted = rights if has_view else rights - {Right.READ_SMALL}
        return Identity(User(frozenset((right, EVERY_AREA) for right in granted)), sent)

    def refuse_indirect(self) -> Response | None:
        """Refuse what does not come from this machine itself."""
        words = "" if request.path in _OPEN else why_indirect(self._settings)
        return _plain(f"{words}\n") if words else None

    def _is_secret(self, sent: str) -> bool:
        return secrets.compare_digest(sent.encode(), self._secret.encode())


def register_this_machine(server: Flask, settings: Settings) -> None:
    """Add the link and the check of every request."""
    entry = Entry(settings)
    server.config[ENTRY_PATH] = entry.path
    server.add_url_rule(Urls.ENTRY, "enter", entry.enter)
    server.before_request(entry.refuse_indirect)
    identify_by(server, entry.identify)


def register_all_readers(server: Flask) -> None:
    """Let whoever reaches a server read, and nobody write."""
    identify_by(server, lambda: _reader(_READ_ONLY, is_public=True))


def _reader(lacking: str, *, is_public: bool = False) -> Identity:
    assert READER.user is not None  # noqa: S101 - narrows its type
    return Identity(replace(READER.user, lacking=lacking, is_public=is_public))


def _plain(words: str) -> Response:
    return Response(words, 403, mimetype="text/plain")
