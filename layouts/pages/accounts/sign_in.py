"""Pages of whoever is not signed in yet: signing in, and setting a password by a link."""

from typing import Final
from urllib.parse import urlencode

from dash import html

from dashboard.model.urls import Urls
from layouts.ui.account_forms import alert, field, form_to, hidden_field, page_of_account

TITLE: Final = "Sign in"
_PASSWORD_TITLE: Final = "Set your password"  # noqa: S105 - a heading


def sign_in_page(words: str, to: str, token: str, *, has_provider: bool) -> str:
    """Return the page on which people sign in; `words` say why they could not.

    `token` goes with a session that is open already, "" without one.
    """
    form = form_to(
        Urls.SIGN_IN,
        token,
        [
            field("login", "Name of your account", "text", "username"),
            field("password", "Password", "password", "current-password"),
            hidden_field("next", to),
        ],
        "Sign in",
    )
    address = f"{Urls.PROVIDER}?{urlencode({'next': to})}" if to else Urls.PROVIDER
    provider = html.P(html.A("Sign in with your organisation’s account", href=address))
    return page_of_account(TITLE, [alert(words), provider if has_provider else None, form])


def password_page(path: str, words: str, shortest: int, token: str) -> str:
    """Return the page of a link by which somebody sets a password."""
    fields = [field("password", "New password", "password", "new-password")]
    form = form_to(path, token, fields, "Set it")
    return page_of_account(_PASSWORD_TITLE, [alert(words), password_hint(shortest), form])


def password_hint(shortest: int) -> html.P:
    """Return what a password is like."""
    return html.P(
        f"At least {shortest} characters. A few words that do not belong together do well."
    )
