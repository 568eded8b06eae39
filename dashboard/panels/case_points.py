"""Points of cells computed from cases: here their counts become percentages."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

import pandas as pd

from dashboard.judging.observations import Observation
from dashboard.judging.percentages import DECIMALS, percentage, rounded
from dashboard.model.codes import NOTHING_TO_DIVIDE
from dashboard.model.panel import Measure
from dashboard.model.points import CASES, HIDDEN, Point
from dashboard.panels.records import LoadedFigures, records
from dashboard.text.format import exact

_COUNTS: Final = ("flow", "stock")
_NUMBERS: Final = ("numerator", "denominator", "value")
_COLUMNS: Final = (
    "area_code",
    "measure_id",
    "breakdown",
    "statistic",
    "basis",
    "period_start",
    "period_end",
    *_NUMBERS,
    "is_provisional",
    "known_on",
    "extract_id",
    "marker",
    "is_in_weeks",
)


def observe_cells(
    cells: pd.DataFrame, measures: Mapping[str, Measure]
) -> dict[str, tuple[tuple[str, Observation], ...]]:
    """Return an observation of every cell, by measure; those of unknown measures are left out.

    A column `marker`, where there is one, has "c" for a hidden cell, whose numbers are missing, and
    ">104" for a longest wait of which that is all that may be shown.
    """
    observations: dict[str, list[tuple[str, Observation]]] = defaultdict(list)
    for row in _cell_rows(cells):
        measure = measures.get(row["measure_id"])
        point = point_of(row, measure) if measure else None
        if point is not None:
            observation = Observation(row["area_code"], row["breakdown"], "actual", point)
            observations[row["measure_id"]].append(("", observation))
    return {measure: tuple(rows) for measure, rows in observations.items()}


def _cell_rows(cells: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield the columns that a point needs; a page reads thousands of cells."""
    names = [name for name in _COLUMNS if name in cells.columns]
    columns = [
        [None if number != number else number for number in cells[name].tolist()]  # noqa: PLR0124 - NaN alone differs from itself
        if name in _NUMBERS
        else cells[name].tolist()
        for name in names
    ]
    for values in zip(*columns, strict=True):
        yield dict(zip(names, values, strict=True))


def point_of(row: Mapping[str, Any], measure: Measure) -> Point | None:
    """Return the point of a cell; None where there is nothing to divide in a time not yet whole.

    In a whole one that is a figure without a value.
    """
    is_hidden = row.get("marker") == HIDDEN
    value, decimals = (None, -1) if is_hidden else _value(row, measure)
    if value is None and not row.get("marker") and row["is_provisional"]:
        return None
    marker = row.get("marker") or (NOTHING_TO_DIVIDE if value is None else "")
    is_count = measure.kind in _COUNTS or is_hidden
    return Point(
        row["period_start"],
        row["period_end"],
        row["basis"],
        row["statistic"],
        numerator=None if is_count else row["numerator"],
        denominator=None if is_count else row["denominator"],
        value=value,
        marker=marker,
        decimals=decimals,
        is_provisional=bool(row["is_provisional"]),
        known_on=row["known_on"],
        extract_id=int(row["extract_id"]),
        origin=CASES,
    )


def _value(row: Mapping[str, Any], measure: Measure) -> tuple[float | None, int]:
    """Return the value of a cell in the measure's unit, and its decimals; (None, -1) of none."""
    if measure.unit == "percent":
        if row["numerator"] is None or row["denominator"] is None:
            return None, -1
        quotient = percentage(row["numerator"], row["denominator"])
        return (None, -1) if quotient is None else (rounded(quotient), DECIMALS)
    if row["value"] is None:
        return None, -1
    if measure.kind in _COUNTS and measure.unit == "count":
        return row["value"], 0
    return rounded(exact(row["value"])), 0 if row.get("is_in_weeks") else DECIMALS


def with_cells(
    figures: LoadedFigures, cells: pd.DataFrame, measures: Mapping[str, Measure]
) -> LoadedFigures:
    """Return the figures published with those computed from cases."""
    observed = {**figures.observed}
    for measure_id, rows in observe_cells(cells, measures).items():
        observed[measure_id] = (*observed.get(measure_id, ()), *rows)
    return replace(figures, observed=observed)


def case_days(days: pd.DataFrame) -> dict[str, frozenset[date]]:
    """Return the days on which cases were loaded, by area; columns `area_code`, `known_on`."""
    days_by_area: dict[str, set[date]] = defaultdict(set)
    for row in records(days):
        days_by_area[row["area_code"]].add(row["known_on"])
    return {area: frozenset(area_days) for area, area_days in days_by_area.items()}
