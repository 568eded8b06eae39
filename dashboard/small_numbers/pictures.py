"""Hide counts within one picture, whose sum is shown beside it."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.small_numbers.cells import HIDDEN
from dashboard.small_numbers.settings import SMALL_TO


def hide_counts(counts: Sequence[float], small_to: int = SMALL_TO) -> list[bool]:
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


def hide_accounts(accounts: pd.DataFrame, small_to: int = SMALL_TO) -> pd.DataFrame:
    """Give the rows counted and left out with a column `marker`: "c" where hidden."""
    marked = accounts.reset_index(drop=True)
    hidden = np.zeros(len(marked), bool)
    for rows in marked.groupby("measure_id").indices.values():
        hidden[rows] = hide_counts(marked["rows"].to_numpy(float)[rows].tolist(), small_to)
    numbers = marked["rows"].astype(float).where(~hidden)
    return marked.assign(rows=numbers, marker=np.where(hidden, HIDDEN, ""))
