"""The addresses by which a person writes remarks, and replies to exceptions.

Both are guarded as loading is, and take the page's `address` as it is open and `by`, who writes.
Each answers 200 `{words}`; 403 where nobody may write, or what asks is not our own page; 400 where
what was said cannot be taken; 404 where the page shows nothing of the kind; 409 where somebody has
changed it meanwhile; 422 where the text is refused. An error is `{"error": {"words", "reference"?}}`.

POST /remarks `{address, kind, text, owner, due_on, state?, measure?, replaces?, by}`
    On a measure's page a remark is about that measure, on a priority's about it or the `measure`
    of it that is named. `replaces` is the mark of the remark that is changed: its area, plan,
    priority, measure and day stay; with `state` withdrawn it is taken off every page.
POST /exceptions `{address, measure, breakdown, basis, period_end, owner, reply_by, reply, replaces, by}`
    `replaces` is the mark of what was said of the exception so far.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import wraps
from typing import Annotated, Final

from flask import Flask, Response, jsonify
from pydantic import BaseModel, Field

from callbacks.access.guards import guarded
from callbacks.forms.validation import refusal_text, warning_texts
from callbacks.pages.resolve import read_selection, resolve_selection
from callbacks.server.json_api import RefusedError, Route, read_body
from callbacks.server.request_fields import Day, Filled, Key, Line, Name, Signed, code_of
from callbacks.server.settings import Settings
from dashboard.model.codes import COMMENTARY_WORDS, OPEN, REMARK_STATE_WORDS, WITHDRAWN
from dashboard.model.meeting import OpenException
from dashboard.model.panel import Commentary
from dashboard.model.selection import Selection
from dashboard.model.urls import Urls
from dashboard.records.commentary import LONGEST_REMARK, unmatched_numbers_warning
from dashboard.records.exceptions import exception_token
from dashboard.text.format import day_words
from data.loading.file_report import FileReport
from data.meetings.commentary import (
    DuplicateEntryError,
    EditConflictError,
    load_open_exceptions,
    write_exception,
    write_remark,
)
from data.queries.panels import (
    UnknownSelectionError,
    load_catalogue,
    load_panel,
    report_date_of,
    resolve,
)
from data.store.engine import Engine
from data.store.frames import data_version

_NOT_WRITABLE: Final = "Nothing can be written for what this page shows. Open the page again."
_EDIT_CONFLICT: Final = (
    "Somebody has changed this meanwhile, so nothing is saved. Keep your words, open the page again "
    "and look."
)
_ON_TRACK: Final = "This figure no longer asks for a reply. Open the page again."
_NEWER_FIGURES: Final = "Newer figures have come meanwhile. Open the page again and reply to them."
_DUPLICATE: Final = "The same remark stands already."
# What is loaded while somebody writes has most often nothing to do with it.
_MAX_ATTEMPTS: Final = 3


@dataclass(frozen=True)
class _WritingTarget:
    """Where a person writes: what the page shows, and the priority and measure it is about."""

    chosen: Selection
    priority_number: int
    measure_id: str


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
    period_end: Key = ""
    replaces: Key = ""
    reply: _Text = Field("", title="The reply")
    owner: Name = Field("", title="Who is asked")
    reply_by: Day = Field(None, title="The day of the reply")


class CommentaryRoutes:
    """Answer what the forms of the pages say."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine, self._settings = engine, settings

    def remark(self) -> Response:
        """Write a remark, or change or withdraw one."""
        body = read_body(_Remark)
        place = self._place(body)
        is_withdrawn = body.state == WITHDRAWN and body.replaces
        words = {"state": WITHDRAWN} if is_withdrawn else read_body(_RemarkWords).model_dump()
        remark = replace(self._blank(place), **words)
        plan = resolve(self._engine, place.chosen)
        # Before anything is written: what is worked out for the page is worked out already.
        doubt = self._doubt(place.chosen, place.measure_id, remark.text)
        report, written = write_remark(self._engine, plan, remark, body.by, replaces=body.replaces)
        return _saved_response(
            report, "The remark", _done(written, is_change=bool(body.replaces)), doubt
        )

    def reply(self) -> Response:
        """Say who is asked about an exception and by when, or reply."""
        body = read_body(_Reply)
        if not (body.reply or body.owner):
            raise RefusedError("Write a reply, or name who is asked.")
        chosen = self._selection(body.address)
        version = data_version(self._engine)
        asked = replace(
            self._exception(body, chosen),
            reply=body.reply,
            owner=body.owner,
            reply_by=body.reply_by,
        )
        doubt = self._doubt(chosen, asked.measure_id, asked.reply)
        report = write_exception(self._engine, chosen.framework, asked, body.by, version=version)
        done = "The reply is saved." if asked.reply else "It is saved who is asked."
        return _saved_response(report, "The reply", done, doubt)

    def _selection(self, address: str) -> Selection:
        """Read what the page shows; nothing is written for a day gone by."""
        asked = read_selection(address)
        if asked.as_of:
            raise UnknownSelectionError(address)
        return resolve_selection(self._engine, asked, {})

    def _place(self, body: _Remark) -> _WritingTarget:
        chosen = self._selection(body.address)
        catalogue = load_catalogue(self._engine).catalogue
        if chosen.page == "measure" and chosen.measure in catalogue.measures:
            number, _ = catalogue.priorities_serving(chosen.framework, chosen.measure)
            return _WritingTarget(chosen, number, chosen.measure)
        number, about = chosen.priority_number, body.measure
        numbers = [each for each, *_ in catalogue.priorities.get(chosen.framework, ())]
        if chosen.page != "priority" or number not in numbers:
            raise UnknownSelectionError(body.address)
        # A remark that is changed stays about what it was about.
        served = catalogue.served.get(chosen.framework, ())
        own = {measure for of, measure, _ in served if of == number}
        if about and about not in (catalogue.measures if body.replaces else own):
            raise UnknownSelectionError(about)
        return _WritingTarget(chosen, number, about)

    def _blank(self, place: _WritingTarget) -> Commentary:
        plan = resolve(self._engine, place.chosen)
        day = report_date_of(self._engine, plan, None, _today())
        return Commentary("", "", day, place.priority_number, place.measure_id, "")

    def _exception(self, body: _Reply, chosen: Selection) -> OpenException:
        """Find the exception as the page showed it."""
        line = (body.measure, body.breakdown, body.basis)
        shows_small = self._settings.shows_small
        found = load_open_exceptions(
            self._engine, chosen, _today(), shows_small=shows_small, flags_new=False
        )
        one = next((e for e in found if (e.measure_id, e.breakdown, e.basis) == line), None)
        if one is None:
            raise RefusedError(_ON_TRACK, 409)
        if one.period_end.isoformat() != body.period_end:
            raise RefusedError(_NEWER_FIGURES, 409)
        if exception_token(one) != body.replaces:
            raise EditConflictError
        return one

    def _doubt(self, chosen: Selection, measure_id: str, text: str) -> str:
        """Say which numbers of a text the measure's own figures do not give."""
        if not measure_id or not text:
            return ""
        asked = Selection(area=chosen.area, framework=chosen.framework, measure=measure_id)
        shows_small = self._settings.shows_small
        panel = load_panel(self._engine, asked, _today(), shows_small=shows_small)
        measures = load_catalogue(self._engine).measures.values()
        return unmatched_numbers_warning(panel, text, measures)


