"""Annual reviews: each follows the last one concluded, and a move of school takes the place of one."""

from typing import Final

import numpy as np
from numpy.random import Generator

from data.synthesise.assessments import Cases
from data.synthesise.distributions import Mix, wait_days, with_missing
from data.synthesise.plans import groups_on, story_years
from data.synthesise.scenario import NEVER, Curve, Scenario, to_weekday

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


def draw_reviews(rng: Generator, scenario: Scenario, plans: Cases) -> Cases:
    """Draw the reviews of plans, cycle by cycle; `plans` loses those that a review ceases."""
    concluded, first = _first_reviews(rng, plans)
    cycles = [first]
    continues = np.ones(len(plans["number"]), dtype=bool)
    for _ in range(story_years(scenario) + 2):
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
    """Draw the last review before a plan came in; new plans and young ones have had none."""
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
    """Draw the next review of every plan and say which of them take place."""
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
    """Return the reviews as a case system holds them on the last day, gaps included."""
    place, count = reviews["place"], len(reviews["place"])
    meeting, decided = scenario.happened(reviews["meeting"]), scenario.happened(reviews["decided"])
    reported = to_weekday(
        np.minimum(decided, meeting + 2 + np.minimum(rng.standard_exponential(count) * 9, 60))
    )
    is_amended = (reviews["decision"] == "amend") & (decided != NEVER)
    groups = groups_on(scenario, plans["group"][place], meeting)
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
        # The notice of the amendments goes out with the decision.
        "drafted": np.where(is_amended, decided, NEVER),
        "decided": decided,
        "decision": np.where(decided == NEVER, "", reviews["decision"]),
        "final": scenario.happened(np.where(is_amended, reviews["final"], NEVER)),
        "took_part": np.where(can_speak, np.where(took_part, "yes", "no"), ""),
    }
