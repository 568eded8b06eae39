"""Up to which count a number is small: 4, or what an area has set."""

from datetime import date
from typing import Any, Final

import pandas as pd

SMALL_TO: Final = 4
_SETTING: Final = "small_number_to"


def read_small_to(settings: pd.DataFrame, area_code: str, day: date) -> int:
    """Read the largest hidden count from rows of case settings; an area's own come first.

    Of several that apply the largest counts; for all that is known, whenever, so do those of any day.
    """
    listed = settings.loc[settings["setting"] == _SETTING].to_dict(orient="records")
    of_area = [row for row in listed if row["area_code"] == area_code]
    everywhere = [row for row in listed if not row["area_code"]]
    for rows in (of_area, everywhere):
        limits = [int(row["value"]) for row in rows if day == date.max or _applies(row, day)]
        if limits:
            return max(limits)
    return SMALL_TO


def _applies(row: dict[Any, Any], day: date) -> bool:
    first, last = row["applies_from"], row["applies_to"]
    return (pd.isna(first) or first <= day) and (pd.isna(last) or day <= last)


def is_small(count: float, small_to: int = SMALL_TO) -> bool:
    """Tell whether a count by itself is small; none is not."""
    return 0 < count <= small_to
