"""Which cells are hidden: the small ones, and as few others as leave every hidden number open."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd

from dashboard.disclosure.exchanges import (
    Exchange,
    Room,
    Target,
    affected,
    exchanges_of,
    nothing_shown,
)
from dashboard.disclosure.linked_measures import (
    repeats_count,
    reveals_completed,
    reveals_difference,
)
from dashboard.disclosure.linked_numbers import INCLUDING, WHOLE, BaseNumbers, Part, place_of
from dashboard.disclosure.marks import EARLIER, HIDDEN, LEFT_OUT, SHOWN
from dashboard.disclosure.tables import tables_of
from dashboard.disclosure.windows_of_few import windows_of_few
from dashboard.measures.dates import days_of

# How many values a cell that is hidden beside a small one must be able to have.
SECOND_VALUES: Final = 5
# What is lost with a cell: long windows are kept before short ones, wholes before parts.
_LOSS: Final = {"year": 6.0, "ytd": 2.0}
_OTHER_LOSS: Final = 3.0
_OF_PART: Final = 0.1
_OF_NOBODY: Final = 30.0
_BANDS: Final = ("band", "open", "weeks")
_SHOWN_BEFORE: Final = 10_000.0
_A_YEAR: Final = 12
_KEY: Final = ["measure_id", "breakdown", "statistic", "basis", "period_start", "period_end"]


def mark_cells(
    cells: pd.DataFrame, small_to: int, is_published: np.ndarray, before: pd.DataFrame | None = None
) -> np.ndarray:
    """Return the mark of each cell of an area (dashboard/disclosure/marks.py).

    `cells` are all that are worked out of a group of measures; `is_published` marks those that are
    published at all. `before` are the cells of the load before with a column `mark`: what was
    hidden stays so, and what was shown is known.
    """
    was = _marks_before(cells, before)
    tables = list(tables_of(cells))
    is_of_few = windows_of_few(cells, small_to, was != LEFT_OUT)
    is_left_out, is_published = is_published & is_of_few, is_published & ~is_of_few
    is_rest = is_left_out & _has_published_siblings(cells, is_published)
    is_small = np.zeros(len(cells), bool)
    for _, targets in tables:
        small = targets["amount"].between(1, small_to) & ~targets["is_difference"]
        is_small[targets.loc[small, "row"]] = True
    was_shown = (was == SHOWN) | (was == EARLIER)
    was_hidden = is_published & ((was == HIDDEN) | (was == EARLIER))
    is_hidden = (is_published & is_small) | (was_hidden & ~repeats_count(cells))
    loss = np.where(was_shown, _SHOWN_BEFORE, _loss(cells))
    for table, _ in tables:
        is_hidden |= is_published & _shows_few_by_flows(table, len(cells), small_to)
    is_quarter = (cells["basis"] == "quarter").to_numpy()
    for table, targets in tables:
        is_left = _is_left_by_two_windows(table, targets, is_quarter & ~is_published, small_to)
        is_left |= (targets["is_difference"] & is_published[targets["row"]]).to_numpy()
        # The whole less the parts that are published would be those that are left out.
        is_left |= is_rest[targets["row"]]
        marked = targets.assign(is_left=is_left & targets["amount"].between(1, small_to))
        _Decision(table, marked, is_hidden, is_published, is_small, loss, small_to).decide()
    is_hidden |= is_published & reveals_difference(cells, is_hidden)
    is_hidden |= is_published & reveals_completed(cells, is_hidden)
    is_hidden |= was_hidden
    marks = np.where(is_hidden, np.where(was_shown, EARLIER, HIDDEN), SHOWN)
    return np.where(is_published, marks, LEFT_OUT).astype(np.int8)


def _marks_before(cells: pd.DataFrame, before: pd.DataFrame | None) -> np.ndarray:
    if before is None or before.empty:
        return np.full(len(cells), LEFT_OUT)
    marks = pd.Series(before["mark"].to_numpy(), index=_keys(before))
    return marks.reindex(_keys(cells)).fillna(LEFT_OUT).to_numpy(np.int8)


def _keys(cells: pd.DataFrame) -> pd.MultiIndex:
    days = {name: days_of(cells[name]) for name in ("period_start", "period_end")}
    return pd.MultiIndex.from_frame(cells[_KEY].assign(**days))


def _loss(cells: pd.DataFrame) -> np.ndarray:
    is_part = cells["breakdown"].map({name: _is_part(name) for name in cells["breakdown"].unique()})
    by_basis = cells["basis"].map(_LOSS).fillna(_OTHER_LOSS).to_numpy(float)
    # That nobody waits so long is often known of old: to hide it would hide nothing.
    of_nobody = (cells["value"].fillna(cells["numerator"]) == 0).to_numpy()
    # Plans are judged without exceptions.
    by_basis = by_basis - cells["breakdown"].str.contains(INCLUDING).to_numpy(float)
    of_cell = np.where(of_nobody, _OF_NOBODY, by_basis)
    return of_cell * np.where(is_part.to_numpy(bool), _OF_PART, 1)


def _has_published_siblings(cells: pd.DataFrame, is_published: np.ndarray) -> np.ndarray:
    """Mark the parts of whose dimension another is published in the same window."""
    margins = cells["breakdown"].map({name: place_of(name)[:2] for name in cells["breakdown"].unique()})  # fmt: skip
    window = ["measure_id", margins, "basis", "period_start", "period_end"]
    windows = cells.groupby(window, sort=False).ngroup().to_numpy()
    return np.isin(windows, windows[is_published])


def _is_part(breakdown: str) -> bool:
    """Return whether a breakdown is a part of a dimension, or a band of a measure."""
    version, dimension, _ = place_of(breakdown)
    return bool(dimension) or version.split("=")[0] in _BANDS


def _shows_few_by_flows(table: BaseNumbers, cell_count: int, small_to: int) -> np.ndarray:
    """Mark the cells of who is open that would bound how few came, or how few were open, on a day.

    Whoever is open and was not before has come, and whoever was open and is not has left: so many
    days in a row are marked that enough have left between the others.
    """
    shows = np.zeros(cell_count, bool)
    came, stock = table.series_of(WHOLE, 0), table.stock
    if stock is None or stock.left is None or came is None:
        return shows
    is_open = _series_of_whole(stock)
    month_of_day = stock.months
    first = table.months[:1]
    month = (month_of_day - first).astype(np.int64)
    hidden: set[int] = set()
    for day in range(stock.span_count):
        arrived = came[month[day]] if 0 <= month[day] < len(came) else 0
        if 0 < arrived <= small_to:
            hidden |= _days_with_few_gone(stock.left, day, arrived - 1, 1)
        if 0 < is_open[day] <= small_to:
            hidden |= _days_with_few_gone(stock.left, day + 1, is_open[day] - 1, 1)
            few_more = small_to - is_open[day]
            hidden |= {at - 1 for at in _days_with_few_gone(stock.left, day, few_more, -1) if at}
    # Of few that came nothing is left of a bound.
    if table.left is not None:
        table.left = np.where((came > 0) & (came <= small_to), np.inf, table.left)
    # Parts of nobody would say that nobody is open.
    is_all = (stock.atoms == 0) & ((stock.dimension == 0) | (is_open == 0)[stock.last])
    shows[stock.row[is_all & np.isin(stock.last, list(hidden))]] = True
    return shows


def _series_of_whole(stock: BaseNumbers) -> np.ndarray:
    series = stock.series_of(WHOLE, 0)
    return np.zeros(stock.span_count) if series is None else series


def _days_with_few_gone(left: np.ndarray, day: int, enough: float, step: int) -> set[int]:
    """Return the days from one on until enough have left by them."""
    days, gone = set(), 0.0
    while 0 <= day < len(left):
        gone += left[day]
        if gone >= enough:
            break
        days.add(day)
        day += step
    return days


def _is_left_by_two_windows(
    table: BaseNumbers, targets: pd.DataFrame, is_unseen: np.ndarray, small_to: int
) -> np.ndarray:
    """Mark the few of an unpublished quarter of a part that had nobody in the same quarter before.

    They are what 12 months have more than the 12 months to a quarter earlier.
    """
    may_be = is_unseen[targets["row"].to_numpy()] & targets["amount"].between(1, small_to)
    is_left = np.zeros(len(targets), bool)
    for row in targets.loc[may_be & (targets["first"] >= _A_YEAR)].itertuples():
        part = table.part_of(row.dimension, row.part)
        series = table.series_of(part, row.atoms)
        if series is not None:
            is_left[row.Index] = not series[row.first - _A_YEAR : row.last - _A_YEAR + 1].any()
    return is_left


class _Decision:
    """What is decided of one base; `is_hidden` is that of all."""

    def __init__(
        self,
        table: BaseNumbers,
        targets: pd.DataFrame,
        is_hidden: np.ndarray,
        is_published: np.ndarray,
        is_small: np.ndarray,
        loss: np.ndarray,
        small_to: int,
    ) -> None:
        self._table, self._small_to = table, small_to
        self._is_hidden = is_hidden
        # Of what an exchange changes only what is published counts, which is a small part: its
        # cells, which of them a number is of, what is lost with each, and which a reader knows.
        self._published = table.only(is_published[table.row])
        self._rows, self._cell_of = np.unique(self._published.row, return_inverse=True)
        self._loss = loss[self._rows]
        self._is_visible = ~is_hidden[self._rows] | (self._loss == _SHOWN_BEFORE)
        amounts, rows = targets["amount"], targets["row"].to_numpy()
        matters = (amounts > 0) & (amounts <= small_to)
        # Of a hidden nobody it may be known: where nothing else is hidden it is shown.
        matters |= ~is_small[rows] & targets["is_first"] & (amounts > 0)
        # Wholes first, and long windows, in whose hiding the shorter ones may find theirs.
        in_order = targets.assign(
            is_part=targets["dimension"] > 0, length=targets["last"] - targets["first"]
        ).sort_values(["is_part", "length"], ascending=[True, False], kind="stable")
        self._targets = in_order.loc[(matters & is_published[rows]) | targets["is_left"]]
        self._protected: set[tuple[int, ...]] = set()

    def decide(self) -> None:
        """Hide cells until every hidden number has room enough."""
        while targets := list(self._open()):
            for target in targets:
                self._protect(target)

    def _open(self) -> Iterator[Target]:
        """Yield the hidden numbers that have not been looked at, each once."""
        is_open = self._is_hidden[self._targets["row"].to_numpy()] | self._targets["is_left"]
        for row in self._targets[is_open].itertuples():
            key = (row.dimension, row.part, row.first, row.last, row.atoms)
            if key not in self._protected:
                self._protected.add(key)
                part = self._table.part_of(row.dimension, row.part)
                yield Target(part, row.first, row.last, row.atoms, row.within, row.amount)

    def _protect(self, target: Target) -> None:
        """Hide what the cheapest exchange changes."""
        amount = target.amount
        is_small = 0 < amount <= self._small_to
        room = Room(amount - 1, self._small_to - amount, self._small_to)
        if not is_small:
            room = Room(0, 0, self._small_to, SECOND_VALUES - 1)
        least, cheapest = np.inf, None
        for exchange in exchanges_of(self._table, target, room):
            cells = self._visible_cells(target.part, exchange)
            loss = float(self._loss[cells].sum())
            if loss < least:
                least, cheapest = loss, cells
            if not loss:
                return
        if cheapest is None:
            cheapest = self._visible_cells(target.part, nothing_shown(self._table, target))
        self._is_hidden[self._rows[cheapest]] = True
        self._is_visible[cheapest] = self._loss[cheapest] == _SHOWN_BEFORE

    def _visible_cells(self, part: Part, exchange: Exchange) -> np.ndarray:
        """Mark the cells that an exchange changes and a reader knows, of today or of before."""
        is_changed = np.zeros(len(self._rows), bool)
        is_changed[self._cell_of[affected(self._published, part, exchange)]] = True
        return is_changed & self._is_visible
