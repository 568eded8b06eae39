"""The figures of a page as JSON, so that every peer draws the same: one graph for each of its measures."""

import json
from pathlib import Path
from typing import Any

from dashboard.model.panel import Panel
from dashboard.model.selection import Selection
from data.queries.panels import load_overview
from data.queries.snapshot import open_snapshot
from data.store.databases.engine import make_engine
from tests.bench.pages.plan import FRAMEWORK
from tests.stores import current_day


def write_figures(store: str, folder: Path, name: str, count: int) -> Path:
    """Write the first so many measures of the synthetic plan, and return the file."""
    engine, today = make_engine(store), current_day()
    with open_snapshot(engine, today, Selection(framework=FRAMEWORK)) as snapshot:
        overview = load_overview(snapshot)
    engine.dispose()
    panels = [panel for priority in overview.priorities for panel in priority.panels][:count]
    page = {
        "title": overview.framework.title,
        "headline": overview.headline,
        "panels": [_figure(panel) for panel in panels],
    }
    path = folder / f"{name}.json"
    path.write_text(json.dumps(page))
    return path


def _figure(panel: Panel) -> dict[str, Any]:
    points = [point for point in panel.lead.points if point.value is not None]
    target = panel.lead.status.target
    return {
        "title": panel.measure.title,
        "headline": panel.lead.headline,
        "ends": [str(point.period_end) for point in points],
        "values": [point.value for point in points],
        "target": target.value if target else None,
    }
