"""What the public sees of marked cells: hidden numbers gone, waits coarse, nobody among the few."""

from typing import Final, cast

import numpy as np
import pandas as pd

from dashboard.disclosure.linked_numbers import EXCLUDING, INCLUDING, place_of
from dashboard.disclosure.marks import LEFT_OUT, SHOWN
from dashboard.disclosure.published_bases import ends_quarter, is_published
from dashboard.disclosure.waits import coarsen_waits
from dashboard.model.points import HIDDEN

_NUMBERS: Final = ["numerator", "denominator", "value"]
_WINDOW: Final = ["basis", "period_start", "period_end"]


def public_cells(cells: pd.DataFrame, small_to: int) -> pd.DataFrame:
    """Return the published ones of cells with a column `mark`, and a column `marker`: "c" where hidden.

    Their numbers are then missing. Waits are made coarse (dashboard/disclosure/waits.py). Where a
    part is hidden, so are the parts of its dimension that have no cell since nobody is in them, and
    so is a rate without exceptions that nobody is in.
    """
    published = cells.loc[cells["mark"] != LEFT_OUT].reset_index(drop=True)
    is_hidden = (published["mark"] != SHOWN).to_numpy()
    marked = published.assign(marker=np.where(is_hidden, HIDDEN, ""))
    marked.loc[is_hidden, _NUMBERS] = np.nan
    coarse = coarsen_waits(marked, published, small_to)
    nobody = [each.loc[is_published(each, {})] for each in _of_nobody(coarse)]
    of_parts = pd.concat([coarse, *nobody], ignore_index=True)
    return pd.concat([of_parts, *_without_anybody(of_parts)], ignore_index=True)


def _of_nobody(cells: pd.DataFrame) -> list[pd.DataFrame]:
    """Return hidden cells of the parts that lack one in a window where another part is hidden."""
    places = {name: place_of(name) for name in cells["breakdown"].unique()}
    margins = cells["breakdown"].map({name: place[:2] for name, place in places.items()})
    of_margin = cells.groupby(["measure_id", margins, "basis"], sort=False).indices
    added = []
    for head, rows in of_margin.items():
        _, margin, _ = cast("tuple[str, tuple[str, str], str]", head)
        own = cells.iloc[rows]
        hidden = own.loc[own["marker"] == HIDDEN].drop_duplicates(subset=_WINDOW)
        if hidden.empty or not margin[1]:
            continue
        windows = list(hidden[_WINDOW].itertuples(index=False, name=None))
        have = set(own[["breakdown", *_WINDOW]].itertuples(index=False, name=None))
        for breakdown in own["breakdown"].unique():
            lacks = [(breakdown, *window) not in have for window in windows]
            if any(lacks):
                added.append(hidden.loc[lacks].assign(breakdown=breakdown))
    return added


def _without_anybody(cells: pd.DataFrame) -> list[pd.DataFrame]:
    """Return hidden cells of rates without exceptions, where there is one with them and none without.

    Nobody was without an exception there, or too few to publish it: the windows say neither.
    """
    added = []
    of_wide = cells.loc[cells["breakdown"].str.contains(INCLUDING, regex=False)]
    for _, wide in of_wide.groupby(["measure_id", "breakdown"], sort=False):
        measure_id, including = wide["measure_id"].iloc[0], wide["breakdown"].iloc[0]
        excluding = including.replace(INCLUDING, EXCLUDING)
        is_own = (cells["measure_id"] == measure_id) & (cells["breakdown"] == excluding)
        narrow: pd.DataFrame = cells.loc[is_own]
        is_by_quarter = bool((ends_quarter(narrow) & (narrow["basis"] != "month")).all())
        # A year is always published.
        is_listed = wide["basis"].isin({*narrow["basis"], "year"}).to_numpy()
        may_be = is_listed & (ends_quarter(wide) | (not is_by_quarter))
        has = pd.MultiIndex.from_frame(narrow[_WINDOW])
        is_lacking = may_be & ~pd.MultiIndex.from_frame(wide[_WINDOW]).isin(has)
        lacks = wide.loc[is_lacking].assign(breakdown=excluding, marker=HIDDEN)
        added.append(lacks.assign(**dict.fromkeys(_NUMBERS, np.nan)))
    return added
