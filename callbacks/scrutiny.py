"""The addresses by which the scrutiny log is written: questions, answers, recommendations, progress.

POST /scrutiny/questions `{framework_id, measure_id, pack_id, slide, member, question, asked_on,
    due_on, owner, by}`
    Log a question; `measure_id`, `pack_id` and `slide` are blank where it is about none, `asked_on`
    today where it is not said. 200 `{words, question_id}`.
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

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import wraps
from typing import Any, Final

from flask import Flask, Response, jsonify

from callbacks.intake_guards import guarded
from callbacks.intake_said import said_by
from callbacks.json_api import RefusedError, Route, read_fields
from callbacks.settings import Settings
from callbacks.writing_said import doubts_of, refused_words, said_day, said_line, said_name
from dashboard.codes import ASKS_WORDS, PROGRESS_WORDS, QUESTION_STATE_WORDS, WITHDRAWN
from dashboard.pack.shapes import Question, Recommendation
from dashboard.scrutiny import (
    LONGEST_TEXT,
    QUESTION_CHANGES,
    RECOMMENDATION_CHANGES,
    CannotBeSoError,
)
from data.loaders import load_frameworks
from data.panels import load_catalogue
from data.scrutiny import pack_days
from data.scrutiny_writing import (
    ChangedMeanwhileError,
    UnknownEntryError,
    change_question,
    change_recommendation,
    write_question,
    write_recommendation,
)
from data.store import Engine
from data.visit import FileReport

_NOT_SAVED: Final = "Nothing is saved."
_MOVED: Final = (
    "Somebody else has written about this since the page was drawn. Nothing is saved: open the "
    "page again, read what is new and write again."
)
_NO_ENTRY: Final = "The log of this plan has no such entry any more. Open the page again."
_DUE: Final = "The day by which it is due"
_LONGEST_CODE: Final = 200
_LONGEST_NUMBER: Final = 9
_TITLES: Final = {
    "answer": "The answer",
    "outcome": "The outcome",
    "progress": "The progress",
}
_SAVED: Final = "It is saved."
_DONE: Final = {
    "answered": "It is saved. The question shows as answered until it is closed.",
    "closed": "It is saved. The question is closed.",
    "withdrawn": "It is withdrawn. Undoing that on the Data page brings it back.",
}


class ScrutinyLog:
    """Answer what the pages and the deck say of the log."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def ask(self) -> Response:
        """Log a question."""
        said = read_fields()
        plan, by = self._plan(said), said_by(said)
        report, number = write_question(self._engine, plan, self._question(said, plan), by)
        words = "The question is logged. It shows beside its measure until it is closed."
        if not said.get("measure_id"):
            words = "The question is logged."
        return _told(report, words, question_id=number)

    def recommend(self) -> Response:
        """Log a recommendation."""
        said = read_fields()
        plan, by = self._plan(said), said_by(said)
        made = self._recommendation(said, plan)
        report, number = write_recommendation(self._engine, plan, made, by)
        return _told(report, "The recommendation is logged.", recommendation_id=number)

    def say_of_question(self, number: str) -> Response:
        """Answer, close, reopen or withdraw a question."""
        said = read_fields()
        told = _changes(said, QUESTION_CHANGES, QUESTION_STATE_WORDS)
        report, after = change_question(
            self._engine, self._plan(said), number, told, by=said_by(said), was=_was(said)
        )
        return _told(report, _DONE.get(after.state, _SAVED))

    def say_of_recommendation(self, number: str) -> Response:
        """Tell the progress of a recommendation."""
        said = read_fields()
        told = _changes(said, RECOMMENDATION_CHANGES, PROGRESS_WORDS)
        report, after = change_recommendation(
            self._engine, self._plan(said), number, told, by=said_by(said), was=_was(said)
        )
        return _told(report, _DONE.get(after.state, _SAVED))

    def _plan(self, said: Mapping[str, Any]) -> str:
        framework_id = said_line(said, "framework_id", "The plan", _LONGEST_CODE)
        if framework_id not in set(load_frameworks(self._engine)["framework_id"]):
            raise RefusedError(f"{_NOT_SAVED} No such plan is loaded.", 404)
        return framework_id

    def _measure(self, said: Mapping[str, Any], framework_id: str) -> str:
        measure_id = said_line(said, "measure_id", "The measure", _LONGEST_CODE)
        served = load_catalogue(self._engine).catalogue.served.get(framework_id, ())
        if measure_id and measure_id not in {measure for _, measure, _ in served}:
            raise RefusedError(f"{_NOT_SAVED} This plan has no such measure.", 404)
        return measure_id

    def _question(self, said: Mapping[str, Any], framework_id: str) -> Question:
        pack_id = said_line(said, "pack_id", "The pack", _LONGEST_CODE)
        if pack_id and pack_id not in pack_days(self._engine, framework_id):
            raise RefusedError(f"{_NOT_SAVED} This plan has no such pack.", 404)
        asked_on = _past_day(said, "asked_on", "The day on which it was asked")
        return Question(
            question_id="",
            measure_id=self._measure(said, framework_id),
            pack_id=pack_id,
            slide=said_line(said, "slide", "The slide", _LONGEST_CODE),
            asked_on=asked_on,
            member=_filled(said_name(said, "member", "The name of who asks"), "Say who asks."),
            question=_filled(
                said_line(said, "question", "The question", LONGEST_TEXT), "Write the question."
            ),
            owner=said_name(said, "owner", "The name of who answers"),
            due_on=_due_on(said, asked_on),
        )

    def _recommendation(self, said: Mapping[str, Any], framework_id: str) -> Recommendation:
        text = said_line(said, "text", "The recommendation", LONGEST_TEXT)
        made_on = _past_day(said, "made_on", "The day of the meeting")
        return Recommendation(
            recommendation_id="",
            priority_number=_priority(said),
            measure_id=self._measure(said, framework_id),
            made_on=made_on,
            text=_filled(text, "Write the recommendation."),
            asks=_one_of(said, "asks", ASKS_WORDS),
            owner=said_name(said, "owner", "The name of who sees to it"),
            due_on=_due_on(said, made_on),
        )


