"""Measures of what is open on snapshot days."""

from collections.abc import Iterator

import numpy as np

from dashboard.measures.breakdowns import Dimension, whole_dimension
from dashboard.measures.cases import Stock
from dashboard.measures.dates import FAR, Ints, month_start, months_of, weeks_of
from dashboard.measures.event_based import months_from
from dashboard.measures.model import (
    Clearance,
    StockCount,
    StockRate,
    StockSpread,
    StockWeeks,
    WeeksUntil,
)
from dashboard.measures.output import Numbers, OutputRows
from dashboard.measures.statistics import DAYS_A_WEEK, longest, quantile, total_days


def count_open(
    stock: Stock, dimension: Dimension, at_least: int = 0, at_most: int = FAR
) -> np.ndarray:
    """Count the cases open for some number of days, by category and snapshot day."""
    spells, enters, leaves = stock.spells, stock.spells.enters, stock.spells.leaves
    if at_most < FAR:
        leaves = np.minimum(leaves, stock.place(spells.start + at_most + 1))
    if at_least > 0:
        # Whoever leaves before reaching the age enters and leaves at once, and counts nowhere.
        enters = np.minimum(leaves, stock.place(spells.start + at_least))
    width = len(stock.days) + 1
    keys = dimension.codes[spells.rows] * np.int64(width)
    size = dimension.code_count * width
    moves = np.bincount(keys + enters, minlength=size)
    moves -= np.bincount(keys + leaves, minlength=size)
    return dimension.gather(np.cumsum(moves.reshape(-1, width), axis=1)[:, :-1])


def compute_stock_count(measure: StockCount, gathered: OutputRows) -> None:
    """Count what is open: a cell for every snapshot day, none included."""
    stock, windows = measure.stock, measure.stock.windows
    gathered.add_accounts(measure.measure_id, stock.exclusions)
    for dimension in stock.cases.dimensions:
        occurs = dimension.occurs(stock.members)
        count = count_open(stock, dimension, measure.at_least, measure.at_most)
        has_cell = occurs & dimension.is_shown(windows.end)
        numbers = Numbers(numerator=count, value=count)
        gathered.add_cells(measure.measure_id, dimension.labels(), windows, numbers, has_cell)
    for label, (at_least, at_most) in (measure.parts or {}).items():
        whole = stock.cases.dimensions[0]
        count = count_open(stock, whole, at_least, at_most)
        numbers = Numbers(numerator=count, value=count)
        gathered.add_cells(measure.measure_id, whole.labels(label), windows, numbers, count >= 0)


def compute_stock_rate(measure: StockRate, gathered: OutputRows) -> None:
    """Work out the share open for no more than some days, where anything is open."""
    stock, windows = measure.stock, measure.stock.windows
    gathered.add_accounts(measure.measure_id, stock.exclusions)
    for dimension in stock.cases.dimensions:
        all_open = count_open(stock, dimension)
        has_cell = dimension.is_shown(windows.end) & (all_open > 0)
        numbers = Numbers(count_open(stock, dimension, 0, measure.at_most), all_open)
        gathered.add_cells(measure.measure_id, dimension.labels(), windows, numbers, has_cell)


def compute_stock_spread(measure: StockSpread, gathered: OutputRows) -> None:
    """Work out statistics of how long cases have been open, where anything is open."""
    stock, windows = measure.stock, measure.stock.windows
    for measure_id in measure.statistics:
        gathered.add_accounts(measure_id, stock.exclusions)
    for dimension in stock.cases.dimensions:
        shape = (len(dimension.categories), len(stock.days))
        values = {measure_id: np.full(shape, np.nan) for measure_id in measure.statistics}
        totals, count = np.zeros(shape), np.zeros(shape)
        for at, counts, days in _days_open(stock, dimension):
            count[:, at] = counts.sum(axis=1)
            totals[:, at] = total_days(counts, days)
            for measure_id, statistic in measure.statistics.items():
                values[measure_id][:, at] = _statistic(counts, days, statistic)
        has_cell = dimension.is_shown(windows.end) & (count > 0)
        for measure_id, statistic in measure.statistics.items():
            numerator = totals if statistic == "mean" else None
            numbers = Numbers(numerator, count, values[measure_id])
            gathered.add_cells(
                measure_id, dimension.labels(), windows, numbers, has_cell, statistic
            )


