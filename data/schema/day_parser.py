"""Parse a cell that holds a day: one that is unclear raises UnreadableCellError with the fix."""

import re
from datetime import date, timedelta

from data.common.errors import UnreadableCellError

# Digits are 0 to 9: \d would take those of any script.
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ T]00:00(?::00(?:\.0+)?)?Z?)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})(?: 00:00(?::00)?)?")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2}")
_DATE_EXPECTED = "a date written 31/03/2023 or 2023-03-31"
# No plan reaches beyond the last: programs write 2099 where they mean never.
_EARLIEST_YEAR, _LATEST_YEAR = 1901, 2060
# A spreadsheet counts days from the end of 1899: 45017 is 1 April 2023, and 0 shows as a day of 1900.
_SERIAL_DAY = re.compile(r"[2-5][0-9]{4}(?:\.0)?")
_SPREADSHEET_NOUGHT = (1899, 1900)


def parse_date(text: str) -> str:
    """Return the day as YYYY-MM-DD."""
    if match := _ISO_DATE.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := _DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
    elif _SHORT_YEAR.fullmatch(text):
        raise UnreadableCellError(
            _DATE_EXPECTED, "A two-digit year is unclear: write all four digits."
        )
    elif _SERIAL_DAY.fullmatch(text):
        raise UnreadableCellError(_DATE_EXPECTED, _serial_day_fix(text))
    else:
        raise UnreadableCellError(
            _DATE_EXPECTED, "Write the day, the month and all four digits of the year."
        )
    return _real_day(year, month, day)


def _serial_day_fix(text: str) -> str:
    day = date(1899, 12, 30) + timedelta(days=int(text.partition(".")[0]))
    return f"A spreadsheet counts {day:%-d %B %Y} so: format the column as dates, or write {day:%d/%m/%Y}."


def _real_day(year: int, month: int, day: int) -> str:
    if year in _SPREADSHEET_NOUGHT:
        fix = "A spreadsheet makes such a day of a blank cell or a 0: leave it blank, or write the day."
        raise UnreadableCellError(_DATE_EXPECTED, fix)
    try:
        written = date(year, month, day)
    except ValueError:
        fix = "No such day exists: check the day and the month (the day comes first with /)."
        raise UnreadableCellError(_DATE_EXPECTED, fix) from None
    if not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        raise UnreadableCellError(
            _DATE_EXPECTED, f"Check the year: {year:04} is not one we expect."
        )
    return written.isoformat()
