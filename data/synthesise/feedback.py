"""Answers of families and young people, and audits of plans, each naming its measure."""

from typing import Final, NamedTuple

import numpy as np
from numpy.random import Generator

from data.synthesise.assessments import Cases
from data.synthesise.distributions import Mix
from data.synthesise.scenario import Curve, Scenario


class _Survey(NamedTuple):
    name: str
    a_request: float
    by: Mix
    questions: dict[str, Curve]


# The share of positive answers, by months since the first day of the extracts.
_SURVEYS: Final = (
    _Survey(
        "families",
        0.16,
        Mix({"parent": 82, "young_person": 12, "carer": 6}),
        {
            "ehcp-family-involved": ((0, 0.56), (9.9, 0.58), (10.1, 0.7), (36, 0.79)),
            "parent-experience-assessment": ((0, 0.6), (18, 0.46), (36, 0.66)),
            "local-offer-useful": ((0, 0.52), (36, 0.68)),
            "pfa-options": ((0, 0.44), (36, 0.56)),
        },
    ),
    _Survey(
        "autism_families",
        0.1,
        Mix({"parent": 90, "carer": 10}),
        {
            "autism-comms": ((0, 0.74), (20, 0.6), (36, 0.78)),
            "autism-support-waiting": ((0, 0.5), (20, 0.48), (22, 0.64), (36, 0.72)),
        },
    ),
    _Survey(
        "young_people",
        0.09,
        Mix({"young_person": 100}),
        {"cyp-influence": ((0, 0.5), (36, 0.66))},
    ),
    _Survey(
        "plan_audit",
        0.14,
        Mix({"quality_team": 76, "partner": 24}),
        {
            "ehcp-voice": ((0, 0.6), (9.9, 0.63), (10.1, 0.76), (36, 0.84)),
            "ehcp-audit-compliance": ((0, 0.78), (21, 0.82), (25, 0.68), (36, 0.75)),
            "plans-reflect-advice": ((0, 0.74), (21, 0.78), (25, 0.66), (36, 0.74)),
        },
    ),
)
_NEUTRAL_OF_REST: Final = 0.45


def draw_feedback(
    rng: Generator, scenario: Scenario, requests: int, first_number: int, area_count: int
) -> Cases:
    """Draw the answers that go with a number of requests: one row a question answered."""
    parts: list[Cases] = []
    for survey in _SURVEYS:
        count = max(1, round(requests * survey.a_request))
        parts += _draw_survey(rng, scenario, survey, count, first_number, area_count)
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _draw_survey(
    rng: Generator,
    scenario: Scenario,
    survey: _Survey,
    count: int,
    first_number: int,
    area_count: int,
) -> list[Cases]:
    asked_days = scenario.arrivals(rng, count)
    response: Cases = {
        "number": first_number + np.arange(count),
        "area": rng.integers(area_count, size=count),
        "survey": np.full(count, survey.name, dtype=object),
        "asked": asked_days,
        "by": survey.by.draw(rng, count),
    }
    return [
        response
        | {
            "question": np.full(count, question, dtype=object),
            "answer": _answers(rng, scenario.level(asked_days, curve)),
        }
        for question, curve in survey.questions.items()
    ]


def _answers(rng: Generator, positive: np.ndarray) -> np.ndarray:
    chance = rng.random(len(positive))
    is_neutral = chance < positive + (1 - positive) * _NEUTRAL_OF_REST
    words = np.where(is_neutral, "neutral", "negative")
    return np.where(chance < positive, "positive", words)
