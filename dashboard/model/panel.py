"""Panels, overviews, actions: what charts, tables, slides and files are made from.

A `Panel` is one measure of one framework in one area, judged at a report date. It has a `Series`
for every breakdown and basis that exists; a series is one line, with its own targets, status,
trend and headline. Values are in the measure's unit (percent 0–100, weeks, counts, £ million).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import inf
from typing import Final, TypeAlias

from dashboard.model.points import (
    Baseline,
    Benchmark,
    Difference,
    Event,
    ManualHeadline,
    Partner,
    Point,
    Target,
)
from dashboard.model.series import Comparison, Series, Status, Trend

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
# The kinds of area: with plans of its own, one that such areas are compared with, made up, or
# another council.
LOCAL_AREA: Final = "local_area"
BENCHMARK: Final = "benchmark"
SYNTHETIC: Final = "synthetic"
AUTHORITY: Final = "authority"
COUNCILS: Final = (LOCAL_AREA, AUTHORITY)
# Whose releases are for all, several of which do not state their day.
NATIONAL_PUBLISHERS: Final = (
    "Department for Education",
    "NHS England",
    "Ofsted",
    "Ofsted and the Care Quality Commission",
    "Care Quality Commission",
)


@dataclass(frozen=True)
class Measure:
    """One row of the catalogue.

    `published_in` is the release that has its figures, if one does; `stage` the part of an area's
    profile that shows it.
    """

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
    can_exceed_100: bool = False
    can_be_negative: bool = False
    published_in: str = ""
    stage: str = ""

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the most that a figure of it can be."""
        is_capped = self.unit == "percent" and not self.can_exceed_100
        return -inf if self.can_be_negative else 0.0, 100.0 if is_capped else inf

    @property
    def is_share(self) -> bool:
        """Whether its figures lie within 0 and 100%."""
        return self.unit == "percent" and self.kind == "rate"


@dataclass(frozen=True)
class Area:
    """One area; `part_of` names the areas that it lies in, the nearest first."""

    area_code: str
    name: str
    kind: str
    part_of: tuple[str, ...] = ()

    @property
    def is_synthetic(self) -> bool:
        """Whether everything about the area was made up, which is stated wherever it shows."""
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

    @property
    def is_plan(self) -> bool:
        """Whether it is one; of an area without any it is what holds all its figures."""
        return bool(self.framework_id)

    def has_ended(self, day: date) -> bool:
        """Return whether the plan ended before a day: its reports are over, its account is not."""
        return self.ends_on is not None and self.ends_on < day


def unplanned(area_code: str) -> Framework:
    """Return what stands in place of a plan for an area of which none is loaded: all its figures."""
    return Framework("", area_code, "All figures", None, None, "")


@dataclass(frozen=True)
class Freshness:
    """How old the newest figure is, against today; code fresh, stale or none."""

    code: str
    words: str
    newest: date | None = None
    expected: date | None = None


@dataclass(frozen=True)
class Panel:
    """One measure of one framework: everything a chart, table or sentence needs.

    `lead` is the series that represents the measure (the latest period decides). `status` combines
    the counted series. `later` counts points published after the report date. `differences` are
    the periods that were both reported and computed from cases; `pair_words` sentences that compare
    the measure with its `partners`; `pair_brief` the first of them shortly, `pair_change` how the measure
    moved where that says so, `pair_ids` the measures that it is about.
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
    pair_brief: str = ""
    pair_ids: tuple[str, ...] = ()
    pair_change: str = ""


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
    """One priority of a framework with its panels, in the catalogue's order.

    `word` is what such a group is called: where a pack is of several plans, each is one.
    """

    number: int
    title: str
    note: str
    panels: tuple[Panel, ...]
    word: str = "Priority"

    @property
    def name(self) -> str:
        """The word with the number: "Priority 2"."""
        return f"{self.word} {self.number}"


@dataclass(frozen=True)
class Change:
    """What moved in one measure since the report before, or what judging it would need."""

    measure_id: str
    title: str
    words: str


@dataclass(frozen=True)
class ReportDates:
    """The days as at which a plan can be seen.

    `own` are its own report dates, `judged_on` the one that is shown where none is chosen; `newest`
    is the newest day on which a figure of its measures became known, None where that is no later.
    """

    judged_on: date
    today: date
    own: tuple[date, ...] = ()
    newest: date | None = None
    has_ended: bool = False


@dataclass(frozen=True)
class Overview:
    """One framework of one area at a report date: the first screen.

    `before` is the report date before, None where no earlier report is loaded.
    `newer_on` is the newest day on which something later became known, None where nothing has.
    `needed` is what each measure lacks, of a plan of which none can be judged.
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
    needed: tuple[Change, ...] = ()
