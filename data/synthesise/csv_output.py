"""Write columns as lines of CSV: none of these cells needs quotation marks."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from data.synthesise.scenario import NEVER, day_of

# No synthetic day is earlier.
_EARLIEST: Final = 7305


class DayWords:
    """Hold every day up to the last one as text; never is blank."""

    def __init__(self, until: int) -> None:
        words = [day_of(day).isoformat() for day in range(_EARLIEST, until + 400)]
        self._words = np.array([*words, ""], dtype=object)

    def __call__(self, days: np.ndarray) -> np.ndarray:
        """Return each day as YYYY-MM-DD."""
        places = np.where(days == NEVER, len(self._words) - 1, days - _EARLIEST)
        return self._words[places]


def numbered(prefix: str, numbers: np.ndarray) -> list[str]:
    """Return identifiers that no register of people uses."""
    return [f"{prefix}{number:07d}" for number in numbers.tolist()]


def csv_lines(columns: Sequence[np.ndarray | list[str]]) -> str:
    """Return the rows of some columns, each ended."""
    cells = [column if isinstance(column, list) else column.tolist() for column in columns]
    lines = "\n".join(map(",".join, zip(*cells, strict=True)))
    return f"{lines}\n" if lines else ""
