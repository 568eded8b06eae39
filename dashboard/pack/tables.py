"""The tables of a pack: measures, actions, exceptions, parts, figures, definitions, sources."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dashboard.model.panel import Action, Panel, Priority, Series
from dashboard.pack.blocks import Cell, Column, Table
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
from dashboard.pack.model import OpenException, Pack
from dashboard.panels.panel import row_series
from dashboard.text.format import day_words, joined

NO_REFERENCE: Final = "None"


def measures_table(priority: Priority) -> Table:
    """List a priority's measures: reference, measure, latest, target, status, trend."""
    rows = [_measure_row(panel, one) for panel in priority.panels for one in row_series(panel)]
    columns = (
        Column("Reference", share=9),
        Column("Measure", share=26),
        Column("Latest", is_number=True, share=14),
        Column("Target", is_number=True, share=12),
        Column("Status", share=12),
        Column("Trend", share=12),
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


def _measure_row(panel: Panel, one: Series) -> tuple[Cell, ...]:
    return (
        Cell(panel.local_reference or NO_REFERENCE),
        Cell(panel.measure.short_title, one.label),
        value_cell(one),
        target_cell(one),
        Cell("", tag=series_tag(one)),
        Cell("", tag=trend_tag(one)),
    )


def parts_table(panel: Panel) -> Table:
    """List every series of a measure that has a row, each with its own figures."""
    rows = tuple(_part_row(panel, one) for one in row_series(panel))
    columns = (
        Column("Part", share=15),
        Column("Now", is_number=True, share=12),
        Column("Target", is_number=True, share=11),
        Column("Status", share=11),
        Column("Last year", is_number=True, share=11),
        Column("Baseline", is_number=True, share=12),
        Column("Trend", share=12),
    )
    table_id = f"parts-{panel.measure.measure_id}"
    return Table(table_id, f"{panel.measure.title}, by part", columns, rows)


def _part_row(panel: Panel, one: Series) -> tuple[Cell, ...]:
    return (
        Cell(series_name(one)),
        value_cell(one),
        target_cell(one),
        Cell("", tag=series_tag(one)),
        last_year_cell(panel, one),
        baseline_cell(one),
        Cell("", tag=trend_tag(one)),
    )


def actions_table(pack: Pack, priority: Priority) -> Table:
    """List a priority's actions with their status and what they are meant to move."""
    columns = (
        Column("Reference", share=9),
        Column("Action", share=34),
        Column("Status", share=15),
        Column("Meant to move", share=17),
    )
    mine = [one for one in pack.actions.actions if one.priority_number == priority.number]
    rows = tuple(_action_row(pack, one) for one in mine)
    caption = f"Actions of priority {priority.number}, status{status_days(mine)}"
    return Table(f"actions-{priority.number}", caption, columns, rows)


def status_days(actions: Sequence[Action]) -> str:
    """Say the days of which the statuses of some actions are; nothing where none is known."""
    days = sorted({one.status_date for one in actions if one.status_date})
    return f" as at {joined(day_words(day) for day in days)}" if days else ""


def _action_row(pack: Pack, one: Action) -> tuple[Cell, ...]:
    moves = "; ".join(about(pack, measure_id) or measure_id for measure_id in one.measures)
    return (
        Cell(one.reference),
        Cell(one.title, one.note),
        Cell("", tag=action_tag(one.status)),
        Cell("" if moves else "No measure", moves),
    )


def exceptions_table(pack: Pack) -> Table:
    """List the exceptions, unanswered first, with what their owners say."""
    columns = (
        Column("Measure", share=20),
        Column("What the figures say", share=24),
        Column("Reply asked of", share=13),
        Column("Reply", share=18),
    )
    rows = tuple(_exception_row(pack, one) for one in exceptions_in_order(pack))
    return Table("exceptions", "Exceptions and replies", columns, rows)


def _exception_row(pack: Pack, one: OpenException) -> tuple[Cell, ...]:
    asked = f"by {day_words(one.reply_by)}" if one.reply_by else "no date set"
    overdue = ", overdue" if one.is_overdue else ""
    replied = (
        f"{one.author}, {day_words(one.replied_on)}"
        if one.author and one.replied_on
        else one.author
    )
    return (
        Cell(about(pack, one.measure_id) or one.title, one.label),
        Cell(one.words, "New since the report before" if one.is_new else ""),
        Cell(one.owner or "No owner named", f"{asked}{overdue}"),
        Cell(one.reply or "Not yet answered", replied),
    )


def definitions_table(panels: Sequence[Panel]) -> Table:
    """Say what each measure is and which way is better."""
    columns = (Column("Measure", share=20), Column("What it measures", share=55))
    rows = tuple(
        (Cell(measure_name(p)), Cell(p.measure.definition, _better_words(p))) for p in panels
    )
    return Table("definitions", "What each measure is", columns, rows)


def _better_words(panel: Panel) -> str:
    return {
        "higher": "Higher is better.",
        "lower": "Lower is better.",
    }.get(panel.measure.better, "Neither higher nor lower is better.")
