"""Gather what the meeting of a plan will see, as it stands at this moment."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import Engine

from dashboard.model.panel import ActionPlan, Overview
from dashboard.model.selection import Selection
from dashboard.pack.changes import ComparedState, action_counts, build_since
from dashboard.pack.model import Oddity, Pack, scoped_overview
from dashboard.panels.overview import unique_panels
from dashboard.quality.checks import CHECK_WORDS
from data.loading.sanity import load_plan_doubts
from data.meetings.commentary import load_open_exceptions
from data.meetings.scrutiny_queries import load_meeting_log
from data.queries.panels import (
    judging_of,
    load_action_plan,
    load_catalogue,
    load_overview_by_now,
    load_plan_commentary,
)
from data.queries.signals import load_previous_panels
from data.store.frames import data_version


def gather(
    engine: Engine,
    chosen: Selection,
    by: str,
    today: date,
    before: ComparedState | None,
    draft: ComparedState | None,
) -> Pack:
    """Gather the pack of a selection that names its day; small numbers are hidden in it.

    `before` is the pack of an earlier day, None where there is none; `draft` an earlier version
    for the same day. Figures are those of the day, and freshness too; words about it may be of
    later. `today` only tells which replies are overdue.
    """
    day = chosen.as_of
    if day is None:
        raise ValueError("A pack is gathered for a day that is named.")
    questions, recommendations = load_meeting_log(engine, chosen, day)
    overview = scoped_overview(load_overview_by_now(engine, chosen, day))
    bare = Pack(
        overview=overview,
        actions=load_action_plan(engine, chosen, day),
        commentary=load_plan_commentary(engine, chosen, day, known_by=date.max),
        sources=load_catalogue(engine).sources,
        made_by=by,
        exceptions=load_open_exceptions(engine, chosen, today),
        questions=questions,
        recommendations=recommendations,
        oddities=_oddities(engine, overview),
    )
    held = before or _report_before(engine, chosen, bare.actions, day)
    if held is None:
        return bare
    printed = _printed_before(bare.actions, held)
    return replace(bare, since=build_since(held, bare, draft, printed))


def _oddities(engine: Engine, overview: Overview) -> tuple[Oddity, ...]:
    """Note what looks odd about the figures and targets of the plan, in the plan's order."""
    panels = {panel.measure.measure_id: panel for panel in unique_panels(overview.priorities)}
    plan = overview.framework.framework_id
    by_measure: dict[str, dict[Oddity, None]] = {measure: {} for measure in panels}
    for doubt in load_plan_doubts(engine, plan, tuple(panels), overview.as_of):
        measure = doubt.figure.measure
        kind = CHECK_WORDS[doubt.check]
        words = f"{kind}. {doubt.words}"
        oddity = Oddity(measure.measure_id, measure.short_title, words, kind)
        by_measure[measure.measure_id][oddity] = None
    return tuple(oddity for notes in by_measure.values() for oddity in notes)


def _report_before(
    engine: Engine, chosen: Selection, actions: ActionPlan, day: date
) -> ComparedState | None:
    """Take the report before as that against which a first pack is set; None where none is known."""
    previous = load_previous_panels(engine, data_version(engine), judging_of(engine, chosen, day))
    if previous is None:
        return ComparedState(actions.before_on) if actions.before_on else None
    earlier, panels = previous
    then = load_action_plan(engine, replace(chosen, as_of=earlier), earlier)
    by_measure = {panel.measure.measure_id: panel for panel in panels}
    return ComparedState(earlier, by_measure, action_counts(then))


def _printed_before(actions: ActionPlan, before: ComparedState) -> Mapping[str, int] | None:
    """Give the totals that the report prints of the period before, if they lie between the two."""
    is_since = not before.pack_id or (actions.now_on or date.min) > before.as_of
    return actions.printed_before if actions.printed_before and is_since else None
