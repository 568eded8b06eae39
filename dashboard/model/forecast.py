"""What the pace of a series holds: where its present stretch leads, and what that means."""

from dataclasses import dataclass
from datetime import date

from dashboard.model.points import Point, Target
from dashboard.stats.robust_line import RobustLine


@dataclass(frozen=True)
class Projection:
    """The value expected on the day a target is due, if the stretch goes on at its present pace.

    `low` and `high` are the ends of the 80% interval; all three lie within what the measure can be.
    `words` gives them with the series' own decimals: "74% (66–82%)".
    """

    day: date
    value: float
    low: float
    high: float
    words: str


@dataclass(frozen=True)
class Pace:
    """The pace of a series; `forecast` is on_course, may_miss, off_course, cannot_say, or empty.

    It is empty where no target with a day ahead was judged; `line` is None where the figures bear
    no pace. `points` are those of the stretch. The sentences are empty where there is nothing to
    say. `reached_on` is the day by which the present pace leads to the target, None where it does
    not, or not within the time that the stretch can speak for; `needed` the change a month that
    would reach it on its due date.
    """

    forecast: str
    word: str
    line: RobustLine | None = None
    points: tuple[Point, ...] = ()
    target: Target | None = None
    projection: Projection | None = None
    reached_on: date | None = None
    needed: float | None = None
    pace_words: str = ""
    forecast_words: str = ""
    reached_words: str = ""
    needed_words: str = ""
    cases_words: str = ""
    tested_words: str = ""
