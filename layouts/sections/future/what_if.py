"""What if: the fields in which a reader chooses a scenario, and what it says."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import parse_qsl

from dash import html

from dashboard.future import text
from dashboard.future.model import FutureNeed
from dashboard.future.scenario import (
    LEAST_GROWTH,
    MOST_CAPACITY,
    MOST_GROWTH,
    Chosen,
    Flow,
    assumptions,
    capacity_assumption,
    capacity_names,
    read_choices,
)
from dashboard.model.selection import Selection, address
from dashboard.model.urls import PAGES
from layouts.ui.forms import IS_PUBLIC
from layouts.ui.get_form import SUBMIT, hidden, select
from layouts.ui.static_html import ATTRIBUTE
from layouts.ui.xml_text import escape

_ADD: Final = "Add this scenario to a pack"
_OWN: Final = frozenset({"growth", "issued", "capacity", "capacity_of", "capacity_from"})


def what_if_form(need: FutureNeed, flow: Flow | None, selection: Selection) -> html.Div | None:
    """Render the fields of a scenario; each begins as it is now. None where nothing can be chosen."""
    names = capacity_names(need)
    if flow is None and not names:
        return None
    query = parse_qsl(address(selection).partition("?")[2])
    others = "".join(hidden(name, value) for name, value in query if name not in _OWN)
    capacity = "".join(_capacity_fields(names, selection))
    # What belongs to one capacity stays on one line.
    fields = f"{''.join(_flow_fields(flow, selection))}<div>{capacity}</div>"
    form = (
        f'<form action="{PAGES["future"]}" method="get" data-live data-at-once>{others}'
        f"<fieldset><legend>What if</legend>{fields}"
        f'<a href="{escape(selection.to("future"))}">As it is now</a></fieldset>{SUBMIT}</form>'
    )
    return html.Div(className="controls what-if", **{ATTRIBUTE: form})


def _flow_fields(flow: Flow | None, selection: Selection) -> Iterator[str]:
    if flow:
        choices = read_choices(selection)
        growth = flow.growth if choices.growth is None else choices.growth
        issued = flow.issued if choices.issued is None else choices.issued
        label = f"Requests change by, % a year (now {flow.growth:g})"
        yield _field("growth", label, f"{growth:g}", LEAST_GROWTH, MOST_GROWTH)
        label = f"Requests that end in a plan, % (now {flow.issued:g})"
        yield _field("issued", label, f"{issued:g}", 0, 100)


def _capacity_fields(names: Mapping[str, str], selection: Selection) -> Iterator[str]:
    if names:
        choices = read_choices(selection)
        yield select("capacity_of", "Capacity of", names.items(), choices.capacity_of)
        number = "" if choices.capacity is None else f"{choices.capacity:g}"
        yield _field("capacity", "becomes", number, 0, MOST_CAPACITY)
        start = choices.capacity_from.isoformat() if choices.capacity_from else ""
        yield f'<label>from <input type="date" name="capacity_from" value="{start}"></label>'


def _field(name: str, label: str, value: str, least: float, most: float) -> str:
    return (
        f'<label>{escape(label)} <input type="number" name="{name}" value="{value}" '
        f'min="{least:g}" max="{most:.0f}" step="any" inputmode="decimal"></label>'
    )


def scenario_words(chosen: Chosen, selection: Selection) -> html.Div | None:
    """Render what a scenario comes to and what it assumes; None where nothing was chosen.

    The link leads to a new pack of the plan with the scenario filled in.
    """
    words = []
    if chosen.scenario:
        words += [text.scenario_sentence(chosen.scenario), assumptions(chosen.scenario)]
    if chosen.capacity:
        words.append(capacity_assumption(chosen.capacity))
    if not words:
        return None
    href = address(replace(selection, page="meeting"))
    first, *others = words
    return html.Div(
        [
            html.P([html.Strong("Scenario, not a figure. "), first]),
            *(html.P(each) for each in others),
            None if IS_PUBLIC.get() else html.P(html.A(_ADD, href=f"{href}#new")),
        ],
        className="scenario",
    )
