"""The caseload: plans taken over on the first day, plans issued since, plans that ceased."""

from typing import Final

import numpy as np
from numpy.random import Generator

from data.synthesise.assessments import Cases
from data.synthesise.distributions import CASELOAD_AGES, NEEDS, Mix, blanked, draw_settings
from data.synthesise.scenario import (
    NEVER,
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
_YEAR: Final = 365.25
# The year groups that a move of school follows, the kind of move, and the month and day it is due.
_TRANSFERS: Final = (
    (6, "school", (2, 15)),
    (11, "secondary_to_post16", (3, 31)),
    (13, "post16_to_post16", (3, 31)),
)


def draw_plans(
    rng: Generator, scenario: Scenario, cases: Cases, first_number: int, area_count: int
) -> Cases:
    """Draw the plans that come with some cases, and those that were there before them."""
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
    """Draw plans that were issued elsewhere or earlier and came in on the first day, or later."""
    ages = CASELOAD_AGES.draw(rng, count).astype(np.int64)
    moved_in = np.where(
        rng.random(count) < _MOVED_IN_LATER,
        to_weekday(rng.integers(scenario.first, scenario.until, count)),
        scenario.first,
    )
    years_before = (scenario.until - scenario.first) / _YEAR + _FIRST_PLAN_AGE
    years = np.clip(rng.random(count) * (ages - years_before), 0.1, _OLDEST_PLAN_YEARS)
    return {
        "area": rng.integers(area_count, size=count),
        "issued": to_weekday(np.minimum(moved_in - 30, scenario.first - years * _YEAR)),
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
    since = (scenario.until - issued_cases["request"]) / _YEAR + rng.random(
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
    """Draw the day on which each plan ceases: few do before 16, many each year after 18."""
    ages = plans["age"]
    rates = np.interp(ages, (4, 15, 16, 18, 19, 24), (0.025, 0.03, 0.08, 0.15, 0.26, 0.4))
    years = rng.standard_exponential(len(ages)) / rates
    ceased = to_weekday(np.minimum(plans["started"] + 60 + years * _YEAR, NEVER))
    return {"ceased": scenario.happened(ceased), "reason": _REASONS.draw(rng, len(ages))}


def _transfers(rng: Generator, scenario: Scenario, plans: Cases) -> Cases:
    """Say which plans had a move of school in these years, or have one this school year."""
    count, groups = len(plans["group"]), plans["group"]
    due = np.full(count, NEVER)
    kind = np.full(count, "", dtype=object)
    continues = rng.random(count) < 0.35
    this_year = int(school_year(np.array([scenario.until]))[0])
    for group, name, (month, day) in _TRANSFERS:
        for years_ago in range(story_years(scenario) + 1):
            moves = groups == group + years_ago
            moves &= continues if name.startswith("post16") else True
            when = day_number(day_of(scenario.until).replace(this_year + 1 - years_ago, month, day))
            moves &= (plans["started"] < when) & (due == NEVER)
            due[moves], kind[moves] = when, name
    return {"transfer": kind, "transfer_due": due}


def story_years(scenario: Scenario) -> int:
    """Return how many whole years the extracts look back."""
    return round((scenario.until - scenario.first) / _YEAR)


def groups_on(scenario: Scenario, groups: np.ndarray, days: Days) -> np.ndarray:
    """Return the year group on each day of children who are in these groups on the last day."""
    past = np.where(days == NEVER, scenario.until, days)
    return groups - (school_year(np.array([scenario.until])) - school_year(past))
