"""A server without a sign-in: it answers its own machine alone, and only by its own name and port.

The start prints a link with a secret. The browser that opens the link has the secret in a cookie
from then on: it may load and write and, where the settings say so, see small numbers. Others read.
What looks like this machine but is a proxy, or a page of another site that reaches the server by a
name that leads here, is refused at every address.

GET /enter/<secret>
    303 to the first page, with the cookie; 403 where that is not the secret.
"""

import secrets
from typing import Final

from flask import (
    Flask,
    Response,
    current_app,
    has_request_context,
    make_response,
    redirect,
    request,
)

from callbacks.access.loopback_requests import why_indirect
from callbacks.server.headers import STATIC_FOLDERS
from callbacks.server.settings import ENTRY_PATH, Settings
from dashboard.model.urls import PAGES, Urls

ENTRY_COOKIE: Final = "entered"
_ENTRY: Final = "this_machine"
# What watches the server tells nothing of the store; metrics are guarded by themselves.
_OPEN: Final = ("/healthz", "/readyz", "/metrics")
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
        response.set_cookie(ENTRY_COOKIE, self._secret, httponly=True, samesite="Strict")
        response.headers["Cache-Control"] = "no-store"
        return response

    def has_entered(self) -> bool:
        """Return whether this request has the cookie."""
        return self._is_secret(request.cookies.get(ENTRY_COOKIE, ""))

    def shows_small(self) -> bool:
        """Return whether this request is one that sees small numbers."""
        return self._settings.has_data_team_view and self.has_entered()

    def refuse_indirect(self) -> Response | None:
        """Refuse what does not come from this machine itself."""
        words = "" if request.path in _OPEN else why_indirect(self._settings)
        return _plain(f"{words}\n") if words else None

    def _is_secret(self, sent: str) -> bool:
        return secrets.compare_digest(sent.encode(), self._secret.encode())


def register_this_machine(server: Flask, settings: Settings) -> None:
    """Add the link and the check of every request; a server for all readers has neither."""
    if settings.is_read_only:
        return
    entry = Entry(settings)
    server.extensions[_ENTRY] = entry
    server.config[ENTRY_PATH] = entry.path
    server.add_url_rule(Urls.ENTRY, "enter", entry.enter)
    server.before_request(entry.refuse_indirect)
    server.after_request(_keep_private)


def has_entered() -> bool:
    """Return whether this request may write; False where there is no request."""
    entry = _entry()
    return entry is not None and entry.has_entered()


def shows_small() -> bool:
    """Return whether this request shows small numbers; False where there is no request."""
    entry = _entry()
    return entry is not None and entry.shows_small()


def _entry() -> Entry | None:
    return current_app.extensions.get(_ENTRY) if has_request_context() else None


def _keep_private(response: Response) -> Response:
    """Let nothing with small numbers be stored on the way."""
    if shows_small() and not request.path.startswith(STATIC_FOLDERS):
        response.headers["Cache-Control"] = "no-store"
    return response


def _plain(words: str) -> Response:
    return Response(words, 403, mimetype="text/plain")