def register_commentary(server: Flask, engine: Engine, settings: Settings) -> None:
    """Add the addresses by which remarks and replies are written, guarded as loading is."""
    remarks = CommentaryRoutes(engine, settings)
    for rule, answer in ((Urls.REMARKS, remarks.remark), (Urls.EXCEPTIONS, remarks.reply)):
        guard = guarded(settings, _with_refusals(answer))
        server.add_url_rule(rule, rule.strip("/"), guard, methods=["POST"])


def _with_refusals(answer: Route) -> Route:
    """Answer in words why something is not written."""

    @wraps(answer)
    def asked() -> Response:
        for _ in range(_MAX_ATTEMPTS):
            try:
                return answer()
            except EditConflictError:
                continue
            except UnknownSelectionError as error:
                raise RefusedError(_NOT_WRITABLE, 404) from error
            except DuplicateEntryError as error:
                raise RefusedError(_DUPLICATE, 409) from error
        raise RefusedError(_EDIT_CONFLICT, 409)

    return asked


def _done(remark: Commentary, *, is_change: bool) -> str:
    if remark.state == WITHDRAWN:
        return "The remark is withdrawn. It stays in the history of the Data page."
    if is_change:
        return "The remark is changed."
    return f"The remark is saved for the report of {day_words(remark.date)}."


def _saved_response(report: FileReport, what: str, done: str, doubt: str) -> Response:
    if report.state == "refused":
        raise RefusedError(refusal_text(report, f"{what} is not saved."), 422)
    return jsonify({"words": " ".join(filter(None, (done, doubt, *warning_texts(report))))})


def _today() -> date:
    return datetime.now(UTC).date()
