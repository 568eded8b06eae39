"""The plain forms of accounts, and the frame of their pages."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from layouts.ui.components import aria
from layouts.ui.forms import CSRF_NAME
from layouts.ui.static_html import Input, small_page


def page_of_account(title: str, parts: Sequence[Component | None]) -> str:
    """Return a page with a heading and what of its parts there is."""
    return small_page(title, [part for part in parts if part is not None])


def region_of(wide: html.Table, label: str) -> html.Div:
    """Return a table in a box of its own, which scrolls on a phone and takes the focus."""
    return html.Div(wide, className="region", role="region", tabIndex=0, **aria(label=label))


def alert(words: str) -> html.P | None:
    """Return why something was not done; None where nothing was refused."""
    return html.P(words, role="alert", className="form-said is-alert") if words else None


def form_to(to: str, token: str, fields: Sequence[Component], words: str) -> html.Form:
    """Return a form with the token of a session, "" without one, and a button."""
    own = [hidden_field(CSRF_NAME, token)] if token else []
    button = html.Button(words, type="submit", className="button first")
    return html.Form(
        [*own, *fields, html.Div(button, className="buttons")],
        action=to,
        method="post",
        className="account-form",
    )


def field(name: str, label: str, kind: str, fills: str) -> html.Div:
    """Return a field with its label; `fills` is what a browser may fill it with."""
    box = Input(id=name, name=name, type=kind, autocomplete=fills, required=True, maxlength="200")
    return html.Div([html.Label(label, htmlFor=name), box], className="choice")


def hidden_field(name: str, value: str) -> Component:
    """Return a field that nobody sees."""
    return Input(type="hidden", name=name, value=value)
