"""Figures of a group of measures, from the cases in force."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from dashboard.measures.cases import CaseGroup, Cases
from dashboard.measures.event_based import compute_average, compute_count, compute_rate
from dashboard.measures.model import (
    CaseMeasure,
    Clearance,
    Difference,
    EventAverage,
    EventBands,
    EventCount,
    EventRate,
    StockAverage,
    StockCount,
    StockRate,
)
from dashboard.measures.output import (
    ACCOUNT_COLUMNS,
    BIN_COLUMNS,
    CELL_COLUMNS,
    OutputRows,
    build_frame,
)
from dashboard.measures.periods import CutOff
from dashboard.measures.registry import BUILDERS, measures_of_group
from dashboard.measures.settings import CaseSettings
from dashboard.measures.stock_based import (
    compute_clearance,
    compute_stock_averages,
    compute_stock_count,
    compute_stock_rate,
)

_COMPUTE: Final[Mapping[type, Callable[[Any, Cases, OutputRows], None]]] = {
    EventRate: compute_rate,
    EventBands: compute_rate,
    EventCount: compute_count,
    Difference: compute_count,
    EventAverage: compute_average,
    StockCount: compute_stock_count,
    StockRate: compute_stock_rate,
    Clearance: compute_clearance,
}


@dataclass(frozen=True)
class ComputedFigures:
    """The figures of a group of measures in one area.

    `cells` has one row a measure, breakdown, statistic, basis and period; `bins` one row a week
    of those; `accounts` has for each measure how many cases count and why the rest do not.
    """

    cells: pd.DataFrame
    bins: pd.DataFrame
    accounts: pd.DataFrame


def compute_measures(
    group: str,
    cases: Mapping[str, pd.DataFrame],
    cut_off: CutOff,
    settings: CaseSettings,
    on_progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> ComputedFigures:
    """Compute every measure of a group from the cases of one area, each kind its own frame.

    `on_progress` is called before each step with how many are done, and of how many. Statistics of
    the same open cases are worked out in one step.
    """
    gathered = OutputRows()
    pool = CaseGroup(cases, cut_off, settings, BUILDERS)
    steps: dict[Hashable, list[CaseMeasure]] = {}
    for measure in measures_of_group(pool, group):
        step = measure.counted if isinstance(measure, StockAverage) else measure.measure_id
        steps.setdefault(step, []).append(measure)
    for done, measures in enumerate(steps.values()):
        on_progress(done, len(steps))
        counted = measures[0].counted
        of_kind = pool.cases(counted.kind, counted.scope)
        averages = [each for each in measures if isinstance(each, StockAverage)]
        if averages:
            compute_stock_averages(averages, of_kind, gathered)
        else:
            _COMPUTE[type(measures[0])](measures[0], of_kind, gathered)
    return ComputedFigures(
        cells=build_frame(gathered.cells, CELL_COLUMNS),
        bins=build_frame(gathered.bins, BIN_COLUMNS),
        accounts=build_frame(gathered.accounts, ACCOUNT_COLUMNS),
    )
