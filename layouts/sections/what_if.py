"""What if: the fields in which a reader chooses a scenario, and what it says."""

from typing import Final
from urllib.parse import parse_qsl

from dash import html

from dashboard.future import text
from dashboard.future.scenario import (
    LEAST_GROWTH,
    MOST_GROWTH,
    Flow,
    Scenario,
    assumptions,
    read_choices,
)
from dashboard.model.selection import Selection, address
from dashboard.model.urls import PAGES
from layouts.ui.get_form import SUBMIT, hidden
from layouts.ui.static_html import ATTRIBUTE
from layouts.ui.xml_text import escape

_OWN: Final = frozenset({"growth", "issued", "capacity", "capacity_of", "capacity_from"})


def what_if_form(flow: Flow, selection: Selection) -> html.Div:
    """Render the fields of a scenario; each begins as it is now."""
    choices = read_choices(selection)
    growth = flow.growth if choices.growth is None else choices.growth
    issued = flow.issued if choices.issued is None else choices.issued
    query = parse_qsl(address(selection).partition("?")[2])
    others = "".join(hidden(name, value) for name, value in query if name not in _OWN)
    form = (
        f'<form action="{PAGES["future"]}" method="get" data-live data-at-once>{others}'
        "<fieldset><legend>What if</legend>"
        + _field(
            "growth",
            f"Requests change by, % a year (now {flow.growth:g})",
            growth,
            LEAST_GROWTH,
            MOST_GROWTH,
        )
        + _field("issued", f"Requests that end in a plan, % (now {flow.issued:g})", issued, 0, 100)
        + f'<a href="{escape(_plain(selection))}">As it is now</a>'
        f"</fieldset>{SUBMIT}</form>"
    )
    return html.Div(className="controls what-if", **{ATTRIBUTE: form})


def _plain(selection: Selection) -> str:
    return selection.to("future")


def _field(name: str, label: str, value: float, least: float, most: float) -> str:
    return (
        f'<label>{escape(label)} <input type="number" name="{name}" value="{value:g}" '
        f'min="{least:g}" max="{most:g}" step="any" inputmode="decimal"></label>'
    )


def scenario_words(scenario: Scenario) -> html.Div:
    """Render what a scenario comes to and what it assumes."""
    return html.Div(
        [
            html.P([html.Strong("Scenario, not a figure. "), text.scenario_sentence(scenario)]),
            html.P(assumptions(scenario)),
        ],
        className="scenario",
    )
