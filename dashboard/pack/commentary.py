"""Remarks, exceptions, questions and recommendations of a pack, as points."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from dashboard.model.codes import ANSWERED, ASKS_WORDS, DONE, OPEN, PROGRESS_WORDS
from dashboard.model.meeting import OpenException, Question, Recommendation
from dashboard.model.panel import Commentary, Panel
from dashboard.pack.blocks import Item, Points
from dashboard.pack.model import Pack
from dashboard.text.format import counted, day_words, sentence_case
from dashboard.text.periods import months_before

LESSON: Final = "lesson"


def remarks(pack: Pack, kind: str) -> tuple[Commentary, ...]:
    """Return the current remarks of a kind: of each subject the newest, in the plan's order.

    Lessons are those of a year.
    """
    of_kind = [remark for remark in pack.commentary if remark.kind == kind]
    newest: dict[tuple[int, str], date] = {}
    for remark in of_kind:
        key = (remark.priority_number, remark.measure_id)
        newest[key] = max(newest.get(key, date.min), remark.date)
    if kind == LESSON:
        newest = dict.fromkeys(newest, months_before(pack.overview.as_of, 12))
    newest_remarks = [o for o in of_kind if o.date >= newest[o.priority_number, o.measure_id]]
    places = {measure_id: place for place, measure_id in enumerate(pack.panels)}
    last = len(places)
    return tuple(
        sorted(
            newest_remarks,
            key=lambda remark: (remark.priority_number, places.get(remark.measure_id, last)),
        )
    )


def remark_points(pack: Pack, kind: str) -> Points:
    """Return the remarks of a kind as points, each with its subject and owner."""
    items = tuple(
        Item(
            remark.text,
            about(pack, remark.measure_id, remark.priority_number),
            sentence_case(owner_words(remark)),
        )
        for remark in remarks(pack, kind)
    )
    return Points("", items)


def measure_remarks(pack: Pack, measure_id: str, kinds: Sequence[str]) -> tuple[Commentary, ...]:
    """Return the remarks of some kinds about one measure."""
    return tuple(o for kind in kinds for o in remarks(pack, kind) if o.measure_id == measure_id)


def about(pack: Pack, measure_id: str, priority_number: int = 0) -> str:
    """Return the subject of an entry: a measure by reference and title, a priority, or ""."""
    if panel := pack.panels.get(measure_id):
        return measure_name(panel)
    named = (each.name for each in pack.overview.priorities if each.number == priority_number)
    return next(named, f"Priority {priority_number}") if priority_number else ""


def measure_name(panel: Panel) -> str:
    """Return the short title of a measure after its reference in the plan."""
    return " ".join(part for part in (panel.local_reference, panel.measure.short_title) if part)


def owner_words(entry: Commentary | Question | Recommendation) -> str:
    """Return who owns an entry, when it is due and whether it is done, as far as recorded."""
    parts = (
        f"owner {entry.owner}" if entry.owner else "",
        f"by {day_words(entry.due_on)}" if entry.due_on else "",
        "done" if isinstance(entry, Commentary) and entry.state == DONE else "",
    )
    return ", ".join(part for part in parts if part)


def measures_words(exceptions: Iterable[OpenException]) -> str:
    """Return how many measures have exceptions, and with how many figures: "8 measures, 11 figures"."""
    every = list(exceptions)
    measures = {exception.measure_id for exception in every}
    return f"{counted(len(measures), 'measure')}, {counted(len(every), 'figure')}"


def exceptions_in_order(pack: Pack) -> tuple[OpenException, ...]:
    """Return the exceptions: overdue ones, other unanswered ones, answered ones."""
    return tuple(
        sorted(
            pack.exceptions, key=lambda exception: (exception.is_answered, not exception.is_overdue)
        )
    )


def open_questions(pack: Pack) -> tuple[Question, ...]:
    """Return the questions that are neither closed nor withdrawn."""
    return tuple(question for question in pack.questions if question.state in (OPEN, ANSWERED))


def question_points(pack: Pack, questions: Iterable[Question]) -> Points:
    """Return questions as points: who asked when, and the answer so far."""
    items = tuple(_question_item(pack, question) for question in questions)
    return Points("", items)


def _question_item(pack: Pack, question: Question) -> Item:
    answer = f"Answer: {question.answer}" if question.answer else "Not yet answered."
    question_origin = f"Asked by {question.member} on {day_words(question.asked_on)}"
    by = ", ".join(part for part in (question_origin, owner_words(question)) if part)
    return Item(f"{question.question} {answer}", about(pack, question.measure_id), by)


def recommendation_points(pack: Pack) -> Points:
    """Return what a committee is to note, agree or refer, and its progress, as points."""
    items = tuple(
        _recommendation_item(pack, recommendation) for recommendation in pack.recommendations
    )
    return Points("", items)


def _recommendation_item(pack: Pack, recommendation: Recommendation) -> Item:
    progress = f"Progress: {recommendation.progress}" if recommendation.progress else ""
    state = PROGRESS_WORDS.get(recommendation.state, sentence_case(recommendation.state))
    by = ", ".join(part for part in (state, owner_words(recommendation)) if part)
    asks = ASKS_WORDS.get(recommendation.asks, sentence_case(recommendation.asks))
    words = f"{asks}: {recommendation.text} {progress}".strip()
    return Item(words, about(pack, recommendation.measure_id, recommendation.priority_number), by)
