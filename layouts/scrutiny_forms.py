"""The forms by which the scrutiny log is written, as assets/scrutiny.js draws them.

A form is told to the browser as JSON in `data-form`: where it is sent (`to`), what goes with it
(`fixed`), its `fields` and its `buttons`. It is drawn only where the server says that this browser
may write.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from urllib.parse import quote

from dash import html

from dashboard.pack.shapes import Question, Recommendation
from dashboard.scrutiny import (
    CLOSED,
    LONGEST_TEXT,
    OPEN,
    PROGRESS_WORDS,
    WITHDRAWN,
    mark_of,
)

LONGEST_NAME: Final = 60
_Field = Mapping[str, Any]
# Code and words of each choice.
Choices = Sequence[tuple[str, str]]
_ASKED: Final = {"note": "to note it", "agree": "to agree to it", "refer": "to refer it on"}
_WITHDRAW: Final = "Withdraw it? It leaves the log; undoing that on the Data page brings it back."


def question_form(
    framework_id: str, today: date, *, measure_id: str = "", measures: Choices = ()
) -> html.Details:
    """Make the form that logs a question, about a given measure or about one that is chosen."""
    about = (
        () if measure_id else (_choice("measure_id", "About", ("", "No one measure"), measures),)
    )
    fields = (
        _text("question", "Question", is_required=True, hint=_limit()),
        *about,
        _name("member", "Asked by", "A member of the committee: name or role", is_required=True),
        _day("asked_on", "Asked on", today, latest=today),
        _name("owner", "Who is to answer", "Name or role, if it is known"),
        _day("due_on", "Answer due by", None),
        _writer(),
    )
    fixed = {"framework_id": framework_id} | ({"measure_id": measure_id} if measure_id else {})
    return _folded("Log a question", "/scrutiny/questions", fixed, fields, ("Log the question",))


def recommendation_form(
    framework_id: str, today: date, priorities: Choices, measures: Choices
) -> html.Details:
    """Make the form that logs a recommendation."""
    fields = (
        _text("text", "Recommendation", is_required=True, hint=_limit()),
        _choice("asks", "The committee is asked", None, tuple(_ASKED.items())),
        _choice("priority_number", "Priority", ("", "No one priority"), priorities),
        _choice("measure_id", "Measure", ("", "No one measure"), measures),
        _day("made_on", "Made on", today, latest=today),
        _name("owner", "Who sees to it", "Name or role, if it is known"),
        _day("due_on", "Due by", None),
        _writer(),
    )
    fixed = {"framework_id": framework_id}
    words = "Log the recommendation"
    return _folded("Log a recommendation", "/scrutiny/recommendations", fixed, fields, (words,))


def question_change_form(framework_id: str, one: Question) -> html.Details:
    """Make the form that answers, closes, passes on, reopens or withdraws a question."""
    fields = (
        _text("answer", "Answer", one.answer, hint=_limit()),
        _text("outcome", "What came of it", one.outcome, hint="Saying this closes the question."),
        _name("owner", "Who is to answer", "Name or role", one.owner),
        _day("due_on", "Answer due by", one.due_on),
        _writer(),
    )
    again = {"words": "Open it again", "fixed": {"state": OPEN, "outcome": ""}}
    return _folded(
        "Write about this again" if one.state == CLOSED else "Answer, close or change",
        f"/scrutiny/questions/{quote(one.question_id, safe='')}",
        {"framework_id": framework_id, "was": mark_of(one)},
        fields,
        ("Save", *([again] if one.state == CLOSED else []), _withdraw()),
        about=one.question,
    )


def recommendation_change_form(framework_id: str, one: Recommendation) -> html.Details:
    """Make the form that tells how far a recommendation has come."""
    fields = (
        _text("progress", "How far it has come", one.progress, hint=_limit()),
        _choice("state", "Where it stands", None, tuple(PROGRESS_WORDS.items()), one.state),
        _name("owner", "Who sees to it", "Name or role", one.owner),
        _day("due_on", "Due by", one.due_on),
        _writer(),
    )
    return _folded(
        "Tell its progress",
        f"/scrutiny/recommendations/{quote(one.recommendation_id, safe='')}",
        {"framework_id": framework_id, "was": mark_of(one)},
        fields,
        ("Save", _withdraw()),
        about=one.text,
    )


def _folded(
    words: str, to: str, fixed: Mapping[str, str], fields: Sequence[_Field],
    buttons: Sequence[str | Mapping[str, Any]], about: str = "",
) -> html.Details:  # fmt: skip
    told = [each if isinstance(each, Mapping) else {"words": each} for each in buttons]
    form = {"to": to, "fixed": fixed, "fields": fields, "buttons": told}
    room = html.Div(**{"data-form": json.dumps(form)})  # type: ignore[arg-type]
    hidden = html.Span(f": {about}", className="visually-hidden") if about else None
    return html.Details([html.Summary([words, hidden]), room], className="writing", hidden=True)


def _withdraw() -> Mapping[str, Any]:
    return {"words": "Withdraw", "fixed": {"state": WITHDRAWN}, "confirm": _WITHDRAW}


def _limit() -> str:
    return f"Up to {LONGEST_TEXT} characters. Name no child and no family."


def _field(name: str, label: str, kind: str, value: str, **more: object) -> _Field:
    told = {"name": name, "label": label, "kind": kind, "value": value, **more}
    return {key: each for key, each in told.items() if each or key == "value"}


def _text(
    name: str, label: str, value: str = "", *, is_required: bool = False, hint: str = ""
) -> _Field:
    return _field(
        name, label, "textarea", value, longest=LONGEST_TEXT, required=is_required, hint=hint
    )


def _name(
    name: str, label: str, hint: str, value: str = "", *, is_required: bool = False
) -> _Field:
    return _field(name, label, "text", value, longest=LONGEST_NAME, required=is_required, hint=hint)


def _writer() -> _Field:
    return _name("by", "Your name or role", "The history keeps it", is_required=True)


def _day(name: str, label: str, value: date | None, latest: date | None = None) -> _Field:
    return _field(
        name, label, "date", str(value or ""), latest=str(latest or ""), required=latest is not None
    )


def _choice(
    name: str, label: str, first: tuple[str, str] | None, choices: Choices, value: str = ""
) -> _Field:
    return _field(name, label, "select", value, choices=[*([first] if first else []), *choices])
