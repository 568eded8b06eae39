"""Measures worked out from the dates of cases, by the statutory rules."""

from dashboard.worked_out.settings import AgeBand, CaseSettings, read_settings
from dashboard.worked_out.windows import CutOff
from dashboard.worked_out.work import GROUPS, WorkedOut, work_out
from dashboard.worked_out.working import Working
from dashboard.worked_out.workings import working_of

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
