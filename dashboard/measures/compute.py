"""Work out a group of measures from the cases that stand."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from dashboard.measures.event_based import (
    work_out_average,
    work_out_event_weeks,
    work_out_flow,
    work_out_rate,
)
from dashboard.measures.model import (
    Average,
    Clearance,
    EventWeeks,
    Flow,
    Measure,
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
    Gathered,
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
    work_out_clearance,
    work_out_stock_count,
    work_out_stock_rate,
    work_out_stock_spread,
    work_out_stock_weeks,
    work_out_weeks_until,
)

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "assessments": ("ehc_assessments",),
    "advice": ("advice",),
    "reviews": ("plans", "annual_reviews"),
    "referrals": ("referrals",),
    "feedback": ("feedback",),
}
"""The kinds of case that each group of measures is worked out from."""

MeasuresOf = Callable[[Mapping[str, pd.DataFrame], CutOff, CaseSettings], Iterable[Measure]]

_MEASURES: Final[Mapping[str, MeasuresOf]] = {
    "assessments": assessment_measures,
    "advice": advice_measures,
    "reviews": review_measures,
    "referrals": referral_measures,
    "feedback": feedback_measures,
}

_WORK: Final[Mapping[type, Callable[[Any, Gathered], None]]] = {
    Rate: work_out_rate,
    Flow: work_out_flow,
    Average: work_out_average,
    EventWeeks: work_out_event_weeks,
    StockCount: work_out_stock_count,
    StockRate: work_out_stock_rate,
    StockSpread: work_out_stock_spread,
    StockWeeks: work_out_stock_weeks,
    WeeksUntil: work_out_weeks_until,
    Clearance: work_out_clearance,
}


@dataclass(frozen=True)
class WorkedOut:
    """What a group of measures comes to in one area.

    `cells` has one row a measure, breakdown, statistic, basis and period; `bins` one row a week
    of those; `accounts` says for each measure how many cases count and why the rest do not.
    """

    cells: pd.DataFrame
    bins: pd.DataFrame
    accounts: pd.DataFrame


def work_out(
    group: str,
    cases: Mapping[str, pd.DataFrame],
    cut_off: CutOff,
    settings: CaseSettings,
    told: Callable[[int, int], None] = lambda _done, _of: None,
) -> WorkedOut:
    """Work out every measure of a group from the cases of one area, each kind its own frame.

    `told` hears before each measure how many are done, and of how many.
    """
    gathered = Gathered()
    measures = tuple(_MEASURES[group](cases, cut_off, settings))
    for done, measure in enumerate(measures):
        told(done, len(measures))
        _WORK[type(measure)](measure, gathered)
    return WorkedOut(
        cells=build_frame(gathered.cells, CELL_COLUMNS),
        bins=build_frame(gathered.bins, BIN_COLUMNS),
        accounts=build_frame(gathered.accounts, ACCOUNT_COLUMNS),
    )
