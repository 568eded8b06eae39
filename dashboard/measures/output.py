"""Output rows of computed figures: gathered as arrays, made into frames once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from dashboard.measures.cases import Exclusions
from dashboard.measures.dates import Ints, Mask
from dashboard.measures.periods import Windows

CELL_COLUMNS = (
    "measure_id",
    "breakdown",
    "statistic",
    "basis",
    "period_start",
    "period_end",
    "numerator",
    "denominator",
    "value",
    "is_provisional",
)
BIN_COLUMNS = ("measure_id", "breakdown", "basis", "period_start", "period_end", "week", "count")
ACCOUNT_COLUMNS = ("measure_id", "reason", "rows")

_TEXTS = ("measure_id", "breakdown", "statistic", "basis", "reason")
_DAYS = ("period_start", "period_end")
_COUNTS = ("week", "count", "rows")


@dataclass(frozen=True)
class Numbers:
    """The numbers of a measure by category (first axis) and window; all alike in shape."""

    numerator: np.ndarray | None = None
    denominator: np.ndarray | None = None
    value: np.ndarray | None = None


@dataclass
class OutputRows:
    """The rows of one group, as they are worked out."""

    cells: list[dict[str, np.ndarray]] = field(default_factory=list)
    bins: list[dict[str, np.ndarray]] = field(default_factory=list)
    accounts: list[dict[str, np.ndarray]] = field(default_factory=list)

    def add_cells(
        self,
        measure_id: str,
        labels: np.ndarray,
        windows: Windows,
        numbers: Numbers,
        has_cell: Mask,
        statistic: str = "",
    ) -> None:
        """Add a cell for each category and window of a mask."""
        category, window = np.nonzero(has_cell)
        if not len(window):
            return
        columns = {
            "measure_id": np.full(len(window), measure_id, object),
            "breakdown": labels[category],
            "statistic": np.full(len(window), statistic, object),
            **_spans(windows, window),
            "is_provisional": windows.is_provisional[window],
        }
        for name in ("numerator", "denominator", "value"):
            numbers_of = getattr(numbers, name)
            missing = np.full(len(window), np.nan)
            columns[name] = missing if numbers_of is None else numbers_of[has_cell].astype(float)
        self.cells.append(columns)

    def add_bins(self, measure_id: str, windows: Windows, window: int, weeks: Ints) -> None:
        """Count cases by week in one window; one element of `weeks` is one case."""
        unique_weeks, counts = np.unique(weeks, return_counts=True)
        self.add_week_counts(measure_id, windows, window, unique_weeks, counts)

    def add_week_counts(
        self, measure_id: str, windows: Windows, window: int, weeks: Ints, counts: Ints
    ) -> None:
        """Add the counts of cases by week in one window."""
        if not len(weeks):
            return
        self.bins.append(
            {
                "measure_id": np.full(len(weeks), measure_id, object),
                "breakdown": np.full(len(weeks), "", object),
                **_spans(windows, np.full(len(weeks), window)),
                "week": weeks,
                "count": counts,
            }
        )

    def add_accounts(self, measure_id: str, exclusions: Exclusions) -> None:
        """Add how many cases a measure counts, and why it leaves out the rest."""
        accounts = exclusions.accounts
        self.accounts.append(
            {
                "measure_id": np.full(len(accounts), measure_id, object),
                "reason": np.array([words for words, _ in accounts], object),
                "rows": np.array([count for _, count in accounts], np.int64),
            }
        )


def _spans(windows: Windows, at: Ints) -> Mapping[str, np.ndarray]:
    return {
        "basis": windows.basis[at],
        "period_start": windows.start[at],
        "period_end": windows.end[at],
    }


def build_frame(pieces: list[dict[str, np.ndarray]], columns: tuple[str, ...]) -> pd.DataFrame:
    """Return pieces as one frame, each column of one type even where there is no row."""
    return pd.DataFrame({name: _column(pieces, name) for name in columns})


def _column(pieces: list[dict[str, np.ndarray]], name: str) -> pd.Series:
    values = np.concatenate([piece[name] for piece in pieces]) if pieces else np.array([])
    if name in _TEXTS:
        return pd.Series(values, dtype="str")
    if name in _DAYS:
        return pd.Series(values.astype(np.int64).astype("datetime64[D]").astype("datetime64[s]"))
    if name in _COUNTS:
        return pd.Series(values.astype(np.int64))
    return pd.Series(values.astype(bool if name == "is_provisional" else np.float64))
