"""Read the headings of a scorecard's columns as periods, by what its other words and headings say."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Final

from dashboard.model.codes import YEAR_KIND_BY_MONTH
from dashboard.text.periods import month_end, months_end
from data.formats.scorecard.heading_forms import (
    Heading,
    HeadingDay,
    HeadingPeriod,
    PeriodOfYear,
    UnclearHeadingError,
)
from data.formats.scorecard.heading_patterns import mangled_month, plain_text, read_form

_EARLIEST: Final = 2010
_WORDS: Final = {
    "financial": re.compile(
        r"\b(?:fin(?:ancial|\.)?|fiscal) ?(?:y(?:ea)?r|ytd)\b|\bf/?y(?:td)?(?: ?[0-9]|\b)"
        r"|\bq(?:tr|uarter)?\.? ?[1-4][ ,\-]*(?:20)?[0-9]{2} ?[/-] ?(?:20)?[0-9]{2}\b"
        r"|\b(?:20)?[0-9]{2} ?[/-] ?(?:20)?[0-9]{2}[ ,\-]*q(?:tr|uarter)?\.? ?[1-4]\b"
    ),
    "academic": re.compile(r"\b(?:academic|school) (?:y(?:ea)?r|ytd)\b|\bay ?(?:20)?[0-9]{2}/"),
    "calendar": re.compile(r"\bcalendar (?:y(?:ea)?r|ytd)\b"),
}
_TWO_YEARS: Final = re.compile(r"(?<![0-9/-])(?:20)?([0-9]{2})[/-](?:20)?([0-9]{2})(?![0-9/-])")
_YEAR_MONTHS: Final = {kind: month for month, kind in YEAR_KIND_BY_MONTH.items() if month > 1}

Read = HeadingPeriod | UnclearHeadingError


def read_headings(headings: Sequence[str], year_kind: str = "") -> dict[int, Read]:
    """Return the period of each heading that looks like one, or why it is unclear, by position.

    `year_kind` is the kind of year of the sheet, empty where it is not known.
    """
    forms = _forms(headings)
    days = {place: form.day for place, form in forms.items() if isinstance(form, HeadingDay)}
    of_days = _months_of_days(list(days.values()))
    read: dict[int, Read] = {
        place: of_days[form.day] if isinstance(form, HeadingDay) else _decided(form, year_kind)
        for place, form in forms.items()
    }
    return _cumulative(read) | _swapped_months(headings, read)


def count_periods(headings: Sequence[str]) -> int:
    """Return how many headings are a clear period, or a year to date of a year that is asked."""
    read = read_headings(headings).values()
    return sum(isinstance(each, HeadingPeriod) or each.basis == "ytd" for each in read)


def is_mangled(heading: str) -> bool:
    """Return whether a heading is a month as a spreadsheet swaps it: 22-Apr."""
    return mangled_month(heading) is not None


def is_day(heading: str) -> bool:
    """Return whether a heading is a day."""
    return isinstance(_forms([heading]).get(0), HeadingDay)


def count_times(headings: Sequence[str]) -> int:
    """Return how many headings look like a time, clear or not."""
    return len(read_headings(headings))


def year_kind_in(title: str, headings: Sequence[str]) -> str:
    """Return the kind of year that a sheet's own words name; empty where they name none or several.

    A year such as 2023/24 names the one kind of which all months and quarters of the sheet can be.
    """
    words = plain_text(" | ".join((title, *headings)))
    named = [kind for kind, pattern in _WORDS.items() if pattern.search(words)]
    if named:
        return named[0] if len(named) == 1 else ""
    years = [
        2000 + int(first)
        for first, second in _TWO_YEARS.findall(words)
        if int(second) == (int(first) + 1) % 100
    ]
    ends = list(_ends(_forms(headings).values()))
    if not years or not ends:
        return ""
    fitting = [
        kind
        for kind, month in _YEAR_MONTHS.items()
        if all(
            date(min(years), month, 1) <= end <= months_end(date(max(years), month, 1), 12)
            for end in ends
        )
    ]
    return fitting[0] if len(fitting) == 1 else ""


def _ends(forms: Iterable[Heading | UnclearHeadingError]) -> Iterable[date]:
    for form in forms:
        if isinstance(form, HeadingPeriod) and form.basis in ("month", "quarter"):
            yield form.end
        elif isinstance(form, PeriodOfYear):
            yield from {each.end for each in form.by_kind.values() if each.basis == "ytd"}


def _forms(headings: Sequence[str]) -> dict[int, Heading | UnclearHeadingError]:
    forms: dict[int, Heading | UnclearHeadingError] = {}
    for place, heading in enumerate(headings):
        try:
            form = read_form(heading)
        except UnclearHeadingError as unclear:
            form = unclear
        if form is not None:
            forms[place] = form
    return forms


def _decided(form: HeadingPeriod | PeriodOfYear | UnclearHeadingError, year_kind: str) -> Read:
    if not isinstance(form, PeriodOfYear):
        return form
    if period := form.by_kind.get(year_kind or form.usual):
        return period
    basis = next(iter(form.by_kind.values())).basis
    return UnclearHeadingError(form.why, () if year_kind else tuple(form.by_kind), basis)


def _months_of_days(days: Sequence[date]) -> Mapping[date, Read]:
    """Return what each day of a row stands for: its month, if all are first or all are last days."""
    ordered = sorted(set(days))
    months = [12 * day.year + day.month for day in ordered]
    is_first, is_last = (
        all(day == edge(day) for day in ordered)
        for edge in (lambda day: day.replace(day=1), month_end)
    )
    if len(ordered) < 2 or not (is_first or is_last):
        why = "it may stand for its day or its month, the two swapped or not: write Apr-22"
    elif all(later - earlier > 1 for earlier, later in pairwise(months)):
        why = "it may be its month or the quarter or year around it: write Apr-22 or Apr-Jun 2022"
    else:
        return {day: HeadingPeriod("month", day.replace(day=1), month_end(day)) for day in ordered}
    return dict.fromkeys(ordered, UnclearHeadingError(why))


def _cumulative(read: dict[int, Read]) -> dict[int, Read]:
    """Return Jan-Mar and Jan-Dec beside Jan-Jun as years to date, as it is one."""
    spans = {at: each for at, each in read.items() if isinstance(each, HeadingPeriod)}
    spans = {at: each for at, each in spans.items() if each.is_span}
    grown = {each.start for each in spans.values() if each.basis == "ytd"}
    quarters = {each.start for each in spans.values() if each.basis == "quarter"}
    if not grown or not quarters <= grown:
        return read
    turned = {
        at: replace(each, basis="ytd")
        for at, each in spans.items()
        if each.start in grown and each.basis in ("quarter", "year")
    }
    return read | turned


def _swapped_months(headings: Sequence[str], read: Mapping[int, Read]) -> dict[int, Read]:
    """Return 22-Apr as April 2022 where every period in the row is written so, in order."""
    turned = {
        place: period
        for place, text in enumerate(headings)
        if (period := mangled_month(text)) is not None
    }
    starts = [period.start for period in turned.values()]
    is_run = starts == sorted(set(starts)) and all(day.year >= _EARLIEST for day in starts)
    others = {place for place, each in read.items() if isinstance(each, HeadingPeriod)}
    if is_run and not others:
        return dict(turned)
    unclear = UnclearHeadingError("it may be a day or a month: write it as Apr-22")
    return dict.fromkeys(turned, unclear)
