"""Weeks gathered into bands and bars, of which none that must be hidden can be worked out.

A bar lies within one band. Other measures count the same cases in bands of their own, so that a
second band or bar would not keep a small one: where one band is small no band is shown, and where
one bar of a band is, no bar of it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dashboard.cases.model import HIDDEN, Bar, NamedCount
from dashboard.judging.percentages import percentage

HideRule = Callable[[Sequence[float]], Sequence[bool]]
Weeks = Mapping[int, float]

MAX_BARS: Final = 60
_STEPS: Final = (1, 2, 4, 13)
# Beyond this many bars what is longest stands in one, which has no end.
_TAIL: Final = 120


@dataclass(frozen=True)
class Band:
    """From `low` weeks up to `high`, None for without end, with its bars."""

    low: int
    high: int | None
    bars: tuple[Bar, ...]
    count: float | None

    def as_count(self, n: float) -> NamedCount:
        """Name the band, with its share of all."""
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


def divide(weeks: Weeks, edges: Sequence[int], least: int, hide: HideRule | None) -> list[Band]:
    """Divide cases by week into bands at `edges`, and those into bars; to `least` weeks at least.

    `hide` says which of some counts, whose sum is shown, must not be.
    """
    last = max(max(weeks) + 1, least)
    step = _step(edges, last)
    highs = [*edges[1:], None]
    bands = [_band(weeks, low, high, step, last) for low, high in zip(edges, highs, strict=True)]
    if hide is None:
        return bands
    is_hidden = any(hide([band.count or 0.0 for band in bands]))
    return [_hidden(band, hide, is_hidden=is_hidden) for band in bands]


def _step(edges: Sequence[int], last: int) -> int:
    """Give the width of a bar: the least that makes few enough, an edge of which is on every edge."""
    fitting = [step for step in _STEPS if all(edge % step == 0 for edge in edges)]
    return next((step for step in fitting if last <= step * MAX_BARS), fitting[-1])


def _band(weeks: Weeks, low: int, high: int | None, step: int, last: int) -> Band:
    cap = max(step * _TAIL, low)
    end = high or min(-(-last // step) * step, cap)
    bars = [_bar(weeks, start, start + step) for start in range(low, end, step)]
    if high is None and last > cap:
        bars.append(_bar(weeks, cap, None))
    if high is not None and low >= last:
        bars = []
    return Band(low, high, tuple(bars), sum(_counts(weeks, low, high)))


def _bar(weeks: Weeks, low: int, high: int | None) -> Bar:
    return Bar(low, high, sum(_counts(weeks, low, high)))


def _counts(weeks: Weeks, low: int, high: int | None) -> list[float]:
    return [n for week, n in weeks.items() if low <= week and (high is None or week < high)]


def _hidden(band: Band, hide: HideRule, *, is_hidden: bool) -> Band:
    """Hide a band with its bars, else its bars where one of them must be."""
    is_of_few = is_hidden or any(hide([bar.count or 0.0 for bar in band.bars]))
    bars = tuple(
        Bar(bar.low, bar.high, None, HIDDEN) if is_of_few and bar.count else bar
        for bar in band.bars
    )
    count = None if is_hidden and band.count else band.count
    return Band(band.low, band.high, bars, count)
