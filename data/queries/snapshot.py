"""What was known on a day, kept by data version: catalogue, published figures, worked-out cells.

A load or an undo gives another version, so nothing is ever stale and nothing needs to be thrown
away by hand. Of worked-out cells only those that a page shows are read.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

import pandas as pd
from sqlalchemy import Engine

from dashboard.judging.control import read_screening
from dashboard.model.codes import in_headline
from dashboard.model.panel import Framework
from dashboard.panels.balancing_measures import PairsByMeasure, partner_ids, read_balancing_pairs
from dashboard.panels.case_points import case_days, with_cells
from dashboard.panels.catalogue import Catalogue, read_catalogue
from dashboard.panels.panel import benchmark_areas
from dashboard.panels.records import LoadedFigures, read_figures, records, with_later
from dashboard.records.commentary import ManualHeadlines, read_manual_headlines
from data.cases.visible_cells import CellQuery, load_case_days, load_visible_cells
from data.store import frames

# Report dates kept at once by a worker: each holds the frames of every plan as known on that day.
SNAPSHOT_CACHE_SIZE = 16


@dataclass(frozen=True)
class Snapshot:
    """Everything known on a day, read once."""

    catalogue: Catalogue
    figures: LoadedFigures
    pairs: PairsByMeasure
    written: ManualHeadlines = field(default_factory=dict)


@dataclass(frozen=True)
class Judging:
    """At which day a plan is judged: `as_of` is the day that was asked for, None for the newest."""

    framework: Framework
    day: date
    as_of: date | None
    shows_small: bool = False

    @property
    def known_by(self) -> date | None:
        """The day by which something must have been known; None for all that is known."""
        return None if self.day == date.max else self.day


@lru_cache(maxsize=SNAPSHOT_CACHE_SIZE)
def load_snapshot(engine: Engine, _version: str, as_of: date | None) -> Snapshot:
    """Read everything known on a day; the version is there only to be part of the key."""
    catalogue = read_catalogue(read_frames(engine, as_of, CATALOGUE_LOADERS))
    figures = read_figures(_figure_frames(engine, as_of, catalogue))
    days = case_days(load_case_days(engine, as_of))
    choices = read_screening(records(frames.load_frame(engine, "case_settings", as_of)))
    pairs = read_balancing_pairs(frames.load_frame(engine, "measure_pairs", as_of))
    written = read_manual_headlines(records(frames.load_frame(engine, "headlines", as_of)))
    return Snapshot(catalogue, replace(figures, cases_on=days, screening=choices), pairs, written)


def _figure_frames(
    engine: Engine, as_of: date | None, catalogue: Catalogue
) -> dict[str, pd.DataFrame]:
    """Load the figures of areas with plans and of those that they are set beside.

    Those of authorities are asked for by measure.
    """
    planned = {framework.area_code for framework in catalogue.frameworks.values()}
    shown = planned.union(*(benchmark_areas(catalogue, code) for code in planned))
    # To name all areas would only slow the query.
    named = sorted(shown) if len(shown) < len(catalogue.areas) else None
    observations = frames.load_frame(engine, "observations", as_of, area_code=named)
    return {**read_frames(engine, as_of, FIGURE_LOADERS), "observations": observations}


def load_judged_snapshot(engine: Engine, version: str, day: date, as_of: date | None) -> Snapshot:
    """Give what was known on the report date; unless it was asked for, with what came later."""
    return load_snapshot(engine, version, day) if as_of else _with_later(engine, version, day)


@lru_cache(maxsize=SNAPSHOT_CACHE_SIZE)
def _with_later(engine: Engine, version: str, day: date) -> Snapshot:
    then, now = load_snapshot(engine, version, day), load_snapshot(engine, version, None)
    figures = with_later(then.figures, now.figures, day)
    return Snapshot(now.catalogue, figures, now.pairs, now.written)


def with_plan_cells(engine: Engine, version: str, judging: Judging) -> Snapshot:
    """Add what was worked out for the measures of a plan and their partners, for an overview.

    These are the wholes and the parts for which the plan sets a number, by month and day, and on
    the bases that its numbers name.
    """
    snapshot = load_judged_snapshot(engine, version, judging.day, judging.as_of)
    framework = judging.framework
    if framework.area_code not in snapshot.figures.cases_on:
        return snapshot
    served = snapshot.catalogue.served.get(framework.framework_id, ())
    own = tuple(dict.fromkeys(measure for _, measure, _ in served))
    measures = tuple(dict.fromkeys((*own, *partner_ids(snapshot.pairs, own))))
    named, bases = _named(snapshot.figures, framework.framework_id)
    named = tuple(dict.fromkeys((*named, *_paired_parts(snapshot.pairs, own))))
    query = CellQuery(framework.area_code, measures, named, (*OVERVIEW_BASES, *bases))
    return _joined(engine, version, snapshot, judging, query)


def with_measure_cells(
    engine: Engine, version: str, judging: Judging, measure_id: str, breakdown: str
) -> Snapshot:
    """Add everything worked out of the wholes of one measure, and of the parts that are asked for."""
    snapshot = load_judged_snapshot(engine, version, judging.day, judging.as_of)
    framework = judging.framework
    if framework.area_code not in snapshot.figures.cases_on:
        return snapshot
    named, _ = _named(snapshot.figures, framework.framework_id, measure_id)
    requested_parts = (breakdown, in_headline(breakdown))
    parts = tuple(dict.fromkeys(part for part in (*named, *requested_parts) if part))
    query = CellQuery(framework.area_code, (measure_id,), parts)
    return _joined(engine, version, snapshot, judging, query)


def _joined(
    engine: Engine, version: str, snapshot: Snapshot, judging: Judging, query: CellQuery
) -> Snapshot:
    """Join the cells known on the day and, where no day was asked for, what came later."""
    cells = cells_at(engine, version, snapshot.catalogue, judging, query)
    later = max(snapshot.figures.cases_on[query.area_code]) > judging.day
    if judging.as_of is None and later:
        now = cells_at(engine, version, snapshot.catalogue, replace(judging, day=date.max), query)
        cells = pd.concat([cells, now[now["known_on"] > judging.day]], ignore_index=True)
    figures = with_cells(snapshot.figures, cells, snapshot.catalogue.measures)
    return replace(snapshot, figures=figures)


def cells_at(
    engine: Engine, version: str, catalogue: Catalogue, judging: Judging, query: CellQuery
) -> pd.DataFrame:
    """Give the cells known on the day of judging, hidden where they would point at someone."""
    return load_visible_cells(engine, version, query, judging.day, is_open(catalogue, judging))


def is_open(catalogue: Catalogue, judging: Judging) -> bool:
    """Tell whether nothing need be hidden: for the data team, or of an area that was made up."""
    return judging.shows_small or catalogue.areas[judging.framework.area_code].is_synthetic


def _paired_parts(pairs: PairsByMeasure, measure_ids: Iterable[str]) -> tuple[str, ...]:
    """Name the parts of partners that are set beside some measures."""
    listed = [
        pair.partner_breakdown for measure_id in measure_ids for pair in pairs.get(measure_id, ())
    ]
    return tuple(dict.fromkeys(part for part in listed if part))


def _named(
    figures: LoadedFigures, framework_id: str, measure_id: str = ""
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name the parts and the bases for which a plan sets targets or has baselines."""
    parts: dict[str, None] = {}
    bases: dict[str, None] = {}
    for (plan, measure), targets in figures.targets.items():
        if plan == framework_id and measure_id in ("", measure):
            parts |= dict.fromkeys(target.breakdown for target in targets if target.breakdown)
            bases |= dict.fromkeys(target.basis for target in targets if target.basis)
    for (plan, measure), baselines in figures.baselines.items():
        if plan == framework_id and measure_id in ("", measure):
            parts |= dict.fromkeys(
                baseline.breakdown for baseline in baselines if baseline.breakdown
            )
    return tuple(parts), tuple(base for base in bases if base not in OVERVIEW_BASES)


def read_frames(
    engine: Engine, as_of: date | None, kinds: Iterable[str]
) -> dict[str, pd.DataFrame]:
    """Load several frames as known on a day."""
    return {kind: frames.load_frame(engine, kind, as_of) for kind in kinds}


# Some measures are told by the year alone.
OVERVIEW_BASES = ("month", "snapshot", "year")
CATALOGUE_LOADERS = (
    "areas",
    "frameworks",
    "measures",
    "priorities",
    "priority_measures",
    "sources",
)
FIGURE_LOADERS = ("action_status", "action_totals", "targets", "events")
ACTION_LOADERS = ("actions", "action_status", "action_measures", "action_totals")
