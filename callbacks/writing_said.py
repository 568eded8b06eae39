"""What a person writes in the browser, held to what may be said."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from callbacks.intake_said import LONGEST_NAME
from callbacks.json_api import RefusedError
from data.faults import Fault, Unreadable
from data.parse import parse_date
from data.personal_headers import NOT_ACCEPTED
from data.personal_words import take_out_words
from data.visit import FileReport

# Where in a file a cell stands.
_PLACE: Final = re.compile(r" in \d+ cells? \(rows? .*\)$")
_MAY_NAME: Final = "It may name a person: if that is a child or a family, take the name out."


def said_line(said: Mapping[str, Any], name: str, title: str, longest: int) -> str:
    """Return a text as one line; empty where nothing was said."""
    written = said.get(name) or ""
    if not isinstance(written, str):
        raise RefusedError(f"{title} cannot be read.")
    text = " ".join(written.split())
    if len(text) > longest or not text.isprintable():
        raise RefusedError(f"{title} may have up to {longest} characters.")
    return text


def said_name(said: Mapping[str, Any], name: str, title: str) -> str:
    """Return the name or role of somebody; empty where nobody was named."""
    return said_line(said, name, title, LONGEST_NAME)


def said_day(said: Mapping[str, Any], name: str, title: str) -> date | None:
    """Return a day; None where none was said."""
    written = said_line(said, name, title, LONGEST_NAME)
    if not written:
        return None
    try:
        return date.fromisoformat(parse_date(written))
    except Unreadable as unreadable:
        raise RefusedError(f"{title} cannot be read as a day. {unreadable.mend}") from unreadable


def refused_words(report: FileReport, not_done: str) -> str:
    """Say what some words were refused for, and how to mend them."""
    return " ".join((not_done, *dict.fromkeys(map(_fault_words, report.faults))))


def _fault_words(fault: Fault) -> str:
    """Say of words what a fault says of a file: nobody who writes knows its rows and cells."""
    if not fault.mend.startswith(NOT_ACCEPTED):
        return f"{fault.found}. {fault.mend}"
    what = _PLACE.sub("", fault.found)
    return take_out_words(fault.column.replace("_", " "), what)


def doubts_of(report: FileReport) -> tuple[str, ...]:
    """Say what a person should look at in what they wrote."""
    return (_MAY_NAME,) if report.warnings else ()
