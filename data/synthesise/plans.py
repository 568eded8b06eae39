"""The caseload of plans, and their annual reviews: each a year after the last one concluded."""

from typing import Final

import numpy as np
from numpy.random import Generator

from data.synthesise.assessments import Cases
from data.synthesise.distributions import (
    CASELOAD_AGES,
    NEEDS,
    Mix,
    blanked,
    draw_settings,
    wait_days,
    with_missing,
)
from data.synthesise.scenario import (
    NEVER,
    Curve,
    Days,
    Scenario,
    day_number,
    day_of,
    school_year,
    to_weekday,
)

_REASONS: Final = Mix(
    {"left_education": 46, "moved_away": 24, "needs_met": 18, "into_work": 8, "other": 4}
)
_INHERITED_SHARE: Final = 1.15
_MOVED_IN_LATER: Final = 0.04
_OLDEST_PLAN_YEARS, _FIRST_PLAN_AGE, _LAST_AGE = 8, 2, 25
_DAYS_A_YEAR: Final = 365.25
# The year group before each phase transfer, its kind, and the month and day it is due.
_TRANSFERS: Final = (
    (6, "school", (2, 15)),
    (11, "secondary_to_post16", (3, 31)),
    (13, "post16_to_post16", (3, 31)),
)
_DECISIONS: Final = Mix({"maintain": 63, "amend": 33.5, "cease": 3.5})
_DECIDED_IN_TIME: Final[Curve] = (
    (-12, 0.5),
    (0, 0.52),
    (14, 0.5),
    (15, 0.62),
    (24, 0.76),
    (36, 0.8),
)
_FINAL_IN_TIME: Final[Curve] = ((-12, 0.45), (14, 0.5), (24, 0.64), (36, 0.7))
_TRANSFER_IN_TIME: Final[Curve] = ((0, 0.66), (12, 0.72), (24, 0.83), (36, 0.88))
_TOOK_PART: Final[Curve] = ((-12, 0.5), (9.9, 0.55), (10.1, 0.66), (36, 0.74))
_YEAR, _HALF_YEAR = 365, 183
_BEFORE_TRANSFER, _LEAST_BETWEEN, _SETTLED = 105, 90, 21
_CAN_SPEAK_GROUP: Final = 9


def draw_plans(
    rng: Generator, scenario: Scenario, cases: Cases, first_number: int, area_count: int
) -> Cases:
    """Return the plans issued for some cases, and those issued before."""
    count = int(len(cases["number"]) * _INHERITED_SHARE)
    old, new = _inherited(rng, scenario, count, area_count), _issued(rng, scenario, cases)
    plans = {name: np.concatenate([old[name], new[name]]) for name in old}
    plans["number"] = first_number + np.arange(len(plans["age"]))
    plans["started"] = np.where(plans["moved_in"] == NEVER, plans["issued"], plans["moved_in"])
    plans["group"] = np.where(plans["age"] < _LAST_AGE, plans["age"] - 5, _LAST_AGE)
    plans |= _endings(rng, scenario, plans) | _transfers(rng, scenario, plans)
    plans["age_word"] = blanked(rng, plans["age"].astype(str).astype(object), 0.01)
    return plans


def _inherited(rng: Generator, scenario: Scenario, count: int, area_count: int) -> Cases:
    """Return plans issued elsewhere or earlier, taken over on the first day or later."""
    ages = CASELOAD_AGES.draw(rng, count).astype(np.int64)
    moved_in = np.where(
        rng.random(count) < _MOVED_IN_LATER,
        to_weekday(rng.integers(scenario.first, scenario.until, count)),
        scenario.first,
    )
    years_before = (scenario.until - scenario.first) / _DAYS_A_YEAR + _FIRST_PLAN_AGE
    years = np.clip(rng.random(count) * (ages - years_before), 0.1, _OLDEST_PLAN_YEARS)
    return {
        "area": rng.integers(area_count, size=count),
        "issued": to_weekday(np.minimum(moved_in - 30, scenario.first - years * _DAYS_A_YEAR)),
        "moved_in": moved_in,
        "age": ages,
        "need": NEEDS.draw(rng, count),
        "setting": draw_settings(rng, ages),
    }


