"""A profile as rows: every year of every group, beside the compared area and similar areas."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from dashboard.model.codes import STAGE_WORDS, breakdown_words
from dashboard.model.panel import Panel, Point
from dashboard.profile.build import (
    compared_line,
    middle_by_period,
    other_area,
    recent_points,
    shown_lines,
)
from dashboard.profile.model import ProfileFigures, same_period
from dashboard.text.format import rounded

PROFILE_COLUMNS: Final = (
    "stage",
    "measure_id",
    "measure",
    "group",
    "basis",
    "period_start",
    "period_end",
    "value",
    "unit",
    "england",
    "similar_areas_low",
    "similar_areas_high",
    "similar_areas",
    "origin",
    "source",
)


# Those of an extract of observations that such a figure needs.
TEMPLATE_COLUMNS: Final = (
    "area_code",
    "measure_id",
    "basis",
    "period_start",
    "period_end",
    "numerator",
    "denominator",
    "value",
    "role",
    "note",
)


def template_rows(figures: ProfileFigures, stage: str, today: date) -> Iterator[tuple[str, ...]]:
    """Yield a row, without its number, for each measure of a stage that has no figure of the area.

    The period is the last whole financial year, of a stock or an average its last day.
    """
    end = date(today.year - (today < date(today.year, 4, 1)), 3, 31)
    for measure in figures.missing:
        if stage in ("", measure.stage):
            is_of_day = measure.kind in ("stock", "average")
            start = end if is_of_day else date(end.year - 1, 4, 1)
            basis = "snapshot" if is_of_day else "year"
            dates = (basis, start.isoformat(), end.isoformat())
            row = (figures.area.area_code, measure.measure_id, *dates)
            yield (*row, "", "", "", "actual", measure.title)


def profile_rows(figures: ProfileFigures) -> Iterator[tuple[str, ...]]:
    """Yield a row for each figure of a profile, in the order of its tiles."""
    for stage in STAGE_WORDS:
        for panel in figures.panels:
            if panel.measure.stage == stage:
                yield from _panel_rows(panel, figures)


def _panel_rows(panel: Panel, figures: ProfileFigures) -> Iterator[tuple[str, ...]]:
    measure = panel.measure
    for series in shown_lines(panel):
        line = compared_line(panel, series, figures.neighbours.get(measure.measure_id), "")
        points = recent_points(series.points)
        halves = middle_by_period(line.group, points[-1].decimals) if line.group else ()
        middle = {half.end: half for half in halves}
        for point in points:
            half = middle.get(point.period_end) if point.period_end else None
            reference = same_period(line.reference.points, point) if line.reference else None
            yield (
                STAGE_WORDS[measure.stage],
                measure.measure_id,
                measure.title,
                breakdown_words(series.breakdown) or other_area(panel, figures),
                series.basis,
                str(point.period_start or ""),
                str(point.period_end or ""),
                _number(point),
                measure.unit,
                _number(reference) if reference else "",
                _digits(half.low, point.decimals) if half else "",
                _digits(half.high, point.decimals) if half else "",
                str(half.of) if half else "",
                point.origin,
                panel.sources.get(point.source_document, point.source_document),
            )


def _number(point: Point) -> str:
    return "" if point.value is None else _digits(point.value, point.decimals)


def _digits(number: float, decimals: int) -> str:
    """Return a number for a program to read: without thousands commas, with a hyphen for minus."""
    return f"{rounded(number, decimals):f}"
