"""Pages of who is signed in, and of every account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.model.rights import ROLE_WORDS
from dashboard.model.urls import Urls
from layouts.pages.accounts.sign_in import password_hint
from layouts.ui.account_forms import alert, field, form_to, hidden_field, page_of_account, region_of
from layouts.ui.tables import table

TITLE: Final = "Your account"
ACCOUNTS_TITLE: Final = "Accounts"
_EVERY_AREA: Final = "every area"
_HOW: Final = "Accounts and roles are changed on the server, with python -m data user."
_COLUMNS: Final = ("Name", "Account", "May", "State")


@dataclass(frozen=True)
class SessionRow:
    """A session that is open; `name` names it to the server."""

    name: str
    started_at: datetime
    seen_at: datetime
    is_this: bool


@dataclass(frozen=True)
class AccountRow:
    """An account with its roles, each in the area of that name, "" for every one."""

    login: str
    name: str
    roles: Sequence[tuple[str, str]]
    is_disabled: bool
    has_password: bool


def account_page(
    name: str,
    roles: Sequence[tuple[str, str]],
    sessions: Sequence[SessionRow],
    token: str,
    words: str,
    shortest_password: int | None,
    *,
    is_administrator: bool,
) -> str:
    """Return the page of who is signed in; `words` say why something was not done.

    A password is changed where there is one, and then has a shortest length.
    """
    listed = [html.Li(f"{role_in(role, area)}: {ROLE_WORDS[role]}.") for role, area in roles]
    no_role = html.P("You have no role yet: ask an administrator for one.")
    links = [html.A("Go to the overview", href="/")]
    if is_administrator:
        links += [html.A(ACCOUNTS_TITLE, href=Urls.ACCOUNTS), html.A("Audit log", href=Urls.AUDIT)]
    parts = [
        alert(words),
        html.P(f"You are signed in as {name}."),
        html.Ul(listed) if listed else no_role,
        html.Ul([html.Li(link) for link in links]),
        html.H2("Where you are signed in"),
        html.Ul([_session(one, token) for one in sessions]),
        form_to(Urls.SIGN_OUT_EVERYWHERE, token, [], "Sign out everywhere"),
        *(_password(shortest_password, token) if shortest_password else []),
    ]
    return page_of_account(TITLE, parts)


def accounts_page(accounts: Sequence[AccountRow]) -> str:
    """Return the page of every account, for administrators."""
    rows = [(one.name, one.login, _roles(one), _state(one)) for one in accounts]
    parts = [
        html.P(_HOW),
        region_of(table("", _COLUMNS, rows), ACCOUNTS_TITLE),
        html.P(html.A(TITLE, href=Urls.ACCOUNT)),
    ]
    return page_of_account(ACCOUNTS_TITLE, parts)


def role_in(role: str, area: str) -> str:
    """Return a role and the name of its area, "" for every one, in words."""
    return f"{role.replace('_', ' ').capitalize()} in {area or _EVERY_AREA}"


def _session(session: SessionRow, token: str) -> html.Li:
    times = f"Since {_time(session.started_at)}, last used {_time(session.seen_at)} (UTC)"
    if session.is_this:
        form = form_to(Urls.SIGN_OUT, token, [], "Sign out")
        return html.Li([f"{times}: here", form])
    form = form_to(Urls.END_SESSION, token, [hidden_field("session", session.name)], "End it")
    return html.Li([times, form])


def _password(shortest: int, token: str) -> list[Component]:
    fields = [
        field("current", "Current password", "password", "current-password"),
        field("password", "New password", "password", "new-password"),
    ]
    form = form_to(Urls.OWN_PASSWORD, token, fields, "Change it")
    ended = html.P("You stay signed in here, and are signed out everywhere else.")
    return [html.H2("Your password"), password_hint(shortest), ended, form]


def _roles(account: AccountRow) -> str:
    return "; ".join(role_in(role, area) for role, area in account.roles) or "nothing yet"


def _state(account: AccountRow) -> str:
    if account.is_disabled:
        return "Disabled"
    return "Has a password" if account.has_password else "No password here"


def _time(moment: datetime) -> str:
    return f"{moment:%d/%m/%Y %H:%M}"
