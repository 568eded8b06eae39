"""The measures table of the highlight report: one row a part of a measure, its bases side by side."""

from collections.abc import Iterator, Sequence
from typing import Final

from dashboard.judging.status import combine_statuses
from dashboard.model.codes import BASIS_WORDS
from dashboard.model.panel import Panel, Series
from dashboard.pack.blocks import Cell, Column, Table
from dashboard.pack.blocks_from_series import (
    NO_FIGURE,
    NOT_RECORDED,
    baseline_cell,
    last_year_cell,
    series_tag,
    status_tag,
    target_cell,
    trend_tag,
)
from dashboard.pack.model import Pack
from dashboard.pack.tables import NO_REFERENCE, with_references
from dashboard.pack.tables_figures import part_name
from dashboard.panels.overview import unique_panels
from dashboard.panels.panel import row_series
from dashboard.text.format import sentence_case

_OWN_COLUMN: Final = ("ytd", "month")


def highlight_table(pack: Pack) -> Table:
    """List every measure: baseline, target, last year, year to date, month, other, status."""
    columns = (
        Column("Reference", share=9),
        Column("Measure", share=20),
        Column("Baseline", is_number=True, share=11),
        Column("Target", is_number=True, share=10),
        Column("Last year", is_number=True, share=10),
        Column("Year to date", is_number=True, share=11),
        Column("Month", is_number=True, share=11),
        Column("Other period", is_number=True, share=11),
        Column("Status", share=13),
    )
    panels = unique_panels(pack.overview.priorities)
    rows = [row for panel in panels for row in _rows(panel)]
    note = " ".join(_arrow_notes(pack))
    table = Table("measures", "Measures of the plan", columns, tuple(rows), note)
    return with_references(table, panels)


def _arrow_notes(pack: Pack) -> Iterator[str]:
    """Say where the report that the figures are from printed another arrow than they show."""
    for panel in unique_panels(pack.overview.priorities):
        for one in row_series(panel):
            if one.printed_arrow_note:
                reference = panel.local_reference or panel.measure.short_title
                label = f", {one.label.lower()}" if one.label else ""
                yield f"{reference}{label}: {one.printed_arrow_note}"


def _rows(panel: Panel) -> Iterator[tuple[Cell, ...]]:
    """Give a row to each part: its series of one breakdown and origin stand side by side.

    A part that has two series for one column has a second row.
    """
    rows: list[list[Series]] = []
    for one in row_series(panel):
        row = next((row for row in rows if _fits(one, row)), None)
        if row is None:
            rows.append([one])
        else:
            row.append(one)
    return (_row(panel, row) for row in rows)


def _fits(one: Series, row: Sequence[Series]) -> bool:
    same_part = (one.breakdown, one.origin) == (row[0].breakdown, row[0].origin)
    return same_part and _column_of(one) not in map(_column_of, row)


def _column_of(one: Series) -> str:
    return one.basis if one.basis in _OWN_COLUMN else ""


def _row(panel: Panel, row: Sequence[Series]) -> tuple[Cell, ...]:
    return (
        Cell(panel.local_reference or NO_REFERENCE),
        Cell(panel.measure.title, sentence_case(part_name(panel, row[0]))),
        _joined([baseline_cell(one) for one in row]),
        _joined([target_cell(one) for one in row]),
        _joined([last_year_cell(panel, one) for one in row]),
        _basis_cell(row, "ytd"),
        _basis_cell(row, "month"),
        _basis_cell(row, ""),
        _status_cell(panel, row),
    )


def _joined(cells: Sequence[Cell]) -> Cell:
    """Say the same of several series once, else each with its period."""
    unlike = list(dict.fromkeys(cells))
    known = [cell for cell in unlike if cell.words != NOT_RECORDED] or unlike
    if len(known) == 1:
        return known[0]
    told = [f"{c.words} ({c.detail})" if c.detail else c.words for c in known]
    return Cell("; ".join(told))


def _basis_cell(row: Sequence[Series], column: str) -> Cell:
    found = next((one for one in row if _column_of(one) == column), None)
    if found is None:
        return Cell(NO_FIGURE)
    return Cell(found.value_words, found.period_words, trend_tag(found))


def _status_cell(panel: Panel, row: Sequence[Series]) -> Cell:
    """Say the status of a row's series; where they are not alike, that of all and of each."""
    words = {one.status.word for one in row}
    if len(words) == 1:
        return Cell("", tag=series_tag(row[0]))
    whole = combine_statuses(panel.measure, [one.status for one in row])
    each = [f"{BASIS_WORDS[o.basis].lower()}: {o.status.word.lower()}" for o in row]
    return Cell("", sentence_case("; ".join(each)), status_tag(whole))
