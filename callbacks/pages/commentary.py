"""What people say of a plan, loaded for the page that shows it: exceptions, questions, packs."""

from functools import partial

from callbacks.pages.context import RequestContext
from dashboard.model.meeting import OpenException
from dashboard.model.panel import Measure
from dashboard.pack.changes import PackComparison
from dashboard.panels.overview import unique_panels
from data.meetings.commentary import load_open_exceptions
from data.meetings.packs import PackRefusedError, compare_packs
from data.meetings.scrutiny_queries import load_shown_log, pack_days
from data.queries.panels import load_overview
from layouts.sections.scrutiny import LogView


def load_pack_comparison(context: RequestContext) -> PackComparison | str | None:
    """Set the two packs that are chosen beside each other, or say why that cannot be."""
    chosen = context.selection
    if not (chosen.pack and chosen.against):
        return None
    if chosen.pack == chosen.against:
        return "Choose two different packs."
    try:
        return compare_packs(context.engine, chosen.pack, chosen.against)
    except PackRefusedError as refused:
        return str(refused)


def load_exceptions(context: RequestContext, *, new: bool = False) -> tuple[OpenException, ...]:
    """Load what asks for a reply, as it was known on a day that is asked for; with what is new."""
    return context.load(
        partial(load_open_exceptions, known_by=context.selection.as_of, flags_new=new)
    )


def load_plan_measures(context: RequestContext) -> list[Measure]:
    overview = context.load(load_overview)
    return [panel.measure for panel in unique_panels(overview.priorities)]


def load_titled_log(context: RequestContext) -> LogView:
    """Load the plan's scrutiny log with the names of what it is about."""
    engine, selection = context.engine, context.selection
    overview = context.load(load_overview)
    questions, recommendations = load_shown_log(engine, selection)
    return LogView(
        questions,
        recommendations,
        day=selection.as_of or context.today,
        titles={
            panel.measure.measure_id: panel.measure.title
            for panel in unique_panels(overview.priorities)
        },
        priorities={priority.number: priority.title for priority in overview.priorities},
        packs=pack_days(engine, selection.framework),
    )
