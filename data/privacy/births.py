"""Days that may be of a child's birth, as they are written in numbers and names."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

# The ages of children and young people whose day of birth a file may hold.
_YOUNGEST_YEARS, _OLDEST_YEARS = 2, 27
_DAYS_IN_YEAR: Final = 365.25
_SHORT, _LONG = 6, 8
_CENTURY: Final = 2000


def is_of_birth(day: date, newest: date) -> bool:
    """Return whether somebody born on a day is a child or young person on the newest day."""
    return _YOUNGEST_YEARS <= (newest - day).days / _DAYS_IN_YEAR <= _OLDEST_YEARS


def days_written(text: str) -> Iterator[date]:
    """Yield the days that digits may mean, in three groups or in one of six or eight."""
    groups = re.findall(r"[0-9]+", text)
    if len(groups) == 1 and len(groups[0]) == _LONG:
        digits = groups[0]
        groups_of_days = [
            [digits[:2], digits[2:4], digits[4:]],
            [digits[6:], digits[4:6], digits[:4]],
        ]
    elif len(groups) == 1 and len(groups[0]) == _SHORT:
        pairs = [groups[0][at : at + 2] for at in (0, 2, 4)]
        groups_of_days = [pairs, pairs[::-1]]
    else:
        groups_of_days = (
            [groups[::-1] if len(groups[0]) == 4 else groups] if len(groups) == 3 else []
        )
    for day, month, year in groups_of_days:
        try:
            yield date(int(year) + (_CENTURY if len(year) == 2 else 0), int(month), int(day))
        except ValueError:
            continue
