"""What if: requests, new plans and caseload under a growth and a share that a reader chooses.

Never a figure: a scenario is drawn beside the projection, in words of its own.
"""

import itertools
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Final

from dashboard.future.capacity import SETTING, Line
from dashboard.future.intervals import CASELOAD, NEW_PLANS, REQUESTS
from dashboard.future.model import FutureNeed, Outlook
from dashboard.future.outlook import YEARS_AHEAD, years_after
from dashboard.model.codes import breakdown_words
from dashboard.model.selection import Selection
from dashboard.text.format import plain_number
from dashboard.text.periods import day_words

LEAST_GROWTH: Final = -50.0
MOST_GROWTH: Final = 100.0
MOST_CAPACITY: Final = 1_000_000.0
SPECIAL_SCHOOL: Final = "setting=special_school"
# Where a child is who is in no place.
_WITHOUT_PLACES: Final = ("setting=none", "setting=home_educated")
# Of how many years the share of plans that end is the middle.
_YEARS_OF_LEAVING: Final = 3


@dataclass(frozen=True)
class Choices:
    """What a reader chose; None where nothing was, so that it stays as it is.

    `growth` of requests and `issued`, the plans issued of requests, are in percent; `capacity` of a
    setting or waiting list, `capacity_of`, is there from `capacity_from` on.
    """

    growth: float | None = None
    issued: float | None = None
    capacity: float | None = None
    capacity_of: str = ""
    capacity_from: date | None = None


@dataclass(frozen=True)
class ChosenCapacity:
    """So many places of a setting, or completed a month of a list, from a day on."""

    of: str
    name: str
    number: float
    starts_on: date

    @property
    def is_setting(self) -> bool:
        """Whether it is of places."""
        return self.of.startswith(SETTING)


@dataclass(frozen=True)
class Flow:
    """How plans come and go now: growth of requests, plans of requests, plans ended, in percent."""

    requests: tuple[date, float]
    caseload: tuple[date, float]
    growth: float
    issued: float
    leaving: float


@dataclass(frozen=True)
class Scenario:
    """Requests, new plans and caseload of the years ahead under what a reader chose."""

    flow: Flow
    growth: float
    issued: float
    requests: Line
    new_plans: Line
    caseload: Line

    @property
    def is_as_now(self) -> bool:
        """Whether nothing else was chosen than what is there now."""
        return (self.growth, self.issued) == (self.flow.growth, self.flow.issued)


def read_choices(selection: Selection) -> Choices:
    """Read what an address says; what cannot be read, or be, is left out."""
    return Choices(
        _number(selection.growth, LEAST_GROWTH, MOST_GROWTH),
        _number(selection.issued, 0, 100),
        _number(selection.capacity, 0, MOST_CAPACITY),
        selection.capacity_of,
        selection.capacity_from,
    )


def _number(text: str, least: float, most: float) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if least <= number <= most else None


def present_flow(need: FutureNeed) -> Flow | None:
    """Return how plans come and go now; None where one of the three numbers is not known."""
    caseload, requests, new_plans = (need.outlook(name) for name in (CASELOAD, REQUESTS, NEW_PLANS))
    if not (caseload and requests and new_plans):
        return None
    leaving = _leaving(caseload.history, new_plans.history)
    if leaving is None or not requests.years:
        return None
    day, last = requests.last
    new = dict(new_plans.history).get(day)
    if new is None:
        return None
    growth = 100 * (requests.years[0].value / last - 1)
    issued = 100 * min(new / last, 1)
    return Flow(requests.last, caseload.last, round(growth, 1), round(issued, 1), leaving)


def _leaving(caseload: Line, new_plans: Line) -> float | None:
    """Return the middle share in percent of a caseload that ended in a year, of the last years.

    New plans are those of the year between two days of the caseload, to within a month of its end.
    """
    shares = []
    for (start, before), (end, after) in itertools.pairwise(caseload):
        added = [new for day, new in new_plans if start < day <= end and (end - day).days <= 31]
        if added:
            shares.append(100 * (before + added[-1] - after) / before)
    return median(shares[-_YEARS_OF_LEAVING:]) if shares else None


