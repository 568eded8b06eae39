"""What is answered to a person who wrote something: saved, or refused with the reason."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import Any, Final

from flask import Response, jsonify

from callbacks.access.who import require, shows_small
from callbacks.pages.resolve import open_selection
from callbacks.server.json_api import RefusedError, Route
from dashboard.model.panel import Measure, Panel
from dashboard.model.rights import Right
from dashboard.model.selection import Selection
from dashboard.records.commentary import hidden_numbers
from dashboard.text.format import joined
from data.common.errors import Issue
from data.loading.file_report import FileReport
from data.privacy.checks import removal_advice
from data.queries.snapshot import Snapshot
from data.store.databases.engine import Engine

_MAY_NAME: Final = "It may name a person: if that is a child or a family, take the name out."
_ELSEWHERE: Final = (
    "This view shows small numbers, and what is written is for all: leave the number out."
)
# By error, the narrower before the wider: the words, in which `{error}` is its text, and the status.
Refusals = Mapping[type[Exception], tuple[str, int]]


def with_refusals(route: Route, refusals: Refusals) -> Route:
    """Return a route that refuses in words and with a status what raises one of some errors."""

    @wraps(route)
    def answer(**path: str) -> Response:
        try:
            return route(**path)
        except tuple(refusals) as error:
            words, status = next(
                refusal for kind, refusal in refusals.items() if isinstance(error, kind)
            )
            raise RefusedError(words.format(error=error), status) from error

    return answer


@contextmanager
def open_to_write(engine: Engine, requested: Selection) -> Iterator[Snapshot]:
    """Open what the public sees at an address, for who may write about its area."""
    with open_selection(engine, requested, is_public=True) as snapshot:
        require(Right.WRITE, snapshot.selection.area)
        yield snapshot


def refuse_hidden_numbers(
    text: str, panel: Panel | None = None, measures: Iterable[Measure] = ()
) -> None:
    """Refuse a number that the public does not see, where the writer may have read it in this view.

    `panel` is the measure that the text is about, as the public sees it.
    """
    if shows_small() and (numbers := hidden_numbers(text, panel, measures)):
        words = f"Nothing is saved: the public does not see {joined(numbers)} here. {_ELSEWHERE}"
        raise RefusedError(words, 422)


def saved_response(
    report: FileReport, words: str, *, not_saved: str, warning: str = "", **fields: Any
) -> Response:
    """Return `words` with what to look at; RefusedError, 422, where the report refuses the text."""
    if report.state == "refused":
        reasons = dict.fromkeys(map(_issue_text, report.issues))
        raise RefusedError(" ".join((not_saved, *reasons)), 422)
    warnings = (_MAY_NAME,) if report.warnings else ()
    return jsonify({"words": " ".join(filter(None, (words, warning, *warnings))), **fields})


def _issue_text(issue: Issue) -> str:
    # Who writes a text knows nothing of the rows and cells of the file that it becomes.
    if issue.mark:
        return removal_advice(issue.column.replace("_", " "), issue.mark)
    return f"{issue.found}. {issue.fix}"
