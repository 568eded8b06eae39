"""What a pack keeps of an overview: the series that a meeting shows, without other areas."""

from dataclasses import replace

from dashboard.model.panel import Overview, Panel, Series
from dashboard.model.points import PUBLISHED
from dashboard.panels.panel import row_series


def scoped_overview(overview: Overview) -> Overview:
    """Leave out the parts that no slide shows and the areas set beside the figures."""
    priorities = tuple(
        replace(priority, panels=tuple(scoped_panel(panel) for panel in priority.panels))
        for priority in overview.priorities
    )
    return replace(overview, priorities=priorities)


def scoped_panel(panel: Panel) -> Panel:
    """Keep the series that have a row, every window of what they measure, and those told with them.

    Told with them is what the same document publishes of the measure beside them.
    """
    rows = row_series(panel)
    shown = {(series.breakdown, series.origin) for series in rows}
    documents = {_document(series) for series in rows} - {""}
    meeting_series = [
        series
        for series in panel.series
        if series in rows
        or (series.breakdown, series.origin) in shown
        or _document(series) in documents
    ]
    bare = {id(series): replace(series, benchmarks=()) for series in meeting_series}
    lead = bare.get(id(panel.lead)) or replace(panel.lead, benchmarks=())
    return replace(panel, series=tuple(bare.values()), lead=lead)


def _document(series: Series) -> str:
    """Name the document that a series' newest figure was published in; empty of one worked out."""
    is_published = series.latest is not None and series.origin == PUBLISHED
    return series.latest.source_document if is_published and series.latest else ""
