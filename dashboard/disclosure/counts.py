"""Which counts are small, and which to hide beside a sum of them."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import pandas as pd

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
