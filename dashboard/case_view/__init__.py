"""What figures worked out from cases say beyond their series: pure builders of what a page draws.

`wanted_of` and `wanted_backlog` say what to load, `build_case_view` and `build_backlog` build it.
"""

from dashboard.case_view.backlog import build_backlog
from dashboard.case_view.shapes import CaseFrames, CaseView
from dashboard.case_view.view import build_case_view
from dashboard.case_view.wanted import wanted_backlog, wanted_of

__all__ = [
    "CaseFrames",
    "CaseView",
    "build_backlog",
    "build_case_view",
    "wanted_backlog",
    "wanted_of",
]
