"""What a person is told of the words that they wrote."""

import re
from typing import Final

from data.common.errors import Issue
from data.loading.file_report import FileReport
from data.privacy.checks import removal_advice
from data.schema.recognise import NOT_ACCEPTED

# Where in a file a cell stands.
_PLACE: Final = re.compile(r" in \d+ cells? \(rows? .*\)$")
_MAY_NAME: Final = "It may name a person: if that is a child or a family, take the name out."


def refusal_text(report: FileReport, not_done: str) -> str:
    """Say what some words were refused for, and how to mend them."""
    return " ".join((not_done, *dict.fromkeys(map(_issue_text, report.issues))))


def _issue_text(issue: Issue) -> str:
    """Say of words what a fault says of a file: nobody who writes knows its rows and cells."""
    if not issue.fix.startswith(NOT_ACCEPTED):
        return f"{issue.found}. {issue.fix}"
    what = _PLACE.sub("", issue.found)
    return removal_advice(issue.column.replace("_", " "), what)


def warning_texts(report: FileReport) -> tuple[str, ...]:
    """Say what a person should look at in what they wrote."""
    return (_MAY_NAME,) if report.warnings else ()
