"""Which windows are not published, since few are counted in many of them."""

from collections.abc import Iterator
from typing import Final, cast

import numpy as np
import pandas as pd

from dashboard.disclosure.linked_numbers import EXCLUDING, INCLUDING, place_of
from dashboard.disclosure.published_bases import ends_quarter
from dashboard.disclosure.quantities import Count, numbers_of
from dashboard.measures.dates import days_of, months_of

# Of fewer windows nobody tells that most are of few.
_WINDOWS: Final = 4
_STEPS: Final = {"quarter": 3, "year": 12}
# Of the windows of a basis, one in so many with few who are left out are too many.
_ONE_IN: Final = 4
_LINE: Final = ["measure_id", "breakdown", "basis"]
_WINDOW: Final = ["period_start", "period_end"]


def windows_of_few(cells: pd.DataFrame, small_to: int, was_published: np.ndarray) -> np.ndarray:
    """Mark the cells that are not published, since few are counted in many windows of their basis.

    What was published by an earlier load, stays so: it is known which windows there were.
    """
    series = cells.groupby(_LINE, sort=False).ngroup().to_numpy()
    were_published = np.isin(series, series[was_published])
    few = (_rates_of_few(cells, small_to) | _few_left_out(cells, small_to)) & ~were_published
    return few | (_within_windows_of_few(cells, small_to) & ~was_published)


def _rates(cells: pd.DataFrame) -> np.ndarray:
    """Return the places of the cells of rates: a window of nobody has no cell."""
    is_flow = (cells["basis"] != "snapshot").to_numpy() & cells["denominator"].notna().to_numpy()
    return np.flatnonzero(is_flow)


def _rates_of_few(cells: pd.DataFrame, small_to: int) -> np.ndarray:
    """Mark the rates on a basis in most of whose windows there are few or nobody."""
    few = np.zeros(len(cells), bool)
    rates = _rates(cells)
    ends = months_of(days_of(cells["period_end"]))
    many = cells["denominator"].to_numpy(float) > small_to
    for rows in cells.iloc[rates].groupby(_LINE, sort=False).indices.values():
        at = rates[rows]
        step = _STEPS.get(str(cells["basis"].iloc[at[0]]), 1)
        windows = (ends[at].max() - ends[at].min()) // step + 1
        few[at] = windows > _WINDOWS and 2 * many[at].sum() < windows
    return few


def _within_windows_of_few(cells: pd.DataFrame, small_to: int) -> np.ndarray:
    """Mark the windows of a rate within a longer one of few: they say when these were there."""
    within = np.zeros(len(cells), bool)
    rates = _rates(cells)
    months = [months_of(days_of(cells[name])) for name in _WINDOW]
    many = cells["denominator"].to_numpy(float) > small_to
    for rows in cells.iloc[rates].groupby(_LINE[:2], sort=False).indices.values():
        at = rates[rows]
        first, last = (each[at] for each in months)
        for start, end in {*zip(first[~many[at]].tolist(), last[~many[at]].tolist(), strict=True)}:
            within[at] |= (first >= start) & (last <= end) & (last - first < end - start)
    return within


def _few_left_out(cells: pd.DataFrame, small_to: int) -> np.ndarray:
    """Mark the windows that are too short for those who are left out of a version of a rate.

    All less the others are they. Where they are few in many months, what depends on them is
    published over whole quarters; where in many quarters, over 12 months to the end of one, and
    years.
    """
    few = np.zeros(len(cells), bool)
    basis = cells["basis"].to_numpy()
    is_whole_quarters = ends_quarter(cells) & (basis != "month")
    is_long = is_whole_quarters & np.isin(basis, ("rolling12", "year"))
    for left_out, rows in _left_out(cells):
        for name, is_published in (("month", is_whole_quarters), ("quarter", is_long)):
            counts = left_out.loc[left_out["basis"] == name, "count"]
            are_few = _ONE_IN * counts.between(1, small_to).sum() > len(counts)
            if len(counts) <= _WINDOWS or not are_few:
                break
            few[rows] |= ~is_published[rows]
    return few


def _left_out(cells: pd.DataFrame) -> Iterator[tuple[pd.DataFrame, np.ndarray]]:
    """Yield how many a version of a rate leaves out, by window, and the cells that depend on them."""
    lines = cells.groupby(_LINE[:2], sort=False).indices
    heads = cast("list[tuple[str, str]]", list(lines))
    places = {head: place_of(head[1]) for head in heads}
    for measure_id in [name for name, breakdown in heads if breakdown == EXCLUDING]:
        if (measure_id, INCLUDING) not in lines:
            continue
        window = ["basis", *_WINDOW]
        wide = cells.iloc[lines[measure_id, INCLUDING]].set_index(window)["denominator"]
        narrow = cells.iloc[lines[measure_id, EXCLUDING]].set_index(window)["denominator"]
        count = wide - narrow.reindex(wide.index, fill_value=0)
        own = _counts(measure_id, EXCLUDING)
        axes = _axes(own) - _axes(_counts(measure_id, INCLUDING))
        dependent = [
            lines[head]
            for head in heads
            if not places[head].dimension
            and any(
                each.base == own[0].base and _axes([each]) & axes
                for each in _counts(head[0], places[head].version)
            )
        ]
        yield count.rename("count").reset_index(), np.concatenate(dependent)


def _counts(measure_id: str, version: str) -> list[Count]:
    return [count for linear in numbers_of(measure_id, version).values() for _, count in linear]


def _axes(counts: list[Count]) -> set[str]:
    return {axis for count in counts for axis, _ in count.literals}
