"""The data team's own view: until there is a sign-in, small numbers show on this machine alone.

A server that is started with it prints a link with a secret. The browser that opens the link has
the secret in a cookie from then on and sees small numbers; every other request is answered as the
public's: a proxy in front looks like this machine and does not know the secret. A page of another
site may reach the server by a name that leads here, so the Host is checked first.

GET /unsuppressed/<secret>
    303 to the first page, with the cookie; 403 where that is not the secret, or a proxy forwarded it.
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

from callbacks.access.guards import host_and_port, is_direct
from callbacks.server.headers import STATIC_FOLDERS
from callbacks.server.loopback import is_loopback
from callbacks.server.settings import DATA_TEAM_PATH, Settings
from dashboard.model.urls import PAGES, Urls

_COOKIE: Final = "unsuppressed"
_VIEW: Final = "data_team_view"
_HTTP_PORT: Final = 80
_MISNAMED: Final = (
    "This server shows small numbers to the data team, so it answers only at this machine's own "
    "address and its own port, such as http://127.0.0.1:8050.\n"
)
_NO_LINK: Final = (
    "This link does not show small numbers: open the one that the server printed when it started, "
    "on the same machine and not through a proxy.\n"
)


class DataTeamView:
    """The link, the cookie and the check of the Host of a server that has the view."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._secret = secrets.token_urlsafe()

    @property
    def path(self) -> str:
        """The path of the link."""
        return Urls.path(Urls.UNSUPPRESSED, secret=self._secret)

    def enter(self, secret: str) -> Response:
        """Redirect to the first page, with the cookie."""
        if not (self._is_secret(secret) and is_direct(self._settings)):
            return _plain(_NO_LINK)
        response = make_response(redirect(PAGES["overview"], 303))
        response.set_cookie(_COOKIE, self._secret, httponly=True, samesite="Strict")
        response.headers["Cache-Control"] = "no-store"
        return response

    def is_open(self) -> bool:
        """Return whether this request has the cookie and comes from this machine."""
        return self._is_secret(request.cookies.get(_COOKIE, "")) and is_direct(self._settings)

    def _is_secret(self, sent: str) -> bool:
        return secrets.compare_digest(sent.encode(), self._secret.encode())


def register_data_team(server: Flask, settings: Settings) -> None:
    """Add the view to a server whose settings have it."""
    if not settings.has_data_team_view:
        return
    view = DataTeamView(settings)
    server.extensions[_VIEW] = view
    server.config[DATA_TEAM_PATH] = view.path
    server.add_url_rule(Urls.UNSUPPRESSED, "data_team", view.enter)
    server.before_request(_refuse_misnamed)
    server.after_request(_keep_private)


def shows_small() -> bool:
    """Return whether this request sees small numbers; False where there is no request."""
    view = current_app.extensions.get(_VIEW) if has_request_context() else None
    return view is not None and view.is_open()


def _refuse_misnamed() -> Response | None:
    """Refuse a request to any other name, address or port than this server's own."""
    name, port = host_and_port(request.headers.get("Host", ""))
    is_own = is_loopback(name) and str(port or _HTTP_PORT) == request.environ["SERVER_PORT"]
    return None if is_own else _plain(_MISNAMED)


def _keep_private(response: Response) -> Response:
    """Let nothing with small numbers be stored on the way."""
    if shows_small() and not request.path.startswith(STATIC_FOLDERS):
        response.headers["Cache-Control"] = "no-store"
    return response


def _plain(words: str) -> Response:
    return Response(words, 403, mimetype="text/plain")
