"""Gather the contents of a pack: what the meeting of a plan, an owner or a priority will see."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from dashboard.model.panel import ActionPlan, Overview
from dashboard.model.selection import Selection
from dashboard.pack.changes import ComparedState, action_counts, build_since
from dashboard.pack.inserts import freeze_future, freeze_profile, freeze_scenario
from dashboard.pack.minutes import entry_mark
from dashboard.pack.model import Oddity, Pack, scoped_overview
from dashboard.pack.parts import Parts, owner_parts, priority_part, scoped_pack
from dashboard.pack.scope import WHOLE_PLAN, Scope
from dashboard.panels.overview import unique_panels
from dashboard.panels.verdict import has_figure
from dashboard.profile.build import build_profile
from dashboard.quality.checks import CHECK_WORDS
from dashboard.text.periods import months_before
from data.loading.anomalies import load_plan_anomalies
from data.meetings.commentary import load_open_exceptions
from data.meetings.minutes import load_minutes_before
from data.meetings.owners import declared_owners, measures_owned
from data.meetings.scrutiny import load_meeting_log
from data.queries.future import load_future_need
from data.queries.panels import (
    load_action_plan,
    load_overview,
    load_overview_by_now,
    load_plan_commentary,
    load_previous_panels,
)
from data.queries.profile import load_profile
from data.queries.snapshot import Snapshot, plans_in_order
from data.store.read_transaction import ReadTransaction


@dataclass(frozen=True)
class Wanted:
    """What a pack is of, and is to hold besides; `scenario` is chosen on the page of future need."""

    profile: bool = False
    future: bool = False
    scenario: Selection | None = None
    scope: Scope = WHOLE_PLAN


NOTHING_MORE: Final = Wanted()


def gather(
    snapshot: Snapshot,
    by: str,
    before: ComparedState | None,
    draft: ComparedState | None,
    wanted: Wanted = NOTHING_MORE,
) -> Pack:
    """Return the pack of a selection that names its day; small numbers are hidden in it.

    Without measures where nothing belongs to its scope.

    `before` is the pack of an earlier day, None without one; `draft` an earlier version for the same
    day. Figures are as known on the day; commentary may be later. Today only decides which replies
    are overdue.
    """
    day = snapshot.selection.as_of
    if day is None:
        raise ValueError("A pack is gathered for a day that is named.")
    on_day = replace(snapshot, today=day)
    if wanted.scope == WHOLE_PLAN:
        bare = _of_plan(snapshot, by, day)
        held = before or _report_before(on_day, bare.actions)
    else:
        plans = [_of_plan(each, by, day) for each in _running_plans(snapshot, wanted.scope, day)]
        parts = _parts(snapshot, plans, wanted.scope)
        if not parts:
            return replace(plans[0], overview=replace(plans[0].overview, priorities=()))
        bare = scoped_pack(plans, parts, wanted.scope)
        held = before or _state_earlier(on_day, parts, wanted.scope, day)
    bare = replace(bare, **_inserts(on_day, wanted))
    if held is None:
        return bare
    printed = _printed_before(bare.actions, held)
    since = build_since(held, bare, draft, printed)
    if not held.pack_id:
        return replace(bare, since=since)
    minutes = load_minutes_before(on_day, held.pack_id, wanted.scope)
    # What was asked on slides of an owner or a priority may be of none of their measures.
    more = (each for each in minutes.questions if each not in bare.questions)
    followed = replace(since, minute_entries=tuple(map(entry_mark, minutes.entries)))
    return replace(bare, since=followed, questions=(*bare.questions, *more))


def _of_plan(snapshot: Snapshot, by: str, day: date) -> Pack:
    """Return the pack of a whole plan, without what changed in it."""
    on_day = replace(snapshot, today=day)
    questions, recommendations = load_meeting_log(on_day, day)
    overview = scoped_overview(load_overview_by_now(on_day))
    return Pack(
        overview=overview,
        actions=load_action_plan(on_day),
        commentary=load_plan_commentary(on_day, by_day=date.max),
        sources=snapshot.choices.sources,
        made_by=by,
        exceptions=load_open_exceptions(snapshot),
        questions=questions,
        recommendations=recommendations,
        oddities=_oddities(snapshot.transaction, overview),
        owners=declared_owners(snapshot.transaction, overview.framework.framework_id),
    )


def _running_plans(snapshot: Snapshot, scope: Scope, day: date) -> Iterator[Snapshot]:
    """Yield the plans that a scope reaches over: of an owner all of the area that run on the day."""
    plan = snapshot.judging.framework
    yield snapshot
    if scope.owner:
        for other in plans_in_order(snapshot.choices, plan.area_code):
            has_begun = other.starts_on is None or other.starts_on <= day
            if other != plan and has_begun and not other.has_ended(day):
                yield snapshot.of(replace(snapshot.selection, framework=other.framework_id))


def _parts(snapshot: Snapshot, plans: list[Pack], scope: Scope) -> Parts:
    if scope.priority:
        return priority_part(plans[0], scope.priority)
    area = snapshot.judging.framework.area_code
    names = tuple(plan.overview.framework.framework_id for plan in plans)
    owned = measures_owned(snapshot.transaction, area, names, scope.owner)
    return owner_parts(plans, scope.owner, owned)


def _state_earlier(on_day: Snapshot, parts: Parts, scope: Scope, day: date) -> ComparedState | None:
    """Return what was known of a scope as many months ago as it looks back; None where nothing was."""
    earlier = months_before(day, scope.months)
    plans = [
        Pack(scoped_overview(load_overview(then)), load_action_plan(then), (), {}, "")
        for plan in parts
        for then in [on_day.of(replace(on_day.selection, framework=plan, as_of=earlier))]
    ]
    pack = scoped_pack(plans, parts, scope)
    if not any(map(has_figure, pack.panels.values())):
        return None
    return ComparedState(earlier, pack.panels, action_counts(pack.actions), is_report=False)


def _inserts(on_day: Snapshot, wanted: Wanted) -> Mapping[str, Any]:
    """Return what was chosen beside the plan, by what was known on the day."""
    inserts: dict[str, Any] = {}
    if wanted.profile:
        area = on_day.judging.framework.area_code
        of_area = on_day.of(replace(on_day.selection, area=area))
        inserts["profile"] = freeze_profile(build_profile(load_profile(of_area)))
    if wanted.future or wanted.scenario:
        need = load_future_need(on_day)
        if wanted.future:
            inserts["future"] = freeze_future(need)
        if wanted.scenario:
            inserts["scenario"] = freeze_scenario(need, wanted.scenario)
    return inserts


def _oddities(transaction: ReadTransaction, overview: Overview) -> tuple[Oddity, ...]:
    """Return the anomalies of the figures and targets of the plan, in the order of the plan."""
    panels = {panel.measure.measure_id: panel for panel in unique_panels(overview.priorities)}
    plan = overview.framework.framework_id
    by_measure: dict[str, dict[Oddity, None]] = {measure: {} for measure in panels}
    for anomaly in load_plan_anomalies(transaction, plan, tuple(panels), overview.as_of):
        measure = anomaly.figure.measure
        kind = CHECK_WORDS[anomaly.check]
        words = f"{kind}. {anomaly.words}"
        oddity = Oddity(measure.measure_id, measure.short_title, words, kind)
        by_measure[measure.measure_id][oddity] = None
    return tuple(oddity for notes in by_measure.values() for oddity in notes)


def _report_before(snapshot: Snapshot, actions: ActionPlan) -> ComparedState | None:
    """Return the report before, to compare a first pack with; None without one."""
    previous = load_previous_panels(snapshot.transaction, snapshot.judging)
    if previous is None:
        return ComparedState(actions.before_on) if actions.before_on else None
    earlier, panels = previous
    then = load_action_plan(snapshot.of(replace(snapshot.selection, as_of=earlier)))
    by_measure = {panel.measure.measure_id: panel for panel in panels}
    return ComparedState(earlier, by_measure, action_counts(then))


def _printed_before(actions: ActionPlan, before: ComparedState) -> Mapping[str, int] | None:
    """Return the totals that the report prints for the period before, if that lies between the two."""
    is_since = not before.pack_id or (actions.now_on or date.min) > before.as_of
    return actions.printed_before if actions.printed_before and is_since else None
