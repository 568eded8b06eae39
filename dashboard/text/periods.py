"""Days and periods: their names, their ends, and the same period of the year before."""

import calendar
from datetime import date, timedelta
from typing import Final

from dashboard.model.codes import CALENDAR, year_kind

NO_PERIOD: Final = "date not published"


def day_words(day: date) -> str:
    """Return a day as text: 19 April 2023."""
    return f"{day.day} {day:%B %Y}"


def month_words(day: date) -> str:
    """Return the month of a day as text: March 2023."""
    return f"{day:%B %Y}"


def period_words(start: date | None, end: date | None, basis: str) -> str:
    """Return a period by its basis: "March 2023", "2023 to date (to March)", "year to March 2017"."""
    if end is None:
        return NO_PERIOD
    if basis == "snapshot" or start is None:
        return day_words(end)
    return _period_name(start, end, basis) or _from_to(start, end)


def _period_name(start: date, end: date, basis: str) -> str:
    """Return what a period is called by its year and months; "" where only its days name it."""
    kind = year_kind(basis, start)
    month = month_words(end)
    # Of two that fit the later counts.
    phrases = {
        ("rolling12", ""): f"12 months to {month}",
        ("year", kind): f"year to {month}",
        ("year", "academic"): f"academic year {start.year}/{end:%y}",
        ("year", CALENDAR): str(end.year),
    }
    if (start.year, start.month) == (end.year, end.month):
        phrases |= {("month", ""): month, ("ytd", kind): f"{month} to date"}
    phrases["ytd", CALENDAR] = f"{start.year} to date (to {end:%B})"
    if (basis, kind) in phrases:
        return phrases[basis, kind]
    if start.day != 1 or end != month_end(end):
        return ""
    first = f"{start:%B}" if start.year == end.year else month_words(start)
    return f"{first} to {month_words(end)}"


def _from_to(start: date, end: date) -> str:
    return f"{day_words(start)} to {day_words(end)}"


def period_in_sentence(start: date | None, end: date | None, basis: str) -> str:
    """Return a period for the inside of a sentence: "March 2023", "the year to March 2017"."""
    return f"{_article(start, basis)}{period_words(start, end, basis)}"


def in_period(start: date | None, end: date | None, basis: str) -> str:
    """Return a period with its preposition: "in March 2023", "on 31 March 2023", "from … to …"."""
    if end is None:
        return f"({NO_PERIOD})"
    if basis == "snapshot" or start is None:
        return f"on {day_words(end)}"
    name = _period_name(start, end, basis)
    return f"in {_article(start, basis)}{name}" if name else f"from {_from_to(start, end)}"


def _article(start: date | None, basis: str) -> str:
    is_named = basis == "year" and year_kind(basis, start) not in ("", CALENDAR)
    return "the " if is_named else ""


def short_lines(start: date | None, end: date | None, basis: str) -> tuple[str, ...]:
    """Return a period as the short label of a tick, a line each; () without its end."""
    if end is None:
        return ()
    if basis == "year":
        is_calendar = start is None or start.month == 1
        return (str(end.year) if is_calendar else f"{end.year - 1}/{end:%y}",)
    if basis == "month":
        return (f"{end:%b}", str(end.year))
    if basis in ("ytd", "rolling12"):
        return (f"to {end:%b}", str(end.year))
    if start is not None and (start.year, start.month) != (end.year, end.month):
        return (f"{start:%b}–{end:%b}", str(end.year))
    return (f"{end.day} {end:%b}", str(end.year))


def short_period_words(start: date | None, end: date | None, basis: str) -> str:
    """Return a period in a few letters: Mar 2023, to Mar 2023, Jul–Sep 2026."""
    return " ".join(short_lines(start, end, basis)) or NO_PERIOD


def month_end(day: date) -> date:
    """Return the last day of a day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def months_before(day: date, months: int) -> date:
    """Return the day so many months before, or the last of its month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


# Half terms have no fixed days: three to ten weeks.
HALF_TERM_DAYS: Final = range(21, 71)


def months_end(first: date, months: int) -> date:
    """Return the last day of so many months that begin with the month of a day."""
    return _month_end(first.year * 12 + first.month - 1 + months - 1)


def year_before(day: date) -> date:
    """Return the same day of the year before; 28 February for the 29th."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


def months_between(earlier: date, later: date) -> int:
    """Return how many months later the month of a day is."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


# Months between the ends of two periods that follow each other; other bases go by the measure's
# frequency. Half terms and their holidays end two to three months apart.
_STEP_MONTHS: Final = {"month": 1, "quarter": 3, "half-term": 3, "year": 12}
_FREQUENCY_MONTHS: Final = {"monthly": 1, "quarterly": 3, "half-termly": 3, "annual": 12}
_DAYS_A_MONTH: Final = 30.5


def follows(earlier: date, later: date, basis: str, frequency: str) -> bool:
    """Return whether a period that ends on a day is the next after one that ends on another."""
    months = _STEP_MONTHS.get(basis) or _FREQUENCY_MONTHS.get(frequency, 12)
    return (later - earlier).days <= months * 1.5 * _DAYS_A_MONTH


def is_same_period_last_year(
    earlier: tuple[date | None, date | None], later: tuple[date | None, date | None]
) -> bool:
    """Return whether both ends lie in the same months, one year earlier.

    Months, not days: half terms and census days move by a few days from year to year.
    """
    return all(
        a is b if a is None or b is None else (a.year + 1, a.month) == (b.year, b.month)
        for a, b in zip(earlier, later, strict=True)
    )


def length_days(start: date | None, end: date | None) -> int | None:
    """Return the days of a period, both ends included; None where either is unknown."""
    return None if start is None or end is None else (end - start).days + 1


# A published figure is expected this long after its period ends. A local area may set its own.
_LAG: Final = timedelta(days=31)
_MONTHS: Final = {"monthly": 1, "quarterly": 3, "half-termly": 2, "termly": 4, "annual": 12}


def expected_period_end(frequency: str, today: date, first_month: int = 1) -> date:
    """Return the end of the newest whole period whose figure should have arrived by today.

    Half terms have no fixed days: they are taken as two months. Thirty-one days are allowed for a
    figure to arrive (local choice). Years begin with `first_month`.
    """
    months = _MONTHS.get(frequency, 12)
    due = today - _LAG
    # Whole periods are counted from the first month; step back from the month that holds `due`.
    begun = first_month - 1
    last = (due.year * 12 + due.month - 1 - begun) // months * months - 1 + begun
    if _month_end(last + months) <= due:
        last += months
    return _month_end(last)


def _month_end(index: int) -> date:
    """Return the last day of a month counted from year 0 (January of year 0 is 0)."""
    year, month = divmod(index, 12)
    return month_end(date(year, month + 1, 1))


def window(basis: str, end: date) -> tuple[str, date, date]:
    """Return the period of a basis that ends on a day: basis, first and last day."""
    months = {"month": 1, "quarter": 3, "rolling12": 12, "year": 12}.get(basis)
    if basis == "ytd":
        return basis, date(end.year, 1, 1), end
    if months is None:
        return basis, end, end
    year, month = divmod(end.year * 12 + end.month - months, 12)
    return basis, date(year, month + 1, 1), end
