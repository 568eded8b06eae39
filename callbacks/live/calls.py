"""What a live region may ask: one part that there is, for one address of its page.

POST /_dash-update-component, and under /live/<page>/
    404 where there is no such part, or the address is of another page or of none; 400 for whatever
    else Dash's own scripts do not send.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import wraps
from typing import Annotated, Any, Final

from dash import Dash
from dash.development.base_component import Component
from flask import abort
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from callbacks.pages.resolve import last_step, open_selection, read_selection
from callbacks.server.json_api import json_object
from callbacks.server.limits import LONGEST_QUERY
from dashboard.model.rights import Reach
from dashboard.model.selection import Selection
from data.queries.snapshot import Snapshot, UnknownSelectionError
from data.store.databases.engine import Engine
from data.store.read_transaction import ReadTransaction, cached_by_version
from layouts.ui.live import ADDRESS, CHOICES
from layouts.ui.static_html import ATTRIBUTE, html_text

_ENDPOINTS: Final = ("/_dash-update-component", "live_dash-update-component")
_NO_PART: Final = "There is no such part of a page."
_CHANGED: Final = f"{CHOICES}.{ADDRESS}"
_UNREADABLE: Final = "This was not sent by a page of this dashboard."
# What is written is kept of so many parts: of a priority of nine panels each has 0.3 MB.
_PARTS: Final = 48

Drawing = Callable[[Snapshot], Component | None]


def _only(word: str) -> Any:
    """Return what checks that a text is one word."""
    return Field(pattern=f"^{re.escape(word)}$")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Choices(_Strict):
    id: Annotated[str, _only(CHOICES)]
    property: Annotated[str, _only(ADDRESS)]
    value: str = Field(max_length=LONGEST_QUERY)


class _Part(_Strict):
    id: str
    property: Annotated[str, _only(ATTRIBUTE)]


class _Call(_Strict):
    output: str
    outputs: _Part
    inputs: list[_Choices] = Field(min_length=1, max_length=1)
    changed: list[Annotated[str, _only(_CHANGED)]] = Field(alias="changedPropIds", max_length=1)
    parsed: list[Annotated[str, _only(_CHANGED)]] = Field([], alias="parsedChangedPropsIds")


def register_calls(app: Dash) -> None:
    """Check what is asked of callbacks before Dash reads it."""
    for endpoint in _ENDPOINTS:
        view = app.server.view_functions[endpoint]
        app.server.view_functions[endpoint] = _checked(view, app)


@contextmanager
def open_page(engine: Engine, address: str, page: str) -> Iterator[Snapshot]:
    """Open a snapshot of what an address of a page means; UnknownSelectionError for another page."""
    selection = read_selection(address)
    if selection.page != page:
        raise UnknownSelectionError(address)
    with open_selection(engine, selection) as snapshot:
        yield snapshot


def written_part(engine: Engine, address: str, page: str, draw: Drawing) -> str:
    """Return a part of a page as HTML for an address: written once at a data version, as pages are."""
    with open_page(engine, address, page) as snapshot:
        arguments = (snapshot.selection, snapshot.today, snapshot.reach, last_step(snapshot))
        return _written(snapshot.transaction, draw, *arguments)


@cached_by_version(_PARTS)
def _written(
    transaction: ReadTransaction,
    draw: Drawing,
    selection: Selection,
    today: date,
    reach: Reach,
    _last_step: int,
) -> str:
    return html_text(draw(Snapshot(transaction, selection, today, reach)))


def _checked(view: Callable[..., Any], app: Dash) -> Callable[..., Any]:
    @wraps(view)
    def answer(**path: Any) -> Any:
        sent = json_object()
        if sent is None:
            abort(400, _UNREADABLE)
        part = sent.get("output")
        if not isinstance(part, str) or part not in app.callback_map:
            abort(404, _NO_PART)
        try:
            call = _Call.model_validate(sent)
        except ValidationError:
            abort(400, _UNREADABLE)
        if f"{call.outputs.id}.{call.outputs.property}" != part:
            abort(400, _UNREADABLE)
        return view(**path)

    return answer
