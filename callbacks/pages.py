"""The one callback that answers an address, and what runs in the browser."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State
from flask import Response, request

from callbacks.answers import Answer, answer_visit, is_known_address
from callbacks.choices import addresses_without, current_choices
from callbacks.downloads import register_downloads
from dashboard.addresses import read_address
from layouts.shell import PRODUCT, chooser, nav_links, shell

if TYPE_CHECKING:
    # Only data may import SQLAlchemy at run time; the engine is handed through.
    from sqlalchemy import Engine

__all__ = ["register_pages", "shell"]


def register_pages(app: Dash, engine: "Engine") -> None:
    """Register the pages, the downloads and the status of addresses that lead nowhere."""
    _register_browser_side(app)
    register_downloads(app.server, engine)
    app.server.after_request(lambda response: mark_unknown(response, engine))

    @app.callback(
        Output("page", "children"),
        Output("chooser", "children"),
        Output("nav", "children"),
        Output("shown", "data"),
        Input("address", "data"),
        prevent_initial_call=True,
    )
    def show_page(visit: dict[str, Any]) -> tuple[Any, Any, Any, dict[str, Any]]:
        """Answer an address; `visit` comes from assets/page.js."""
        today = datetime.now(UTC).date()
        answer = answer_visit(engine, visit["address"], visit.get("remembered") or {}, today)
        return (
            answer.content.children,
            chooser(answer.choices, answer.selection),
            nav_links(answer.selection),
            {**shown(answer), "asked": visit["address"]},
        )


def shown(answer: Answer) -> dict[str, Any]:
    """Say what the browser needs to know of the page: title, address, controls, what to remember."""
    selection = answer.selection
    return {
        "title": f"{answer.content.title} – {PRODUCT}",
        "address": answer.address,
        "announcement": answer.content.announcement,
        "choices": current_choices(selection),
        "without": addresses_without(selection),
        "remember": _remembered(answer),
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


def _remembered(answer: Answer) -> dict[str, str] | None:
    if not answer.is_found:
        return None
    return {"area": answer.selection.area, "framework": answer.selection.framework}


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
