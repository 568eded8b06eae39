"""Hide cells: the small ones, and those that would give them away."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd

from dashboard.disclosure.linked_measures import (
    INCLUDING,
    AreaPeriod,
    band_in_time,
    is_clearance,
    periods_of,
    reveals_completed,
    reveals_difference,
    shown_in_time_periods,
)
from dashboard.disclosure.waits import coarsen_waits
from dashboard.disclosure.windows import (
    LONGEST_FIRST,
    PartWindows,
    Tie,
    dimension_margins,
    overlaps,
)
from dashboard.measures import Clearance
from dashboard.model.points import HIDDEN

_EXCLUDING: Final = "exceptions=excluding"
_NUMBERS: Final = ["numerator", "denominator", "value"]


def suppress_cells(cells: pd.DataFrame, small_to: int) -> pd.DataFrame:
    """Return the cells with a column `marker`: "c" where hidden, whose numbers are then missing.

    Waits are made coarse (dashboard/disclosure/waits.py).

    `cells` must hold every basis of the measures in it, their wholes, and of each dimension
    either all parts or none.
    """
    shown = cells.reset_index(drop=True)
    is_hidden = np.zeros(len(shown), bool)
    # Measures in bands come last: one of the bands is what another measure counts.
    groups = shown.groupby(["area_code", "measure_id"], sort=False).indices.values()
    measures = [(str(shown["measure_id"].iloc[rows[0]]), rows) for rows in groups]
    for measure_id, rows in sorted(measures, key=lambda each: bool(band_in_time(each[0]))):
        band = band_in_time(measure_id)
        shown_in_time = shown_in_time_periods(shown, is_hidden, measure_id) if band else None
        is_hidden[rows] = ~_shown_cells(shown.iloc[rows], small_to, band, shown_in_time)
    is_hidden |= reveals_difference(shown, is_hidden)
    is_hidden |= reveals_completed(shown, is_hidden)
    marked = shown.assign(marker=np.where(is_hidden, HIDDEN, ""))
    marked.loc[is_hidden, _NUMBERS] = np.nan
    return coarsen_waits(marked, shown, small_to)


def _shown_cells(
    cells: pd.DataFrame,
    small_to: int,
    band: str = "",
    shown_in_time: Collection[AreaPeriod] | None = None,
) -> np.ndarray:
    """Mark the cells of a measure that are shown.

    `shown_in_time` are the periods in which another measure shows what `band` counts.
    """
    parts = _parts(cells, small_to)
    excepted = _excepted(parts, cells, small_to)
    for name, part in parts.items():
        part.protect(excepted.get(name, ()))
    if shown_in_time is not None and band in parts:
        _show_as_linked(parts[band], cells, shown_in_time)
    for (version, _), names in dimension_margins(parts).items():
        of_margin, whole = [parts[name] for name in names], parts.get(version)
        is_overlapping = overlaps(names)
        _protect_margin(of_margin, whole, is_overlapping)
        if whole and not is_overlapping:
            _protect_few_left(of_margin, whole, small_to)
    shown = np.ones(len(cells), bool)
    for part in parts.values():
        shown[part.rows] = part.is_shown
    return shown


def _show_as_linked(
    part: PartWindows, cells: pd.DataFrame, shown_in_time: Collection[AreaPeriod]
) -> None:
    """Show of a part what another measure shows of it: hiding more would hide nothing."""
    part.is_shown = np.array(
        [each in shown_in_time for each in periods_of(cells.iloc[part.rows])], bool
    )
    part.is_shown &= ~part.is_small
    part.is_shown_elsewhere = True


def _parts(cells: pd.DataFrame, small_to: int) -> dict[str, PartWindows]:
    """Return the windows of each breakdown.

    Of what is divided by month, a month without a cell is known to have had nobody. What is counted
    by the year alone has no cells of months, whoever was counted in them.
    """
    first, last, months = _boundaries(cells)
    if "month" not in set(cells["basis"]):
        months = []
    rank = cells["basis"].map({name: at for at, name in enumerate(LONGEST_FIRST)}).fillna(0)
    count, is_small, is_nothing = _counts_and_small(cells, small_to)
    is_divided = not np.isnan(cells["denominator"].to_numpy(float)).all()
    windows = {*zip(first.tolist(), last.tolist(), strict=True), *months} if is_divided else set()
    boundary_count = int(max(last.max(), *(end for _, end in months), 0)) + 1
    windows_by_part = {}
    for name, rows in cells.groupby("breakdown", sort=False).indices.items():
        part_windows = set(zip(first[rows].tolist(), last[rows].tolist(), strict=True))
        windows_by_part[str(name)] = PartWindows(
            rows=rows,
            first=first[rows],
            last=last[rows],
            rank=rank.to_numpy()[rows],
            count=count[rows],
            is_small=is_small[rows],
            is_nothing=is_nothing[rows],
            nothing=tuple(windows - part_windows),
            boundary_count=boundary_count,
        )
    return windows_by_part


def _boundaries(cells: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, list[Tie]]:
    """Return the number of the day on which each window begins and ends, and the months between.

    One day by itself has two boundaries of its own.
    """
    days = pd.to_datetime(cells["period_start"]), pd.to_datetime(cells["period_end"])
    start, end = (days_of.to_numpy().astype("datetime64[D]").astype(np.int64) for days_of in days)
    is_day = (cells["basis"] == "snapshot").to_numpy()
    firsts = np.array([], np.int64)
    if not is_day.all():
        span = np.array([start[~is_day].min(), end[~is_day].max() + 1], "datetime64[D]")
        first, last = span.astype("datetime64[M]")
        firsts = np.arange(first, last + 1).astype("datetime64[D]").astype(np.int64)
    # Days by themselves are counted below zero, two for each, so that no month ends on one.
    start = np.where(is_day, -4 * (np.abs(start) + 1), start)
    end = np.where(is_day, start + 1, end + 1)
    _, codes = np.unique(np.concatenate([start, end, firsts]), return_inverse=True)
    count = len(cells)
    ends = codes[2 * count :].tolist()
    return codes[:count], codes[count : 2 * count], list(pairwise(ends))


def _counts_and_small(
    cells: pd.DataFrame, small_to: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return how many cases each cell counts, which cells are small and which count nobody."""
    above, below, value = (cells[name].to_numpy(float) for name in _NUMBERS)
    is_count = np.isnan(below)
    is_average = ~is_count & ~np.isnan(value)
    clears = is_clearance(cells)
    below = np.where(clears, below * Clearance.MONTHS, below)
    number = np.where(is_count, value, below)
    # Of an average the numerator is days, not cases; of a clearance time, those waiting.
    inside = np.where(is_count | (is_average & ~clears), 0.0, above)
    rest = np.where(is_count | is_average, 0.0, below - above)
    small = np.zeros(len(cells), bool)
    for part_count in (np.abs(number), inside, rest):
        small |= (part_count > 0) & (part_count < small_to + 1)
    return number, small, number == 0


