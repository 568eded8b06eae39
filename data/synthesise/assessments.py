"""Requests for an EHC needs assessment (a backlog builds up, a taskforce clears it), and their advice."""

from typing import Final, NamedTuple

import numpy as np
from numpy.random import Generator

from data.synthesise.distributions import (
    AGES,
    ETHNICITIES,
    LOCALITIES,
    NEEDS,
    SEXES,
    Mix,
    blanked,
    draw_settings,
    shift_odds,
    speed_up,
    wait_days,
    with_missing,
)
from data.synthesise.scenario import NEVER, Curve, Scenario, to_weekday

Cases = dict[str, np.ndarray]

_CLOCKS: Final = Mix({"request": 94, "transfer_in": 3.5, "tribunal": 2.5})
_SOURCES: Final = Mix({"school": 58, "parent": 33, "health": 5, "young_person": 2, "other": 2})
_DECISIONS: Final = Mix({"assess": 76, "refuse": 20, "withdrawn": 4})
_OUTCOMES: Final = Mix({"issue": 93, "not_issue": 5.5, "withdrawn": 1.5})
# By months since the first day of the extracts.
_DECIDED_IN_TIME: Final[Curve] = ((0, 0.92), (12, 0.86), (18, 0.78), (24, 0.9), (36, 0.95))
_PLAN_IN_TIME: Final[Curve] = (
    (0, 0.8),
    (7, 0.76),
    (11, 0.64),
    (14, 0.52),
    (16, 0.5),
    (18, 0.66),
    (24, 0.76),
    (28, 0.84),
    (36, 0.87),
)
_LATE_DAYS: Final[Curve] = ((0, 22), (8, 32), (16, 70), (21, 60), (26, 28), (36, 20))
_HELD: Final[Curve] = ((0, 0.36), (9.9, 0.42), (10.1, 0.66), (24, 0.7), (36, 0.76))
_SLOWER_NEEDS: Final = {"SEMH": -0.35, "ASD": -0.15, "SLCN": 0.2, "HI": 0.5, "VI": 0.5}
_SLOWER_PLACES: Final = {"East": -0.5, "North": 0.25, "South": 0.15}
_LEAST_PLAN_DAYS, _PLAN_LIMIT, _PLAN_AFTER_DECISION = 84, 140, 35
_TASKFORCE_PACE: Final = 0.4


def draw_assessments(
    rng: Generator, scenario: Scenario, numbers: np.ndarray, area_count: int
) -> Cases:
    """Return random cases in the order of their requests; future days are NEVER."""
    count = len(numbers)
    cases: Cases = {
        "number": numbers,
        "area": rng.integers(area_count, size=count),
        "clock": _CLOCKS.draw(rng, count),
        "request": scenario.arrivals(rng, count),
        "source": _SOURCES.draw(rng, count),
        **_children(rng, count),
    }
    cases |= _decisions(rng, scenario, cases)
    cases |= _outcomes(rng, scenario, cases)
    cases |= _meetings(rng, scenario, cases)
    return _recorded_assessments(rng, scenario, cases)


def _children(rng: Generator, count: int) -> Cases:
    ages = AGES.draw(rng, count).astype(np.int64)
    return {
        "age": ages,
        "need": NEEDS.draw(rng, count),
        "sex": SEXES.draw(rng, count),
        "ethnicity": ETHNICITIES.draw(rng, count),
        "setting": draw_settings(rng, ages),
        "locality": LOCALITIES.draw(rng, count),
    }


def _decisions(rng: Generator, scenario: Scenario, cases: Cases) -> Cases:
    request = cases["request"]
    is_within = rng.random(len(request)) < scenario.level(request, _DECIDED_IN_TIME)
    days = wait_days(rng, is_within, 42, before=6, least=10, after=8)
    decision = _DECISIONS.draw(rng, len(request))
    # A tribunal orders the assessment: it cannot be refused.
    is_ordered = cases["clock"] == "tribunal"
    return {
        "decision": np.where(is_ordered, "assess", decision),
        "decided": to_weekday(request + days),
    }


