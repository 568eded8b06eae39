"""What pages show of a plan: a priority, titles, exceptions, the scrutiny log."""

from collections.abc import Mapping

from dashboard.model.panel import Measure, Overview, Priority
from dashboard.pack.model import OpenException
from dashboard.panels.overview import unique_panels
from data.meetings.commentary import load_open_exceptions
from data.meetings.scrutiny import load_shown_log, pack_days
from data.queries.panels import load_action_plan, load_backlogs, load_overview, load_plan_commentary
from data.queries.snapshot import Snapshot, UnknownSelectionError
from layouts.pages.priority import PriorityContext
from layouts.sections.meetings.scrutiny import LogView


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
        titles=measure_titles(snapshot),
        sources=snapshot.choices.sources,
        backlogs=load_backlogs(snapshot, measures),
        exceptions=[each for each in open_exceptions(snapshot) if each.measure_id in measures],
        today=selection.as_of or snapshot.today,
    )
    return overview, priority, context


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
        packs=pack_days(snapshot.transaction, selection.framework),
    )
