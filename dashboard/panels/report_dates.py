"""Report dates: the days a plan's own figures became known (docs/definitions.md section 1)."""

from collections import defaultdict
from datetime import date

from dashboard.panels.catalogue import Catalogue
from dashboard.panels.records import LoadedFigures


def report_days(catalogue: Catalogue, figures: LoadedFigures, framework_id: str) -> list[date]:
    """Return the days, in order, on which the plan's own figures were published or loaded.

    Its own are what is reported under it, actions included, its area's cases, and what the area
    reports of its measures by itself: figures that name no plan, from no source or from one with
    figures of no other area. A national release has many, and does not make a report of a plan.
    """
    area = catalogue.frameworks[framework_id].area_code
    served = catalogue.measures_of(framework_id)
    areas_by_source: dict[str, set[str]] = defaultdict(set)
    for rows in figures.observed.values():
        for _, row in rows:
            if row.point.source_document:
                areas_by_source[row.point.source_document].add(row.area_code)
    days = {
        row.point.known_on
        for measure, rows in figures.observed.items()
        for owner, row in rows
        if owner == framework_id
        or (
            not owner
            and measure in served
            and row.area_code == area
            and areas_by_source.get(row.point.source_document, {area}) == {area}
        )
    }
    days |= figures.reported.get(framework_id, frozenset())
    days |= figures.cases_on.get(area, frozenset())
    return sorted(day for day in days if day)


def default_report_date(
    catalogue: Catalogue, figures: LoadedFigures, framework_id: str, today: date
) -> date:
    """Return the newest of a plan's own days that is not ahead of today.

    A plan without any is as old as its own document; where that has no date, today.
    """
    newest = newest_report(catalogue, figures, framework_id, today)
    published = catalogue.source_dates.get(catalogue.frameworks[framework_id].source_document)
    return newest or published or today


def newest_report(
    catalogue: Catalogue, figures: LoadedFigures, framework_id: str, day: date
) -> date | None:
    """Return the newest of a plan's own days up to a day; None where there is none."""
    days = report_days(catalogue, figures, framework_id)
    return max((report_day for report_day in days if report_day <= day), default=None)


def default_framework(catalogue: Catalogue, figures: LoadedFigures, area_code: str) -> str | None:
    """Return an area's newest plan that has figures of its own, else its newest; None without plans."""
    plans = catalogue.frameworks_of(area_code)
    owners = {owner for rows in figures.observed.values() for owner, _ in rows}
    with_figures = [plan for plan in plans if plan.framework_id in owners]
    return next((plan.framework_id for plan in (*with_figures, *plans)), None)


def newest_later_day(
    catalogue: Catalogue, figures: LoadedFigures, framework_id: str, report_date: date
) -> date | None:
    """Return the newest day after the report date on which a figure of the plan's measures became known."""
    framework = catalogue.frameworks[framework_id]
    days = [
        row.point.known_on
        for measure in catalogue.measures_of(framework_id)
        for _, row in figures.observed.get(measure, ())
        if row.area_code == framework.area_code and row.point.known_on
    ]
    days += figures.cases_on.get(framework.area_code, frozenset())
    return max((day for day in days if day > report_date), default=None)
