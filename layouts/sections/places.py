"""Places and appointments beside what lies ahead: cards of settings and of waiting lists."""

from collections.abc import Iterator
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.future import places_text, text
from dashboard.future.capacity import SETTING, list_ahead, steps_of, totals
from dashboard.future.intervals import CASELOAD, SETTINGS
from dashboard.future.model import FutureNeed, WaitingList
from dashboard.future.scenario import ChosenCapacity, Scenario, part_in_scenario, with_chosen
from dashboard.model.codes import breakdown_words
from dashboard.model.urls import Urls
from dashboard.text.periods import day_words
from layouts.sections.outlook_card import Overlays, outlook_card
from layouts.ui.tables import plain_table


@dataclass(frozen=True)
class Chosen:
    """The scenario and the capacity that a reader chose; None where nothing was."""

    scenario: Scenario | None = None
    capacity: ChosenCapacity | None = None


def places_section(need: FutureNeed, chosen: Chosen) -> html.Section:
    """Render the plans of each kind of setting beside its places, with what is missing."""
    with_places = {step.of for step in need.steps if step.of.startswith(SETTING)}
    shown = [*SETTINGS, *sorted(with_places - SETTINGS.keys())]
    cards = [card for of in shown if (card := _setting_card(need, of, chosen))]
    return html.Section(
        [
            html.H2("Places"),
            html.Div(cards, className="outlook-cards") if cards else None,
            None if need.steps else _how_to_load(),
        ],
        className="outlook-section",
    )


def _setting_card(need: FutureNeed, of: str, chosen: Chosen) -> Component | None:
    outlook, caseload = need.part(of), need.outlook(CASELOAD)
    if outlook is None or caseload is None:
        return None
    name = breakdown_words(of)
    planned = totals(steps_of(need.steps, of))
    line = with_chosen(planned, chosen.capacity, of)
    words = [places_text.gap_sentence(outlook, planned, name)]
    plans = ()
    if chosen.scenario:
        plans = part_in_scenario(outlook, caseload, chosen.scenario)
    if chosen.scenario or line != planned:
        expected = plans or tuple((year.day, year.value) for year in outlook.years)
        words.append(places_text.scenario_gap(expected, line, name))
    return outlook_card(
        f"Plans in {name}",
        outlook,
        *filter(None, words),
        overlays=Overlays(plans, planned, line if line != planned else ()),
    )


def _how_to_load() -> html.P:
    template = html.A(
        "Template", href=Urls.path(Urls.TEMPLATE_CSV, kind="capacity"), download="capacity.csv"
    )
    return html.P([f"{places_text.NO_PLACES} ", template])


def planned_table(need: FutureNeed) -> list[html.Details]:
    """Render every step of places and appointments."""
    if not need.steps:
        return []
    columns = ("Of", "School or service", "From", "How many", "How sure", "Source")
    table = plain_table(
        "Places and capacity that are there or planned", columns, _rows(need), ("How many",)
    )
    return [html.Details([html.Summary("What is planned"), table], className="fold")]


def _rows(need: FutureNeed) -> Iterator[list[str]]:
    titles = {w.outlook.measure.measure_id: w.outlook.measure.title for w in need.lists}
    for step in sorted(need.steps, key=lambda each: (each.of, each.starts_on)):
        is_setting = step.of.startswith(SETTING)
        yield [
            breakdown_words(step.of) if is_setting else titles.get(step.of, step.of),
            step.provision or "All",
            day_words(step.starts_on),
            f"{text.number(step.capacity)} {'places' if is_setting else 'a month'}",
            step.confidence,
            step.source or "–",
        ]


def lists_section(need: FutureNeed, chosen: Chosen) -> html.Section:
    """Render the waiting lists, with how long each takes to clear now, as planned and as chosen."""
    cards = [_list_card(need, each, chosen) for each in need.lists]
    shown = html.Div(cards, className="outlook-cards") if cards else html.P(text.NO_LISTS)
    return html.Section([html.H2("Waiting lists"), shown], className="outlook-section")


def _list_card(need: FutureNeed, waiting: WaitingList, chosen: Chosen) -> Component:
    measure = waiting.outlook.measure
    planned = totals(steps_of(need.steps, measure.measure_id))
    line = with_chosen(planned, chosen.capacity, measure.measure_id)
    words = list(places_text.clearance_sentences(waiting, planned))
    ahead = ()
    if line != planned:
        ahead = list_ahead(waiting, line)
        words.append(f"Scenario: {places_text.planned_end(waiting, line)}")
    return outlook_card(measure.title, waiting.outlook, *words, overlays=Overlays(ahead))