def run_scenario(flow: Flow, choices: Choices) -> Scenario:
    """Return the years ahead: requests grow, a share of them are plans, a share of plans end."""
    growth = flow.growth if choices.growth is None else choices.growth
    issued = flow.issued if choices.issued is None else choices.issued
    requests, new_plans, caseload = [flow.requests], [], [flow.caseload]
    for ahead in range(1, YEARS_AHEAD + 1):
        day, number = requests[-1]
        received = number * (1 + growth / 100)
        issued_plans = received * issued / 100
        held = caseload[-1][1] * (1 - flow.leaving / 100) + issued_plans
        requests.append((years_after(day, 1), received))
        new_plans.append((years_after(day, 1), issued_plans))
        caseload.append((years_after(flow.caseload[0], ahead), held))
    return Scenario(
        flow, growth, issued, tuple(requests[1:]), tuple(new_plans), tuple(caseload[1:])
    )


@dataclass(frozen=True)
class Chosen:
    """The scenario and the capacity that a reader chose; None where nothing was."""

    scenario: Scenario | None = None
    capacity: ChosenCapacity | None = None

    def __bool__(self) -> bool:
        return self.scenario is not None or self.capacity is not None


def choose(need: FutureNeed, selection: Selection) -> Chosen:
    """Return what an address chooses other than it is now."""
    flow, choices = present_flow(need), read_choices(selection)
    scenario = run_scenario(flow, choices) if flow else None
    return Chosen(
        scenario if scenario and not scenario.is_as_now else None, chosen_capacity(need, choices)
    )


def capacity_names(need: FutureNeed) -> dict[str, str]:
    """Return the settings and lists whose capacity can be chosen, with their names."""
    settings = {
        part.breakdown: f"{breakdown_words(part.breakdown)} places"
        for part in sorted(need.parts, key=lambda part: part.breakdown != SPECIAL_SCHOOL)
        if part.breakdown.startswith(SETTING) and part.breakdown not in _WITHOUT_PLACES
    }
    lists = {
        each.outlook.measure.measure_id: f"{each.outlook.measure.short_title}, completed a month"
        for each in need.lists
        if each.completed is not None and each.referrals is not None
    }
    return settings | lists


def chosen_capacity(need: FutureNeed, choices: Choices) -> ChosenCapacity | None:
    """Return the capacity that a reader chose; from the newest figure on where no day is named."""
    names = capacity_names(need)
    of = choices.capacity_of if choices.capacity_of in names else next(iter(names), "")
    if choices.capacity is None or not of:
        return None
    of_list = [w.outlook for w in need.lists if w.outlook.measure.measure_id == of]
    outlook = of_list[0] if of_list else need.part(of)
    if outlook is None:
        return None
    start = choices.capacity_from or outlook.last[0]
    return ChosenCapacity(of, names[of], choices.capacity, start)


def with_chosen(line: Line, chosen: ChosenCapacity | None, of: str) -> Line:
    """Return what there is from each day on, with what was chosen of it in place of what is planned."""
    if chosen is None or chosen.of != of:
        return line
    before = tuple(step for step in line if step[0] < chosen.starts_on)
    return (*before, (chosen.starts_on, chosen.number))


def part_in_scenario(part: Outlook, caseload: Outlook, scenario: Scenario) -> Line:
    """Return a part of the caseload that goes as the caseload of the scenario does."""
    return tuple(
        (year.day, year.value * held / whole.value)
        for year, whole, (_, held) in zip(
            part.years, caseload.years, scenario.caseload, strict=False
        )
    )


def capacity_assumption(chosen: ChosenCapacity) -> str:
    """Return what a chosen capacity assumes, in a sentence."""
    number, start = plain_number(chosen.number, -1), day_words(chosen.starts_on)
    if chosen.is_setting:
        return f"Assumes {number} {chosen.name} from {start} on."
    return f"Assumes {number} a month from {start} on ({chosen.name}), while as many join as now."


def assumptions(scenario: Scenario) -> str:
    """Return what a scenario assumes, in a sentence."""
    flow = scenario.flow
    growth, issued, leaving = (
        f"{round(number, 1):g}" for number in (scenario.growth, scenario.issued, flow.leaving)
    )
    then = plain_number(flow.requests[1], 0)
    return (
        f"Assumes that requests change by {growth}% every year from {then}, that plans are "
        f"{issued}% of the year’s requests, and that plans of {leaving}% of the caseload end each "
        "year, as in the middle of the last years."
    )
