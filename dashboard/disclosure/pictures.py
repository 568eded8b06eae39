"""Hide counts within one picture, whose sum is shown beside it."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from dashboard.disclosure.suppression import HIDDEN
from dashboard.disclosure.threshold import SMALL_TO

_COUNTED: Final = "counted"


def suppress_counts(counts: Sequence[float], small_to: int = SMALL_TO) -> list[bool]:
    """Say which of some counts that add up to a shown one must be hidden: none, or two at least.

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
    """Give the rows counted and left out with a column `marker`: "c" where hidden.

    How many were counted stands in the figures too, so that it hides no other count.
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
    """Give the extracts in force, without the rows of those of which some scope has few."""
    rows = extracts["row_count"]
    has_few = (rows <= small_to).groupby(extracts["extract_id"]).transform("any")
    return extracts.assign(row_count=rows.astype(object).where(~has_few, None))
