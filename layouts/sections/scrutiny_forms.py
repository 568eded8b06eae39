"""The forms by which the scrutiny log of a plan is written."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from urllib.parse import quote

from dash import html

from dashboard.model.codes import CLOSED, OPEN, PROGRESS_WORDS, WITHDRAWN
from dashboard.pack.model import Question, Recommendation
from dashboard.records.scrutiny import LONGEST_TEXT, mark_of
from layouts.ui.forms import Button, Field, Form, folded_form

# The addresses to which they are sent, and the slots in which it is told what became of that.
QUESTIONS: Final = "/scrutiny/questions"
RECOMMENDATIONS: Final = "/scrutiny/recommendations"
QUESTION_SLOT: Final = "scrutiny-questions"
RECOMMENDATION_SLOT: Final = "scrutiny-recommendations"
# Code and words of each choice.
Choices = Sequence[tuple[str, str]]
# What the committee is asked to do with a recommendation, as the end of that sentence.
ASKED_WORDS: Final = {
    "note": "to note it",
    "agree": "to agree to it",
    "refer": "to refer it on",
}
_ASKED: Final = (("", "Choose one"), *ASKED_WORDS.items())
_NO_MEASURE: Final = ("", "No one measure")
_IF_KNOWN: Final = "Name or role, if it is known."
_MANNER: Final = "Name no child or family: a text that points at one is refused."
_LATER: Final = "What was written before stays in the history of the Data page."


def question_form(
    framework_id: str, today: date, *, measure_id: str = "", measures: Choices = ()
) -> html.Div:
    """Make the form that logs a question, about a given measure or about one that is chosen."""
    about = Field("measure_id", "About", "choice", options=(_NO_MEASURE, *measures))
    fields = (
        _text("question", "Question", is_required=True),
        *(() if measure_id else (about,)),
        Field("member", "Asked by", hint="A committee member: name or role.", is_required=True),
        Field("asked_on", "Asked on", "day", str(today), is_required=True),
        Field("owner", "Who is to answer", hint=_IF_KNOWN),
        Field("due_on", "Answer due by", "day", hint="If a day was named."),
    )
    says = {"framework_id": framework_id} | ({"measure_id": measure_id} if measure_id else {})
    button = Button("Log the question")
    form = Form("question-new", QUESTIONS, fields, [button], QUESTION_SLOT, says)
    return folded_form(form, "Log a question", _MANNER)


def recommendation_form(
    framework_id: str, today: date, priorities: Choices, measures: Choices
) -> html.Div:
    """Make the form that logs a recommendation."""
    numbers = (("", "No one priority"), *priorities)
    fields = (
        _text("text", "Recommendation", is_required=True),
        Field("asks", "The committee is asked", "choice", is_required=True, options=_ASKED),
        Field("priority_number", "Priority", "choice", options=numbers),
        Field("measure_id", "Measure", "choice", options=(_NO_MEASURE, *measures)),
        Field("made_on", "Made on", "day", str(today), is_required=True),
        Field("owner", "Who sees to it", hint=_IF_KNOWN),
        Field("due_on", "Due by", "day", hint="If a day was named."),
    )
    says = {"framework_id": framework_id}
    button = Button("Log the recommendation")
    form = Form("recommendation-new", RECOMMENDATIONS, fields, [button], RECOMMENDATION_SLOT, says)
    return folded_form(form, "Log a recommendation", _MANNER)


def question_change_form(framework_id: str, one: Question) -> html.Div:
    """Make the form that answers, closes, passes on, reopens or withdraws a question."""
    fields = (
        _text("answer", "Answer", one.answer),
        _text(
            "outcome", "What came of it", one.outcome, hint="Filling this in closes the question."
        ),
        Field("owner", "Who is to answer", value=one.owner, hint=_IF_KNOWN),
        Field("due_on", "Answer due by", "day", _day(one.due_on)),
    )
    again = Button("Open it again", {"state": OPEN, "outcome": ""})
    is_closed = one.state == CLOSED
    buttons = [Button("Save"), *([again] if is_closed else []), _withdraw("question")]
    form = Form(
        f"question-{mark_of(one)}",
        f"{QUESTIONS}/{quote(one.question_id, safe='')}",
        fields,
        buttons,
        QUESTION_SLOT,
        _says(framework_id, one),
    )
    summary = "Change or open again" if is_closed else "Answer, close or change"
    return folded_form(form, summary, f"{_MANNER} {_LATER}", f"the question: {one.question}")


def recommendation_change_form(framework_id: str, one: Recommendation) -> html.Div:
    """Make the form that tells how far a recommendation has come."""
    fields = (
        _text("progress", "How far it has come", one.progress),
        Field("state", "Where it stands", "choice", one.state, options=(*PROGRESS_WORDS.items(),)),
        Field("owner", "Who sees to it", value=one.owner, hint=_IF_KNOWN),
        Field("due_on", "Due by", "day", _day(one.due_on)),
    )
    form = Form(
        f"recommendation-{mark_of(one)}",
        f"{RECOMMENDATIONS}/{quote(one.recommendation_id, safe='')}",
        fields,
        [Button("Save"), _withdraw("recommendation")],
        RECOMMENDATION_SLOT,
        _says(framework_id, one),
    )
    explained = f"{_MANNER} {_LATER}"
    return folded_form(form, "Tell its progress", explained, f"of the recommendation: {one.text}")


def _says(framework_id: str, one: Question | Recommendation) -> Mapping[str, str]:
    return {"framework_id": framework_id, "was": mark_of(one)}


def _withdraw(noun: str) -> Button:
    return Button(f"Withdraw this {noun}", {"state": WITHDRAWN}, is_bare=True)


def _text(
    name: str, label: str, value: str = "", hint: str = "", *, is_required: bool = False
) -> Field:
    return Field(name, label, "text", value, hint, is_required, LONGEST_TEXT)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
