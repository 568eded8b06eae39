"""Single figures of a frame of worked-out cells, and counts of them in words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final

import pandas as pd

from dashboard.cases.model import NamedCount
from dashboard.model.codes import marker_status
from dashboard.text.format import format_value

CellRow = dict[str, Any]

_DECIMALS: Final = {"count": -1, "weeks": 0}


class CaseCells:
    """The cells of one area, looked up by measure, breakdown and basis; read once from a frame."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._rows: dict[tuple[str, str, str], list[CellRow]] = defaultdict(list)
        for row in rows_of(frame):
            self._rows[row["measure_id"], row["breakdown"], row["basis"]].append(row)
        for rows in self._rows.values():
            rows.sort(key=lambda row: row["period_end"])

    def rows(self, measure_id: str, basis: str, breakdown: str = "") -> list[CellRow]:
        """Return the cells of a measure in order of period."""
        return self._rows.get((measure_id, breakdown, basis), [])

    def by_day(self, measure_id: str, basis: str) -> dict[date, CellRow]:
        """Return the cells of the whole by the last day of their period."""
        return {row["period_end"]: row for row in self.rows(measure_id, basis)}

    def at_day(self, measure_id: str, day: date, breakdown: str = "") -> CellRow | None:
        """Return a snapshot's cell on a day; None where there is none."""
        rows = self.rows(measure_id, "snapshot", breakdown)
        return next((row for row in reversed(rows) if row["period_end"] == day), None)

    def last_snapshot(self, measure_ids: Iterable[str]) -> date | None:
        """Return the newest snapshot day of any of the measures; None where there is none."""
        newest = [self.rows(measure_id, "snapshot")[-1:] for measure_id in measure_ids]
        return max((row["period_end"] for rows in newest for row in rows), default=None)


def rows_of(frame: pd.DataFrame) -> Iterator[CellRow]:
    """Yield each row by column name, days as dates and missing numbers as None."""
    columns = []
    for name in frame.columns:
        column = frame[name]
        if pd.api.types.is_datetime64_any_dtype(column):
            columns.append(column.dt.date.tolist())
        else:
            pairs = zip(column.tolist(), column.isna().tolist(), strict=True)
            columns.append([None if is_missing else value for value, is_missing in pairs])
    names = [str(name) for name in frame.columns]
    for values in zip(*columns, strict=True):
        yield dict(zip(names, values, strict=True))


def count_of(row: CellRow | None, words: str, unit: str = "count") -> NamedCount:
    """Return the value of a cell under a name; without a cell there is no number."""
    if row is None:
        return NamedCount(words, None, unit=unit)
    marker = marker_of(row)
    number = None if marker else row["value"]
    return NamedCount(words, number, marker, unit, row["measure_id"], row["breakdown"])


def marker_of(row: CellRow) -> str:
    """Return the marker of a cell whose number is hidden, empty for one that may be shown."""
    return str(row.get("marker") or "")


def number_words(count: NamedCount) -> str:
    """Return a count in words; a hidden one is a small number."""
    if count.is_hidden:
        return "a small number"
    if count.marker:
        return marker_status(count.marker)[1]
    if count.number is None:
        return "no figure"
    return format_value(count.number, _DECIMALS.get(count.unit, 1), count.unit)
