"""The controls that change the address: they stay in the page while what is round them is redrawn.

A control that was drawn anew with each page would lose the keyboard's focus.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import html

from dashboard.model.codes import TREND_WORDS
from dashboard.model.panel import Area, Framework, Overview, Panel, Series
from dashboard.model.selection import Selection, address
from dashboard.panels.panel import row_series
from dashboard.text.format import day_words
from layouts.ui.view_options import breakdown_code, breakdown_names

# A select shows nothing for an empty value, so "no choice" has a name of its own.
NO_CHOICE: Final = "all"
SELECTS: Final = ("area", "framework", "breakdown")
# More breakdowns than this are a select instead of a row of links.
MAX_LINKS: Final = 8


@dataclass(frozen=True)
class ChooserAreas:
    """What the chooser offers: the areas, and the plans of the chosen area."""

    areas: Sequence[Area]
    frameworks: Sequence[Framework]


@dataclass(frozen=True)
class Control:
    """What one select offers, as (value, words), and its value; "" is no choice."""

    options: tuple[tuple[str, str], ...] = ()
    value: str = ""

    def shown_options(self) -> list[dict[str, str]]:
        """Return the options in the form that the select takes."""
        return [{"value": code or NO_CHOICE, "label": words} for code, words in self.options]

    def shown_value(self) -> str:
        """Return the value in the form that the select takes."""
        return self.value or NO_CHOICE


def chooser_fields(today: date) -> list[html.Div]:
    """Render the selects for area and plan and the field for the report date, `today` at the latest."""
    return [_field("area", "Area"), _field("framework", "Plan"), _report_date(today)]


def breakdown_field() -> html.Div:
    """Render the select for a measure's breakdowns where they are many."""
    return html.Div(_field("breakdown", "Breakdown"), id="breakdowns", hidden=True)


def choice_id(name: str) -> dict[str, str]:
    """Return the id of the control that writes `name` into the address."""
    return {"name": name, "type": "choice"}


def chooser_controls(choices: ChooserAreas, selection: Selection) -> dict[str, Control]:
    """Return the controls of the chooser, with what is chosen."""
    areas = tuple((area.area_code, area.name) for area in choices.areas)
    plans = tuple((plan.framework_id, plan.title) for plan in choices.frameworks)
    return {
        "area": Control(areas, selection.area),
        "framework": Control(plans, selection.framework),
    }


def breakdown_controls(panel: Panel, chosen: Series) -> dict[str, Control]:
    """Return the select of breakdowns; empty where they are few enough to be links."""
    names = breakdown_names(panel)
    if len(names) <= MAX_LINKS:
        return {}
    options = tuple(names.items())
    return {"breakdown": Control(options, breakdown_code(chosen))}


def newest_report(
    selection: Selection, judged_on: date | None, *, is_ahead: bool, has_ended: bool = False
) -> list[Any]:
    """Render the day of the newest report next to the date field, or a link back to it.

    Of a plan that has ended it is today's account. `is_ahead` where the chosen day is still to come.
    """
    name = "Today" if has_ended else "Newest report"
    if selection.as_of is None:
        day = f": {day_words(judged_on)}" if judged_on else ""
        return [html.Span(f"{name}{day}", className="small")]
    link = html.A(name, href=address(replace(selection, as_of=None)))
    if not is_ahead:
        return [link]
    note = html.Span(f"{day_words(selection.as_of)} is ahead of today.", className="ahead")
    return [note, link]


def control_of(controls: Mapping[str, Control], name: str) -> Control:
    """Return a control of this page; empty where the page has none by that name."""
    return controls.get(name, Control())


def _trends(overview: Overview, selection: Selection) -> Iterable[tuple[str, str]]:
    panels = [panel for priority in overview.priorities for panel in priority.panels]
    judgements = {series.trend.judgement for panel in panels for series in row_series(panel)}
    judgements.add(selection.trend)
    return [(code, words) for code, words in TREND_WORDS.items() if code in judgements]


def _field(name: str, words: str) -> html.Div:
    select = dbc.Select([], NO_CHOICE, id=choice_id(name))
    return html.Div([_control_label(words, name), select], className=f"choice choice-{name}")


def _report_date(today: date) -> html.Div:
    field = dbc.Input(
        id=choice_id("as_of"),
        type="date",
        value="",
        debounce=True,
        min="2010-01-01",
        max=today.isoformat(),
    )
    row = html.Div([field, html.Span(id="newest-report")], className="with-link")
    return html.Div([_control_label("As at", "as_of"), row], className="choice choice-as_of")


def _control_label(words: str, name: str) -> dbc.Label:
    """Render the label of a control; in the page its id is the same JSON, keys in order."""
    return dbc.Label(words, html_for=json.dumps(choice_id(name), separators=(",", ":")))
