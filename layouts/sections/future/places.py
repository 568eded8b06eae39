"""Places and appointments beside what lies ahead: cards of settings and of waiting lists."""

from collections.abc import Iterator

from dash import html
from dash.development.base_component import Component

from dashboard.future import places_text, text
from dashboard.future.capacity import SETTING, steps_of, totals
from dashboard.future.model import FutureNeed, WaitingList
from dashboard.future.scenario import Chosen
from dashboard.model.codes import breakdown_words
from dashboard.model.urls import Urls
from dashboard.text.periods import day_words
from layouts.charts.svg.outlook import Overlays
from layouts.sections.future.outlook_card import outlook_card
from layouts.ui.tables import plain_table


def places_section(need: FutureNeed, chosen: Chosen) -> html.Section:
    """Render the plans of each kind of setting beside its places, with what is missing."""
    cards = [_setting_card(need, of, chosen) for of in places_text.shown_settings(need)]
    return html.Section(
        [
            html.H2("Places"),
            html.Div(cards, className="outlook-cards") if cards else None,
            _missing(need),
        ],
        className="outlook-section",
    )


def _setting_card(need: FutureNeed, of: str, chosen: Chosen) -> Component | None:
    outlook = need.part(of)
    if outlook is None:
        return None
    planned = totals(steps_of(need.steps, of))
    plans, line, in_scenario = places_text.setting_in_scenario(need, of, chosen)
    words = (places_text.gap_sentence(outlook, planned, breakdown_words(of)), in_scenario)
    return outlook_card(
        f"Plans in {breakdown_words(of)}",
        outlook,
        *filter(None, words),
        overlays=Overlays(plans, planned, line),
    )


def _missing(need: FutureNeed) -> html.P | None:
    words = places_text.missing_places(need)
    if not words or need.steps:
        return html.P(words) if words else None
    template = html.A(
        "Template", href=Urls.path(Urls.TEMPLATE_CSV, kind="capacity"), download="capacity.csv"
    )
    return html.P([f"{words} ", template])


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
    ahead, in_scenario = places_text.list_in_scenario(need, waiting, chosen)
    words = [*places_text.clearance_sentences(waiting, planned), in_scenario]
    shown = filter(None, words)
    return outlook_card(measure.title, waiting.outlook, *shown, overlays=Overlays(ahead))
