"""What a measure worked out from cases is made of: which cases count, its figure and its words.

Each measure is one entry (a `CaseMeasure`) in a file of `dashboard/measures/services`. How it is
explained and which cases are listed behind it follow from the entry.
"""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from typing import ClassVar, Final, Literal

from dashboard.measures.cases import Cases
from dashboard.measures.dates import FAR, Mask, lasted
from dashboard.measures.presentation import Explanation, FigureKind, RelatedMeasures, WeeksView
from dashboard.measures.rules import CaseEvents, CaseSpells, Condition, Drill, Test

Statistic = Literal["mean", "median", "p90", "max"]
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "assessments": ("ehc_assessments",),
    "advice": ("advice",),
    "reviews": ("plans", "annual_reviews"),
    "referrals": ("referrals",),
    "feedback": ("feedback",),
}
"""The kinds of case that each group of measures is worked out from."""


@dataclass(frozen=True)
class CaseMeasure:
    """A measure worked out from cases: which of them count, what they are called, what is shown.

    `numerator`, `denominator` and `clock` explain it; `{limit}` and `{over}` in them are the days
    of its limit. Beside it are shown the backlog and flow of `family`, the weeks counted under
    `weeks_of` and the measure `cohort`. A figure hidden in one of `linked` could be worked out from
    this one.
    """

    measure_id: str
    counted: CaseEvents | CaseSpells
    numerator: str = ""
    denominator: str = ""
    clock: str = ""
    _: KW_ONLY
    formula: str = ""
    family: RelatedMeasures | None = None
    weeks_of: str = ""
    cohort: str = ""
    linked: tuple[str, ...] = ()

    kind: ClassVar[FigureKind]
    default_formula: ClassVar[str] = "{numerator} ÷ {denominator}"

    @property
    def group(self) -> str:
        """The group of measures that is worked out with it."""
        return next(group for group, kinds in GROUPS.items() if self.counted.kind in kinds)

    @property
    def numbers(self) -> Mapping[str, int]:
        """The numbers of days that its words name."""
        return {}

    @property
    def explanation(self) -> Explanation:
        """How it is worked out."""
        parts = (self.numerator, self.denominator, self.clock)
        numerator, denominator, clock = (words.format(**self.numbers) for words in parts)
        formula = self.formula or self.default_formula.format(
            numerator=numerator, denominator=denominator
        )
        formula = formula[0].upper() + formula[1:]
        return Explanation(self.group, self.kind, formula, numerator, denominator, clock)

    @property
    def drill(self) -> Drill | None:
        """Which cases are behind its figures; None where single cases do not show it."""
        return None


@dataclass(frozen=True)
class Version:
    """One version of a rate: which cases are within, out of which (all, where None)."""

    within: Mask
    out_of: Mask | None = None


