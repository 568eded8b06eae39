"""The one callback that answers an address, and the functions that run in the browser."""

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from dash import ClientsideFunction, Dash, Input, Output, State, no_update
from dash.development.base_component import Component
from flask import Response, has_request_context, request

from callbacks.access.data_team import shows_small
from callbacks.pages.former import register_former_addresses
from callbacks.pages.resolve import Answer, answer_address, answer_first_request
from dashboard.model.panel import Area
from dashboard.model.selection import DAYS, Selection, address, read_address
from data.store.engine import Engine
from layouts.ui.controls import (
    SELECTS,
    Control,
    choice_id,
    chooser_controls,
    control_of,
    newest_report,
)
from layouts.ui.shell import PRODUCT, data_team_note, nav_links, shell, synthetic_note
from layouts.ui.static_html import freeze_static

__all__ = ["first_layout", "register_pages"]
# Pages that are the same for every area and plan.
WITHOUT_CHOOSER: Final = ("data", "about", "")
SYNTHETIC_TITLE: Final = "synthetic data"
# Sent whenever they differ from what the page shows already.
CACHED_OUTPUTS: Final = {
    "top": Output("page-top", "children"),
    "top_look": Output("page-top", "className"),
    "nav": Output("nav", "children"),
    "newest_report": Output("newest-report", "children"),
    "small_numbers": Output("small-numbers", "children"),
    "synthetic": Output("synthetic", "children"),
    **{f"options_{name}": Output(choice_id(name), "options") for name in SELECTS},
    **{f"hidden_{name}": Output(name, "hidden") for name in ("chooser", "breakdowns")},
}
# Sent every time: the reader may have changed a control since.
PAGE_OUTPUTS: Final = {
    "page": Output("page", "children"),
    "value_as_of": Output(choice_id("as_of"), "value"),
    **{f"value_{name}": Output(choice_id(name), "value") for name in SELECTS},
    "shown": Output("shown", "data"),
}
_OF_SERIES: Final = ("basis", "year_kind", "breakdown", "statistic", "origin")
# What falls with a choice: another area has other plans, another plan other priorities and parts.
_DEPENDENT_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "area": ("framework", *_OF_SERIES, "by", "period", "priority"),
    "framework": (*_OF_SERIES, "by", "period", "priority"),
    "breakdown": ("basis", "year_kind", "statistic", "origin", "period"),
}
CHOICES: Final = ("area", "framework", "as_of", "breakdown")


def register_pages(app: Dash, engine: Engine) -> None:
    """Register the pages and the status of addresses that lead nowhere."""
    _register_browser_side(app)
    register_former_addresses(app.server)
    app.server.after_request(lambda response: mark_unknown(response, engine))

    @app.callback(
        output={**CACHED_OUTPUTS, **PAGE_OUTPUTS},
        inputs=[Input("address", "data"), State("shown", "data")],
        prevent_initial_call=True,
    )
    def show_page(navigation: dict[str, Any], before: dict[str, Any] | None) -> dict[str, Any]:
        """Answer an address; `navigation` comes from assets/page.js, `before` is what is shown."""
        today = datetime.now(UTC).date()
        remembered = navigation.get("remembered") or {}
        answer = answer_address(engine, navigation["address"], remembered, today)
        sent = outputs(answer, navigation["address"], (before or {}).get("digests", {}))
        return {**sent, "shown": {**sent["shown"], "told": True}}


def first_layout(engine: Engine) -> Component:
    """Return the frame, filled for the address of this request, so that nothing is fetched twice.

    Where Dash fetches its layout by itself the frame is empty, and assets/page.js fetches the page.
    """
    frame = shell(datetime.now(UTC).date())
    if not has_request_context() or request.path.endswith("/_dash-layout"):
        return frame
    answer = answer_first_request(engine, _request_address())
    named = {_text(getattr(component, "id", None)): component for component in _walk(frame)}
    for name, value in outputs(answer, _request_address(), {}).items():
        output = {**CACHED_OUTPUTS, **PAGE_OUTPUTS}[name]
        setattr(named[_text(output.component_id)], output.component_property, value)
    return frame


def _request_address() -> str:
    """Return the address of this request, as assets/page.js writes it."""
    search = request.query_string.decode()
    return f"{request.path}?{search}" if search else request.path


def _walk(frame: Component) -> Iterator[Component]:
    """Walk a tree of components, the top one first."""
    yield frame
    children = getattr(frame, "children", None)
    for child in children if isinstance(children, list) else [children]:
        if isinstance(child, Component):
            yield from _walk(child)


