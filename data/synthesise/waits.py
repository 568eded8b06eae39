"""Waits that look like waits: most just within the limit, the late ones with a long tail."""

import numpy as np
from numpy.random import Generator

from data.synthesise.story import NEVER, Days


def wait_days(
    rng: Generator,
    is_within: np.ndarray,
    limit: int,
    *,
    before: float,
    least: int,
    after: float | np.ndarray,
) -> np.ndarray:
    """Draw whole days: within the limit, some `before` it on the mean, else about `after` it."""
    count = len(is_within)
    early = np.clip(limit - rng.standard_exponential(count) * before, least, limit)
    late = limit + 3 + np.exp(rng.standard_normal(count) * 0.85) * after
    return np.floor(np.where(is_within, early, late))


def odds_moved(shares: np.ndarray, moves: np.ndarray) -> np.ndarray:
    """Move shares up or down by log odds, so that they stay between 0 and 1."""
    return 1 / (1 + (1 - shares) / shares * np.exp(-moves))


def hastened(days: np.ndarray, since: int, pace: float) -> np.ndarray:
    """Shorten what is left of each wait on a day to a share of it."""
    return np.where(days > since, since + (days - since) * pace, days)


def forgotten(rng: Generator, days: Days, share: float) -> Days:
    """Turn a share of days into never, as if nobody had written them down."""
    return np.where(rng.random(len(days)) < share, NEVER, days)
