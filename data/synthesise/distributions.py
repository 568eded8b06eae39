"""How children, settings and answers are spread: shares as in national tables, rounded."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator

from data.synthesise.scenario import NEVER, Days

Words = np.ndarray


@dataclass(frozen=True)
class Mix:
    """Words with the weight of each."""

    weights: Mapping[str, float]

    def draw(self, rng: Generator, count: int) -> Words:
        """Return random words by their weights."""
        steps = np.cumsum(list(self.weights.values()))
        places = np.searchsorted(steps / steps[-1], rng.random(count), side="right")
        return np.array(list(self.weights), dtype=object)[places]


NEEDS: Final = Mix(
    {
        "ASD": 32,
        "SLCN": 23,
        "SEMH": 21,
        "MLD": 8,
        "SPLD": 4,
        "SLD": 3.5,
        "PD": 2.5,
        "PMLD": 1.2,
        "HI": 1.2,
        "VI": 0.7,
        "MSI": 0.2,
        "OTH": 1.7,
        "": 1,
    }
)
SEXES: Final = Mix({"M": 67, "F": 32.5, "": 0.5})
ETHNICITIES: Final = Mix({"white": 48, "asian": 19, "black": 17, "mixed": 9, "other": 4, "": 3})
LOCALITIES: Final = Mix({"North": 27, "East": 30, "South": 24, "West": 17, "": 2})
# Age in years at the request; 16 and over are few.
AGES: Final = Mix(
    {
        **{str(age): weight for age, weight in zip(range(1, 5), (2, 5, 10, 11), strict=True)},
        **{str(age): 6.8 for age in range(5, 11)},
        **{str(age): 4.6 for age in range(11, 16)},
        **{str(age): 1.3 for age in range(16, 19)},
        **{str(age): 0.3 for age in range(19, 25)},
    }
)
# By age, from 4.
# fmt: off
_CASELOAD: Final = (
    2, 4, 5, 5.5, 6, 6.5, 7, 7, 7.2, 7.2, 7, 7, 6.5, 6, 5, 3.5, 2.5, 2, 1.5, 1, 0.6,
)
# fmt: on
CASELOAD_AGES: Final = Mix({str(age): weight for age, weight in enumerate(_CASELOAD, 4)})
EARLY_SETTINGS: Final = Mix({"early_years": 70, "mainstream_school": 22, "none": 8})
SCHOOL_SETTINGS: Final = Mix(
    {
        "mainstream_school": 74,
        "special_school": 12,
        "resource_base": 6,
        "alternative_provision": 4,
        "home_educated": 3,
        "": 1,
    }
)
LATE_SETTINGS: Final = Mix(
    {"further_education": 62, "special_school": 16, "mainstream_school": 10, "none": 12}
)
_EARLY_YEARS_END, _SCHOOL_END = 4, 16


def draw_settings(rng: Generator, ages: np.ndarray) -> Words:
    """Return a random type of setting that fits each age."""
    count = len(ages)
    school, early = SCHOOL_SETTINGS.draw(rng, count), EARLY_SETTINGS.draw(rng, count)
    late = LATE_SETTINGS.draw(rng, count)
    fitting = np.where(ages < _EARLY_YEARS_END, early, school)
    return np.where(ages >= _SCHOOL_END, late, fitting)


def blanked(rng: Generator, words: Words, share: float) -> Words:
    """Return words with a random share of them blank, as if not filled in."""
    return np.where(rng.random(len(words)) < share, "", words)


def wait_days(
    rng: Generator,
    is_within: np.ndarray,
    limit: int,
    *,
    before: float,
    least: int,
    after: float | np.ndarray,
) -> np.ndarray:
    """Return random whole days: within the limit, on average `before` it, else about `after` it."""
    count = len(is_within)
    early = np.clip(limit - rng.standard_exponential(count) * before, least, limit)
    late = limit + 3 + np.exp(rng.standard_normal(count) * 0.85) * after
    return np.floor(np.where(is_within, early, late))


def shift_odds(shares: np.ndarray, moves: np.ndarray) -> np.ndarray:
    """Return shares moved up or down by log odds, so that they remain between 0 and 1."""
    return 1 / (1 + (1 - shares) / shares * np.exp(-moves))


def speed_up(days: np.ndarray, since: int, pace: float) -> np.ndarray:
    """Return days with what remains of each wait on a day shortened to a share."""
    return np.where(days > since, since + (days - since) * pace, days)


def with_missing(rng: Generator, days: Days, share: float) -> Days:
    """Return days with a random share of them NEVER, as if not recorded."""
    return np.where(rng.random(len(days)) < share, NEVER, days)
