"""What pages show of a plan: titles, exceptions, measures, the scrutiny log."""

from collections.abc import Mapping

from dashboard.model.panel import Measure
from dashboard.model.urls import LATEST
from dashboard.pack.model import OpenException
from dashboard.panels.overview import unique_panels
from data.meetings.agendas import load_newest_draft
from data.meetings.commentary import load_open_exceptions
from data.meetings.scrutiny import load_shown_log, pack_days
from data.queries.panels import load_overview
from data.queries.snapshot import Snapshot
from layouts.sections.meetings.scrutiny import LogView


def measure_titles(snapshot: Snapshot) -> Mapping[str, str]:
    """Return the titles of all measures by their ids."""
    return {name: measure.title for name, measure in snapshot.choices.measures.items()}


def open_exceptions(snapshot: Snapshot, *, flags_new: bool = False) -> tuple[OpenException, ...]:
    """Load the exceptions of a plan that are open by the chosen day."""
    by_day = snapshot.selection.as_of
    return load_open_exceptions(snapshot, by_day=by_day, flags_new=flags_new)


def plan_measures(snapshot: Snapshot) -> list[Measure]:
    """Return the measures of a plan, each once."""
    return [panel.measure for panel in unique_panels(load_overview(snapshot).priorities)]


def draft_of(snapshot: Snapshot) -> str:
    """Return the pack whose slides the reader may choose: the plan's newest, a draft; "" without one.

    What is shown of an earlier day is not what the draft has.
    """
    plan = snapshot.judging.framework
    if snapshot.selection.as_of not in (None, LATEST) or not snapshot.reach.makes_packs(
        plan.area_code
    ):
        return ""
    return load_newest_draft(snapshot.transaction, plan.framework_id)


def log_view(snapshot: Snapshot) -> LogView:
    """Return the plan's scrutiny log with the titles of what it is about."""
    selection = snapshot.selection
    questions, recommendations = load_shown_log(snapshot)
    return LogView(
        questions,
        recommendations,
        day=selection.as_of or snapshot.today,
        titles={measure.measure_id: measure.title for measure in plan_measures(snapshot)},
        priorities={each.number: each.title for each in load_overview(snapshot).priorities},
        packs=pack_days(
            snapshot.transaction, selection.framework, snapshot.judging.framework.area_code
        ),
    )
