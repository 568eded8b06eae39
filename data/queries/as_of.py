"""What was known on a day, cached by data version: catalogue, published figures, computed cells.

Of computed cells only those that a page shows are read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

import pandas as pd

from dashboard.judging.control import Screening, read_screening
from dashboard.model.codes import in_headline
from dashboard.model.panel import Framework, unplanned
from dashboard.model.same import Same
from dashboard.panels.balancing_measures import PairsByMeasure, partner_ids, read_balancing_pairs
from dashboard.panels.case_points import case_days, with_cells
from dashboard.panels.catalogue import Catalogue, read_catalogue
from dashboard.panels.panel import benchmark_areas
from dashboard.panels.records import LoadedFigures, read_set, records, with_later
from dashboard.records.commentary import ManualHeadlines, read_manual_headlines
from data.cases.visible_cells import KINDS_OF_CASES, CellQuery, load_case_days, load_visible_cells
from data.common.authorities import area_notes
from data.queries.observed import load_observed
from data.store.frames import load_frame, load_shared_frame
from data.store.read_transaction import ReadTransaction, cached_by_kinds, cached_by_version

# Some measures have yearly figures alone.
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
# Report dates cached by a worker: each holds the frames of every plan as known on that day.
SNAPSHOT_CACHE_SIZE = 16


@dataclass(frozen=True)
class AsOfSnapshot:
    """Everything known on a day, read once."""

    catalogue: Catalogue
    figures: LoadedFigures
    pairs: PairsByMeasure
    written: ManualHeadlines = field(default_factory=dict)


@dataclass(frozen=True)
class Judging:
    """The day at which a plan is judged: `as_of` is the day chosen, None for the plan's own.

    That is the day of its newest report; today for a plan that has ended. Of councils besides `own_areas`
    only what is published is set beside the plan's area; of any council all, where that is None.
    """

    framework: Framework
    day: date
    as_of: date | None
    shows_small: bool = False
    own_areas: frozenset[str] | None = None

    @property
    def by_day(self) -> date | None:
        """The day by which something must have been known; None for all that is known."""
        return None if self.day == date.max else self.day


@cached_by_version(SNAPSHOT_CACHE_SIZE)
def load_as_of(transaction: ReadTransaction, as_of: date | None) -> AsOfSnapshot:
    """Return everything known on a day; None for all that is known.

    Of two data versions it shares all of which nothing was loaded between them.
    """
    catalogue, choices = _load_catalogue(transaction), _load_choices(transaction)
    figures, set_against = _load_set(transaction, as_of)
    areas = _areas_shown(catalogue, set_against)
    return AsOfSnapshot(
        catalogue,
        replace(
            figures,
            observed=load_observed(transaction, as_of, areas),
            cases_on=_load_cases_on(transaction, as_of),
            screening=choices.screening,
        ),
        choices.pairs,
        _load_written(transaction, as_of),
    )


@cached_by_kinds(2, CATALOGUE_LOADERS)
def _load_catalogue(transaction: ReadTransaction) -> Catalogue:
    declared = read_catalogue(read_frames(transaction, None, CATALOGUE_LOADERS))
    return replace(declared, area_notes=area_notes())


@dataclass(frozen=True)
class _Choices:
    screening: tuple[Screening, ...]
    pairs: PairsByMeasure


@cached_by_kinds(2, ("case_settings", "measure_pairs"))
def _load_choices(transaction: ReadTransaction) -> _Choices:
    return _Choices(
        read_screening(records(load_frame(transaction, "case_settings"))),
        read_balancing_pairs(load_frame(transaction, "measure_pairs")),
    )


@cached_by_kinds(SNAPSHOT_CACHE_SIZE, FIGURE_LOADERS)
def _load_set(
    transaction: ReadTransaction, as_of: date | None
) -> tuple[LoadedFigures, frozenset[str]]:
    """Return what was set and reported by a day, without figures; and the areas that targets are set against."""
    frames = read_frames(transaction, as_of, FIGURE_LOADERS)
    set_against = frozenset(code for code in frames["targets"]["relative_area"] if code)
    return read_set(frames), set_against


@cached_by_kinds(SNAPSHOT_CACHE_SIZE, ("headlines",))
def _load_written(transaction: ReadTransaction, as_of: date | None) -> ManualHeadlines:
    return read_manual_headlines(records(load_frame(transaction, "headlines", as_of)))


@cached_by_kinds(SNAPSHOT_CACHE_SIZE, KINDS_OF_CASES)
def _load_cases_on(
    transaction: ReadTransaction, as_of: date | None
) -> Mapping[str, frozenset[date]]:
    return case_days(load_case_days(transaction, as_of))


def _areas_shown(catalogue: Catalogue, set_against: frozenset[str]) -> tuple[str, ...] | None:
    """Return the areas with plans, their benchmarks and those that targets are set against; None for all.

    Figures of other authorities are loaded by measure (data/queries/neighbours.py).
    """
    planned = {framework.area_code for framework in catalogue.frameworks.values()}
    shown = planned.union(set_against, *(benchmark_areas(catalogue, code) for code in planned))
    # A list of all areas would only slow the query.
    return tuple(sorted(shown)) if len(shown) < len(catalogue.areas) else None


def load_judged(transaction: ReadTransaction, judging: Judging) -> AsOfSnapshot:
    """Return what was known on the report date; unless it was chosen, with what came later."""
    if judging.own_areas is None:
        return _all_judged(transaction, judging)
    return _readable(transaction, judging, judging.own_areas)


@cached_by_version(SNAPSHOT_CACHE_SIZE)
def _readable(
    transaction: ReadTransaction, judging: Judging, own_areas: frozenset[str]
) -> AsOfSnapshot:
    """Return what was known, without what other councils than those of some areas have not published."""
    data = _all_judged(transaction, judging)

    is_shown = data.catalogue.figures_shown(own_areas)
    observed = {}
    for measure, rows in data.figures.observed.items():
        shown = tuple(row for row in rows if is_shown(row[1]))
        # Of which nothing is left out is the same object: a panel is built of it once.
        observed[measure] = rows if len(shown) == len(rows) else shown
    return replace(data, figures=replace(data.figures, observed=observed))


def _all_judged(transaction: ReadTransaction, judging: Judging) -> AsOfSnapshot:
    if not judging.framework.is_plan:
        return _load_unplanned(transaction, judging.day, judging.framework.area_code)
    if judging.as_of:
        return load_as_of(transaction, judging.day)
    return _with_later(transaction, judging.day)


@cached_by_version(SNAPSHOT_CACHE_SIZE)
def _load_unplanned(transaction: ReadTransaction, day: date, area_code: str) -> AsOfSnapshot:
    """Return what was known of an area without a plan, and of those that it is compared with."""
    data = load_as_of(transaction, day)
    catalogue = _with_unplanned(Same(data.catalogue), area_code)
    named = (area_code, *sorted(benchmark_areas(catalogue, area_code)))
    figures = replace(
        _load_set(transaction, day)[0], observed=load_observed(transaction, day, named)
    )
    return AsOfSnapshot(catalogue, figures, data.pairs, {})


@lru_cache(maxsize=SNAPSHOT_CACHE_SIZE)
def _with_unplanned(catalogue: Same[Catalogue], area_code: str) -> Catalogue:
    """Return what is declared with an area as if it had a plan."""
    plan, frameworks = unplanned(area_code), catalogue.value.frameworks
    return replace(catalogue.value, frameworks={**frameworks, plan.framework_id: plan})


@cached_by_version(SNAPSHOT_CACHE_SIZE)
def _with_later(transaction: ReadTransaction, day: date) -> AsOfSnapshot:
    then, now = load_as_of(transaction, day), load_as_of(transaction, None)
    figures = with_later(then.figures, now.figures, day)
    return AsOfSnapshot(now.catalogue, figures, now.pairs, now.written)


def with_plan_cells(transaction: ReadTransaction, judging: Judging) -> AsOfSnapshot:
    """Return what was known, with the cells of a plan's measures and their partners.

    These are the wholes and the parts for which the plan sets a number, by month and day, and on
    the bases that its numbers name.
    """
    snapshot = load_judged(transaction, judging)
    framework = judging.framework
    if framework.area_code not in snapshot.figures.cases_on:
        return snapshot
    served = snapshot.catalogue.served.get(framework.framework_id, ())
    own = tuple(dict.fromkeys(measure for _, measure, _ in served))
    measures = tuple(dict.fromkeys((*own, *partner_ids(snapshot.pairs, own))))
    named, bases = _target_breakdowns_and_bases(snapshot.figures, framework.framework_id)
    named = tuple(dict.fromkeys((*named, *_paired_parts(snapshot.pairs, own))))
    query = CellQuery(framework.area_code, measures, named, (*OVERVIEW_BASES, *bases))
    return _joined(transaction, snapshot, judging, query)


def with_measure_cells(
    transaction: ReadTransaction, judging: Judging, measure_id: str, breakdown: str
) -> AsOfSnapshot:
    """Return what was known, with every cell of one measure's wholes and of some of its parts."""
    snapshot = load_judged(transaction, judging)
    framework = judging.framework
    if framework.area_code not in snapshot.figures.cases_on:
        return snapshot
    named, _ = _target_breakdowns_and_bases(snapshot.figures, framework.framework_id, measure_id)
    requested_parts = (breakdown, in_headline(breakdown))
    parts = tuple(dict.fromkeys(part for part in (*named, *requested_parts) if part))
    query = CellQuery(framework.area_code, (measure_id,), parts)
    return _joined(transaction, snapshot, judging, query)


