"""Every figure of a pack as rows of a worksheet: numbers, counts, and why a value is missing."""

from collections.abc import Iterator
from typing import Final

from dashboard.model.codes import (
    BASIS_WORDS,
    MARKERS,
    STATISTIC_WORDS,
    breakdown_words,
    marker_status,
)
from dashboard.model.panel import Panel, Point, Series, Target
from dashboard.model.points import CASES
from dashboard.pack.model import Pack
from dashboard.text.format import period_words, point_words, sentence_case, target_words
from layouts.workbook.model import NOT_APPLICABLE, CellValue, SheetColumn, WorkbookSheet

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
        for row in _rows(pack, panel, series)
    )
    lines = (
        "One row a figure. A value is in the unit that its row names: 82 with the unit Percent is 82%.",
        "Role tells a figure from the baseline that a plan starts from and the target it is to reach.",
    )
    return WorkbookSheet("Figures", "Every figure of every measure", lines, _COLUMNS, rows)


def _rows(pack: Pack, panel: Panel, series: Series) -> Iterator[tuple[CellValue, ...]]:
    for baseline in series.baselines:
        yield _row(pack, panel, series, baseline.point, "Baseline")
    for target in series.targets:
        yield _target_row(pack, panel, series, target)
    for point in series.points:
        yield _row(pack, panel, series, point, "Published later" if point.is_later else "Figure")
    for point in series.forecasts:
        yield _row(pack, panel, series, point, "Forecast")


def _shared(panel: Panel, series: Series, role: str) -> tuple[CellValue, ...]:
    part = sentence_case(breakdown_words(series.breakdown)) or "Whole"
    words = (panel.local_reference, panel.measure.title, part, role)
    return tuple(CellValue(text or NOT_APPLICABLE) for text in words)


def _row(
    pack: Pack, panel: Panel, series: Series, point: Point, role: str
) -> tuple[CellValue, ...]:
    unit = panel.measure.unit
    form = _form(point.decimals)
    value = point.value if point.value is not None else _why(point)
    source = "Worked out from cases" if point.origin == CASES else _source(pack, point)
    return (
        *_shared(panel, series, role),
        CellValue(BASIS_WORDS.get(point.basis, point.basis)),
        CellValue(
            sentence_case(STATISTIC_WORDS.get(point.statistic, point.statistic)) or NOT_APPLICABLE
        ),
        CellValue(sentence_case(period_words(point))),
        CellValue(point.period_start or NOT_APPLICABLE),
        CellValue(point.period_end or NOT_APPLICABLE),
        CellValue(UNIT_WORDS.get(unit, unit)),
        CellValue(value, form),
        *(
            CellValue(NOT_APPLICABLE if end is None else end, form)
            for end in (point.value_low, point.value_high)
        ),
        *(_part(part, point) for part in (point.numerator, point.denominator)),
        CellValue(point_words(point, unit)),
        CellValue("Yes" if point.is_provisional else "No"),
        CellValue(point.known_on or NOT_APPLICABLE),
        CellValue(source or NOT_APPLICABLE),
        CellValue(point.note or NOT_APPLICABLE),
    )


def _target_row(pack: Pack, panel: Panel, series: Series, target: Target) -> tuple[CellValue, ...]:
    unit = panel.measure.unit
    source = pack.sources.get(target.source_document, target.source_document)
    return (
        *_shared(panel, series, "Target"),
        CellValue(BASIS_WORDS.get(target.basis, target.basis)),
        CellValue(
            sentence_case(STATISTIC_WORDS.get(target.statistic, target.statistic)) or NOT_APPLICABLE
        ),
        CellValue("Due date" if target.due_on else "No due date"),
        CellValue(NOT_APPLICABLE),
        CellValue(target.due_on or NOT_APPLICABLE),
        CellValue(UNIT_WORDS.get(unit, unit)),
        CellValue(target.value, _form(target.decimals)),
        *(CellValue(NOT_APPLICABLE) for _ in range(4)),
        CellValue(target_words(target, unit)),
        CellValue("No"),
        CellValue(target.known_on or NOT_APPLICABLE),
        CellValue(source or NOT_APPLICABLE),
        CellValue(target.note or NOT_APPLICABLE),
    )


def _why(point: Point) -> str:
    """Return the shorthand for a value that is no number."""
    if point.is_band:
        return "[b]"
    return NOT_APPLICABLE if point.marker == "z" else _SHORT[marker_status(point.marker)[0]]


def _part(part: float | None, point: Point) -> CellValue:
    """Return a numerator or denominator; the shorthand where it is withheld with the value."""
    if part is None:
        return CellValue("[c]" if not point.has_number and _why(point) == "[c]" else NOT_APPLICABLE)
    return CellValue(part, "#,##0" if part == int(part) else "#,##0.0")


def _form(decimals: int) -> str:
    """Return the number format with the decimals as published, and commas for thousands."""
    if decimals < 0:
        return ""
    return "#,##0." + "0" * decimals if decimals else "#,##0"


def _source(pack: Pack, point: Point) -> str:
    return pack.sources.get(point.source_document, point.source_document)
