"""Tables of a pack: measures, their parts, actions, exceptions, definitions, data quality, sources."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from dashboard.model.meeting import OpenException
from dashboard.model.panel import Action, Panel, Point, Priority
from dashboard.model.points import CASES, PUBLISHED
from dashboard.pack.blocks import Table, TableCell, TableColumn
from dashboard.pack.blocks_from_series import (
    action_tag,
    baseline_cell,
    brief_target_cell,
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
from dashboard.text.format import counted, day_words, joined, sentence_case

NO_REFERENCE: Final = "None"
DUE_TITLE: Final = "Targets that have fallen due"
# A note on more measures than this has their references.
_MOST_NAMED: Final = 3


def measures_table(priority: Priority) -> Table:
    """Return a priority's measures: reference, measure, latest, target, status, trend."""
    rows = [
        (
            TableCell(panel.local_reference or NO_REFERENCE),
            TableCell(panel.measure.short_title, series.label),
            value_cell(panel, series),
            brief_target_cell(panel, series),
            TableCell("", tag=series_tag(series)),
            TableCell("", tag=trend_tag(series)),
        )
        for panel in priority.panels
        for series in row_series(panel)
    ]
    columns = (
        TableColumn("Reference", share=9),
        TableColumn("Measure", share=26),
        TableColumn("Latest", is_number=True, share=14),
        TableColumn("Target", is_number=True, share=12),
        TableColumn("Status", share=12),
        TableColumn("Trend", share=12),
    )
    caption = f"Measures of {priority.name.lower()}"
    table = Table(f"measures-{priority.number}", caption, columns, tuple(rows))
    return with_references(table, priority.panels)


def with_references(table: Table, panels: Iterable[Panel]) -> Table:
    """Return a table without its first column, the references, where the plan has none."""
    if any(panel.local_reference for panel in panels):
        return table
    rows = tuple(row[1:] for row in table.rows)
    return replace(table, columns=table.columns[1:], rows=rows)


def due_table(panels: Iterable[Panel]) -> Table:
    """Return the status on their due dates of targets that have fallen due, beside that of now.

    Only where it adds something to it.
    """
    columns = (
        TableColumn("Measure", share=20),
        TableColumn("At its due date", share=38),
        TableColumn("Now", is_number=True, share=17),
    )
    rows = tuple(
        (
            TableCell(panel.measure.short_title, series.label),
            TableCell(words),
            replace(value_cell(panel, series), tag=series_tag(series)),
        )
        for panel in panels
        for series in row_series(panel)
        for words in series.due_words
    )
    return Table("due", DUE_TITLE, columns, rows)


def parts_table(panel: Panel) -> Table:
    """Return every series of a measure that has a row, with its own figures."""
    rows = tuple(
        (
            TableCell(series_name(series)),
            value_cell(panel, series),
            target_cell(panel, series),
            TableCell("", tag=series_tag(series)),
            last_year_cell(panel, series),
            baseline_cell(panel, series),
            TableCell("", tag=trend_tag(series)),
        )
        for series in row_series(panel)
    )
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


def actions_table(pack: Pack, priority: Priority) -> Table:
    """Return a priority's actions with their status and the measures they are meant to move."""
    columns = (
        TableColumn("Reference", share=9),
        TableColumn("Action", share=34),
        TableColumn("Status", share=15),
        TableColumn("Meant to move", share=17),
    )
    mine = [action for action in pack.actions.actions if action.priority_number == priority.number]
    rows = tuple(_action_row(pack, action) for action in mine)
    caption = f"Actions of {priority.name.lower()}, status{status_days(mine)}"
    return Table(f"actions-{priority.number}", caption, columns, rows)


def status_days(actions: Sequence[Action]) -> str:
    """Return the days of the statuses of some actions; "" where none is dated."""
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
    """Return the exceptions, unanswered ones first, with the replies of their owners."""
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