def _outcomes(rng: Generator, scenario: Scenario, cases: Cases) -> Cases:
    count, is_assessed = len(cases["request"]), cases["decision"] == "assess"
    outcome = np.where(is_assessed, _OUTCOMES.draw(rng, count), "")
    planned = _plan_days(rng, scenario, cases)
    days_left = planned - cases["decided"]
    drafted = to_weekday(
        planned - np.minimum(15 + rng.standard_exponential(count) * 8, days_left / 2)
    )
    agreed = to_weekday(np.maximum(cases["decided"], drafted - rng.integers(0, 9, count)))
    ended = _end_days(rng, cases, outcome)
    is_issue, is_decided = outcome == "issue", outcome != ""
    return {
        "outcome": outcome,
        "outcome_on": np.where(is_issue, agreed, np.where(is_decided, ended, NEVER)),
        "drafted": np.where(is_issue, drafted, NEVER),
        "planned": np.where(is_issue, planned, NEVER),
    }


def _plan_days(rng: Generator, scenario: Scenario, cases: Cases) -> np.ndarray:
    """Return the day of the final plan, as if every case had one."""
    request = cases["request"]
    shares = shift_odds(scenario.level(request, _PLAN_IN_TIME), _moves(cases))
    is_within = rng.random(len(request)) < shares
    after = scenario.level(request, _LATE_DAYS)
    days = wait_days(rng, is_within, _PLAN_LIMIT, before=12, least=_LEAST_PLAN_DAYS, after=after)
    # The taskforce speeds up open cases that are late already, none to within the limit.
    least = request + np.minimum(days, _PLAN_LIMIT + 4)
    sooner = np.maximum(least, speed_up(request + days, scenario.taskforce, _TASKFORCE_PACE))
    planned = np.where(request < scenario.taskforce, sooner, request + days)
    return to_weekday(np.maximum(planned, cases["decided"] + _PLAN_AFTER_DECISION))


def _moves(cases: Cases) -> np.ndarray:
    moves = np.zeros(len(cases["request"]))
    for word, move in _SLOWER_NEEDS.items():
        moves += np.where(cases["need"] == word, move, 0.0)
    for word, move in _SLOWER_PLACES.items():
        moves += np.where(cases["locality"] == word, move, 0.0)
    return moves


def _end_days(rng: Generator, cases: Cases, outcome: np.ndarray) -> np.ndarray:
    """Return the day on which a case ends without a plan: refused in week 16, or withdrawn."""
    count = len(outcome)
    is_within = rng.random(count) < 0.82
    refused = cases["request"] + wait_days(rng, is_within, 112, before=8, least=60, after=15)
    withdrawn = cases["decided"] + rng.integers(7, 90, count)
    ended = np.where(outcome == "withdrawn", withdrawn, refused)
    return to_weekday(np.maximum(ended, cases["decided"]))


def _meetings(rng: Generator, scenario: Scenario, cases: Cases) -> Cases:
    """Return exceptions, more of them among late plans, and the co-production meetings."""
    count, planned = len(cases["request"]), cases["planned"]
    is_late = planned - cases["request"] > _PLAN_LIMIT
    held = scenario.level(np.minimum(planned, scenario.until), _HELD)
    chance = rng.random(count)
    meeting = np.where(chance < held, "held", np.where(chance < held + 0.18, "offered", "none"))
    return {
        "is_exception": rng.random(count) < np.where(is_late, 0.11, 0.06),
        "meeting": meeting.astype(object),
    }


def _recorded_assessments(rng: Generator, scenario: Scenario, cases: Cases) -> Cases:
    """Return the cases as recorded in a case system on the last day, with gaps."""
    count = len(cases["request"])
    for name in ("decided", "outcome_on", "drafted", "planned"):
        cases[name] = scenario.happened(cases[name])
    is_issued = cases["planned"] != NEVER
    # Only a case with a plan may lack a day: any other would be open for ever.
    is_unknown = is_issued & (rng.random(count) < 0.012)
    cases["decided_recorded"] = np.where(is_unknown, NEVER, cases["decided"])
    cases["request_recorded"] = np.where(
        is_issued, with_missing(rng, cases["request"], 0.008), cases["request"]
    )
    cases["drafted_recorded"] = with_missing(rng, cases["drafted"], 0.02)
    cases["decision"] = np.where(cases["decided_recorded"] == NEVER, "", cases["decision"])
    cases["outcome"] = np.where(cases["outcome_on"] == NEVER, "", cases["outcome"])
    cases["meeting"] = np.where(is_issued, blanked(rng, cases["meeting"], 0.015), "")
    return cases | _recorded_ages(rng, cases["age"])