def _issued(rng: Generator, scenario: Scenario, cases: Cases) -> Cases:
    is_issued = cases["planned"] != NEVER
    issued_cases = {
        name: cases[name][is_issued] for name in ("area", "request", "planned", "age", "need")
    }
    since = (scenario.until - issued_cases["request"]) / _DAYS_A_YEAR + rng.random(
        len(issued_cases["age"])
    )
    ages = np.minimum(issued_cases["age"] + np.floor(since).astype(np.int64), _LAST_AGE - 1)
    return {
        "area": issued_cases["area"],
        "issued": issued_cases["planned"],
        "moved_in": np.full(len(ages), NEVER),
        "age": ages,
        "need": issued_cases["need"],
        "setting": draw_settings(rng, ages),
    }


def _endings(rng: Generator, scenario: Scenario, plans: Cases) -> Cases:
    """Return the day on which each plan ceases: few do before 16, many each year after 18."""
    ages = plans["age"]
    rates = np.interp(ages, (4, 15, 16, 18, 19, 24), (0.025, 0.03, 0.08, 0.15, 0.26, 0.4))
    years = rng.standard_exponential(len(ages)) / rates
    ceased = to_weekday(np.minimum(plans["started"] + 60 + years * _DAYS_A_YEAR, NEVER))
    return {"ceased": scenario.happened(ceased), "reason": _REASONS.draw(rng, len(ages))}


def _transfers(rng: Generator, scenario: Scenario, plans: Cases) -> Cases:
    """Return the phase transfer of each plan in these years or this school year, and its due day."""
    count, groups = len(plans["group"]), plans["group"]
    due = np.full(count, NEVER)
    kind = np.full(count, "", dtype=object)
    continues = rng.random(count) < 0.35
    this_year = int(school_year(np.array([scenario.until]))[0])
    for group, name, (month, day) in _TRANSFERS:
        for years_ago in range(_whole_years(scenario) + 1):
            moves = groups == group + years_ago
            moves &= continues if name.startswith("post16") else True
            when = day_number(day_of(scenario.until).replace(this_year + 1 - years_ago, month, day))
            moves &= (plans["started"] < when) & (due == NEVER)
            due[moves], kind[moves] = when, name
    return {"transfer": kind, "transfer_due": due}


def _whole_years(scenario: Scenario) -> int:
    """Return how many whole years the extracts look back."""
    return round((scenario.until - scenario.first) / _DAYS_A_YEAR)


def _groups_on(scenario: Scenario, groups: np.ndarray, days: Days) -> np.ndarray:
    """Return the year group on each day of children who are in these groups on the last day."""
    past = np.where(days == NEVER, scenario.until, days)
    return groups - (school_year(np.array([scenario.until])) - school_year(past))


def draw_reviews(rng: Generator, scenario: Scenario, plans: Cases) -> Cases:
    """Return the reviews of plans, cycle by cycle; set `ceased` of the plans that a review ends."""
    concluded, first = _first_reviews(rng, plans)
    cycles = [first]
    continues = np.ones(len(plans["number"]), dtype=bool)
    for _ in range(_whole_years(scenario) + 2):
        cycle = _cycle(rng, scenario, plans, concluded)
        takes_place = continues & cycle.pop("takes_place")
        cycles.append({name: cells[takes_place] for name, cells in cycle.items()})
        concluded = np.where(takes_place, cycle["decided"], concluded)
        continues = takes_place & (concluded < scenario.until)
        ceases = takes_place & (cycle["decision"] == "cease") & (concluded <= scenario.until)
        ends = scenario.happened(to_weekday(concluded + 30))
        plans["ceased"] = np.where(ceases, np.minimum(plans["ceased"], ends), plans["ceased"])
    reviews = {name: np.concatenate([cycle[name] for cycle in cycles]) for name in first}
    return _recorded_reviews(rng, scenario, plans, reviews)


def _first_reviews(rng: Generator, plans: Cases) -> tuple[np.ndarray, Cases]:
    """Return the last review before each plan came in; new and recent plans had none."""
    count, issued = len(plans["number"]), plans["issued"]
    before = plans["started"] - 1 - np.floor(rng.random(count) ** 1.15 * (_YEAR + 40))
    has_review = (plans["moved_in"] != NEVER) & (before > issued + 200)
    decided = to_weekday(np.where(has_review, before, issued))
    meeting = np.maximum(
        issued, decided - 8 - np.floor(rng.standard_exponential(count) * 24).astype(np.int64)
    )
    decision = np.where(rng.random(count) < 0.66, "maintain", "amend").astype(object)
    final = to_weekday(decided + 20 + rng.standard_exponential(count) * 35)
    cells = {
        "place": np.arange(count),
        "due": np.maximum(issued + 1, meeting + rng.integers(-20, 30, count)),
        "meeting": to_weekday(meeting),
        "decided": decided,
        "decision": decision,
        "final": np.where(decision == "amend", final, NEVER),
        "transfer": np.full(count, "", dtype=object),
    }
    return decided, {name: column[has_review] for name, column in cells.items()}


