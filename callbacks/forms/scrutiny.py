"""The addresses by which the scrutiny log is written: questions, answers, recommendations, progress.

POST /scrutiny/questions `{framework_id, measure_id, pack_id, slide, member, question, asked_on,
    due_on, owner, by}`
    Log a question; `measure_id`, `pack_id` and `slide` are blank where it is about none, `asked_on`
    today where it is left out. 200 `{words, question_id}`.
POST /scrutiny/questions/ID `{framework_id, by, was}` and any of answer, outcome, state, owner, due_on
    An answer answers it, an outcome closes it; `state` is open, answered, closed or withdrawn.
    200 `{words}`.
POST /scrutiny/recommendations `{framework_id, priority_number, measure_id, made_on, text, asks,
    owner, due_on, by}`
    Log a recommendation; `asks` is note, agree or refer. 200 `{words, recommendation_id}`.
POST /scrutiny/recommendations/ID `{framework_id, by, was}` and any of progress, state, owner, due_on
    200 `{words}`.

Days are written YYYY-MM-DD; `by` is who writes; `was` the mark of what the page showed. 403 where
nobody may load, or what asks is not our own page; 400 where what was said cannot be taken; 404
where there is no such plan, measure, pack or entry; 409 where somebody else has said something of
the entry meanwhile; 422 where the words are refused. An error is `{"error": {"words"}}`.
"""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Final

from flask import Response
from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from callbacks.access.signed import Signed
from callbacks.access.who import require, why_not
from callbacks.forms.plain_forms import Forms
from callbacks.forms.validation import Refusals, refuse_hidden_numbers, saved_response
from callbacks.server.json_api import RefusedError, read_body
from callbacks.server.request_fields import Code, Day, Filled, Key, Line, Name, code_of
from dashboard.model.codes import ASKS_WORDS, PROGRESS_WORDS, QUESTION_STATE_WORDS, WITHDRAWN
from dashboard.model.meeting import Question, Recommendation
from dashboard.model.rights import Right
from dashboard.model.urls import Urls
from dashboard.records.scrutiny import LONGEST_TEXT, InvalidTransitionError
from data.meetings.scrutiny import (
    EditConflictError,
    UnknownEntryError,
    change_question,
    change_recommendation,
    pack_days,
    write_question,
    write_recommendation,
)
from data.queries.snapshot import load_catalogue
from data.store.databases.engine import Engine
from data.store.read_transaction import ReadTransaction, read_transaction

_NOT_SAVED: Final = "Nothing is saved."
_EDIT_CONFLICT: Final = (
    "Somebody else has written about this since the page was drawn. Nothing is saved: open the "
    "page again, read what is new and write again."
)
_NO_ENTRY: Final = "The log of this plan has no such entry any more. Open the page again."
_REFUSALS: Final[Refusals] = {
    UnknownEntryError: (_NO_ENTRY, 404),
    EditConflictError: (_EDIT_CONFLICT, 409),
    InvalidTransitionError: (f"{_NOT_SAVED} {{error}}", 422),
}
_HIGHEST_NUMBER: Final = 999_999_999
_SAVED: Final = "It is saved."
_DONE: Final = {
    "answered": "It is saved. The question shows as answered until it is closed.",
    "closed": "It is saved. The question is closed.",
    "withdrawn": "It is withdrawn. Undoing that on the Data page brings it back.",
}


def _past(day: date | None) -> date:
    today = datetime.now(UTC).date()
    if day and day > today:
        raise PydanticCustomError("to_come", "is still to come.")
    return day or today


_Due = Annotated[Day, Field(title="The day by which it is due")]
_Past = Annotated[Day, AfterValidator(_past)]
_Text = Annotated[Line, Field(max_length=LONGEST_TEXT)]


class _OfPlan(Signed):
    framework_id: Key = ""


class _NewQuestion(_OfPlan):
    pack_id: Key = ""
    asked_on: _Past = Field(None, title="The day on which it was asked", validate_default=True)
    measure_id: Key = ""
    slide: Code = Field("", title="The slide")
    member: Filled[Name] = Field(title="The name of who asks", description="Say who asks.")
    question: Filled[_Text] = Field(title="The question", description="Write the question.")
    owner: Name = Field("", title="The name of who answers")
    due_on: _Due = None


class _NewRecommendation(_OfPlan):
    text: Filled[_Text] = Field(title="The recommendation", description="Write the recommendation.")
    made_on: _Past = Field(None, title="The day of the meeting", validate_default=True)
    priority_number: Annotated[int, BeforeValidator(lambda value: value or 0)] = Field(
        0, ge=0, le=_HIGHEST_NUMBER, description="The priority is named by its number."
    )
    measure_id: Key = ""
    asks: Annotated[Key, code_of(ASKS_WORDS)] = Field("", title="asks", validate_default=True)
    owner: Name = Field("", title="The name of who sees to it")
    due_on: _Due = None


