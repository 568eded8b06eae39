"""Overviews: every measure of a plan at its report date, and what moved since the last."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Final

from dashboard.model.codes import JUDGED
from dashboard.model.panel import Change, Overview, Panel, Priority, Series
from dashboard.panels.balancing_measures import PairsByMeasure, priorities_with_partners
from dashboard.panels.catalogue import Catalogue, newest_later_day
from dashboard.panels.needed import build_needed
from dashboard.panels.panel import build_panel
from dashboard.panels.records import LoadedFigures
from dashboard.panels.verdict import build_verdict, has_figure, misses

_NO_PARTNERS: Final[PairsByMeasure] = {}


@dataclass(frozen=True)
class EarlierReport:
    """The report before: its day, and what was known on it."""

    day: date
    figures: LoadedFigures


def build_overview(
    catalogue: Catalogue,
    figures: LoadedFigures,
    framework_id: str,
    report_date: date,
    today: date,
    earlier: EarlierReport | None = None,
    pairs: PairsByMeasure = _NO_PARTNERS,
) -> Overview:
    """Return every measure of a plan judged at the report date, and what moved since the one before."""
    built = build_priorities(catalogue, figures, framework_id, report_date, today)

    @cache
    def panel_of(measure_id: str) -> Panel | None:
        """Return the panel of a measure, which may serve no priority of the plan."""
        if measure_id not in catalogue.measures:
            return None
        matches = (p for p in unique_panels(built) if p.measure.measure_id == measure_id)
        return next(matches, None) or build_panel(
            catalogue, figures, framework_id, measure_id, report_date, today
        )

    priorities = priorities_with_partners(built, pairs, panel_of)
    panels = unique_panels(priorities)
    judged = judged_panels(panels)
    met = [panel for panel in judged if panel.status.code == "met"]
    framework = catalogue.frameworks[framework_id]
    return Overview(
        area=catalogue.areas[framework.area_code],
        framework=framework,
        as_of=report_date,
        headline=build_verdict(panels).words,
        priorities=priorities,
        before=earlier.day if earlier else None,
        changes=_changes(catalogue, framework_id, earlier, panels, today),
        newer_on=newest_later_day(catalogue, figures, framework_id, report_date),
        judged=len(judged),
        met=len(met),
        needed=build_needed(panels),
    )


def build_priorities(
    catalogue: Catalogue, figures: LoadedFigures, framework_id: str, report_date: date, today: date
) -> tuple[Priority, ...]:
    """Return a plan's priorities with their panels, in the plan's order."""
    served = catalogue.served.get(framework_id, ())
    return tuple(
        Priority(
            number,
            title,
            note,
            tuple(
                build_panel(catalogue, figures, framework_id, measure, report_date, today)
                for of, measure, _ in served
                if of == number
            ),
        )
        for number, title, note in catalogue.priorities.get(framework_id, ())
    )


def unique_panels(priorities: tuple[Priority, ...]) -> tuple[Panel, ...]:
    """Return each measure once, though it may serve several priorities."""
    by_measure = {p.measure.measure_id: p for priority in priorities for p in priority.panels}
    return tuple(by_measure.values())


def judged_panels(panels: Iterable[Panel]) -> list[Panel]:
    """Return the panels with a status that says how the measure stands against its target."""
    return [panel for panel in panels if panel.status.code in JUDGED]


def _changes(
    catalogue: Catalogue,
    framework_id: str,
    earlier: EarlierReport | None,
    panels: tuple[Panel, ...],
    today: date,
) -> tuple[Change, ...]:
    """Return what a measure's series show now that they did not at the report before.

    The weightiest come first (_change_rank); of equal ones, in the plan's order.
    """
    if earlier is None:
        return ()
    ranked_changes: list[tuple[tuple[int, bool, Decimal], Change]] = []
    for panel in panels:
        measure = panel.measure
        old = build_panel(
            catalogue, earlier.figures, framework_id, measure.measure_id, earlier.day, today
        )
        words = _moved_text(old, panel)
        if words:
            change = Change(measure.measure_id, measure.title, words)
            ranked_changes.append((_change_rank(old, panel), change))
    return tuple(change for _, change in sorted(ranked_changes, key=lambda ranked: ranked[0]))


def _change_rank(old: Panel, new: Panel) -> tuple[int, bool, Decimal]:
    """Sort another status before another figure before a first one; then what misses by most."""
    is_judged = new.status.code in JUDGED
    if not has_figure(old):
        kind = 2
    else:
        kind = 0 if is_judged and old.status.code != new.status.code else 1
    return (kind, not is_judged, -max((miss for miss, _ in misses(new)), default=Decimal(0)))


def _moved_text(old: Panel, new: Panel) -> str:
    earlier = {_key(series): series for series in old.series}
    parts = [
        _series_moved(earlier.get(_key(series)), series)
        for series in new.series
        if series.is_counted
    ]
    return "; ".join(part for part in parts if part)


def _key(series: Series) -> tuple[str, ...]:
    return (series.breakdown, *series.window, series.statistic, series.origin)


def _series_moved(old: Series | None, new: Series) -> str:
    if new.latest is None:
        return ""
    label = f"{new.label}: " if new.label else ""
    now = f"{new.value_words} ({new.period_words}), {new.status.word.lower()}"
    if old is None or old.latest is None:
        return f"{label}new figure, {now}"
    if old.latest == new.latest and old.status.code == new.status.code:
        return ""
    return f"{label}{old.value_words}, {old.status.word.lower()} → {now}"