def _cycle(rng: Generator, scenario: Scenario, plans: Cases, concluded: np.ndarray) -> Cases:
    """Return the next review of every plan, and which of them take place."""
    count, due = len(concluded), concluded + _YEAR
    transfer_meeting = plans["transfer_due"] - _BEFORE_TRANSFER
    is_transfer = transfer_meeting > concluded + _LEAST_BETWEEN
    is_transfer &= transfer_meeting < due + _HALF_YEAR
    is_late = rng.random(count) < 0.13
    shift = rng.standard_normal(count) * 20 - 24 + is_late * rng.standard_exponential(count) * 75
    meeting = np.where(is_transfer, transfer_meeting + rng.integers(-30, 25, count), due + shift)
    least = np.maximum(concluded + _LEAST_BETWEEN, plans["started"] + _SETTLED)
    meeting = to_weekday(np.maximum(meeting, least))
    is_within = rng.random(count) < scenario.level(meeting, _DECIDED_IN_TIME)
    decided = to_weekday(meeting + wait_days(rng, is_within, 28, before=5, least=3, after=28))
    decision = np.where(is_transfer, "amend", _DECISIONS.draw(rng, count))
    final = _final_days(rng, scenario, plans, decided, is_transfer)
    return {
        "place": np.arange(count),
        "due": due,
        "meeting": meeting,
        "decided": decided,
        "decision": decision,
        "final": np.where(decision == "amend", final, NEVER),
        "transfer": np.where(is_transfer, plans["transfer"], ""),
        "takes_place": (due <= scenario.until) & (plans["ceased"] > np.maximum(due, decided)),
    }


def _final_days(
    rng: Generator, scenario: Scenario, plans: Cases, decided: np.ndarray, is_transfer: np.ndarray
) -> np.ndarray:
    count, due = len(decided), plans["transfer_due"]
    is_within = rng.random(count) < scenario.level(decided, _FINAL_IN_TIME)
    days = wait_days(rng, is_within, 56, before=8, least=10, after=25)
    is_on_time = rng.random(count) < scenario.level(
        np.minimum(due, scenario.until), _TRANSFER_IN_TIME
    )
    slip = rng.standard_exponential(count)
    moved = np.where(is_on_time, due - slip * 9, due + 2 + slip * 20)
    return to_weekday(np.maximum(decided, np.where(is_transfer, moved, decided + days)))


def _recorded_reviews(rng: Generator, scenario: Scenario, plans: Cases, reviews: Cases) -> Cases:
    """Return the reviews as recorded in a case system on the last day, with gaps."""
    place, count = reviews["place"], len(reviews["place"])
    meeting, decided = scenario.happened(reviews["meeting"]), scenario.happened(reviews["decided"])
    reported = to_weekday(
        np.minimum(decided, meeting + 2 + np.minimum(rng.standard_exponential(count) * 9, 60))
    )
    is_amended = (reviews["decision"] == "amend") & (decided != NEVER)
    groups = _groups_on(scenario, plans["group"][place], meeting)
    took_part = rng.random(count) < scenario.level(reviews["meeting"], _TOOK_PART)
    can_speak = (groups >= _CAN_SPEAK_GROUP) & (meeting != NEVER) & (rng.random(count) < 0.93)
    return {
        "area": plans["area"][place],
        "number": plans["number"][place],
        "group": groups,
        "transfer": reviews["transfer"],
        "due": reviews["due"],
        "meeting": with_missing(rng, meeting, 0.004),
        "reported": with_missing(rng, scenario.happened(reported), 0.015),
        # The notice of amendments is sent with the decision.
        "drafted": np.where(is_amended, decided, NEVER),
        "decided": decided,
        "decision": np.where(decided == NEVER, "", reviews["decision"]),
        "final": scenario.happened(np.where(is_amended, reviews["final"], NEVER)),
        "took_part": np.where(can_speak, np.where(took_part, "yes", "no"), ""),
    }
