"""Build everything behind one measure from the loaders' frames."""

from dataclasses import replace

from dashboard.cases.backlog import backlog_of
from dashboard.cases.distribution import BasisPeriod, build_distribution
from dashboard.cases.explanation import build_calculation
from dashboard.cases.flow import build_capacity, build_cohort, build_flow
from dashboard.cases.frame_access import CaseCells
from dashboard.cases.histogram_bins import HideRule
from dashboard.cases.model import Backlog, CaseFrames, CaseView
from dashboard.cases.views import open_bins, view_family
from dashboard.measures import Explanation
from dashboard.model.panel import Measure
from dashboard.model.services import SERVICES


def build_case_view(
    measure: Measure,
    frames: CaseFrames,
    formula: Explanation | None,
    period: BasisPeriod | None = None,
    hide: HideRule | None = None,
) -> CaseView | None:
    """Build the view of a measure in one area; None where nothing of it was worked out.

    `formula` is that of `working_of`, `period` the one that a reader drilled into, `hide` the small-number rule for the counts of
    one picture.
    """
    measure_id = measure.measure_id
    if frames.cells.empty or measure_id not in set(frames.cells["measure_id"]):
        return None
    family, cells = view_family(measure_id), CaseCells(frames.cells)
    is_service = family.flow in SERVICES
    backlog = _with_weeks(backlog_of(measure_id, cells), frames, family.backlog, hide)
    is_in_backlog = bool(backlog and backlog.by_week) and family.bins.endswith("-waiting")
    return CaseView(
        measure_id=measure_id,
        distribution=None
        if is_in_backlog
        else build_distribution(frames.bins, family.bins, None if hide else period, hide),
        backlog=backlog,
        flow=build_flow(family.flow, cells) if family.flow and not is_service else None,
        cohort=build_cohort(cells) if family.has_cohort else None,
        capacity=build_capacity(family.flow, cells) if is_service else None,
        calculation=build_calculation(measure, formula, cells, frames.accounts, frames.extracts),
    )


def _with_weeks(
    backlog: Backlog | None, frames: CaseFrames, family: str, hide: HideRule | None
) -> Backlog | None:
    """Add by week how long those still open have waited, on the day of the backlog."""
    bins = open_bins(family)
    if backlog is None or not bins:
        return backlog
    if any(count.is_hidden for count in (*backlog.counts, *backlog.ages)):
        # The weeks of all ages would give away what is hidden among them.
        return backlog
    day = ("snapshot", backlog.on, backlog.on)
    return replace(backlog, by_week=build_distribution(frames.bins, bins, day, hide))