def _text(component_id: Any) -> str:
    return json.dumps(component_id, sort_keys=True)


def outputs(answer: Answer, requested: str, digests: Mapping[str, int]) -> dict[str, Any]:
    """Return the outputs of an answer; `digests` are of what the page shows already."""
    cached = _cached_values(answer)
    new_digests = {name: zlib.crc32(repr(value).encode()) for name, value in cached.items()}
    changed = {
        name: no_update if digests.get(name) == new_digests[name] else value
        for name, value in cached.items()
    }
    return {
        **changed,
        **_page_values(answer),
        "shown": {**_shown(answer, requested), "digests": new_digests},
    }


def _cached_values(answer: Answer) -> dict[str, Any]:
    selection, controls = answer.selection, _controls(answer)
    return {
        "top": answer.content.top,
        "top_look": "wide",
        "nav": nav_links(selection),
        "newest_report": newest_report(
            selection,
            answer.content.judged_on,
            is_ahead=answer.is_future_report_date,
            has_ended=answer.has_ended,
        ),
        "small_numbers": freeze_static(data_team_note()) if shows_small() else None,
        "synthetic": freeze_static(synthetic_note(_area_shown(answer))),
        **{f"options_{name}": control_of(controls, name).shown_options() for name in SELECTS},
        "hidden_chooser": selection.page in WITHOUT_CHOOSER,
        "hidden_breakdowns": "breakdown" not in controls,
    }


def _area_shown(answer: Answer) -> Area | None:
    """Return the area whose figures the page shows; None where it shows those of none."""
    if answer.selection.page in WITHOUT_CHOOSER:
        return None
    code = answer.selection.area
    return next((area for area in answer.choices.areas if area.area_code == code), None)


def _title(answer: Answer) -> str:
    title = answer.content.title
    needs_label = _is_synthetic(answer) and SYNTHETIC_TITLE not in title
    parts = [title, SYNTHETIC_TITLE if needs_label else "", PRODUCT]
    return " – ".join(part for part in parts if part)


def _is_synthetic(answer: Answer) -> bool:
    area = _area_shown(answer)
    return area is not None and area.is_synthetic


def _page_values(answer: Answer) -> dict[str, Any]:
    as_of, controls = answer.selection.as_of, _controls(answer)
    values = {f"value_{name}": control_of(controls, name).shown_value() for name in SELECTS}
    date_shown = as_of.isoformat() if as_of else ""
    return {"page": answer.content.children, "value_as_of": date_shown, **values}


def _controls(answer: Answer) -> dict[str, Control]:
    return {**chooser_controls(answer.choices, answer.selection), **answer.content.controls}


def mark_unknown(response: Response, engine: Engine) -> Response:
    """Set the status 404 where an address is well formed and the store has nothing by that name."""
    is_page = response.mimetype == "text/html" and response.status_code == 200
    if not is_page or read_address(request.path, request.query_string.decode()) is None:
        return response
    if answer_first_request(engine, _request_address()).is_missing:
        response.status_code = 404
    return response


def _shown(answer: Answer, requested: str) -> dict[str, Any]:
    """Return what the browser needs to know of the page: title, address, controls, what to remember."""
    selection = answer.selection
    chosen = {"area": selection.area, "framework": selection.framework}
    # No reader is met with made-up figures by default.
    is_remembered = answer.is_found and not _is_synthetic(answer)
    return {
        "asked": requested,
        "address": answer.address,
        "title": _title(answer),
        "announcement": answer.content.announcement,
        "without": addresses_without(selection),
        "remember": chosen if is_remembered else None,
    }


def addresses_without(selection: Selection) -> dict[str, str]:
    """Return, for each control, the address to which the browser adds what is chosen next."""
    return {name: address(_without(selection, name)) for name in CHOICES}


def _without(selection: Selection, name: str) -> Selection:
    emptied: dict[str, Any] = dict.fromkeys((name, *_DEPENDENT_CHOICES.get(name, ())), "")
    emptied |= {day: None for day in DAYS if day in emptied}
    if selection.page == "priority" and name in ("area", "framework"):
        emptied |= {"page": "overview", "priority_number": None}
    return replace(selection, **emptied)


def _register_browser_side(app: Dash) -> None:
    """Register the functions of assets/page.js with what calls them."""
    app.clientside_callback(
        ClientsideFunction("page", "start"),
        Output("address", "data"),
        Input("main", "id"),
        State("shown", "data"),
    )
    app.clientside_callback(ClientsideFunction("page", "arrive"), Input("shown", "data"))