def _joined(
    transaction: ReadTransaction, snapshot: AsOfSnapshot, judging: Judging, query: CellQuery
) -> AsOfSnapshot:
    """Add the cells known on the day and, where no day was chosen, those that came later."""
    cells = cells_at(transaction, snapshot.catalogue, judging, query)
    later = max(snapshot.figures.cases_on[query.area_code]) > judging.day
    if judging.as_of is None and later:
        now = cells_at(transaction, snapshot.catalogue, replace(judging, day=date.max), query)
        cells = pd.concat([cells, now[now["known_on"] > judging.day]], ignore_index=True)
    figures = with_cells(snapshot.figures, cells, snapshot.catalogue.measures)
    return replace(snapshot, figures=figures)


def cells_at(
    transaction: ReadTransaction, catalogue: Catalogue, judging: Judging, query: CellQuery
) -> pd.DataFrame:
    """Return the cells known on the day of judging, small numbers suppressed."""
    return load_visible_cells(transaction, query, judging.day, is_open(catalogue, judging))


def is_open(catalogue: Catalogue, judging: Judging) -> bool:
    """Return whether nothing is suppressed: for the data team, or for a made-up area."""
    return judging.shows_small or catalogue.areas[judging.framework.area_code].is_synthetic


def _paired_parts(pairs: PairsByMeasure, measure_ids: Iterable[str]) -> tuple[str, ...]:
    """Return the breakdowns of balancing measures that are shown with some measures."""
    listed = [
        pair.partner_breakdown for measure_id in measure_ids for pair in pairs.get(measure_id, ())
    ]
    return tuple(dict.fromkeys(part for part in listed if part))


def _target_breakdowns_and_bases(
    figures: LoadedFigures, framework_id: str, measure_id: str = ""
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the breakdowns and the bases for which a plan sets targets or has baselines."""
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
    transaction: ReadTransaction, as_of: date | None, kinds: Iterable[str]
) -> dict[str, pd.DataFrame]:
    """Load several frames as known on a day, which others use too."""
    return {kind: load_shared_frame(transaction, kind, as_of) for kind in kinds}
