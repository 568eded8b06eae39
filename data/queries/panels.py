"""Load what a page shows of a snapshot: overviews, panels, action plans, control-chart signals.

Small numbers among what is computed from cases are suppressed before anything is built, unless
`shows_small` (the data team's own view) or the area is a made-up one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from dashboard.cases.model import Backlog, CaseView
from dashboard.model.panel import ActionPlan, Commentary, Measure, Overview, Panel
from dashboard.panels.actions import build_action_plan, build_commentary, statuses_before
from dashboard.panels.balancing_measures import with_partners
from dashboard.panels.breakdowns import Breakdown
from dashboard.panels.catalogue import newest_report
from dashboard.panels.changes import build_news
from dashboard.panels.overview import (
    EarlierReport,
    build_overview,
    build_priorities,
    judged_panels,
    unique_panels,
)
from dashboard.panels.panel import build_panel
from dashboard.panels.signals import Signals, build_signals
from dashboard.records.commentary import overview_with_manual_headlines, with_manual_headlines
from dashboard.text.periods import window
from data.cases.visible_cells import list_breakdowns
from data.queries.as_of import (
    ACTION_LOADERS,
    SNAPSHOT_CACHE_SIZE,
    AsOfSnapshot,
    Judging,
    load_as_of,
    read_frames,
    with_measure_cells,
    with_plan_cells,
)
from data.queries.case_views import backlogs, case_view, parts_of
from data.queries.snapshot import Snapshot, UnknownSelectionError
from data.store.frames import load_frame
from data.store.read_transaction import ReadTransaction, cached_by_kinds, cached_by_version


def load_overview(snapshot: Snapshot) -> Overview:
    """Load every measure of the chosen plan."""
    return plan_overview(snapshot.transaction, snapshot.judging, snapshot.today)


def count_judged(snapshot: Snapshot) -> int:
    """Return how many measures of the chosen plan are judged, as its overview says."""
    judging = snapshot.judging
    as_of_data = with_plan_cells(snapshot.transaction, judging)
    plan = judging.framework.framework_id
    built = build_priorities(
        as_of_data.catalogue, as_of_data.figures, plan, judging.day, snapshot.today
    )
    return len(judged_panels(unique_panels(built)))


def load_overview_by_now(snapshot: Snapshot) -> Overview:
    """Load every measure of the chosen plan with every headline that was written for it by now.

    Only the figures are those known on the report date.
    """
    transaction, judging = snapshot.transaction, snapshot.judging
    written = load_as_of(transaction, None).written
    figures = replace(with_plan_cells(transaction, judging), written=written)
    return _build_plan_overview(transaction, judging, figures, snapshot.today)


@cached_by_version(64)
def plan_overview(transaction: ReadTransaction, judging: Judging, today: date) -> Overview:
    """Return every measure of a plan as judged on a day."""
    return _build_plan_overview(transaction, judging, with_plan_cells(transaction, judging), today)


def _build_plan_overview(
    transaction: ReadTransaction, judging: Judging, as_of_data: AsOfSnapshot, today: date
) -> Overview:
    plan = judging.framework.framework_id
    earlier = _earlier_report(transaction, judging)
    overview = build_overview(
        as_of_data.catalogue,
        as_of_data.figures,
        plan,
        judging.day,
        today,
        earlier,
        as_of_data.pairs,
    )
    return overview_with_manual_headlines(overview, as_of_data.written)


def _earlier_report(transaction: ReadTransaction, judging: Judging) -> EarlierReport | None:
    """Return the report before the newest one by a day, with what was known on it.

    Of a plan that has ended by that day it is the newest one itself: no other follows.
    """
    if not judging.framework.is_plan:
        return None
    before = _newest_report(transaction, judging, judging.day)
    if before and not judging.framework.has_ended(judging.day):
        before = _newest_report(transaction, judging, before - timedelta(days=1))
    if before is None:
        return None
    # With the day as one that was chosen: what came later plays no part in a report gone by.
    earlier_judging = replace(judging, day=before, as_of=before)
    return EarlierReport(before, with_plan_cells(transaction, earlier_judging).figures)


def _newest_report(transaction: ReadTransaction, judging: Judging, day: date) -> date | None:
    as_of_data = load_as_of(transaction, day)
    plan = judging.framework.framework_id
    return newest_report(as_of_data.catalogue, as_of_data.figures, plan, day)


def load_panel(snapshot: Snapshot) -> Panel:
    """Load one measure in the chosen plan; UnknownSelectionError where there is no such measure.

    A statistic that the selection names is judged on its own.
    """
    chosen = snapshot.selection
    return _plan_panel(
        snapshot.transaction,
        snapshot.judging,
        chosen.measure,
        chosen.breakdown,
        chosen.statistic,
        snapshot.today,
    )


@cached_by_version(64)
def _plan_panel(
    transaction: ReadTransaction,
    judging: Judging,
    measure_id: str,
    breakdown: str,
    statistic: str,
    today: date,
) -> Panel:
    as_of_data = with_measure_cells(transaction, judging, measure_id, breakdown)
    if measure_id not in as_of_data.catalogue.measures:
        raise UnknownSelectionError(f"no measure {measure_id}")
    plan = judging.framework.framework_id
    panel = build_panel(
        as_of_data.catalogue, as_of_data.figures, plan, measure_id, judging.day, today, statistic
    )
    overview = plan_overview(transaction, judging, today)
    by_measure = {each.measure.measure_id: each for each in unique_panels(overview.priorities)}
    in_overview = by_measure.get(measure_id)
    if statistic and in_overview is None:
        return with_partners(panel, as_of_data.pairs, by_measure.get)
    with_headline = with_manual_headlines(
        panel, as_of_data.written, in_overview if statistic else None
    )
    if in_overview is None:
        return with_partners(with_headline, as_of_data.pairs, by_measure.get)
    return replace(with_headline, partners=in_overview.partners, pair_words=in_overview.pair_words)


def load_signals(snapshot: Snapshot) -> Signals:
    """Load the matrix of control charts of the chosen plan, with what is new since its report before."""
    overview = load_overview(snapshot)
    previous = load_previous_panels(snapshot.transaction, snapshot.judging)
    if previous is None:
        return build_signals(overview)
    before, panels = previous
    earlier = {panel.measure.measure_id: panel for panel in panels}
    return build_signals(overview, before, build_news(earlier, unique_panels(overview.priorities)))


@cached_by_version(64)
def load_previous_panels(
    transaction: ReadTransaction, judging: Judging
) -> tuple[date, tuple[Panel, ...]] | None:
    """Judge a plan's measures on the day of the report before, by what was known then."""
    earlier = _earlier_report(transaction, judging)
    if earlier is None:
        return None
    catalogue = load_as_of(transaction, judging.day).catalogue
    plan = judging.framework.framework_id
    priorities = build_priorities(catalogue, earlier.figures, plan, earlier.day, earlier.day)
    return earlier.day, unique_panels(priorities)


