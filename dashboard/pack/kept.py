"""What a pack keeps of an overview: the series that a meeting shows, without other areas."""

from dataclasses import replace

from dashboard.panel import row_series
from dashboard.shapes import Overview, Panel


def kept_overview(overview: Overview) -> Overview:
    """Leave out the parts that no slide shows and the areas set beside the figures."""
    priorities = tuple(
        replace(one, panels=tuple(kept_panel(panel) for panel in one.panels))
        for one in overview.priorities
    )
    return replace(overview, priorities=priorities)


def kept_panel(panel: Panel) -> Panel:
    """Keep the series that have a row, and every window of what they measure."""
    rows = row_series(panel)
    shown = {(one.breakdown, one.origin) for one in rows}
    kept = [one for one in panel.series if one in rows or (one.breakdown, one.origin) in shown]
    bare = {id(one): replace(one, benchmarks=()) for one in kept}
    lead = bare.get(id(panel.lead)) or replace(panel.lead, benchmarks=())
    return replace(panel, series=tuple(bare.values()), lead=lead)
