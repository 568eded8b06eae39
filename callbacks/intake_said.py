"""What the Data page says with its files, held to what may be said."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from callbacks.json_api import RefusedError
from dashboard.scrutiny import LONGEST_NAME
from data.codes import COVERAGES
from data.faults import Unreadable
from data.given import NOTHING_GIVEN, Given
from data.parse import parse_date

MOST_FILES: Final = 50
_LONGEST_TEXT: Final = 200
_DAYS: Final = {"cut_off": "The cut-off", "published_on": "The day of publication"}
_TEXTS: Final = ("area_code", "framework_id", "source_document")


def said_tokens(said: Mapping[str, Any]) -> list[str]:
    """Return the tokens of the files that are meant, each once."""
    tokens = said.get("tokens")
    if not isinstance(tokens, list) or not tokens or not all(isinstance(t, str) for t in tokens):
        raise RefusedError("No file was named.")
    if len(tokens) > MOST_FILES:
        raise RefusedError(f"More than {MOST_FILES} files: load them in several goes.")
    return list(dict.fromkeys(tokens))


def said_by(said: Mapping[str, Any]) -> str:
    """Return the name of whoever loads or undoes, which the history keeps."""
    name = " ".join(_text(said, "by").split())
    if not name:
        raise RefusedError("Say who you are: the history keeps it.")
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise RefusedError(f"The name may have up to {LONGEST_NAME} characters.")
    return name


def said_number(said: Mapping[str, Any], name: str) -> int:
    """Return a whole number that must have been said."""
    number = said.get(name)
    if isinstance(number, bool) or not isinstance(number, int):
        raise RefusedError(f"No {name} was named.")
    return number


def said_given(given: object) -> Given:
    """Return what was said of files that do not say it themselves."""
    if given is None:
        return NOTHING_GIVEN
    if not isinstance(given, dict):
        raise RefusedError("What is said of the files cannot be read.")
    coverage = _text(given, "coverage")
    if coverage and coverage not in COVERAGES:
        raise RefusedError(f"The coverage is one of {', '.join(COVERAGES)}.")
    days = {name: _day(given, name) for name in _DAYS}
    texts = {name: _text(given, name) for name in _TEXTS}
    return Given(coverage=coverage, is_confirmed=given.get("is_confirmed") is True, **days, **texts)


def _day(given: Mapping[str, Any], name: str) -> date | None:
    written = _text(given, name)
    if not written:
        return None
    try:
        return date.fromisoformat(parse_date(written))
    except Unreadable as unreadable:
        words = f"{_DAYS[name]} cannot be read as a day. {unreadable.mend}"
        raise RefusedError(words) from unreadable


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name) or ""
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        raise RefusedError(f"What is said as {name} cannot be read.")
    return value.strip()
