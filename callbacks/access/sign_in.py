"""Signing in and out, and who is signed in.

GET /sign-in?next=ADDRESS
POST /sign-in `{login, password, next}`
    303 to the address, with the cookie of a new session; the page again, 403, where that is not so.
GET, POST /sign-in/link/<token> `{password}`
    The page of a link that an administrator made; 303 to the page where people sign in.
POST /sign-out, /sign-out/everywhere
    303 to the page where people sign in, without the session, or without any of theirs.
"""

import os
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Final

from flask import Flask, Response, make_response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from callbacks.access.who import Identity, current_identity, identify_by, token_of
from callbacks.server.cookies import secret_cookie
from callbacks.server.json_api import RefusedError, form_fields
from callbacks.server.loopback import host_and_port, is_loopback
from callbacks.server.places import Places
from dashboard.model.urls import Urls
from data.accounts.sessions import CONFIRMED, SignInRefusedError, end_session, session_user, sign_in
from data.accounts.users import SHORTEST_PASSWORD, PasswordRefusedError, set_password
from data.store.databases.engine import Engine, StoreNotReadyError
from data.store.databases.failures import BusyError
from layouts.pages.accounts.sign_in import password_page, sign_in_page
from layouts.ui.static_html import message_page

_COOKIE: Final = "session"
_PLACES: Final = Places(2, load_seconds=5.0)
_BUSY_TITLE: Final = "Try again in a minute"
_BUSY: Final = "Others are writing at this moment, so that nothing was done."
_NO_TLS: Final = (
    "Passwords are taken over HTTPS alone. Ask whoever runs this server to put TLS in front of it."
)


class SignInRoutes:
    """The routes of accounts, and what tells who sent a request."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.has_provider = False
        self.confirmed = CONFIRMED

    def identify(self) -> Identity:
        """Return who has the session of this request's cookie; nobody for /healthz, which asks no store."""
        if request.path == Urls.HEALTH:
            return Identity(None)
        token = request.cookies.get(secret_cookie(_COOKIE), "")
        try:
            user = session_user(self._engine, token, confirmed=self.confirmed) if token else None
        except StoreNotReadyError:
            user = None
        is_let_in = user and (self.has_provider or not user.is_unconfirmed)
        return Identity(user, token) if is_let_in else Identity(None)

    def page(self, words: str = "", status: int = HTTPStatus.OK, to: str = "") -> Response:
        """Return the page where people sign in."""
        page = sign_in_page(
            words, to or request.args.get("next", ""), _own_token(), has_provider=self.has_provider
        )
        return private(Response(page, status, mimetype="text/html"))

    def by_name(self) -> Response:
        """Sign somebody in by their name and password."""
        fields = form_fields()
        to = fields.get("next", "")
        name, _ = host_and_port(request.headers.get("Host", ""))
        if not (request.is_secure or is_loopback(name)):
            return self.page(_NO_TLS, HTTPStatus.FORBIDDEN, to)
        try:
            token = sign_in(
                self._engine,
                fields.get("login", ""),
                fields.get("password", ""),
                client_address(),
                former=current_identity().secret,
            )
        except SignInRefusedError as refused:
            return self.page(str(refused), HTTPStatus.FORBIDDEN, to)
        return self.let_in(token, to)

    def let_in(self, token: str, to: str) -> Response:
        """Lead to an address of our own with the cookie of a session."""
        response = make_response(redirect(_own_address(to), HTTPStatus.SEE_OTHER))
        response.set_cookie(
            secret_cookie(_COOKIE), token, httponly=True, secure=request.is_secure, samesite="Lax"
        )
        return private(response)

    def password(self, token: str, words: str = "", status: int = HTTPStatus.OK) -> Response:
        """Return the page of a link that sets a password."""
        path = Urls.path(Urls.FROM_LINK, token=token)
        page = password_page(path, words, SHORTEST_PASSWORD, _own_token())
        return private(Response(page, status, mimetype="text/html"))

    def set_password(self, token: str) -> Response:
        """Set the password of whom a link is for."""
        try:
            set_password(self._engine, token, form_fields().get("password", ""))
        except PasswordRefusedError as refused:
            return self.password(token, str(refused), HTTPStatus.FORBIDDEN)
        return private(make_response(redirect(Urls.SIGN_IN, HTTPStatus.SEE_OTHER)))

    def sign_out(self) -> Response:
        """End this session."""
        return self._out(everywhere=False)

    def sign_out_everywhere(self) -> Response:
        """End every session of who is signed in."""
        return self._out(everywhere=True)

    def _out(self, *, everywhere: bool) -> Response:
        if secret := current_identity().secret:
            end_session(self._engine, secret, everywhere=everywhere)
        response = make_response(redirect(Urls.SIGN_IN, HTTPStatus.SEE_OTHER))
        response.delete_cookie(secret_cookie(_COOKIE), httponly=True, secure=request.is_secure)
        # Nothing of what was shown stays in the browser.
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return private(response)


def register_sign_in(server: Flask, engine: Engine) -> SignInRoutes:
    """Add the addresses of accounts, and let sessions say who asks."""
    routes = SignInRoutes(engine)
    identify_by(server, routes.identify)
    add = server.add_url_rule
    add(Urls.SIGN_IN, "sign_in", routes.page)
    add(Urls.SIGN_IN, "sign_in_by_name", briefly(routes.by_name), methods=["POST"])
    add(Urls.FROM_LINK, "sign_in_password", routes.password)
    set_password, everywhere = briefly(routes.set_password), briefly(routes.sign_out_everywhere)
    add(Urls.FROM_LINK, "sign_in_set_password", set_password, methods=["POST"])
    add(Urls.SIGN_OUT, "sign_out", briefly(routes.sign_out), methods=["POST"])
    add(Urls.SIGN_OUT_EVERYWHERE, "sign_out_everywhere", everywhere, methods=["POST"])
    return routes


def briefly(route: Callable[..., AnyResponse]) -> Callable[..., AnyResponse]:
    """Return a route that writes, but waits for a load some seconds at most, and in few threads."""

    @wraps(route)
    def answer(**path: str) -> AnyResponse:
        try:
            with _PLACES.take():
                return route(**path)
        except (RefusedError, BusyError):
            page = message_page(_BUSY_TITLE, [_BUSY])
            return private(Response(page, HTTPStatus.SERVICE_UNAVAILABLE, mimetype="text/html"))

    return answer


def client_address() -> str:
    """Return the address of whoever asks, without a port.

    What a proxy says of it counts if the proxy is trusted: the last it adds, as others wrote what stands before.
    """
    remote = request.remote_addr or ""
    trusted = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1").replace(" ", "").split(",")
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    if not forwarded or (remote not in trusted and "*" not in trusted):
        return remote
    return host_and_port(forwarded)[0] or forwarded


def _own_token() -> str:
    """Return the token of a session that is open already: signing in again ends it."""
    secret = current_identity().secret
    return token_of(secret) if secret else ""


def _own_address(to: str) -> str:
    """Return an address if it is one of ours, else that of the first page."""
    is_own = to.startswith("/") and not to.startswith(("//", "/\\")) and to.isprintable()
    return to if is_own else "/"


def private(response: Response) -> Response:
    """Let nothing of an answer be stored on the way."""
    response.headers["Cache-Control"] = "no-store"
    return response
