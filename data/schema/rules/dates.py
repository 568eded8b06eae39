"""The checks that hold the days of a row against each other, its basis and today."""

from collections.abc import Callable, Iterator
from datetime import date

import numpy as np
import pandas as pd

from dashboard.text.periods import month_end
from data.common.errors import Issue
from data.schema.parsed_rows import KEY_SEPARATOR, ParsedRows, ReferenceData, joined

Rule = Callable[[ParsedRows, ReferenceData], Iterator[Issue]]


def in_order(first: str, last: str) -> Rule:
    """Make the rule that one date does not come before another."""

    def check(rows: ParsedRows, _reference_data: ReferenceData) -> Iterator[Issue]:
        starts, ends = rows.frame[first], rows.frame[last]
        for position in np.flatnonzero(_are_swapped(starts, ends)):
            expected = f"a day not before {first} ({starts.iloc[position]})"
            fix = f"Check {first} and {last}: they may be swapped."
            yield rows.issue(position, last, expected, fix)

    return check


def _are_swapped(starts: pd.Series, ends: pd.Series) -> np.ndarray:
    both = (starts.notna() & ends.notna()).to_numpy()
    return both & (starts.fillna("").to_numpy() > ends.fillna("").to_numpy())


def both_or_neither(first: str, last: str) -> Rule:
    """Make the rule that a period has both its ends or none."""

    def check(rows: ParsedRows, _reference_data: ReferenceData) -> Iterator[Issue]:
        blank_first = rows.is_blank(first)
        blank_last = rows.is_blank(last)
        for position in np.flatnonzero(blank_first != blank_last):
            empty = first if blank_first[position] else last
            expected = f"both {first} and {last}, or neither"
            yield rows.issue(position, empty, expected, f"Fill in {empty}.")

    return check


def published_by_today(rows: ParsedRows, reference_data: ReferenceData) -> Iterator[Issue]:
    """Refuse a day of publication that is yet to come."""
    today = reference_data.today.isoformat()
    days = rows.frame["published_on"].fillna("").to_numpy()
    for position in np.flatnonzero(days > today):
        expected = f"a day not after today ({today})"
        fix = "Check the day: what is not published yet cannot be loaded as published."
        yield rows.issue(position, "published_on", expected, fix)


def no_actual_ahead(rows: ParsedRows, reference_data: ReferenceData) -> Iterator[Issue]:
    """Refuse a number as an actual for a period that has not begun; a marker may lie ahead."""
    today = reference_data.today.isoformat()
    frame = rows.frame
    is_number = (frame["value"].notna() | frame["value_low"].notna()).to_numpy()
    is_ahead = frame["period_start"].fillna("").to_numpy() > today
    is_actual = (frame["role"] == "actual").to_numpy()
    for position in np.flatnonzero(is_number & is_ahead & is_actual):
        expected = f"a day not after today ({today}), for an actual with a number"
        fix = "Check the period; where the figure is foreseen, write forecast as its role."
        yield rows.issue(position, "period_start", expected, fix)


def basis_fits_period(rows: ParsedRows, _reference_data: ReferenceData) -> Iterator[Issue]:
    """Hold each period against its basis, where both its days are given in order."""
    texts = joined(rows.frame, ("basis", "period_start", "period_end"))
    codes, distinct = pd.factorize(np.array(texts, dtype=object))
    misfits = [_misfit(*text.split(KEY_SEPARATOR)) for text in distinct]
    is_wrong = np.array([bool(misfit) for misfit in misfits], dtype=bool)[codes]
    for position in np.flatnonzero(is_wrong):
        column, expected = misfits[codes[position]]
        fix = "Check the period and the basis: one of them is another."
        yield rows.issue(position, column, expected, fix)


def _misfit(basis: str, start: str, end: str) -> tuple[str, str] | tuple[()]:
    """Return the column that does not fit the basis and what was expected, or nothing."""
    if not start or not end or start > end:
        return ()
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    if basis == "snapshot" and first != last:
        return "period_end", f"the same day as period_start ({start}), for a snapshot"
    if basis == "ytd" and (first.month, first.day) != (1, 1):
        return "period_start", "1 January, for a year to date"
    if basis == "month":
        return _month_misfit(first, last)
    return ()


def _month_misfit(first: date, last: date) -> tuple[str, str] | tuple[()]:
    if first.day != 1:
        return "period_start", "the first day of a month, for the basis month"
    expected = month_end(first)
    if last != expected:
        return "period_end", f"the last day of the same month ({expected}), for the basis month"
    return ()
