"""The tables of a pack: measures, actions, exceptions, parts, figures, definitions, sources."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dashboard.model.meeting import OpenException
from dashboard.model.panel import Action, Panel, Priority, Series
from dashboard.pack.blocks import Table, TableCell, TableColumn
from dashboard.pack.blocks_from_series import (
    action_tag,
    baseline_cell,
    last_year_cell,
    series_name,
    series_tag,
    target_cell,
    trend_tag,
    value_cell,
)
from dashboard.pack.commentary import about, exceptions_in_order, measure_name
from dashboard.pack.model import Pack
from dashboard.panels.panel import row_series
from dashboard.text.format import day_words, joined

NO_REFERENCE: Final = "None"


def measures_table(priority: Priority) -> Table:
    """List a priority's measures: reference, measure, latest, target, status, trend."""
    rows = [
        _measure_row(panel, series) for panel in priority.panels for series in row_series(panel)
    ]
    columns = (
        TableColumn("Reference", share=9),
        TableColumn("Measure", share=26),
        TableColumn("Latest", is_number=True, share=14),
        TableColumn("Target", is_number=True, share=12),
        TableColumn("Status", share=12),
        TableColumn("Trend", share=12),
    )
    caption = f"Measures of priority {priority.number}"
    table = Table(f"measures-{priority.number}", caption, columns, tuple(rows))
    return with_references(table, priority.panels)


def with_references(table: Table, panels: Sequence[Panel]) -> Table:
    """Leave out the column of references, the first, where the plan gives none."""
    if any(panel.local_reference for panel in panels):
        return table
    rows = tuple(row[1:] for row in table.rows)
    return replace(table, columns=table.columns[1:], rows=rows)


def _measure_row(panel: Panel, series: Series) -> tuple[TableCell, ...]:
    return (
        TableCell(panel.local_reference or NO_REFERENCE),
        TableCell(panel.measure.short_title, series.label),
        value_cell(panel, series),
        target_cell(panel, series),
        TableCell("", tag=series_tag(series)),
        TableCell("", tag=trend_tag(series)),
    )


def parts_table(panel: Panel) -> Table:
    """List every series of a measure that has a row, each with its own figures."""
    rows = tuple(_part_row(panel, series) for series in row_series(panel))
    columns = (
        TableColumn("Part", share=15),
        TableColumn("Now", is_number=True, share=12),
        TableColumn("Target", is_number=True, share=11),
        TableColumn("Status", share=11),
        TableColumn("Last year", is_number=True, share=11),
        TableColumn("Baseline", is_number=True, share=12),
        TableColumn("Trend", share=12),
    )
    table_id = f"parts-{panel.measure.measure_id}"
    return Table(table_id, f"{panel.measure.title}, by part", columns, rows)


def _part_row(panel: Panel, series: Series) -> tuple[TableCell, ...]:
    return (
        TableCell(series_name(series)),
        value_cell(panel, series),
        target_cell(panel, series),
        TableCell("", tag=series_tag(series)),
        last_year_cell(panel, series),
        baseline_cell(panel, series),
        TableCell("", tag=trend_tag(series)),
    )


def actions_table(pack: Pack, priority: Priority) -> Table:
    """List a priority's actions with their status and what they are meant to move."""
    columns = (
        TableColumn("Reference", share=9),
        TableColumn("Action", share=34),
        TableColumn("Status", share=15),
        TableColumn("Meant to move", share=17),
    )
    mine = [action for action in pack.actions.actions if action.priority_number == priority.number]
    rows = tuple(_action_row(pack, action) for action in mine)
    caption = f"Actions of priority {priority.number}, status{status_days(mine)}"
    return Table(f"actions-{priority.number}", caption, columns, rows)


def status_days(actions: Sequence[Action]) -> str:
    """Say the days of which the statuses of some actions are; nothing where none is known."""
    days = sorted({action.status_date for action in actions if action.status_date})
    return f" as at {joined(day_words(day) for day in days)}" if days else ""


def _action_row(pack: Pack, action: Action) -> tuple[TableCell, ...]:
    moves = "; ".join(about(pack, measure_id) or measure_id for measure_id in action.measures)
    return (
        TableCell(action.reference),
        TableCell(action.title, action.note),
        TableCell("", tag=action_tag(action.status)),
        TableCell("" if moves else "No measure", moves),
    )


def exceptions_table(pack: Pack) -> Table:
    """List the exceptions, unanswered first, with what their owners say."""
    columns = (
        TableColumn("Measure", share=20),
        TableColumn("What the figures say", share=24),
        TableColumn("Reply asked of", share=13),
        TableColumn("Reply", share=18),
    )
    rows = tuple(_exception_row(pack, exception) for exception in exceptions_in_order(pack))
    return Table("exceptions", "Exceptions and replies", columns, rows)


def _exception_row(pack: Pack, exception: OpenException) -> tuple[TableCell, ...]:
    reply_due = f"by {day_words(exception.reply_by)}" if exception.reply_by else "no date set"
    overdue = ", overdue" if exception.is_overdue else ""
    replied = (
        f"{exception.author}, {day_words(exception.replied_on)}"
        if exception.author and exception.replied_on
        else exception.author
    )
    return (
        TableCell(about(pack, exception.measure_id) or exception.title, exception.label),
        TableCell(exception.words, "New since the report before" if exception.is_new else ""),
        TableCell(exception.owner or "No owner named", f"{reply_due}{overdue}"),
        TableCell(exception.reply or "Not yet answered", replied),
    )


def definitions_table(panels: Sequence[Panel]) -> Table:
    """Say what each measure is and which way is better."""
    columns = (TableColumn("Measure", share=20), TableColumn("What it measures", share=55))
    rows = tuple(
        (TableCell(measure_name(p)), TableCell(p.measure.definition, _better_words(p)))
        for p in panels
    )
    return Table("definitions", "What each measure is", columns, rows)


def _better_words(panel: Panel) -> str:
    return {
        "higher": "Higher is better.",
        "lower": "Lower is better.",
    }.get(panel.measure.better, "Neither higher nor lower is better.")
