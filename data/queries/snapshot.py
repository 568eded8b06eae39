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

from dashboard.judging.screening import read_screening
from dashboard.model.codes import in_headline
from dashboard.model.panel import Framework
from dashboard.panels.balancing_measures import PairsByMeasure, partner_ids, read_balancing_pairs
from dashboard.panels.case_points import case_days, with_cells
from dashboard.panels.panel import benchmark_areas
from dashboard.panels.records import (
    Catalogue,
    LoadedFigures,
    read_catalogue,
    read_figures,
    records,
    with_later,
)
from dashboard.records.headlines import ManualHeadlines, read_manual_headlines
from data.cases.visible_cells import CellsAsked, load_case_days, shown_cells
from data.store import frames

# Report dates kept at once by a worker: each holds the frames of every plan as known on that day.
KEPT = 16


@dataclass(frozen=True)
class Known:
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


@lru_cache(maxsize=KEPT)
def known_on(engine: Engine, _version: str, as_of: date | None) -> Known:
    """Read everything known on a day; the version is there only to be part of the key."""
    catalogue = read_catalogue(read_frames(engine, as_of, CATALOGUE))
    figures = read_figures(_figure_frames(engine, as_of, catalogue))
    days = case_days(load_case_days(engine, as_of))
    choices = read_screening(records(frames.load_frame(engine, "case_settings", as_of)))
    pairs = read_balancing_pairs(frames.load_frame(engine, "measure_pairs", as_of))
    written = read_manual_headlines(records(frames.load_frame(engine, "headlines", as_of)))
    return Known(catalogue, replace(figures, cases_on=days, screening=choices), pairs, written)


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
    return {**read_frames(engine, as_of, FIGURES), "observations": observations}


def known_at(engine: Engine, version: str, day: date, as_of: date | None) -> Known:
    """Give what was known on the report date; unless it was asked for, with what came later."""
    return known_on(engine, version, day) if as_of else _with_later(engine, version, day)


@lru_cache(maxsize=KEPT)
def _with_later(engine: Engine, version: str, day: date) -> Known:
    then, now = known_on(engine, version, day), known_on(engine, version, None)
    figures = with_later(then.figures, now.figures, day)
    return Known(now.catalogue, figures, now.pairs, now.written)


def with_plan_cells(engine: Engine, version: str, judging: Judging) -> Known:
    """Add what was worked out for the measures of a plan and their partners, for an overview.

    These are the wholes and the parts for which the plan sets a number, by month and day, and on
    the bases that its numbers name.
    """
    known = known_at(engine, version, judging.day, judging.as_of)
    framework = judging.framework
    if framework.area_code not in known.figures.cases_on:
        return known
    served = known.catalogue.served.get(framework.framework_id, ())
    own = tuple(dict.fromkeys(measure for _, measure, _ in served))
    measures = tuple(dict.fromkeys((*own, *partner_ids(known.pairs, own))))
    named, bases = _named(known.figures, framework.framework_id)
    named = tuple(dict.fromkeys((*named, *_paired_parts(known.pairs, own))))
    asked = CellsAsked(framework.area_code, measures, named, (*OVERVIEW_BASES, *bases))
    return _joined(engine, version, known, judging, asked)


def with_measure_cells(
    engine: Engine, version: str, judging: Judging, measure_id: str, breakdown: str
) -> Known:
    """Add everything worked out of the wholes of one measure, and of the parts that are asked for."""
    known = known_at(engine, version, judging.day, judging.as_of)
    framework = judging.framework
    if framework.area_code not in known.figures.cases_on:
        return known
    named, _ = _named(known.figures, framework.framework_id, measure_id)
    asked_for = (breakdown, in_headline(breakdown))
    parts = tuple(dict.fromkeys(part for part in (*named, *asked_for) if part))
    asked = CellsAsked(framework.area_code, (measure_id,), parts)
    return _joined(engine, version, known, judging, asked)


def _joined(
    engine: Engine, version: str, known: Known, judging: Judging, asked: CellsAsked
) -> Known:
    """Join the cells known on the day and, where no day was asked for, what came later."""
    cells = cells_at(engine, version, known.catalogue, judging, asked)
    later = max(known.figures.cases_on[asked.area_code]) > judging.day
    if judging.as_of is None and later:
        now = cells_at(engine, version, known.catalogue, replace(judging, day=date.max), asked)
        cells = pd.concat([cells, now[now["known_on"] > judging.day]], ignore_index=True)
    figures = with_cells(known.figures, cells, known.catalogue.measures)
    return replace(known, figures=figures)


def cells_at(
    engine: Engine, version: str, catalogue: Catalogue, judging: Judging, asked: CellsAsked
) -> pd.DataFrame:
    """Give the cells known on the day of judging, hidden where they would point at someone."""
    return shown_cells(engine, version, asked, judging.day, is_open(catalogue, judging))


def is_open(catalogue: Catalogue, judging: Judging) -> bool:
    """Tell whether nothing need be hidden: for the data team, or of an area that was made up."""
    return judging.shows_small or catalogue.areas[judging.framework.area_code].is_synthetic


def _paired_parts(pairs: PairsByMeasure, measure_ids: Iterable[str]) -> tuple[str, ...]:
    """Name the parts of partners that are set beside some measures."""
    listed = [pair.partner_breakdown for one in measure_ids for pair in pairs.get(one, ())]
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
            parts |= dict.fromkeys(one.breakdown for one in baselines if one.breakdown)
    return tuple(parts), tuple(base for base in bases if base not in OVERVIEW_BASES)


def read_frames(
    engine: Engine, as_of: date | None, kinds: Iterable[str]
) -> dict[str, pd.DataFrame]:
    """Load several frames as known on a day."""
    return {kind: frames.load_frame(engine, kind, as_of) for kind in kinds}


# Some measures are told by the year alone.
OVERVIEW_BASES = ("month", "snapshot", "year")
CATALOGUE = ("areas", "frameworks", "measures", "priorities", "priority_measures", "sources")
FIGURES = ("action_status", "action_totals", "targets", "events")
ACTIONS = ("actions", "action_status", "action_measures", "action_totals")
