"""Measures of events: counts summed over every window of months."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dashboard.measures.breakdowns import Dimension
from dashboard.measures.cases import Cases, CountedEvents, Events
from dashboard.measures.dates import DAYS_A_WEEK, Ints, quantile, weeks_of
from dashboard.measures.model import Difference, EventAverage, EventCount, EventRate
from dashboard.measures.output import Numbers, OutputRows
from dashboard.measures.periods import Windows, calendar_years, windows_from


@dataclass(frozen=True)
class Months:
    """The months of a measure, from its first event to the cut-off."""

    first: int
    count: int

    def tally(
        self, dimension: Dimension, happened: CountedEvents, amounts: Ints | None = None
    ) -> np.ndarray:
        """Count cases, or sum an amount of each, by category and month."""
        keys = dimension.codes[happened.rows] * np.int64(self.count)
        keys += happened.months
        keys -= self.first
        counts = np.bincount(keys, amounts, minlength=dimension.code_count * self.count)
        return dimension.gather(counts.reshape(-1, self.count))

    def tally_all(self, dimension: Dimension, events: Events) -> np.ndarray:
        """Count all cases of some events, once for all their measures."""
        key = (self, dimension.key)
        if key not in events.tallies:
            events.tallies[key] = self.tally(dimension, events.counted)
        return events.tallies[key]


def months_from(*events: Events) -> Months | None:
    """Return the months that some events span; None where there is no event at all."""
    firsts = [int(each.counted.months.min()) for each in events if len(each.counted.rows)]
    if not firsts:
        return None
    return Months(min(firsts), events[0].cases.cut_off.month - min(firsts) + 1)


def over_windows(monthly: np.ndarray, windows: Windows) -> np.ndarray:
    """Sum months (second axis) over each window."""
    sums = np.zeros((monthly.shape[0], monthly.shape[1] + 1))
    np.cumsum(monthly, axis=1, out=sums[:, 1:])
    return sums[:, windows.last + 1] - sums[:, windows.first]


def compute_rate(measure: EventRate, cases: Cases, gathered: OutputRows) -> None:
    """Add the cells of a rate: one wherever there is a case to be within or not."""
    events = measure.counted.among(cases)
    gathered.add_accounts(measure.measure_id, events.exclusions)
    months = months_from(events)
    if months is None:
        return
    windows = (
        calendar_years(months.first, cases.cut_off)
        if measure.by_year_alone
        else windows_from(months.first, cases.cut_off, measure.whole_after_days)
    )
    versions = {
        label: (
            (events.where(version.within), None)
            if version.out_of is None
            else (events.where(version.within & version.out_of), events.where(version.out_of))
        )
        for label, version in measure.versions_of(cases).items()
    }
    for dimension in cases.dimensions if measure.has_dimensions else cases.dimensions[:1]:
        shown = dimension.is_shown(windows.end)
        for label, (within, out_of) in versions.items():
            all_cases = (
                months.tally_all(dimension, events)
                if out_of is None
                else months.tally(dimension, out_of)
            )
            count = over_windows(all_cases, windows)
            numbers = Numbers(over_windows(months.tally(dimension, within), windows), count)
            has_cell = shown & (count > 0)
            gathered.add_cells(
                measure.measure_id, dimension.labels(label), windows, numbers, has_cell
            )


def compute_count(measure: EventCount | Difference, cases: Cases, gathered: OutputRows) -> None:
    """Add the cells of a count of events, or of two: one for every window, none included."""
    events = measure.counted.among(cases)
    gathered.add_accounts(measure.measure_id, events.exclusions)
    both = [events, measure.less.among(cases)] if isinstance(measure, Difference) else [events]
    months = months_from(*both)
    if months is None:
        return
    windows = windows_from(months.first, cases.cut_off)
    for dimension in cases.dimensions:
        tallies = [months.tally_all(dimension, each) for each in both]
        count = over_windows(tallies[0], windows)
        for less in tallies[1:]:
            count -= over_windows(less, windows)
        occurs = np.concatenate(tallies, axis=1).any(axis=1, keepdims=True)
        has_cell = occurs & dimension.is_shown(windows.end)
        numbers = Numbers(numerator=count, value=count)
        gathered.add_cells(measure.measure_id, dimension.labels(), windows, numbers, has_cell)
    if isinstance(measure, EventCount) and measure.weeks:
        _add_weeks(measure, cases, months, gathered)


def compute_average(measure: EventAverage, cases: Cases, gathered: OutputRows) -> None:
    """Add the cells of a mean or a median in weeks: one wherever there is a case."""
    events, days = measure.counted.among(cases), measure.counted.days(cases)
    gathered.add_accounts(measure.measure_id, events.exclusions)
    months = months_from(events)
    if months is None:
        return
    windows = windows_from(months.first, cases.cut_off)
    for dimension in cases.dimensions:
        count = over_windows(months.tally_all(dimension, events), windows)
        if measure.statistic == "mean":
            counted = events.counted
            total = over_windows(months.tally(dimension, counted, days[counted.rows]), windows)
            weeks = np.full(total.shape, np.nan)
            np.divide(total, count * DAYS_A_WEEK, out=weeks, where=count > 0)
            numbers = Numbers(total, count, weeks)
        else:
            weeks = _quantiles(measure, cases, dimension, months, windows)
            numbers = Numbers(denominator=count, value=weeks)
        has_cell = dimension.is_shown(windows.end) & (count > 0)
        gathered.add_cells(
            measure.measure_id, dimension.labels(), windows, numbers, has_cell, measure.statistic
        )
    if measure.weeks:
        _add_weeks(measure, cases, months, gathered)


def _quantiles(
    measure: EventAverage, cases: Cases, dimension: Dimension, months: Months, windows: Windows
) -> np.ndarray:
    """Return a quantile in weeks of each category and window; NaN where there is no case."""
    weeks = np.full((len(dimension.categories), len(windows.first)), np.nan)
    events = measure.counted.among(cases)
    of_rows = events.counted.rows
    days = measure.counted.days(cases)[of_rows]
    unique_days, day_codes = np.unique(days, return_inverse=True)
    codes = dimension.codes[of_rows] * np.int64(len(unique_days)) + day_codes
    for window, at in _rows_of(events, months, windows):
        counts = np.bincount(codes[at], minlength=dimension.code_count * len(unique_days))
        counts = dimension.gather(counts.reshape(-1, len(unique_days)))
        weeks[:, window] = quantile(counts, unique_days, measure.statistic) / DAYS_A_WEEK
    return weeks


def _rows_of(events: Events, months: Months, windows: Windows) -> Iterator[tuple[int, Ints]]:
    """Yield each window in which there is an event, with the places of its events among all."""
    in_order = np.argsort(events.counted.months, kind="stable")
    edges = np.searchsorted(
        events.counted.months[in_order], months.first + np.arange(months.count + 1)
    )
    starts, ends = edges[windows.first], edges[windows.last + 1]
    for window in np.flatnonzero(ends > starts):
        yield int(window), in_order[starts[window] : ends[window]]


def _add_weeks(
    measure: EventCount | EventAverage, cases: Cases, months: Months, gathered: OutputRows
) -> None:
    """Count cases by week in every month and year, and in the newest twelve months."""
    events = measure.counted.among(cases)
    windows = windows_from(months.first, cases.cut_off)
    newest = windows.last == months.count - 1
    has_bins = np.isin(windows.basis, ("month", "year")) | ((windows.basis == "rolling12") & newest)
    weeks = weeks_of(measure.counted.days(cases)[events.counted.rows])
    for window, at in _rows_of(events, months, windows):
        if has_bins[window]:
            gathered.add_bins(measure.measure_id, windows, window, weeks[at])
