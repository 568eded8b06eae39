"""The meaning of the cells of a SEN2 return: its codes, by `sen2_codes`, and its days."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from data.common.errors import UnreadableCellError
from data.formats.base import UNRECOGNISED, Note
from data.schema.day_parser import parse_date

LEAVE_OUT = "leave_out"
UNKNOWN = "\0unknown"
# Repeated in notes; anything else in place of a code may be a name.
_LIKE_A_CODE = re.compile(r"[0-9A-Z]{1,4}")
_OF_PERSONS = frozenset({"sex", "ethnicity"})
_TRUE, _FALSE = frozenset({"1", "true", "yes", "y"}), frozenset({"", "0", "false", "no", "n"})
_MAX_LISTED = 10
_TIME = re.compile(r"[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z?$")
_NAMED_MONTH = re.compile(r"([0-9]{4})[- ]([A-Za-z]{3})[a-z]*[- ]([0-9]{1,2})")
_DAY_NAMED_MONTH = re.compile(r"([0-9]{1,2})[- ]([A-Za-z]{3})[a-z]*[- ]([0-9]{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# A cell that cannot be parsed is repeated only where it looks like a day: it may be anything.
_LIKE_A_DAY = re.compile(
    r"[0-9]{1,4}[-/. ](?:[0-9]{1,2}|[A-Za-z]{3})[-/. ][0-9]{1,4}|[2-5][0-9]{4}(?:\.0)?"
)
NOT_SHOWN = "(no day; not shown)"


@dataclass
class CodeMeanings:
    """The meanings of codes, with notes of the codes that are not listed."""

    listed: dict[tuple[str, str], str]
    notes: list[Note] = field(default_factory=list)

    @classmethod
    def of_rows(cls, rows: pd.DataFrame) -> "CodeMeanings":
        """Return the meanings from the current rows of the kind sen2_codes."""
        columns = (rows[name].fillna("") for name in ("item", "code", "meaning"))
        return cls({(item, code.upper()): word for item, code, word in zip(*columns, strict=True)})

    def of_cells(
        self, item: str, cells: np.ndarray, numbers: np.ndarray, table: str, column: str = ""
    ) -> np.ndarray:
        """Return the meaning of each cell: "" for a blank or a code without one; UNKNOWN if unlisted."""
        codes, distinct = pd.factorize(cells)
        words = [
            self.listed.get((item, code.upper()), UNKNOWN) if code else "" for code in distinct
        ]
        meant = np.array([*words, None], dtype=object)[:-1][codes]
        self._add_unlisted_note(
            item, cells, meant == UNKNOWN, numbers, f"{table}, {column or item}"
        )
        return meant

    def or_blank(self, item: str, cells: np.ndarray, numbers: np.ndarray, table: str) -> np.ndarray:
        """Return the meaning of each cell; "" also for a code that is unlisted or to be left out."""
        meant = self.of_cells(item, cells, numbers, table)
        return np.where((meant == UNKNOWN) | (meant == LEAVE_OUT), "", meant)

    def word(self, item: str, code: str) -> str:
        """Return the meaning of one code; "" if it is not listed."""
        return self.listed.get((item, code.upper()), "")

    def _add_unlisted_note(
        self, item: str, cells: np.ndarray, is_unknown: np.ndarray, numbers: np.ndarray, place: str
    ) -> None:
        count = int(is_unknown.sum())
        if not count:
            return
        codes_shown = [] if item in _OF_PERSONS else _code_texts(cells[is_unknown])
        rows = ", ".join(str(number) for number in numbers[is_unknown][:_MAX_LISTED])
        codes = f" ({', '.join(codes_shown)})" if codes_shown else ""
        words = (
            f"{count:,} cells hold a code{codes} that sen2_codes does not list for {item}; first in "
            f"rows {rows}. It is not guessed: list it there and load again."
        )
        self.notes.append(Note(UNRECOGNISED, place, words))


def _code_texts(cells: np.ndarray) -> list[str]:
    distinct = [str(code) for code in pd.unique(cells) if _LIKE_A_CODE.fullmatch(str(code))]
    return distinct[:_MAX_LISTED]


def flags_of(cells: np.ndarray) -> np.ndarray:
    """Return yes or no for each flag; "(not shown)" for any other text."""
    codes, distinct = pd.factorize(cells)
    words = [_yes_or_no(str(text).lower()) for text in distinct]
    return np.array([*words, None], dtype=object)[:-1][codes]


def _yes_or_no(text: str) -> str:
    if text in _TRUE:
        return "yes"
    return "no" if text in _FALSE else "(not shown)"


def read_day(text: str) -> str:
    """Return a day as YYYY-MM-DD; "" where it cannot be parsed."""
    written = _TIME.sub("", text.strip())
    if match := _NAMED_MONTH.fullmatch(written):
        written = _iso_text(match[1], match[2], match[3])
    elif match := _DAY_NAMED_MONTH.fullmatch(written):
        written = _iso_text(match[3], match[2], match[1])
    try:
        return parse_date(written)
    except UnreadableCellError:
        return ""


def _iso_text(year: str, month: str, day: str) -> str:
    name = month.lower()
    return f"{year}-{_MONTHS.index(name) + 1}-{day}" if name in _MONTHS else ""


def days_of(cells: np.ndarray) -> np.ndarray:
    """Return days as YYYY-MM-DD; as written where it only looks like a day; else NOT_SHOWN."""
    return _of_distinct(cells, _day_or_text)


def readable_days_of(cells: np.ndarray) -> np.ndarray:
    """Return days as YYYY-MM-DD; "" where a cell cannot be parsed."""
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
    """Return whole years from birth to a day as text; "" where either is not a day."""
    born, reached = _as_numbers(births), _as_numbers(days)
    years = (reached - born) // 10_000
    return np.where((born > 0) & (reached > 0), years.astype(str), "").astype(object)


def _as_numbers(days: np.ndarray) -> np.ndarray:
    """Return YYYY-MM-DD as the number YYYYMMDD, whose differences count whole years by 10,000."""
    codes, distinct = pd.factorize(days)
    plain = [text.replace("-", "") for text in distinct]
    numbers = [int(each) if each.isdigit() and len(each) == 8 else 0 for each in plain]
    return np.array([*numbers, 0], dtype=np.int64)[:-1][codes]