def _excepted(
    parts: Mapping[str, PartWindows], cells: pd.DataFrame, small_to: int
) -> dict[str, list[Tie]]:
    """Return, for each part including exceptions, the windows of which few cases are excepted.

    They are the difference of the two versions: where it is small, one of them is hidden.
    """
    small_differences: dict[str, list[Tie]] = {}
    for name, part in parts.items():
        other = parts.get(name.replace(INCLUDING, _EXCLUDING))
        if INCLUDING in name and other is not None:
            small_differences[name] = _few_excepted(part, other, cells, small_to)
    return small_differences


def _few_excepted(
    part: PartWindows, other: PartWindows, cells: pd.DataFrame, small_to: int
) -> list[Tie]:
    numbers = cells[["numerator", "denominator"]].to_numpy(float)
    excluding = {
        (first, last): numbers[row]
        for first, last, row in zip(other.first, other.last, other.rows, strict=True)
    }
    few = []
    for at, row in enumerate(part.rows):
        tie = (part.first[at], part.last[at])
        above, below = numbers[row] - excluding.get(tie, np.zeros(2))
        if any(0 < difference <= small_to for difference in (above, below, below - above)):
            few.append(tie)
            part.is_small[at] = True
    return few


def _protect_margin(
    parts: Sequence[PartWindows], whole: PartWindows | None, is_overlapping: bool
) -> None:
    """Hide in other parts of a dimension what would give away the hidden windows of one.

    Where nothing else will do, nothing of the dimension is shown.
    """
    of_whole = _groups(whole) if whole else []
    groups = [(part, inside) for part in parts for inside in _groups(part)]
    groups += [(None, inside) for inside in of_whole]
    for part, inside in groups:
        others = [other for other in parts if other is not part]
        if is_overlapping:
            _hide_crossing(others, inside)
        # A part that is all of the whole needs no other: the whole hides the same.
        elif not _hide_in_cheapest_part(others, inside) and not (
            part and any(np.array_equal(inside, group) for group in of_whole)
        ):
            for other in parts:
                other.is_shown[:] = False
            return


def _protect_few_left(parts: Sequence[PartWindows], whole: PartWindows, small_to: int) -> None:
    """Hide one more part where the hidden ones of a shown whole have hardly more cases than parts.

    A part without cases is known, so that each hidden one has a case at least: two that have two
    cases between them have one each.
    """
    shown_wholes = set(zip(whole.first[whole.is_shown], whole.last[whole.is_shown], strict=True))
    hidden: dict[Tie, list[float]] = defaultdict(list)
    for part in parts:
        for at in np.flatnonzero(~part.is_shown):
            hidden[int(part.first[at]), int(part.last[at])].append(float(part.count[at]))
    for (first, last), counts in hidden.items():
        small = next((part for part in parts if (first, last) in part.hidden), None)
        is_few = sum(counts) - len(counts) < small_to - 1
        if small and is_few and (first, last) in shown_wholes:
            others = [part for part in parts if part.shows(first, last)]
            _hide_in_cheapest_part(others, small.group_with(last))


def _groups(part: PartWindows) -> list[np.ndarray]:
    """Return groups of tied boundaries, of which one holds one end alone of each small window."""
    groups: dict[bytes, np.ndarray] = {}
    for first, last in part.hidden:
        if any(group[first] != group[last] for group in groups.values()):
            continue
        inside = part.group_with(last)
        groups[inside.tobytes()] = inside
    return list(groups.values())


def _hide_crossing(parts: Sequence[PartWindows], inside: np.ndarray) -> None:
    for part in parts:
        part.is_shown &= ~part.crossing(inside)


def _hide_in_cheapest_part(parts: Sequence[PartWindows], inside: np.ndarray) -> bool:
    """Hide the windows that cross a group's edge in the part that loses least by it."""
    able = [
        part for part in parts if not part.is_shown_elsewhere and part.can_hide_crossing(inside)
    ]
    if not able:
        return False

    def cost(part: PartWindows) -> tuple[int, float]:
        crossing = part.crossing(inside)
        return int(np.count_nonzero(crossing)), float(part.count[crossing].sum())

    _hide_crossing([min(able, key=cost)], inside)
    return True
