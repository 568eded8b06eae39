"""The addresses by which a person writes remarks, and replies to exceptions.

Both are guarded as loading is, and take the page's `address` as it is open and `by`, who writes.
Each answers 200 `{words}`; 403 where nobody may write, or what asks is not our own page; 400 where
what was said cannot be taken; 404 where the page shows nothing of the kind; 409 where somebody has
changed it meanwhile; 422 where the text is refused. An error is `{"error": {"words", "reference"?}}`.

POST /remarks `{address, kind, text, owner, due_on, state?, measure?, replaces?, by}`
    On a measure's page a remark is about that measure, on a priority's about it or the `measure`
    of it that is named. `replaces` is the mark of the remark that is changed: its area, plan,
    priority, measure and day stay; with `state` withdrawn it is taken off every page.
POST /exceptions `{address, measure, breakdown, basis, year_kind, period_end, owner, reply_by,
    reply, replaces, by}`
    `replaces` is the mark of what was said of the exception so far.
"""

from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from functools import wraps
from typing import Annotated, Final

from flask import Response
from pydantic import BaseModel, Field

from callbacks.access.signed import Signed
from callbacks.forms.plain_forms import Forms
from callbacks.forms.validation import (
    Refusals,
    open_to_write,
    refuse_hidden_numbers,
    saved_response,
)
from callbacks.pages.resolve import read_selection
from callbacks.server.json_api import RefusedError, Route, read_body
from callbacks.server.request_fields import Day, Filled, Key, Line, Name, code_of
from dashboard.model.codes import (
    COMMENTARY_WORDS,
    OPEN,
    REMARK_STATE_WORDS,
    WITHDRAWN,
    read_year_kind,
)
from dashboard.model.meeting import OpenException
from dashboard.model.panel import Commentary
from dashboard.model.selection import Selection
from dashboard.model.urls import Urls
from dashboard.records.commentary import LONGEST_REMARK, unmatched_numbers_warning
from dashboard.records.exceptions import exception_token
from dashboard.text.format import day_words
from data.meetings.commentary import (
    DuplicateEntryError,
    EditConflictError,
    load_open_exceptions,
    write_exception,
    write_remark,
)
from data.queries.panels import load_panel
from data.queries.snapshot import Snapshot, UnknownSelectionError
from data.store.databases.engine import Engine

_NOT_WRITABLE: Final = "Nothing can be written for what this page shows. Open the page again."
_EDIT_CONFLICT: Final = (
    "Somebody has changed this meanwhile, so nothing is saved. Keep your words, open the page again "
    "and look."
)
_ON_TRACK: Final = "This figure no longer asks for a reply. Open the page again."
_NEWER_FIGURES: Final = "Newer figures have come meanwhile. Open the page again and reply to them."
_REFUSALS: Final[Refusals] = {
    EditConflictError: (_EDIT_CONFLICT, 409),
    UnknownSelectionError: (_NOT_WRITABLE, 404),
    DuplicateEntryError: ("The same remark stands already.", 409),
}
# What is loaded while somebody writes has most often nothing to do with it.
_MAX_ATTEMPTS: Final = 3


_Text = Annotated[Line, Field(max_length=LONGEST_REMARK)]


class _Remark(Signed):
    measure: Key = ""
    replaces: Key = ""
    state: Key = OPEN


class _RemarkWords(BaseModel):
    state: Annotated[Line, code_of(REMARK_STATE_WORDS)] = Field(
        OPEN, title="The state", description="Choose whether the remark is open or done."
    )
    kind: Annotated[Line, code_of(COMMENTARY_WORDS)] = Field(
        title="The kind",
        description="Choose what the remark is: working well, a challenge or another.",
    )
    text: Filled[_Text] = Field(title="The remark", description="Write the remark.")
    owner: Name = Field("", title="The owner")
    due_on: Day = Field(None, title="The due day")


class _Reply(Signed):
    measure: Key = ""
    breakdown: Key = ""
    basis: Key = ""
    year_kind: Key = ""
    period_end: Key = ""
    replaces: Key = ""
    reply: _Text = Field("", title="The reply")
    owner: Name = Field("", title="Who is asked")
    reply_by: Day = Field(None, title="The day of the reply")


