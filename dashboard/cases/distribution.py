"""The distribution behind an average or a percentage: cases by weeks, in bands and bars.

A bar lies within one band. Which bands are hidden is decided with all other cells; where a bar of
a band must be hidden, no bar of it is shown.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from dashboard.cases.cells import CellRow, rows_of
from dashboard.cases.model import Bar, Distribution, NamedCount, total_of
from dashboard.judging.percentages import percentage
from dashboard.measures import EventAverage, EventCount, StockCount, WeeksView, find_measure
from dashboard.model.points import HIDDEN
from dashboard.text.format import plain_number
from dashboard.text.periods import period_words

BasisPeriod = tuple[str, date, date]  # basis, first and last day
HideRule = Callable[[Sequence[float]], Sequence[bool]]
Weeks = Mapping[int, float]

MAX_BARS: Final = 60
_LONG: Final = ("rolling12", "year", "snapshot", "month")
_STEPS: Final = (1, 2, 4, 13)
# Beyond this many bars the longest are in one, which has no end.
_TAIL: Final = 120


def build_distribution(
    bins: pd.DataFrame,
    measure_id: str,
    period: BasisPeriod | None = None,
    hide: HideRule | None = None,
) -> Distribution | None:
    """Build the bars of a period, else of the newest of the longest basis there is.

    None without cases, or where all are hidden. `hide` marks which of some bars of a band, whose
    sum is shown, must be hidden; bands are hidden by the marks of their weeks.
    """
    measure = find_measure(measure_id)
    view = measure.weeks if isinstance(measure, EventCount | EventAverage | StockCount) else None
    if view is None:
        return None
    measure_bins = bins.loc[(bins["measure_id"] == measure_id) & (bins["breakdown"] == "")]
    rows = _of_period(list(rows_of(measure_bins)), period)
    weeks = {max(int(row["week"]), 0): float(row["count"]) for row in rows if row["count"]}
    n = sum(weeks.values())
    hidden = {max(int(row["week"]), 0) for row in rows if row["mark"]} if hide else set()
    if not weeks or hidden >= weeks.keys():
        return None
    divided = divide(weeks, view.edges, view.limit or 0, hide, hidden)
    bands = tuple(band.as_count(n) for band in divided)
    return Distribution(
        title=_title(view, bands),
        noun=view.noun,
        period=period_words(rows[0]["period_start"], rows[0]["period_end"], rows[0]["basis"]),
        n=n,
        bars=tuple(bar for band in divided for bar in band.bars),
        bands=bands,
        limit=view.limit,
        limit_words=f"{view.limit} weeks" if view.limit else "",
        axis=view.axis,
        note=view.note,
    )


def _of_period(rows: list[CellRow], period: BasisPeriod | None) -> list[CellRow]:
    """Return the rows of a period; where there is none, of the newest of the longest basis."""
    periods = {(row["basis"], row["period_start"], row["period_end"]) for row in rows}
    if period not in periods:
        by_basis = [
            candidate for basis in _LONG for candidate in sorted(periods) if candidate[0] == basis
        ]
        longest = [candidate for candidate in by_basis if candidate[0] == by_basis[0][0]]
        period = longest[-1] if longest else None
    rows_of_period = [
        row for row in rows if (row["basis"], row["period_start"], row["period_end"]) == period
    ]
    return sorted(rows_of_period, key=lambda row: row["week"])


def _title(view: WeeksView, bands: tuple[NamedCount, ...]) -> str:
    """Return the finding: how many kept the limit, or how many are over it."""
    numbers = [band.number for band in bands]
    total = total_of(numbers)
    if total is None:
        return f"{view.noun.capitalize()} by weeks"
    within = numbers[: view.edges.index(view.limit)] if view.limit else numbers[:1]
    first, over = numbers[0] or 0, total - sum(number or 0 for number in within)
    return view.title.format(
        within=plain_number(first, -1), over=plain_number(over, -1), total=plain_number(total, -1)
    )


@dataclass(frozen=True)
class Band:
    """From `low` weeks up to `high`, None for without end, with its bars."""

    low: int
    high: int | None
    bars: tuple[Bar, ...]
    count: float | None

    def as_count(self, n: float) -> NamedCount:
        """Return the count of the band under its name, with its share of all."""
        if self.high is None:
            words = f"Over {self.low} weeks"
        elif self.low == 0:
            words = f"Up to {self.high} weeks"
        else:
            words = f"Over {self.low} to {self.high} weeks"
        if self.count is None:
            return NamedCount(words, None, HIDDEN)
        share = percentage(self.count, n)
        return NamedCount(words, self.count, share=None if share is None else float(share))


def divide(
    weeks: Weeks,
    edges: Sequence[int],
    least: int,
    hide: HideRule | None,
    hidden: Collection[int] = (),
) -> list[Band]:
    """Return cases by week in bands at `edges`, and those in bars; to `least` weeks at least.

    Bands are hidden that hold `hidden` weeks, and beside them those that nobody is in.
    """
    last = max(*weeks, least - 1) + 1
    # The width of a bar: the least that makes few enough, an edge of which is on every edge.
    fitting = [step for step in _STEPS if all(edge % step == 0 for edge in edges)]
    step = next((step for step in fitting if last <= step * MAX_BARS), fitting[-1])
    highs = [*edges[1:], None]
    bands = [_band(weeks, low, high, step, last) for low, high in zip(edges, highs, strict=True)]
    if hide is None:
        return bands
    return [
        _hidden(
            band,
            hide,
            is_hidden=(bool(hidden) and not band.count)
            or any(band.low <= week and (band.high is None or week < band.high) for week in hidden),
        )
        for band in bands
    ]


def _band(weeks: Weeks, low: int, high: int | None, step: int, last: int) -> Band:
    cap = max(step * _TAIL, low)
    end = high or min(-(-last // step) * step, cap)
    bars = [_bar(weeks, start, start + step) for start in range(low, end, step)]
    if high is None and last > cap:
        bars.append(_bar(weeks, cap, None))
    if high is not None and low >= last:
        bars = []
    return Band(low, high, tuple(bars), _bar(weeks, low, high).count)


def _bar(weeks: Weeks, low: int, high: int | None) -> Bar:
    counts = [n for week, n in weeks.items() if low <= week and (high is None or week < high)]
    return Bar(low, high, sum(counts))


def _hidden(band: Band, hide: HideRule, *, is_hidden: bool) -> Band:
    """Hide a band, else its bars where one of them must be.

    They are in one, so that none is known to be empty, nor how long the longest took.
    """
    if is_hidden or any(hide([bar.count or 0.0 for bar in band.bars])):
        bar = Bar(band.low, band.high, None, HIDDEN)
        return Band(band.low, band.high, (bar,), None if is_hidden else band.count)
    return band
