"""The distribution behind an average or a percentage: cases by weeks, in bars that can be read."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

import pandas as pd

from dashboard.case_view.cells import Row, marker_of, rows_of
from dashboard.case_view.shapes import HIDDEN, Bar, Count, Distribution, total_of
from dashboard.case_view.wanted import service_of
from dashboard.percentages import percentage
from dashboard.periods import period_words
from dashboard.wording import plain_number

Hide = Callable[[Sequence[float]], Sequence[bool]]
Period = tuple[str, date, date]  # basis, first and last day

MAX_BARS: Final = 60
_STEPS: Final = (1, 2, 4, 13, 26, 52)
_LONG: Final = ("rolling12", "year", "snapshot", "month")
EHC_LIMIT: Final = 20
AUTISM_LIMIT: Final = 13


def build_distribution(
    bins: pd.DataFrame, measure_id: str, period: Period | None = None, hide: Hide | None = None
) -> Distribution | None:
    """Build the bars of the period asked for, else of the longest newest one; None without cases.

    `hide` says which of some counts, whose sum is shown, must not be: it is asked once the weeks
    have been gathered into bars.
    """
    own = bins.loc[(bins["measure_id"] == measure_id) & (bins["breakdown"] == "")]
    rows = [row for row in _of_period(list(rows_of(own)), period) if row["count"] != 0]
    if not rows:
        return None
    first = rows[0]
    limit = _limit(measure_id)
    is_hidden = [bool(marker_of(row)) for row in rows]
    weeks = {int(row["week"]): row["count"] for row in rows}
    bars = _hidden(_bars(weeks, limit), hide)
    n = None if any(is_hidden) else total_of([row["count"] for row in rows])
    named = period_words(first["period_start"], first["period_end"], first["basis"])
    bands = _bands(weeks, measure_id, n, hide)
    noun = _noun(measure_id)
    return Distribution(
        title=_title(noun, bands, limit, measure_id), noun=noun, period=named, n=n, bars=bars,
        bands=bands, limit=limit, limit_words=f"{limit} weeks" if limit else "",
        axis=_axis(measure_id), note=_note(measure_id),
    )  # fmt: skip


def _of_period(own: list[Row], period: Period | None) -> list[Row]:
    """Keep the period asked for; where there is no such, the newest of the longest basis."""
    periods = {(row["basis"], row["period_start"], row["period_end"]) for row in own}
    if period not in periods:
        found = [one for basis in _LONG for one in sorted(periods) if one[0] == basis]
        longest = [one for one in found if one[0] == found[0][0]]
        period = longest[-1] if longest else None
    kept = [row for row in own if (row["basis"], row["period_start"], row["period_end"]) == period]
    return sorted(kept, key=lambda row: row["week"])


def _limit(measure_id: str) -> int | None:
    if service := service_of(measure_id):
        return AUTISM_LIMIT if service == "autism" else None
    return EHC_LIMIT


def _noun(measure_id: str) -> str:
    if measure_id == "ehcp-average-weeks":
        return "plans issued"
    if measure_id.endswith("-seen"):
        return "people seen"
    return "people waiting" if service_of(measure_id) else "open cases"


def _axis(measure_id: str) -> str:
    return {
        "ehcp-average-weeks": "Weeks from request to plan",
        "ehc-open": "Weeks since the request",
    }.get(measure_id, "Weeks waited")


def _note(measure_id: str) -> str:
    if measure_id == "autism-seen":
        return "The clock ends at the first appointment that was attended."
    return ""


def _bars(weeks: dict[int, float | None], limit: int | None) -> tuple[Bar, ...]:
    """Gather weeks into bars of one width, one edge of which stands on the limit."""
    # The limit is always in sight, even where nobody is near it.
    last = max(max(weeks) + 1, limit or 0)
    step = next((one for one in _STEPS if last <= one * MAX_BARS and _fits(one, limit)), 52)
    first = min(0, *(week // step * step for week in weeks))
    return tuple(
        _bar(weeks, low, low + step) for low in range(first, -(-last // step) * step, step)
    )


def _fits(step: int, limit: int | None) -> bool:
    return limit is None or limit % step == 0


def _bar(weeks: dict[int, float | None], low: int, high: int) -> Bar:
    counts = [weeks[week] for week in range(low, high) if week in weeks]
    total = total_of(counts)
    return Bar(low, high, total, HIDDEN if total is None else "")


def _hidden(bars: tuple[Bar, ...], hide: Hide | None) -> tuple[Bar, ...]:
    if hide is None or any(bar.count is None for bar in bars):
        return bars
    flags = hide([bar.count or 0.0 for bar in bars])
    return tuple(
        Bar(bar.low, bar.high, None, HIDDEN) if flag else bar
        for bar, flag in zip(bars, flags, strict=True)
    )


_EDGES: Final = {
    "ehcp-average-weeks": (0, 20, 52),
    "ehc-open": (0, 16, 20, 26, 39, 52),
    "autism": (0, 13, 26, 52, 104),
    "": (0, 18, 52, 104),
}


def _bands(
    weeks: dict[int, float | None], measure_id: str, n: float | None, hide: Hide | None
) -> tuple[Count, ...]:
    """Count the cases of each named band and its share of all."""
    edges = _EDGES.get(measure_id) or _EDGES.get(service_of(measure_id)) or _EDGES[""]
    ends: list[int | None] = [*edges[1:], None]
    counts = [
        total_of([n for week, n in weeks.items() if low <= week and (high is None or week < high)])
        for low, high in zip(edges, ends, strict=True)
    ]
    is_known = all(count is not None for count in counts)
    flags = hide([count or 0.0 for count in counts]) if hide and is_known else [False] * len(counts)
    return tuple(
        _band(low, high, None if flag else count, n)
        for low, high, count, flag in zip(edges, ends, counts, flags, strict=True)
    )


def _band(low: int, high: int | None, count: float | None, n: float | None) -> Count:
    if high is None:
        words = f"Over {low} weeks"
    else:
        words = f"Up to {high} weeks" if low == 0 else f"Over {low} to {high} weeks"
    share = percentage(count, n) if count is not None and n is not None else None
    marker = HIDDEN if count is None else ""
    return Count(words, count, marker, share=None if share is None else float(share))


def _title(noun: str, bands: tuple[Count, ...], limit: int | None, measure_id: str) -> str:
    """State the finding: how many kept the limit, or how many are over it."""
    total = total_of([band.number for band in bands])
    if total is None:
        return f"{noun.capitalize()} by weeks"
    if measure_id == "ehc-open":
        over = sum(band.number or 0 for band in bands[2:])
        return f"{plain_number(over, -1)} of {plain_number(total, -1)} open cases are past 20 weeks"
    within = bands[0].number or 0
    at_most = limit or _EDGES[""][1]
    verb = "have waited" if measure_id.endswith("-waiting") else "took"
    verb = "waited" if measure_id.endswith("-seen") else verb
    return (
        f"{plain_number(within, -1)} of {plain_number(total, -1)} {noun} {verb} "
        f"at most {at_most} weeks"
    )