@dataclass(frozen=True)
class EventRate(CaseMeasure):
    """Cases within ÷ cases counted, by the day of the event.

    Within are those whose duration is at most `limit` days, else those that pass `within`. Each of
    `versions` leaves the cases out that meet its condition. Cases may be decided until
    `whole_after_days` after their period: a period before that is shown, not judged.
    """

    counted: CaseEvents
    _: KW_ONLY
    limit: int | None = None
    within: Test | None = None
    versions: Mapping[str, Condition | None] | None = None
    whole_after_days: int = 0
    by_year_alone: bool = False

    kind: ClassVar[FigureKind] = "rate"
    has_dimensions: ClassVar[bool] = True

    @property
    def numbers(self) -> Mapping[str, int]:
        return {"limit": self.limit or 0, "weeks": self.whole_after_days // 7}

    @property
    def drill(self) -> Drill | None:
        return self.counted.drill(self.limit, self.within)

    def versions_of(self, cases: Cases) -> dict[str, Version]:
        """Return each version by its part of the breakdown."""
        if self.within:
            within = self.within(cases)
        else:
            within = lasted(self.counted.days(cases), self.limit or 0)
        return {
            label: Version(within, ~left_out(cases) if left_out else None)
            for label, left_out in (self.versions or {"": None}).items()
        }


@dataclass(frozen=True)
class EventBands(EventRate):
    """Cases whose duration lies in each of some bands of days ÷ cases counted.

    The first band is what the first of `linked` counts.
    """

    _: KW_ONLY
    bands: Mapping[str, tuple[int, int]]

    has_dimensions: ClassVar[bool] = False

    def versions_of(self, cases: Cases) -> dict[str, Version]:
        days = self.counted.days(cases)
        return {
            label: Version(lasted(days, at_most, at_least))
            for label, (at_least, at_most) in self.bands.items()
        }


@dataclass(frozen=True)
class EventCount(CaseMeasure):
    """Cases counted by the day of the event; with `weeks`, also by how many weeks they took."""

    counted: CaseEvents
    _: KW_ONLY
    weeks: WeeksView | None = None

    kind: ClassVar[FigureKind] = "flow"
    default_formula: ClassVar[str] = "Number of {numerator} in the period"

    @property
    def drill(self) -> Drill | None:
        return self.counted.drill()


@dataclass(frozen=True)
class Difference(CaseMeasure):
    """Cases counted by one event less those counted by another; `linked` counts the two."""

    counted: CaseEvents
    _: KW_ONLY
    less: CaseEvents

    kind: ClassVar[FigureKind] = "flow"


@dataclass(frozen=True)
class Average(CaseMeasure):
    """A statistic of days, in weeks. A mean's numerator follows from its denominator.

    Of another statistic the `formula` begins with which it is: "Median weeks from referral".
    """

    _: KW_ONLY
    statistic: Statistic

    kind: ClassVar[FigureKind] = "average"

    @property
    def explanation(self) -> Explanation:
        cases, clock, group = self.denominator, self.clock, self.group
        if self.statistic != "mean":
            return Explanation(group, "average", f"{self.numerator} of {cases}", "", cases, clock)
        total = f"days of all {cases}, added up"
        formula = f"{total[0].upper()}{total[1:]} ÷ 7 ÷ number of {cases}"
        return Explanation(group, "average", formula, total, cases, clock)


@dataclass(frozen=True)
class EventAverage(Average):
    """A mean or median of the days that cases took, by the day of the event."""

    counted: CaseEvents
    _: KW_ONLY
    weeks: WeeksView | None = None

    @property
    def drill(self) -> Drill | None:
        return self.counted.drill()


@dataclass(frozen=True)
class StockAverage(Average):
    """A statistic of the days for which cases have been open, on snapshot days.

    `over` names, by weeks, the measure and the part that count the cases open for longer.
    """

    counted: CaseSpells
    _: KW_ONLY
    over: Mapping[int, tuple[str, str]] = field(default_factory=dict)

    @property
    def drill(self) -> Drill | None:
        return self.counted.drill()


@dataclass(frozen=True)
class StockCount(CaseMeasure):
    """Cases open on snapshot days for `at_least` to `at_most` days; parts each under their label.

    With `weeks` they are also counted by how many weeks they have been open; under
    `weeks_left`, by the weeks in which all that are open reach `at_most` days.
    """

    counted: CaseSpells
    _: KW_ONLY
    at_least: int = 0
    at_most: int = FAR
    parts: Mapping[str, tuple[int, int]] | None = None
    weeks: WeeksView | None = None
    weeks_left: str = ""

    kind: ClassVar[FigureKind] = "stock"
    default_formula: ClassVar[str] = "Number of {numerator} at the end of the day"

    @property
    def numbers(self) -> Mapping[str, int]:
        return {"limit": self.at_most, "over": self.at_least - 1, "least": self.at_least}

    @property
    def drill(self) -> Drill | None:
        return self.counted.drill(self.at_least, self.at_most)


@dataclass(frozen=True)
class StockRate(CaseMeasure):
    """Cases open for at most `limit` days ÷ cases open, on snapshot days."""

    counted: CaseSpells
    _: KW_ONLY
    limit: int

    kind: ClassVar[FigureKind] = "rate"

    @property
    def numbers(self) -> Mapping[str, int]:
        return {"limit": self.limit}


@dataclass(frozen=True)
class Clearance(CaseMeasure):
    """Months in which a list empties at the rate of completions of the last `MONTHS`.

    `linked` counts the list and the completions.
    """

    counted: CaseSpells
    _: KW_ONLY
    completed: CaseEvents

    MONTHS: ClassVar[int] = 3
    kind: ClassVar[FigureKind] = "average"
