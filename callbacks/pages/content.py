"""What each address shows: load from the store, build, render."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from callbacks.pages.commentary import (
    load_exceptions,
    load_pack_comparison,
    load_plan_measures,
    load_titled_log,
)
from callbacks.pages.context import RequestContext
from dashboard.comparison.model import NeighbourGroup
from dashboard.comparison.neighbours import group_for
from dashboard.model.panel import Panel, Series
from data.loading.history import extract_history
from data.loading.sanity import load_doubts, load_measure_doubts
from data.meetings.packs import list_packs
from data.queries.neighbours import load_neighbours
from data.queries.panels import (
    UnknownSelectionError,
    load_action_plan,
    load_backlogs,
    load_case_view,
    load_catalogue,
    load_overview,
    load_panel,
    load_parts,
    load_plan_commentary,
)
from data.queries.returns import load_returns
from data.queries.signals import load_signals
from data.schema.data_dictionary import data_dictionary
from data.store.engine import Engine
from data.store.frames import load_frame
from layouts.pages.about import TITLE as ABOUT_TITLE
from layouts.pages.about import about_page
from layouts.pages.actions import TITLE as ACTIONS_TITLE
from layouts.pages.actions import actions_page
from layouts.pages.data import TITLE as DATA_TITLE
from layouts.pages.data import DataPageContent, data_page
from layouts.pages.data_returns import Titles
from layouts.pages.measure import MeasureContext, measure_series, measure_top
from layouts.pages.meeting import TITLE as MEETING_TITLE
from layouts.pages.meeting import announced, meeting_page
from layouts.pages.overview import overview_measures, overview_title, overview_top
from layouts.pages.priority import PriorityContext, priority_page
from layouts.pages.scrutiny import FILTERS, scrutiny_page
from layouts.pages.scrutiny import TITLE as SCRUTINY_TITLE
from layouts.pages.scrutiny import filtered_log_sentence as log_shown_words
from layouts.pages.signals import TITLE as SIGNALS_TITLE
from layouts.pages.signals import signals_page
from layouts.sections.exceptions import awaited_line
from layouts.ui.controls import Control, breakdown_controls, filter_controls
from layouts.ui.static_html import freeze_static
from layouts.ui.view_options import (
    chosen_series,
    is_valid_choice,
    pick_groups,
    shown_panels_sentence,
)


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


def page_content(context: RequestContext) -> Content:
    """Give the page of a resolved selection; UnknownSelectionError where it names nothing."""
    content = _PAGES[context.selection.page](context)
    return replace(
        content, top=freeze_static(content.top), children=freeze_static(content.children)
    )


def _overview(context: RequestContext) -> Content:
    selection = context.selection
    overview = context.load(load_overview)
    if not is_valid_choice(overview, selection):
        raise UnknownSelectionError("no such filter or order")
    return Content(
        title=overview_title(overview),
        top=overview_top(overview, selection, awaited_line(load_exceptions(context), selection)),
        children=overview_measures(overview, selection),
        announcement=shown_panels_sentence(pick_groups(overview, selection)),
        controls=filter_controls(overview, selection),
        judged_on=overview.as_of,
    )


def _priority(context: RequestContext) -> Content:
    engine, selection, today = context.engine, context.selection, context.today
    overview = context.load(load_overview)
    number = selection.priority_number
    matching = [priority for priority in overview.priorities if priority.number == number]
    if not matching:
        raise UnknownSelectionError(f"no priority {number}")
    plan = load_action_plan(engine, selection, today)
    notes = load_plan_commentary(engine, selection, today)
    measures = [one.measure.measure_id for one in matching[0].panels]
    page_context = PriorityContext(
        actions=[action for action in plan.actions if action.priority_number == number],
        commentary=[note for note in notes if note.priority_number == number],
        titles=_titles(engine),
        sources=load_catalogue(engine).sources,
        backlogs=context.load(load_backlogs, measures),
        exceptions=[one for one in load_exceptions(context) if one.measure_id in measures],
        today=selection.as_of or today,
    )
    page = priority_page(overview, matching[0], page_context, selection)
    return Content(matching[0].title, page, judged_on=overview.as_of)


def _measure(context: RequestContext) -> Content:
    selection = context.selection
    panel = context.load(load_panel)
    series = chosen_series(panel, selection)
    if series is None or (selection.statistic and not series.points):
        raise UnknownSelectionError("no such series")
    page_context = replace(_measure_context(context), group=_group(context, panel, series))
    return Content(
        title=panel.measure.title,
        top=measure_top(panel, page_context),
        children=measure_series(panel, series, page_context, selection),
        announcement=series.headline,
        controls=breakdown_controls(panel, series),
        judged_on=panel.as_of,
    )


def _measure_context(context: RequestContext) -> MeasureContext:
    engine, selection, today = context.engine, context.selection, context.today
    measure = selection.measure
    plan = load_action_plan(engine, selection, today)
    notes = load_plan_commentary(engine, selection, today)
    return MeasureContext(
        crumbs=_crumbs(context),
        actions=[action for action in plan.actions if measure in action.measures],
        commentary=[note for note in notes if note.measure_id == measure],
        titles=_titles(engine),
        view=context.load(load_case_view),
        parts=context.load(load_parts),
        anomalies=load_measure_doubts(engine, selection.framework, measure, selection.as_of),
        log=load_titled_log(context),
        exceptions=[
            exception
            for exception in load_exceptions(context, new=True)
            if exception.measure_id == measure
        ],
        measures=load_plan_measures(context),
        today=selection.as_of or today,
    )


def _group(context: RequestContext, panel: Panel, series: Series) -> NeighbourGroup | None:
    """Set the chosen series beside similar councils, or another where only that has their figures."""
    neighbours = load_neighbours(context.engine, context.selection)
    if neighbours is None:
        return None
    choice = (
        series,
        *(other_series for other_series in panel.series if other_series is not series),
    )
    return group_for(panel.measure, panel.area, choice, neighbours)


def _crumbs(context: RequestContext) -> list[tuple[str, str]]:
    """Lead back to the plan and to the first priority that the measure serves in it."""
    selection = context.selection
    overview = context.load(load_overview)
    serving = [
        (
            f"{priority.number}. {priority.title}",
            selection.to(
                "priority", framework=selection.framework, priority_number=priority.number
            ),
        )
        for priority in overview.priorities
        if selection.measure in {panel.measure.measure_id for panel in priority.panels}
    ]
    return [(overview_title(overview), selection.to("overview")), *serving[:1]]


def _signals(context: RequestContext) -> Content:
    overview = context.load(load_overview)
    exceptions = load_exceptions(context, new=True)
    page = signals_page(context.load(load_signals), overview, context.selection, exceptions)
    return Content(SIGNALS_TITLE, page, judged_on=overview.as_of)


def _actions(context: RequestContext) -> Content:
    plan = load_action_plan(context.engine, context.selection, context.today)
    overview = context.load(load_overview)
    page = actions_page(plan, overview, _titles(context.engine), context.selection)
    return Content(ACTIONS_TITLE, page, judged_on=overview.as_of)


def _meeting(context: RequestContext) -> Content:
    selection = context.selection
    until = selection.as_of or date.max
    packs = [
        pack for pack in list_packs(context.engine, selection.framework) if pack.as_of <= until
    ]
    overview = context.load(load_overview)
    compared = load_pack_comparison(context)
    page = meeting_page(packs, overview, selection, context.today, compared)
    announcement = announced(compared)
    return Content(MEETING_TITLE, page, announcement=announcement, judged_on=overview.as_of)


def _scrutiny(context: RequestContext) -> Content:
    if context.selection.status not in FILTERS:
        raise UnknownSelectionError("no such filter")
    overview, log = context.load(load_overview), load_titled_log(context)
    page = scrutiny_page(log, overview, context.selection)
    announcement = log_shown_words(log, context.selection)
    return Content(SCRUTINY_TITLE, page, announcement=announcement, judged_on=overview.as_of)


def _data(context: RequestContext) -> Content:
    kinds = data_dictionary()
    areas = load_catalogue(context.engine).catalogue.areas
    titles = Titles(
        kinds={kind.name: kind.title for kind in kinds},
        areas={code: area.name for code, area in areas.items()},
        measures=_titles(context.engine),
    )
    returns = load_returns(context.engine, context.today)
    history, anomalies = extract_history(context.engine), load_doubts(context.engine)
    intake = DataPageContent(history, kinds, returns, titles, anomalies)
    return Content(DATA_TITLE, data_page(intake, shows_small=context.shows_small))


def _about(context: RequestContext) -> Content:
    choices = load_catalogue(context.engine)
    sources = load_frame(context.engine, "sources").to_dict("records")
    page = about_page(list(choices.measures.values()), sources, context.selection)
    return Content(ABOUT_TITLE, page)


def _titles(engine: Engine) -> Mapping[str, str]:
    measures = load_catalogue(engine).measures
    return {measure_id: measure.title for measure_id, measure in measures.items()}


_PAGES: Final[Mapping[str, Callable[[RequestContext], Content]]] = {
    "overview": _overview,
    "priority": _priority,
    "measure": _measure,
    "signals": _signals,
    "actions": _actions,
    "meeting": _meeting,
    "scrutiny": _scrutiny,
    "data": _data,
    "about": _about,
}
