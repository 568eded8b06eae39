"""What is shown of figures worked out from cases beyond their series, in pure builders.

`view_query` and `backlog_query` name what to load, `build_case_view` and `build_backlog` build it.
"""

from dashboard.cases.build import backlog_query, build_backlog, build_case_view, view_query
from dashboard.cases.cells import CaseCells
from dashboard.cases.model import CaseFrames, CaseView

__all__ = [
    "CaseCells",
    "CaseFrames",
    "CaseView",
    "backlog_query",
    "build_backlog",
    "build_case_view",
    "view_query",
]
