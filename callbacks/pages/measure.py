"""What the page of a measure shows beside its figures."""

from dataclasses import replace

from callbacks.pages.plan import draft_of, log_view, measure_titles, open_exceptions, plan_measures
from dashboard.comparison.chosen import MEASURE_BELOW
from dashboard.comparison.model import NeighbourGroup
from dashboard.comparison.neighbours import group_for
from dashboard.model.panel import Benchmark, Panel, Series
from data.loading.anomalies import load_plan_anomalies
from data.queries.neighbours import load_neighbours
from data.queries.panels import (
    is_computed_part,
    load_action_plan,
    load_case_view,
    load_overview,
    load_panel,
    load_parts,
    load_plan_commentary,
)
from data.queries.snapshot import Snapshot, UnknownSelectionError
from layouts.measure.context import MeasureContext
from layouts.pages.overview import overview_title
from layouts.pages.profile import children_with_send
from layouts.ui.view_options import chosen_series


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
    exceptions = open_exceptions(snapshot, flags_new=True)
    before, after = _next_measures(snapshot)
    return MeasureContext(
        crumbs=_crumbs(snapshot),
        actions=[action for action in actions if measure in action.measures],
        commentary=[note for note in notes if note.measure_id == measure],
        titles=measure_titles(snapshot),
        view=load_case_view(snapshot),
        parts=load_parts(snapshot),
        group=_neighbour_group(snapshot, panel, series),
        anomalies=load_plan_anomalies(
            snapshot.transaction, selection.framework, (measure,), selection.as_of
        ),
        log=log_view(snapshot),
        exceptions=[each for each in exceptions if each.measure_id == measure],
        measures=plan_measures(snapshot),
        areas=_area_lines(snapshot, panel, series),
        below=_measure_below(snapshot, series),
        today=selection.as_of or snapshot.today,
        before=before,
        after=after,
        draft=draft_of(snapshot),
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
