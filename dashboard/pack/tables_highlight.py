"""The measures table of the highlight report: one row a part of a measure, its bases side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from dashboard.judging.status import combine_statuses
from dashboard.model.codes import BASIS_WORDS
from dashboard.model.panel import Panel, Series
from dashboard.pack.blocks import Table, TableCell, TableColumn
from dashboard.pack.blocks_from_series import (
    NO_FIGURE,
    NOT_RECORDED_CELL,
    baseline_cell,
    last_year_cell,
    series_tag,
    status_tag,
    target_cell,
    trend_tag,
    value_cell,
)
from dashboard.pack.model import Pack
from dashboard.pack.tables import NO_REFERENCE, with_references
from dashboard.pack.tables_figures import part_name
from dashboard.panels.overview import unique_panels
from dashboard.panels.panel import row_series
from dashboard.text.format import sentence_case

_BASIS_COLUMNS: Final = ("ytd", "month")


def highlight_table(pack: Pack) -> Table:
    """List every measure: baseline, target, last year, year to date, month, other, status."""
    columns = (
        TableColumn("Reference", share=9),
        TableColumn("Measure", share=20),
        TableColumn("Baseline", is_number=True, share=11),
        TableColumn("Target", is_number=True, share=10),
        TableColumn("Last year", is_number=True, share=10),
        TableColumn("Year to date", is_number=True, share=11),
        TableColumn("Month", is_number=True, share=11),
        TableColumn("Other period", is_number=True, share=11),
        TableColumn("Status", share=13),
    )
    panels = unique_panels(pack.overview.priorities)
    rows = [row for panel in panels for row in _rows(panel)]
    note = " ".join(_arrow_notes(pack))
    table = Table("measures", "Measures of the plan", columns, tuple(rows), note)
    return with_references(table, panels)


def _arrow_notes(pack: Pack) -> Iterator[str]:
    """Say where the report that the figures are from printed another arrow than they show."""
    for panel in unique_panels(pack.overview.priorities):
        for series in row_series(panel):
            if series.printed_arrow_note:
                reference = panel.local_reference or panel.measure.short_title
                label = f", {series.label.lower()}" if series.label else ""
                yield f"{reference}{label}: {series.printed_arrow_note}"


def _rows(panel: Panel) -> Iterator[tuple[TableCell, ...]]:
    """Give a row to each part: its series of one breakdown and origin stand side by side.

    A part that has two series for one column has a second row.
    """
    rows: list[list[Series]] = []
    for series in row_series(panel):
        row = next((row for row in rows if _fits(series, row)), None)
        if row is None:
            rows.append([series])
        else:
            row.append(series)
    return (_row(panel, row) for row in rows)


def _fits(series: Series, row: Sequence[Series]) -> bool:
    same_part = (series.breakdown, series.origin) == (row[0].breakdown, row[0].origin)
    return same_part and _column_of(series) not in map(_column_of, row)


def _column_of(series: Series) -> str:
    return series.basis if series.basis in _BASIS_COLUMNS else ""


def _row(panel: Panel, row: Sequence[Series]) -> tuple[TableCell, ...]:
    return (
        TableCell(panel.local_reference or NO_REFERENCE),
        TableCell(panel.measure.title, sentence_case(part_name(panel, row[0]))),
        _combined_cell([baseline_cell(panel, series) for series in row]),
        _combined_cell([target_cell(panel, series) for series in row]),
        _combined_cell([last_year_cell(panel, series) for series in row]),
        *(_basis_cell(panel, row, column) for column in (*_BASIS_COLUMNS, "")),
        _status_cell(panel, row),
    )


def _combined_cell(cells: Sequence[TableCell]) -> TableCell:
    """Say the same of several series once, else each with its period."""
    unlike = list(dict.fromkeys(cells))
    recorded = [cell for cell in unlike if cell != NOT_RECORDED_CELL] or unlike
    if len(recorded) == 1:
        return recorded[0]
    texts = [f"{c.words} ({c.detail})" if c.detail else c.words for c in recorded]
    return TableCell("; ".join(texts))


def _basis_cell(panel: Panel, row: Sequence[Series], column: str) -> TableCell:
    series = next((series for series in row if _column_of(series) == column), None)
    if series is None:
        return TableCell(NO_FIGURE)
    cell = value_cell(panel, series)
    return replace(cell, detail=series.period_words, tag=trend_tag(series))


def _status_cell(panel: Panel, row: Sequence[Series]) -> TableCell:
    """Say the status of a row's series; where they are not alike, that of all and of each."""
    words = {series.status.word for series in row}
    if len(words) == 1:
        return TableCell("", tag=series_tag(row[0]))
    whole = combine_statuses(panel.measure, [series.status for series in row])
    each = [f"{BASIS_WORDS[o.basis].lower()}: {o.status.word.lower()}" for o in row]
    return TableCell("", sentence_case("; ".join(each)), status_tag(whole))
