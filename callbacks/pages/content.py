"""What each address shows: load from the store, build, render."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from dash.development.base_component import Component

from dashboard.comparison.chosen import MEASURE_BELOW
from dashboard.comparison.model import NeighbourGroup
from dashboard.comparison.neighbours import group_for
from dashboard.model.panel import Benchmark, Measure, Overview, Panel, Priority, Series
from dashboard.pack.changes import PackComparison
from dashboard.pack.model import OpenException
from dashboard.panels.overview import unique_panels
from dashboard.profile.build import build_profile
from data.loading.anomalies import load_anomalies, load_plan_anomalies
from data.loading.history import extract_history
from data.meetings.commentary import load_open_exceptions
from data.meetings.packs import PackRefusedError, compare_packs, list_packs
from data.meetings.scrutiny import load_shown_log, pack_days
from data.queries.future import load_future_need
from data.queries.loads import load_changed_measures
from data.queries.neighbours import load_neighbours
from data.queries.panels import (
    is_computed_part,
    load_action_plan,
    load_backlogs,
    load_case_view,
    load_overview,
    load_panel,
    load_parts,
    load_plan_commentary,
    load_signals,
    load_statuses_before,
)
from data.queries.profile import load_profile
from data.queries.returns import load_returns
from data.queries.snapshot import Snapshot, UnknownSelectionError
from data.schema.data_dictionary import data_dictionary
from data.store.frames import load_frame
from layouts.measure.context import MeasureContext
from layouts.pages.about import about_page, about_title
from layouts.pages.actions import TITLE as ACTIONS_TITLE
from layouts.pages.actions import actions_page, shown_actions_sentence
from layouts.pages.data import DataPageContent, data_page, data_title
from layouts.pages.data_returns import Titles
from layouts.pages.find import TITLE as FIND_TITLE
from layouts.pages.find import find_page
from layouts.pages.future import TITLE as FUTURE_TITLE
from layouts.pages.future import future_page
from layouts.pages.measure import measure_series, measure_top
from layouts.pages.meeting import TITLE as MEETING_TITLE
from layouts.pages.meeting import announced, meeting_page
from layouts.pages.overview import OverviewContext, announcement, overview_page, overview_title
from layouts.pages.priority import PriorityContext, priority_page
from layouts.pages.profile import (
    children_with_send,
    profile_announcement,
    profile_page,
    valid_choices,
)
from layouts.pages.scrutiny import FILTERS, filtered_log_sentence, scrutiny_page
from layouts.pages.scrutiny import TITLE as SCRUTINY_TITLE
from layouts.sections.scrutiny import LogView
from layouts.ui.live import split_region
from layouts.ui.overview_measures import load_number, valid_selection
from layouts.ui.view_options import chosen_series, other_basis_words


@dataclass(frozen=True)
class Content:
    """A page ready to show; `announcement` is read out when only a choice changed.

    `top` comes first, then `children`; `judged_on` is the report date, where the page has one.
    `region` is the part that Dash mounts.
    """

    title: str
    top: Any
    children: Any = ()
    announcement: str = ""
    judged_on: date | None = None
    region: Component | None = None


def page_content(snapshot: Snapshot) -> Content:
    """Return the page of a resolved selection; UnknownSelectionError where it names nothing."""
    content = _PAGES[snapshot.selection.page](snapshot)
    (top, children), region = split_region([content.top, content.children])
    return replace(content, top=top, children=children, region=region)


def _overview(snapshot: Snapshot) -> Content:
    overview = load_overview(snapshot)
    selection, unknown = valid_selection(overview, snapshot.selection)
    catalogue = snapshot.choices.catalogue
    load = load_number(selection.changed)
    changed = load_changed_measures(snapshot.transaction, load, selection.area) if load else ()
    context = OverviewContext(
        snapshot.today,
        load_action_plan(snapshot),
        _exceptions(snapshot, flags_new=True),
        load_signals(snapshot).news,
        catalogue.key_measures.get(selection.framework, ()),
        snapshot.choices.sources,
        unknown,
        changed,
    )
    return Content(
        title=overview_title(overview),
        top=[],
        children=overview_page(overview, selection, context),
        announcement=announcement(overview, selection, changed),
        judged_on=overview.as_of,
    )


def _profile(snapshot: Snapshot) -> Content:
    figures = load_profile(snapshot)
    selection, unknown = valid_choices(figures, snapshot.selection)
    profile = build_profile(figures, selection.group, selection.compare, selection.section)
    return Content(
        title=children_with_send(profile.area),
        top=[],
        children=profile_page(profile, selection, unknown),
        announcement=profile_announcement(profile),
        judged_on=selection.as_of,
    )


def _priority(snapshot: Snapshot) -> Content:
    overview, priority, context = load_priority(snapshot)
    page = priority_page(overview, priority, context, snapshot.selection)
    title = f"{priority.number} {priority.title}"
    return Content(title, page, judged_on=overview.as_of)


def load_priority(snapshot: Snapshot) -> tuple[Overview, Priority, PriorityContext]:
    """Load a priority and what its plan says of it; UnknownSelectionError without one."""
    overview, selection = load_overview(snapshot), snapshot.selection
    number = selection.priority_number
    priority = next((each for each in overview.priorities if each.number == number), None)
    if priority is None:
        raise UnknownSelectionError(f"no priority {number}")
    notes = load_plan_commentary(snapshot)
    measures = [panel.measure.measure_id for panel in priority.panels]
    context = PriorityContext(
        actions=[
            action
            for action in load_action_plan(snapshot).actions
            if action.priority_number == number
        ],
        commentary=[note for note in notes if note.priority_number == number],
        titles=_titles(snapshot),
        sources=snapshot.choices.sources,
        backlogs=load_backlogs(snapshot, measures),
        exceptions=[each for each in _exceptions(snapshot) if each.measure_id in measures],
        today=selection.as_of or snapshot.today,
    )
    return overview, priority, context


def _measure(snapshot: Snapshot) -> Content:
    panel, series, context = load_measure(snapshot)
    selection = snapshot.selection
    return Content(
        title=panel.measure.title,
        top=measure_top(panel, context),
        children=measure_series(panel, series, context, selection),
        announcement=f"{other_basis_words(series, selection)} {series.headline}".strip(),
        judged_on=panel.as_of,
    )


def load_measure(snapshot: Snapshot) -> tuple[Panel, Series, MeasureContext]:
    """Load a measure, its chosen series and what stands beside it; UnknownSelectionError without one."""
    panel, selection = load_panel(snapshot), snapshot.selection
    series = chosen_series(panel, selection)
    if series is None and is_computed_part(snapshot):
        series = panel.lead
    if series is None or (selection.statistic and not series.points):
        raise UnknownSelectionError("no such series")
    return panel, series, _measure_context(snapshot, panel, series)


def _measure_context(snapshot: Snapshot, panel: Panel, series: Series) -> MeasureContext:
    selection, measure = snapshot.selection, snapshot.selection.measure
    actions, notes = load_action_plan(snapshot).actions, load_plan_commentary(snapshot)
    exceptions = _exceptions(snapshot, flags_new=True)
    before, after = _next_measures(snapshot)
    return MeasureContext(
        crumbs=_crumbs(snapshot),
        actions=[action for action in actions if measure in action.measures],
        commentary=[note for note in notes if note.measure_id == measure],
        titles=_titles(snapshot),
        view=load_case_view(snapshot),
        parts=load_parts(snapshot),
        group=_neighbour_group(snapshot, panel, series),
        anomalies=load_plan_anomalies(
            snapshot.transaction, selection.framework, (measure,), selection.as_of
        ),
        log=_log_view(snapshot),
        exceptions=[each for each in exceptions if each.measure_id == measure],
        measures=_plan_measures(snapshot),
        areas=_area_lines(snapshot, panel, series),
        below=_measure_below(snapshot, series),
        today=selection.as_of or snapshot.today,
        before=before,
        after=after,
    )


def _area_lines(snapshot: Snapshot, panel: Panel, series: Series) -> list[Benchmark]:
    """Return the same series of each other area whose plan has the measure; of real areas alone."""
    if panel.area.is_synthetic:
        return []
    excluded = {panel.area.area_code, *(line.area_code for line in series.benchmarks)}
    lines = []
    for area in snapshot.choices.areas:
        if area.is_synthetic or area.area_code in excluded:
            continue
        chosen = replace(snapshot.selection, area=area.area_code, framework="", statistic="")
        try:
            listed = load_panel(snapshot.of(chosen)).series
        except UnknownSelectionError:
            continue
        same = [each for each in listed if _is_alike(each, series) and each.points]
        lines += [Benchmark(area.area_code, area.name, each.points) for each in same[:1]]
    return lines


def _measure_below(snapshot: Snapshot, series: Series) -> tuple[Panel, Series] | None:
    """Return another measure of the plan that was chosen, with its series of the same window if it has one."""
    codes = [
        code.removeprefix(MEASURE_BELOW)
        for code in snapshot.selection.compare.split(",")
        if code.startswith(MEASURE_BELOW)
    ]
    if not codes:
        return None
    chosen = replace(snapshot.selection, measure=codes[0], breakdown="", statistic="")
    panel = load_panel(snapshot.of(chosen))
    same = [each for each in panel.series if each.window == series.window and each.points]
    lead = panel.lead if panel.lead in same or not same else same[0]
    return (panel, lead) if lead.points else None


def _is_alike(other: Series, series: Series) -> bool:
    own = (series.window, series.breakdown, series.origin)
    return (other.window, other.breakdown, other.origin) == own


def _next_measures(snapshot: Snapshot) -> tuple[tuple[str, str] | None, tuple[str, str] | None]:
    """Return the measures before and after this one among those of its priority."""
    overview, selection = load_overview(snapshot), snapshot.selection
    for priority in overview.priorities:
        measures = [panel.measure for panel in priority.panels]
        ids = [measure.measure_id for measure in measures]
        if selection.measure in ids:
            place = ids.index(selection.measure)
            near = (measures[place - 1 : place], measures[place + 1 : place + 2])
            before, after = (
                next(((m.title, selection.to("measure", measure=m.measure_id)) for m in some), None)
                for some in near
            )
            return before, after
    return None, None


def _neighbour_group(snapshot: Snapshot, panel: Panel, series: Series) -> NeighbourGroup | None:
    """Compare the chosen series with similar councils, or another where only that has their figures."""
    neighbours = load_neighbours(snapshot)
    if neighbours is None:
        return None
    others = (other for other in panel.series if other is not series)
    return group_for(panel.measure, panel.area, (series, *others), neighbours)


def _crumbs(snapshot: Snapshot) -> list[tuple[str, str]]:
    """Return links to the plan and to the first priority that the measure serves in it."""
    overview, selection = load_overview(snapshot), snapshot.selection
    if not overview.framework.is_plan:
        return [(children_with_send(overview.area), selection.to("profile"))]
    serving = [
        (
            priority.title,
            selection.to(
                "priority", framework=selection.framework, priority_number=priority.number
            ),
        )
        for priority in overview.priorities
        if selection.measure in {panel.measure.measure_id for panel in priority.panels}
    ]
    return [(overview_title(overview), selection.to("overview")), *serving[:1]]


def _future(snapshot: Snapshot) -> Content:
    return Content(FUTURE_TITLE, [], future_page(load_future_need(snapshot), snapshot.selection))


def _actions(snapshot: Snapshot) -> Content:
    overview, plan = load_overview(snapshot), load_action_plan(snapshot)
    before = load_statuses_before(snapshot, plan)
    page = actions_page(plan, overview, before, snapshot.selection)
    announcement = shown_actions_sentence(plan, snapshot.selection)
    return Content(ACTIONS_TITLE, page, announcement=announcement, judged_on=overview.as_of)


def _meeting(snapshot: Snapshot) -> Content:
    overview, selection = load_overview(snapshot), snapshot.selection
    listed = list_packs(snapshot.transaction)
    packs = [pack for pack in listed if pack.as_of <= (selection.as_of or date.max)]
    comparison = _pack_comparison(snapshot)
    catalogue = snapshot.choices.catalogue
    plans = {
        name: f"{catalogue.areas[plan.area_code].name}: {plan.title}"
        for name, plan in catalogue.frameworks.items()
    }
    page = meeting_page(packs, overview, selection, snapshot.today, comparison, plans)
    return Content(
        MEETING_TITLE, page, announcement=announced(comparison), judged_on=overview.as_of
    )


def _pack_comparison(snapshot: Snapshot) -> PackComparison | str | None:
    """Compare the two chosen packs; a sentence where that is impossible, None where none are chosen."""
    chosen = snapshot.selection
    if not (chosen.pack and chosen.against):
        return None
    if chosen.pack == chosen.against:
        return "Choose two different packs."
    try:
        return compare_packs(snapshot.transaction, chosen.pack, chosen.against)
    except PackRefusedError as refused:
        return str(refused)


def _scrutiny(snapshot: Snapshot) -> Content:
    selection = snapshot.selection
    if selection.status not in FILTERS:
        raise UnknownSelectionError("no such filter")
    overview, log = load_overview(snapshot), _log_view(snapshot)
    page = scrutiny_page(log, overview, selection)
    announcement = filtered_log_sentence(log, selection)
    return Content(SCRUTINY_TITLE, page, announcement=announcement, judged_on=overview.as_of)


def _data(snapshot: Snapshot) -> Content:
    store, kinds = snapshot.transaction, data_dictionary()
    catalogue = snapshot.choices.catalogue
    content = DataPageContent(
        snapshot.today,
        extract_history(store),
        kinds,
        load_returns(store, snapshot.today),
        Titles(
            kinds={kind.name: kind.title for kind in kinds},
            areas={code: area.name for code, area in catalogue.areas.items()},
            measures=_titles(snapshot),
            plans={code: plan.title for code, plan in catalogue.frameworks.items()},
        ),
        load_anomalies(store),
        load_frame(store, "scorecard_mappings").to_dict("records"),
    )
    selection = snapshot.selection
    page = data_page(content, selection, shows_small=snapshot.shows_small)
    return Content(data_title(selection), page)


def _about(snapshot: Snapshot) -> Content:
    sources = load_frame(snapshot.transaction, "sources").to_dict("records")
    page = about_page(list(snapshot.choices.measures.values()), sources, snapshot.selection)
    return Content(about_title(snapshot.selection), page)


def _find(snapshot: Snapshot) -> Content:
    overview, plan = load_overview(snapshot), load_action_plan(snapshot)
    page = find_page(overview, plan, snapshot.selection)
    return Content(FIND_TITLE, page, judged_on=overview.as_of)


def _titles(snapshot: Snapshot) -> Mapping[str, str]:
    return {name: measure.title for name, measure in snapshot.choices.measures.items()}


def _exceptions(snapshot: Snapshot, *, flags_new: bool = False) -> tuple[OpenException, ...]:
    by_day = snapshot.selection.as_of
    return load_open_exceptions(snapshot, by_day=by_day, flags_new=flags_new)


def _plan_measures(snapshot: Snapshot) -> list[Measure]:
    return [panel.measure for panel in unique_panels(load_overview(snapshot).priorities)]


def _log_view(snapshot: Snapshot) -> LogView:
    """Return the plan's scrutiny log with the titles of what it is about."""
    selection = snapshot.selection
    questions, recommendations = load_shown_log(snapshot)
    return LogView(
        questions,
        recommendations,
        day=selection.as_of or snapshot.today,
        titles={measure.measure_id: measure.title for measure in _plan_measures(snapshot)},
        priorities={each.number: each.title for each in load_overview(snapshot).priorities},
        packs=pack_days(snapshot.transaction, selection.framework),
    )


_PAGES: Final[Mapping[str, Callable[[Snapshot], Content]]] = {
    "overview": _overview,
    "profile": _profile,
    "priority": _priority,
    "measure": _measure,
    "future": _future,
    "actions": _actions,
    "meeting": _meeting,
    "scrutiny": _scrutiny,
    "data": _data,
    "about": _about,
    "find": _find,
}