def _recorded_ages(rng: Generator, ages: np.ndarray) -> Cases:
    """Return age and year group as text: a few cases have only one of them, a few neither."""
    is_missing = rng.random(len(ages)) < 0.03
    groups = year_group_words(ages - 5)
    return {
        "age_word": np.where(is_missing, "", ages.astype(str).astype(object)),
        "group_word": np.where(is_missing & (rng.random(len(ages)) < 0.3), "", groups),
    }


def year_group_words(groups: np.ndarray) -> np.ndarray:
    """Return year groups as schools write them: N, R, 1 to 14; "" outside school and college."""
    words = np.array(["N", "R", *map(str, range(1, 15)), ""], dtype=object)
    is_inside = (groups >= -1) & (groups <= 14)
    return words[np.where(is_inside, groups + 1, len(words) - 1)]


class _Sector(NamedTuple):
    name: str
    in_time: Curve
    good: Curve
    late_days: float


# Quality falls while the taskforce hurries, and only half of that is recovered.
_SECTORS: Final = (
    _Sector(
        "educational_psychology",
        ((0, 0.82), (8, 0.72), (16, 0.42), (21, 0.36), (27, 0.7), (36, 0.8)),
        ((0, 0.9), (21, 0.88), (24, 0.74), (30, 0.76), (36, 0.8)),
        30,
    ),
    _Sector(
        "health",
        ((0, 0.7), (18, 0.64), (30, 0.76), (36, 0.78)),
        ((0, 0.78), (21, 0.8), (24, 0.66), (36, 0.68)),
        22,
    ),
    _Sector(
        "social_care",
        ((0, 0.78), (20, 0.84), (36, 0.86)),
        ((0, 0.58), (20, 0.66), (25, 0.6), (36, 0.67)),
        14,
    ),
    _Sector(
        "education", ((0, 0.93), (36, 0.94)), ((0, 0.86), (21, 0.87), (25, 0.8), (36, 0.83)), 10
    ),
)
_AUDITED: Final = 0.22


def draw_advice(rng: Generator, scenario: Scenario, cases: Cases) -> Cases:
    """Return a row for each sector of each case that is assessed, case by case."""
    is_requested = (cases["decision"] == "assess") & (cases["decided"] < scenario.until - 4)
    assessed = {
        name: cases[name][is_requested] for name in ("number", "area", "decided", "drafted")
    }
    parts = [_draw_sector(rng, scenario, assessed, sector) for sector in _SECTORS]
    # The rows of one case follow each other.
    return {name: np.stack([part[name] for part in parts], axis=1).ravel() for name in parts[0]}


def _draw_sector(rng: Generator, scenario: Scenario, assessed: Cases, sector: _Sector) -> Cases:
    count = len(assessed["number"])
    requested = to_weekday(assessed["decided"] + rng.integers(0, 5, count))
    is_within = rng.random(count) < scenario.level(requested, sector.in_time)
    days = wait_days(rng, is_within, 42, before=9, least=5, after=sector.late_days)
    # A plan is drafted from the advice received.
    latest = np.maximum(requested, assessed["drafted"])
    received = scenario.happened(to_weekday(np.minimum(requested + days, latest)))
    is_good = rng.random(count) < scenario.level(requested, sector.good)
    is_audited = (received != NEVER) & (rng.random(count) < _AUDITED)
    return {
        "number": assessed["number"],
        "area": assessed["area"],
        "sector": np.full(count, sector.name, dtype=object),
        "requested": with_missing(rng, requested, 0.004),
        "received": received,
        "quality": np.where(is_audited, np.where(is_good, "good", "not_good"), ""),
    }
