"""Where files are chosen on the Data page: until its script draws the zone, and the form without scripts."""

from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.model.urls import Urls
from layouts.ui.components import aria
from layouts.ui.forms import CSRF_NAME
from layouts.ui.static_html import Input

UPLOAD_FORM: Final = "load-files"
# Fields of the forms: the files themselves, that somebody has looked, and the rows they accept.
FILES: Final = "files"
CONFIRMED: Final = "confirmed"
ACCEPTED: Final = "accepted"
_KINDS: Final = "CSV, workbook, ZIP or XML, several at once. Nothing is loaded until you say so."


def upload_zone(terminal: str) -> html.Div:
    """Render the zone; `terminal` is the address that says how files are loaded there."""
    waiting = html.P("Files are chosen here once the page’s scripts have come.", className="small")
    closed = html.P(
        [
            "Files cannot be loaded from this browser. ",
            html.A("Load them in a terminal", href=terminal),
        ],
        className="upload-closed",
    )
    parts = [
        html.P("Drop this month’s files here", className="drop-title with-script"),
        html.P(_KINDS),
        html.Div(waiting, className="with-script"),
        html.Noscript([_upload_form(terminal), closed]),
    ]
    return html.Div(parts, className="drop-zone")


def _upload_form(terminal: str) -> html.Form:
    there = html.A("do that in a terminal", href=terminal)
    fields: list[Component] = [
        *hidden_fields(),
        html.Label("Files", htmlFor="plain-files"),
        Input(type="file", id="plain-files", name=FILES, multiple=True, required=True),
        html.Label("Sheet that is read, of a workbook with several", htmlFor="plain-sheet"),
        Input(type="text", id="plain-sheet", name="sheet", maxlength=100, autocomplete="off"),
        html.Button("Check", type="submit", className="button first"),
        html.P(["Without scripts this page matches no columns and undoes no load: ", there]),
    ]
    return html.Form(
        fields,
        action=Urls.INTAKE_FILES,
        method="post",
        encType="multipart/form-data",
        id=UPLOAD_FORM,
        className="upload-form",
        **aria(label="Choose files"),
    )


def hidden_fields() -> list[Component]:
    """Render what each form with files sends along; whoever sends the page fills it in."""
    return [
        Input(type="hidden", name="address", value=""),
        Input(type="hidden", name=CSRF_NAME, value=""),
    ]