def load_case_view(snapshot: Snapshot) -> CaseView | None:
    """Load the distribution and backlog of a measure computed from cases; None where none was.

    A period that the selection names is the one whose distribution is shown.
    """
    measure = _measure_with_cases(snapshot)
    if measure is None:
        return None
    chosen = snapshot.selection
    period = window(chosen.basis, chosen.period) if chosen.basis and chosen.period else None
    return case_view(snapshot.transaction, snapshot.judging, measure, period)


def load_parts(snapshot: Snapshot) -> Breakdown | None:
    """Load a measure divided by the dimension that the selection names, with those there are.

    None where nothing of the measure was computed; UnknownSelectionError for another dimension.
    """
    measure = _measure_with_cases(snapshot)
    if measure is None:
        return None
    chosen = snapshot.selection
    choices = (chosen.by, chosen.breakdown, chosen.basis, chosen.period)
    divided = parts_of(snapshot.transaction, snapshot.judging, measure, *choices)
    if chosen.by and (divided is None or chosen.by not in dict(divided.dimensions)):
        raise UnknownSelectionError(f"nothing is divided by {chosen.by}")
    return divided


def is_computed_part(snapshot: Snapshot) -> bool:
    """Return whether the breakdown that the selection names was computed, published or not."""
    measure = _measure_with_cases(snapshot)
    area = snapshot.judging.framework.area_code
    return measure is not None and snapshot.selection.breakdown in list_breakdowns(
        snapshot.transaction, area, (measure.measure_id,)
    )


def _measure_with_cases(snapshot: Snapshot) -> Measure | None:
    return (
        snapshot.choices.measures.get(snapshot.selection.measure) if _has_cases(snapshot) else None
    )


def _has_cases(snapshot: Snapshot) -> bool:
    as_of_data = load_as_of(snapshot.transaction, None)
    return snapshot.judging.framework.area_code in as_of_data.figures.cases_on


def load_backlogs(snapshot: Snapshot, measure_ids: Iterable[str]) -> Mapping[str, Backlog]:
    """Load the open cases beside each of some measures, by measure."""
    if not _has_cases(snapshot):
        return {}
    return backlogs(snapshot.transaction, snapshot.judging, tuple(measure_ids))


def load_action_plan(snapshot: Snapshot) -> ActionPlan:
    """Load the actions of the chosen plan, as known on its report date."""
    return _action_plan(snapshot.transaction, snapshot.judging)


@cached_by_kinds(SNAPSHOT_CACHE_SIZE, ACTION_LOADERS)
def _action_plan(transaction: ReadTransaction, judging: Judging) -> ActionPlan:
    action_frames = _action_frames(transaction, judging.day)
    return build_action_plan(action_frames, judging.framework.framework_id, judging.day)


def load_statuses_before(snapshot: Snapshot, plan: ActionPlan) -> dict[str, str]:
    """Load the status that each action of the chosen plan had at the report before."""
    judging = snapshot.judging
    action_frames = _action_frames(snapshot.transaction, judging.day)
    return statuses_before(action_frames, plan, judging.framework.framework_id, judging.day)


def _action_frames(transaction: ReadTransaction, as_of: date | None) -> dict[str, pd.DataFrame]:
    return read_frames(transaction, as_of, ACTION_LOADERS)


def load_plan_commentary(snapshot: Snapshot, by_day: date | None = None) -> tuple[Commentary, ...]:
    """Load what the chosen plan's reports say in words, by the report date, in their order.

    What was known by the day that the selection names, else everything; `by_day` is another day,
    date.max for whatever was written up since.
    """
    until = by_day or snapshot.judging.as_of or date.max
    return _plan_commentary(snapshot.transaction, snapshot.judging, until)


@cached_by_kinds(SNAPSHOT_CACHE_SIZE, ("commentary",))
def _plan_commentary(
    transaction: ReadTransaction, judging: Judging, until: date
) -> tuple[Commentary, ...]:
    as_of = None if until == date.max else until
    frame = load_frame(transaction, "commentary", as_of=as_of)
    return build_commentary(frame, judging.framework.framework_id, judging.day, until)
