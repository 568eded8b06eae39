"""The measures table of the highlight report: one row a part of a measure, its bases side by side."""

from collections.abc import Iterator, Sequence

from dashboard.codes import BASIS_WORDS
from dashboard.overview import unique_panels
from dashboard.pack.blocks import Cell, Column, Table
from dashboard.pack.cells import (
    baseline_cell,
    last_year_cell,
    series_name,
    series_tag,
    status_tag,
    target_cell,
    trend_tag,
)
from dashboard.pack.shapes import Pack
from dashboard.pack.tables import NO_REFERENCE, with_references
from dashboard.panel import row_series
from dashboard.shapes import Panel, Series
from dashboard.status import combine_statuses

NO_FIGURE = "–"


def highlight_table(pack: Pack) -> Table:
    """List every measure: baseline, target, last year, year to date, month, other, status."""
    columns = (
        Column("Reference", share=8), Column("Measure", share=22),
        Column("Baseline", is_number=True, share=10), Column("Target", is_number=True, share=10),
        Column("Last year", is_number=True, share=10),
        Column("Year to date", is_number=True, share=11),
        Column("Month", is_number=True, share=11),
        Column("Other period", is_number=True, share=11), Column("Status", share=11),
    )  # fmt: skip
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
    """Give a row to each part: its series of one breakdown and origin stand side by side."""
    parts: dict[tuple[str, str], list[Series]] = {}
    for one in row_series(panel):
        parts.setdefault((one.breakdown, one.origin), []).append(one)
    for part in parts.values():
        yield _row(panel, part)


def _row(panel: Panel, part: Sequence[Series]) -> tuple[Cell, ...]:
    label = series_name(part[0]) if len(part) == 1 and part[0].label else ""
    return (
        Cell(panel.local_reference or NO_REFERENCE),
        Cell(panel.measure.title, label),
        _joined([baseline_cell(one) for one in part]),
        _joined([target_cell(one) for one in part]),
        _joined([last_year_cell(panel, one) for one in part]),
        _basis_cell(part, ("ytd",)),
        _basis_cell(part, ("month",)),
        _basis_cell(part, tuple(b for b in BASIS_WORDS if b not in ("ytd", "month"))),
        _status_cell(panel, part),
    )


def _joined(cells: Sequence[Cell]) -> Cell:
    """Say the same of several series once, else each with its period."""
    unlike = list(dict.fromkeys(cells))
    if len(unlike) == 1:
        return unlike[0]
    told = [f"{c.words} ({c.detail})" if c.detail else c.words for c in unlike]
    return Cell("; ".join(told))


def _basis_cell(part: Sequence[Series], bases: Sequence[str]) -> Cell:
    found = next((one for one in part if one.basis in bases), None)
    if found is None:
        return Cell(NO_FIGURE)
    return Cell(found.value_words, found.period_words, trend_tag(found))


def _status_cell(panel: Panel, part: Sequence[Series]) -> Cell:
    if len(part) == 1:
        return Cell("", tag=series_tag(part[0]))
    whole = combine_statuses(panel.measure, [one.status for one in part])
    each = [f"{BASIS_WORDS[o.basis].lower()}: {o.status.word.lower()}" for o in part]
    return Cell("", "; ".join(each), status_tag(whole))
