"""Pages of an account: signing in, setting a password, and what the account may do."""

from collections.abc import Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.model.rights import ROLE_WORDS
from dashboard.model.urls import Urls
from layouts.ui.forms import CSRF_NAME
from layouts.ui.static_html import STYLES, Input, plain_page

TITLE: Final = "Sign in"
_PASSWORD_TITLE: Final = "Set your password"  # noqa: S105 - a heading
_ACCOUNT_TITLE: Final = "Your account"
_EVERY_AREA: Final = "every area"


def sign_in_page(words: str, to: str, *, has_provider: bool) -> str:
    """Return the page on which people sign in; `words` say why they could not."""
    form = _form(
        Urls.SIGN_IN,
        [
            _field("login", "Name of your account", "text", "username"),
            _field("password", "Password", "password", "current-password"),
            _hidden("next", to),
        ],
        "Sign in",
    )
    provider = html.P(html.A("Sign in with your organisation’s account", href=Urls.PROVIDER))
    parts = [_alert(words), provider if has_provider else None, form]
    return _page(TITLE, parts)


def password_page(path: str, words: str, shortest: int) -> str:
    """Return the page of a link by which somebody sets a password."""
    hint = html.P(
        f"At least {shortest} characters. A few words that do not belong together do well."
    )
    form = _form(path, [_field("password", "New password", "password", "new-password")], "Set it")
    return _page(_PASSWORD_TITLE, [_alert(words), hint, form])


def account_page(name: str, roles: Sequence[tuple[str, str]], token: str) -> str:
    """Return the page of who is signed in; a role comes with the name of its area, "" for every one."""
    listed = [
        html.Li(
            f"{role.replace('_', ' ').capitalize()} in {area or _EVERY_AREA}: {ROLE_WORDS[role]}."
        )
        for role, area in roles
    ]
    parts = [
        html.P(f"You are signed in as {name}."),
        html.Ul(listed)
        if listed
        else html.P("You have no role yet: ask an administrator for one."),
        _form(Urls.SIGN_OUT, [_hidden(CSRF_NAME, token)], "Sign out"),
        _form(Urls.SIGN_OUT_EVERYWHERE, [_hidden(CSRF_NAME, token)], "Sign out everywhere"),
        html.P(html.A("Go to the overview", href="/")),
    ]
    return _page(_ACCOUNT_TITLE, parts)


def _page(title: str, parts: Sequence[Component | None]) -> str:
    content = [html.H1(title), *(part for part in parts if part is not None)]
    return plain_page(title, STYLES, [html.Main(content, id="main", className="message")])


def _alert(words: str) -> html.P | None:
    return html.P(words, role="alert", className="form-said is-alert") if words else None


def _form(to: str, fields: Sequence[Component], words: str) -> html.Form:
    button = html.Button(words, type="submit", className="button first")
    return html.Form(
        [*fields, html.Div(button, className="buttons")],
        action=to,
        method="post",
        className="account-form",
    )


def _field(name: str, label: str, kind: str, fills: str) -> html.Div:
    box = Input(id=name, name=name, type=kind, autocomplete=fills, required=True, maxlength="200")
    return html.Div([html.Label(label, htmlFor=name), box], className="choice")


def _hidden(name: str, value: str) -> Component:
    return Input(type="hidden", name=name, value=value)
