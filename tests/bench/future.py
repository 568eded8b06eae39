"""Hold the projections of future need against what came: `python -m tests.bench.future`.

Every authority's history of the DfE's release, and of its table of appeals, is cut short at every year that
leaves three; what came one, two and three years later is held against what was projected. How far
off it was sets the widths of the intervals, from every other authority in the order of their codes;
the others test them. Prints the table of docs/judging.md and the numbers of
dashboard/future/intervals.py, and fails where those differ.
"""

import csv
import io
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from statistics import mean, median
from typing import Final

import numpy as np

from dashboard.future.intervals import (
    APPEALS,
    CASELOAD,
    COLLEGE,
    INTERVALS,
    MAINSTREAM,
    NEW_PLANS,
    REQUESTS,
    SMALL_NUMBERS,
    SPECIAL,
)
from dashboard.stats.growth import (
    LAST_CHANGE,
    LEAST_YEARS,
    METHODS,
    NO_CHANGE,
    YEARS_TESTED,
    Interval,
    project,
)
from tests.bench.published.files import published_release

HORIZONS: Final = range(1, YEARS_TESTED + 1)
LEAST_HELD, MOST_HELD = 75, 85
Years = Mapping[int, float]


@dataclass(frozen=True)
class Outcome:
    """What came so many years after a last number, as a logarithm of it over each projection."""

    authority: str
    ahead: int
    last: float
    errors: Mapping[str, float]


History = tuple[Mapping[str, Years], Years]


def main() -> int:
    """Print what each projection did, and return 1 where the product has other numbers."""
    worked_out: dict[str, Interval] = {}
    for measure, (authorities, country) in histories().items():
        outcomes = list(held_against(authorities, country))
        worked_out[measure] = calibrated(outcomes)
        report(measure, outcomes, worked_out[measure])
    differing = [key for key, interval in worked_out.items() if INTERVALS.get(key) != interval]
    print("\n".join(f"    {key}: {worked_out[key]}," for key in differing))
    return 1 if differing else 0


def histories() -> dict[str, History]:
    """Return the years of every authority, and of England, by measure and part."""
    return {
        CASELOAD: _release("caseload", "ehcplans"),
        REQUESTS: _release("requests", "requests_received_in_year"),
        NEW_PLANS: _release("newplans", "new_ehc_plans"),
        APPEALS: _appeals(),
        MAINSTREAM: _release("caseload", "mainstream_total"),
        SPECIAL: _release("caseload", "special_total"),
        COLLEGE: _release("caseload", "fe_total"),
    }


def _release(table: str, column: str) -> History:
    authorities: dict[str, dict[int, float]] = defaultdict(dict)
    country: dict[int, float] = {}
    for row in published_release().totals(table):
        if row[column].isdigit() and int(row[column]):
            # The January census of an academic year is in its second half.
            text = row["time_period"]
            year = int(text) if len(text) == 4 else 2000 + int(text[4:])
            level = row["geographic_level"]
            if level == "National":
                country[year] = float(row[column])
            elif level == "Local authority":
                authorities[row["new_la_code"]][year] = float(row[column])
    return authorities, country


def _appeals() -> History:
    content = published_release().appeals.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content, newline="")))
    head = next(row for row in rows if row[0] == "Local Authority")
    years = {place: int(cell) for place, cell in enumerate(head) if cell.strip().isdigit()}
    authorities: dict[str, dict[int, float]] = {}
    country: dict[int, float] = defaultdict(float)
    for row in rows:
        if row[1:2] and row[1].strip().isdigit():
            cells = {year: row[place].replace(",", "") for place, year in years.items()}
            counts = {year: float(cell) for year, cell in cells.items() if cell.isdigit()}
            authorities[row[1]] = {year: count for year, count in counts.items() if count}
            for year, count in counts.items():
                country[year] += count
    return authorities, country


def held_against(authorities: Mapping[str, Years], country: Years) -> Iterator[Outcome]:
    """Yield what came of every history that was cut short."""
    for authority, years in authorities.items():
        end = max(years)
        start = end
        while start - 1 in years:
            start -= 1
        for last in range(start + LEAST_YEARS - 1, end):
            values, others = (
                [line[year] for year in range(start, last + 1)] for line in (years, country)
            )
            for ahead in HORIZONS:
                if last + ahead <= end:
                    came = years[last + ahead]
                    errors = {
                        method: log(came / project(method, values, others, ahead))
                        for method in METHODS
                    }
                    yield Outcome(authority, ahead, values[-1], errors)


def calibrated(outcomes: Sequence[Outcome]) -> Interval:
    """Return the best method and its interval, from half the authorities, tested on the others."""
    setting, testing = halves(outcomes)
    method = min(METHODS, key=lambda each: mean(mean_miss(setting, each, h) for h in HORIZONS))
    lows, highs, held = [0.0], [0.0], []
    for ahead in HORIZONS:
        of_size = [
            each.errors[method] / sqrt(1 + SMALL_NUMBERS / each.last)
            for each in setting
            if each.ahead == ahead
        ]
        low, high = np.quantile(of_size, [0.1, 0.9])
        # Never narrower than for a nearer year.
        lows.append(min(round(float(low), 3), lows[-1]))
        highs.append(max(round(float(high), 3), highs[-1]))
        held.append(round(share_held(testing, method, ahead, lows[-1], highs[-1])))
    off, *plain = (
        tuple(round(100 * mean_miss(testing, each, ahead), 1) for ahead in HORIZONS)
        for each in (method, NO_CHANGE, LAST_CHANGE)
    )
    return Interval(
        method, SMALL_NUMBERS, tuple(lows[1:]), tuple(highs[1:]), tuple(held), off, *plain
    )


def halves(outcomes: Sequence[Outcome]) -> tuple[list[Outcome], list[Outcome]]:
    """Return those of every other authority in the order of their codes, and the rest."""
    first = set(sorted({each.authority for each in outcomes})[::2])
    return (
        [each for each in outcomes if each.authority in first],
        [each for each in outcomes if each.authority not in first],
    )


def mean_miss(outcomes: Sequence[Outcome], method: str, ahead: int) -> float:
    """Return how far off a method was in the mean, as a logarithm."""
    return mean(abs(each.errors[method]) for each in outcomes if each.ahead == ahead)


def share_held(
    outcomes: Sequence[Outcome], method: str, ahead: int, low: float, high: float
) -> float:
    """Return the share in percent that lay inside an interval."""
    inside = [
        low <= each.errors[method] / sqrt(1 + SMALL_NUMBERS / each.last) <= high
        for each in outcomes
        if each.ahead == ahead
    ]
    return 100 * mean(inside)


def report(measure: str, outcomes: Sequence[Outcome], interval: Interval) -> None:
    """Print what a measure's projections did on the authorities that test them."""
    _, testing = halves(outcomes)
    print(f"{measure}: by {interval.method}")
    for ahead in HORIZONS:
        some = [each for each in testing if each.ahead == ahead]
        misses = ", ".join(
            f"{method} {100 * mean_miss(some, method, ahead):.1f}% (median "
            f"{100 * median(abs(each.errors[method]) for each in some):.1f}%)"
            for method in METHODS
        )
        held = interval.held[ahead - 1]
        mark = "" if LEAST_HELD <= held <= MOST_HELD else "  <- not 75% to 85%"
        print(f"  {ahead} ahead, {len(some)}: held {held}%{mark}; off by {misses}")


if __name__ == "__main__":
    sys.exit(main())
