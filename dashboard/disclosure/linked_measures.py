"""Measures that tell of each other: what is hidden in one must not be worked out from another."""

from typing import Final

import numpy as np
import pandas as pd

from dashboard.model.services import SERVICES

IN_TIME: Final = "ehcp-20-weeks"
BANDS: Final = "ehcp-issued-bands"
# The band of plans in time is what the measure of them counts, exceptions included.
BAND_IN_TIME: Final = "band=within-20"
INCLUDING: Final = "exceptions=including"
NET: Final = "-net"
CLEARANCE: Final = "-clearance-months"
MONTHS_OF_CLEARANCE: Final = 3
_PLACE: Final = ["area_code", "breakdown", "basis", "period_start", "period_end"]
AreaPeriod = tuple[object, ...]


def measures_linked_to(measure_id: str) -> tuple[str, ...]:
    """Name the measures without which nobody can say what must be hidden in a measure."""
    if measure_id == BANDS:
        return (IN_TIME,)
    for ending in (NET, CLEARANCE):
        if service := SERVICES.get(measure_id.removesuffix(ending)):
            counted = "referrals" if ending == NET else "waiting"
            return f"{service.prefix}-{counted}", service.completed_id
    return ()


def shown_in_time_periods(
    cells: pd.DataFrame, is_hidden: np.ndarray
) -> frozenset[AreaPeriod] | None:
    """Give the periods for which plans in time are shown; None where they are not among the cells."""
    in_time = _is_measure(cells, IN_TIME) & (cells["breakdown"] == INCLUDING).to_numpy()
    return frozenset(periods_of(cells.loc[in_time & ~is_hidden])) if in_time.any() else None


def periods_of(cells: pd.DataFrame) -> list[AreaPeriod]:
    """Give the area and the period of each cell."""
    names = ["area_code", "basis", "period_start", "period_end"]
    return list(cells[names].itertuples(index=False, name=None))


def reveals_net(cells: pd.DataFrame, is_hidden: np.ndarray) -> np.ndarray:
    """Mark the differences of two counts of which either is hidden."""
    reveals = np.zeros(len(cells), bool)
    for name in _measures_ending(cells, NET):
        hidden = set(_keys(cells, is_hidden & _is_measure(cells, *measures_linked_to(name))))
        is_net = _is_measure(cells, name)
        reveals[is_net] = [each in hidden for each in _keys(cells, is_net)]
    return reveals


def reveals_completed(cells: pd.DataFrame, is_hidden: np.ndarray) -> np.ndarray:
    """Mark the months to clear a list of which the list, or a month of completions, is hidden.

    Multiplied out, they tell how many were completed in three months: where each of these months
    is shown, that is nothing new.
    """
    reveals = np.zeros(len(cells), bool)
    for name in _measures_ending(cells, CLEARANCE):
        waiting, completed = measures_linked_to(name)
        hidden_list = set(_keys(cells, is_hidden & _is_measure(cells, waiting)))
        is_month = _is_measure(cells, completed) & (cells["basis"] == "month").to_numpy()
        whole_and_hidden = is_month & is_hidden & (cells["breakdown"] == "").to_numpy()
        areas, months = cells["area_code"].to_numpy(), _months(cells)
        hidden = set(zip(areas[whole_and_hidden], months[whole_and_hidden], strict=True))
        for at, key in zip(
            np.flatnonzero(_is_measure(cells, name)),
            _keys(cells, _is_measure(cells, name)),
            strict=True,
        ):
            summed = ((areas[at], months[at] - back) for back in range(MONTHS_OF_CLEARANCE))
            reveals[at] = key in hidden_list or any(each in hidden for each in summed)
    return reveals


def _measures_ending(cells: pd.DataFrame, ending: str) -> list[str]:
    return [name for name in cells["measure_id"].unique() if name.endswith(ending)]


def _is_measure(cells: pd.DataFrame, *measure_ids: str) -> np.ndarray:
    return cells["measure_id"].isin(measure_ids).to_numpy()


def _keys(cells: pd.DataFrame, which: np.ndarray) -> list[AreaPeriod]:
    return list(cells.loc[which, _PLACE].itertuples(index=False, name=None))


def _months(cells: pd.DataFrame) -> np.ndarray:
    """Count the months to the one in which each period ends."""
    ends = pd.to_datetime(cells["period_end"]).to_numpy()
    return ends.astype("datetime64[M]").astype(np.int64)
