"""Reading single figures out of frames of worked-out cells."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from dashboard.case_view.shapes import HIDDEN, Count


def of_measure(
    cells: pd.DataFrame, measure_id: str, basis: str = "", breakdown: str = ""
) -> pd.DataFrame:
    """Keep the cells of a measure on a basis ("" for any) in order of period."""
    wanted = (cells["measure_id"] == measure_id) & (cells["breakdown"] == breakdown)
    if basis:
        wanted &= cells["basis"] == basis
    return cells.loc[wanted].sort_values(by="period_end", kind="stable")


def rows_of(cells: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Give each cell by column name, days as dates and missing numbers as None."""
    for row in cells.to_dict("records"):
        yield {str(name): _plain(name, value) for name, value in row.items()}


def _plain(name: object, value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        return value.date()
    if name == "marker":
        return value if isinstance(value, str) else ""
    return None if value is None or (isinstance(value, float) and value != value) else value  # noqa: PLR0124 - NaN alone differs from itself


def by_day(cells: pd.DataFrame) -> dict[date, dict[str, Any]]:
    """Give the cell of each period's last day."""
    return {row["period_end"]: row for row in rows_of(cells)}


def count_of(row: dict[str, Any] | None, words: str, unit: str = "count") -> Count:
    """Name the value of a cell; no cell is a number that nobody has."""
    if row is None:
        return Count(words, None, unit=unit)
    marker = HIDDEN if row.get("marker") == HIDDEN else ""
    number = None if marker else row["value"]
    return Count(words, number, marker, unit, row["measure_id"], row["breakdown"])


def at_day(
    cells: pd.DataFrame, measure_id: str, day: date, breakdown: str = ""
) -> dict[str, Any] | None:
    """Give a snapshot's cell on a day; None where there is none."""
    return by_day(of_measure(cells, measure_id, "snapshot", breakdown)).get(day)


def last_snapshot(cells: pd.DataFrame, measure_ids: tuple[str, ...]) -> date | None:
    """Give the newest day on which any of the measures was looked at."""
    shown = cells[(cells["basis"] == "snapshot") & cells["measure_id"].isin(measure_ids)]
    if shown.empty:
        return None
    return max(row["period_end"] for row in rows_of(shown[["period_end"]]))
