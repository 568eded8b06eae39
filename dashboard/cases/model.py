"""What stands behind a figure worked out from cases, in frozen dataclasses that pages read.

Numbers are exact counts of cases, weeks or percentages. A number that must not be shown is None
with the marker `c`, `>104` where it is only shown to be more; one that nobody has is None without a
marker.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.model.points import HIDDEN, Point


@dataclass(frozen=True)
class NamedCount:
    """A number under a name; `share` is its percentage of the whole it is part of."""

    words: str
    number: float | None
    marker: str = ""
    unit: str = "count"
    measure_id: str = ""
    breakdown: str = ""
    share: float | None = None

    @property
    def is_hidden(self) -> bool:
        return self.marker == HIDDEN

    @property
    def has_words(self) -> bool:
        """Whether it is a number, or is known to be more than one."""
        return self.number is not None or self.marker not in ("", HIDDEN)


@dataclass(frozen=True)
class Bar:
    """Cases of more than `low` and at most `high` whole weeks; the last bar may have no end."""

    low: int
    high: int | None
    count: float | None
    marker: str = ""


@dataclass(frozen=True)
class Distribution:
    """How many cases took, or have waited, how many weeks, against the limit where there is one.

    `title` states the finding; `noun` names what is counted ("plans issued"); `n` is None where it
    is hidden. `low` and `high` weeks of the bars follow on each other without gaps.
    """

    title: str
    noun: str
    period: str
    n: float | None
    bars: tuple[Bar, ...]
    bands: tuple[NamedCount, ...]
    limit: int | None = None
    limit_words: str = ""
    axis: str = "Weeks"
    note: str = ""
    is_provisional: bool = False


@dataclass(frozen=True)
class Backlog:
    """Who is still waiting on a day: what a figure of finished cases never shows by itself.

    `sentence` says the finding; `counts` are in the order in which they are read; `ages` are parts
    of the first of them.
    """

    on: date
    sentence: str
    counts: tuple[NamedCount, ...]
    ages: tuple[NamedCount, ...] = ()
    by_week: Distribution | None = None
    is_provisional: bool = False


@dataclass(frozen=True)
class FlowMonth:
    """What came in and went out in a month and what was open at its end."""

    start: date
    end: date
    inflow: NamedCount
    outflow: NamedCount
    waiting: NamedCount
    is_whole: bool = True


@dataclass(frozen=True)
class MonthlyFlow:
    """Months of coming in and going out, in order of time; `words` name the three columns."""

    title: str
    words: tuple[str, str, str]
    months: tuple[FlowMonth, ...]
    note: str = ""


@dataclass(frozen=True)
class CohortMonth:
    """Of what came in during a month, the part that was done in time; not whole: still running."""

    start: date
    end: date
    within: float | None
    of: float | None
    percent: float | None
    marker: str = ""
    is_whole: bool = True


@dataclass(frozen=True)
class Cohort:
    """The share of each month's requests that had its plan within `limit` weeks."""

    title: str
    months: tuple[CohortMonth, ...]
    limit: int
    note: str = ""


@dataclass(frozen=True)
class ListProjection:
    """Where a list goes if referrals and completions stay at their mean of three whole months.

    `points` are month ends with the expected length, the first the day it starts from.
    """

    points: tuple[tuple[date, float], ...]
    inflow_per_month: float
    outflow_per_month: float
    words: str


@dataclass(frozen=True)
class Capacity:
    """Demand against capacity of a service; `reason` says why there is no projection."""

    title: str
    flow: MonthlyFlow
    facts: tuple[NamedCount, ...]
    projection: ListProjection | None = None
    reason: str = ""


@dataclass(frozen=True)
class ExtractUsed:
    """An extract in force behind a figure."""

    file_name: str
    kind: str
    scope: str
    cut_off: date | None
    coverage: str
    loaded_on: date | None
    rows: int | None = None


@dataclass(frozen=True)
class Calculation:
    """How a measure was worked out: formula, the latest figure's parts, extracts, rows left out.

    `counted` is None where no row was accounted for, or how many rows there are is not shown.
    """

    formula: str
    numerator_words: str
    denominator_words: str
    clock_words: str
    latest: Point | None
    latest_words: str
    extracts: tuple[ExtractUsed, ...]
    counted: int | None
    left_out: tuple[tuple[str, int], ...]
    shows_rows: bool = True


@dataclass(frozen=True)
class CaseView:
    """Everything behind one measure of one area that was worked out from cases."""

    measure_id: str
    distribution: Distribution | None = None
    backlog: Backlog | None = None
    flow: MonthlyFlow | None = None
    cohort: Cohort | None = None
    capacity: Capacity | None = None
    calculation: Calculation | None = None

    @property
    def has_panels(self) -> bool:
        """Return whether there is more than the calculation to show."""
        parts = (self.backlog, self.distribution, self.capacity, self.flow, self.cohort)
        return any(part is not None for part in parts)


@dataclass(frozen=True)
class CaseFrames:
    """The loaders' frames of one area; they may hold more measures than are wanted.

    In `cells` a column `marker` with `c` marks a hidden figure, whose numbers are missing; without
    that column nothing is hidden. `bins`, `accounts` and `extracts` hold every count.
    """

    cells: pd.DataFrame
    bins: pd.DataFrame
    accounts: pd.DataFrame
    extracts: pd.DataFrame


@dataclass(frozen=True)
class ViewQuery:
    """What to load for a view: measures and breakdowns of cells, measures of bins."""

    measures: tuple[str, ...]
    breakdowns: tuple[str, ...]
    bases: tuple[str, ...]
    bins: tuple[str, ...] = ()


def total_of(counts: Sequence[float | None]) -> float | None:
    """Add counts; None where any of them is hidden."""
    shown_counts = [count for count in counts if count is not None]
    return sum(shown_counts) if len(shown_counts) == len(counts) else None
