"""The scrutiny log: questions and recommendations of a committee, how they stand and may change."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import date
from typing import Any, Final, TypeVar

from dashboard.model.codes import ANSWERED, CLOSED, DONE, OPEN, WITHDRAWN
from dashboard.pack.model import Question, Recommendation
from dashboard.text.format import counted
from dashboard.text.version_token import mark

# Of a question, an answer, an outcome: as much as a slide and a page have room for.
LONGEST_TEXT: Final = 600
# Of the name or role of whoever asks, answers or writes something down.
LONGEST_NAME: Final = 60
# Nothing more is to come of a recommendation.
ENDED: Final = ("refused", DONE)
Entry = Question | Recommendation
E = TypeVar("E", Question, Recommendation)
Row = Mapping[str, Any]
# What may be said of an entry that is logged already; who asked what, and when, stays.
QUESTION_CHANGES: Final = ("answer", "owner", "due_on", "outcome", "state")
RECOMMENDATION_CHANGES: Final = ("owner", "due_on", "progress", "state")
_LAST: Final = date.max


class CannotBeSoError(ValueError):
    """Say why an entry of the log cannot come to stand so."""


def build_questions(rows: Iterable[Row]) -> tuple[Question, ...]:
    """Build the questions that rows hold, in their order; withdrawn ones are left out."""
    return tuple(_built(Question, row) for row in rows if row["state"] != WITHDRAWN)


def build_recommendations(rows: Iterable[Row]) -> tuple[Recommendation, ...]:
    """Build the recommendations that rows hold, in their order; withdrawn ones are left out."""
    return tuple(
        _built(Recommendation, {**row, "priority_number": int(row["priority_number"] or 0)})
        for row in rows
        if row["state"] != WITHDRAWN
    )


def _built(shape: type[E], row: Row) -> E:
    return shape(**{one.name: row[one.name] for one in fields(shape)})  # type: ignore[arg-type]


def is_to_do(one: Entry) -> bool:
    """Tell whether something is still to come: a question not closed, a recommendation not ended."""
    if isinstance(one, Question):
        return one.state != CLOSED
    return one.state not in ENDED


def is_overdue(one: Entry, day: date) -> bool:
    """Tell whether an answer, or what was recommended, was due before a day and has not come."""
    is_awaited = one.state == OPEN if isinstance(one, Question) else is_to_do(one)
    return is_awaited and one.due_on is not None and one.due_on < day


def in_order(entries: Iterable[E], day: date) -> tuple[E, ...]:
    """Put what is overdue first, then what is awaited by its due day, then the rest, newest first."""
    return tuple(sorted(entries, key=lambda one: _place(one, day)))


def _place(one: Entry, day: date) -> tuple[bool, bool, bool, date, int]:
    is_awaited = one.state == OPEN if isinstance(one, Question) else is_to_do(one)
    due_on = (one.due_on or _LAST) if is_awaited else _LAST
    return (
        not is_overdue(one, day),
        not is_to_do(one),
        not is_awaited,
        due_on,
        -said_on(one).toordinal(),
    )


def said_on(one: Entry) -> date:
    """Give the day on which a question was asked or a recommendation made."""
    return one.asked_on if isinstance(one, Question) else one.made_on


def id_of(one: Entry) -> str:
    """Give the number by which an entry is known."""
    return one.question_id if isinstance(one, Question) else one.recommendation_id


def mark_of(one: Entry) -> str:
    """Give a short text that differs wherever anything of an entry does, to tell whether it changed."""
    return mark(asdict(one))


def next_id(letter: str, framework_id: str, day: date, taken: Iterable[str]) -> str:
    """Number an entry of a plan and day after all that were ever taken: no two plans share one."""
    start = f"{letter}-{framework_id}-{day.isoformat()}-"
    ends = (one.removeprefix(start) for one in taken if one.startswith(start))
    return f"{start}{max((int(end) for end in ends if end.isdecimal()), default=0) + 1}"


def changed_question(question: Question, said: Row, by: str) -> Question:
    """Say something more of a question: an answer answers it, an outcome closes it.

    CannotBeSoError where it would be answered without an answer, or closed without an outcome.
    """
    told = {name: said[name] for name in QUESTION_CHANGES if name in said}
    after = replace(question, **told, author=by)
    if "state" not in told:
        after = replace(after, state=_state_after(question, after))
    if after.state == ANSWERED and not after.answer:
        raise CannotBeSoError("Write the answer before the question counts as answered.")
    if after.state == CLOSED and not after.outcome:
        raise CannotBeSoError("Say what came of the question before it is closed.")
    return _with_days(question, after)


def _state_after(before: Question, after: Question) -> str:
    """Tell how a question stands by what is said of it; one opened again waits for another answer."""
    if after.outcome:
        return CLOSED
    is_same = before.state == OPEN and after.answer == before.answer
    return ANSWERED if after.answer and not is_same else OPEN


def changed_recommendation(one: Recommendation, said: Row, by: str) -> Recommendation:
    """Say how far a recommendation has come; CannotBeSoError where its days do not fit."""
    told = {name: said[name] for name in RECOMMENDATION_CHANGES if name in said}
    return _with_days(one, replace(one, **told, author=by))


def _with_days(before: E, after: E) -> E:
    if after.due_on and after.due_on < said_on(before):
        raise CannotBeSoError("It cannot be due before the day on which it was said.")
    return after


def log_sentence(
    questions: Sequence[Question], recommendations: Sequence[Recommendation], day: date
) -> str:
    """Say in sentences what is still to come of a log, on a day."""
    told = [
        _to_come(questions, OPEN, day, "open"),
        _to_come(questions, ANSWERED, day, "answered and not closed"),
    ]
    going = [one for one in recommendations if is_to_do(one)]
    late = sum(is_overdue(one, day) for one in going)
    if going:
        told.append(_sentence(len(going), "recommendation", "under way", late))
    return " ".join(filter(None, told)) or "Nothing is waited for."


def _to_come(questions: Sequence[Question], state: str, day: date, words: str) -> str:
    found = [one for one in questions if one.state == state]
    late = sum(is_overdue(one, day) for one in found)
    return _sentence(len(found), "question", words, late) if found else ""


def _sentence(count: int, noun: str, words: str, late: int) -> str:
    overdue = f", {'all' if late == count else late} of them overdue" if late else ""
    if count == 1:
        return f"1 {noun} is {words}{' and overdue' if late else ''}."
    return f"{counted(count, noun)} are {words}{overdue}."
