"""Measures of what is open on snapshot days."""

from collections.abc import Iterator, Sequence

import numpy as np

from dashboard.measures.breakdowns import Dimension, whole_dimension
from dashboard.measures.cases import Cases, Stock
from dashboard.measures.dates import (
    DAYS_A_WEEK,
    FAR,
    Ints,
    longest,
    month_start,
    months_of,
    quantile,
    total_days,
    weeks_of,
)
from dashboard.measures.event_based import months_from
from dashboard.measures.model import Clearance, StockAverage, StockCount, StockRate
from dashboard.measures.output import Numbers, OutputRows


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


def compute_stock_count(measure: StockCount, cases: Cases, gathered: OutputRows) -> None:
    """Add the cells of what is open: one for every snapshot day, none included."""
    stock = measure.counted.among(cases)
    windows = stock.windows
    gathered.add_accounts(measure.measure_id, stock.exclusions)
    for dimension in cases.dimensions:
        occurs = dimension.occurs(stock.members)
        count = count_open(stock, dimension, measure.at_least, measure.at_most)
        has_cell = occurs & dimension.is_shown(windows.end)
        numbers = Numbers(numerator=count, value=count)
        gathered.add_cells(measure.measure_id, dimension.labels(), windows, numbers, has_cell)
    for label, (at_least, at_most) in (measure.parts or {}).items():
        whole = cases.dimensions[0]
        count = count_open(stock, whole, at_least, at_most)
        numbers = Numbers(numerator=count, value=count)
        gathered.add_cells(measure.measure_id, whole.labels(label), windows, numbers, count >= 0)
    if measure.weeks:
        _add_weeks_open(measure.measure_id, stock, gathered)
    if measure.weeks_left:
        _add_weeks_left(measure, stock, gathered)


def compute_stock_rate(measure: StockRate, cases: Cases, gathered: OutputRows) -> None:
    """Add the cells of the share open for no more than some days, where anything is open."""
    stock = measure.counted.among(cases)
    gathered.add_accounts(measure.measure_id, stock.exclusions)
    for dimension in cases.dimensions:
        all_open = count_open(stock, dimension)
        has_cell = dimension.is_shown(stock.windows.end) & (all_open > 0)
        numbers = Numbers(count_open(stock, dimension, 0, measure.limit), all_open)
        gathered.add_cells(measure.measure_id, dimension.labels(), stock.windows, numbers, has_cell)


def compute_stock_averages(
    measures: Sequence[StockAverage], cases: Cases, gathered: OutputRows
) -> None:
    """Add the cells of statistics of how long the same cases have been open, where any is."""
    stock = measures[0].counted.among(cases)
    for measure in measures:
        gathered.add_accounts(measure.measure_id, stock.exclusions)
    for dimension in cases.dimensions:
        shape = (len(dimension.categories), len(stock.days))
        values = {measure.measure_id: np.full(shape, np.nan) for measure in measures}
        totals, count = np.zeros(shape), np.zeros(shape)
        for at, counts, days in _days_open(stock, dimension):
            count[:, at] = counts.sum(axis=1)
            totals[:, at] = total_days(counts, days)
            for measure in measures:
                values[measure.measure_id][:, at] = _statistic(counts, days, measure.statistic)
        has_cell = dimension.is_shown(stock.windows.end) & (count > 0)
        for measure in measures:
            numerator = totals if measure.statistic == "mean" else None
            gathered.add_cells(
                measure.measure_id,
                dimension.labels(),
                stock.windows,
                Numbers(numerator, count, values[measure.measure_id]),
                has_cell,
                measure.statistic,
            )


def _statistic(counts: np.ndarray, days: Ints, statistic: str) -> np.ndarray:
    """Return one statistic of each category, in weeks; NaN where nothing is open."""
    if statistic == "max":
        return longest(counts, days) / DAYS_A_WEEK
    if statistic != "mean":
        return quantile(counts, days, statistic) / DAYS_A_WEEK
    cases = counts.sum(axis=1)
    mean = np.full(len(counts), np.nan)
    np.divide(total_days(counts, days), cases * DAYS_A_WEEK, out=mean, where=cases > 0)
    return mean


def _days_open(stock: Stock, dimension: Dimension) -> Iterator[tuple[int, np.ndarray, Ints]]:
    """Yield for each snapshot how many cases of each category are open for each number of days.

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


def _add_weeks_open(measure_id: str, stock: Stock, gathered: OutputRows) -> None:
    """Count the cases open by how many weeks they have been, on every snapshot day."""
    whole = whole_dimension(len(stock.cases))
    for at, counts, days in _days_open(stock, whole):
        weeks = weeks_of(days)
        lowest = int(weeks.min())
        by_week = np.bincount(weeks - lowest, counts[0])
        open_weeks = np.flatnonzero(by_week)
        gathered.add_week_counts(
            measure_id, stock.windows, at, open_weeks + lowest, by_week[open_weeks].astype(int)
        )


def _add_weeks_left(measure: StockCount, stock: Stock, gathered: OutputRows) -> None:
    """Count the cases open on the newest snapshot day by the weeks until a limit; past is negative."""
    if not len(stock.days):
        return
    last = len(stock.days) - 1
    is_open_at_end = (stock.spells.enters <= last) & (stock.spells.leaves > last)
    days = stock.days[last] - stock.spells.start[is_open_at_end]
    weeks = weeks_of(measure.at_most - days)
    gathered.add_bins(measure.weeks_left, stock.windows, last, weeks)


def compute_clearance(measure: Clearance, cases: Cases, gathered: OutputRows) -> None:
    """Divide what is open by completions a month, at the month ends that have months enough."""
    stock = measure.counted.among(cases)
    gathered.add_accounts(measure.measure_id, stock.exclusions)
    events = measure.completed.among(cases)
    months = months_from(events)
    if months is None or not len(stock.days):
        return
    whole = cases.dimensions[0]
    completed = np.append(0, np.cumsum(months.tally_all(whole, events)[0]))
    up_to = months_of(stock.days) - months.first + 1
    is_month_end = stock.days + 1 == month_start(months_of(stock.days) + 1)
    before = np.maximum(up_to - measure.MONTHS, 0)
    a_month = (completed[np.maximum(up_to, 0)] - completed[before]) / measure.MONTHS
    waiting = count_open(stock, whole)[0]
    has_cell = is_month_end & (up_to >= measure.MONTHS) & (a_month > 0)
    months_to_clear = np.full(len(has_cell), np.nan)
    np.divide(waiting, a_month, out=months_to_clear, where=has_cell)
    numbers = Numbers(waiting[None], a_month[None], months_to_clear[None])
    gathered.add_cells(measure.measure_id, whole.labels(), stock.windows, numbers, has_cell[None])
