"""Measures worked out from the dates of cases, by the statutory rules."""

from dashboard.measures.compute import ComputedFigures, compute_measures
from dashboard.measures.model import (
    GROUPS,
    CaseMeasure,
    Clearance,
    Difference,
    EventAverage,
    EventBands,
    EventCount,
    EventRate,
    StockAverage,
    StockCount,
)
from dashboard.measures.periods import CutOff
from dashboard.measures.presentation import Explanation, RelatedMeasures, WeeksView
from dashboard.measures.registry import (
    MEASURES,
    counted_words,
    drill_of,
    explanation_of,
    family_of,
    find_measure,
    is_cohort,
)
from dashboard.measures.settings import AgeBand, CaseSettings, read_settings

__all__ = [
    "GROUPS",
    "MEASURES",
    "AgeBand",
    "CaseMeasure",
    "CaseSettings",
    "Clearance",
    "ComputedFigures",
    "CutOff",
    "Difference",
    "EventAverage",
    "EventBands",
    "EventCount",
    "EventRate",
    "Explanation",
    "RelatedMeasures",
    "StockAverage",
    "StockCount",
    "WeeksView",
    "compute_measures",
    "counted_words",
    "drill_of",
    "explanation_of",
    "family_of",
    "find_measure",
    "is_cohort",
    "read_settings",
]
