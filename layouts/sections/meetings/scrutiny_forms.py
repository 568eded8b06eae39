"""The forms by which the scrutiny log of a plan is written."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from dash import html

from dashboard.model.codes import CLOSED, OPEN, PROGRESS_WORDS, WITHDRAWN
from dashboard.model.meeting import Question, Recommendation
from dashboard.model.urls import Urls
from dashboard.records.scrutiny import LONGEST_TEXT, entry_token
from layouts.ui.forms import Button, Field, Form, folded_form

# The slots for the result of what is sent.
QUESTION_SLOT: Final = "scrutiny-questions"
RECOMMENDATION_SLOT: Final = "scrutiny-recommendations"
# Code and words of each choice.
SelectOptions = Sequence[tuple[str, str]]
# What the committee is asked to do with a recommendation, as the end of that sentence.
ASKS_OF_COMMITTEE: Final = {
    "note": "to note it",
    "agree": "to agree to it",
    "refer": "to refer it on",
}
_ASK_OPTIONS: Final = (("", "Choose one"), *ASKS_OF_COMMITTEE.items())
_NO_MEASURE: Final = ("", "No one measure")
_NAME_HINT: Final = "Name or role, if it is known."
_PRIVACY_NOTE: Final = "Name no child or family: a text that points at one is refused."
_LATER: Final = "What was written before stays in the history of the Data page."


def question_form(
    framework_id: str, today: date, *, measure_id: str = "", measures: SelectOptions = ()
) -> html.Div:
    """Render the form that logs a question, about a given measure or about one that is chosen."""
    about = Field("measure_id", "About", "choice", options=(_NO_MEASURE, *measures))
    fields = (
        _text_field("question", "Question", is_required=True),
        *(() if measure_id else (about,)),
        Field("member", "Asked by", hint="A committee member: name or role.", is_required=True),
        Field("asked_on", "Asked on", "day", str(today), is_required=True),
        Field("owner", "Who is to answer", hint=_NAME_HINT),
        Field("due_on", "Answer due by", "day", hint="If a day was named."),
    )
    payload = {"framework_id": framework_id} | ({"measure_id": measure_id} if measure_id else {})
    button = Button("Log the question")
    form = Form("question-new", Urls.QUESTIONS, fields, [button], QUESTION_SLOT, payload)
    return folded_form(form, "Log a question", _PRIVACY_NOTE)


def recommendation_form(
    framework_id: str, today: date, priorities: SelectOptions, measures: SelectOptions
) -> html.Div:
    """Render the form that logs a recommendation."""
    numbers = (("", "No one priority"), *priorities)
    fields = (
        _text_field("text", "Recommendation", is_required=True),
        Field("asks", "The committee is asked", "choice", is_required=True, options=_ASK_OPTIONS),
        Field("priority_number", "Priority", "choice", options=numbers),
        Field("measure_id", "Measure", "choice", options=(_NO_MEASURE, *measures)),
        Field("made_on", "Made on", "day", str(today), is_required=True),
        Field("owner", "Who sees to it", hint=_NAME_HINT),
        Field("due_on", "Due by", "day", hint="If a day was named."),
    )
    payload = {"framework_id": framework_id}
    button = Button("Log the recommendation")
    form = Form(
        "recommendation-new", Urls.RECOMMENDATIONS, fields, [button], RECOMMENDATION_SLOT, payload
    )
    return folded_form(form, "Log a recommendation", _PRIVACY_NOTE)


def question_change_form(framework_id: str, question: Question) -> html.Div:
    """Render the form that answers, closes, passes on, reopens or withdraws a question."""
    fields = (
        _text_field("answer", "Answer", question.answer),
        _text_field(
            "outcome",
            "What came of it",
            question.outcome,
            hint="Filling this in closes the question.",
        ),
        Field("owner", "Who is to answer", value=question.owner, hint=_NAME_HINT),
        Field("due_on", "Answer due by", "day", _iso_day(question.due_on)),
    )
    again = Button("Open it again", {"state": OPEN, "outcome": ""})
    is_closed = question.state == CLOSED
    buttons = [Button("Save"), *([again] if is_closed else []), _withdraw("question")]
    form = Form(
        f"question-{entry_token(question)}",
        Urls.path(Urls.QUESTION, number=question.question_id),
        fields,
        buttons,
        QUESTION_SLOT,
        _form_payload(framework_id, question),
    )
    summary = "Change or open again" if is_closed else "Answer, close or change"
    return folded_form(
        form, summary, f"{_PRIVACY_NOTE} {_LATER}", f"the question: {question.question}"
    )


def recommendation_change_form(framework_id: str, recommendation: Recommendation) -> html.Div:
    """Render the form that says how far a recommendation has come."""
    fields = (
        _text_field("progress", "How far it has come", recommendation.progress),
        Field(
            "state",
            "Where it stands",
            "choice",
            recommendation.state,
            options=(*PROGRESS_WORDS.items(),),
        ),
        Field("owner", "Who sees to it", value=recommendation.owner, hint=_NAME_HINT),
        Field("due_on", "Due by", "day", _iso_day(recommendation.due_on)),
    )
    form = Form(
        f"recommendation-{entry_token(recommendation)}",
        Urls.path(Urls.RECOMMENDATION, number=recommendation.recommendation_id),
        fields,
        [Button("Save"), _withdraw("recommendation")],
        RECOMMENDATION_SLOT,
        _form_payload(framework_id, recommendation),
    )
    explained = f"{_PRIVACY_NOTE} {_LATER}"
    return folded_form(
        form, "Tell its progress", explained, f"of the recommendation: {recommendation.text}"
    )


def _form_payload(framework_id: str, entry: Question | Recommendation) -> Mapping[str, str]:
    return {"framework_id": framework_id, "was": entry_token(entry)}


def _withdraw(noun: str) -> Button:
    return Button(f"Withdraw this {noun}", {"state": WITHDRAWN}, is_bare=True)


def _text_field(
    name: str, label: str, value: str = "", hint: str = "", *, is_required: bool = False
) -> Field:
    return Field(name, label, "text", value, hint, is_required, LONGEST_TEXT)


def _iso_day(day: date | None) -> str:
    return day.isoformat() if day else ""
