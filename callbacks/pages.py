"""The one callback that answers an address, and what runs in the browser."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from dash import ALL, ClientsideFunction, Dash, Input, Output, State
from flask import Response, request

from callbacks.answers import Answer, answer_visit, is_known_address
from callbacks.choices import addresses_without, current_choices
from callbacks.downloads import register_downloads
from dashboard.addresses import read_address
from layouts.controls import SELECTS, choice_id, chooser_controls, control_of, newest_report
from layouts.shell import PRODUCT, nav_links, shell

if TYPE_CHECKING:
    # Only data may import SQLAlchemy at run time; the engine is handed through.
    from sqlalchemy import Engine

__all__ = ["register_pages", "shell"]
# Pages that say the same of every area and plan.
WITHOUT_CHOOSER: Final = ("data", "about", "")
OUTPUTS: Final = {
    "top": Output("page-top", "children"),
    "top_look": Output("page-top", "className"),
    "page": Output("page", "children"),
    "nav": Output("nav", "children"),
    "newest_report": Output("newest-report", "children"),
    "as_of": Output(choice_id("as_of"), "value"),
    "options": {name: Output(choice_id(name), "options") for name in SELECTS},
    "values": {name: Output(choice_id(name), "value") for name in SELECTS},
    "hidden": {name: Output(name, "hidden") for name in ("chooser", "filters", "breakdowns")},
    "shown": Output("shown", "data"),
}


def register_pages(app: Dash, engine: "Engine") -> None:
    """Register the pages, the downloads and the status of addresses that lead nowhere."""
    _register_browser_side(app)
    register_downloads(app.server, engine)
    app.server.after_request(lambda response: mark_unknown(response, engine))

    @app.callback(output=OUTPUTS, inputs=[Input("address", "data")], prevent_initial_call=True)
    def show_page(visit: dict[str, Any]) -> dict[str, Any]:
        """Answer an address; `visit` comes from assets/page.js."""
        today = datetime.now(UTC).date()
        remembered = visit.get("remembered") or {}
        return outputs(answer_visit(engine, visit["address"], remembered, today), visit["address"])


def outputs(answer: Answer, asked: str) -> dict[str, Any]:
    """Give everything that the page shows for an answer; keys are those of OUTPUTS."""
    content, selection = answer.content, answer.selection
    controls = {**chooser_controls(answer.choices, selection), **content.controls}
    return {
        "top": content.top,
        "top_look": "wide",
        "page": content.children,
        "nav": nav_links(selection),
        "newest_report": newest_report(selection),
        "as_of": selection.as_of.isoformat() if selection.as_of else "",
        "options": {name: control_of(controls, name).shown_options() for name in SELECTS},
        "values": {name: control_of(controls, name).shown_value() for name in SELECTS},
        "hidden": {
            "chooser": selection.page in WITHOUT_CHOOSER,
            "filters": "status" not in controls,
            "breakdowns": "breakdown" not in controls,
        },
        "shown": _shown(answer, asked),
    }


def mark_unknown(response: Response, engine: "Engine") -> Response:
    """Answer 404 where an address is well formed and the store has nothing by that name."""
    is_page = response.mimetype == "text/html" and response.status_code == 200
    search = request.query_string.decode()
    if not is_page or read_address(request.path, search) is None:
        return response
    if not is_known_address(engine, f"{request.path}?{search}", datetime.now(UTC).date()):
        response.status_code = 404
    return response


def _shown(answer: Answer, asked: str) -> dict[str, Any]:
    """Say what the browser needs to know of the page: title, address, controls, what to keep."""
    selection = answer.selection
    chosen = {"area": selection.area, "framework": selection.framework}
    return {
        "asked": asked,
        "address": answer.address,
        "title": f"{answer.content.title} – {PRODUCT}",
        "announcement": answer.content.announcement,
        "choices": current_choices(selection, answer.content.controls),
        "without": addresses_without(selection),
        "remember": chosen if answer.is_found else None,
    }


def _register_browser_side(app: Dash) -> None:
    """Name the functions of assets/page.js and what calls them."""
    app.clientside_callback(
        ClientsideFunction("page", "start"), Output("address", "data"), Input("main", "id")
    )
    app.clientside_callback(
        ClientsideFunction("page", "choose"),
        Input({"type": "choice", "name": ALL}, "value"),
        State({"type": "choice", "name": ALL}, "id"),
        State("shown", "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("page", "arrive"), Input("shown", "data"), prevent_initial_call=True
    )
