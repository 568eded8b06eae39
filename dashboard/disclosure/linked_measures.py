"""Measures that give each other away: what is hidden in one must not be worked out from another."""

from typing import Final

import numpy as np
import pandas as pd

from dashboard.disclosure.waits import longer_waits
from dashboard.measures import MEASURES, CaseMeasure, Clearance, Difference
from dashboard.measures.dates import days_of, months_of

_PLACE: Final = ["breakdown", "basis", "period_start", "period_end"]
Period = tuple[object, ...]


def measures_linked_to(measure_id: str) -> tuple[str, ...]:
    """Return the measures without which it is not known what must be hidden in a measure."""
    measure = MEASURES.get(measure_id)
    counted_longer = (name for name, _ in longer_waits(measure_id).values())
    return (*measure.linked, *counted_longer) if measure else ()


def reveals_difference(cells: pd.DataFrame, is_hidden: np.ndarray) -> np.ndarray:
    """Mark the differences of two counts of which either is not shown."""
    reveals = np.zeros(len(cells), bool)
    for measure_id in _measures_of(cells, Difference):
        both = [
            set(_keys(cells, ~is_hidden & _is_measure(cells, linked)))
            for linked in measures_linked_to(measure_id)
        ]
        is_difference = _is_measure(cells, measure_id)
        reveals[is_difference] = [
            not all(key in shown for shown in both) for key in _keys(cells, is_difference)
        ]
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
        months = months_of(days_of(cells["period_end"]))
        hidden = set(months[whole_and_hidden].tolist())
        is_own = _is_measure(cells, measure_id)
        for at, key in zip(np.flatnonzero(is_own), _keys(cells, is_own), strict=True):
            summed = (months[at] - back for back in range(Clearance.MONTHS))
            reveals[at] = key in hidden_list or any(each in hidden for each in summed)
    return reveals


def repeats_count(cells: pd.DataFrame) -> np.ndarray:
    """Mark the months to clear a list: what they count is the list, which is hidden or shown itself.

    Hidden for what they would say of completions, they are no reason to hide the list.
    """
    return _is_measure(cells, *_measures_of(cells, Clearance))


def _measures_of(cells: pd.DataFrame, made_as: type[CaseMeasure]) -> list[str]:
    return [
        name for name in cells["measure_id"].unique() if isinstance(MEASURES.get(name), made_as)
    ]


def _is_measure(cells: pd.DataFrame, *measure_ids: str) -> np.ndarray:
    return cells["measure_id"].isin(measure_ids).to_numpy()


def _keys(cells: pd.DataFrame, which: np.ndarray) -> list[Period]:
    return list(cells.loc[which, _PLACE].itertuples(index=False, name=None))
