"""Measures worked out from the dates of cases, by the statutory rules."""

from dashboard.worked_out.settings import AgeBand, CaseSettings, read_settings
from dashboard.worked_out.windows import CutOff
from dashboard.worked_out.work import GROUPS, WorkedOut, work_out

__all__ = [
    "GROUPS",
    "AgeBand",
    "CaseSettings",
    "CutOff",
    "WorkedOut",
    "read_settings",
    "work_out",
]
