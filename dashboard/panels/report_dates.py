"""Report dates: the days a plan's own figures became known (docs/definitions.md section 1)."""

from datetime import date

from dashboard.model.panel import SYNTHETIC
from dashboard.panels.records import Catalogue, LoadedFigures


def report_days(catalogue: Catalogue, figures: LoadedFigures, framework_id: str) -> list[date]:
    """Give the days, in order, on which the plan's own figures were published or loaded.

    Its own are what is reported under it, actions included, its area's cases, and what the area
    reports of its measures by itself: figures that name no plan, from no source or from one that speaks of no
    other area. A national release speaks of many, and does not make a report of a plan.
    """
    area = catalogue.frameworks[framework_id].area_code
    served = {measure for _, measure, _ in catalogue.served.get(framework_id, ())}
    spoken = _areas_of_sources(figures)
    days = {
        row.point.known_on
        for measure, rows in figures.observed.items()
        for owner, row in rows
        if owner == framework_id
        or (
            not owner
            and measure in served
            and row.area_code == area
            and spoken.get(row.point.source_document, {area}) == {area}
        )
    }
    days |= figures.reported.get(framework_id, frozenset())
    days |= figures.cases_on.get(area, frozenset())
    return sorted(day for day in days if day)


def _areas_of_sources(figures: LoadedFigures) -> dict[str, set[str]]:
    spoken: dict[str, set[str]] = {}
    for rows in figures.observed.values():
        for _, row in rows:
            if row.point.source_document:
                spoken.setdefault(row.point.source_document, set()).add(row.area_code)
    return spoken


def default_report_date(
    catalogue: Catalogue, figures: LoadedFigures, framework_id: str, today: date
) -> date:
    """Give the newest of a plan's own days that is not ahead of today.

    A plan without any is as old as its own document; where that has no date, today.
    """
    days = [day for day in report_days(catalogue, figures, framework_id) if day <= today]
    published = catalogue.source_dates.get(catalogue.frameworks[framework_id].source_document)
    return days[-1] if days else published or today


def newest_report(
    catalogue: Catalogue, figures: LoadedFigures, framework_id: str, day: date
) -> date | None:
    """Give the newest of a plan's own days up to a day; None where there is none."""
    days = [
        report_day
        for report_day in report_days(catalogue, figures, framework_id)
        if report_day <= day
    ]
    return days[-1] if days else None


def default_framework(catalogue: Catalogue, figures: LoadedFigures, area_code: str) -> str | None:
    """Give an area's newest plan that has figures of its own, else its newest; None without plans."""
    plans = catalogue.frameworks_of(area_code)
    owners = {owner for rows in figures.observed.values() for owner, _ in rows}
    with_figures = [plan for plan in plans if plan.framework_id in owners]
    chosen = (with_figures or list(plans))[:1]
    return chosen[0].framework_id if chosen else None


def default_area(catalogue: Catalogue) -> str | None:
    """Give the first local area, one with made-up figures only where there is no other.

    None where no local area is loaded.
    """
    kinds = ("local_area", SYNTHETIC)
    local = [(kinds.index(a.kind), code) for code, a in catalogue.areas.items() if a.kind in kinds]
    return min(local, key=lambda area: area[0])[1] if local else None


def newest_later_day(
    catalogue: Catalogue, figures: LoadedFigures, framework_id: str, report_date: date
) -> date | None:
    """Give the newest day after the report date on which a figure of the plan's measures became known."""
    framework = catalogue.frameworks[framework_id]
    served = {measure for _, measure, _ in catalogue.served.get(framework_id, ())}
    days = [
        row.point.known_on
        for measure in served
        for _, row in figures.observed.get(measure, ())
        if row.area_code == framework.area_code and row.point.known_on
    ]
    days += figures.cases_on.get(framework.area_code, frozenset())
    later = [day for day in days if day > report_date]
    return max(later, default=None)