class CommentaryRoutes:
    """The routes by which pages write remarks and replies."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def remark(self) -> Response:
        """Write a remark, or change or withdraw one."""
        body = read_body(_Remark)
        with self._open(body.address) as snapshot:
            target = _target(snapshot, body)
            is_withdrawn = body.state == WITHDRAWN and body.replaces
            words = {"state": WITHDRAWN} if is_withdrawn else read_body(_RemarkWords).model_dump()
            remark = replace(target, **words)
            warning = _check_numbers(snapshot, remark.measure_id, remark.text)
            plan = snapshot.judging.framework
        report, written = write_remark(self._engine, plan, remark, body.by, replaces=body.replaces)
        done = _done(written, is_change=bool(body.replaces))
        return saved_response(report, done, not_saved="The remark is not saved.", warning=warning)

    def reply(self) -> Response:
        """Write who is asked about an exception and by when, or a reply."""
        body = read_body(_Reply)
        if not (body.reply or body.owner):
            raise RefusedError("Write a reply, or name who is asked.")
        with self._open(body.address) as snapshot:
            exception = replace(
                _exception(snapshot, body),
                reply=body.reply,
                owner=body.owner,
                reply_by=body.reply_by,
            )
            warning = _check_numbers(snapshot, exception.measure_id, exception.reply)
        version, plan = snapshot.transaction.version, snapshot.selection.framework
        report = write_exception(self._engine, plan, exception, body.by, version=version)
        done = "The reply is saved." if exception.reply else "It is saved who is asked."
        return saved_response(report, done, not_saved="The reply is not saved.", warning=warning)

    def _open(self, address: str) -> AbstractContextManager[Snapshot]:
        """Open what the page shows; nothing is written for a day gone by."""
        requested = read_selection(address)
        if requested.as_of:
            raise UnknownSelectionError(address)
        return open_to_write(self._engine, requested)


def _target(snapshot: Snapshot, body: _Remark) -> Commentary:
    """Return a remark without words, on the priority and measure that the page shows."""
    chosen, day = snapshot.selection, snapshot.judging.day
    catalogue = snapshot.choices.catalogue
    if chosen.page == "measure" and chosen.measure in catalogue.measures:
        number, _ = catalogue.priorities_serving(chosen.framework, chosen.measure)
        return Commentary("", "", day, number, chosen.measure, "")
    number, about = chosen.priority_number, body.measure
    numbers = [each for each, *_ in catalogue.priorities.get(chosen.framework, ())]
    if chosen.page != "priority" or number not in numbers:
        raise UnknownSelectionError(body.address)
    # A remark that is changed stays about what it was about.
    served = catalogue.served.get(chosen.framework, ())
    own = {measure for of, measure, _ in served if of == number}
    if about and about not in (catalogue.measures if body.replaces else own):
        raise UnknownSelectionError(about)
    return Commentary("", "", day, number, about, "")


def _exception(snapshot: Snapshot, body: _Reply) -> OpenException:
    """Return the exception as the page showed it; refused where it has changed since."""
    line = (body.measure, body.breakdown, body.basis, read_year_kind(body.model_dump()))
    listed = load_open_exceptions(snapshot, flags_new=False)
    exception = next(
        (e for e in listed if (e.measure_id, e.breakdown, e.basis, e.year_kind) == line), None
    )
    if exception is None:
        raise RefusedError(_ON_TRACK, 409)
    if exception.period_end.isoformat() != body.period_end:
        raise RefusedError(_NEWER_FIGURES, 409)
    if exception_token(exception) != body.replaces:
        raise EditConflictError
    return exception


def _check_numbers(snapshot: Snapshot, measure_id: str, text: str) -> str:
    """Return which numbers of a text the measure's own figures do not give; blank for none.

    Refused where they may have been read in the data team's view.
    """
    if not measure_id:
        refuse_hidden_numbers(text, measures=snapshot.choices.measures.values())
    if not measure_id or not text:
        return ""
    chosen = snapshot.selection
    of_measure = Selection(area=chosen.area, framework=chosen.framework, measure=measure_id)
    panel = load_panel(snapshot.of(of_measure))
    refuse_hidden_numbers(text, panel, snapshot.choices.measures.values())
    return unmatched_numbers_warning(panel, text, snapshot.choices.measures.values())


def register_commentary(forms: Forms) -> None:
    """Add the addresses by which remarks and replies are written."""
    routes = CommentaryRoutes(forms.engine)
    for rule, route in ((Urls.REMARKS, routes.remark), (Urls.EXCEPTIONS, routes.reply)):
        forms.add(rule, rule.strip("/"), _with_retries(route), _REFUSALS)


def _with_retries(route: Route) -> Route:
    """Return a route that tries again where something else was loaded meanwhile."""

    @wraps(route)
    def answer() -> Response:
        for _ in range(_MAX_ATTEMPTS - 1):
            with suppress(EditConflictError):
                return route()
        return route()

    return answer


def _done(remark: Commentary, *, is_change: bool) -> str:
    if remark.state == WITHDRAWN:
        return "The remark is withdrawn. It stays in the history of the Data page."
    if is_change:
        return "The remark is changed."
    return f"The remark is saved for the report of {day_words(remark.date)}."
