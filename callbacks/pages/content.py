"""What each address shows: load from the store, build, render."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from dash.development.base_component import Component

from callbacks.pages.measure import load_measure
from callbacks.pages.plan import draft_of, log_view, measure_titles, open_exceptions
from callbacks.pages.priority import load_priority_panels
from dashboard.model.panel import Framework
from dashboard.model.rights import EVERY_AREA
from dashboard.pack.changes import PackComparison
from dashboard.pack.model import StoredPack
from dashboard.profile.build import build_profile
from dashboard.text.format import screen_name
from data.loading.anomalies import load_anomalies
from data.loading.history import extract_history
from data.meetings.minutes import load_minutes
from data.meetings.owners import owners_of
from data.meetings.packs import PackRefusedError, compare_packs, list_packs, load_pack
from data.queries.future import load_future_need
from data.queries.loads import load_changed_measures, load_reading_rules
from data.queries.panels import load_action_plan, load_overview, load_signals, load_statuses_before
from data.queries.profile import load_profile
from data.queries.returns import load_returns
from data.queries.snapshot import Snapshot, UnknownSelectionError
from data.queries.sources import load_sources
from data.schema.data_dictionary import data_dictionary
from data.upkeep.purge import purge_history
from layouts.pages.about import about_page, about_title
from layouts.pages.actions import TITLE as ACTIONS_TITLE
from layouts.pages.actions import actions_page, shown_actions_sentence
from layouts.pages.data_team.returns import Titles
from layouts.pages.data_team.start import DataPageContent, data_page, data_title
from layouts.pages.find import TITLE as FIND_TITLE
from layouts.pages.find import find_page
from layouts.pages.future import future_page, future_title
from layouts.pages.measure import measure_series, measure_top
from layouts.pages.meetings.meeting import TITLE as MEETING_TITLE
from layouts.pages.meetings.meeting import announced, meeting_page
from layouts.pages.meetings.minutes import TITLE as MINUTES_TITLE
from layouts.pages.meetings.minutes import minutes_page
from layouts.pages.meetings.pack_slides import TITLE as SLIDES_TITLE
from layouts.pages.meetings.pack_slides import pack_slides_page
from layouts.pages.meetings.scrutiny import FILTERS, filtered_log_sentence, scrutiny_page
from layouts.pages.meetings.scrutiny import TITLE as SCRUTINY_TITLE
from layouts.pages.overview import OverviewContext, announcement, overview_page, overview_title
from layouts.pages.priority import priority_page
from layouts.pages.profile import (
    children_with_send,
    profile_announcement,
    profile_page,
    valid_choices,
)
from layouts.sections.meetings.scrutiny import LogView
from layouts.sections.meetings.slides import MINUTES, SLIDES
from layouts.ui.live import split_region
from layouts.ui.overview_measures import load_number, valid_selection
from layouts.ui.view_options import other_basis_words


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
        open_exceptions(snapshot, flags_new=True),
        load_signals(snapshot).news,
        catalogue.key_measures.get(selection.framework, ()),
        snapshot.choices.sources,
        unknown,
        changed,
        draft_of(snapshot),
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
    overview, priority, context = load_priority_panels(snapshot)
    page = priority_page(overview, priority, context, snapshot.selection)
    title = f"{priority.number} {priority.title}"
    return Content(title, page, judged_on=overview.as_of)


def _measure(snapshot: Snapshot) -> Content:
    panel, series, context = load_measure(snapshot)
    selection = snapshot.selection
    return Content(
        title=panel.measure.title,
        top=measure_top(panel, context, selection),
        children=measure_series(panel, series, context, selection),
        announcement=f"{other_basis_words(series, selection)} {series.headline}".strip(),
        judged_on=panel.as_of,
    )


def _future(snapshot: Snapshot) -> Content:
    need = load_future_need(snapshot)
    return Content(future_title(need.area), [], future_page(need, snapshot.selection))


def _actions(snapshot: Snapshot) -> Content:
    overview, plan = load_overview(snapshot), load_action_plan(snapshot)
    before = load_statuses_before(snapshot, plan)
    page = actions_page(plan, overview, before, snapshot.selection)
    announcement = shown_actions_sentence(plan, snapshot.selection)
    return Content(ACTIONS_TITLE, page, announcement=announcement, judged_on=overview.as_of)


def _meeting(snapshot: Snapshot) -> Content:
    overview, selection = load_overview(snapshot), snapshot.selection
    if selection.tab == SLIDES:
        page = pack_slides_page(readable_pack(snapshot), selection)
        return Content(SLIDES_TITLE, page, judged_on=overview.as_of)
    if selection.tab == MINUTES:
        stored = readable_pack(snapshot)
        page = minutes_page(stored, _minutes_by_plan(snapshot, stored), selection)
        return Content(MINUTES_TITLE, page, judged_on=overview.as_of)
    packs = [
        pack
        for pack in list_packs(snapshot.transaction)
        if pack.as_of <= (selection.as_of or date.max) and snapshot.reach.reads(pack.area_code)
    ]
    comparison = _pack_comparison(snapshot)
    catalogue = snapshot.choices.catalogue
    plans = {
        name: f"{catalogue.areas[plan.area_code].name}: {screen_name(plan.title)}"
        for name, plan in catalogue.frameworks.items()
    }
    area = snapshot.judging.framework.area_code
    own = tuple(plan.framework_id for plan in catalogue.frameworks_of(area))
    has_owners = snapshot.reach.makes_packs(area)
    owners = owners_of(snapshot.transaction, area, own) if has_owners else ()
    page = meeting_page(packs, overview, selection, snapshot.today, comparison, plans, owners)
    return Content(
        MEETING_TITLE, page, announcement=announced(comparison), judged_on=overview.as_of
    )


def _minutes_by_plan(snapshot: Snapshot, stored: StoredPack) -> dict[Framework, LogView]:
    return {
        plan: replace(
            log_view(snapshot.of(replace(snapshot.selection, framework=plan.framework_id))),
            questions=minutes.questions,
            recommendations=minutes.recommendations,
        )
        for plan, minutes in load_minutes(snapshot, stored).items()
    }


def readable_pack(snapshot: Snapshot) -> StoredPack:
    """Return the pack of the plan that the address names; UnknownSelectionError where it cannot be read."""
    stored = load_pack(snapshot.transaction, snapshot.selection.pack)
    if stored.integrity_error or stored.framework_id != snapshot.selection.framework:
        raise UnknownSelectionError(stored.pack_id)
    return stored


def _pack_comparison(snapshot: Snapshot) -> PackComparison | str | None:
    """Compare the two chosen packs; a sentence where that is impossible, None where none are chosen."""
    chosen = snapshot.selection
    if not (chosen.pack and chosen.against):
        return None
    if chosen.pack == chosen.against:
        return "Choose two different packs."
    if not snapshot.reach.reads(load_pack(snapshot.transaction, chosen.pack).area_code):
        raise UnknownSelectionError(chosen.pack)
    try:
        return compare_packs(snapshot.transaction, chosen.pack, chosen.against)
    except PackRefusedError as refused:
        return str(refused)


def _scrutiny(snapshot: Snapshot) -> Content:
    selection = snapshot.selection
    if selection.status not in FILTERS:
        raise UnknownSelectionError("no such filter")
    overview, log = load_overview(snapshot), log_view(snapshot)
    page = scrutiny_page(log, overview, selection)
    announcement = filtered_log_sentence(log, selection)
    return Content(SCRUTINY_TITLE, page, announcement=announcement, judged_on=overview.as_of)


def _data(snapshot: Snapshot) -> Content:
    store, kinds, reach = snapshot.transaction, data_dictionary(), snapshot.reach
    catalogue = snapshot.choices.catalogue
    scorecards = load_reading_rules(store, "scorecard_mappings", reach.areas)
    loaded = extract_history(store, reach.areas)
    content = DataPageContent(
        snapshot.today,
        loaded,
        kinds,
        [due for due in load_returns(store, snapshot.today) if reach.reads(due.area_code)],
        Titles(
            kinds={kind.name: kind.title for kind in kinds},
            areas={code: area.name for code, area in catalogue.areas.items()},
            measures=measure_titles(snapshot),
            plans={code: plan.title for code, plan in catalogue.frameworks.items()},
        ),
        [each for each in load_anomalies(store) if reach.reads(each.figure.area_code)],
        scorecards.to_dict("records"),
        purge_history(store, loaded),
        is_public=reach.is_public,
    )
    selection = snapshot.selection
    if selection.tab not in content.tabs:
        selection = replace(selection, tab="")
    page = data_page(content, selection, shows_small=reach.shows_small(EVERY_AREA))
    return Content(data_title(selection), page)


def _about(snapshot: Snapshot) -> Content:
    sources = load_sources(snapshot.transaction, snapshot.reach)
    page = about_page(list(snapshot.choices.measures.values()), sources, snapshot.selection)
    return Content(about_title(snapshot.selection), page)


def _find(snapshot: Snapshot) -> Content:
    overview, plan = load_overview(snapshot), load_action_plan(snapshot)
    page = find_page(overview, plan, snapshot.selection)
    return Content(FIND_TITLE, page, judged_on=overview.as_of)


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
