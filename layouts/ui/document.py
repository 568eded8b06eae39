"""Pages drawn whole on the server, without the dashboard's own scripts: for paper and for saying no."""

from collections.abc import Sequence
from html import escape
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboard.model.urls import Urls
from layouts.ui.static_html import html_text

STYLES: Final = (
    f'<link rel="stylesheet" href="{Urls.ASSETS}tokens.css">\n'
    f'<link rel="stylesheet" href="{Urls.ASSETS}fonts.css">\n'
    f'<link rel="stylesheet" href="{Urls.ASSETS}report.css">\n'
    f'<link rel="icon" type="image/svg+xml" href="{Urls.ASSETS}favicon.svg">'
)
_PAGE: Final = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
{head}
</head>
<body>
{body}
</body>
</html>
"""


def plain_page(title: str, head: str, body: Sequence[Any]) -> str:
    """Return a whole page; `head` is HTML, `body` a tree of plain elements."""
    written = "\n".join(html_text(part) for part in body)
    return _PAGE.format(title=escape(title), head=head, body=written)


def message_page(title: str, sentences: Sequence[str], ways: Sequence[tuple[str, str]] = ()) -> str:
    """Return a page that says why there is nothing to show, with links as (words, address)."""
    content: list[Component] = [html.H1(title), *(html.P(each) for each in sentences)]
    if ways:
        content.append(html.Ul([html.Li(html.A(words, href=address)) for words, address in ways]))
    return plain_page(title, STYLES, [html.Main(content, id="main", className="message")])
