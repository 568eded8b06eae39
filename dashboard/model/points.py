"""Points, targets, baselines, benchmarks, events: the parts that a series is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from dashboard.model.codes import year_kind

# Where a figure comes from: it arrived calculated, or it was computed here from cases.
PUBLISHED: Final = "published"
CASES: Final = "cases"
# The marker of a figure that is hidden because it would point at someone.
HIDDEN: Final = "c"
# What a relative target is set against: another area's figure, the baseline, the figure before.
AREA: Final = "area"
BASELINE: Final = "baseline"
BEFORE: Final = "before"


@dataclass(frozen=True)
class Point:
    """One observation: exactly one of value, (value_low, value_high) or marker is set.

    `is_later` marks a figure that was not yet known on the report date: drawn, never judged.
    `decimals` are those of the published text; -1 where there is no number. `origin` is
    "published" or "cases"; a percentage of cases has one decimal, its counts are exact. The parts
    of a mean of cases are days and cases, its value weeks.
    """

    period_start: date | None
    period_end: date | None
    basis: str
    statistic: str = ""
    numerator: float | None = None
    denominator: float | None = None
    value: float | None = None
    value_low: float | None = None
    value_high: float | None = None
    marker: str = ""
    decimals: int = -1
    is_provisional: bool = False
    printed_arrow: str = ""
    as_published: str = ""
    note: str = ""
    source_document: str = ""
    known_on: date | None = None
    extract_id: int = 0
    is_later: bool = False
    denominator_marker: str = ""
    origin: str = PUBLISHED

    @property
    def start(self) -> date:
        """The day by which it is ordered and limits restart: its first, else its last."""
        return self.period_start or self.period_end or date.min

    @property
    def year_kind(self) -> str:
        """The kind of year of a year or a year to date; empty for other bases."""
        return year_kind(self.basis, self.period_start)

    @property
    def window(self) -> tuple[str, str]:
        """Its basis and kind of year: figures of different windows stand on lines of their own."""
        return self.basis, self.year_kind

    def is_of_another_year(self, other: "Point") -> bool:
        """Return whether both are years, or parts of one, of different kinds."""
        kinds = {self.year_kind, other.year_kind} - {""}
        return len(kinds) > 1

    @property
    def may_grow(self) -> bool:
        """Whether cases of its period may still arrive, so that a count will grow."""
        return self.origin == CASES and self.is_provisional

    @property
    def is_band(self) -> bool:
        return self.value_low is not None

    @property
    def is_over(self) -> bool:
        """Whether it is only shown to be over some weeks, as of a longest wait of few."""
        return self.marker.startswith(">")

    @property
    def is_hidden(self) -> bool:
        """Whether its number, worked out from cases, is hidden from whoever sees the point."""
        return self.origin == CASES and self.marker == HIDDEN

    @property
    def has_number(self) -> bool:
        return self.value is not None or self.is_band


@dataclass(frozen=True)
class Target:
    """A value to reach, of a framework; `due_on` None where no date was published.

    Of a range, whose operator is between, `value` is the low bound and `value_high` the high one.
    It judges only figures of `period_start` to `period_end` where these are set; where its source
    states no basis, only those of `figure_bases`, separated by spaces, unless that is empty.
    One that is `relative_to` a figure (of `relative_area`, the baseline, the one before) is that
    figure times a factor plus a change; once it is worked out `relative_name` says whose ("Inner
    London's") and `relative_words` all of it ("at least Inner London's 21.4% in 2023").
    """

    value: float
    operator: str
    due_on: date | None
    basis: str
    statistic: str
    breakdown: str
    decimals: int
    as_published: str = ""
    note: str = ""
    source_document: str = ""
    known_on: date | None = None
    is_in_force: bool = True
    extract_id: int = 0
    value_high: float | None = None
    period_start: date | None = None
    period_end: date | None = None
    figure_bases: str = ""
    relative_to: str = ""
    relative_area: str = ""
    relative_factor: float = 1
    relative_change: float = 0
    relative_name: str = ""
    relative_words: str = ""

    @property
    def numbers(self) -> tuple[float, ...]:
        """Its number, or both bounds of its range."""
        return (self.value,) if self.value_high is None else (self.value, self.value_high)

    @property
    def varies(self) -> bool:
        """Whether it is another number for each period."""
        return self.relative_to in (AREA, BEFORE)

    @property
    def falls_due(self) -> date | None:
        """The day it is due; of one for a year or quarter alone, the last day of that."""
        return self.due_on or self.period_end

    @property
    def reach(self) -> tuple[object, ...]:
        """The figures that it is for: another publication of the same reach supersedes it."""
        return (
            self.breakdown,
            self.statistic,
            self.basis,
            self.figure_bases,
            self.period_start,
            self.period_end,
        )

    def covers(self, point: Point) -> bool:
        """Return whether it is for the period of a point; 12 months are those of their last day."""
        if self.period_start is None or self.period_end is None:
            return True
        end = point.period_end or date.min
        start = end if point.basis == "rolling12" else point.start
        return self.period_start <= start and end <= self.period_end


@dataclass(frozen=True)
class Baseline:
    """The value a framework starts from; compared across windows because the plan itself sets it."""

    point: Point
    breakdown: str


def baseline_for(point: Point, baselines: Sequence[Baseline]) -> Baseline | None:
    """Return the baseline of the point's statistic and window, else of its statistic, else the first."""

    def fit(baseline: Baseline) -> tuple[bool, ...]:
        mine = baseline.point
        same = mine.statistic == point.statistic, mine.window == point.window
        return (*same, mine.basis == point.basis)

    return max(baselines, key=fit, default=None)


@dataclass(frozen=True)
class Benchmark:
    """Another line beside a series: another area's points on the same breakdown, basis and statistic.

    `kind` is area, past (the series' own figures a year earlier) or part (a part of the same area).
    `ranges` are bands round it, of several areas of which it is the middle.
    """

    area_code: str
    area_name: str
    points: tuple[Point, ...]
    kind: str = "area"
    ranges: tuple[Point, ...] = ()


@dataclass(frozen=True)
class Difference:
    """One period that was both reported and computed from cases.

    `words` is the whole sentence; `difference` the signed change from reported to computed, in
    words, "None" where they agree to the decimals that were published.
    """

    breakdown: str
    basis: str
    period: str
    reported: str
    worked_out: str
    counts: str
    difference: str
    words: str
    agrees: bool


@dataclass(frozen=True)
class Partner:
    """A measure that a measure is never shown without: `relation` backlog or quality.

    `latest` is its newest figure in words with its period, empty where it has none.
    """

    measure_id: str
    title: str
    breakdown: str
    relation: str
    latest: str


@dataclass(frozen=True)
class Event:
    """Something that happened on a day, month, quarter or year; `is_planned` if after the report.

    `effect` is restart where limits start anew with it, break where what is counted changed too, so
    that nothing is compared across it, release_break where that is so of its source's figures alone;
    empty where it only explains.
    """

    date: date
    precision: str
    title: str
    measure_id: str
    source_document: str
    is_planned: bool = False
    effect: str = ""


@dataclass(frozen=True)
class ManualHeadline:
    """A headline that a person wrote for one period of a series, in place of the computed one.

    `computed` is the headline that the figures give, `warnings` what in the text differs from them;
    both are filled where the text is set over a series.
    """

    breakdown: str
    basis: str
    period_end: date
    text: str
    author: str
    written_on: date
    computed: str = ""
    warnings: tuple[str, ...] = ()
    year_kind: str = ""

    @property
    def sentence(self) -> str:
        """The text, ended by a full stop where it has no end of its own."""
        return self.text if self.text.endswith((".", "!", "?")) else f"{self.text}."

    @property
    def stamp(self) -> str:
        """Who wrote it and when."""
        return f"Written by {self.author} on {self.written_on.day} {self.written_on:%B %Y}."
