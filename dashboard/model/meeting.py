"""Exceptions, questions and recommendations: what a meeting replies to."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256


@dataclass(frozen=True)
class OpenException:
    """A series below its target, or signalling concern, with its owner's reply.

    `reason` is missed or concern; `words` the sentence that explains it. The series and
    `period_end`, the last day of the period replied to, identify it. `reply` is empty while it is
    unanswered; `is_new` where the report before did not have it, `is_overdue` where the day by
    which a reply was due is past.
    """

    measure_id: str
    title: str
    label: str
    breakdown: str
    basis: str
    period_end: date
    reason: str
    words: str
    owner: str = ""
    reply_by: date | None = None
    reply: str = ""
    author: str = ""
    replied_on: date | None = None
    is_new: bool = False
    is_overdue: bool = False
    year_kind: str = ""

    @property
    def is_answered(self) -> bool:
        """Whether somebody has replied for this period."""
        return bool(self.reply)


@dataclass(frozen=True)
class Question:
    """A question of a committee; `state` open, answered or closed, `measure_id` "" where of none."""

    question_id: str
    measure_id: str
    pack_id: str
    slide: str
    asked_on: date
    member: str
    question: str
    answer: str = ""
    owner: str = ""
    due_on: date | None = None
    outcome: str = ""
    state: str = "open"
    author: str = ""


@dataclass(frozen=True)
class Recommendation:
    """A text for a committee to `note`, `agree` or `refer` (`asks`), and how far it has come.

    `state` is proposed, agreed, refused, in_progress or done; `priority_number` 0 where of none.
    """

    recommendation_id: str
    priority_number: int
    measure_id: str
    made_on: date
    text: str
    asks: str
    owner: str = ""
    due_on: date | None = None
    progress: str = ""
    state: str = "proposed"
    author: str = ""


def version_token(content: object) -> str:
    """Return a hash that changes whenever the content does (optimistic locking)."""
    return sha256(repr(content).encode()).hexdigest()[:16]
