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
    questions: Iterable[Question],
    recommendations: Iterable[Recommendation],
) -> Minutes:
    """Return the minutes of the meeting of a report date, of which there are packs.

    `days` are the report dates of the plan's packs. A question belongs to the meeting on whose slides it was
    asked; any other, and a recommendation, to the meeting of the newest report date by then.
    """
    dates = sorted(set(days.values()))

    def meeting(on: date) -> date | None:
        return max((each for each in dates if each <= on), default=None)

    return Minutes(
        tuple(q for q in questions if (days.get(q.pack_id) or meeting(q.asked_on)) == day),
        tuple(r for r in recommendations if meeting(r.made_on) == day),
    )
