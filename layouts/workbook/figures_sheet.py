"""Every figure of a pack as rows of a worksheet: numbers, counts, and why a value is missing."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from dashboard.model.codes import (
    MARKERS,
    STATISTIC_WORDS,
    breakdown_words,
    marker_status,
    window_words,
)
from dashboard.model.panel import Panel, Point, Series, Target
from dashboard.model.points import CASES
from dashboard.pack.model import Pack
from dashboard.text.format import period_words, point_words, sentence_case, target_words
from layouts.workbook.sheets import NOT_APPLICABLE, CellValue, SheetColumn, WorkbookSheet

UNIT_WORDS: Final = {
    "percent": "Percent",
    "weeks": "Weeks",
    "days": "Days",
    "months": "Months",
    "count": "Number",
    "score": "Score",
    "gbp_million": "£ million",
}
# Shorthand for why a value is missing, by its status: that of the Government Analysis Function, and
# our own where it has none.
_SHORT: Final = {
    "not_available": "[x]",
    "suppressed": "[c]",
    "withheld": "[w]",
    "not_due": "[d]",
    "not_reported": "[n]",
}
SHORTHAND: Final = {
    **{short: f"{sentence_case(MARKERS[status][1])}." for status, short in _SHORT.items()},
    NOT_APPLICABLE: f"{sentence_case(MARKERS['z'][1])}, or there is nothing to say here.",
    "[b]": "A band: its low and high ends stand in their own columns.",
}
_COLUMNS: Final = (
    SheetColumn("Reference", 12),
    SheetColumn("Measure", 40),
    SheetColumn("Part", 28),
    SheetColumn("Role", 12),
    SheetColumn("Basis", 16),
    SheetColumn("Statistic", 16),
    SheetColumn("Period", 28),
    SheetColumn("Period starts", 14),
    SheetColumn("Period ends", 14),
    SheetColumn("Unit", 12),
    SheetColumn("Value", 12),
    SheetColumn("Low end", 12),
    SheetColumn("High end", 12),
    SheetColumn("Numerator", 12),
    SheetColumn("Denominator", 12),
    SheetColumn("In words", 34),
    SheetColumn("Provisional", 12),
    SheetColumn("Known on", 14),
    SheetColumn("Source", 40),
    SheetColumn("Note", 50),
)


def figures_sheet(pack: Pack) -> WorkbookSheet:
    """Return every figure, baseline and target of every measure, one a row."""
    rows = tuple(
        row
        for panel in pack.panels.values()
        for series in panel.series
        for row in _series_rows(pack, panel, series)
    )
    lines = (
        "One row a figure. A value is in the unit that its row names: 82 with the unit Percent is 82%.",
        "Role tells a figure from the baseline that a plan starts from and the target it is to reach.",
    )
    return WorkbookSheet("Figures", "Every figure of every measure", lines, _COLUMNS, rows)


def _series_rows(pack: Pack, panel: Panel, series: Series) -> Iterator[tuple[CellValue, ...]]:
    for baseline in series.baselines:
        yield _point_row(pack, panel, series, baseline.point, "Baseline")
    for target in series.targets:
        yield _target_row(pack, panel, series, target)
    for point in series.points:
        role = "Published later" if point.is_later else "Figure"
        yield _point_row(pack, panel, series, point, role)
    for point in series.forecasts:
        yield _point_row(pack, panel, series, point, "Forecast")


def _point_row(
    pack: Pack, panel: Panel, series: Series, point: Point, role: str
) -> tuple[CellValue, ...]:
    value = point.value if point.value is not None else _shorthand(point)
    is_provisional = "Yes" if point.is_provisional else "No"
    return (
        *_series_cells(panel, series, point, role),
        *_cells(sentence_case(period_words(point)), point.period_start, point.period_end),
        *_cells(UNIT_WORDS.get(panel.measure.unit, panel.measure.unit)),
        *_cells(value, point.value_low, point.value_high, form=_decimals_format(point.decimals)),
        *(_count_cell(count, point) for count in (point.numerator, point.denominator)),
        *_cells(point_words(point, panel.measure.unit), is_provisional, point.known_on),
        *_cells("Worked out from cases" if point.origin == CASES else _source(pack, point)),
        *_cells(point.note),
    )


def _target_row(pack: Pack, panel: Panel, series: Series, target: Target) -> tuple[CellValue, ...]:
    return (
        *_series_cells(panel, series, target, "Target"),
        *_cells("Due date" if target.falls_due else "No due date", None, target.falls_due),
        *_cells(UNIT_WORDS.get(panel.measure.unit, panel.measure.unit)),
        *_cells(*_target_numbers(target), form=_decimals_format(target.decimals)),
        *_cells(None, None, target_words(target, panel.measure.unit), "No"),
        *_cells(target.known_on, _source(pack, target), target.note),
    )


def _target_numbers(target: Target) -> tuple[float | None, float | None, float | None]:
    """Return value, low and high end, as of a point."""
    if target.value_high is None:
        return target.value, None, None
    return None, target.value, target.value_high


def _series_cells(
    panel: Panel, series: Series, figure: Point | Target, role: str
) -> Iterator[CellValue]:
    part = sentence_case(breakdown_words(series.breakdown)) or "Whole"
    statistic = STATISTIC_WORDS.get(figure.statistic, figure.statistic)
    yield from _cells(panel.local_reference, panel.measure.title, part, role)
    kind = figure.year_kind if isinstance(figure, Point) else ""
    yield from _cells(window_words(figure.basis, kind), sentence_case(statistic))


def _cells(*values: float | date | str | None, form: str = "") -> Iterator[CellValue]:
    for value in values:
        yield CellValue(NOT_APPLICABLE if value in (None, "") else value, form)


def _shorthand(point: Point) -> str:
    """Return the shorthand for a value that is no number."""
    if point.is_band:
        return "[b]"
    return NOT_APPLICABLE if point.marker == "z" else _SHORT[marker_status(point.marker)[0]]


def _count_cell(count: float | None, point: Point) -> CellValue:
    """Return a numerator or denominator; the shorthand where it is withheld with the value."""
    if count is None:
        is_withheld = not point.has_number and _shorthand(point) == "[c]"
        return CellValue("[c]" if is_withheld else NOT_APPLICABLE)
    return CellValue(count, "#,##0" if count == int(count) else "#,##0.0")


def _decimals_format(decimals: int) -> str:
    """Return the number format with the decimals as published, and commas for thousands."""
    if decimals < 0:
        return ""
    return "#,##0." + "0" * decimals if decimals else "#,##0"


def _source(pack: Pack, figure: Point | Target) -> str:
    return pack.sources.get(figure.source_document, figure.source_document)