def _statistic(counts: np.ndarray, days: Ints, statistic: str) -> np.ndarray:
    """Work out one statistic of each category, in weeks; NaN where nothing is open."""
    if statistic == "max":
        return longest(counts, days) / DAYS_A_WEEK
    if statistic != "mean":
        return quantile(counts, days, statistic) / DAYS_A_WEEK
    cases = counts.sum(axis=1)
    mean = np.full(len(counts), np.nan)
    np.divide(total_days(counts, days), cases * DAYS_A_WEEK, out=mean, where=cases > 0)
    return mean


def _days_open(stock: Stock, dimension: Dimension) -> Iterator[tuple[int, np.ndarray, Ints]]:
    """Give, for each snapshot, how many cases of each category are open for each number of days.

    What is open is carried from one snapshot to the next, so each case is handled twice in all.
    """
    starts, start_codes = stock.start_days
    keys = dimension.codes[stock.spells.rows] * np.int64(len(starts)) + (
        len(starts) - 1 - start_codes
    )
    size = dimension.code_count * len(starts)
    is_open = np.zeros(size, np.int64)
    for at, day in enumerate(stock.days):
        is_open += np.bincount(keys[stock.entering[at]], minlength=size)
        is_open -= np.bincount(keys[stock.leaving[at]], minlength=size)
        yield at, dimension.gather(is_open.reshape(-1, len(starts))), day - starts[::-1]


def compute_stock_weeks(measure: StockWeeks, gathered: OutputRows) -> None:
    """Count the cases open by how many weeks they have been, on every snapshot day."""
    stock = measure.stock
    whole = whole_dimension(len(stock.cases))
    for at, counts, days in _days_open(stock, whole):
        weeks = weeks_of(days)
        lowest = int(weeks.min())
        by_week = np.bincount(weeks - lowest, counts[0])
        open_weeks = np.flatnonzero(by_week)
        gathered.add_week_counts(
            measure.measure_id,
            stock.windows,
            at,
            open_weeks + lowest,
            by_week[open_weeks].astype(int),
        )


def compute_weeks_until(measure: WeeksUntil, gathered: OutputRows) -> None:
    """Count the cases open on the newest snapshot day by the weeks until a limit; past is negative."""
    stock = measure.stock
    if not len(stock.days):
        return
    last = len(stock.days) - 1
    is_open_at_end = (stock.spells.enters <= last) & (stock.spells.leaves > last)
    days = stock.days[last] - stock.spells.start[is_open_at_end]
    weeks = weeks_of(measure.limit_days - days)
    gathered.add_bins(measure.measure_id, stock.windows, last, weeks)


def compute_clearance(measure: Clearance, gathered: OutputRows) -> None:
    """Divide what is open by completions a month, at the month ends that have three months of them."""
    stock, windows = measure.stock, measure.stock.windows
    gathered.add_accounts(measure.measure_id, stock.exclusions)
    months = months_from(measure.completed)
    if months is None or not len(stock.days):
        return
    whole = stock.cases.dimensions[0]
    completed = np.append(0, np.cumsum(months.tally_all(whole, measure.completed)[0]))
    up_to = months_of(stock.days) - months.first + 1
    is_month_end = stock.days + 1 == month_start(months_of(stock.days) + 1)
    three_months = completed[np.maximum(up_to, 0)] - completed[np.maximum(up_to - 3, 0)]
    a_month = three_months / 3
    waiting = count_open(stock, whole)[0]
    has_cell = is_month_end & (up_to >= 3) & (a_month > 0)
    months_to_clear = np.full(len(has_cell), np.nan)
    np.divide(waiting, a_month, out=months_to_clear, where=has_cell)
    numbers = Numbers(waiting[None], a_month[None], months_to_clear[None])
    gathered.add_cells(measure.measure_id, whole.labels(), windows, numbers, has_cell[None])
