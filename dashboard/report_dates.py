"""The days on which a plan's own figures became known: report dates (DEFINITIONS section 1)."""

from datetime import date

from dashboard.rows import Catalogue, Figures


def report_dates(catalogue: Catalogue, figures: Figures, framework_id: str) -> list[date]:
    """Give the days, in order, on which the plan's own figures were published or loaded.

    Its own are those reported under it, and those that the area loads itself for its measures,
    which name neither a plan nor a publisher. A plan without any is as old as its own document.
    """
    framework = catalogue.frameworks[framework_id]
    served = {measure for _, measure, _ in catalogue.served.get(framework_id, ())}
    days = {
        row.point.known_on
        for measure, rows in figures.observed.items()
        for owner, row in rows
        if owner == framework_id
        or (
            not owner
            and not row.point.source_document
            and measure in served
            and row.area_code == framework.area_code
        )
    }
    found = sorted(day for day in days if day)
    published = catalogue.source_dates.get(framework.source_document)
    return found or ([published] if published else [])


def default_report_date(
    catalogue: Catalogue, figures: Figures, framework_id: str, today: date
) -> date:
    """Give the newest of them; today where a plan has no figure and its document no date."""
    days = report_dates(catalogue, figures, framework_id)
    return days[-1] if days else today


def default_framework(catalogue: Catalogue, figures: Figures, area_code: str) -> str | None:
    """Give an area's newest plan that has figures of its own, else its newest; None without plans."""
    plans = catalogue.frameworks_of(area_code)
    owners = {owner for rows in figures.observed.values() for owner, _ in rows}
    with_figures = [plan for plan in plans if plan.framework_id in owners]
    chosen = (with_figures or list(plans))[:1]
    return chosen[0].framework_id if chosen else None


def default_area(catalogue: Catalogue) -> str | None:
    """Give the first local area; None where none is loaded."""
    local = [code for code, area in catalogue.areas.items() if area.kind == "local_area"]
    return local[0] if local else None


def newer_day(
    catalogue: Catalogue, figures: Figures, framework_id: str, report_date: date
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
    later = [day for day in days if day > report_date]
    return max(later, default=None)
