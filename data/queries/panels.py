"""Load what a page shows: frames from the store, built into panels, overviews and action plans.

Small numbers among what is worked out from cases are hidden before anything is built, unless
`shows_small` (the data team's own view) or the area is a made-up one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

import pandas as pd
from sqlalchemy import Engine

from dashboard.cases.model import Backlog, CaseView
from dashboard.model.panel import ActionPlan, Area, Commentary, Framework, Measure, Overview, Panel
from dashboard.model.selection import Selection
from dashboard.panels.actions import build_action_plan, build_commentary
from dashboard.panels.balancing_measures import with_partners
from dashboard.panels.breakdowns import Breakdown
from dashboard.panels.catalogue import (
    Catalogue,
    default_framework,
    default_report_date,
    newest_report,
)
from dashboard.panels.overview import EarlierReport, build_overview, unique_panels
from dashboard.panels.panel import build_panel
from dashboard.records.commentary import overview_with_manual_headlines, with_manual_headlines
from dashboard.text.periods import window
from data.queries.case_views import backlogs, case_view, parts_of
from data.queries.snapshot import (
    ACTION_LOADERS,
    SNAPSHOT_CACHE_SIZE,
    Judging,
    Snapshot,
    load_snapshot,
    read_frames,
    with_measure_cells,
    with_plan_cells,
)
from data.store import frames


class UnknownSelectionError(LookupError):
    """What an address or command names is not in the store."""


@dataclass(frozen=True)
class SelectionChoices:
    """What a reader can choose from, and what stands when nothing was chosen."""

    areas: tuple[Area, ...]
    frameworks: tuple[Framework, ...]
    measures: Mapping[str, Measure]
    default_area: str | None
    default_framework: Mapping[str, str]
    sources: Mapping[str, str]
    catalogue: Catalogue


def load_catalogue(engine: Engine) -> SelectionChoices:
    """Load the areas that have plans, their plans, and the defaults."""
    snapshot = load_snapshot(engine, frames.data_version(engine), None)
    catalogue = snapshot.catalogue
    planned = {framework.area_code for framework in catalogue.frameworks.values()}
    chosen = {code: default_framework(catalogue, snapshot.figures, code) for code in planned}
    return SelectionChoices(
        areas=tuple(
            sorted(
                (area for code, area in catalogue.areas.items() if code in planned),
                key=lambda area: area.is_synthetic,
            )
        ),
        frameworks=tuple(catalogue.frameworks.values()),
        measures=catalogue.measures,
        default_area=catalogue.default_area(),
        default_framework={code: plan for code, plan in chosen.items() if plan},
        sources=catalogue.sources,
        catalogue=catalogue,
    )


def resolve(engine: Engine, chosen: Selection) -> Framework:
    """Give the plan that a selection means; UnknownSelectionError where it names none.

    Without a plan it is the area's default; for a measure, the newest plan that holds it.
    """
    choices = load_catalogue(engine)
    if chosen.framework:
        return _named_framework(choices, chosen)
    area_code = chosen.area or choices.default_area
    plans = choices.catalogue.frameworks_of(area_code) if area_code else ()
    if area_code is None or not plans:
        raise UnknownSelectionError(f"no plan is loaded for area {area_code}")
    default = choices.default_framework[area_code]
    if chosen.measure:
        return _holding(choices, plans, default, chosen.measure)
    return choices.catalogue.frameworks[default]


def _named_framework(choices: SelectionChoices, chosen: Selection) -> Framework:
    framework = choices.catalogue.frameworks.get(chosen.framework)
    if framework is None:
        raise UnknownSelectionError(f"no plan {chosen.framework}")
    if chosen.area and chosen.area != framework.area_code:
        raise UnknownSelectionError(f"plan {chosen.framework} is not of area {chosen.area}")
    return framework


def _holding(
    choices: SelectionChoices, plans: tuple[Framework, ...], default: str, measure_id: str
) -> Framework:
    served = choices.catalogue.served
    ordered = sorted(plans, key=lambda plan: plan.framework_id != default)
    for plan in ordered:
        if any(measure == measure_id for _, measure, _ in served.get(plan.framework_id, ())):
            return plan
    return ordered[0]


def report_date_of(engine: Engine, framework: Framework, as_of: date | None, today: date) -> date:
    """Give the day at which a plan is judged: the one asked for, else its newest report."""
    if as_of:
        return as_of
    snapshot = load_snapshot(engine, frames.data_version(engine), None)
    return default_report_date(snapshot.catalogue, snapshot.figures, framework.framework_id, today)


def judging_of(
    engine: Engine, chosen: Selection, today: date, *, shows_small: bool = False
) -> Judging:
    """Give the plan that a selection means and the day at which it is judged."""
    framework = resolve(engine, chosen)
    day = report_date_of(engine, framework, chosen.as_of, today)
    return Judging(framework, day, chosen.as_of, shows_small)


def load_overview(
    engine: Engine, chosen: Selection, today: date, *, shows_small: bool = False
) -> Overview:
    """Load every measure of the chosen plan."""
    judging = judging_of(engine, chosen, today, shows_small=shows_small)
    return _overview(engine, frames.data_version(engine), judging, today)


def load_overview_by_now(engine: Engine, chosen: Selection, today: date) -> Overview:
    """Load every measure of the chosen plan with every headline that was written for it by now.

    Only the figures are held to what was known on the report date.
    """
    judging = judging_of(engine, chosen, today)
    version = frames.data_version(engine)
    written = load_snapshot(engine, version, None).written
    snapshot = replace(with_plan_cells(engine, version, judging), written=written)
    return _built(engine, version, judging, snapshot, today)


@lru_cache(maxsize=64)
def _overview(engine: Engine, version: str, judging: Judging, today: date) -> Overview:
    snapshot = with_plan_cells(engine, version, judging)
    return _built(engine, version, judging, snapshot, today)


def _built(
    engine: Engine, version: str, judging: Judging, snapshot: Snapshot, today: date
) -> Overview:
    plan = judging.framework.framework_id
    earlier = earlier_report(engine, version, judging)
    overview = build_overview(
        snapshot.catalogue, snapshot.figures, plan, judging.day, today, earlier, snapshot.pairs
    )
    return overview_with_manual_headlines(overview, snapshot.written)


def earlier_report(engine: Engine, version: str, judging: Judging) -> EarlierReport | None:
    """Find the report before the newest one by a day, with what was known on it."""
    plan = judging.framework.framework_id
    now = load_snapshot(engine, version, judging.day)
    newest = newest_report(now.catalogue, now.figures, plan, judging.day)
    if newest is None:
        return None
    eve = newest - timedelta(days=1)
    then = load_snapshot(engine, version, eve)
    before = newest_report(then.catalogue, then.figures, plan, eve)
    if before is None:
        return None
    # The day is given as one that was asked for: what came later plays no part in a report gone by.
    earlier_judging = replace(judging, day=before, as_of=before)
    return EarlierReport(before, with_plan_cells(engine, version, earlier_judging).figures)


def load_panel(
    engine: Engine, chosen: Selection, today: date, *, shows_small: bool = False
) -> Panel:
    """Load one measure in the chosen plan; UnknownSelectionError where there is no such measure.

    A statistic that the selection names is judged on its own.
    """
    judging = judging_of(engine, chosen, today, shows_small=shows_small)
    version = frames.data_version(engine)
    return _panel(
        engine, version, judging, chosen.measure, chosen.breakdown, chosen.statistic, today
    )


@lru_cache(maxsize=64)
def _panel(
    engine: Engine,
    version: str,
    judging: Judging,
    measure_id: str,
    breakdown: str,
    statistic: str,
    today: date,
) -> Panel:
    snapshot = with_measure_cells(engine, version, judging, measure_id, breakdown)
    if measure_id not in snapshot.catalogue.measures:
        raise UnknownSelectionError(f"no measure {measure_id}")
    plan = judging.framework.framework_id
    panel = build_panel(
        snapshot.catalogue, snapshot.figures, plan, measure_id, judging.day, today, statistic
    )
    overview = _overview(engine, version, judging, today)
    paired = {
        paired_panel.measure.measure_id: paired_panel
        for paired_panel in unique_panels(overview.priorities)
    }
    in_overview = paired.get(measure_id)
    if statistic and in_overview is None:
        return with_partners(panel, snapshot.pairs, paired.get)
    with_headline = with_manual_headlines(
        panel, snapshot.written, in_overview if statistic else None
    )
    if in_overview is None:
        return with_partners(with_headline, snapshot.pairs, paired.get)
    return replace(with_headline, partners=in_overview.partners, pair_words=in_overview.pair_words)


def load_case_view(
    engine: Engine, chosen: Selection, today: date, *, shows_small: bool = False
) -> CaseView | None:
    """Load what stands behind a measure that is worked out from cases; None where none was.

    A period that the selection names is the one whose distribution is shown.
    """
    judging = judging_of(engine, chosen, today, shows_small=shows_small)
    version = frames.data_version(engine)
    measure = _measure_with_cases(engine, version, judging, chosen)
    if measure is None:
        return None
    period = window(chosen.basis, chosen.period) if chosen.basis and chosen.period else None
    return case_view(engine, version, judging, measure, period)


def load_parts(
    engine: Engine, chosen: Selection, today: date, *, shows_small: bool = False
) -> Breakdown | None:
    """Load a measure divided by the dimension that the selection names, with those there are.

    None where nothing of the measure was worked out; UnknownSelectionError for another dimension.
    """
    judging = judging_of(engine, chosen, today, shows_small=shows_small)
    version = frames.data_version(engine)
    measure = _measure_with_cases(engine, version, judging, chosen)
    if measure is None:
        return None
    divided = parts_of(engine, version, judging, measure, chosen)
    if chosen.by and (divided is None or chosen.by not in dict(divided.dimensions)):
        raise UnknownSelectionError(f"nothing is divided by {chosen.by}")
    return divided


def _measure_with_cases(
    engine: Engine, version: str, judging: Judging, chosen: Selection
) -> Measure | None:
    """Give the measure that is chosen; None where there is none, or the area has no cases."""
    snapshot = load_snapshot(engine, version, None)
    has_cases = judging.framework.area_code in snapshot.figures.cases_on
    return snapshot.catalogue.measures.get(chosen.measure) if has_cases else None


def load_backlogs(
    engine: Engine,
    chosen: Selection,
    measure_ids: Iterable[str],
    today: date,
    *,
    shows_small: bool = False,
) -> Mapping[str, Backlog]:
    """Load who is still open beside each of some measures, by measure."""
    judging = judging_of(engine, chosen, today, shows_small=shows_small)
    version = frames.data_version(engine)
    if judging.framework.area_code not in load_snapshot(engine, version, None).figures.cases_on:
        return {}
    return backlogs(engine, version, judging, tuple(measure_ids))


def load_action_plan(engine: Engine, chosen: Selection, today: date) -> ActionPlan:
    """Load the actions of the chosen plan, as known on its report date."""
    framework = resolve(engine, chosen)
    day = report_date_of(engine, framework, chosen.as_of, today)
    action_frames = _action_frames(engine, frames.data_version(engine), day)
    return build_action_plan(action_frames, framework.framework_id, day)


def load_plan_commentary(
    engine: Engine, chosen: Selection, today: date, known_by: date | None = None
) -> tuple[Commentary, ...]:
    """Load what the chosen plan's reports say in words, by the report date, in their order.

    What was known by a day that the selection asks for, else everything; `known_by` is another day,
    date.max for whatever was written up since.
    """
    framework = resolve(engine, chosen)
    day = report_date_of(engine, framework, chosen.as_of, today)
    until = known_by or chosen.as_of or date.max
    frame = frames.load_frame(engine, "commentary", as_of=None if until == date.max else until)
    return build_commentary(frame, framework.framework_id, day, until)


@lru_cache(maxsize=SNAPSHOT_CACHE_SIZE)
def _action_frames(engine: Engine, _version: str, as_of: date | None) -> dict[str, pd.DataFrame]:
    return read_frames(engine, as_of, ACTION_LOADERS)
