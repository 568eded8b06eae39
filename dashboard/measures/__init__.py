"""Measures worked out from the dates of cases, by the statutory rules."""

from dashboard.measures.compute import GROUPS, WorkedOut, work_out
from dashboard.measures.explanations import working_of
from dashboard.measures.explanations.model import Working
from dashboard.measures.periods import CutOff
from dashboard.measures.settings import AgeBand, CaseSettings, read_settings

__all__ = [
    "GROUPS",
    "AgeBand",
    "CaseSettings",
    "CutOff",
    "WorkedOut",
    "Working",
    "read_settings",
    "work_out",
    "working_of",
]
