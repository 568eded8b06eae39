"""What figures worked out from cases say beyond their series: pure builders of what a page draws.

`wanted_of` and `wanted_backlog` say what to load, `build_case_view` and `build_backlog` build it.
"""

from dashboard.cases.backlog import build_backlog
from dashboard.cases.build import build_case_view
from dashboard.cases.model import CaseFrames, CaseView
from dashboard.cases.views import backlog_query, view_query

__all__ = [
    "CaseFrames",
    "CaseView",
    "backlog_query",
    "build_backlog",
    "build_case_view",
    "view_query",
]
