"""The distribution behind an average or a percentage: cases by weeks, in bars that can be read."""

from datetime import date
from typing import Final

import pandas as pd

from dashboard.cases.frame_access import CellRow, rows_of
from dashboard.cases.histogram_bins import HideRule, divide
from dashboard.cases.model import Distribution, NamedCount, total_of
from dashboard.measures import EventAverage, EventCount, StockCount, WeeksView, find_measure
from dashboard.text.format import plain_number
from dashboard.text.periods import period_words

BasisPeriod = tuple[str, date, date]  # basis, first and last day

_LONG: Final = ("rolling12", "year", "snapshot", "month")


def build_distribution(
    bins: pd.DataFrame,
    measure_id: str,
    period: BasisPeriod | None = None,
    hide: HideRule | None = None,
) -> Distribution | None:
    """Build the bars of a period, else of the newest of the longest basis there is.

    None without cases, or where `hide` hides how many there are. `hide` marks which of some counts,
    whose sum is shown, must be hidden.
    """
    measure = find_measure(measure_id)
    view = measure.weeks if isinstance(measure, EventCount | EventAverage | StockCount) else None
    if view is None:
        return None
    measure_bins = bins.loc[(bins["measure_id"] == measure_id) & (bins["breakdown"] == "")]
    rows = _of_period(list(rows_of(measure_bins)), period)
    weeks = {max(int(row["week"]), 0): float(row["count"]) for row in rows if row["count"]}
    n = sum(weeks.values())
    if not weeks or (hide and hide([n])[0]):
        return None
    divided = divide(weeks, view.edges, view.limit or 0, hide)
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
