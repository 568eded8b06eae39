"""What lies ahead of an area: each number with its years, and the lists of those who wait."""

from dataclasses import dataclass
from datetime import date

from dashboard.model.panel import Area, Measure


@dataclass(frozen=True)
class YearAhead:
    """What a number comes to on a day, with its 80% interval; `is_tested` within the years tested."""

    day: date
    value: float
    low: float
    high: float
    is_tested: bool


@dataclass(frozen=True)
class Outlook:
    """A number of an area a year apart, and where it goes if past growth continues.

    `years` is empty where `reason` says why there is no projection. `growth` is in percent a year,
    `country_growth` that of the country in its last year, None where it is not known. `held` are the
    shares in percent that lay inside the interval where it was tested, `no_nearer` the years ahead at
    which it was not nearer to what came than no change and the last year's change again.
    """

    measure: Measure
    breakdown: str
    basis: str
    history: tuple[tuple[date, float], ...]
    years: tuple[YearAhead, ...] = ()
    reason: str = ""
    method: str = ""
    growth: float | None = None
    country_growth: float | None = None
    held: tuple[int, ...] = ()
    no_nearer: tuple[int, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def last(self) -> tuple[date, float]:
        """The newest day and number."""
        return self.history[-1]


@dataclass(frozen=True)
class WaitingList:
    """Who waits for a service, month by month, with what comes in and is completed.

    `referrals` and `completed` are means a month of the last 3 whole months, None where they are
    hidden or not loaded.
    """

    outlook: Outlook
    referrals: float | None = None
    completed: float | None = None


@dataclass(frozen=True)
class PlannedStep:
    """So many places, or completed a month, from a day on.

    `of` is a setting ("setting=special_school") or the measure of a waiting list; `confidence` is open,
    agreed or planned.
    """

    of: str
    provision: str
    starts_on: date
    capacity: float
    confidence: str
    source: str = ""


@dataclass(frozen=True)
class SettingSpend:
    """What the plans of a setting cost in the newest year of spend, in £ million."""

    part: Outlook
    plans: float
    spent: float


@dataclass(frozen=True)
class Money:
    """Spend on high needs ahead, and what stands beside it; years end on their last days.

    `outlook` has no years where spend, or the plans of its newest year, are not known. `a_plan` is in £
    a year; `block` the newest high needs block in £ million, `share` the newest balance as a share of
    income, `balance` the newest in £ million, None where not loaded. `settings` are those whose spend
    is known.
    """

    outlook: Outlook
    plans: float | None = None
    a_plan: float | None = None
    block: tuple[date, float] | None = None
    share: tuple[date, float] | None = None
    balance: tuple[date, float] | None = None
    settings: tuple[SettingSpend, ...] = ()


@dataclass(frozen=True)
class FutureNeed:
    """Everything that lies ahead of an area: numbers, their parts, waiting lists, what is planned.

    `parts` are those of the caseload, `flow_parts` those of requests and new plans.
    """

    area: Area
    outlooks: tuple[Outlook, ...]
    parts: tuple[Outlook, ...] = ()
    lists: tuple[WaitingList, ...] = ()
    steps: tuple[PlannedStep, ...] = ()
    money: Money | None = None
    flow_parts: tuple[Outlook, ...] = ()

    def outlook(self, measure_id: str) -> Outlook | None:
        """Return the outlook of a measure; None where it is not in the catalogue."""
        return next((o for o in self.outlooks if o.measure.measure_id == measure_id), None)

    def part(self, breakdown: str) -> Outlook | None:
        """Return the outlook of a part of the caseload; None where it has none."""
        return next((o for o in self.parts if o.breakdown == breakdown and o.years), None)
