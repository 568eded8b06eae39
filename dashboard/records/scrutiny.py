"""The scrutiny log: questions and recommendations of a committee, and their changes of state."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import date
from typing import Any, Final, TypeVar

from dashboard.model.codes import ANSWERED, CLOSED, DONE, OPEN, WITHDRAWN
from dashboard.model.meeting import Question, Recommendation, version_token
from dashboard.text.format import counted

# Of a question, an answer, an outcome: as much as a slide and a page have room for.
LONGEST_TEXT: Final = 600
# Of the name or role of a person.
LONGEST_NAME: Final = 60
# Nothing more is to come of a recommendation.
ENDED: Final = ("refused", DONE)
Entry = Question | Recommendation
E = TypeVar("E", Question, Recommendation)
LogRow = Mapping[str, Any]
# The fields of a logged entry that may change; who asked what, and when, may not.
QUESTION_CHANGES: Final = ("answer", "owner", "due_on", "outcome", "state")
RECOMMENDATION_CHANGES: Final = ("owner", "due_on", "progress", "state")


class InvalidTransitionError(ValueError):
    """An entry of the log cannot change to a state."""


def build_questions(rows: Iterable[LogRow]) -> tuple[Question, ...]:
    """Return the questions of rows, in their order; withdrawn ones are left out."""
    return tuple(_entry(Question, row) for row in rows if row["state"] != WITHDRAWN)


def build_recommendations(rows: Iterable[LogRow]) -> tuple[Recommendation, ...]:
    """Return the recommendations of rows, in their order; withdrawn ones are left out."""
    return tuple(
        _entry(Recommendation, {**row, "priority_number": int(row["priority_number"] or 0)})
        for row in rows
        if row["state"] != WITHDRAWN
    )


def _entry(noun: type[E], row: LogRow) -> E:
    return noun(**{field.name: row[field.name] for field in fields(noun)})  # type: ignore[arg-type]


def is_pending(entry: Entry) -> bool:
    """Return whether an entry is a question not closed, or a recommendation not ended."""
    if isinstance(entry, Question):
        return entry.state != CLOSED
    return entry.state not in ENDED


def is_overdue(entry: Entry, day: date) -> bool:
    """Return whether an answer, or what was recommended, was due before a day and has not come."""
    return _is_awaited(entry) and entry.due_on is not None and entry.due_on < day


def _is_awaited(entry: Entry) -> bool:
    return entry.state == OPEN if isinstance(entry, Question) else is_pending(entry)


def by_urgency(entries: Iterable[E], day: date) -> tuple[E, ...]:
    """Sort what is overdue first, then what is awaited by its due day, then the rest, newest first."""

    def urgency(entry: Entry) -> tuple[bool, bool, bool, date, int]:
        is_awaited = _is_awaited(entry)
        return (
            not is_overdue(entry, day),
            not is_pending(entry),
            not is_awaited,
            (is_awaited and entry.due_on) or date.max,
            -logged_on(entry).toordinal(),
        )

    return tuple(sorted(entries, key=urgency))


def logged_on(entry: Entry) -> date:
    """Return the day on which a question was asked or a recommendation made."""
    return entry.asked_on if isinstance(entry, Question) else entry.made_on


def entry_id(entry: Entry) -> str:
    """Return the id of an entry."""
    return entry.question_id if isinstance(entry, Question) else entry.recommendation_id


def entry_token(entry: Entry) -> str:
    """Return a hash that changes whenever the entry does (optimistic locking)."""
    return version_token(asdict(entry))


def next_id(letter: str, framework_id: str, day: date, used_ids: Iterable[str]) -> str:
    """Return an unused id for an entry of a plan and day: no two plans share one."""
    start = f"{letter}-{framework_id}-{day.isoformat()}-"
    ends = (used_id.removeprefix(start) for used_id in used_ids if used_id.startswith(start))
    return f"{start}{max((int(end) for end in ends if end.isdecimal()), default=0) + 1}"


def changed_question(question: Question, changes: LogRow, by: str) -> Question:
    """Return a question with changes: an answer answers it, an outcome closes it.

    InvalidTransitionError for the state answered without an answer, or closed without an outcome.
    """
    allowed = {name: changes[name] for name in QUESTION_CHANGES if name in changes}
    after = replace(question, **allowed, author=by)
    if "state" not in allowed:
        # One opened again waits for another answer.
        is_same = question.state == OPEN and after.answer == question.answer
        state = CLOSED if after.outcome else ANSWERED if after.answer and not is_same else OPEN
        after = replace(after, state=state)
    if after.state == ANSWERED and not after.answer:
        raise InvalidTransitionError("Write the answer before the question counts as answered.")
    if after.state == CLOSED and not after.outcome:
        raise InvalidTransitionError("Say what came of the question before it is closed.")
    return _checked_days(question, after)


def changed_recommendation(
    recommendation: Recommendation, changes: LogRow, by: str
) -> Recommendation:
    """Return a recommendation with changes; InvalidTransitionError where it is due before it was made."""
    allowed = {name: changes[name] for name in RECOMMENDATION_CHANGES if name in changes}
    return _checked_days(recommendation, replace(recommendation, **allowed, author=by))


def _checked_days(before: E, after: E) -> E:
    if after.due_on and after.due_on < logged_on(before):
        raise InvalidTransitionError("It cannot be due before the day on which it was said.")
    return after


def log_sentence(
    questions: Sequence[Question], recommendations: Sequence[Recommendation], day: date
) -> str:
    """Return what is pending in a log on a day, in sentences."""
    answered = [question for question in questions if question.state == ANSWERED]
    pending = (
        ("question", "open", [question for question in questions if question.state == OPEN]),
        ("question", "answered and not closed", answered),
        ("recommendation", "under way", [each for each in recommendations if is_pending(each)]),
    )
    sentences = [
        _pending_sentence(noun, words, entries, day) for noun, words, entries in pending if entries
    ]
    return " ".join(sentences) or "No reply is outstanding."


def _pending_sentence(noun: str, words: str, entries: Sequence[Entry], day: date) -> str:
    count, late = len(entries), sum(is_overdue(entry, day) for entry in entries)
    overdue = f", {'all' if late == count else late} of them overdue" if late else ""
    if count == 1:
        return f"1 {noun} is {words}{' and overdue' if late else ''}."
    return f"{counted(count, noun)} are {words}{overdue}."
