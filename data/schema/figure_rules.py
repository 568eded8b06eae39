"""The checks of the days and figures of a row: against each other, its basis, role and measure."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pandas as pd

from dashboard.model.codes import YEAR_KIND_BY_MONTH
from dashboard.text.periods import HALF_TERM_DAYS, months_end
from data.common.codes import BASES
from data.common.errors import Issue
from data.schema.kinds import Rule
from data.schema.parsed_rows import KEY_SEPARATOR, ParsedRows, ReferenceData, joined

_WHOLE_MONTHS = {"month": 1, "quarter": 3, "year": 12, "rolling12": 12}


def in_order(first: str, last: str) -> Rule:
    """Return the rule that the second date does not precede the first."""

    def check(rows: ParsedRows, _reference_data: ReferenceData) -> Iterator[Issue]:
        starts, ends = rows.frame[first], rows.frame[last]
        both = (starts.notna() & ends.notna()).to_numpy()
        are_swapped = both & (starts.fillna("").to_numpy() > ends.fillna("").to_numpy())
        for position in np.flatnonzero(are_swapped):
            expected = f"a day not before {first} ({starts.iloc[position]})"
            fix = f"Check {first} and {last}: they may be swapped."
            yield rows.issue(position, last, expected, fix)

    return check


def both_or_neither(first: str, last: str) -> Rule:
    """Return the rule that a period has both its ends or neither."""

    def check(rows: ParsedRows, _reference_data: ReferenceData) -> Iterator[Issue]:
        blank_first = rows.is_blank(first)
        blank_last = rows.is_blank(last)
        for position in np.flatnonzero(blank_first != blank_last):
            empty = first if blank_first[position] else last
            expected = f"both {first} and {last}, or neither"
            yield rows.issue(position, empty, expected, f"Fill in {empty}.")

    return check


def published_by_today(rows: ParsedRows, reference_data: ReferenceData) -> Iterator[Issue]:
    """Refuse a day of publication in the future."""
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
    """Refuse a period that does not fit its basis; those in the wrong order are left to `in_order`.

    That of a target says which figures it judges: all months of a year, say.
    """
    texts = joined(rows.frame, ("basis", "period_start", "period_end"))
    codes, distinct = pd.factorize(np.array(texts, dtype=object))
    misfits = [_misfit(*text.split(KEY_SEPARATOR)) for text in distinct]
    is_wrong = np.array([bool(misfit) for misfit in misfits], dtype=bool)[codes]
    is_figure = (rows.frame["role"] != "target").to_numpy()
    for position in np.flatnonzero(is_wrong & is_figure):
        column, expected = misfits[codes[position]]
        fix = "Check the period and the basis: one of them is another."
        yield rows.issue(position, column, expected, fix)


def _misfit(basis: str, start: str, end: str) -> tuple[str, str] | tuple[()]:
    """Return the column that does not fit the basis and what was expected; () if all fits."""
    if not start or not end or start > end:
        return ()
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    if basis == "snapshot" and first != last:
        return "period_end", f"the same day as period_start ({start}), for a snapshot"
    if basis == "ytd":
        return _to_date_misfit(first, last)
    if basis == "half-term":
        return _half_term_misfit(first, last)
    return _months_misfit(basis, first, last) if basis in _WHOLE_MONTHS else ()


def _to_date_misfit(first: date, last: date) -> tuple[str, str] | tuple[()]:
    if first.day != 1 or first.month not in YEAR_KIND_BY_MONTH:
        return "period_start", "1 January, 1 April or 1 September, for a year to date"
    end = months_end(first, 12)
    if last > end:
        return "period_end", f"a day not after {end}, the end of the year that begins {first}"
    return ()


def _half_term_misfit(first: date, last: date) -> tuple[str, str] | tuple[()]:
    days = (last - first).days + 1
    if days in HALF_TERM_DAYS:
        return ()
    least, most = (first + timedelta(days=n - 1) for n in (HALF_TERM_DAYS[0], HALF_TERM_DAYS[-1]))
    return "period_end", f"a day from {least} to {most}, for a half term; it has {days} days"


def _months_misfit(basis: str, first: date, last: date) -> tuple[str, str] | tuple[()]:
    if first.day != 1:
        return "period_start", f"the first day of a month, for the basis {basis}"
    months = _WHOLE_MONTHS[basis]
    expected = months_end(first, months)
    if last != expected:
        span = "the same month" if months == 1 else f"{months} whole months"
        return "period_end", f"the last day of {span} ({expected}), for the basis {basis}"
    return ()


def target_has_operator(rows: ParsedRows, _reference_data: ReferenceData) -> Iterator[Issue]:
    """Refuse a target without an operator; a baseline has none."""
    wrong = (rows.frame["role"] == "target") & rows.is_blank("operator")
    for position in np.flatnonzero(wrong.to_numpy()):
        expected = "one of >=, <=, >, <, between, towards, in the row of a target"
        yield rows.issue(position, "operator", expected, "Write >= where the target is a least.")


def between_has_range(rows: ParsedRows, _reference_data: ReferenceData) -> Iterator[Issue]:
    """Refuse one number as a target that lies between two."""
    frame = rows.frame
    wrong = (frame["operator"] == "between") & frame["value"].notna()
    for position in np.flatnonzero(wrong.to_numpy()):
        expected = "two numbers, such as 90-95%, for the operator between"
        fix = "Write both bounds, or >= where the number is a least."
        yield rows.issue(position, "value", expected, fix)


def figure_bases_are_codes(rows: ParsedRows, _reference_data: ReferenceData) -> Iterator[Issue]:
    """Refuse bases of figures that are no codes, or stand beside a basis that the source states."""
    for position in np.flatnonzero(~rows.is_blank("figure_bases")):
        if not set(rows.frame["figure_bases"].iloc[position].split()) <= set(BASES):
            expected = f"some of {', '.join(BASES)}, separated by spaces"
            yield rows.issue(position, "figure_bases", expected, "Correct the codes.")
        elif not rows.is_blank("basis")[position]:
            expected = "a blank cell where basis is filled in"
            fix = "Leave one of the two blank: a target that states its basis is for that alone."
            yield rows.issue(position, "figure_bases", expected, fix)
