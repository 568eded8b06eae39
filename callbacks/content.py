"""What each address shows: load from the store, build, render."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from dashboard.addresses import Selection
from data.dictionary import data_dictionary
from data.history import extract_history
from data.loaders import load_sources
from data.panels import (
    UnknownSelectionError,
    load_action_plan,
    load_catalogue,
    load_overview,
    load_panel,
    load_plan_commentary,
)
from data.store import Engine
from layouts.about import TITLE as ABOUT_TITLE
from layouts.about import about_page
from layouts.actions import TITLE as ACTIONS_TITLE
from layouts.actions import actions_page
from layouts.controls import Control, breakdown_controls, filter_controls
from layouts.data_page import TITLE as DATA_TITLE
from layouts.data_page import data_page
from layouts.measure import Beside, measure_series, measure_top
from layouts.overview import overview_measures, overview_title, overview_top
from layouts.picking import chosen_series, is_known_choice, pick_groups, shown_words
from layouts.priority import Told, priority_page
from layouts.still import still


@dataclass(frozen=True)
class Content:
    """A page ready to show; `announcement` is read out when only a filter changed.

    `top` stands above the page's own controls, `children` below them; `judged_on` is the report
    date, where the page has one.
    """

    title: str
    top: Any
    children: Any = ()
    announcement: str = ""
    controls: Mapping[str, Control] = field(default_factory=dict)
    judged_on: date | None = None


def page_content(engine: Engine, selection: Selection, today: date) -> Content:
    """Give the page of a resolved selection; UnknownSelectionError where it names nothing."""
    content = _PAGES[selection.page](engine, selection, today)
    return replace(content, top=still(content.top), children=still(content.children))


def _overview(engine: Engine, selection: Selection, today: date) -> Content:
    overview = load_overview(engine, selection, today)
    if not is_known_choice(overview, selection):
        raise UnknownSelectionError("no such filter or order")
    return Content(
        title=overview_title(overview),
        top=overview_top(overview, selection),
        children=overview_measures(overview, selection),
        announcement=shown_words(pick_groups(overview, selection)),
        controls=filter_controls(overview, selection),
        judged_on=overview.as_of,
    )


def _priority(engine: Engine, selection: Selection, today: date) -> Content:
    overview = load_overview(engine, selection, today)
    number = selection.priority_number
    found = [priority for priority in overview.priorities if priority.number == number]
    if not found:
        raise UnknownSelectionError(f"no priority {number}")
    plan = load_action_plan(engine, selection, today)
    notes = load_plan_commentary(engine, selection, today)
    told = Told(
        actions=[action for action in plan.actions if action.priority_number == number],
        commentary=[note for note in notes if note.priority_number == number],
        titles=_titles(engine),
        sources=load_catalogue(engine).sources,
    )
    page = priority_page(overview, found[0], told, selection)
    return Content(found[0].title, page, judged_on=overview.as_of)


def _measure(engine: Engine, selection: Selection, today: date) -> Content:
    panel = load_panel(engine, selection, today)
    series = chosen_series(panel, selection)
    if series is None or (selection.statistic and not series.points):
        raise UnknownSelectionError("no such series")
    beside = _beside(engine, selection, today)
    return Content(
        title=panel.measure.title,
        top=measure_top(panel, beside),
        children=measure_series(panel, series, beside, selection),
        announcement=series.headline,
        controls=breakdown_controls(panel, series),
        judged_on=panel.as_of,
    )


def _beside(engine: Engine, selection: Selection, today: date) -> Beside:
    measure = selection.measure
    plan = load_action_plan(engine, selection, today)
    notes = load_plan_commentary(engine, selection, today)
    return Beside(
        crumbs=_crumbs(engine, selection, today),
        actions=[action for action in plan.actions if measure in action.measures],
        commentary=[note for note in notes if note.measure_id == measure],
        titles=_titles(engine),
    )


def _crumbs(engine: Engine, selection: Selection, today: date) -> list[tuple[str, str]]:
    """Lead back to the plan and to the first priority that the measure serves in it."""
    overview = load_overview(engine, selection, today)
    serving = [
        (
            f"{one.number}. {one.title}",
            selection.to("priority", framework=selection.framework, priority_number=one.number),
        )
        for one in overview.priorities
        if selection.measure in {panel.measure.measure_id for panel in one.panels}
    ]
    return [(overview_title(overview), selection.to("overview")), *serving[:1]]


def _actions(engine: Engine, selection: Selection, today: date) -> Content:
    plan = load_action_plan(engine, selection, today)
    overview = load_overview(engine, selection, today)
    page = actions_page(plan, overview, _titles(engine), selection)
    return Content(ACTIONS_TITLE, page, judged_on=overview.as_of)


def _data(engine: Engine, _selection: Selection, _today: date) -> Content:
    return Content(DATA_TITLE, data_page(extract_history(engine), data_dictionary()))


def _about(engine: Engine, selection: Selection, _today: date) -> Content:
    choices = load_catalogue(engine)
    sources = load_sources(engine).to_dict("records")
    return Content(ABOUT_TITLE, about_page(list(choices.measures.values()), sources, selection))


def _titles(engine: Engine) -> Mapping[str, str]:
    measures = load_catalogue(engine).measures
    return {measure_id: measure.title for measure_id, measure in measures.items()}


_PAGES: Final[Mapping[str, Callable[[Engine, Selection, date], Content]]] = {
    "overview": _overview,
    "priority": _priority,
    "measure": _measure,
    "actions": _actions,
    "data": _data,
    "about": _about,
}
