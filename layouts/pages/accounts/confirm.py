"""The page of whom a provider vouched for too long ago: it leads there, and keeps what was sent."""

from collections.abc import Sequence
from typing import Final

from dash import html

from layouts.ui.account_forms import hidden_field, page_of_account

_TITLE: Final = "Confirm your sign-in"
_READING: Final = "This page leads to your organisation’s sign-in and back."
_FILES: Final = "Then go back to the page before this one and send the files again."


def confirm_page(words: str, to: str, action: str, fields: Sequence[tuple[str, str]]) -> str:
    """Return the page; `action` is where a form was sent, with its `fields`, "" where a page was asked for."""
    if not action:
        return page_of_account(_TITLE, [html.P(_READING), html.P(html.A("Go on", href=to))])
    way = html.P(html.A("Confirm in another tab", href=to, target="_blank", rel="noopener"))
    again = html.P(_FILES)
    if fields:
        button = html.Button("Send it again", type="submit", className="button first")
        hidden = [hidden_field(name, value) for name, value in fields]
        again = html.Form(
            [*hidden, html.Div(button, className="buttons")], action=action, method="post"
        )
    return page_of_account(_TITLE, [html.P(words), way, again])
