"""Work out a group of measures from the cases that stand."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from dashboard.measures.event_based import (
    compute_average,
    compute_event_weeks,
    compute_flow,
    compute_rate,
)
from dashboard.measures.model import (
    Average,
    Clearance,
    ComputedMeasure,
    EventWeeks,
    Flow,
    Rate,
    StockCount,
    StockRate,
    StockSpread,
    StockWeeks,
    WeeksUntil,
)
from dashboard.measures.output import (
    ACCOUNT_COLUMNS,
    BIN_COLUMNS,
    CELL_COLUMNS,
    OutputRows,
    build_frame,
)
from dashboard.measures.periods import CutOff
from dashboard.measures.services.advice import advice_measures
from dashboard.measures.services.assessments import assessment_measures
from dashboard.measures.services.feedback import feedback_measures
from dashboard.measures.services.referrals import referral_measures
from dashboard.measures.services.reviews import review_measures
from dashboard.measures.settings import CaseSettings
from dashboard.measures.stock_based import (
    compute_clearance,
    compute_stock_count,
    compute_stock_rate,
    compute_stock_spread,
    compute_stock_weeks,
    compute_weeks_until,
)

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "assessments": ("ehc_assessments",),
    "advice": ("advice",),
    "reviews": ("plans", "annual_reviews"),
    "referrals": ("referrals",),
    "feedback": ("feedback",),
}
"""The kinds of case that each group of measures is worked out from."""

MeasuresOf = Callable[[Mapping[str, pd.DataFrame], CutOff, CaseSettings], Iterable[ComputedMeasure]]

_MEASURES: Final[Mapping[str, MeasuresOf]] = {
    "assessments": assessment_measures,
    "advice": advice_measures,
    "reviews": review_measures,
    "referrals": referral_measures,
    "feedback": feedback_measures,
}

_COMPUTE: Final[Mapping[type, Callable[[Any, OutputRows], None]]] = {
    Rate: compute_rate,
    Flow: compute_flow,
    Average: compute_average,
    EventWeeks: compute_event_weeks,
    StockCount: compute_stock_count,
    StockRate: compute_stock_rate,
    StockSpread: compute_stock_spread,
    StockWeeks: compute_stock_weeks,
    WeeksUntil: compute_weeks_until,
    Clearance: compute_clearance,
}


@dataclass(frozen=True)
class ComputedFigures:
    """What a group of measures comes to in one area.

    `cells` has one row a measure, breakdown, statistic, basis and period; `bins` one row a week
    of those; `accounts` says for each measure how many cases count and why the rest do not.
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
    """Work out every measure of a group from the cases of one area, each kind its own frame.

    `told` hears before each measure how many are done, and of how many.
    """
    gathered = OutputRows()
    measures = tuple(_MEASURES[group](cases, cut_off, settings))
    for done, measure in enumerate(measures):
        on_progress(done, len(measures))
        _COMPUTE[type(measure)](measure, gathered)
    return ComputedFigures(
        cells=build_frame(gathered.cells, CELL_COLUMNS),
        bins=build_frame(gathered.bins, BIN_COLUMNS),
        accounts=build_frame(gathered.accounts, ACCOUNT_COLUMNS),
    )
