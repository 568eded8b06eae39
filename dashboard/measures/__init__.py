"""Measures worked out from the dates of cases, by the statutory rules."""

from dashboard.measures.compute import GROUPS, ComputedFigures, compute_measures
from dashboard.measures.explanations import explanation_of
from dashboard.measures.explanations.model import Explanation
from dashboard.measures.periods import CutOff
from dashboard.measures.settings import AgeBand, CaseSettings, read_settings

__all__ = [
    "GROUPS",
    "AgeBand",
    "CaseSettings",
    "ComputedFigures",
    "CutOff",
    "Explanation",
    "compute_measures",
    "explanation_of",
    "read_settings",
]
