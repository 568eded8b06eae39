"""Gather the contents of a pack: what the meeting of a plan will see."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from dashboard.model.panel import ActionPlan, Overview
from dashboard.model.selection import Selection
from dashboard.pack.changes import ComparedState, action_counts, build_since
from dashboard.pack.inserts import freeze_future, freeze_profile, freeze_scenario
from dashboard.pack.model import Oddity, Pack, scoped_overview
from dashboard.panels.overview import unique_panels
from dashboard.profile.build import build_profile
from dashboard.quality.checks import CHECK_WORDS
from data.loading.anomalies import load_plan_anomalies
from data.meetings.commentary import load_open_exceptions
from data.meetings.scrutiny import load_meeting_log
from data.queries.future import load_future_need
from data.queries.panels import (
    load_action_plan,
    load_overview_by_now,
    load_plan_commentary,
    load_previous_panels,
)
from data.queries.profile import load_profile
from data.queries.snapshot import Snapshot
from data.store.read_transaction import ReadTransaction


@dataclass(frozen=True)
class Wanted:
    """What a pack is to hold beside its plan; `scenario` is chosen on the page of future need."""

    profile: bool = False
    future: bool = False
    scenario: Selection | None = None


NOTHING_MORE: Final = Wanted()


def gather(
    snapshot: Snapshot,
    by: str,
    before: ComparedState | None,
    draft: ComparedState | None,
    wanted: Wanted = NOTHING_MORE,
) -> Pack:
    """Return the pack of a selection that names its day; small numbers are hidden in it.

    `before` is the pack of an earlier day, None without one; `draft` an earlier version for the same
    day. Figures are as known on the day; commentary may be later. Today only decides which replies
    are overdue.
    """
    day = snapshot.selection.as_of
    if day is None:
        raise ValueError("A pack is gathered for a day that is named.")
    on_day = replace(snapshot, today=day)
    questions, recommendations = load_meeting_log(on_day, day)
    overview = scoped_overview(load_overview_by_now(on_day))
    bare = Pack(
        overview=overview,
        actions=load_action_plan(on_day),
        commentary=load_plan_commentary(on_day, by_day=date.max),
        sources=snapshot.choices.sources,
        made_by=by,
        exceptions=load_open_exceptions(snapshot),
        questions=questions,
        recommendations=recommendations,
        oddities=_oddities(snapshot.transaction, overview),
        **_inserts(on_day, wanted),
    )
    held = before or _report_before(on_day, bare.actions)
    if held is None:
        return bare
    printed = _printed_before(bare.actions, held)
    return replace(bare, since=build_since(held, bare, draft, printed))


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
