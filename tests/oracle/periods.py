"""The months, years and days over which figures are worked out."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

Window = tuple[str, date, date]


def month_start(day: date) -> date:
    return day.replace(day=1)


def month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def months_later(day: date, months: int) -> date:
    """Return the same day some months on (or back), or the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def a_year_later(day: date) -> date:
    return months_later(day, 12)


def months(first: date, last: date) -> Iterator[date]:
    """Yield the first day of each month from one day's month to another's."""
    month = month_start(first)
    while month <= last:
        yield month
        month = months_later(month, 1)


def windows(first: date, newest: date) -> Iterator[Window]:
    """Yield each basis with the first and last day of its periods, the first event's month on."""
    earliest = month_start(first)
    for month in months(first, newest):
        for basis, start, end in _ending_in(month):
            whole = end <= newest or basis not in ("quarter", "year")
            if start >= earliest and whole:
                yield basis, start, end


def _ending_in(month: date) -> Iterator[Window]:
    end = month_end(month)
    yield "month", month, end
    yield "ytd", date(month.year, 1, 1), end
    yield "rolling12", months_later(month, -11), end
    if month.month in (3, 6, 9, 12):
        yield "quarter", months_later(month, -2), end
    if month.month == 12:
        yield "year", date(month.year, 1, 1), end


def snapshot_days(first: date, newest: date) -> list[date]:
    """Return the month ends from the first day's month on, and the cut-off itself."""
    ends = [month_end(month) for month in months(first, newest)]
    return sorted({end for end in ends if end <= newest} | ({newest} if ends else set()))