def register_scrutiny(server: Flask, engine: Engine, settings: Settings) -> None:
    """Add the addresses by which the log is written, guarded as loading is."""
    log = ScrutinyLog(engine)
    routes = {
        "/scrutiny/questions": log.ask,
        "/scrutiny/questions/<path:number>": log.say_of_question,
        "/scrutiny/recommendations": log.recommend,
        "/scrutiny/recommendations/<path:number>": log.say_of_recommendation,
    }
    for rule, answer in routes.items():
        asked = guarded(settings, _in_words(answer))
        server.add_url_rule(rule, f"scrutiny_{answer.__name__}", asked, methods=["POST"])


def _in_words(answer: Route) -> Route:
    """Say in words why the log does not take something."""

    @wraps(answer)
    def asked(**path: str) -> Response:
        try:
            return answer(**path)
        except UnknownEntryError as error:
            raise RefusedError(_NO_ENTRY, 404) from error
        except ChangedMeanwhileError as error:
            raise RefusedError(_MOVED, 409) from error
        except CannotBeSoError as error:
            raise RefusedError(f"{_NOT_SAVED} {error}", 422) from error

    return asked


def _told(report: FileReport, words: str, **numbers: str) -> Response:
    if report.state == "refused":
        raise RefusedError(refused_words(report, _NOT_SAVED), 422)
    return jsonify({"words": " ".join((words, *doubts_of(report))), **numbers})


def _changes(
    said: Mapping[str, Any], names: tuple[str, ...], states: Mapping[str, str]
) -> dict[str, Any]:
    """Read what is said of an entry; what is not said stays as it is."""
    told = {name: _change(said, name, states) for name in names if name in said}
    if not told:
        raise RefusedError("Nothing was said of it.")
    return told


def _change(said: Mapping[str, Any], name: str, states: Mapping[str, str]) -> Any:
    if name == "state":
        return _one_of(said, "state", {**states, WITHDRAWN: ""})
    if name == "due_on":
        return said_day(said, name, _DUE)
    if name == "owner":
        return said_name(said, name, "The name of who sees to it")
    return said_line(said, name, _TITLES[name], LONGEST_TEXT)


def _was(said: Mapping[str, Any]) -> str:
    return _filled(said_line(said, "was", "The version", _LONGEST_CODE), "Open the page again.")


def _one_of(said: Mapping[str, Any], name: str, words: Mapping[str, str]) -> str:
    code = said.get(name)
    if not isinstance(code, str) or code not in words:
        raise RefusedError(f"{name} is one of {', '.join(words)}.")
    return code


def _priority(said: Mapping[str, Any]) -> int:
    number = str(said.get("priority_number") or 0)
    if not number.isdecimal() or len(number) > _LONGEST_NUMBER:
        raise RefusedError("The priority is named by its number.")
    return int(number)


def _past_day(said: Mapping[str, Any], name: str, title: str) -> date:
    today = datetime.now(UTC).date()
    day = said_day(said, name, title) or today
    if day > today:
        raise RefusedError(f"{title} is still to come.")
    return day


def _due_on(said: Mapping[str, Any], said_on: date) -> date | None:
    day = said_day(said, "due_on", _DUE)
    if day and day < said_on:
        raise RefusedError("It cannot be due before the day on which it was said.")
    return day


def _filled(text: str, words: str) -> str:
    if not text:
        raise RefusedError(words)
    return text
