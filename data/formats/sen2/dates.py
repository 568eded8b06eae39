"""Read the days of a SEN2 return, in any of the ways they are written there."""

import re
from collections.abc import Callable

import numpy as np
import pandas as pd

from data.common.errors import UnreadableCellError
from data.schema.cell_parsers import parse_date

_TIME = re.compile(r"[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z?$")
_NAMED_MONTH = re.compile(r"([0-9]{4})[- ]([A-Za-z]{3})[a-z]*[- ]([0-9]{1,2})")
_DAY_NAMED_MONTH = re.compile(r"([0-9]{1,2})[- ]([A-Za-z]{3})[a-z]*[- ]([0-9]{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# What cannot be read is told only where it looks like a day: it may be anything else.
_LIKE_A_DAY = re.compile(r"[0-9]{1,4}[-/. ](?:[0-9]{1,2}|[A-Za-z]{3})[-/. ][0-9]{1,4}")
NOT_SHOWN = "(no day; not shown)"


def read_day(text: str) -> str:
    """Return a day as YYYY-MM-DD, or "" where none can be read."""
    written = _TIME.sub("", text.strip())
    if match := _NAMED_MONTH.fullmatch(written):
        written = _numbered(match[1], match[2], match[3])
    elif match := _DAY_NAMED_MONTH.fullmatch(written):
        written = _numbered(match[3], match[2], match[1])
    try:
        return parse_date(written)
    except UnreadableCellError:
        return ""


def _numbered(year: str, month: str, day: str) -> str:
    name = month.lower()
    return f"{year}-{_MONTHS.index(name) + 1}-{day}" if name in _MONTHS else ""


def days_of(cells: np.ndarray) -> np.ndarray:
    """Return days as YYYY-MM-DD; what is no day stands as it is written, if it looks like one."""
    return _of_distinct(cells, _day_or_text)


def readable_days_of(cells: np.ndarray) -> np.ndarray:
    """Return days as YYYY-MM-DD, and "" for what is none."""
    return _of_distinct(cells, read_day)


def _day_or_text(text: str) -> str:
    if not text:
        return ""
    like = text if _LIKE_A_DAY.fullmatch(_TIME.sub("", text)) else NOT_SHOWN
    return read_day(text) or like


def _of_distinct(cells: np.ndarray, read: Callable[[str], str]) -> np.ndarray:
    codes, distinct = pd.factorize(cells)
    return np.array([*map(read, distinct), None], dtype=object)[:-1][codes]


def ages_on(births: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Return whole years from birth to a day as text, "" where either is not a day."""
    born, reached = _as_numbers(births), _as_numbers(days)
    years = (reached - born) // 10_000
    return np.where((born > 0) & (reached > 0), years.astype(str), "").astype(object)


def _as_numbers(days: np.ndarray) -> np.ndarray:
    """Return YYYY-MM-DD as the number YYYYMMDD, whose differences count whole years by 10,000."""
    codes, distinct = pd.factorize(days)
    plain = [text.replace("-", "") for text in distinct]
    numbers = [int(each) if each.isdigit() and len(each) == 8 else 0 for each in plain]
    return np.array([*numbers, 0], dtype=np.int64)[:-1][codes]
