"""The forms in which the heading of a column says its time, and what each stands for.

A form that stands for one time alone gives a HeadingPeriod, one that depends on the kind of year
of its sheet a PeriodOfYear, a day a HeadingDay; any other raises UnclearHeadingError with the fix.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from dashboard.model.codes import YEAR_KIND_BY_MONTH
from dashboard.text.periods import HALF_TERM_DAYS, month_end, months_between, months_end
from data.files.number_formats import day_of_serial

MONTHS: Final = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
# The first month of each kind of year that two years name.
_TWO_YEAR_MONTHS: Final = {month: kind for month, kind in YEAR_KIND_BY_MONTH.items() if month > 1}
_KIND_LETTERS: Final = {"f": "financial", "a": "academic", "s": "academic", "c": "calendar"}


@dataclass(frozen=True)
class HeadingPeriod:
    """A period: its basis, its days, and whether its figures are provisional.

    One that is written as a range of months `is_span`.
    """

    basis: str
    start: date
    end: date
    is_provisional: bool = False
    is_span: bool = False


@dataclass(frozen=True)
class PeriodOfYear:
    """What a heading stands for by the kind of year of its sheet, and why none is plain.

    `usual` is the kind that it has where the sheet names none; empty where that is asked.
    """

    by_kind: Mapping[str, HeadingPeriod]
    why: str
    usual: str = ""


@dataclass(frozen=True)
class HeadingDay:
    """A day, which stands for its month where every day of the row is its month's first or last."""

    day: date


class UnclearHeadingError(ValueError):
    """A heading that looks like a period is ambiguous; the message says why.

    `kinds` are the kinds of year by any of which it would be plain, `basis` what it would be then.
    """

    def __init__(self, why: str, kinds: tuple[str, ...] = (), basis: str = "") -> None:
        super().__init__(why)
        self.kinds, self.basis = kinds, basis


Heading = HeadingPeriod | PeriodOfYear | HeadingDay


def year_start(kind: str, day: date) -> date:
    """Return the first day of the year of a kind in which a day lies."""
    month = next(month for month, each in YEAR_KIND_BY_MONTH.items() if each == kind)
    return date(day.year if day.month >= month else day.year - 1, month, 1)


class Parts:
    """The named parts of a heading that matches a form; "" for one that it has not."""

    def __init__(self, match: re.Match[str]) -> None:
        self._texts = {name: text or "" for name, text in match.groupdict().items()}

    def __getitem__(self, name: str) -> str:
        return self._texts.get(name, "")

    @property
    def kind(self) -> str:
        """The kind of year that the heading names; empty where it names none."""
        return _KIND_LETTERS.get(self["kind"][:1], "")

    def year(self, name: str) -> int:
        """Return a year of two or four digits."""
        number = int(self[name])
        return number if number > 100 else 2000 + number

    def month(self, name: str) -> int:
        """Return a month by its name or its number."""
        text = self[name]
        return int(text) if text.isdigit() else MONTHS.index(text[:3]) + 1

    def day(self, prefix: str = "") -> date:
        """Return a day of three parts, whose names may have a prefix."""
        try:
            return date(self.year(f"{prefix}y"), self.month(f"{prefix}m"), int(self[f"{prefix}d"]))
        except ValueError:
            raise UnclearHeadingError(
                "it is no day of the calendar, or its month comes before its day: write Apr-22"
            ) from None

    def period(self, basis: str, start: date, end: date) -> HeadingPeriod:
        """Return a period of this heading."""
        return HeadingPeriod(basis, start, end, bool(self["provisional"]))

    def first_year(self) -> int:
        """Return the first of two years that follow each other: 2022 of 2022/23."""
        first = self.year("first")
        if self.year("second") != first + 1:
            raise UnclearHeadingError("its two years do not follow each other")
        return first


def month_form(parts: Parts) -> HeadingPeriod:
    start = date(parts.year("year"), parts.month("month"), 1)
    return parts.period("month", start, month_end(start))


def numbered_month_form(parts: Parts) -> HeadingPeriod:
    year, month = parts.year("year"), parts.month("month")
    if parts["may_be_years"] and month == year % 100 + 1:
        raise UnclearHeadingError(f"it may be a month or the year {year}/{month:02d}")
    return month_form(parts)


def day_form(parts: Parts) -> HeadingDay:
    return HeadingDay(parts.day())


def days_form(parts: Parts) -> HeadingPeriod:
    first, last = parts.day("from_"), parts.day()
    if first > last:
        raise UnclearHeadingError("its last day comes before its first")
    if first.day == 1 and last == month_end(last):
        return _months(parts, first, last)
    days = (last - first).days + 1
    if days not in HALF_TERM_DAYS:
        raise UnclearHeadingError(f"its {days} days are no half term and no whole months")
    return parts.period("half-term", first, last)


def span_form(parts: Parts) -> HeadingPeriod:
    year, month, last = parts.year("year"), parts.month("month"), parts.month("last")
    first_year = year if month <= last else year - 1
    if parts["start_year"]:
        first_year = parts.year("start_year")
    return _months(parts, date(first_year, month, 1), month_end(date(year, last, 1)))


