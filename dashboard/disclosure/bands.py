"""The bands of weeks beside a measure as cells, so that they are hidden together with all others."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd

from dashboard.disclosure.marks import HIDDEN, SHOWN
from dashboard.disclosure.quantities import band_name
from dashboard.measures import EventAverage, EventCount, StockCount, find_measure

# Beside a measure the newest of these is shown.
_LONGEST: Final = ("rolling12", "year", "snapshot", "month")
_WINDOW: Final = ["basis", "period_start", "period_end"]


def band_cells(bins: pd.DataFrame) -> pd.DataFrame:
    """Return a cell for each band of weeks beside each measure, in the window that is shown.

    `bins` have one row a week; where they have marks, so have the cells. Bands without anybody have
    a cell too.
    """
    has_marks = "mark" in bins
    rows = [
        {
            "measure_id": measure_id,
            "breakdown": band_name(low, high),
            "statistic": "",
            **{name: window[name].iloc[0] for name in _WINDOW},
            "numerator": np.nan,
            "denominator": np.nan,
            "value": float(window["count"][_is_within(window["week"], low, high)].sum()),
            **({"mark": _mark(window, low, high)} if has_marks else {}),
        }
        for measure_id, window in _shown_windows(bins)
        for low, high in _bands(measure_id)
    ]
    return pd.DataFrame(rows)


def hidden_bins(bins: pd.DataFrame, cells: pd.DataFrame, is_hidden: np.ndarray) -> np.ndarray:
    """Mark the rows of bins that lie in a band whose cell is hidden, or in a hidden whole."""
    hidden = np.zeros(len(bins), bool)
    names = cells["measure_id"].to_numpy()[is_hidden], cells["breakdown"].to_numpy()[is_hidden]
    windows = cells.loc[is_hidden, _WINDOW].itertuples(index=False, name=None)
    found = set(zip(*names, windows, strict=True))
    for measure_id, window in _shown_windows(bins):
        place = tuple(window[name].iloc[0] for name in _WINDOW)
        is_whole_hidden = (measure_id, "", place) in found
        for low, high in _bands(measure_id):
            if is_whole_hidden or (measure_id, band_name(low, high), place) in found:
                within = window.index[_is_within(window["week"], low, high)]
                hidden[bins.index.get_indexer(within)] = True
    return hidden


def _mark(window: pd.DataFrame, low: int, high: int | None) -> int:
    """Return the mark of a band by those of its weeks: beside a hidden one nobody is hidden too."""
    is_within, is_hidden = _is_within(window["week"], low, high), window["mark"].to_numpy() != SHOWN
    hides = is_hidden & is_within if is_within.any() else is_hidden
    return HIDDEN if hides.any() else SHOWN


def _shown_windows(bins: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    for measure_id, rows in bins[bins["breakdown"] == ""].groupby("measure_id", sort=False):
        listed = set(rows["basis"])
        basis = next((name for name in _LONGEST if name in listed), "")
        of_basis = rows.loc[rows["basis"] == basis]
        if _bands(str(measure_id)) and len(of_basis):
            is_newest = of_basis["period_end"] == of_basis["period_end"].max()
            yield str(measure_id), of_basis.loc[is_newest]


def _bands(measure_id: str) -> list[tuple[int, int | None]]:
    measure = find_measure(measure_id)
    view = measure.weeks if isinstance(measure, EventCount | EventAverage | StockCount) else None
    return list(zip(view.edges, [*view.edges[1:], None], strict=True)) if view else []


def _is_within(weeks: pd.Series, low: int, high: int | None) -> np.ndarray:
    counted = weeks.clip(lower=0)
    return ((counted >= low) & ((counted < high) if high is not None else True)).to_numpy()
