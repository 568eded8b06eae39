"""Waits of single cases: shown in whole weeks, the longest as "over 104 weeks" where few wait so long.

A longest wait is the days of one case; so is a median or a percentile beyond which few lie. A sum
of days gives a case away beside the sum of the others.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from dashboard.measures import MEASURES, EventAverage, StockAverage

# Of the cases that a statistic is of, the share that waited longer.
_SHARE_BEYOND: Final = {"max": 0.0, "median": 0.5, "p90": 0.1}
_PLACE: Final = ["area_code", "measure_id", "breakdown", "basis", "period_end"]
Place = tuple[object, ...]


def longer_waits(measure_id: str) -> Mapping[int, tuple[str, str]]:
    """Return the measure and part that count the cases open for longer, by weeks; else nothing."""
    measure = MEASURES.get(measure_id)
    return measure.over if isinstance(measure, StockAverage) else {}


def coarsen_waits(marked: pd.DataFrame, counts: pd.DataFrame, small_to: int) -> pd.DataFrame:
    """Return marked cells without sums of days, and waits of few cases in whole weeks.

    A part of a week counts as a week, so that none falls below a limit that it is over. A longest
    wait has the marker ">104" or ">52" in place of its weeks where few wait longer than that.
    `counts` are the same cells, none of them hidden. A column `is_in_weeks` marks whole weeks.
    """
    statistics = counts["measure_id"].map(
        {name: _statistic(name) for name in counts["measure_id"].unique()}
    )
    coarse = marked.assign(is_in_weeks=_is_of_few(counts, statistics, small_to))
    coarse.loc[(statistics != "").to_numpy(), "numerator"] = np.nan
    # Rounded first: a quotient of days by 7 may lie a hair above a whole number.
    weeks = np.ceil(coarse["value"].round(6))
    coarse["value"] = coarse["value"].mask(coarse["is_in_weeks"], weeks)
    longest = np.flatnonzero(counts["measure_id"].map(lambda name: bool(longer_waits(name))))
    if len(longest):
        _hide_longest(coarse, counts, longest, small_to)
    return coarse


def _statistic(measure_id: str) -> str:
    """Return the statistic of waits that a measure is; empty where it is another thing."""
    measure = MEASURES.get(measure_id)
    return measure.statistic if isinstance(measure, EventAverage | StockAverage) else ""


def _is_of_few(counts: pd.DataFrame, statistics: pd.Series, small_to: int) -> np.ndarray:
    """Mark the longest waits, and the medians and percentiles beyond which few cases lie."""
    beyond = statistics.map(_SHARE_BEYOND).to_numpy(float) * counts["denominator"].to_numpy(float)
    return beyond < small_to + 1


def _hide_longest(
    coarse: pd.DataFrame, counts: pd.DataFrame, longest: np.ndarray, small_to: int
) -> None:
    """Put the most weeks that few have waited for in place of the longest waits."""
    numbers = dict(zip(_places(counts), counts["value"].tolist(), strict=True))
    values, markers = coarse["value"].to_numpy(float).copy(), coarse["marker"].tolist()
    for at, place in zip(longest, _places(counts.iloc[longest]), strict=True):
        over = [weeks for weeks in longer_waits(str(place[1])) if values[at] > weeks]
        if over and _few_wait(numbers, place, max(over), small_to):
            values[at], markers[at] = np.nan, f">{max(over)}"
    coarse["value"], coarse["marker"] = values, markers


def _few_wait(numbers: Mapping[Place, float], place: Place, weeks: int, small_to: int) -> bool:
    """Return whether few of a place wait for longer; so it is taken to be where nobody counts them."""
    area, measure_id, breakdown, *period = place
    counted, part = longer_waits(str(measure_id))[weeks]
    named = ";".join(sorted(filter(None, (str(breakdown), part))))
    return numbers.get((area, counted, named, *period), 0) <= small_to


def _places(cells: pd.DataFrame) -> list[Place]:
    return list(cells[_PLACE].itertuples(index=False, name=None))
