"""Load what stands behind figures worked out from cases: distributions, backlogs, workings."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache, partial

import pandas as pd
from sqlalchemy import Engine

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
from dashboard.disclosure import (
    suppress_accounts,
    suppress_counts,
    suppress_scopes,
    version_and_dimension,
)
from dashboard.measures import explanation_of
from dashboard.model.codes import WHOLE_BREAKDOWNS
from dashboard.model.panel import Measure
from dashboard.model.selection import Selection
from dashboard.panels.breakdowns import Breakdown, build_breakdown, dimensions_of, version_of
from data.cases.read_snapshots import (
    load_case_extracts,
    load_computed_accounts,
    load_computed_bins,
)
from data.cases.visible_cells import CellQuery, list_breakdowns, small_to
from data.queries.snapshot import SNAPSHOT_CACHE_SIZE, Judging, cells_at, is_open, load_snapshot

ViewPeriod = tuple[str, date, date]


@lru_cache(maxsize=SNAPSHOT_CACHE_SIZE)
def case_view(
    engine: Engine, version: str, judging: Judging, measure: Measure, period: ViewPeriod | None
) -> CaseView | None:
    """Load the view of a measure as known on the day of judging; None where nothing was worked out."""
    request = view_query(measure.measure_id)
    cells = _cells(engine, version, judging, request)
    own = cells.loc[cells["measure_id"] == measure.measure_id]
    if own.empty:
        return None
    area, day = judging.framework.area_code, judging.known_by
    accounts = load_computed_accounts(engine, area, measure.measure_id, as_of=day)
    group = str(own["case_group"].iloc[0])
    frames = CaseFrames(
        cells=cells,
        bins=pd.concat(
            [load_computed_bins(engine, area, measure_id, as_of=day) for measure_id in request.bins]
            or [load_computed_bins(engine, area, measure.measure_id, as_of=day)],
            ignore_index=True,
        ),
        accounts=accounts,
        extracts=load_case_extracts(engine, area, group, as_of=day),
    )
    # A question of a survey names its own measure: its group says that it is one.
    formula = explanation_of(measure.measure_id, group)
    if is_open(load_snapshot(engine, version, None).catalogue, judging):
        return build_case_view(measure, frames, formula, period)
    limit = small_to(engine, version, area, judging.day)
    hidden = CaseFrames(
        frames.cells,
        frames.bins,
        suppress_accounts(accounts, limit),
        suppress_scopes(frames.extracts, limit),
    )
    return build_case_view(
        measure, hidden, formula, period, partial(suppress_counts, small_to=limit)
    )


@lru_cache(maxsize=SNAPSHOT_CACHE_SIZE)
def backlogs(
    engine: Engine, version: str, judging: Judging, measure_ids: tuple[str, ...]
) -> Mapping[str, Backlog]:
    """Load who is still open beside each of some measures, where anybody is."""
    requests = {one: backlog_query(one) for one in measure_ids}
    combined = _joined(one for one in requests.values() if one)
    if not combined.measures:
        return {}
    cells = CaseCells(_cells(engine, version, judging, combined))
    built = {each: build_backlog(each, cells) for each, request in requests.items() if request}
    return {measure_id: backlog for measure_id, backlog in built.items() if backlog}


def parts_of(
    engine: Engine, version: str, judging: Judging, measure: Measure, chosen: Selection
) -> Breakdown | None:
    """Load a measure divided by a dimension; None where nothing of it was worked out."""
    listed = list_breakdowns(engine, version, judging.framework.area_code, (measure.measure_id,))
    if not listed:
        return None
    divided = version_of(listed, chosen.breakdown)
    chosen_parts = tuple(
        part for part in listed if version_and_dimension(part) == (divided, chosen.by) and chosen.by
    )
    query = CellQuery(judging.framework.area_code, (measure.measure_id,), chosen_parts)
    catalogue = load_snapshot(engine, version, None).catalogue
    return build_breakdown(
        measure,
        cells_at(engine, version, catalogue, judging, query),
        chosen.by,
        dimensions_of(listed),
        version=divided,
        basis=chosen.basis,
        period_end=chosen.period,
    )


def _joined(requests: Iterable[ViewQuery]) -> ViewQuery:
    """Put what several measures want together."""
    listed = list(requests)
    return ViewQuery(
        tuple(dict.fromkeys(m for request in listed for m in request.measures)),
        tuple(dict.fromkeys(b for request in listed for b in request.breakdowns)),
        tuple(dict.fromkeys(b for request in listed for b in request.bases)),
    )


def _cells(engine: Engine, version: str, judging: Judging, request: ViewQuery) -> pd.DataFrame:
    """Read the cells that a view wants; years too, for measures that are told by the year alone."""
    parts = tuple(part for part in request.breakdowns if part not in WHOLE_BREAKDOWNS)
    area = judging.framework.area_code
    query = CellQuery(area, request.measures, parts, tuple(dict.fromkeys((*request.bases, "year"))))
    catalogue = load_snapshot(engine, version, None).catalogue
    return cells_at(engine, version, catalogue, judging, query)
