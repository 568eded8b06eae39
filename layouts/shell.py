"""The frame round every page: header, chooser, main, live region, footer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.addresses import Selection
from dashboard.shapes import Area, Framework
from layouts.parts import choice

PRODUCT = "SEND dashboard"
_NAV = (("overview", "Overview"), ("actions", "Actions"), ("data", "Data"), ("about", "About"))
_LICENCE = (
    "Figures come from published reports of the local areas and from the Department for "
    "Education, the latter under the Open Government Licence v3.0."
)


@dataclass(frozen=True)
class Choices:
    """What the chooser offers: the areas, and the plans of the chosen area."""

    areas: Sequence[Area]
    frameworks: Sequence[Framework]


def shell() -> html.Div:
    """Draw the frame with an empty page in it; the address fills it."""
    return html.Div(
        [
            dcc.Store(id="address"),
            dcc.Store(id="shown"),
            html.Header(
                html.Div(
                    [
                        html.A(PRODUCT, href="/", className="product"),
                        html.Nav(id="nav", **_named("Pages")),
                    ],
                    className="wide",
                ),
                className="band",
            ),
            html.Section(
                html.Div(id="chooser", className="wide"),
                className="chooser",
                **_named("Area, plan and report date"),
            ),
            html.Main(
                html.Div(html.P("Loading…", className="loading"), id="page", className="wide"),
                id="main",
                tabIndex="-1",
            ),
            html.Div(id="announcer", className="visually-hidden", role="status"),
            _footer(),
        ],
        className="frame",
    )


def nav_links(selection: Selection) -> html.Ul:
    """Draw the links to the pages, each keeping area, plan and report date."""
    return html.Ul([_nav_item(page, words, selection) for page, words in _NAV])


def chooser(choices: Choices, selection: Selection) -> list[Component]:
    """Draw the selects for area and plan and the report date."""
    areas = [(area.area_code, area.name) for area in choices.areas]
    plans = [(plan.framework_id, plan.title) for plan in choices.frameworks]
    return [
        choice("area", "Area", areas, selection.area),
        choice("framework", "Plan", plans, selection.framework),
        _report_date(selection),
    ]


def _report_date(selection: Selection) -> html.Div:
    """Draw the date field; it waits for the typing to stop, a half-typed year being a date too."""
    field = {"type": "choice", "name": "as_of"}
    value = selection.as_of.isoformat() if selection.as_of else ""
    date_input = dbc.Input(id=field, type="date", value=value, debounce=700, min="2010-01-01")
    latest = html.A("Latest", href=selection.to(**_here(selection)), hidden=not value)
    return html.Div(
        [dbc.Label("As at", html_for=field), html.Div([date_input, latest], className="with-link")],
        className="choice choice-as_of",
    )


def _here(selection: Selection) -> dict[str, Any]:
    return {
        "page": selection.page,
        "measure": selection.measure,
        "priority_number": selection.priority_number,
        "as_of": None,
    }


def _nav_item(page: str, words: str, selection: Selection) -> html.Li:
    current = {"aria-current": "page"} if page == selection.page else {}
    return html.Li(html.A(words, href=selection.to(page), **current))


def _footer() -> html.Footer:
    return html.Footer(
        html.Div(
            [
                html.P([_LICENCE, " ", html.A("Sources and licences", href="/about#sources")]),
                html.P(html.A("Accessibility statement", href="/about#accessibility")),
            ],
            className="wide",
        )
    )


def _named(words: str) -> dict[str, Any]:
    return {"aria-label": words}
