"""What to know about the figures of a pack: notes, arrows printed otherwise, oddities, sources."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from dashboard.model.panel import Panel, Point, Series
from dashboard.model.points import CASES, PUBLISHED
from dashboard.pack.blocks import Table, TableCell, TableColumn
from dashboard.pack.commentary import about, measure_name
from dashboard.pack.model import Pack
from dashboard.panels.overview import unique_panels
from dashboard.panels.panel import row_series
from dashboard.text.format import counted, joined, sentence_case

# A note that is of more measures than this names them by their references.
_MOST_NAMED: Final = 3


def quality_table(pack: Pack) -> Table:
    """List what is odd about the figures, each note once with the measures that it is of."""
    columns = (TableColumn("Measure", share=26), TableColumn("Note", share=49))
    noted: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    for panel, label, note in _notes(pack):
        labels = noted[note].setdefault(panel.measure.measure_id, [])
        labels.extend([label] if label and label not in labels else [])
    panels = {p.measure.measure_id: p for p in unique_panels(pack.overview.priorities)}
    rows = [(_measures_cell(panels, of), TableCell(note)) for note, of in noted.items()]
    rows += [
        (TableCell(about(pack, oddity.measure_id) or oddity.title), TableCell(oddity.words))
        for oddity in pack.oddities
    ]
    return Table("data-quality", "What to know about the figures", columns, tuple(rows))


def short_quality_table(pack: Pack) -> Table:
    """List the same for slides: oddities of one kind together, which the report has one by one."""
    full = quality_table(pack)
    kinds: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    for oddity in pack.oddities:
        kinds[oddity.kind].setdefault(oddity.measure_id, [])
    panels = {p.measure.measure_id: p for p in unique_panels(pack.overview.priorities)}
    notes = full.rows[: len(full.rows) - len(pack.oddities)]
    oddity_rows = tuple(
        (_measures_cell(panels, of), TableCell(f"{kind}.", "Each of them is in the report."))
        for kind, of in kinds.items()
    )
    return replace(full, rows=(*notes, *oddity_rows))


def _notes(pack: Pack) -> Iterator[tuple[Panel, str, str]]:
    """Walk the notes of every series that is told: of its figures, then of its printed arrow."""
    for panel in unique_panels(pack.overview.priorities):
        listed = row_series(panel)
        for series in panel.series:
            if series in listed or series.origin == PUBLISHED:
                notes = dict.fromkeys((*series.notes, series.printed_arrow_note, _printed(series)))
                yield from ((panel, series.label, note) for note in notes if note)


def _printed(series: Series) -> str:
    """Give the note on what the report prints as last year's figure."""
    return sentence_case(series.printed_last_year.note) if series.printed_last_year else ""


def _measures_cell(panels: dict[str, Panel], labels_by_measure: dict[str, list[str]]) -> TableCell:
    """Name the measures of a note; where they are many, how many and by their references."""
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
    """Name every document that a figure of the pack is from."""
    panels = {p.measure.measure_id: p for p in unique_panels(pack.overview.priorities)}
    labels_by_source: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    for panel in panels.values():
        for series in panel.series:
            for point in series.points:
                labels_by_source[_source_of(pack, point)].setdefault(panel.measure.measure_id, [])
    columns = (TableColumn("Source", share=40), TableColumn("Measures", share=35))
    rows = tuple(
        (TableCell(title), _measures_cell(panels, of)) for title, of in labels_by_source.items()
    )
    return Table("sources", "Where the figures are from", columns, rows)


def _source_of(pack: Pack, point: Point) -> str:
    if point.origin == CASES:
        return "Worked out from cases"
    return pack.sources.get(point.source_document, point.source_document) or "Source not named"
