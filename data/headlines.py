"""Write a headline, or take one back: an extract of one row, loaded as any other."""

from datetime import datetime

from sqlalchemy import Engine

from dashboard.model.panel import Panel, Series
from data.one_row import write_rows
from data.visit import FileReport


def write_headline(
    engine: Engine, panel: Panel, series: Series, text: str, by: str, now: datetime | None = None
) -> FileReport:
    """Load a headline for the latest period of a series; blank text takes back what was written.

    Whoever writes last stands; what was written before stays in the history, and an undo brings it
    back. The report has the faults where it is refused.
    """
    if series.latest is None or series.latest.period_end is None:
        raise ValueError("A headline is written for a period, and the series has none.")
    end = series.latest.period_end.isoformat()
    row = {
        "framework_id": panel.framework.framework_id,
        "measure_id": panel.measure.measure_id,
        "breakdown": series.breakdown,
        "basis": series.basis,
        "period_end": end,
        "text": text,
        "author": by,
    }
    name = f"headline-{panel.measure.measure_id}-{end}.csv"
    return write_rows(engine, name, [row], by=by, now=now)
