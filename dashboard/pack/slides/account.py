"""The yearly account of a priority: what was meant, and what became of it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from dashboard.model.codes import JUDGED
from dashboard.model.panel import Panel
from dashboard.pack.blocks import Slide, Table, TableCell, TableColumn
from dashboard.pack.blocks_from_series import (
    baseline_cell,
    last_year_cell,
    series_tag,
    target_cell,
    trend_tag,
    value_cell,
    without_empty_columns,
)
from dashboard.pack.model import Pack
from dashboard.pack.slides.measure_items import by_need, item_title
from dashboard.pack.slides.pagination import SlideHead, only_table_slide
from dashboard.panels.verdict import shown_series
from dashboard.text.format import counted

ACCOUNT_TITLE: Final = "What was meant, and what became of it"
# The columns with their shares of the width.
_COLUMNS: Final = {
    "Measure": 32,
    "Target": 9,
    "Baseline": 10,
    "Last year": 10,
    "Now": 8,
    "Status": 17,
    "Moved": 14,
}


def account_slides(pack: Pack) -> Iterator[Slide]:
    """Yield the slide of a priority's account, what needs attention first; nothing of another pack.

    The periods are in the report: without them it has room for more measures.
    """
    for whole in account_tables(pack):
        rows = tuple(tuple(replace(cell, detail="") for cell in row) for row in whole.rows)
        table = replace(whole, rows=rows)
        notes = tuple(panel.lead.headline for panel in pack.panels.values())
        head = SlideHead("account", "The year", _title(pack), ACCOUNT_TITLE, notes=notes)
        yield only_table_slide(head, table, len(rows))


def account_tables(pack: Pack) -> tuple[Table, ...]:
    """Return the table of a priority's account; none of another pack."""
    if not pack.scope.priority:
        return ()
    rows = tuple(_row(panel) for panel in by_need(pack.panels.values()))
    columns = tuple(TableColumn(name, share=share) for name, share in _COLUMNS.items())
    table = Table("account", ACCOUNT_TITLE, columns, rows)
    return (without_empty_columns(table),)


def _row(panel: Panel) -> tuple[TableCell, ...]:
    series = shown_series(panel)
    return (
        TableCell(item_title(panel, series)),
        target_cell(panel, series),
        baseline_cell(panel, series),
        last_year_cell(panel, series),
        value_cell(panel, series),
        TableCell("", tag=series_tag(series)),
        TableCell("", tag=trend_tag(series)),
    )


def _title(pack: Pack) -> str:
    """Return how many measures are on target."""
    codes = [panel.status.code for panel in pack.panels.values()]
    judged = sum(code in JUDGED for code in codes)
    if not judged:
        return f"None of {counted(len(codes), 'measure')} can be judged yet"
    return f"{codes.count('met')} of {counted(judged, 'measure')} on target"
