"""How a measure was worked out: formula, parts of the newest figure, extracts, rows left out."""

import pandas as pd

from dashboard.cases.cells import CaseCells, rows_of
from dashboard.cases.model import Calculation, ExtractUsed
from dashboard.measures import Explanation
from dashboard.model.panel import Measure
from dashboard.model.points import Point
from dashboard.panels.case_points import point_of
from dashboard.text.format import (
    format_value,
    period_words,
    plain_number,
    point_words,
    sentence_case,
)

_WHOLES = ("", "exceptions=excluding")
_BASES = ("month", "snapshot", "year")
_COUNTED = "counted"


def build_calculation(
    measure: Measure,
    formula: Explanation | None,
    cells: CaseCells,
    accounts: pd.DataFrame,
    extracts: pd.DataFrame,
    *,
    shows_rows: bool,
) -> Calculation | None:
    """Return how a measure was worked out; None where no formula is known.

    Unless `shows_rows` nothing in it depends on how many rows there are.
    """
    if formula is None:
        return None
    latest = newest_point(cells, measure)
    measure_accounts = accounts[accounts["measure_id"] == measure.measure_id]
    rows = {row["reason"]: int(row["rows"]) for row in rows_of(measure_accounts) if shows_rows}
    counted = rows.pop(_COUNTED, None)
    return Calculation(
        formula=formula.formula,
        numerator_words=formula.numerator,
        denominator_words=formula.denominator,
        clock_words=formula.clock,
        latest=latest,
        latest_words=figure_words(latest, measure) if latest else "",
        extracts=tuple(_extract(row, shows_rows=shows_rows) for row in rows_of(extracts)),
        counted=counted,
        left_out=tuple((sentence_case(reason), count) for reason, count in rows.items()),
        shows_rows=shows_rows,
    )


def newest_point(cells: CaseCells, measure: Measure) -> Point | None:
    """Return the newest figure of the whole, of the shortest basis; None where there is none."""
    for basis in _BASES:
        for breakdown in _WHOLES:
            rows = cells.rows(measure.measure_id, basis, breakdown)
            if rows:
                return point_of(rows[-1], measure)
    return None


def figure_words(point: Point, measure: Measure) -> str:
    """Return a figure with its parts: "March 2023: 15 ÷ 19 = 78.9%"."""
    figure = point_words(point, measure.unit)
    if point.numerator is not None and point.denominator is not None and point.value is not None:
        parts = f"{plain_number(point.numerator, -1)} ÷ {plain_number(point.denominator, -1)}"
        figure = f"{parts} = {figure}" if measure.unit == "percent" else figure
        if point.statistic == "mean" and measure.unit == "weeks":
            days = plain_number(point.numerator, -1)
            cases = plain_number(point.denominator, -1)
            figure = f"{days} days ÷ 7 ÷ {cases} = {format_value(point.value, 1, 'weeks')}"
    provisional = ", provisional" if point.is_provisional else ""
    return f"{period_words(point)}: {figure}{provisional}"


def _extract(row: dict, *, shows_rows: bool) -> ExtractUsed:  # type: ignore[type-arg]
    return ExtractUsed(
        file_name=str(row["file_name"]),
        kind=str(row["kind"]),
        scope=str(row["scope"] or ""),
        cut_off=row["cut_off"],
        coverage=str(row["coverage"] or ""),
        loaded_on=row["loaded_on"],
        rows=row["row_count"] if shows_rows else None,
    )
