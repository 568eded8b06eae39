"""On which bases a breakdown of cases is published: what children are like, over long windows alone.

An area's totals are published on every basis. So is a part by something else, such as who advised.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from dashboard.measures.dates import day_number, days_of
from dashboard.model.codes import BASIS_ORDER

OF_CHILDREN: Final = frozenset(
    ("need", "sex", "ethnicity", "age", "setting", "locality", "provider")
)
# The bases on which a measure's part is published besides, by measure and breakdown.
TargetBases = Mapping[tuple[str, str], frozenset[str]]
EVERY_BASIS: Final = frozenset(BASIS_ORDER)


def _is_of_children(breakdown: str) -> bool:
    """Return whether a breakdown is by what children are like."""
    return any(pair.split("=", 1)[0] in OF_CHILDREN for pair in breakdown.split(";"))


def _is_long(cells: pd.DataFrame) -> np.ndarray:
    """Mark years, 12 months to a quarter's end, and days that end a quarter."""
    basis = cells["basis"]
    is_at_quarter = basis.isin(["rolling12", "snapshot"]).to_numpy() & ends_quarter(cells)
    return (basis == "year").to_numpy() | is_at_quarter


def ends_quarter(cells: pd.DataFrame) -> np.ndarray:
    """Mark the windows and days that end with a quarter."""
    return pd.to_datetime(cells["period_end"]).dt.is_quarter_end.to_numpy()


def is_published(
    cells: pd.DataFrame, target_bases: TargetBases, cut_off: date = date.max
) -> np.ndarray:
    """Mark the cells that are published at all, small or not: those whose period is over.

    A part with a target of its own keeps the basis of its target.
    """
    names = ["measure_id", "breakdown", "basis"]
    has_target = np.array(
        [
            basis in target_bases.get((measure_id, breakdown), ())
            for measure_id, breakdown, basis in cells[names].itertuples(index=False, name=None)
        ],
        bool,
    )
    of_children = {name: _is_of_children(name) for name in cells["breakdown"].unique()}
    is_whole = ~cells["breakdown"].map(of_children).to_numpy(bool)
    is_over = days_of(cells["period_end"]) <= day_number(cut_off)
    return (is_whole | _is_long(cells) | has_target) & is_over
