"""Signing in through an OpenID Connect provider, such as Microsoft Entra ID.

GET /sign-in/provider?next=ADDRESS
    303 to the provider, with a state, a nonce and a proof key that only this browser has.
GET /sign-in/provider/back
    Where the provider leads back to: 303 to the address with the cookie of a new session, 403 with
    words where the provider vouches for nobody, or for somebody whose groups have no role here.
"""

import logging
import secrets
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from http import HTTPStatus
from typing import Any, Final

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Flask, Response, g, request, session
from flask.sessions import SecureCookieSessionInterface
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.wrappers import Response as AnyResponse

from callbacks.access.sign_in import SignInRoutes, briefly
from callbacks.access.who import current_identity
from callbacks.server.cookies import secret_cookie
from callbacks.server.errors import shown
from callbacks.server.settings import Provider
from dashboard.model.urls import Urls
from data.accounts.sessions import SignInRefusedError, end_of_roles, sign_in_from_provider
from data.accounts.users import Role
from data.store.account_tables import LONGEST_NAME
from data.store.databases.engine import Engine

log = logging.getLogger(__name__)

_NAME: Final = "provider"
_COOKIE: Final = "signing-in"
_NEXT: Final = "next"
# A browser sends each, some 500 bytes besides its address, with every page, and a proxy takes eight
# kilobytes of cookies.
_MOST_UNDER_WAY: Final = 3
_LONGEST_NEXT: Final = 1000
_MINUTES: Final = 30
_UNNAMED: Final = "Somebody without a name"
_FAILED: Final = "Your organisation’s sign-in did not work. Try again, or ask an administrator."
_NO_ROLE: Final = "Your organisation’s account has no role here: ask an administrator."


class _StateCookie(SecureCookieSessionInterface):
    """A cookie of each sign-in that is under way, sent over TLS alone where there is TLS.

    Tabs that begin at the same moment do not know of each other: each has its own.
    """

    def get_cookie_name(self, app: Flask) -> str:  # noqa: ARG002 - as below
        """Return the name of the one that this request begins or ends."""
        is_back = request.path == Urls.FROM_PROVIDER
        state = request.args.get("state", "") if is_back else g.get("sign_in_state", "")
        return secret_cookie(f"{_COOKIE}-{sha256(state.encode()).hexdigest()[:12]}")

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002 - asked for by Flask
        """Return whether this request came over TLS."""
        return request.is_secure


class ProviderRoutes:
    """The routes to a provider and back."""

    def __init__(
        self, engine: Engine, provider: Provider, client: Any, accounts: SignInRoutes
    ) -> None:
        self._engine, self._provider = engine, provider
        self._client, self._accounts = client, accounts

    def start(self) -> AnyResponse:
        """Redirect to the provider."""
        back = f"{request.host_url.rstrip('/')}{Urls.FROM_PROVIDER}"
        state = g.sign_in_state = secrets.token_urlsafe(16)
        try:
            answer = self._client.authorize_redirect(back, state=state)
        except (AuthlibBaseError, RequestException) as error:
            return self._refuse(error)
        to = request.args.get("next", "")
        session[_NEXT] = to if len(to) <= _LONGEST_NEXT else ""
        session.permanent = True
        # Browsers name the oldest first.
        own = tuple(secret_cookie(f"{_COOKIE}-*").split("*"))
        under_way = [
            name for name in request.cookies if name.startswith(own[0]) and name.endswith(own[1])
        ]
        for name in under_way[: 1 - _MOST_UNDER_WAY]:
            answer.delete_cookie(name, secure=request.is_secure, httponly=True)
        return answer

    def back(self) -> AnyResponse:
        """Sign in whom the provider vouches for."""
        to = session.get(_NEXT, "")
        try:
            claims = self._client.authorize_access_token()["userinfo"]
        except (AuthlibBaseError, JoseError, RequestException, KeyError) as error:
            return self._refuse(error)
        finally:
            # Whatever came of it, it counts once.
            session.clear()
        roles = self._roles(claims)
        subject = f"{claims['iss']}|{claims['sub']}"

        def enter() -> Response:
            if not roles:
                end_of_roles(self._engine, subject)
                return self._accounts.page(_NO_ROLE, HTTPStatus.FORBIDDEN)
            try:
                token = sign_in_from_provider(
                    self._engine, subject, _name(claims), roles, former=current_identity().secret
                )
            except SignInRefusedError as refused:
                return self._accounts.page(str(refused), HTTPStatus.FORBIDDEN)
            return self._accounts.let_in(token, to)

        return briefly(enter)()

    def _roles(self, claims: Mapping[str, Any]) -> list[Role]:
        groups = claims.get(self._provider.groups_claim) or []
        named = [groups] if isinstance(groups, str) else groups
        return [(role, area) for group, role, area in self._provider.roles if group in named]

    def _refuse(self, error: Exception) -> Response:
        log.warning("The provider signed nobody in: %s", shown(error))
        return self._accounts.page(_FAILED, HTTPStatus.FORBIDDEN)


def _name(claims: Mapping[str, Any]) -> str:
    """Return under which name somebody's acts stand: on one line, and never blank.

    People choose their name at some providers: it forges no line of a log, and nobody acts without one.
    """
    for claim in ("name", "preferred_username", "sub"):
        plain = "".join(each for each in str(claims.get(claim) or "") if each.isprintable())
        if name := " ".join(plain.split())[:LONGEST_NAME]:
            return name
    return _UNNAMED


def register_provider(
    server: Flask, engine: Engine, provider: Provider, accounts: SignInRoutes
) -> None:
    """Add the addresses of a provider."""
    # Servers that share a client share what signs a state.
    server.secret_key = sha256(f"state {provider.client_secret}".encode()).hexdigest()
    server.session_interface = _StateCookie()
    server.config.update(
        PERMANENT_SESSION_LIFETIME=timedelta(minutes=_MINUTES),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    client = OAuth(server).register(
        _NAME,
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        server_metadata_url=f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid profile email",
            "code_challenge_method": "S256",
            "timeout": 10,
        },
    )
    routes = ProviderRoutes(engine, provider, client, accounts)
    accounts.has_provider, accounts.confirmed = True, provider.confirmed
    server.add_url_rule(Urls.PROVIDER, "sign_in_with_provider", routes.start)
    server.add_url_rule(Urls.FROM_PROVIDER, "sign_in_from_provider", routes.back)
