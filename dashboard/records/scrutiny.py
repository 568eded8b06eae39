"""The scrutiny log: questions and recommendations of a committee, how they stand and may change."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import date
from typing import Any, Final, TypeVar

from dashboard.model.codes import ANSWERED, CLOSED, DONE, OPEN, WITHDRAWN
from dashboard.model.meeting import Question, Recommendation
from dashboard.text.format import counted
from dashboard.text.version_token import hash_token

# Of a question, an answer, an outcome: as much as a slide and a page have room for.
LONGEST_TEXT: Final = 600
# Of the name or role of whoever asks, answers or writes something down.
LONGEST_NAME: Final = 60
# Nothing more is to come of a recommendation.
ENDED: Final = ("refused", DONE)
Entry = Question | Recommendation
E = TypeVar("E", Question, Recommendation)
LogRow = Mapping[str, Any]
# What may be said of an entry that is logged already; who asked what, and when, stays.
QUESTION_CHANGES: Final = ("answer", "owner", "due_on", "outcome", "state")
RECOMMENDATION_CHANGES: Final = ("owner", "due_on", "progress", "state")
_LAST: Final = date.max


class InvalidTransitionError(ValueError):
    """Say why an entry of the log cannot come to stand so."""


def build_questions(rows: Iterable[LogRow]) -> tuple[Question, ...]:
    """Build the questions that rows hold, in their order; withdrawn ones are left out."""
    return tuple(_built(Question, row) for row in rows if row["state"] != WITHDRAWN)


def build_recommendations(rows: Iterable[LogRow]) -> tuple[Recommendation, ...]:
    """Build the recommendations that rows hold, in their order; withdrawn ones are left out."""
    return tuple(
        _built(Recommendation, {**row, "priority_number": int(row["priority_number"] or 0)})
        for row in rows
        if row["state"] != WITHDRAWN
    )


def _built(shape: type[E], row: LogRow) -> E:
    return shape(**{field.name: row[field.name] for field in fields(shape)})  # type: ignore[arg-type]


def is_pending(entry: Entry) -> bool:
    """Tell whether something is still to come: a question not closed, a recommendation not ended."""
    if isinstance(entry, Question):
        return entry.state != CLOSED
    return entry.state not in ENDED


def is_overdue(entry: Entry, day: date) -> bool:
    """Tell whether an answer, or what was recommended, was due before a day and has not come."""
    is_awaited = entry.state == OPEN if isinstance(entry, Question) else is_pending(entry)
    return is_awaited and entry.due_on is not None and entry.due_on < day


def by_urgency(entries: Iterable[E], day: date) -> tuple[E, ...]:
    """Put what is overdue first, then what is awaited by its due day, then the rest, newest first."""
    return tuple(sorted(entries, key=lambda entry: _urgency_key(entry, day)))


def _urgency_key(entry: Entry, day: date) -> tuple[bool, bool, bool, date, int]:
    is_awaited = entry.state == OPEN if isinstance(entry, Question) else is_pending(entry)
    due_on = (entry.due_on or _LAST) if is_awaited else _LAST
    return (
        not is_overdue(entry, day),
        not is_pending(entry),
        not is_awaited,
        due_on,
        -logged_on(entry).toordinal(),
    )


def logged_on(entry: Entry) -> date:
    """Give the day on which a question was asked or a recommendation made."""
    return entry.asked_on if isinstance(entry, Question) else entry.made_on


def entry_id(entry: Entry) -> str:
    """Give the number by which an entry is known."""
    return entry.question_id if isinstance(entry, Question) else entry.recommendation_id


def entry_token(entry: Entry) -> str:
    """Give a short text that differs wherever anything of an entry does, to tell whether it changed."""
    return hash_token(asdict(entry))


def next_id(letter: str, framework_id: str, day: date, used_ids: Iterable[str]) -> str:
    """Number an entry of a plan and day after all that were ever taken: no two plans share one."""
    start = f"{letter}-{framework_id}-{day.isoformat()}-"
    ends = (used_id.removeprefix(start) for used_id in used_ids if used_id.startswith(start))
    return f"{start}{max((int(end) for end in ends if end.isdecimal()), default=0) + 1}"


def changed_question(question: Question, changes: LogRow, by: str) -> Question:
    """Say something more of a question: an answer answers it, an outcome closes it.

    CannotBeSoError where it would be answered without an answer, or closed without an outcome.
    """
    allowed = {name: changes[name] for name in QUESTION_CHANGES if name in changes}
    after = replace(question, **allowed, author=by)
    if "state" not in allowed:
        after = replace(after, state=_state_after(question, after))
    if after.state == ANSWERED and not after.answer:
        raise InvalidTransitionError("Write the answer before the question counts as answered.")
    if after.state == CLOSED and not after.outcome:
        raise InvalidTransitionError("Say what came of the question before it is closed.")
    return _with_days(question, after)


def _state_after(before: Question, after: Question) -> str:
    """Tell how a question stands by what is said of it; one opened again waits for another answer."""
    if after.outcome:
        return CLOSED
    is_same = before.state == OPEN and after.answer == before.answer
    return ANSWERED if after.answer and not is_same else OPEN


def changed_recommendation(
    recommendation: Recommendation, changes: LogRow, by: str
) -> Recommendation:
    """Say how far a recommendation has come; CannotBeSoError where its days do not fit."""
    allowed = {name: changes[name] for name in RECOMMENDATION_CHANGES if name in changes}
    return _with_days(recommendation, replace(recommendation, **allowed, author=by))


def _with_days(before: E, after: E) -> E:
    if after.due_on and after.due_on < logged_on(before):
        raise InvalidTransitionError("It cannot be due before the day on which it was said.")
    return after


def log_sentence(
    questions: Sequence[Question], recommendations: Sequence[Recommendation], day: date
) -> str:
    """Say in sentences what is still to come of a log, on a day."""
    sentences = [
        _pending_sentence(questions, OPEN, day, "open"),
        _pending_sentence(questions, ANSWERED, day, "answered and not closed"),
    ]
    going = [recommendation for recommendation in recommendations if is_pending(recommendation)]
    late = sum(is_overdue(recommendation, day) for recommendation in going)
    if going:
        sentences.append(_sentence(len(going), "recommendation", "under way", late))
    return " ".join(filter(None, sentences)) or "Nothing is waited for."


def _pending_sentence(questions: Sequence[Question], state: str, day: date, words: str) -> str:
    in_state = [question for question in questions if question.state == state]
    late = sum(is_overdue(question, day) for question in in_state)
    return _sentence(len(in_state), "question", words, late) if in_state else ""


def _sentence(count: int, noun: str, words: str, late: int) -> str:
    overdue = f", {'all' if late == count else late} of them overdue" if late else ""
    if count == 1:
        return f"1 {noun} is {words}{' and overdue' if late else ''}."
    return f"{counted(count, noun)} are {words}{overdue}."