class _Changes(_OfPlan):
    was: Filled[Key] = Field(description="Open the page again.")
    owner: Name = Field("", title="The name of who sees to it")
    due_on: _Due = None


class _QuestionChanges(_Changes):
    answer: _Text = Field("", title="The answer")
    outcome: _Text = Field("", title="The outcome")
    state: Annotated[Key, code_of((*QUESTION_STATE_WORDS, WITHDRAWN))] = Field("", title="state")


class _RecommendationChanges(_Changes):
    progress: _Text = Field("", title="The progress")
    state: Annotated[Key, code_of((*PROGRESS_WORDS, WITHDRAWN))] = Field("", title="state")


class ScrutinyRoutes:
    """The routes by which the pages and the deck write the log."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add_question(self) -> Response:
        """Log a question."""
        body = read_body(_NewQuestion)
        plan = body.framework_id
        with read_transaction(self._engine) as transaction:
            area = _check_plan(transaction, plan, body.measure_id)
            if body.pack_id and body.pack_id not in pack_days(transaction, plan, area):
                raise RefusedError(f"{_NOT_SAVED} This plan has no such pack.", 404)
        refuse_hidden_numbers(body.question)
        _check_due(body.due_on, body.asked_on)
        question = Question(question_id="", **body.model_dump(exclude={*_OfPlan.model_fields}))
        report, number = write_question(self._engine, plan, question, body.by)
        words = "The question is logged. It shows beside its measure until it is closed."
        if not body.measure_id:
            words = "The question is logged."
        return saved_response(report, words, not_saved=_NOT_SAVED, question_id=number)

    def add_recommendation(self) -> Response:
        """Log a recommendation."""
        body = read_body(_NewRecommendation)
        plan = body.framework_id
        self._check(plan, body.measure_id)
        refuse_hidden_numbers(body.text)
        _check_due(body.due_on, body.made_on)
        made = Recommendation(
            recommendation_id="", **body.model_dump(exclude={*_OfPlan.model_fields})
        )
        report, number = write_recommendation(self._engine, plan, made, body.by)
        words = "The recommendation is logged."
        return saved_response(report, words, not_saved=_NOT_SAVED, recommendation_id=number)

    def update_question(self, number: str) -> Response:
        """Answer, close, reopen or withdraw a question."""
        body = read_body(_QuestionChanges)
        refuse_hidden_numbers(f"{body.answer} {body.outcome}")
        plan = body.framework_id
        self._check(plan)
        report, after = change_question(
            self._engine, plan, number, _changes(body), by=body.by, seen=body.was
        )
        return saved_response(report, _DONE.get(after.state, _SAVED), not_saved=_NOT_SAVED)

    def update_recommendation(self, number: str) -> Response:
        """Write the progress of a recommendation."""
        body = read_body(_RecommendationChanges)
        refuse_hidden_numbers(body.progress)
        plan = body.framework_id
        self._check(plan)
        report, after = change_recommendation(
            self._engine, plan, number, _changes(body), by=body.by, seen=body.was
        )
        return saved_response(report, _DONE.get(after.state, _SAVED), not_saved=_NOT_SAVED)

    def _check(self, plan: str, measure_id: str = "") -> None:
        with read_transaction(self._engine) as transaction:
            _check_plan(transaction, plan, measure_id)


def _check_plan(transaction: ReadTransaction, plan: str, measure_id: str) -> str:
    """Return the area of a plan; refuse a plan that is not loaded, or a measure that is not of it."""
    catalogue = load_catalogue(transaction).catalogue
    area = catalogue.frameworks[plan].area_code if plan in catalogue.frameworks else None
    if area is None or why_not(Right.READ, area):
        raise RefusedError(f"{_NOT_SAVED} No such plan is loaded.", 404)
    require(Right.WRITE, area)
    served = {measure for _, measure, _ in catalogue.served.get(plan, ())}
    if measure_id and measure_id not in served:
        raise RefusedError(f"{_NOT_SAVED} This plan has no such measure.", 404)
    return area


def register_scrutiny(forms: Forms) -> None:
    """Add the addresses by which the log is written."""
    log = ScrutinyRoutes(forms.engine)
    routes = {
        Urls.QUESTIONS: log.add_question,
        Urls.QUESTION: log.update_question,
        Urls.RECOMMENDATIONS: log.add_recommendation,
        Urls.RECOMMENDATION: log.update_recommendation,
    }
    for rule, route in routes.items():
        forms.add(rule, f"scrutiny_{route.__name__}", route, _REFUSALS)


def _changes(body: _Changes) -> dict[str, Any]:
    """Return the fields that were sent of an entry; the others stay as they are."""
    changes = body.model_dump(exclude={*_OfPlan.model_fields, "was"}, exclude_unset=True)
    if not changes:
        raise RefusedError("Nothing was said of it.")
    return changes


def _check_due(due_on: date | None, day: date) -> None:
    if due_on and due_on < day:
        raise RefusedError("It cannot be due before the day on which it was said.")
