"""Reading single figures out of a frame of worked-out cells."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import pandas as pd

from dashboard.cases.model import HIDDEN, NamedCount

CellRow = dict[str, Any]


class CaseCells:
    """The cells of one area, looked up by measure, breakdown and basis; read once from a frame."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._found: dict[tuple[str, str, str], list[CellRow]] = defaultdict(list)
        for row in rows_of(frame):
            self._found[row["measure_id"], row["breakdown"], row["basis"]].append(row)
        for rows in self._found.values():
            rows.sort(key=lambda row: row["period_end"])

    def rows(self, measure_id: str, basis: str, breakdown: str = "") -> list[CellRow]:
        """Give the cells of a measure in order of period."""
        return self._found.get((measure_id, breakdown, basis), [])

    def by_day(self, measure_id: str, basis: str) -> dict[date, CellRow]:
        """Give the cells of the whole by the last day of their period."""
        return {row["period_end"]: row for row in self.rows(measure_id, basis)}

    def at_day(self, measure_id: str, day: date, breakdown: str = "") -> CellRow | None:
        """Give a snapshot's cell on a day; None where there is none."""
        rows = self.rows(measure_id, "snapshot", breakdown)
        return next((row for row in reversed(rows) if row["period_end"] == day), None)

    def last_snapshot(self, measure_ids: Iterable[str]) -> date | None:
        """Give the newest day on which any of the measures was looked at."""
        newest = [self.rows(measure_id, "snapshot")[-1:] for measure_id in measure_ids]
        return max((row["period_end"] for rows in newest for row in rows), default=None)


def rows_of(frame: pd.DataFrame) -> Iterator[CellRow]:
    """Give each row by column name, days as dates and missing numbers as None."""
    columns = [_plain(frame[name]) for name in frame.columns]
    names = [str(name) for name in frame.columns]
    for values in zip(*columns, strict=True):
        yield dict(zip(names, values, strict=True))


def _plain(column: pd.Series) -> list[Any]:
    if pd.api.types.is_datetime64_any_dtype(column):
        return list(column.dt.date)
    missing = column.isna().tolist()
    return [
        None if is_missing else value
        for value, is_missing in zip(column.tolist(), missing, strict=True)
    ]


def count_of(row: CellRow | None, words: str, unit: str = "count") -> NamedCount:
    """Name the value of a cell; no cell is a number that nobody has."""
    if row is None:
        return NamedCount(words, None, unit=unit)
    marker = marker_of(row)
    number = None if marker else row["value"]
    return NamedCount(words, number, marker, unit, row["measure_id"], row["breakdown"])


def marker_of(row: CellRow) -> str:
    """Give the marker of a hidden cell, empty for one that may be shown."""
    return HIDDEN if row.get("marker") == HIDDEN else ""
