"""Which counts are small, and which to hide where a sum of them is shown beside them."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

HIDDEN: Final = "c"
_COUNTED: Final = "counted"
SMALL_TO: Final = 4
_SETTING: Final = "small_number_to"


def read_small_to(settings: pd.DataFrame, area_code: str, day: date) -> int:
    """Return the largest hidden count of rows of case settings; an area's own come first.

    Of several that apply the largest counts; on `date.max`, for all days, so do those of any day.
    """
    listed = settings.loc[settings["setting"] == _SETTING].to_dict(orient="records")
    of_area = [row for row in listed if row["area_code"] == area_code]
    everywhere = [row for row in listed if not row["area_code"]]
    for rows in (of_area, everywhere):
        limits = [
            int(row["value"])
            for row in rows
            if day == date.max
            or (
                (pd.isna(row["applies_from"]) or row["applies_from"] <= day)
                and (pd.isna(row["applies_to"]) or day <= row["applies_to"])
            )
        ]
        if limits:
            return max(limits)
    return SMALL_TO


def is_small(count: float, small_to: int = SMALL_TO) -> bool:
    """Return whether a count by itself is small; 0 is not."""
    return 0 < count <= small_to


def suppress_counts(counts: Sequence[float], small_to: int = SMALL_TO) -> list[bool]:
    """Mark which of some counts that add up to a shown one must be hidden: none, or two at least.

    Beside a single small count the next larger one is hidden, however large; a count by itself
    is its own sum.
    """
    hidden = [0 < count <= small_to for count in counts]
    if sum(hidden) == 1:
        shown = [at for at, is_hidden in enumerate(hidden) if not is_hidden]
        others = sorted(shown, key=lambda at: (counts[at] == 0, counts[at]))
        for at in others[:1]:
            hidden[at] = True
    return hidden


def suppress_accounts(accounts: pd.DataFrame, small_to: int = SMALL_TO) -> pd.DataFrame:
    """Return the rows counted and left out with a column `marker`: "c" where hidden.

    How many were counted is in the figures too, so that it hides no other count.
    """
    marked = accounts.reset_index(drop=True)
    hidden = np.zeros(len(marked), bool)
    is_left_out = (marked["reason"] != _COUNTED).to_numpy()
    numbers = marked["rows"].to_numpy(float)
    for rows in marked.groupby("measure_id").indices.values():
        is_small = (numbers[rows] > 0) & (numbers[rows] <= small_to)
        others = rows[is_left_out[rows]]
        hidden[rows] = is_small
        if (is_small & is_left_out[rows]).any():
            hidden[others] |= suppress_counts(numbers[others].tolist(), small_to)
    numbers = marked["rows"].astype(float).where(~hidden)
    return marked.assign(rows=numbers, marker=np.where(hidden, HIDDEN, ""))


def suppress_scopes(extracts: pd.DataFrame, small_to: int = SMALL_TO) -> pd.DataFrame:
    """Return the extracts in force, without the row counts of those of which a scope has few."""
    rows = extracts["row_count"]
    has_few = (rows <= small_to).groupby(extracts["extract_id"]).transform("any")
    return extracts.assign(row_count=rows.astype(object).where(~has_few, None))
