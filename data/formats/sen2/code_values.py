"""What the codes of a SEN2 return mean, by the rows of `sen2_codes` that an analyst can correct."""

import re
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from data.formats.base import UNRECOGNISED, Note

LEAVE_OUT = "leave_out"
UNKNOWN = "\0unknown"
# Told in notes; whatever else stands where a code should may be anything, a name among them.
_LIKE_A_CODE = re.compile(r"[0-9A-Z]{1,4}")
_OF_PERSONS = frozenset({"sex", "ethnicity"})
_TRUE, _FALSE = frozenset({"1", "true", "yes", "y"}), frozenset({"", "0", "false", "no", "n"})
_MAX_LISTED = 10


@dataclass
class CodeMeanings:
    """Hold what each code means, and gather notes of the codes that nobody listed."""

    listed: dict[tuple[str, str], str]
    notes: list[Note] = field(default_factory=list)

    @classmethod
    def of_rows(cls, rows: pd.DataFrame) -> "CodeMeanings":
        """Take the standing rows of the kind sen2_codes."""
        columns = (rows[name].fillna("") for name in ("item", "code", "meaning"))
        return cls({(item, code.upper()): word for item, code, word in zip(*columns, strict=True)})

    def of_cells(
        self, item: str, cells: np.ndarray, numbers: np.ndarray, table: str, column: str = ""
    ) -> np.ndarray:
        """Return what each cell means: "" for a blank or a code that says nothing, or UNKNOWN."""
        codes, distinct = pd.factorize(cells)
        words = [
            self.listed.get((item, code.upper()), UNKNOWN) if code else "" for code in distinct
        ]
        meant = np.array([*words, None], dtype=object)[:-1][codes]
        self._note(item, cells, meant == UNKNOWN, numbers, f"{table}, {column or item}")
        return meant

    def or_blank(self, item: str, cells: np.ndarray, numbers: np.ndarray, table: str) -> np.ndarray:
        """Return what each cell means, "" also for a code that nobody listed or that is left out."""
        meant = self.of_cells(item, cells, numbers, table)
        return np.where((meant == UNKNOWN) | (meant == LEAVE_OUT), "", meant)

    def word(self, item: str, code: str) -> str:
        """Return what one code means, or ""."""
        return self.listed.get((item, code.upper()), "")

    def _note(
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
    """Return yes or no for each flag; "(not shown)" for what is neither."""
    codes, distinct = pd.factorize(cells)
    words = [_flag(str(text).lower()) for text in distinct]
    return np.array([*words, None], dtype=object)[:-1][codes]


def _flag(text: str) -> str:
    if text in _TRUE:
        return "yes"
    return "no" if text in _FALSE else "(not shown)"
