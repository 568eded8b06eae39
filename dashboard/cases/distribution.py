"""The distribution behind an average or a percentage: cases by weeks, in bars that can be read."""

from datetime import date
from typing import Final

import pandas as pd

from dashboard.cases.frame_access import CellRow, rows_of
from dashboard.cases.histogram_bins import HideRule, divide
from dashboard.cases.model import Distribution, NamedCount, total_of
from dashboard.cases.views import service_of
from dashboard.text.format import plain_number
from dashboard.text.periods import period_words

BasisPeriod = tuple[str, date, date]  # basis, first and last day

_LONG: Final = ("rolling12", "year", "snapshot", "month")
EHC_LIMIT: Final = 20
AUTISM_LIMIT: Final = 13


def build_distribution(
    bins: pd.DataFrame,
    measure_id: str,
    period: BasisPeriod | None = None,
    hide: HideRule | None = None,
) -> Distribution | None:
    """Build the bars of the period asked for, else of the longest newest one.

    None without cases, or where `hide` hides how many there are. `hide` says which of some counts,
    whose sum is shown, must not be.
    """
    measure_bins = bins.loc[(bins["measure_id"] == measure_id) & (bins["breakdown"] == "")]
    rows = _of_period(list(rows_of(measure_bins)), period)
    weeks = {max(int(row["week"]), 0): float(row["count"]) for row in rows if row["count"]}
    n = sum(weeks.values())
    if not weeks or (hide and hide([n])[0]):
        return None
    limit, noun = _limit(measure_id), _noun(measure_id)
    divided = divide(weeks, _edges(measure_id), limit or 0, hide)
    bands = tuple(band.as_count(n) for band in divided)
    named = period_words(rows[0]["period_start"], rows[0]["period_end"], rows[0]["basis"])
    return Distribution(
        title=_title(noun, bands, limit, measure_id),
        noun=noun,
        period=named,
        n=n,
        bars=tuple(bar for band in divided for bar in band.bars),
        bands=bands,
        limit=limit,
        limit_words=f"{limit} weeks" if limit else "",
        axis=_axis(measure_id),
        note=_note(measure_id),
    )


def _of_period(rows: list[CellRow], period: BasisPeriod | None) -> list[CellRow]:
    """Keep the period asked for; where there is no such, the newest of the longest basis."""
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


_EDGES: Final = {
    "ehcp-average-weeks": (0, 20, 52),
    "ehc-open": (0, 16, 20, 26, 39, 52),
    "autism": (0, 13, 26, 52, 104),
    "": (0, 18, 52, 104),
}


def _edges(measure_id: str) -> tuple[int, ...]:
    return _EDGES.get(measure_id) or _EDGES.get(service_of(measure_id)) or _EDGES[""]


def _title(noun: str, bands: tuple[NamedCount, ...], limit: int | None, measure_id: str) -> str:
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
