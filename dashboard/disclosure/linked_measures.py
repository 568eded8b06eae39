"""Measures that give each other away: what is hidden in one must not be worked out from another."""

from typing import Final

import numpy as np
import pandas as pd

from dashboard.disclosure.waits import longer_waits
from dashboard.measures import MEASURES, CaseMeasure, Clearance, Difference, EventBands

INCLUDING: Final = "exceptions=including"
_PLACE: Final = ["area_code", "breakdown", "basis", "period_start", "period_end"]
AreaPeriod = tuple[object, ...]


def measures_linked_to(measure_id: str) -> tuple[str, ...]:
    """Return the measures without which it is not known what must be hidden in a measure."""
    measure = MEASURES.get(measure_id)
    counted_longer = (name for name, _ in longer_waits(measure_id).values())
    return (*measure.linked, *counted_longer) if measure else ()


def parts_linked_to(measure_id: str) -> tuple[str, ...]:
    """Return the parts of linked measures without which it is not known what must be hidden."""
    return tuple(part for _, part in longer_waits(measure_id).values() if part)


def band_in_time(measure_id: str) -> str:
    """Return the band of a measure that another measure counts; empty where it has no bands."""
    measure = MEASURES.get(measure_id)
    return next(iter(measure.bands)) if isinstance(measure, EventBands) else ""


def shown_in_time_periods(
    cells: pd.DataFrame, is_hidden: np.ndarray, measure_id: str
) -> frozenset[AreaPeriod] | None:
    """Return the periods for which the measure is shown that counts the first of some bands.

    It counts them exceptions included. None where it is not among the cells.
    """
    linked = _is_measure(cells, *measures_linked_to(measure_id))
    in_time = linked & (cells["breakdown"] == INCLUDING).to_numpy()
    return frozenset(periods_of(cells.loc[in_time & ~is_hidden])) if in_time.any() else None


def periods_of(cells: pd.DataFrame) -> list[AreaPeriod]:
    """Return the area and the period of each cell."""
    names = ["area_code", "basis", "period_start", "period_end"]
    return list(cells[names].itertuples(index=False, name=None))


def reveals_difference(cells: pd.DataFrame, is_hidden: np.ndarray) -> np.ndarray:
    """Mark the differences of two counts of which either is hidden."""
    reveals = np.zeros(len(cells), bool)
    for measure_id in _measures_of(cells, Difference):
        linked = _is_measure(cells, *measures_linked_to(measure_id))
        hidden = set(_keys(cells, is_hidden & linked))
        is_difference = _is_measure(cells, measure_id)
        reveals[is_difference] = [key in hidden for key in _keys(cells, is_difference)]
    return reveals


def reveals_completed(cells: pd.DataFrame, is_hidden: np.ndarray) -> np.ndarray:
    """Mark the months to clear a list of which the list, or a month of completions, is hidden.

    Multiplied out, they show how many were completed in three months: where each of these months
    is shown, that is nothing new.
    """
    reveals = np.zeros(len(cells), bool)
    for measure_id in _measures_of(cells, Clearance):
        waiting, completed = measures_linked_to(measure_id)
        hidden_list = set(_keys(cells, is_hidden & _is_measure(cells, waiting)))
        is_month = _is_measure(cells, completed) & (cells["basis"] == "month").to_numpy()
        whole_and_hidden = is_month & is_hidden & (cells["breakdown"] == "").to_numpy()
        areas, months = cells["area_code"].to_numpy(), _months(cells)
        hidden = set(zip(areas[whole_and_hidden], months[whole_and_hidden], strict=True))
        is_own = _is_measure(cells, measure_id)
        for at, key in zip(np.flatnonzero(is_own), _keys(cells, is_own), strict=True):
            summed = ((areas[at], months[at] - back) for back in range(Clearance.MONTHS))
            reveals[at] = key in hidden_list or any(each in hidden for each in summed)
    return reveals


def is_clearance(cells: pd.DataFrame) -> np.ndarray:
    """Mark the cells of months to clear a list."""
    return _is_measure(cells, *_measures_of(cells, Clearance))


def _measures_of(cells: pd.DataFrame, made_as: type[CaseMeasure]) -> list[str]:
    return [
        name for name in cells["measure_id"].unique() if isinstance(MEASURES.get(name), made_as)
    ]


def _is_measure(cells: pd.DataFrame, *measure_ids: str) -> np.ndarray:
    return cells["measure_id"].isin(measure_ids).to_numpy()


def _keys(cells: pd.DataFrame, which: np.ndarray) -> list[AreaPeriod]:
    return list(cells.loc[which, _PLACE].itertuples(index=False, name=None))


def _months(cells: pd.DataFrame) -> np.ndarray:
    """Return the number of the month in which each period ends."""
    ends = pd.to_datetime(cells["period_end"]).to_numpy()
    return ends.astype("datetime64[M]").astype(np.int64)
