"""Professional advice: asked for when the decision is to assess, audited in part."""

from typing import Final, NamedTuple

import numpy as np
from numpy.random import Generator

from data.synthesise.assessments import Cases
from data.synthesise.distributions import wait_days, with_missing
from data.synthesise.scenario import NEVER, Curve, Scenario, to_weekday


class _Sector(NamedTuple):
    name: str
    in_time: Curve
    good: Curve
    late_days: float


# Quality falls while the taskforce hurries, and only half of it comes back.
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
        "education",
        ((0, 0.93), (36, 0.94)),
        ((0, 0.86), (21, 0.87), (25, 0.8), (36, 0.83)),
        10,
    ),
)
_AUDITED: Final = 0.22


def draw_advice(rng: Generator, scenario: Scenario, cases: Cases) -> Cases:
    """Draw one row for each sector of each case that is assessed, case by case."""
    is_requested = (cases["decision"] == "assess") & (cases["decided"] < scenario.until - 4)
    assessed = {
        name: cases[name][is_requested] for name in ("number", "area", "decided", "drafted")
    }
    parts = [_draw_sector(rng, scenario, assessed, sector) for sector in _SECTORS]
    # Side by side, so that the rows of one case stand together.
    return {name: np.stack([part[name] for part in parts], axis=1).ravel() for name in parts[0]}


def _draw_sector(rng: Generator, scenario: Scenario, assessed: Cases, sector: _Sector) -> Cases:
    count = len(assessed["number"])
    requested = to_weekday(assessed["decided"] + rng.integers(0, 5, count))
    is_within = rng.random(count) < scenario.level(requested, sector.in_time)
    days = wait_days(rng, is_within, 42, before=9, least=5, after=sector.late_days)
    # A plan is drafted from what has come.
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
