"""Load what is behind figures computed from cases: distributions, backlogs, explanations."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

import pandas as pd

from dashboard.cases import (
    CaseCells,
    CaseFrames,
    CaseView,
    backlog_query,
    build_backlog,
    build_case_view,
    view_query,
)
from dashboard.cases.model import Backlog, ViewQuery
from dashboard.disclosure import suppress_counts, version_and_dimension
from dashboard.measures import explanation_of
from dashboard.model.codes import WHOLE_BREAKDOWNS
from dashboard.model.panel import Measure
from dashboard.panels.breakdowns import Breakdown, build_breakdown, dimensions_of, version_of
from data.cases.read_snapshots import load_case_extracts, load_computed_accounts, load_computed_bins
from data.cases.visible_cells import CellQuery, list_breakdowns, small_to
from data.queries.as_of import SNAPSHOT_CACHE_SIZE, Judging, cells_at, is_open, load_as_of
from data.store.read_transaction import ReadTransaction, cached_by_version

ViewPeriod = tuple[str, date, date]


@cached_by_version(SNAPSHOT_CACHE_SIZE)
def case_view(
    transaction: ReadTransaction, judging: Judging, measure: Measure, period: ViewPeriod | None
) -> CaseView | None:
    """Load the view of a measure as known on the day of judging; None where nothing was computed."""
    request = view_query(measure.measure_id)
    cells = _view_cells(transaction, judging, request)
    own = cells.loc[cells["measure_id"] == measure.measure_id]
    if own.empty:
        return None
    area, day = judging.framework.area_code, judging.by_day
    group = str(own["case_group"].iloc[0])
    frames = CaseFrames(
        cells=cells,
        bins=pd.concat(
            [
                load_computed_bins(transaction, area, measure_id, as_of=day)
                for measure_id in request.bins
            ]
            or [load_computed_bins(transaction, area, measure.measure_id, as_of=day)],
            ignore_index=True,
        ),
        accounts=load_computed_accounts(transaction, area, measure.measure_id, as_of=day),
        extracts=load_case_extracts(transaction, area, group, as_of=day),
    )
    # A question of a survey names its own measure: its group says that it is one.
    formula = explanation_of(measure.measure_id, group)
    if is_open(load_as_of(transaction, None).catalogue, judging):
        return build_case_view(measure, frames, formula, period)
    limit = small_to(transaction, area, judging.day)
    return build_case_view(
        measure, frames, formula, period, partial(suppress_counts, small_to=limit)
    )


@cached_by_version(SNAPSHOT_CACHE_SIZE)
def backlogs(
    transaction: ReadTransaction, judging: Judging, measure_ids: tuple[str, ...]
) -> Mapping[str, Backlog]:
    """Load the open cases beside each of some measures, where there are any."""
    requests = {name: query for name in measure_ids if (query := backlog_query(name))}
    combined = _joined(list(requests.values()))
    if not combined.measures:
        return {}
    cells = CaseCells(_view_cells(transaction, judging, combined))
    built = {name: build_backlog(name, cells) for name in requests}
    return {name: backlog for name, backlog in built.items() if backlog}


@cached_by_version(SNAPSHOT_CACHE_SIZE)
def parts_of(
    transaction: ReadTransaction,
    judging: Judging,
    measure: Measure,
    by: str,
    breakdown: str,
    basis: str,
    period_end: date | None,
) -> Breakdown | None:
    """Load a measure divided by a dimension, "" for its first; None where nothing was computed."""
    listed = list_breakdowns(transaction, judging.framework.area_code, (measure.measure_id,))
    if not listed:
        return None
    divided, dimensions = version_of(listed, breakdown), dimensions_of(listed)
    by = by or next((code for code, _ in dimensions), "")
    chosen_parts = tuple(
        part for part in listed if by and version_and_dimension(part) == (divided, by)
    )
    query = CellQuery(judging.framework.area_code, (measure.measure_id,), chosen_parts)
    catalogue = load_as_of(transaction, None).catalogue
    return build_breakdown(
        measure,
        cells_at(transaction, catalogue, judging, query),
        by,
        dimensions,
        version=divided,
        basis=basis,
        period_end=period_end,
    )


def _joined(listed: Sequence[ViewQuery]) -> ViewQuery:
    return ViewQuery(
        tuple(dict.fromkeys(m for request in listed for m in request.measures)),
        tuple(dict.fromkeys(b for request in listed for b in request.breakdowns)),
        tuple(dict.fromkeys(b for request in listed for b in request.bases)),
    )


def _view_cells(transaction: ReadTransaction, judging: Judging, request: ViewQuery) -> pd.DataFrame:
    """Read the cells of a view; years too, for measures with yearly figures alone."""
    parts = tuple(part for part in request.breakdowns if part not in WHOLE_BREAKDOWNS)
    area = judging.framework.area_code
    query = CellQuery(area, request.measures, parts, tuple(dict.fromkeys((*request.bases, "year"))))
    catalogue = load_as_of(transaction, None).catalogue
    return cells_at(transaction, catalogue, judging, query)
