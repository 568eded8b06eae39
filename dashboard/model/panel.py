"""The nouns of the product: what one measure says, in frozen dataclasses that every picture reads.

A `Panel` is one measure of one framework in one area, judged at a report date. It holds a `Series`
for every breakdown and basis that exists; a series is one line, with its own targets, status,
trend and headline. Values are in the measure's unit (percent 0–100, weeks, counts, £ million).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final, TypeAlias

from dashboard.model.control_chart import ControlChart
from dashboard.model.forecast import Pace
from dashboard.model.points import (
    PUBLISHED,
    Baseline,
    Benchmark,
    Difference,
    Event,
    ManualHeadline,
    Partner,
    Point,
    Target,
    baseline_for,
)

__all__ = [
    "Action",
    "ActionPlan",
    "Area",
    "Baseline",
    "Benchmark",
    "Change",
    "Commentary",
    "Comparison",
    "Difference",
    "Event",
    "Framework",
    "Freshness",
    "ManualHeadline",
    "Measure",
    "Overview",
    "Panel",
    "Partner",
    "Point",
    "Priority",
    "Series",
    "Status",
    "Target",
    "Trend",
]

# Where a field has the name of the type.
Day: TypeAlias = date
# The kinds of area: with plans of its own, or one that such areas are set beside.
LOCAL_AREA: Final = "local_area"
BENCHMARK: Final = "benchmark"
SYNTHETIC: Final = "synthetic"


@dataclass(frozen=True)
class Measure:
    """One row of the catalogue."""

    measure_id: str
    title: str
    short_title: str
    definition: str
    unit: str
    kind: str
    better: str
    theme: str
    frequency: str
    tolerance: float | None = None


@dataclass(frozen=True)
class Area:
    """One area; `part_of` names the areas that it lies in, the nearest first."""

    area_code: str
    name: str
    kind: str
    part_of: tuple[str, ...] = ()

    @property
    def is_synthetic(self) -> bool:
        """Tell whether everything about the area was made up, which is said wherever it shows."""
        return self.kind == SYNTHETIC


@dataclass(frozen=True)
class Framework:
    """A plan of an area: a strategy or a written statement of action."""

    framework_id: str
    area_code: str
    title: str
    starts_on: date | None
    ends_on: date | None
    source_document: str


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
class Comparison:
    """One earlier figure set beside a later one; `change` in the measure's unit, exact.

    `against` is last_year, previous, baseline, or earlier (an older pair of another statistic).
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
    """One line: a measure in an area for one breakdown and one basis, judged on its own.

    `label` says what sets it apart within its measure ("education", "in month"); `title` is the
    finding in at most ten words, `headline` the full sentence, `alt` at most 220 characters.
    `cursor` has a sentence per point, for the keyboard cursor. `points` are in order of period end.
    `origin` is "published" or "cases"; `is_counted` tells whether the series speaks for its measure.
    `chart` is its control chart, None where it has too few points that do not overlap. Where a
    person wrote the headline, `written` holds it with the computed one. `printed_last_year` is what
    the plan's report prints as last year's figure: no observation, and never judged.
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
    # Worked out when it is asked for: an overview has a thousand series and tells no pace.
    make_pace: Callable[[], Pace | None] | None = field(default=None, compare=False, repr=False)

    @property
    def shown_targets(self) -> tuple[Target, ...]:
        """The target judged against; where none was, all that are in force."""
        judged = self.status.target
        return (judged,) if judged else tuple(t for t in self.targets if t.is_in_force)

    @property
    def baseline(self) -> Baseline | None:
        """The baseline shown beside the latest figure; None where the plan sets none."""
        if self.latest is None:
            return next(iter(self.baselines), None)
        return baseline_for(self.latest, self.baselines)

    @cached_property
    def pace(self) -> Pace | None:
        """Where the present stretch leads; None where there is nothing to say of it."""
        return self.make_pace() if self.make_pace else None


@dataclass(frozen=True)
class Freshness:
    """How old the newest figure is, against today; code fresh, stale or none."""

    code: str
    words: str
    newest: date | None = None
    expected: date | None = None


@dataclass(frozen=True)
class Panel:
    """What one measure says in one framework: everything a figure, table or sentence needs.

    `lead` is the series that speaks for the measure (the latest period decides). `status` combines
    the counted series. `later` counts points published after the report date. `differences` are
    the periods that were both reported and worked out from cases; `pair_words` sentences that set
    the measure beside its `partners`.
    """

    measure: Measure
    area: Area
    framework: Framework
    as_of: date
    series: tuple[Series, ...]
    lead: Series
    status: Status
    events: tuple[Event, ...] = ()
    freshness: Freshness = Freshness("none", "No figure yet")
    sources: Mapping[str, str] = field(default_factory=dict)
    priority_number: int | None = None
    local_reference: str = ""
    later: int = 0
    differences: tuple[Difference, ...] = ()
    partners: tuple[Partner, ...] = ()
    pair_words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Action:
    """One action of a plan with its status on the report date and the measures it should move.

    `completed_on` is the day from which it has been reported completed; None where it is not.
    """

    reference: str
    title: str
    priority_number: int
    status: str
    status_date: date | None
    measures: tuple[str, ...]
    note: str = ""
    completed_on: date | None = None


@dataclass(frozen=True)
class ActionPlan:
    """The actions of a framework; counts by status code, printed totals, and whether they agree."""

    actions: tuple[Action, ...]
    counts: Mapping[str, int]
    counts_by_priority: Mapping[int, Mapping[str, int]]
    printed_now: Mapping[str, int]
    printed_before: Mapping[str, int]
    now_on: date | None
    before_on: date | None
    before_note: str
    check_words: str
    is_consistent: bool


@dataclass(frozen=True)
class Commentary:
    """A remark of a report; `state` is open or done, `author` "" where a document says it."""

    kind: str
    text: str
    date: date
    priority_number: int
    measure_id: str
    source_document: str
    period_end: Day | None = None
    author: str = ""
    owner: str = ""
    due_on: Day | None = None
    state: str = "open"


@dataclass(frozen=True)
class Priority:
    """One priority of a framework with its panels, in the catalogue's order."""

    number: int
    title: str
    note: str
    panels: tuple[Panel, ...]


@dataclass(frozen=True)
class Change:
    """What moved in one measure since the report before."""

    measure_id: str
    title: str
    words: str


@dataclass(frozen=True)
class Overview:
    """One framework of one area at a report date: the first screen.

    `before` is the report date before, None where no earlier report is loaded.
    `newer_on` is the newest day on which something later became known, None where nothing has.
    """

    area: Area
    framework: Framework
    as_of: date
    headline: str
    priorities: tuple[Priority, ...]
    before: date | None
    changes: tuple[Change, ...]
    newer_on: date | None = None
    judged: int = 0
    met: int = 0
