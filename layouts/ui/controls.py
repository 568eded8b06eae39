"""The controls that change the address: each is a form of what else is chosen, and sends it.

A form works without JavaScript, by its button; assets/page.js sends it when its control changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import parse_qsl

import dash_bootstrap_components as dbc
from dash import html

from dashboard.model.panel import Area, Framework, ReportDates
from dashboard.model.selection import ANOTHER_DAY, Selection, address, without
from dashboard.model.urls import LATEST_WORD
from dashboard.text.format import day_words, screen_name
from layouts.ui.static_html import Input

FIRST_DAY: Final = "2010-01-01"


@dataclass(frozen=True)
class ChooserAreas:
    """What the chooser offers: the areas, the plans of the chosen area, the days of the chosen plan.

    Where the name of an area `is_typed`, it is one of many, and the plan is not chosen.
    """

    areas: Sequence[Area]
    frameworks: Sequence[Framework]
    dates: ReportDates | None = None
    is_typed: bool = False


@dataclass(frozen=True)
class Control:
    """What one select offers, as (value, words), and its value; "" is no choice."""

    options: tuple[tuple[str, str], ...] = ()
    value: str = ""


def chooser_fields(choices: ChooserAreas, selection: Selection) -> list[html.Form]:
    """Render the controls for area, plan and report date."""
    if choices.is_typed:
        return [_area_field(choices, selection), *_day_fields(choices, selection)]
    areas = tuple((area.area_code, screen_name(area.name)) for area in choices.areas)
    plans = tuple((plan.framework_id, screen_name(plan.title)) for plan in choices.frameworks)
    fields = [
        choice_form("area", "Area", Control(areas, selection.area), selection),
        choice_form("framework", "Plan", Control(plans, selection.framework), selection),
    ]
    if choices.dates is None:
        return fields
    as_of = report_date_control(choices.dates, selection)
    return [
        *fields,
        choice_form("as_of", "As at", as_of, selection),
        _another_day(choices.dates.today, selection),
    ]


def _area_field(choices: ChooserAreas, selection: Selection) -> html.Form:
    """Render the field into which the name of an area is typed, with those that there are."""
    chosen = next((each for each in choices.areas if each.area_code == selection.area), None)
    field = dbc.Input(
        id="choice-area",
        name="area",
        type="text",
        value=screen_name(chosen.name) if chosen else "",
        list="areas",
        autocomplete="off",
        required=True,
    )
    form = _address_form("area", "Area", field, selection)
    names = html.Datalist([html.Option(value=each.name) for each in choices.areas], id="areas")
    form.children = [*form.children, names]  # type: ignore[attr-defined]
    return form


def _day_fields(choices: ChooserAreas, selection: Selection) -> list[html.Form]:
    """Render the day of the figures: the newest of all, or what was known on another."""
    if choices.dates is None:
        return []
    options = [("", "Newest figures")]
    if selection.as_of:
        options.append((selection.as_of.isoformat(), day_words(selection.as_of)))
    options.append((ANOTHER_DAY, "Another day …"))
    control = Control(tuple(options), selection.as_of.isoformat() if selection.as_of else "")
    return [
        choice_form("as_of", "As at", control, selection),
        _another_day(choices.dates.today, selection),
    ]


def chosen_words(choices: ChooserAreas, selection: Selection) -> list[str]:
    """Return what is chosen in a few words: the area, its plan, the report date."""
    areas = [area.name for area in choices.areas if area.area_code == selection.area]
    plans = [p.title for p in choices.frameworks if p.framework_id == selection.framework]
    day = selection.as_of or (choices.dates.judged_on if choices.dates else None)
    is_newest = choices.is_typed and not selection.as_of
    as_at = "newest figures" if is_newest else f"as at {day_words(day)}" if day else ""
    return [*map(screen_name, areas + plans), *filter(None, [as_at])]


def choice_form(name: str, words: str, control: Control, selection: Selection) -> html.Form:
    """Render a select that writes `name` into the address and keeps what else is chosen."""
    options = [{"value": value, "label": label} for value, label in control.options]
    select = dbc.Select(options, control.value, id=f"choice-{name}", name=name)
    return _address_form(name, words, select, selection)


def report_date_control(dates: ReportDates, selection: Selection) -> Control:
    """Return the report dates to choose from: the plan's last, the newest figures, then earlier ones."""
    default = _default_date_words(dates)
    options = [("", default)]
    chosen = selection.as_of
    if dates.newest is not None:
        options.append((LATEST_WORD, f"Newest figures: {day_words(dates.newest)}"))
    earlier = [day for day in reversed(dates.own) if day != dates.judged_on]
    options += [(day.isoformat(), day_words(day)) for day in earlier if day != dates.newest]
    value = "" if chosen is None else chosen.isoformat()
    if chosen is not None and chosen == dates.newest:
        value = LATEST_WORD
    elif value not in dict(options):
        ahead = ", ahead of today" if chosen is not None and chosen > dates.today else ""
        options.append((value, f"{day_words(chosen)}{ahead}"))
    options.append((ANOTHER_DAY, "Another day …"))
    return Control(tuple(options), value)


def _default_date_words(dates: ReportDates) -> str:
    if dates.has_ended:
        return f"Today: {day_words(dates.today)}"
    name = "Last report: " if dates.judged_on in dates.own else ""
    return f"{name}{day_words(dates.judged_on)}"


def _another_day(today: date, selection: Selection) -> html.Form:
    """Render the field for any other day; it shows when that is chosen, or without JavaScript."""
    day = dbc.Input(
        id="another-day",
        name="as_of",
        type="date",
        value=selection.as_of.isoformat() if selection.as_of else "",
        min=FIRST_DAY,
        max=today.isoformat(),
        required=True,
    )
    return _address_form("as_of", "Day", day, selection, is_sent_at_once=False)


def _address_form(
    name: str,
    words: str,
    field: dbc.Select | dbc.Input,
    selection: Selection,
    *,
    is_sent_at_once: bool = True,
) -> html.Form:
    path, _, query = address(without(selection, name)).partition("?")
    hidden = [Input(type="hidden", name=key, value=value) for key, value in parse_qsl(query)]
    label = dbc.Label(words, html_for=field.id)  # type: ignore[attr-defined]
    button = html.Button("Show", type="submit", className="button")
    return html.Form(
        [*hidden, label, field, button],
        action=path,
        method="get",
        className=f"choice choice-{name}" if is_sent_at_once else "choice choice-day",
        **{"data-submit": name} if is_sent_at_once else {},  # type: ignore[arg-type]
    )
