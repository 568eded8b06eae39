"""The minutes of a meeting: what a committee asked and was recommended, and what became of the meeting before."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final

from dashboard.model.meeting import Question, Recommendation
from dashboard.pack.scope import PackSeries


@dataclass(frozen=True)
class Meeting:
    """What the packs of a day are for: those of one plan, owner or priority, whatever their version."""

    series: PackSeries
    day: date


@dataclass(frozen=True)
class Minutes:
    """The questions asked and the recommendations made at the meeting of a pack, or on its slides."""

    questions: tuple[Question, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()

    @property
    def entries(self) -> tuple[Question | Recommendation, ...]:
        """All of them."""
        return (*self.questions, *self.recommendations)


# The fields of an entry when packs had its hash in place of what names it.
_HASHED: Final = {
    Question: "question_id measure_id pack_id slide asked_on member question answer owner due_on outcome"
    " state author",
    Recommendation: "recommendation_id priority_number measure_id made_on text asks owner due_on progress"
    " state author",
}


def entry_mark(entry: Question | Recommendation) -> str:
    """Return what tells an entry from all others: its id, which two plans may share, its day and words."""
    if isinstance(entry, Question):
        return f"{entry.question_id} {entry.asked_on.isoformat()} {entry.question}"
    return f"{entry.recommendation_id} {entry.made_on.isoformat()} {entry.text}"


def is_marked(entry: Question | Recommendation, marks: Collection[str]) -> bool:
    """Return whether frozen marks have an entry, by what names it or by the hash of former packs."""
    kind = type(entry)
    values = ", ".join(f"{name}={getattr(entry, name)!r}" for name in _HASHED[kind].split())
    former = sha256(f"{kind.__name__}({values})".encode()).hexdigest()[:16]
    return entry_mark(entry) in marks or former in marks


def minutes_of(
    meeting: Meeting,
    meetings: Mapping[str, Meeting],
    questions: Iterable[Question],
    recommendations: Iterable[Recommendation],
) -> Minutes:
    """Return the minutes of a meeting; `meetings` are those of all packs of its area, by pack_id.

    A question belongs to the meeting on whose slides it was asked. Any other, and a recommendation, which
    name no meeting, belong to the newest of the whole plan by then; to no meeting of an owner or a priority.
    """
    own = {each.day for each in meetings.values() if each.series == meeting.series}
    days = own if meeting.series.is_plan else set[date]()

    def is_at(on: date) -> bool:
        return max((day for day in days if day <= on), default=None) == meeting.day

    return Minutes(
        tuple(
            question
            for question in questions
            if (
                meetings[question.pack_id] == meeting
                if question.pack_id in meetings
                else is_at(question.asked_on)
            )
        ),
        tuple(made for made in recommendations if is_at(made.made_on)),
    )
