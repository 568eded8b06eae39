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
from hashlib import sha256
from http import HTTPStatus
from typing import Any, Final

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Flask, Response, request, session
from flask.sessions import SecureCookieSessionInterface
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.wrappers import Response as AnyResponse

from callbacks.access.sign_in import SignInRoutes, briefly
from callbacks.access.who import current_identity
from callbacks.server.cookies import own_cookie
from callbacks.server.errors import shown
from callbacks.server.settings import Provider
from dashboard.model.urls import Urls
from data.accounts.sessions import SignInRefusedError, end_of_roles, sign_in_from_provider
from data.accounts.users import Role
from data.store.account_tables import LONGEST_NAME
from data.store.databases.engine import Engine

log = logging.getLogger(__name__)

_NAME: Final = "provider"
# Pairs of the state of a sign-in and the address that it leads to.
_UNDER_WAY: Final = "under_way"
# A browser keeps four kilobytes: one under way takes some 700 bytes besides its address.
_MOST_UNDER_WAY: Final = 2
_LONGEST_NEXT: Final = 1000
_UNNAMED: Final = "Somebody without a name"
_FAILED: Final = "Your organisation’s sign-in did not work. Try again, or ask an administrator."
_NO_ROLE: Final = "Your organisation’s account has no role here: ask an administrator."


class _StateCookie(SecureCookieSessionInterface):
    """The cookie of a sign-in that is under way, sent over TLS alone where there is TLS."""

    def get_cookie_name(self, app: Flask) -> str:
        """Return its name."""
        return own_cookie(super().get_cookie_name(app))

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
        state = secrets.token_urlsafe()
        try:
            answer = self._client.authorize_redirect(back, state=state)
        except (AuthlibBaseError, RequestException) as error:
            return self._refuse(error)
        to = request.args.get("next", "")
        self._note_next(state, to if len(to) <= _LONGEST_NEXT else "")
        return answer

    def _note_next(self, state: str, to: str) -> None:
        """Note where a sign-in leads to; of those under way a browser has room for a few alone."""
        under_way = [*session.get(_UNDER_WAY, []), (state, to)]
        for dropped, _ in under_way[:-_MOST_UNDER_WAY]:
            self._client.framework.clear_state_data(session, dropped)
        session[_UNDER_WAY] = under_way[-_MOST_UNDER_WAY:]

    def back(self) -> AnyResponse:
        """Sign in whom the provider vouches for."""
        to = dict(session.get(_UNDER_WAY, [])).get(request.args.get("state"), "")
        try:
            claims = self._client.authorize_access_token()["userinfo"]
        except (AuthlibBaseError, JoseError, RequestException, KeyError) as error:
            return self._refuse(error)
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
        SESSION_COOKIE_NAME="signing-in",
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
