"""One line of a measure and what it is judged to be: status, trend, control chart, forecast."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from dashboard.model.control_chart import ControlChart
from dashboard.model.points import (
    PUBLISHED,
    Baseline,
    Benchmark,
    ManualHeadline,
    Point,
    Target,
    baseline_for,
)
from dashboard.stats.robust_line import RobustLine


@dataclass(frozen=True)
class Projection:
    """The value expected on the day a target is due, if the figures go on at their present pace.

    `low` and `high` are the ends of the 80% interval; all three lie within what the measure can be.
    `words` has them with the series' own decimals: "74% (66–82%)".
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
    no pace. `points` are those that the line is fitted to. Sentences are empty where there is
    nothing to say. `reached_on` is the day by which the present pace leads to the target, None
    where it does not, or not within the length of time that the points cover; `needed` is the
    change a month that would reach it on its due date, `needed_change` that in words and
    `needed_cases` the cases that would: "44 of 51 plans".
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
    needed_change: str = ""
    needed_cases: str = ""
    cases_words: str = ""
    tested_words: str = ""


@dataclass(frozen=True)
class Status:
    """`gap` is value minus target in the measure's unit, exact; None where nothing was judged."""

    code: str
    word: str
    reason: str
    target: Target | None = None
    gap: float | None = None
    gap_words: str = ""


@dataclass(frozen=True)
class DueStatus:
    """The status of a series on the day a target fell due, with the figure of that time.

    `target` is None where it cannot be worked out, `point` where no figure was loaded; `words` are
    a sentence without its full stop.
    """

    due_on: date
    operator: str
    status: Status
    words: str
    target: Target | None = None
    point: Point | None = None


@dataclass(frozen=True)
class Comparison:
    """An earlier figure compared with a later one; `change` in the measure's unit, exact.

    `against` is last_year, previous, last_before (where the period before has no figure), baseline,
    or earlier (an older pair of another statistic).
    `judgement` is cannot_compare where `is_allowed` is False, and `reason` says why. `moved` and
    `since` are the parts of a sentence: "Up 11 points" from "56% in January 2022"; `earlier` and
    `later` are the two points themselves.
    """

    against: str
    from_period: str
    to_period: str
    from_value: str
    to_value: str
    change: float | None
    direction: str | None
    judgement: str
    is_allowed: bool
    reason: str
    words: str
    moved: str = ""
    since: str = ""
    earlier: Point | None = None
    later: Point | None = None


@dataclass(frozen=True)
class Trend:
    """`direction` is up, down, flat or None (withheld).

    `judgement` is a code of docs/definitions.md section 7.
    """

    method: str
    direction: str | None
    judgement: str
    word: str
    reason: str
    comparisons: tuple[Comparison, ...] = ()
    chosen: Comparison | None = None
    # A sentence for the headline, where the arrow rests on no single comparison.
    sentence: str = ""


@dataclass(frozen=True)
class Series:
    """One line: a measure in an area for one breakdown, basis and kind of year, judged on its own.

    `label` says what sets it apart within its measure ("education", "in month"); `title` is the
    finding in at most ten words, `headline` the full sentence, `alt` at most 220 characters.
    `cursor` has what the read-out of a chart says of each point. `points` are in order of period end.
    `origin` is "published" or "cases"; a series that `is_counted` counts towards its measure's
    status. `chart` is its control chart, None where it has too few points that do not overlap.
    `written` is the headline that a person wrote, with the computed one. `printed_last_year` is
    what the plan's report prints as last year's figure: no observation, and never judged.
    `due_statuses` has one for each target that has fallen due, in the order of their days;
    `open_targets` what relative targets ask for whose figure is missing, each with its day.
    """

    breakdown: str
    basis: str
    statistic: str
    label: str
    points: tuple[Point, ...]
    targets: tuple[Target, ...]
    baselines: tuple[Baseline, ...]
    benchmarks: tuple[Benchmark, ...]
    latest: Point | None
    status: Status
    trend: Trend
    value_words: str
    period_words: str
    baseline_words: str
    target_words: str
    title: str
    headline: str
    alt: str
    cursor: tuple[str, ...] = ()
    forecasts: tuple[Point, ...] = ()
    notes: tuple[str, ...] = ()
    printed_arrow_note: str = ""
    origin: str = PUBLISHED
    is_counted: bool = True
    chart: ControlChart | None = None
    written: ManualHeadline | None = None
    printed_last_year: Point | None = None
    due_statuses: tuple[DueStatus, ...] = ()
    open_targets: tuple[str, ...] = ()
    # Computed on first use: an overview has a thousand series and shows no pace.
    make_pace: Callable[[], Pace | None] | None = field(default=None, compare=False, repr=False)

    @cached_property
    def year_kind(self) -> str:
        """The kind of year of its figures, else of those beside it; empty for other bases."""
        others = (point for benchmark in self.benchmarks for point in benchmark.points)
        starts = (b.point for b in self.baselines if b.point.basis == self.basis)
        kinds = (point.year_kind for point in (*self.points, *others, *starts))
        return next(filter(None, kinds), "")

    @property
    def window(self) -> tuple[str, str]:
        """Its basis and kind of year."""
        return self.basis, self.year_kind

    @property
    def shown_targets(self) -> tuple[Target, ...]:
        """The target judged against; where none was, all that are in force."""
        judged = self.status.target
        return (judged,) if judged else tuple(t for t in self.targets if t.is_in_force)

    @property
    def due_words(self) -> tuple[str, ...]:
        """What the statuses at due dates add to that of now: another figure, or another target."""
        if self.latest is None:
            return ()
        judged = self.status.target
        return tuple(
            due.words
            for due in self.due_statuses
            if due.point != self.latest or (judged and due.target and due.target != judged)
        )

    @property
    def baseline(self) -> Baseline | None:
        """The baseline shown beside the latest figure; None where the plan sets none."""
        if self.latest is None:
            return next(iter(self.baselines), None)
        return baseline_for(self.latest, self.baselines)

    @cached_property
    def pace(self) -> Pace | None:
        """Where the figures lead at their present pace; None where that cannot be computed."""
        return self.make_pace() if self.make_pace else None
