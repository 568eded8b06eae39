"""Parse the headings of a scorecard's columns into periods."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.text.periods import month_end

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?P<{0}>20[0-9]{{2}}|[0-9]{{2}})"
# A year of April to March is named by both its years.
_TWO_YEARS = r"(?P<first>20[0-9]{2}|[0-9]{2}) ?[/-] ?(?P<second>20[0-9]{2}|[0-9]{2})"
_GAP = r"[ \-/.']*"
_AFTER = r"(?: ?\(?(?:actuals?|value|figure|outturn|(?P<provisional>provisional))\)?)?"
_YTD = r"(?:ytd|year to date|cumulative)"
_TO = r" ?(?:-|to) ?"
_MANGLED = re.compile(rf"(?P<year>[0-9]{{2}})-(?P<month>{'|'.join(_MONTHS)})")
_EARLIEST = 2010
_QUARTER, _YEAR_LONG = 3, 12
_ONE_MONTH = _MONTH.format("month") + _GAP + _YEAR.format("year")
_SPAN = _MONTH.format("month") + "(?:" + _GAP + _YEAR.format("start_year") + ")?" + _TO
_SPAN += _MONTH.format("last") + _GAP + _YEAR.format("year")


@dataclass(frozen=True)
class HeadingPeriod:
    """A period: its basis, its days, and whether its figures are provisional."""

    basis: str
    start: date
    end: date
    is_provisional: bool = False


class UnclearHeadingError(ValueError):
    """A heading that looks like a period is ambiguous; the message says why."""


def read_headings(headings: Sequence[str]) -> dict[int, HeadingPeriod | UnclearHeadingError]:
    """Return the period of each heading that looks like one, or why it is unclear, by position."""
    tried = {place: _period_or_reason(heading) for place, heading in enumerate(headings)}
    read = {place: period for place, period in tried.items() if period is not None}
    return read | _swapped_months(headings, read)


def count_periods(headings: Sequence[str]) -> int:
    """Return how many headings are a clear month, quarter, range of months or year to date."""
    read = read_headings(headings).values()
    return sum(isinstance(each, HeadingPeriod) for each in read)


def is_mangled(heading: str) -> bool:
    """Return whether a heading is a month as a spreadsheet swaps it: 22-Apr."""
    return _MANGLED.fullmatch(_plain_text(heading)) is not None


def _plain_text(heading: str) -> str:
    text = re.sub("[\u2010-\u2015\u2212]", "-", heading.lower())
    return " ".join(re.sub("[\u2018\u2019`]", "'", text).split())


def _period_or_reason(heading: str) -> HeadingPeriod | UnclearHeadingError | None:
    text = _plain_text(heading)
    for pattern, build in _FORMS:
        if match := pattern.fullmatch(text):
            try:
                return build(match)
            except UnclearHeadingError as unclear:
                return unclear
    return None


def _swapped_months(
    headings: Sequence[str], read: dict[int, HeadingPeriod | UnclearHeadingError]
) -> dict[int, HeadingPeriod | UnclearHeadingError]:
    """Return 22-Apr as April 2022 where every period in the row is written so, in order."""
    matches = {place: _MANGLED.fullmatch(_plain_text(text)) for place, text in enumerate(headings)}
    turned = {place: match for place, match in matches.items() if match}
    periods = [_month_period(match) for match in turned.values()]
    starts = [period.start for period in periods]
    is_run = starts == sorted(set(starts)) and all(day.year >= _EARLIEST for day in starts)
    others = {place for place, each in read.items() if isinstance(each, HeadingPeriod)}
    if is_run and not others:
        return dict(zip(turned, periods, strict=True))
    unclear = UnclearHeadingError("it may be a day or a month: write it as Apr-22")
    return dict.fromkeys(turned, unclear)


def _full_year(text: str) -> int:
    return int(text) if len(text) == len("2022") else 2000 + int(text)


def _month_number(text: str) -> int:
    return _MONTHS.index(text[:3]) + 1


def _is_provisional(match: re.Match[str]) -> bool:
    return bool(match.groupdict().get("provisional"))


def _month_period(match: re.Match[str]) -> HeadingPeriod:
    start = date(_full_year(match["year"]), _month_number(match["month"]), 1)
    return HeadingPeriod("month", start, month_end(start), _is_provisional(match))


def _numbered_month(match: re.Match[str]) -> HeadingPeriod:
    year, month = int(match["year"]), int(match["month"])
    if match[0].startswith("20") and month == year % 100 + 1:
        raise UnclearHeadingError(f"it may be a month or the year {year}/{month:02d}")
    start = date(year, month, 1)
    return HeadingPeriod("month", start, month_end(start), _is_provisional(match))


def _quarter_period(match: re.Match[str]) -> HeadingPeriod:
    year, number = _financial_year(match), int(match["quarter"])
    start = date(year.start.year, 1 + 3 * number, 1) if number < 4 else date(year.end.year, 1, 1)
    end = month_end(date(start.year, start.month + 2, 1))
    return HeadingPeriod("quarter", start, end, _is_provisional(match))


def _span_period(match: re.Match[str]) -> HeadingPeriod:
    """Return a range of months: a quarter, or twelve months that end with the last."""
    year, last = _full_year(match["year"]), _month_number(match["last"])
    month = _month_number(match["month"])
    first_year = _full_year(match["start_year"] or str(year if month <= last else year - 1))
    count = (year - first_year) * 12 + last - month + 1
    basis = {_QUARTER: "quarter", _YEAR_LONG: "year"}.get(count)
    if basis is None:
        raise UnclearHeadingError(f"a range of {count} months is no quarter and no year")
    start, end = date(first_year, month, 1), month_end(date(year, last, 1))
    return HeadingPeriod(basis, start, end, _is_provisional(match))


def _year_to_date(match: re.Match[str]) -> HeadingPeriod:
    month = _month_period(match)
    return HeadingPeriod("ytd", month.start.replace(month=1), month.end, month.is_provisional)


def _financial_year(match: re.Match[str]) -> HeadingPeriod:
    first, second = _full_year(match["first"]), _full_year(match["second"])
    if second != first + 1:
        raise UnclearHeadingError("its two years do not follow each other")
    return HeadingPeriod("year", date(first, 4, 1), date(second, 3, 31), _is_provisional(match))


def _no_month(_match: re.Match[str]) -> HeadingPeriod:
    raise UnclearHeadingError("it does not say its last month: write it as YTD Mar-23")


def _no_year_kind(_match: re.Match[str]) -> HeadingPeriod:
    raise UnclearHeadingError(
        "it may be a calendar, a financial or an academic year: write Jan-Dec 2022"
    )


def _no_quarter_year(_match: re.Match[str]) -> HeadingPeriod:
    raise UnclearHeadingError("it does not say of which year: write it as Q1 22/23 or Apr-Jun 2022")


def _no_order(_match: re.Match[str]) -> HeadingPeriod:
    raise UnclearHeadingError(
        "it may stand for its day or its month, the two swapped or not: write Apr-22"
    )


_Build = Callable[[re.Match[str]], HeadingPeriod]
_FORMS: tuple[tuple[re.Pattern[str], _Build], ...] = tuple(
    (re.compile(pattern + _AFTER), build)
    for pattern, build in (
        (_ONE_MONTH, _month_period),
        (r"(?P<year>20[0-9]{2})(?P<sign>[-/])(?P<month>0[1-9]|1[0-2])", _numbered_month),
        (r"(?P<month>0?[1-9]|1[0-2])(?P<sign>[-/])(?P<year>20[0-9]{2})", _numbered_month),
        (r"q(?:tr|uarter)? ?(?P<quarter>[1-4])[ ,\-]*(?:fy ?)?" + _TWO_YEARS, _quarter_period),
        (
            r"(?:fy ?)?" + _TWO_YEARS + r"[ ,\-]*q(?:tr|uarter)? ?(?P<quarter>[1-4])",
            _quarter_period,
        ),
        (_SPAN, _span_period),
        (_YTD + r"[ ,:]*(?:to )?" + _ONE_MONTH, _year_to_date),
        (_ONE_MONTH + r"[ ,]*\(?" + _YTD + r"\)?", _year_to_date),
        (r"fy ?" + _TWO_YEARS, _financial_year),
        (_YTD, _no_month),
        (r"q(?:tr|uarter)? ?[1-4][ ,\-]*(?:20[0-9]{2}|[0-9]{2})?", _no_quarter_year),
        (r"(?:20[0-9]{2}|[0-9]{2}(?=/))(?:[-/](?:20)?[0-9]{2})?", _no_year_kind),
        (r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-](?:20)?[0-9]{2}", _no_order),
        (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", _no_order),
    )
)
