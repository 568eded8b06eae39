"""What the page of a priority shows: its panels, and what the plan says of it."""

from dataclasses import replace

from callbacks.pages.measure import load_measure
from callbacks.pages.plan import draft_of, measure_titles, open_exceptions
from dashboard.model.panel import Overview, Panel, Priority, Series
from data.queries.panels import load_action_plan, load_backlogs, load_overview, load_plan_commentary
from data.queries.snapshot import Snapshot, UnknownSelectionError
from layouts.measure.context import MeasureContext
from layouts.pages.priority import PriorityContext
from layouts.sections.priority.panel_card import chosen_view, opened
from layouts.ui.view_options import series_choices


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
        draft=draft_of(snapshot),
    )
    return overview, priority, context


def load_priority_panels(snapshot: Snapshot) -> tuple[Overview, Priority, PriorityContext]:
    """Load a priority with the one measure whose panel is enlarged, if one is."""
    overview, priority, context = load_priority(snapshot)
    return overview, priority, replace(context, enlarged=_load_enlarged(snapshot, priority))


def _load_enlarged(
    snapshot: Snapshot, priority: Priority
) -> tuple[Panel, Series, MeasureContext] | None:
    """Load the one measure that is enlarged as its own page shows it; None where none or several are."""
    selection = snapshot.selection
    wanted = [p for p in priority.panels if opened(selection) == [p.measure.measure_id]]
    if not wanted:
        return None
    (panel,) = wanted
    if not (selection.basis or selection.breakdown):
        view = chosen_view(panel, selection)
        selection = replace(selection, **series_choices(panel, view.shown))
    chosen = replace(selection, page="measure", measure=panel.measure.measure_id)
    return load_measure(snapshot.of(chosen))
