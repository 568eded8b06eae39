"""Referrals to four services, and the answers of families, young people and auditors to surveys."""

from typing import Final, NamedTuple

import numpy as np
from numpy.random import Generator

from data.synthesise.assessments import Cases
from data.synthesise.distributions import Mix, speed_up, with_missing
from data.synthesise.scenario import NEVER, Curve, Scenario, to_weekday


class _ServicePattern(NamedTuple):
    code: str
    a_request: float
    providers: Mix
    ages: tuple[float, float]
    weeks: Curve
    spread: float


# Weeks from referral to the first appointment, by months since the first day of the extracts.
_SERVICES: Final = (
    _ServicePattern(
        "autism",
        0.9,
        Mix({"Example Community Trust": 58, "Example Hospital": 30, "Example Practice": 12}),
        (7.5, 4.0),
        ((-12, 17), (0, 27), (10, 44), (20, 58), (26, 50), (36, 42)),
        0.5,
    ),
    _ServicePattern(
        "speech_language",
        1.2,
        Mix({"Example Community Trust": 74, "Example Therapies": 26}),
        (4.5, 2.5),
        ((-12, 12), (6, 16), (16, 21), (26, 17), (36, 13)),
        0.5,
    ),
    _ServicePattern(
        "occupational_therapy",
        0.55,
        Mix({"Example Community Trust": 82, "Example Therapies": 18}),
        (6.5, 3.0),
        ((-12, 15), (12, 18), (24, 22), (36, 24)),
        0.5,
    ),
    _ServicePattern(
        "camhs",
        0.8,
        Mix({"Example Mental Health Trust": 100}),
        (12.5, 3.2),
        ((-12, 9), (6, 12), (18, 17), (30, 15), (36, 14)),
        0.6,
    ),
)
_PACE_BY_PROVIDER: Final = {"Example Hospital": 1.18, "Example Practice": 0.7}
_CLINIC_PACE: Final = 0.8
_REASONS: Final = Mix({"did_not_attend": 40, "moved_away": 25, "withdrawn": 35})
_WEEK: Final = 7


def draw_referrals(rng: Generator, scenario: Scenario, count: int, area_count: int) -> Cases:
    """Return the referrals that go with a number of requests, service by service."""
    parts = [_draw_service(rng, scenario, service, count, area_count) for service in _SERVICES]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _draw_service(
    rng: Generator, scenario: Scenario, service: _ServicePattern, requests: int, area_count: int
) -> Cases:
    count = max(1, round(requests * service.a_request))
    referred = scenario.arrivals(rng, count, scenario.referrals_first)
    ages = np.clip(np.round(rng.normal(*service.ages, count)), 0, 17).astype(np.int64)
    cases = {
        "area": rng.integers(area_count, size=count),
        "service": np.full(count, service.code, dtype=object),
        "provider": service.providers.draw(rng, count),
        "referred": referred,
        "age": ages,
    }
    seen = _first_days(rng, scenario, service, cases)
    cases |= _courses(rng, service, referred, seen)
    return _recorded_referrals(rng, scenario, cases)


def _first_days(
    rng: Generator, scenario: Scenario, service: _ServicePattern, cases: Cases
) -> np.ndarray:
    referred, is_autism = cases["referred"], service.code == "autism"
    weeks = scenario.level(referred, service.weeks) * np.exp(
        rng.standard_normal(len(referred)) * service.spread
    )
    for provider, pace in _PACE_BY_PROVIDER.items():
        weeks *= np.where(cases["provider"] == provider, pace, 1.0)
    if is_autism:
        weeks *= np.interp(cases["age"], (0, 5, 6, 11, 12, 17), (0.75, 0.8, 1.0, 1.05, 1.3, 1.35))
    seen = referred + np.maximum(_WEEK, weeks * _WEEK)
    return to_weekday(speed_up(seen, scenario.second_clinic, _CLINIC_PACE) if is_autism else seen)


def _courses(
    rng: Generator, service: _ServicePattern, referred: np.ndarray, seen: np.ndarray
) -> Cases:
    """Return the course of referrals: most are seen, some not accepted, some closed unseen."""
    count, is_autism = len(referred), service.code == "autism"
    accepted = to_weekday(referred + 2 + np.minimum(rng.standard_exponential(count) * 8, 45))
    is_refused = rng.random(count) < 0.06
    abandoned_on = to_weekday(accepted + 10 + rng.standard_exponential(count) * 900)
    is_abandoned = ~is_refused & (abandoned_on < seen)
    is_seen = ~is_refused & ~is_abandoned
    started = to_weekday(seen + np.where(rng.random(count) < 0.6, 0, rng.integers(7, 35, count)))
    decided = to_weekday(started + 14 + rng.standard_exponential(count) * 40)
    treated = to_weekday(seen + 30 + rng.standard_exponential(count) * 90)
    done = to_weekday(decided + rng.integers(0, 22, count)) if is_autism else treated
    closed = np.where(is_refused, accepted, np.where(is_abandoned, abandoned_on, done))
    reason = np.where(is_seen, "assessed" if is_autism else "treated", _REASONS.draw(rng, count))
    return {
        "accepted": np.where(is_refused, NEVER, accepted),
        "seen": np.where(is_seen, np.maximum(seen, accepted), NEVER),
        "started": np.where(is_seen & is_autism, np.maximum(started, accepted), NEVER),
        "decided": np.where(is_seen & is_autism, np.maximum(decided, accepted), NEVER),
        "closed": np.maximum(closed, accepted),
        "reason": np.where(is_refused, "not_accepted", reason),
    }


def _recorded_referrals(rng: Generator, scenario: Scenario, cases: Cases) -> Cases:
    for name in ("accepted", "seen", "started", "decided", "closed"):
        cases[name] = scenario.happened(cases[name])
    cases["accepted"] = with_missing(rng, cases["accepted"], 0.03)
    cases["reason"] = np.where(cases["closed"] == NEVER, "", cases["reason"])
    is_missing = rng.random(len(cases["age"])) < 0.015
    cases["age_word"] = np.where(is_missing, "", cases["age"].astype(str).astype(object))
    return cases


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
        "young_people", 0.09, Mix({"young_person": 100}), {"cyp-influence": ((0, 0.5), (36, 0.66))}
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
    """Return the answers that go with a number of requests: one row a question answered."""
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
    answer_days = scenario.arrivals(rng, count)
    response: Cases = {
        "number": first_number + np.arange(count),
        "area": rng.integers(area_count, size=count),
        "survey": np.full(count, survey.name, dtype=object),
        "asked": answer_days,
        "by": survey.by.draw(rng, count),
    }
    return [
        response
        | {
            "question": np.full(count, question, dtype=object),
            "answer": _answers(rng, scenario.level(answer_days, curve)),
        }
        for question, curve in survey.questions.items()
    ]


def _answers(rng: Generator, positive: np.ndarray) -> np.ndarray:
    chance = rng.random(len(positive))
    is_neutral = chance < positive + (1 - positive) * _NEUTRAL_OF_REST
    words = np.where(is_neutral, "neutral", "negative")
    return np.where(chance < positive, "positive", words)
