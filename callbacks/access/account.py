"""The account of who is signed in, and the accounts that there are.

GET /account
    Who is signed in, what they may do, and where they are signed in.
POST /account/password `{current, password}`
    303 to the account in a new session, every other being ended; the page again, 400, where not.
POST /account/sessions/end `{session}`
    303 to the account, without one of their sessions.
    Where their own has ended meanwhile, 303 to where they sign in.
GET /accounts
    Every account and its roles, for administrators.
"""

from datetime import UTC, datetime
from http import HTTPStatus

from flask import Flask, Response, make_response, redirect

from callbacks.access.sign_in import SignInRoutes, briefly, client_address, private
from callbacks.access.who import current_identity, require, token_of, why_not
from callbacks.server.json_api import form_fields
from dashboard.model.rights import EVERY_AREA, Right
from dashboard.model.urls import Urls
from data.accounts.own_account import change_password, end_one_session, own_account
from data.accounts.sessions import SessionEndedError, SignInRefusedError
from data.accounts.users import SHORTEST_PASSWORD, PasswordRefusedError, Role, list_users
from data.queries.snapshot import open_snapshot
from data.store.databases.engine import Engine
from layouts.pages.accounts.account import AccountRow, SessionRow, account_page, accounts_page


class AccountRoutes:
    """The routes of who is signed in, and of administrators."""

    def __init__(self, engine: Engine, accounts: SignInRoutes) -> None:
        self._engine, self._accounts = engine, accounts

    def page(self, words: str = "", status: int = HTTPStatus.OK) -> Response:
        """Return the page of who is signed in; `words` say why something is not done."""
        identity = current_identity()
        own = own_account(self._engine, identity.secret)
        name = identity.user.name if identity.user else ""
        page = account_page(
            name,
            self._named(own.roles),
            [
                SessionRow(one.name, one.started_at, one.seen_at, one.is_this)
                for one in own.sessions
            ],
            token_of(identity.secret),
            words,
            SHORTEST_PASSWORD if own.has_password else None,
            is_administrator=not why_not(Right.ADMINISTER, EVERY_AREA),
        )
        return private(Response(page, status, mimetype="text/html"))

    def change_password(self) -> Response:
        """Set another password."""
        fields, secret = form_fields(), current_identity().secret
        current, password = fields.get("current", ""), fields.get("password", "")
        try:
            token = change_password(self._engine, secret, current, password, client_address())
        except (SignInRefusedError, PasswordRefusedError) as refused:
            return self.page(str(refused), HTTPStatus.BAD_REQUEST)
        return self._accounts.let_in(token, Urls.ACCOUNT)

    def end_session(self) -> Response:
        """End one session."""
        end_one_session(self._engine, current_identity().secret, form_fields().get("session", ""))
        return private(make_response(redirect(Urls.ACCOUNT, HTTPStatus.SEE_OTHER)))

    def accounts(self) -> Response:
        """Return the page of every account."""
        require(Right.ADMINISTER, EVERY_AREA)
        rows = [
            AccountRow(
                one.login, one.name, self._named(one.roles), one.is_disabled, one.has_password
            )
            for one in list_users(self._engine)
        ]
        return private(Response(accounts_page(rows), mimetype="text/html"))

    def _named(self, roles: tuple[Role, ...]) -> list[tuple[str, str]]:
        """Return roles with the names of their areas; a code where no area has it yet."""
        with open_snapshot(self._engine, datetime.now(UTC).date()) as snapshot:
            areas = snapshot.choices.catalogue.areas
        return [(role, areas[code].name if code in areas else code) for role, code in roles]


def _sign_in_again(_error: SessionEndedError) -> Response:
    response = redirect(f"{Urls.SIGN_IN}?next={Urls.ACCOUNT}", HTTPStatus.SEE_OTHER)
    return private(make_response(response))


def register_account(server: Flask, engine: Engine, accounts: SignInRoutes) -> None:
    """Add the addresses of accounts."""
    routes = AccountRoutes(engine, accounts)
    password, end = briefly(routes.change_password), briefly(routes.end_session)
    server.register_error_handler(SessionEndedError, _sign_in_again)
    server.add_url_rule(Urls.ACCOUNT, "account", routes.page)
    server.add_url_rule(Urls.OWN_PASSWORD, "own_password", password, methods=["POST"])
    server.add_url_rule(Urls.END_SESSION, "end_session", end, methods=["POST"])
    server.add_url_rule(Urls.ACCOUNTS, "accounts", routes.accounts)
