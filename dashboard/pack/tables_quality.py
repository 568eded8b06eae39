"""What to know about the figures of a pack: notes, arrows printed otherwise, oddities, sources."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from dashboard.model.panel import Panel, Point, Series
from dashboard.model.points import CASES, PUBLISHED
from dashboard.pack.blocks import Cell, Column, Table
from dashboard.pack.commentary import about, measure_name
from dashboard.pack.model import Oddity, Pack
from dashboard.panels.overview import unique_panels
from dashboard.panels.panel import row_series
from dashboard.text.format import counted, joined, sentence_case

# A note that is of more measures than this names them by their references.
_NAMED: Final = 3


def quality_table(pack: Pack) -> Table:
    """List what is odd about the figures, each note once with the measures that it is of."""
    columns = (Column("Measure", share=26), Column("Note", share=49))
    noted: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    for panel, label, note in _notes(pack):
        labels = noted[note].setdefault(panel.measure.measure_id, [])
        labels.extend([label] if label and label not in labels else [])
    panels = {p.measure.measure_id: p for p in unique_panels(pack.overview.priorities)}
    rows = [(_who(panels, of), Cell(note)) for note, of in noted.items()]
    rows += [
        (Cell(about(pack, one.measure_id) or one.title), Cell(one.words)) for one in pack.oddities
    ]
    return Table("data-quality", "What to know about the figures", columns, tuple(rows))


def short_quality_table(pack: Pack) -> Table:
    """List the same for slides: oddities of one kind together, which the report has one by one."""
    full = quality_table(pack)
    kinds: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    for one in pack.oddities:
        kinds[_kind(one)].setdefault(one.measure_id, [])
    panels = {p.measure.measure_id: p for p in unique_panels(pack.overview.priorities)}
    notes = full.rows[: len(full.rows) - len(pack.oddities)]
    told = tuple(
        (_who(panels, of), Cell(kind, "Each of them is in the report."))
        for kind, of in kinds.items()
    )
    return replace(full, rows=(*notes, *told))


def _kind(one: Oddity) -> str:
    """Give the first sentence of an oddity, which says what kind it is."""
    first, _, others = one.words.partition(". ")
    return f"{first}." if others else first


def _notes(pack: Pack) -> Iterator[tuple[Panel, str, str]]:
    """Walk the notes of every series that is told: of its figures, then of its printed arrow."""
    for panel in unique_panels(pack.overview.priorities):
        told = row_series(panel)
        for one in panel.series:
            if one in told or one.origin == PUBLISHED:
                notes = dict.fromkeys((*one.notes, one.printed_arrow_note, _printed(one)))
                yield from ((panel, one.label, note) for note in notes if note)


def _printed(series: Series) -> str:
    """Give the note on what the report prints as last year's figure."""
    return sentence_case(series.printed_last_year.note) if series.printed_last_year else ""


def _who(panels: dict[str, Panel], named: dict[str, list[str]]) -> Cell:
    """Name the measures of a note; where they are many, how many and by their references."""
    of = {measure_id: labels for measure_id, labels in named.items() if measure_id in panels}
    if not of:
        return Cell("The plan")
    if len(of) == len(panels) and len(of) > 1:
        return Cell("Every measure")
    if len(of) > _NAMED:
        names = (panels[one].local_reference or panels[one].measure.short_title for one in of)
        return Cell(counted(len(of), "measure"), ", ".join(names))
    names = (measure_name(panels[one]) for one in of)
    return Cell("; ".join(names), "; ".join(joined(labels) for labels in of.values() if labels))


def sources_table(pack: Pack) -> Table:
    """Name every document that a figure of the pack is from."""
    panels = {p.measure.measure_id: p for p in unique_panels(pack.overview.priorities)}
    named: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    for panel in panels.values():
        for one in panel.series:
            for point in one.points:
                named[_source_of(pack, point)].setdefault(panel.measure.measure_id, [])
    columns = (Column("Source", share=40), Column("Measures", share=35))
    rows = tuple((Cell(title), _who(panels, of)) for title, of in named.items())
    return Table("sources", "Where the figures are from", columns, rows)


def _source_of(pack: Pack, point: Point) -> str:
    if point.origin == CASES:
        return "Worked out from cases"
    return pack.sources.get(point.source_document, point.source_document) or "Source not named"
