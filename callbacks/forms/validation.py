"""What a person is told of the words that they wrote."""

import re
from typing import Final

from data.common.errors import Fault
from data.loading.session import FileReport
from data.privacy.free_text import take_out_words
from data.schema.personal_columns import NOT_ACCEPTED

# Where in a file a cell stands.
_PLACE: Final = re.compile(r" in \d+ cells? \(rows? .*\)$")
_MAY_NAME: Final = "It may name a person: if that is a child or a family, take the name out."


def refused_words(report: FileReport, not_done: str) -> str:
    """Say what some words were refused for, and how to mend them."""
    return " ".join((not_done, *dict.fromkeys(map(_fault_words, report.faults))))


def _fault_words(fault: Fault) -> str:
    """Say of words what a fault says of a file: nobody who writes knows its rows and cells."""
    if not fault.fix.startswith(NOT_ACCEPTED):
        return f"{fault.found}. {fault.fix}"
    what = _PLACE.sub("", fault.found)
    return take_out_words(fault.column.replace("_", " "), what)


def doubts_of(report: FileReport) -> tuple[str, ...]:
    """Say what a person should look at in what they wrote."""
    return (_MAY_NAME,) if report.warnings else ()