def months_of_year_form(parts: Parts) -> Heading:
    """Return a month, or a range of months, of a year that two years name: Apr-Jun 2023/24."""
    first_year = parts.first_year()
    by_kind: dict[str, HeadingPeriod] = {}
    for begins, kind in _TWO_YEAR_MONTHS.items():
        start, last = (
            date(first_year if month >= begins else first_year + 1, month, 1)
            for month in (parts.month("month"), parts.month("last" if parts["last"] else "month"))
        )
        if parts["ytd"] and not parts["last"]:
            start = date(first_year, begins, 1)
        if start <= last:
            by_kind[kind] = _months(parts, start, month_end(last))
    if not by_kind:
        raise UnclearHeadingError("its months do not follow each other within one year")
    if len(set(by_kind.values())) == 1:
        return by_kind.popitem()[1]
    return PeriodOfYear(by_kind, "it may be of a financial or an academic year: write Apr-Jun 2022")


def _months(parts: Parts, start: date, end: date) -> HeadingPeriod:
    """Return a range of months: of a year to date if it says so, else a month, quarter or year."""
    if start > end:
        raise UnclearHeadingError("its last month comes before its first")
    count = months_between(start, end) + 1
    begins_year = start.month in YEAR_KIND_BY_MONTH
    if parts["ytd"] and not (begins_year and 1 <= count <= 12):
        raise UnclearHeadingError(
            "a year to date begins in January, April or September, and has at most 12 months"
        )
    basis = "ytd" if parts["ytd"] else {1: "month", 3: "quarter", 12: "year"}.get(count, "")
    if not basis and not (begins_year and 1 < count < 12):
        raise UnclearHeadingError(
            f"a range of {count} months from {start:%B} is no quarter, no year and no year to date"
        )
    return replace(parts.period(basis or "ytd", start, end), is_span=True)


def to_date_form(parts: Parts) -> Heading:
    month = month_form(parts)
    by_kind = {
        each: parts.period("ytd", year_start(each, month.end), month.end)
        for each in YEAR_KIND_BY_MONTH.values()
    }
    if parts.kind:
        return by_kind[parts.kind]
    why = "it does not say whether its year began in January, April or September"
    return PeriodOfYear(by_kind, why)


def year_form(parts: Parts) -> Heading:
    """Return a year that two years name, of the kind that it says, else of that of its sheet."""
    first = parts.first_year()
    by_kind = {
        kind: parts.period("year", start := date(first, month, 1), months_end(start, 12))
        for month, kind in _TWO_YEAR_MONTHS.items()
    }
    if parts.kind:
        return by_kind[parts.kind]
    why = "it may be a financial or an academic year: write FY 2022/23 or academic year 2022/23"
    return PeriodOfYear(by_kind, why)


def one_year_form(parts: Parts) -> Heading:
    year = parts.year("year")
    whole = parts.period("year", date(year, 1, 1), date(year, 12, 31))
    if parts.kind == "calendar":
        return whole
    if parts.kind:
        words = f"{year - 1}/{year % 100:02d} or {year}/{(year + 1) % 100:02d}"
        raise UnclearHeadingError(f"it may be {words}: write FY {words[:7]}")
    why = "it may be a calendar, a financial or an academic year: write Jan-Dec 2022"
    return PeriodOfYear({"calendar": whole}, why)


def twelve_months_form(parts: Parts) -> HeadingPeriod:
    end = month_form(parts).end
    start = date(end.year - (end.month < 12), end.month % 12 + 1, 1)
    return parts.period("rolling12" if parts["rolling"] else "year", start, end)


def quarter_form(parts: Parts) -> PeriodOfYear:
    number, first = int(parts["quarter"]), parts.first_year()
    start = date(first, 1 + 3 * number, 1) if number < 4 else date(first + 1, 1, 1)
    if parts["month"] and (parts.month("month"), parts.month("last")) != (
        start.month,
        start.month + 2,
    ):
        raise UnclearHeadingError("its months are not those of that quarter of a financial year")
    period = parts.period("quarter", start, months_end(start, 3))
    why = "the quarters of an academic year have no fixed months: write Sep-Nov 2022"
    return PeriodOfYear({"financial": period, "calendar": period}, why, usual="financial")


def calendar_quarter_form(parts: Parts) -> PeriodOfYear:
    start = date(parts.year("year"), 3 * int(parts["quarter"]) - 2, 1)
    why = "it does not say of which kind of year: write it as Q1 22/23 or Apr-Jun 2022"
    return PeriodOfYear({"calendar": parts.period("quarter", start, months_end(start, 3))}, why)


def serial_day_form(parts: Parts) -> Heading:
    """Refuse a day as a spreadsheet counts it, naming the day that it stands for."""
    day = day_of_serial(int(parts["serial"]))
    raise UnclearHeadingError(f"a spreadsheet counts {day:%-d %B %Y} so: write {day:%b-%y}")


def unclear(why: str) -> Callable[[Parts], Heading]:
    def refuse(_parts: Parts) -> Heading:
        raise UnclearHeadingError(why)

    return refuse
