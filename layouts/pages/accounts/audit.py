"""The page of the audit log."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from dash import html

from dashboard.model.urls import Urls
from layouts.ui.account_forms import region_of
from layouts.ui.static_html import small_page
from layouts.ui.tables import table

TITLE: Final = "Audit log"
_COLUMNS: Final = ("When (UTC)", "Who", "Did", "What")


def audit_page(entries: Sequence[tuple[datetime, str, str, str]]) -> str:
    """Return the page of entries, the newest first."""
    rows = [(f"{at:%d/%m/%Y %H:%M}", by, act, about) for at, by, act, about in entries]
    parts = [
        html.P(html.A("All of it (CSV)", href=Urls.AUDIT_CSV)),
        region_of(table("", _COLUMNS, rows), TITLE) if rows else html.P("Nothing is logged."),
        html.P(html.A("Go to the overview", href="/")),
    ]
    return small_page(TITLE, parts)
