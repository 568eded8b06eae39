"""The minutes of a meeting: what a committee asked and was recommended, and what became of the meeting before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from dashboard.model.meeting import Question, Recommendation


@dataclass(frozen=True)
class Minutes:
    """The questions asked and the recommendations made at the meeting of a pack, or on its slides."""

    questions: tuple[Question, ...]
    recommendations: tuple[Recommendation, ...]


def minutes_of(
    day: date,
    days: Mapping[str, date],
    meetings: Iterable[date],
    questions: Iterable[Question],
    recommendations: Iterable[Recommendation],
) -> Minutes:
    """Return the minutes of the meeting of a report date, of which there are packs.

    `days` are the report dates of packs, `meetings` those of the plan's meetings. A question belongs to the
    meeting on whose slides it was asked; any other, and a recommendation, to the newest meeting by then.
    """
    dates = {*meetings, day}

    def meeting(on: date) -> date | None:
        return max((each for each in dates if each <= on), default=None)

    return Minutes(
        tuple(q for q in questions if (days.get(q.pack_id) or meeting(q.asked_on)) == day),
        tuple(r for r in recommendations if meeting(r.made_on) == day),
    )
