"""Load what control charts say of a whole plan, and what is new since the report before."""

from datetime import date
from functools import lru_cache

from sqlalchemy import Engine

from dashboard.model.panel import Panel
from dashboard.model.selection import Selection
from dashboard.panels.changes import build_news
from dashboard.panels.overview import build_priorities, unique_panels
from dashboard.panels.signals import Signals, build_signals
from data.queries.panels import earlier_report, judging_of, load_overview
from data.queries.snapshot import Judging, load_snapshot
from data.store import frames


def load_signals(
    engine: Engine, chosen: Selection, today: date, *, shows_small: bool = False
) -> Signals:
    """Load the matrix of the chosen plan, with what its report before did not say."""
    judging = judging_of(engine, chosen, today, shows_small=shows_small)
    overview = load_overview(engine, chosen, today, shows_small=shows_small)
    previous = load_previous_panels(engine, frames.data_version(engine), judging)
    if previous is None:
        return build_signals(overview)
    before, panels = previous
    earlier = {panel.measure.measure_id: panel for panel in panels}
    news = build_news(earlier, unique_panels(overview.priorities))
    return build_signals(overview, before, news)


@lru_cache(maxsize=64)
def load_previous_panels(
    engine: Engine, version: str, judging: Judging
) -> tuple[date, tuple[Panel, ...]] | None:
    """Judge a plan's measures on the day of the report before by what was known then."""
    earlier = earlier_report(engine, version, judging)
    if earlier is None:
        return None
    catalogue = load_snapshot(engine, version, judging.day).catalogue
    plan = judging.framework.framework_id
    priorities = build_priorities(catalogue, earlier.figures, plan, earlier.day, earlier.day)
    return earlier.day, unique_panels(priorities)
