"""Load what a profile shows of an area: its panels, and the figures of similar areas.

A measure of one of the area's plans is judged as that plan's page judges it, on the same day.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Final

from dashboard.comparison.model import Neighbours
from dashboard.model.codes import HEALTH, WHO_THEY_ARE
from dashboard.model.panel import Framework, Panel, unplanned
from dashboard.panels.panel import build_panel
from dashboard.panels.records import records
from dashboard.profile.model import Inspection, Inspections, ProfileFigures
from data.queries.as_of import (
    SNAPSHOT_CACHE_SIZE,
    AsOfSnapshot,
    Judging,
    load_judged,
    with_plan_cells,
)
from data.queries.neighbours import load_all_neighbours
from data.queries.snapshot import Snapshot, load_catalogue, plans_in_order
from data.store.frames import load_frame
from data.store.read_transaction import ReadTransaction, cached_by_kinds, cached_by_version

# How the name of an area of the NHS begins, of which a borough is a part.
_NHS: Final = "NHS "
# Whether small numbers show, and the areas that are read; None for all.
_Rights = tuple[bool, frozenset[str] | None]


def load_profile(snapshot: Snapshot) -> ProfileFigures:
    """Load the profile of the chosen area, by what was known on the chosen day, else by today."""
    chosen = snapshot.selection
    day = chosen.as_of or snapshot.today
    rights = (snapshot.shows_small, snapshot.reach.areas)
    return _profile(snapshot.transaction, chosen.area, day, snapshot.today, rights)


@cached_by_version(SNAPSHOT_CACHE_SIZE)
def _profile(
    transaction: ReadTransaction, area_code: str, day: date, today: date, rights: _Rights
) -> ProfileFigures:
    panels, data = _panels(transaction, area_code, day, today, rights)
    catalogue = data.catalogue
    area = catalogue.areas[area_code]
    for code in area.part_of:
        if code in catalogue.areas and catalogue.areas[code].name.startswith(_NHS):
            panels = _of_nhs_area(transaction, code, day, today, rights) | panels
    measures = catalogue.measures.values()
    _, own_areas = rights
    neighbours = load_all_neighbours(transaction, area_code, day, own_areas)
    shown = tuple(
        panels[measure.measure_id]
        for measure in measures
        if measure.measure_id in panels
        and (measure.stage or _is_of_others_too(panels[measure.measure_id], neighbours))
    )
    return ProfileFigures(
        area,
        shown,
        neighbours,
        tuple(each for each in measures if each.stage and each.measure_id not in panels),
        {code: catalogue.areas[code].name for code in area.part_of if code in catalogue.areas},
        _inspections(transaction, area_code, neighbours, day),
    )


def _inspections(
    transaction: ReadTransaction, area_code: str, neighbours: Mapping[str, Neighbours], day: date
) -> Inspections:
    """Return the newest inspection of an area, and the newest outcomes of those like it."""
    newest = _newest_inspections(transaction, day)
    similar = {each.area_code for group in neighbours.values() for each in group.listed}
    return Inspections(
        newest.get(area_code), Counter(newest[code].outcome for code in similar if code in newest)
    )


@cached_by_kinds(SNAPSHOT_CACHE_SIZE, ("inspections",))
def _newest_inspections(transaction: ReadTransaction, day: date) -> Mapping[str, Inspection]:
    newest: dict[str, Inspection] = {}
    for row in records(load_frame(transaction, "inspections", day)):
        found = Inspection(row["outcome"], row["ended_on"], row["published_on"], row["next_within"])
        before = newest.get(row["area_code"])
        if before is None or found.published_on > before.published_on:
            newest[row["area_code"]] = found
    return newest


def _panels(
    transaction: ReadTransaction, area_code: str, day: date, today: date, rights: _Rights
) -> tuple[dict[str, Panel], AsOfSnapshot]:
    """Return the panels that have a figure, by measure, and what else was known.

    What no plan of the area serves is built in the first: it has no target there. Who the children are
    is an aim of the first plan, or context.
    """
    plans = plans_in_order(load_catalogue(transaction), area_code) or (unplanned(area_code),)
    snapshots = [with_plan_cells(transaction, Judging(plan, day, day, *rights)) for plan in plans]
    panels: dict[str, Panel] = {}

    def add(data: AsOfSnapshot, plan: Framework, measure_id: str) -> None:
        panels[measure_id] = build_panel(
            data.catalogue, data.figures, plan.framework_id, measure_id, day, today
        )

    for plan, data in zip(plans, snapshots, strict=True):
        measures = data.catalogue.measures
        for _, measure_id, _ in data.catalogue.served.get(plan.framework_id, ()):
            is_context = measures[measure_id].stage == WHO_THEY_ARE and plan is not plans[0]
            if measure_id not in panels and not is_context:
                add(data, plan, measure_id)
    for measure_id, observed in snapshots[0].figures.observed.items():
        if measure_id not in panels and any(row.area_code == area_code for _, row in observed):
            add(snapshots[0], plans[0], measure_id)
    return {name: panel for name, panel in panels.items() if _has_figure(panel)}, snapshots[0]


def _of_nhs_area(
    transaction: ReadTransaction, code: str, day: date, today: date, rights: _Rights
) -> dict[str, Panel]:
    """Return the figures of an NHS area of the measures that the NHS publishes by these."""
    area, (_, own_areas) = unplanned(code), rights
    data = load_judged(transaction, Judging(area, day, day, False, own_areas))
    names = (name for name, each in data.catalogue.measures.items() if each.stage == HEALTH)
    panels = {
        name: build_panel(data.catalogue, data.figures, area.framework_id, name, day, today)
        for name in names
    }
    return {name: panel for name, panel in panels.items() if _has_figure(panel)}


def _has_figure(panel: Panel) -> bool:
    return any(point.value is not None for line in panel.series for point in line.points)


def _is_of_others_too(panel: Panel, neighbours: Mapping[str, Neighbours]) -> bool:
    """Return whether the areas beside it have figures of the measure too."""
    return panel.measure.measure_id in neighbours or any(
        point.has_number
        for line in panel.series
        for benchmark in line.benchmarks
        for point in benchmark.points
    )
