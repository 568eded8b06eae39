"""The page of the audit log."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from dash import html

from dashboard.model.urls import Urls
from layouts.ui.static_html import STYLES, plain_page

TITLE: Final = "Audit log"
_COLUMNS: Final = ("When (UTC)", "Who", "Did", "What")


def audit_page(entries: Sequence[tuple[datetime, str, str, str]]) -> str:
    """Return the page of entries, the newest first."""
    head = html.Tr([html.Th(name, scope="col") for name in _COLUMNS])
    rows = [
        html.Tr([html.Td(f"{at:%d/%m/%Y %H:%M}"), html.Td(by), html.Td(act), html.Td(about)])
        for at, by, act, about in entries
    ]
    parts = [
        html.H1(TITLE),
        html.P(html.A("All of it (CSV)", href=Urls.AUDIT_CSV)),
        html.Table([html.Thead(head), html.Tbody(rows)]) if rows else html.P("Nothing is logged."),
        html.P(html.A("Go to the overview", href="/")),
    ]
    return plain_page(TITLE, STYLES, [html.Main(parts, id="main", className="message")])
