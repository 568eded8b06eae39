"""Time control charts: `python -m tests.bench.charts`; one core, 10,000 series of 60 points."""

import random
import sys
import time
from datetime import date
from typing import Final

from dashboard.stats.spc import analyse

SERIES: Final = 10_000
POINTS: Final = 60
MOST_SECONDS: Final = 3.0


def made_series(count: int, seed: int = 1) -> list[list[float]]:
    """Make synthetic series: noise about a level that moves once in half of them."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    found = []
    for number in range(count):
        step = 8.0 if number % 2 else 0.0
        found.append([chance.gauss(50 + step * (at > POINTS / 2), 5) for at in range(POINTS)])
    return found


def main() -> int:
    """Print how long it took; 1 where it took too long."""
    days = [date(2020 + month // 12, month % 12 + 1, 1) for month in range(POINTS)]
    series = made_series(SERIES)
    began = time.process_time()
    signals = sum(
        analyse(days, values, "increase", target=60.0).variation != "common_cause"
        for values in series
    )
    took = time.process_time() - began
    print(
        f"{SERIES:,} series of {POINTS} points: {took:.2f} s of one core (asked {MOST_SECONDS:.0f})"
    )
    print(f"{signals:,} of them end with a signal")
    return int(took > MOST_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
