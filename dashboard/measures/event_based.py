"""Measures of events: counts summed over every window of months."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dashboard.measures.breakdowns import Dimension
from dashboard.measures.cases import CountedEvents, Events
from dashboard.measures.dates import Ints, weeks_of
from dashboard.measures.model import Average, EventWeeks, Flow, Rate, Version
from dashboard.measures.output import Numbers, OutputRows
from dashboard.measures.periods import Windows, calendar_years, windows_from
from dashboard.measures.statistics import DAYS_A_WEEK, quantile


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
        """Count all cases of some events, once for all measures of them."""
        key = (self, dimension.key)
        if key not in events.tallies:
            events.tallies[key] = self.tally(dimension, events.counted)
        return events.tallies[key]


def months_from(*events: Events) -> Months | None:
    """Span the months of some events; None where there is no event at all."""
    firsts = [int(each.counted.months.min()) for each in events if len(each.counted.rows)]
    if not firsts:
        return None
    return Months(min(firsts), events[0].cases.cut_off.month - min(firsts) + 1)


def over_windows(monthly: np.ndarray, windows: Windows) -> np.ndarray:
    """Sum months (second axis) over each window."""
    sums = np.zeros((monthly.shape[0], monthly.shape[1] + 1))
    np.cumsum(monthly, axis=1, out=sums[:, 1:])
    return sums[:, windows.last + 1] - sums[:, windows.first]


def compute_rate(measure: Rate, gathered: OutputRows) -> None:
    """Work out a rate: a cell wherever there is a case to be within or not."""
    gathered.add_accounts(measure.measure_id, measure.events.exclusions)
    months = months_from(measure.events)
    if months is None:
        return
    cut_off = measure.events.cases.cut_off
    windows = (
        calendar_years(months.first, cut_off)
        if measure.by_year_alone
        else windows_from(months.first, cut_off, measure.whole_after_days)
    )
    versions = {name: _version_events(measure.events, it) for name, it in measure.versions.items()}
    for dimension in _dimensions(measure):
        shown = dimension.is_shown(windows.end)
        for version, (within, out_of) in versions.items():
            count = over_windows(_tally(months, dimension, measure.events, out_of), windows)
            numbers = Numbers(over_windows(months.tally(dimension, within), windows), count)
            labels, has_cell = dimension.labels(version), shown & (count > 0)
            gathered.add_cells(measure.measure_id, labels, windows, numbers, has_cell)


def _dimensions(measure: Rate) -> tuple[Dimension, ...]:
    dimensions = measure.events.cases.dimensions
    return dimensions if measure.has_dimensions else dimensions[:1]


def _version_events(events: Events, version: Version) -> tuple[CountedEvents, CountedEvents | None]:
    """Find the cases within, and those they are out of where that is not all of them."""
    if version.out_of is None:
        return events.where(version.within), None
    return events.where(version.within & version.out_of), events.where(version.out_of)


def _tally(
    months: Months, dimension: Dimension, events: Events, happened: CountedEvents | None
) -> np.ndarray:
    if happened is None:
        return months.tally_all(dimension, events)
    return months.tally(dimension, happened)


def compute_flow(measure: Flow, gathered: OutputRows) -> None:
    """Work out a count of events: a cell for every window, none of them included."""
    gathered.add_accounts(measure.measure_id, measure.events.exclusions)
    both = [each for each in (measure.events, measure.less) if each is not None]
    months = months_from(*both)
    if months is None:
        return
    windows = windows_from(months.first, measure.events.cases.cut_off)
    for dimension in measure.events.cases.dimensions:
        tallies = [months.tally_all(dimension, each) for each in both]
        count = over_windows(tallies[0], windows)
        for less in tallies[1:]:
            count -= over_windows(less, windows)
        occurs = np.concatenate(tallies, axis=1).any(axis=1, keepdims=True)
        has_cell = occurs & dimension.is_shown(windows.end)
        numbers = Numbers(numerator=count, value=count)
        gathered.add_cells(measure.measure_id, dimension.labels(), windows, numbers, has_cell)


def compute_average(measure: Average, gathered: OutputRows) -> None:
    """Work out a mean or a median in weeks: a cell wherever there is a case."""
    gathered.add_accounts(measure.measure_id, measure.events.exclusions)
    months = months_from(measure.events)
    if months is None:
        return
    windows = windows_from(months.first, measure.events.cases.cut_off)
    work_out = _mean if measure.statistic == "mean" else _medians
    for dimension in measure.events.cases.dimensions:
        count = over_windows(months.tally_all(dimension, measure.events), windows)
        numbers = work_out(measure, dimension, months, windows, count)
        has_cell = dimension.is_shown(windows.end) & (count > 0)
        gathered.add_cells(
            measure.measure_id, dimension.labels(), windows, numbers, has_cell, measure.statistic
        )


def _mean(
    measure: Average, dimension: Dimension, months: Months, windows: Windows, count: np.ndarray
) -> Numbers:
    counted = measure.events.counted
    days = months.tally(dimension, counted, measure.days[counted.rows])
    days = over_windows(days, windows)
    weeks = np.full(days.shape, np.nan)
    np.divide(days, count * DAYS_A_WEEK, out=weeks, where=count > 0)
    return Numbers(days, count, weeks)


def _medians(
    measure: Average, dimension: Dimension, months: Months, windows: Windows, count: np.ndarray
) -> Numbers:
    weeks = np.full(count.shape, np.nan)
    days, day_codes = np.unique(measure.days[measure.events.counted.rows], return_inverse=True)
    codes = dimension.codes[measure.events.counted.rows] * np.int64(len(days)) + day_codes
    for window, at in _rows_of(measure.events, months, windows):
        counts = np.bincount(codes[at], minlength=dimension.code_count * len(days))
        counts = dimension.gather(counts.reshape(-1, len(days)))
        weeks[:, window] = quantile(counts, days, measure.statistic) / DAYS_A_WEEK
    return Numbers(denominator=count, value=weeks)


def _rows_of(events: Events, months: Months, windows: Windows) -> Iterator[tuple[int, Ints]]:
    """Give, for each window in which there is an event, the places of its events among all."""
    in_order = np.argsort(events.counted.months, kind="stable")
    edges = np.searchsorted(
        events.counted.months[in_order], months.first + np.arange(months.count + 1)
    )
    starts, ends = edges[windows.first], edges[windows.last + 1]
    for window in np.flatnonzero(ends > starts):
        yield int(window), in_order[starts[window] : ends[window]]


def compute_event_weeks(measure: EventWeeks, gathered: OutputRows) -> None:
    """Count cases by week in every month and year, and in the newest twelve months."""
    months = months_from(measure.events)
    if months is None:
        return
    windows = windows_from(months.first, measure.events.cases.cut_off)
    newest = windows.last == months.count - 1
    has_bins = np.isin(windows.basis, ("month", "year")) | ((windows.basis == "rolling12") & newest)
    weeks = weeks_of(measure.days[measure.events.counted.rows])
    for window, at in _rows_of(measure.events, months, windows):
        if has_bins[window]:
            gathered.add_bins(measure.measure_id, windows, window, weeks[at])