def definitions_table(panels: Iterable[Panel]) -> Table:
    """Return the definition of each measure and which way is better."""
    columns = (TableColumn("Measure", share=20), TableColumn("What it measures", share=55))
    rows = tuple(
        (TableCell(measure_name(p)), TableCell(p.measure.definition, _better_words(p)))
        for p in panels
    )
    return Table("definitions", "What each measure is", columns, rows)


def _better_words(panel: Panel) -> str:
    return {"higher": "Higher is better.", "lower": "Lower is better."}.get(
        panel.measure.better, "Neither higher nor lower is better."
    )


def quality_table(pack: Pack) -> Table:
    """Return what is odd about the figures, each note once with its measures."""
    columns = (TableColumn("Measure", share=26), TableColumn("Note", share=49))
    noted: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    for panel, label, note in _series_notes(pack):
        labels = noted[note].setdefault(panel.measure.measure_id, [])
        labels.extend([label] if label and label not in labels else [])
    rows = [(_measures_cell(pack.panels, of), TableCell(note)) for note, of in noted.items()]
    rows += [
        (TableCell(about(pack, oddity.measure_id) or oddity.title), TableCell(oddity.words))
        for oddity in pack.oddities
    ]
    return Table("data-quality", "What to know about the figures", columns, tuple(rows))


def short_quality_table(pack: Pack) -> Table:
    """Return the same for slides, with one row for all oddities of a kind."""
    full = quality_table(pack)
    kinds: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    for oddity in pack.oddities:
        kinds[oddity.kind].setdefault(oddity.measure_id, [])
    notes = full.rows[: len(full.rows) - len(pack.oddities)]
    oddity_rows = tuple(
        (_measures_cell(pack.panels, of), TableCell(f"{kind}.", "Each of them is in the report."))
        for kind, of in kinds.items()
    )
    return replace(full, rows=(*notes, *oddity_rows))


def _series_notes(pack: Pack) -> Iterator[tuple[Panel, str, str]]:
    """Yield panel, label and text of the notes of every listed or published series."""
    for panel in pack.panels.values():
        listed = row_series(panel)
        for series in panel.series:
            if series in listed or series.origin == PUBLISHED:
                printed = series.printed_last_year
                of_printed = sentence_case(printed.note) if printed else ""
                notes = dict.fromkeys((*series.notes, series.printed_arrow_note, of_printed))
                yield from ((panel, series.label, note) for note in notes if note)


def _measures_cell(
    panels: Mapping[str, Panel], labels_by_measure: dict[str, list[str]]
) -> TableCell:
    """Return the measures of a note; of many, how many and their references."""
    of = {
        measure_id: labels
        for measure_id, labels in labels_by_measure.items()
        if measure_id in panels
    }
    if not of:
        return TableCell("The plan")
    if len(of) == len(panels) and len(of) > 1:
        return TableCell("Every measure")
    if len(of) > _MOST_NAMED:
        names = (panels[key].local_reference or panels[key].measure.short_title for key in of)
        return TableCell(counted(len(of), "measure"), ", ".join(names))
    names = (measure_name(panels[key]) for key in of)
    return TableCell(
        "; ".join(names), "; ".join(joined(labels) for labels in of.values() if labels)
    )


def sources_table(pack: Pack) -> Table:
    """Return every document that a figure of the pack is from, with its measures."""
    labels_by_source: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    for panel in pack.panels.values():
        for series in panel.series:
            for point in series.points:
                labels_by_source[_source_of(pack, point)].setdefault(panel.measure.measure_id, [])
    columns = (TableColumn("Source", share=40), TableColumn("Measures", share=35))
    rows = tuple(
        (TableCell(title), _measures_cell(pack.panels, of))
        for title, of in labels_by_source.items()
    )
    return Table("sources", "Where the figures are from", columns, rows)


def _source_of(pack: Pack, point: Point) -> str:
    if point.origin == CASES:
        return "Worked out from cases"
    return pack.sources.get(point.source_document, point.source_document) or "Source not named"
