"""What the public sees of cells and of cases by weeks, all of which are published."""

import numpy as np
import pandas as pd

from dashboard.disclosure import SMALL_TO, band_cells, hidden_bins, mark_cells, public_cells


def suppress_cells(cells: pd.DataFrame, small_to: int) -> pd.DataFrame:
    """Return cells as the public sees them, with a column `marker`: "c" where hidden."""
    marks = mark_cells(cells, small_to, np.ones(len(cells), bool))
    return public_cells(cells.assign(mark=marks), small_to)


def marked_bins(bins: pd.DataFrame) -> pd.DataFrame:
    """Return cases by weeks with a column `mark`: those of hidden bands are hidden."""
    bands = band_cells(bins)
    number = bands["value"].sum()
    whole = bands.iloc[:1].assign(breakdown="", value=number, denominator=number)
    cells = pd.concat([whole, bands], ignore_index=True)
    marks = mark_cells(cells, SMALL_TO, np.ones(len(cells), bool))
    return bins.assign(mark=hidden_bins(bins, cells, marks != 0).astype(int))
